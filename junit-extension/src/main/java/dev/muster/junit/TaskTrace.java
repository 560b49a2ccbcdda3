package dev.muster.junit;

import dev.muster.scope.Task;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What was seen of one task. */
final class TaskTrace {
    private final @Nullable String given;
    private final ScopeTrace scope;
    private final LongSupplier clock;
    private final long forkedAt;

    // written by the thread that forks
    private volatile @Nullable Task<?> handle;

    // written by the thread that runs the task
    private volatile @Nullable Thread runner;
    private volatile @Nullable Throwable thrown;
    private volatile long startedAt = ScopeTrace.NEVER;
    private volatile long endedAt = ScopeTrace.NEVER;

    TaskTrace(@Nullable String given, ScopeTrace scope, LongSupplier clock) {
        this.given = given;
        this.scope = scope;
        this.clock = clock;
        this.forkedAt = clock.getAsLong();
    }

    void is(Task<?> task) {
        handle = task;
    }

    void started() {
        runner = Thread.currentThread();
        startedAt = clock.getAsLong();
    }

    void ended(@Nullable Throwable failure) {
        thrown = failure;
        endedAt = clock.getAsLong();
        runner = null;
        if (failure == null) {
            scope.succeeded(this);
        }
    }

    String name() {
        Task<?> task = handle;
        return given != null ? given : task == null ? "task" : task.name();
    }

    boolean hasEnded() {
        return endedAt != ScopeTrace.NEVER || state() != Task.State.RUNNING;
    }

    Task.State state() {
        Task<?> task = handle;
        Task.State known = task == null ? Task.State.RUNNING : task.state();
        if (known != Task.State.RUNNING || endedAt == ScopeTrace.NEVER) {
            return known;
        }
        return thrown == null ? Task.State.SUCCEEDED : Task.State.FAILED;
    }

    @Nullable
    Throwable thrown() {
        return thrown;
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
