package dev.muster.junit;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The work of a task, seen from its start to its end. */
final class TracedWork<T extends @Nullable Object> implements Callable<T> {
    private final TaskTrace trace;
    private final @Nullable Spawned spawned;
    private final Callable<? extends T> work;

    TracedWork(TaskTrace trace, @Nullable Spawned spawned, Callable<? extends T> work) {
        this.trace = trace;
        this.spawned = spawned;
        this.work = work;
    }

    @Override
    public T call() throws Exception {
        Throwable thrown = null;
        trace.started();
        try {
            // a pooled thread carries the mark of the test that it was made for
            return spawned == null ? work.call() : spawned.<T, Exception>call(work::call);
        } catch (Throwable failure) {
            thrown = failure;
            throw failure;
        } finally {
            trace.ended(thrown);
        }
    }
}
