package dev.muster.scope;

import org.jspecify.annotations.Nullable;

/**
 * Is told what happens in scopes; set for one scope with {@link ScopeConfig#listener} or for all below a point of the call
 * tree with {@link Seams#listener}.
 *
 * <p>Methods are called on the thread on which the thing happens, several at once, and delay it while they run. What one
 * throws is reported as a failure of the scope, and cancels it. The scope given is for its name and identity: its owner
 * and its tasks use it.
 */
public interface ScopeListener {

    /**
     * A scope was opened; called on its owner.
     *
     * @param parent the scope that it is nested in, if there is one
     * @param within the task that it was opened in, if there is one
     */
    default void scopeOpened(TaskScope scope, @Nullable TaskScope parent, @Nullable Task<?> within) {}

    /** A task was forked; called on the forking thread, before the task is started. */
    default void taskForked(TaskScope scope, Task<?> task) {}

    /** A task begins to run; called on its thread. */
    default void taskStarted(TaskScope scope, Task<?> task) {}

    /** A task ended, as its state says; called on its thread, or on the thread that kept it from starting. */
    default void taskEnded(TaskScope scope, Task<?> task) {}

    /** A scope was cancelled; called on the thread that did it, before tasks are interrupted. */
    default void scopeCancelled(TaskScope scope, String reason) {}

    /** A scope has ended; called on its owner. */
    default void scopeClosed(TaskScope scope) {}
}
