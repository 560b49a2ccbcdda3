package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import org.assertj.core.api.InstanceOfAssertFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/**
 * The entry point of the assertions for exception groups, to be imported statically beside AssertJ's own.
 *
 * <pre>{@code
 * import static dev.muster.assertj.GroupAssertions.*;
 *
 * assertThatGroup(thrown).hasMessage("multiple errors").containsExactly(ValueError.class, TypeError.class);
 * assertThatGroupThrownBy(() -> fetchAll(urls))
 *         .containsExactlyInAnyOrder(leaf(IOException.class).withMessageContaining("timeout"), group(leaf(KeyError.class)));
 * }</pre>
 */
public final class GroupAssertions {
    /** Makes {@code assertThatThrownBy(...).asInstanceOf(EXCEPTION_GROUP)} go on with these assertions. */
    public static final InstanceOfAssertFactory<ExceptionGroup, GroupAssert> EXCEPTION_GROUP =
            new InstanceOfAssertFactory<>(ExceptionGroup.class, GroupAssert::new);

    private GroupAssertions() {}

    /** Begins assertions about an exception that is expected to be a group; each fails if it is not. */
    public static GroupAssert assertThatGroup(@Nullable Throwable thrown) {
        return new GroupAssert(NotAGroup.orGroup(thrown));
    }

    /** Runs code that is expected to throw a group, and begins assertions about it; fails at once if it does not. */
    public static GroupAssert assertThatGroupThrownBy(ThrowingCallable code) {
        return new GroupAssert(NotAGroup.thrownBy(code)).hasBeenThrown();
    }
}
