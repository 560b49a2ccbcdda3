package dev.muster.scope;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work forked into a {@link TaskScope}, and the handle by which its outcome is read.
 *
 * <p>A task ends in one of three ways: it returns a result, it fails with an exception, or it is cancelled. The handle
 * stays readable after the scope is closed, so that results and failures can be collected one by one:
 *
 * <pre>{@code
 * tasks.forEach((url, task) -> {
 *     if (task.state() == Task.State.SUCCEEDED) {
 *         results.put(url, task.result());
 *     }
 * });
 * }</pre>
 *
 * <p><b>Threads.</b> All methods may be called from any thread. What the forking thread did before {@code fork} happens
 * before the task runs; what the task did happens before another thread sees its end through any of these methods, or
 * returns from {@link TaskScope#join()}.
 *
 * @param <T> the type of the result
 */
public sealed interface Task<T extends @Nullable Object> permits ForkedTask {

    /** Where a task stands. */
    enum State {
        /** Not ended yet: it waits to be started, or runs. */
        RUNNING,
        /** Returned a result. */
        SUCCEEDED,
        /** Ended by an exception that is not the effect of a cancellation. */
        FAILED,
        /** Ended because it was asked to stop, or never started because of that. */
        CANCELLED
    }

    /** Returns the name given at the fork, or {@code task-N} for the N-th task of the scope. */
    String name();

    /** Returns where the task stands now. */
    State state();

    /**
     * Returns what the task returned.
     *
     * <p>Reading the result of a failed task is no new failure: where the exception thrown here ends the scope's body or
     * another of its tasks, the scope does not report it beside the failure itself.
     *
     * @throws IllegalStateException if the task has not ended, or if it failed: then with its failure as the cause
     * @throws CancellationException if the task was cancelled
     */
    T result();

    /**
     * Returns what the task failed with; empty if it succeeded or was cancelled.
     *
     * @throws IllegalStateException if the task has not ended
     */
    Optional<Throwable> exception();

    /** Says whether the task ended because it was asked to stop. */
    boolean isCancelled();

    /**
     * Asks this task alone to stop, by interrupt; does nothing if it has ended. The task counts as cancelled if it then
     * ends by the interrupt, and never starts if it has not started yet.
     */
    void cancel();
}
