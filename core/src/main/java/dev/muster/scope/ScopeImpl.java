package dev.muster.scope;

import dev.muster.group.ExceptionGroup;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The machine behind {@link TaskScope}: counts tasks, passes the cancel on, and ends when all have ended. */
final class ScopeImpl implements TaskScope {
    private enum Phase {
        OPEN,
        JOINING,
        JOINED,
        CLOSED
    }

    private static final VarHandle ENDED;
    private static final VarHandle REASON;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ENDED = lookup.findVarHandle(ScopeImpl.class, "ended", long.class);
            REASON = lookup.findVarHandle(ScopeImpl.class, "reason", String.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ScopeConfig config;
    private final Threads threads;
    private final @Nullable Limiter limiter;
    private final @Nullable BodyRun body;
    private final Thread owner = Thread.currentThread();
    private final @Nullable ForkedTask<?> parentTask = Current.task();
    private final @Nullable ScopeImpl below = Current.innermost();

    private final LiveTasks live = new LiveTasks();
    private final Failures failures = new Failures();

    // written by the owner
    private volatile Phase phase = Phase.OPEN;
    private @Nullable Deadline deadline;
    private @Nullable Throwable reported;

    // the scope opened inside this one on the same thread; written by the owner
    private volatile @Nullable ScopeImpl above;

    // set once, by whoever cancels
    private volatile @Nullable String reason;

    // counted up by the tasks' threads
    private volatile long ended;

    private ScopeImpl(ScopeConfig config, @Nullable BodyRun body) {
        this.config = config;
        this.threads = config.threads();
        this.limiter = config.maxConcurrency() == 0 ? null : new Limiter(config.maxConcurrency());
        this.body = body;
    }

    static ScopeImpl open(ScopeConfig config, @Nullable BodyRun body) {
        ScopeImpl scope = new ScopeImpl(config, body);
        Current.innermost(scope);
        if (scope.below != null) {
            scope.below.above = scope;
        }
        config.timeout().ifPresent(timeout -> scope.deadline = Deadline.after(timeout, scope::expire));
        return scope;
    }

    /** The scope that this one is nested in. */
    @Nullable
    ScopeImpl parent() {
        if (below != null) {
            return below;
        }
        return parentTask == null ? null : parentTask.scope;
    }

    // ---- forking

    @Override
    public <T extends @Nullable Object> Task<T> fork(String name, Callable<? extends T> work) {
        return start(requireName(name), work);
    }

    @Override
    public Task<@Nullable Void> fork(String name, Action work) {
        return start(requireName(name), returningNull(work));
    }

    @Override
    public <T extends @Nullable Object> Task<T> fork(Callable<? extends T> work) {
        return start(null, work);
    }

    @Override
    public Task<@Nullable Void> fork(Action work) {
        return start(null, returningNull(work));
    }

    private static String requireName(String name) {
        return Objects.requireNonNull(name, "name is null: name the task, or leave the name out");
    }

    private static Callable<@Nullable Void> returningNull(Action work) {
        Objects.requireNonNull(work, "work is null: give what the task shall do");
        return () -> {
            work.run();
            return null;
        };
    }

    private <T extends @Nullable Object> Task<T> start(@Nullable String name, Callable<? extends T> work) {
        Objects.requireNonNull(work, "work is null: give what the task shall do");
        ensureMayFork();
        if (isCancelled()) {
            String given = name == null ? "task-" + (live.added() + 1) : name;
            return new ForkedTask<T>(this, given, work).cancelledAtFork();
        }
        Throwable broken = null;
        Callable<? extends T> inContext = work;
        if (config.context() != null) {
            try {
                inContext = new InContext<T>(config.context(), work);
            } catch (Throwable e) {
                broken = e;
            }
        }
        ForkedTask<T> task = new ForkedTask<>(this, name, inContext);
        live.add(task);
        if (broken != null) {
            task.endWithoutThread(broken);
        } else if (isCancelled()) {
            task.endUnstarted();
        } else if (limiter == null) {
            start(task);
        } else if (limiter.admit(task)) {
            start(task);
        } else if (isCancelled()) {
            endWaiting();
        }
        return task;
    }

    private void start(ForkedTask<?> task) {
        try {
            threads.start(task, config.name() + "/" + task.name());
        } catch (Throwable e) {
            task.endWithoutThread(e);
            handOn();
        }
    }

    // ---- the end of tasks

    /** Called once for each task that was added, on whichever thread saw its end. */
    void ended(ForkedTask<?> task, @Nullable Object outcome) {
        task.publish(outcome);
        try {
            Throwable failure = task.failure();
            if (failure != null) {
                record(task, failure);
            }
            if (config.policy().shouldCancel(task)) {
                cancelFor("task \"" + task.name() + "\" " + (failure == null ? "ended" : "failed"));
            }
        } catch (Throwable e) {
            failures.add(task.order(), "policy after " + task.name(), e, isCancelled());
            cancelFor("the policy failed");
        } finally {
            live.remove(task);
            signal();
        }
    }

    private void record(ForkedTask<?> task, Throwable failure) {
        if (failure instanceof FailedTaskException read && read.isReportedAround(this)) {
            return;
        }
        failures.add(task.order(), task.name(), failure, isCancelled());
        if (Failures.isFatal(failure)) {
            cancelFor("task \"" + task.name() + "\" failed");
        }
    }

    private void signal() {
        long now = (long) ENDED.getAndAdd(this, 1L) + 1;
        if (phase == Phase.JOINING && now == live.added()) {
            LockSupport.unpark(owner);
        }
    }

    /** Gives the place of a task that ended to one that waits. */
    void handOn() {
        if (limiter != null) {
            ForkedTask<?> next = limiter.release();
            if (next != null) {
                start(next);
            }
        }
    }

    private void endWaiting() {
        if (limiter != null) {
            limiter.drain().forEach(ForkedTask::endUnstarted);
        }
    }

    // ---- cancelling

    @Override
    public void cancel(String reason) {
        Objects.requireNonNull(reason, "reason is null: say why, for the people who read it");
        if (phase != Phase.CLOSED) {
            cancelFor(reason);
        }
    }

    void cancelFor(String why) {
        if (!REASON.compareAndSet(this, null, why)) {
            return;
        }
        if (body != null) {
            body.interrupt();
        }
        cancelAbove(this, why);
        live.forEach(task -> {
            task.interrupt();
            ScopeImpl inner = task.innermost;
            if (inner != null) {
                inner.cancelDown(why);
            }
        });
        endWaiting();
    }

    private static void cancelAbove(ScopeImpl scope, String why) {
        ScopeImpl inner = scope.above;
        if (inner != null) {
            inner.cancelFor(scope + " was cancelled: " + why);
        }
    }

    /** Cancels this scope and those below it on the same thread. */
    private void cancelDown(String why) {
        for (ScopeImpl scope = this; scope != null; scope = scope.below) {
            scope.cancelFor("its parent was cancelled: " + why);
        }
    }

    private void expire() {
        if (phase == Phase.JOINED || phase == Phase.CLOSED) {
            return;
        }
        List<ForkedTask<?>> unfinished = new ArrayList<>();
        live.forEach(unfinished::add);
        ScopeTimeoutException timeout =
                new ScopeTimeoutException(toString(), config.timeout().orElseThrow(), unfinished);
        failures.add(Failures.AT_TIMEOUT, "timeout", timeout, false);
        cancelFor("it did not end within " + timeout.timeout());
    }

    @Override
    public Optional<String> cancelReason() {
        return Optional.ofNullable(reason);
    }

    @Override
    public boolean isCancelled() {
        return reason != null;
    }

    // ---- joining and closing

    @Override
    public void join() throws InterruptedException {
        ensureOwner("join");
        ensureNotEnded("join");
        if (above != null) {
            throw new IllegalStateException(
                    above + ", opened inside " + this + ", is still open: close it before join");
        }
        if (body != null) {
            body.endBody();
        }
        boolean interrupted = awaitTasks();
        reported = failures.deliver(toString(), live.added());
        if (reported != null) {
            if (interrupted) {
                owner.interrupt();
            }
            ScopeImpl.<RuntimeException>rethrow(reported);
        }
        if (interrupted) {
            throw interruptedIn("the join");
        }
    }

    /** Waits until all tasks have ended; true if the owner was interrupted meanwhile, which cancels them. */
    private boolean awaitTasks() {
        phase = Phase.JOINING;
        boolean interrupted = false;
        while (ended != live.added()) {
            if (Thread.interrupted()) {
                interrupted = true;
                cancelFor("its owner was interrupted");
            } else {
                LockSupport.park(this);
            }
        }
        interrupted |= Thread.interrupted();
        if (deadline != null) {
            deadline.disarm();
        }
        phase = Phase.JOINED;
        return interrupted;
    }

    /** Ends the scope of a body that ended so; returns what is to be thrown. */
    @Nullable
    Throwable endBody(@Nullable Throwable failure) {
        boolean interrupted = failure != null && failure != reported && noteBodyFailure(failure);
        if (above != null) {
            failures.add(Failures.IN_BODY, "body", leftOpen(), isCancelled());
        }
        if (phase == Phase.OPEN) {
            interrupted |= awaitTasks();
        }
        shut("its body ended");
        Throwable outcome = outcome(failure);
        if (!interrupted) {
            return outcome;
        }
        if (outcome == null) {
            return failure instanceof InterruptedException ? failure : interruptedIn("the body");
        }
        owner.interrupt();
        return outcome;
    }

    /** Records what the body ended by, unless it is the effect of something else; true if that is an interrupt. */
    private boolean noteBodyFailure(Throwable failure) {
        if (failure instanceof FailedTaskException read && read.isReportedAround(this)) {
            cancelFor("its body needed a result that there is not: " + read.getMessage());
            return false;
        }
        if (isCancelled() && phase == Phase.OPEN && Cancellation.explains(failure)) {
            return false;
        }
        if (failure instanceof InterruptedException) {
            cancelFor("its owner was interrupted");
            return true;
        }
        if (isPartOfReport(failure)) {
            return false;
        }
        if (reported != null && !Report.reaches(failure, reported)) {
            // the body dropped what join had reported
            failures.takeBack();
        }
        failures.add(Failures.IN_BODY, "body", failure, isCancelled());
        cancelFor("its body failed");
        return false;
    }

    /** Says whether a body lets only some of what join reported pass, having dealt with the others. */
    private boolean isPartOfReport(Throwable failure) {
        return failure instanceof ExceptionGroup part
                && reported instanceof ExceptionGroup whole
                && Report.holdsAll(whole, part);
    }

    private @Nullable Throwable outcome(@Nullable Throwable failure) {
        Throwable outcome = failures.deliver(toString(), live.added());
        if (outcome != null || failure == null) {
            return outcome;
        }
        if (failure == reported || isPartOfReport(failure)) {
            return failure;
        }
        if (failure instanceof FailedTaskException) {
            return reported == null ? failure : reported;
        }
        return null;
    }

    private IllegalStateException leftOpen() {
        IllegalStateException leak = new IllegalStateException("the body of " + this + " ended and left " + above
                + " open: open it in a try statement, or use TaskScope.call");
        while (above != null) {
            innermostAbove().shutInto(leak);
        }
        return leak;
    }

    private InterruptedException interruptedIn(String place) {
        return new InterruptedException("interrupted in " + place + " of " + this + "; its tasks were cancelled");
    }

    @Override
    public void close() {
        ensureOwner("close");
        if (phase == Phase.CLOSED) {
            return;
        }
        ScopeImpl open = above;
        if (open != null) {
            IllegalStateException wrongOrder = new IllegalStateException(this + " was closed while " + open
                    + ", opened inside it, was open: close scopes in reverse order; both are closed now");
            while (above != null) {
                innermostAbove().shutInto(wrongOrder);
            }
            shutInto(wrongOrder);
            throw wrongOrder;
        }
        shut("closed without a join");
        Throwable lost = failures.deliver(toString(), live.added());
        if (lost != null) {
            reported = lost;
            ScopeImpl.<RuntimeException>rethrow(lost);
        }
    }

    private ScopeImpl innermostAbove() {
        ScopeImpl scope = this;
        for (ScopeImpl next = above; next != null; next = next.above) {
            scope = next;
        }
        return scope;
    }

    /** Ends a scope that its owner left open, and keeps what it failed with. */
    void shutInto(Throwable collector) {
        shut("left open");
        Throwable lost = failures.deliver(toString(), live.added());
        if (lost != null) {
            collector.addSuppressed(lost);
        }
    }

    /** Ends the scope, waiting for its tasks. */
    private void shut(String why) {
        if (phase == Phase.OPEN) {
            cancelFor(why);
            if (awaitTasks()) {
                owner.interrupt();
            }
        }
        if (phase != Phase.CLOSED) {
            phase = Phase.CLOSED;
            if (below != null) {
                below.above = null;
            }
            Current.innermost(below);
        }
    }

    // ---- guards

    private void ensureOwner(String operation) {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException(
                    this + " is owned by " + nameOf(owner) + "; " + operation + " was called from "
                            + nameOf(Thread.currentThread()) + ": " + operation + " on the thread that opened it");
        }
    }

    private void ensureNotEnded(String operation) {
        if (phase != Phase.OPEN) {
            throw new IllegalStateException(this + " is " + (phase == Phase.CLOSED ? "closed" : "joined already") + ": "
                    + operation + " was called too late; open another scope");
        }
    }

    private void ensureMayFork() {
        if (Thread.currentThread() == owner) {
            ensureNotEnded("fork");
        } else if (!isInside(Current.task())) {
            throw new IllegalStateException(this + " is owned by " + nameOf(owner) + "; fork was called from "
                    + nameOf(Thread.currentThread()) + ": fork from the owner or from one of its tasks");
        }
    }

    /** Says whether a task belongs to this scope or to one nested in it. */
    private boolean isInside(@Nullable ForkedTask<?> task) {
        for (ScopeImpl scope = task == null ? null : task.scope; scope != null; scope = scope.parent()) {
            if (scope == this) {
                return true;
            }
        }
        return false;
    }

    private static String nameOf(Thread thread) {
        return "thread " + (thread.getName().isEmpty() ? thread.toString() : thread.getName());
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public String toString() {
        return config.name().equals(ScopeConfig.UNNAMED) ? "the scope" : "scope \"" + config.name() + "\"";
    }

    @SuppressWarnings("unchecked") // what a scope throws is unchecked, or the InterruptedException of its caller
    static <X extends Throwable> void rethrow(Throwable throwable) throws X {
        throw (X) throwable;
    }
}
