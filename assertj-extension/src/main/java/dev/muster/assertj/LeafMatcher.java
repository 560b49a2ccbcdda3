package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Accepts exceptions of a type, never groups. */
final class LeafMatcher<E extends Throwable> extends FailureMatcher<E> {
    LeafMatcher(Class<? extends E> type, List<Trait<? super E>> traits, @Nullable String description) {
        super(type, traits, description);
    }

    static <E extends Throwable> LeafMatcher<E> leaf(Class<E> type) {
        Objects.requireNonNull(type, "type is null: give the class of the expected leaf");
        if (ExceptionGroup.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException(
                    type.getName() + " is a group type, and a leaf is never a group: use group(...)");
        }
        return new LeafMatcher<>(type, List.of(), null);
    }

    @Override
    FailureMatcher<E> copy(List<Trait<? super E>> traits, @Nullable String description) {
        return new LeafMatcher<>(type(), traits, description);
    }

    @Override
    Verdict test(Found found) {
        Throwable throwable = found.throwable();
        if (throwable instanceof ExceptionGroup) {
            return Verdict.difference(0, () -> "it is a group");
        }
        if (!type().isInstance(throwable)) {
            return Verdict.difference(0, () -> Words.isNot(throwable.getClass(), type()));
        }
        return testTraits(type().cast(throwable), found);
    }

    @Override
    String noun() {
        return Words.kind(type());
    }
}
