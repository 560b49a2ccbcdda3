package dev.muster.scope;

import dev.muster.group.ExceptionGroup;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A task, and the work that its thread does.
 *
 * <p>It is also its thread's handler for uncaught exceptions. That is how code on the thread finds the task it runs in,
 * at no cost to tasks that never ask, and it catches what a thread factory's own wrapping throws before the task began.
 */
final class ForkedTask<T extends @Nullable Object> extends Interruptible
        implements Task<T>, Runnable, Thread.UncaughtExceptionHandler {
    private static final Object NULL = new Object();
    private static final Object CANCELLED = new Object();
    private static final VarHandle OUTCOME;

    static {
        try {
            OUTCOME = MethodHandles.lookup().findVarHandle(ForkedTask.class, "outcome", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private record Failed(Throwable exception) {}

    final ScopeImpl scope;
    private final @Nullable String name;

    // where the task is among the live ones, and which fork it was; the chunk is dropped at the end
    LiveTasks.@Nullable Chunk chunk;
    private long order;

    // only for the thread that runs the task
    private @Nullable Callable<? extends T> work;

    // null until the end; then the result, NULL, CANCELLED or a Failed
    @SuppressWarnings("UnusedVariable") // by its handle
    private @Nullable Object outcome;

    // the scope opened last on this task's thread and still open; written by that thread
    volatile @Nullable ScopeImpl innermost;

    ForkedTask(ScopeImpl scope, @Nullable String name, Callable<? extends T> work) {
        this.scope = scope;
        this.name = name;
        this.work = work;
    }

    void place(LiveTasks.Chunk chunk, long order) {
        this.chunk = chunk;
        this.order = order;
    }

    /** The place of this task among the forks of its scope. */
    long order() {
        return order;
    }

    @Override
    public void run() {
        scope.ended(this, begin() ? outcomeOfWork() : CANCELLED);
        scope.handOn();
    }

    private @Nullable Object outcomeOfWork() {
        Object result = null;
        Throwable failure = null;
        try {
            T value = Objects.requireNonNull(work).call();
            result = value == null ? NULL : value;
        } catch (Throwable thrown) {
            failure = thrown;
        }
        if (innermost != null) {
            failure = leftOpen(failure);
        }
        boolean stopped = end();
        if (stopped) {
            // for the next task on a pooled thread, and for the policy
            Thread.interrupted();
        }
        if (failure == null) {
            return result;
        }
        boolean isEffect = (stopped || scope.isCancelled()) && Cancellation.explains(failure);
        return isEffect ? CANCELLED : new Failed(failure);
    }

    /** Closes what the work opened and did not close. */
    private Throwable leftOpen(@Nullable Throwable failure) {
        IllegalStateException leak = new IllegalStateException("task \"" + name() + "\" ended and left " + innermost
                + " open: open it in a try statement, or use TaskScope.call");
        for (ScopeImpl open = innermost; open != null; open = innermost) {
            open.shutInto(leak);
        }
        return failure == null
                ? leak
                : ExceptionGroup.of("task \"" + name() + "\" failed and left a scope open", failure, leak);
    }

    /** Ends a task that no thread will run. */
    void endUnstarted() {
        interrupt();
        scope.ended(this, CANCELLED);
    }

    /** Ends a task for which there is no thread. */
    void endWithoutThread(Throwable why) {
        interrupt();
        scope.ended(this, new Failed(why));
        scope.cancelFor("task \"" + name() + "\" could not be started");
    }

    /** Makes a task that is born cancelled, and that the scope does not count. */
    ForkedTask<T> cancelledAtFork() {
        interrupt();
        publish(CANCELLED);
        return this;
    }

    void publish(@Nullable Object end) {
        work = null;
        OUTCOME.setRelease(this, end);
    }

    private @Nullable Object outcome() {
        return OUTCOME.getAcquire(this);
    }

    @Nullable
    Throwable failure() {
        return outcome() instanceof Failed failed ? failed.exception : null;
    }

    boolean hasEnded() {
        return outcome() != null;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (begin()) {
            end();
            scope.ended(this, new Failed(thrown));
            scope.cancelFor("the thread of task \"" + name() + "\" failed before the task began");
            scope.handOn();
        } else {
            // the task told its own end: this came from code of the thread factory after it
            Thread.UncaughtExceptionHandler fallback = Thread.getDefaultUncaughtExceptionHandler();
            if (fallback != null) {
                fallback.uncaughtException(thread, thrown);
            } else {
                thread.getThreadGroup().uncaughtException(thread, thrown);
            }
        }
    }

    @Override
    public String name() {
        return name == null ? "task-" + (order() + 1) : name;
    }

    @Override
    public State state() {
        Object end = outcome();
        if (end == null) {
            return State.RUNNING;
        }
        if (end == CANCELLED) {
            return State.CANCELLED;
        }
        return end instanceof Failed ? State.FAILED : State.SUCCEEDED;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"
    }) // only run() publishes other outcomes, each the value of a Callable<? extends T>
    public T result() {
        Object end = ended("result");
        if (end == CANCELLED) {
            throw new CancellationException(this + " was cancelled"
                    + scope.cancelReason()
                            .map(reason -> ", as was its scope: " + reason)
                            .orElse("")
                    + ": it has no result; ask isCancelled() first");
        }
        if (end instanceof Failed failed) {
            throw new FailedTaskException(this, failed.exception);
        }
        return end == NULL ? (T) null : (T) end;
    }

    @Override
    public Optional<Throwable> exception() {
        return ended("exception") instanceof Failed failed ? Optional.of(failed.exception) : Optional.empty();
    }

    private Object ended(String wanted) {
        Object end = outcome();
        if (end == null) {
            throw new IllegalStateException(this + " has not ended: join the scope before reading its " + wanted);
        }
        return end;
    }

    @Override
    public boolean isCancelled() {
        return outcome() == CANCELLED;
    }

    @Override
    public void cancel() {
        interrupt();
    }

    @Override
    public String toString() {
        return "task \"" + name() + "\" of " + scope;
    }
}
