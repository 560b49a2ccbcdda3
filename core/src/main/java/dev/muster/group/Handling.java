package dev.muster.group;

import dev.muster.group.Attempt.Clause;
import dev.muster.group.ExceptionGroup.Split;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one failed attempt, clause by clause. */
@SuppressWarnings("ReferenceEquality") // throwables are told apart by identity alone
final class Handling<T extends @Nullable Object, X extends Throwable> {
    private final Throwable thrown;
    private final ExceptionGroup original;
    private @Nullable ExceptionGroup rest;
    private final List<Throwable> raised = new ArrayList<>();
    private final List<ExceptionGroup> reraised = new ArrayList<>();
    private @Nullable T value;

    Handling(Throwable thrown) {
        this.thrown = thrown;
        this.original = thrown instanceof ExceptionGroup group ? group : ExceptionGroup.of("attempt failed", thrown);
        this.rest = original;
    }

    void offer(Clause<T, X> clause) {
        if (rest == null) {
            return;
        }
        ExceptionGroup matches = null;
        try {
            Split split = rest.split(clause.condition());
            matches = split.matching().orElse(null);
            rest = split.rest().orElse(null);
            if (matches != null) {
                run(clause, matches);
            }
        } catch (Throwable failure) {
            note(failure, matches);
        }
    }

    private void run(Clause<T, X> clause, ExceptionGroup matches) throws X {
        @Nullable T result = clause.handler().recover(matches);
        if (clause.supplies() && value == null) {
            value = result;
        }
    }

    private void note(Throwable failure, @Nullable ExceptionGroup matches) {
        if (Attempt.isFatal(failure)) {
            if (matches != null) {
                reraised.add(matches);
            }
            Throwable pending = outcome();
            if (pending != null && pending != failure) {
                failure.addSuppressed(pending);
            }
            Handling.<Error>rethrow(failure);
        }
        if (failure instanceof ExceptionGroup group && (group == matches || isPartOfOriginal(group))) {
            reraised.add(group);
        } else {
            raised.add(failure);
        }
    }

    private boolean isPartOfOriginal(ExceptionGroup group) {
        if (!group.hasSameOrigin(original)) {
            return false;
        }
        // the original may be a part itself: what has leaves beyond it must come out whole
        IdentityHashMap<Throwable, Integer> held = new IdentityHashMap<>();
        count(original, held);
        LeafCursor leaves = new LeafCursor(group);
        while (leaves.advance()) {
            if (held.merge(leaves.leaf(), -1, Integer::sum) < 0) {
                return false;
            }
        }
        return true;
    }

    @Nullable
    T end() throws X {
        Throwable outcome = outcome();
        if (outcome != null) {
            Handling.<X>rethrow(outcome);
        }
        return value;
    }

    private @Nullable Throwable outcome() {
        Throwable left = left();
        if (raised.isEmpty()) {
            return left;
        }
        if (raised.size() == 1 && left == null) {
            return raised.get(0);
        }
        List<Throwable> members = new ArrayList<>(raised);
        String message = "handling \"" + (thrown == original ? original.message() : Describe.oneLine(thrown))
                + "\" brought " + (raised.size() == 1 ? "a new failure" : raised.size() + " new failures");
        if (left != null) {
            members.add(left);
            message += " and left others";
        }
        return ExceptionGroup.of(message, members);
    }

    /** What no clause matched and what was re-raised, in the shape of the original. */
    private @Nullable Throwable left() {
        ExceptionGroup left = reraised.isEmpty() ? rest : project();
        return left != null && left == original ? thrown : left;
    }

    private @Nullable ExceptionGroup project() {
        // by count, since the same instance may be a leaf more than once; never more than the original holds
        IdentityHashMap<Throwable, Integer> wanted = new IdentityHashMap<>();
        if (rest != null) {
            count(rest, wanted);
        }
        for (ExceptionGroup each : reraised) {
            count(each, wanted);
        }
        return original.subgroup(leaf -> {
                    Integer count = wanted.getOrDefault(leaf, 0);
                    wanted.put(leaf, count - 1);
                    return count > 0;
                })
                .orElse(null);
    }

    private static void count(ExceptionGroup group, IdentityHashMap<Throwable, Integer> counts) {
        LeafCursor leaves = new LeafCursor(group);
        while (leaves.advance()) {
            counts.merge(leaves.leaf(), 1, Integer::sum);
        }
    }

    @SuppressWarnings("unchecked") // work and handlers throw what X allows, or something unchecked
    private static <E extends Throwable> void rethrow(Throwable throwable) throws E {
        throw (E) throwable;
    }
}
