package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Task;
import org.assertj.core.api.SoftAssertionsProvider;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/**
 * The soft form of the assertions, to be mixed into soft assertions of your own; {@link SoftGroupAssertions} has it
 * already.
 *
 * <pre>{@code
 * class OurSoftAssertions extends SoftAssertions implements SoftGroupAssertionsProvider {}
 * }</pre>
 */
public interface SoftGroupAssertionsProvider extends SoftAssertionsProvider {
    /**
     * Begins soft assertions about an exception that is expected to be a group.
     *
     * <pre>{@code
     * softly.assertThatGroup(eg).hasSize(2);      // passes
     * softly.assertThatGroup(eg).hasSize(3);      // fails
     * }</pre>
     */
    default GroupAssert assertThatGroup(@Nullable Throwable thrown) {
        return proxy(GroupAssert.class, ExceptionGroup.class, NotAGroup.orGroup(thrown));
    }

    /**
     * Runs code that is expected to throw a group, and begins soft assertions about it.
     *
     * <pre>{@code
     * softly.assertThatGroupThrownBy(() -> fetchAll(urls)).contains(IOException.class);       // passes
     * softly.assertThatGroupThrownBy(() -> fetch(url)).contains(IOException.class);           // fails
     * }</pre>
     */
    default GroupAssert assertThatGroupThrownBy(ThrowingCallable code) {
        return proxy(GroupAssert.class, ExceptionGroup.class, NotAGroup.thrownBy(code))
                .hasBeenThrown();
    }

    /**
     * Begins soft assertions about how a task ended.
     *
     * <pre>{@code
     * softly.assertThatTask(user).succeededWith("Ada");       // passes
     * softly.assertThatTask(order).succeeded();               // fails
     * }</pre>
     */
    @SuppressWarnings("unchecked") // a proxy is asked for by its raw class
    default <T extends @Nullable Object> TaskAssert<T> assertThatTask(@Nullable Task<T> task) {
        return proxy(TaskAssert.class, Task.class, task);
    }
}
