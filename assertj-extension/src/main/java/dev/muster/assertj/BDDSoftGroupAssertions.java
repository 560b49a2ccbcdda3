package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Task;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractSoftAssertions;
import org.assertj.core.api.BDDSoftAssertionsProvider;
import org.assertj.core.api.SoftAssertionsProvider;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/**
 * {@link SoftGroupAssertions} in the words of behaviour-driven tests.
 *
 * <pre>{@code
 * BDDSoftGroupAssertions.thenSoftly(softly -> softly.thenGroup(thrown).hasMessage("multiple errors"));
 * }</pre>
 */
public class BDDSoftGroupAssertions extends AbstractSoftAssertions implements BDDSoftAssertionsProvider {
    /** Creates soft assertions to which {@link #assertAll()} puts an end. */
    public BDDSoftGroupAssertions() {}

    /** Runs soft assertions and reports all that failed. */
    public static void thenSoftly(Consumer<BDDSoftGroupAssertions> softly) {
        SoftAssertionsProvider.assertSoftly(BDDSoftGroupAssertions.class, softly);
    }

    /**
     * As {@link GroupAssertions#thenGroup}, softly.
     *
     * <pre>{@code
     * softly.thenGroup(eg).hasSize(2);    // passes
     * softly.thenGroup(eg).hasSize(3);    // fails
     * }</pre>
     */
    public GroupAssert thenGroup(@Nullable Throwable thrown) {
        return proxy(GroupAssert.class, ExceptionGroup.class, NotAGroup.orGroup(thrown));
    }

    /**
     * As {@link GroupAssertions#thenGroupThrownBy}, softly.
     *
     * <pre>{@code
     * softly.thenGroupThrownBy(() -> fetchAll(urls)).contains(IOException.class);     // passes
     * softly.thenGroupThrownBy(() -> fetch(url)).contains(IOException.class);         // fails
     * }</pre>
     */
    public GroupAssert thenGroupThrownBy(ThrowingCallable code) {
        return proxy(GroupAssert.class, ExceptionGroup.class, NotAGroup.thrownBy(code))
                .hasBeenThrown();
    }

    /**
     * As {@link GroupAssertions#thenTask}, softly.
     *
     * <pre>{@code
     * softly.thenTask(user).succeededWith("Ada");     // passes
     * softly.thenTask(order).succeeded();             // fails
     * }</pre>
     */
    @SuppressWarnings("unchecked") // a proxy is asked for by its raw class
    public <T extends @Nullable Object> TaskAssert<T> thenTask(@Nullable Task<T> task) {
        return proxy(TaskAssert.class, Task.class, task);
    }
}
