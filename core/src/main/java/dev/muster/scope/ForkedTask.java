package dev.muster.scope;

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
    private static final Object CLAIMED = new Object();
    static final Object CANCELLED = new Object();
    private static final VarHandle OUTCOME;

    static {
        try {
            OUTCOME = MethodHandles.lookup().findVarHandle(ForkedTask.class, "outcome", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    record Failed(Throwable exception) {}

    final ScopeImpl scope;
    private final @Nullable String name;
    final long forkedAt;

    // where the task is among the live ones, and which fork it was; the chunk is dropped at the end
    LiveTasks.@Nullable Chunk chunk;
    private long order;

    // only for the thread that runs the task
    private @Nullable Callable<? extends T> work;

    // null or CLAIMED until the end; then the result, NULL, CANCELLED or a Failed
    private volatile @Nullable Object outcome;

    // what was entered last on this task's thread and not left; written by that thread
    volatile @Nullable Place innermost;

    ForkedTask(ScopeImpl scope, @Nullable String name, Callable<? extends T> work) {
        this.scope = scope;
        this.name = name;
        this.work = work;
        this.forkedAt = scope.now();
    }

    /** The task that the calling thread runs. */
    static @Nullable ForkedTask<?> current() {
        Thread thread = Thread.currentThread();
        return thread.getUncaughtExceptionHandler() instanceof ForkedTask<?> task && task.isRunBy(thread) ? task : null;
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
        Object end = CANCELLED;
        if (begin()) {
            scope.started(this);
            try {
                end = outcomeOfWork();
            } catch (Throwable e) {
                // a failure that could not even be looked at
                end = new Failed(e);
            }
        }
        if (scope.ended(this, end)) {
            scope.handOn();
        }
    }

    private Object outcomeOfWork() {
        Object result = NULL;
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
    private @Nullable Throwable leftOpen(@Nullable Throwable failure) {
        ScopeImpl open = Place.scopeAt(innermost);
        if (open == null) {
            return failure;
        }
        Throwable leak = new IllegalStateException(
                this + " ended and left " + open + " open: open it in a try statement, or use TaskScope.call");
        for (; open != null; open = Place.scopeAt(innermost)) {
            leak = Failures.with(leak, open.shutLeftOpen());
        }
        return failure == null ? leak : Failures.both(this + " failed and left a scope open", failure, leak);
    }

    /** Takes the right to tell the task's end; true for the first who asks. */
    boolean claimEnd() {
        return OUTCOME.compareAndSet(this, null, CLAIMED);
    }

    /** Tells the task's end; for whoever claimed it. */
    void publish(Object end) {
        work = null;
        OUTCOME.setRelease(this, end);
    }

    private @Nullable Object outcome() {
        Object end = outcome;
        return end == CLAIMED ? null : end;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (scope.ended(this, new Failed(thrown))) {
            scope.cancelFor("the thread of " + this + " failed before the task began");
            scope.handOn();
            return;
        }
        // the task told its own end: this came from code of the thread factory after it
        Thread.UncaughtExceptionHandler fallback = Thread.getDefaultUncaughtExceptionHandler();
        if (fallback != null) {
            fallback.uncaughtException(thread, thrown);
        } else {
            ThreadGroup group = thread.getThreadGroup();
            if (group != null) {
                group.uncaughtException(thread, thrown);
            }
        }
    }

    @Override
    public String name() {
        return name == null ? "task-" + (order() + 1) : name;
    }

    /** The name of the task's thread; one for all unnamed tasks, since making names costs more than tasks that are small. */
    String threadName() {
        return name == null ? scope.unnamedThread() : scope.name() + "/" + name;
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
    @SuppressWarnings({"unchecked", "NullAway"}) // only run() publishes other outcomes, each the value of the work
    public T result() {
        Object end = ended("result");
        if (end == CANCELLED) {
            throw new CancellationException(this + " was cancelled"
                    + scope.cancelReason()
                            .map(reason -> ", as was its scope: " + reason)
                            .orElse("") + ": it has no result; ask isCancelled() first");
        }
        if (end instanceof Failed failed) {
            throw new FailedTaskException(this, failed.exception);
        }
        return end == NULL ? null : (T) end;
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
