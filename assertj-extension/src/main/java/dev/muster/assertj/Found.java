package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A throwable where it was found, and the memory of what was tried on it, so that nothing is tried twice. */
final class Found {
    private final Scene scene;
    private final Throwable throwable;
    private final @Nullable String label;
    private final @Nullable String remark;
    private final IdentityHashMap<FailureMatcher<?>, Verdict> verdicts = new IdentityHashMap<>();

    private Found(Scene scene, Throwable throwable, @Nullable String label, @Nullable String remark) {
        this.scene = scene;
        this.throwable = throwable;
        this.label = label;
        this.remark = remark;
    }

    Throwable throwable() {
        return throwable;
    }

    @Nullable
    String label() {
        return label;
    }

    Verdict verdict(FailureMatcher<?> matcher) {
        Verdict known = verdicts.get(matcher);
        if (known == null) {
            known = matcher.test(this);
            verdicts.put(matcher, known);
        }
        return known;
    }

    /** What is known already; null if the matcher was never tried on this. */
    @Nullable
    Verdict known(FailureMatcher<?> matcher) {
        return verdicts.get(matcher);
    }

    /** The text given to a group, the message of anything else; null also where asking for it fails. */
    @Nullable
    String text() {
        try {
            return Words.text(throwable);
        } catch (RuntimeException | StackOverflowError broken) {
            return null;
        }
    }

    /** The contents of this group, as the view sees them. */
    List<Found> inside(View view, ExceptionGroup group) {
        return scene.of(view, group);
    }

    /** A throwable that belongs to this one, such as its cause. */
    Found beside(Throwable other) {
        return scene.alone(other);
    }

    /** The label and the remark in brackets, with a space before them; empty where there are none. */
    String tag() {
        if (label == null && remark == null) {
            return "";
        }
        return " [" + (label == null ? "" : label) + (label == null || remark == null ? "" : ", ")
                + (remark == null ? "" : remark) + "]";
    }

    @Override
    public String toString() {
        return Words.line(throwable);
    }

    /** All that one assertion looks at: each occurrence of a throwable under the same label is one object. */
    static final class Scene {
        private final IdentityHashMap<Throwable, List<Found>> all = new IdentityHashMap<>();

        List<Found> of(View view, ExceptionGroup group) {
            ExceptionGroup seen = view == View.LEAVES ? group.flatten() : group;
            List<Throwable> members = seen.exceptions();
            List<Found> found = new ArrayList<>(members.size());
            for (int i = 0; i < members.size(); i++) {
                found.add(found(
                        members.get(i),
                        seen.label(i).orElse(null),
                        seen.remark(i).orElse(null)));
            }
            return found;
        }

        Found of(Throwable throwable, String label) {
            return found(throwable, label, null);
        }

        Found alone(Throwable throwable) {
            return found(throwable, null, null);
        }

        private Found found(Throwable throwable, @Nullable String label, @Nullable String remark) {
            List<Found> same = all.computeIfAbsent(throwable, key -> new ArrayList<>(1));
            for (Found each : same) {
                if (Objects.equals(each.label, label) && Objects.equals(each.remark, remark)) {
                    return each;
                }
            }
            Found found = new Found(this, throwable, label, remark);
            same.add(found);
            return found;
        }
    }
}
