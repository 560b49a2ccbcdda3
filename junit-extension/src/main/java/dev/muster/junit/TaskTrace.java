package dev.muster.junit;

import dev.muster.scope.Task;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What was seen of one task. */
final class TaskTrace {
    private final Task<?> task;
    private final LongSupplier clock;
    private final long forkedAt;
    private final Kept<ScopeTrace> inner = new Kept<>();

    // written by the thread that runs the task
    private volatile @Nullable Thread runner;
    private volatile long startedAt = ScopeTrace.NEVER;
    private volatile long endedAt = ScopeTrace.NEVER;

    TaskTrace(Task<?> task, LongSupplier clock) {
        this.task = task;
        this.clock = clock;
        this.forkedAt = clock.getAsLong();
    }

    void started() {
        runner = Thread.currentThread();
        startedAt = clock.getAsLong();
    }

    void ended() {
        workEnded();
        runner = null;
    }

    /** Notes the end; what comes of it, such as a cancel, is still to be done on the thread. */
    void workEnded() {
        if (endedAt == ScopeTrace.NEVER) {
            endedAt = clock.getAsLong();
        }
    }

    boolean isRunByThisThread() {
        return runner == Thread.currentThread();
    }

    /** The scopes that were opened in this task. */
    Kept<ScopeTrace> inner() {
        return inner;
    }

    String name() {
        return task.name();
    }

    boolean hasEnded() {
        return endedAt != ScopeTrace.NEVER;
    }

    Task.State state() {
        return task.state();
    }

    @Nullable
    Throwable failure() {
        return task.state() == Task.State.FAILED ? task.exception().orElse(null) : null;
    }

    @Nullable
    Thread runner() {
        return runner;
    }

    long forkedAt() {
        return forkedAt;
    }

    long startedAt() {
        return startedAt;
    }

    long endedAt() {
        return endedAt;
    }
}
