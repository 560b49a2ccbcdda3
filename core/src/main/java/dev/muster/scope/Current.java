package dev.muster.scope;

import org.jspecify.annotations.Nullable;

/** What the calling thread is in: the task it runs, and the scope opened last on it. */
final class Current {
    // for threads that run no task
    private static final ThreadLocal<@Nullable ScopeImpl> INNERMOST = new ThreadLocal<>();

    private Current() {}

    static @Nullable ForkedTask<?> task() {
        Thread thread = Thread.currentThread();
        return thread.getUncaughtExceptionHandler() instanceof ForkedTask<?> task && task.isRunBy(thread) ? task : null;
    }

    /** The scope opened last on this thread and not closed. */
    static @Nullable ScopeImpl innermost() {
        ForkedTask<?> task = task();
        return task == null ? INNERMOST.get() : task.innermost;
    }

    static void innermost(@Nullable ScopeImpl scope) {
        ForkedTask<?> task = task();
        if (task != null) {
            task.innermost = scope;
        } else {
            // null too: removing the entry at each close costs more than keeping it
            INNERMOST.set(scope);
        }
    }
}
