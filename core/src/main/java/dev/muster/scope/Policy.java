package dev.muster.scope;

/**
 * Decides when a {@link TaskScope} cancels what still runs. Under every policy the scope waits for all tasks and reports
 * all failures, those after the cancel too, and a body that fails cancels its tasks.
 *
 * <p>A policy of one's own is a function of the task that ended:
 *
 * <pre>{@code
 * AtomicInteger failures = new AtomicInteger();
 * Policy threeStrikes = task -> task.state() == Task.State.FAILED && failures.incrementAndGet() == 3;
 * }</pre>
 */
@FunctionalInterface
public interface Policy {

    /**
     * Says whether the end of a task is a reason to cancel the others.
     *
     * <p>Called once for each task that ended, for several tasks at once: on the thread that ran it, or on the one that kept
     * it from running. What it throws is
     * reported as a failure of the scope, and cancels it.
     */
    boolean shouldCancel(Task<?> ended);

    /** Returns the policy that cancels on the first failure. */
    static Policy failFast() {
        return Policies.FAIL_FAST;
    }

    /** Returns the policy that lets every task come to its own end. */
    static Policy collectAll() {
        return Policies.COLLECT_ALL;
    }
}
