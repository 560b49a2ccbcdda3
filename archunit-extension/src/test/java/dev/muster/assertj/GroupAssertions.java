package dev.muster.assertj;

import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Stands in for the type of this name, which the rules know by its name alone: core is tested with these rules. */
public final class GroupAssertions {
    private GroupAssertions() {}

    public static AbstractThrowableAssert<?, ? extends Throwable> assertThatGroupThrownBy(ThrowingCallable code) {
        return Assertions.assertThatThrownBy(code);
    }
}
