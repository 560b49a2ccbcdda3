package dev.muster.scope;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The machine behind {@link TaskScope}: counts tasks, passes the cancel on, and ends when all have ended. */
final class ScopeImpl extends Place implements TaskScope {
    private enum Phase {
        OPEN,
        JOINING,
        JOINED,
        CLOSED
    }

    // told from any reason given by its identity
    private static final String NEVER = new String("never");

    private static final VarHandle REASON;
    private static final VarHandle PHASE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PHASE = lookup.findVarHandle(ScopeImpl.class, "phase", Phase.class);
            REASON = lookup.findVarHandle(ScopeImpl.class, "reason", String.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ScopeConfig config;
    private final Seams seams;
    private final ScopeClock clock;
    private final Threads threads;
    private final @Nullable ScopeListener listener;
    private final @Nullable Limiter limiter;
    private final @Nullable TimeLimits limits;
    private final @Nullable BodyRun body;
    private final Thread owner = Thread.currentThread();
    private final @Nullable ForkedTask<?> parentTask;
    private final @Nullable ScopeImpl parent;
    final long openedAt;

    // among the open scopes; guarded by the lock of OpenScopes
    @Nullable
    ScopeImpl openBefore;

    @Nullable
    ScopeImpl openAfter;

    private final LiveTasks live = new LiveTasks();
    final Failures failures = new Failures();

    // written by the owner
    private volatile Phase phase = Phase.OPEN;
    private @Nullable Throwable reported;

    // the scope opened inside this one on the same thread; written by the owner
    private volatile @Nullable ScopeImpl above;

    // set once, by whoever cancels, or to NEVER
    private volatile @Nullable String reason;

    private final EndCount ended = new EndCount();

    private ScopeImpl(
            ScopeConfig config,
            @Nullable BodyRun body,
            @Nullable Place below,
            @Nullable ForkedTask<?> parentTask,
            Seams seams) {
        super(below);
        this.config = config;
        this.body = body;
        this.parentTask = parentTask;
        this.parent = parent(below, parentTask);
        this.seams = seams;
        this.clock = seams.clock();
        this.threads = config.threads(seams);
        this.listener = Listeners.both(Listeners.both(seams.listener(), config.listener()), FlightRecording.orNull());
        this.limiter = config.maxConcurrency() == 0 ? null : new Limiter(config.maxConcurrency());
        this.limits = TimeLimits.of(this, config, seams);
        this.openedAt = clock.nanoTime();
    }

    private static @Nullable ScopeImpl parent(@Nullable Place below, @Nullable ForkedTask<?> parentTask) {
        ScopeImpl scope = scopeAt(below);
        return scope == null && parentTask != null ? parentTask.scope : scope;
    }

    static ScopeImpl open(ScopeConfig config, @Nullable BodyRun body) {
        ForkedTask<?> task = ForkedTask.current();
        Place here = innermost(task);
        ScopeImpl scope = new ScopeImpl(config, body, here, task, seamsAt(task, here));
        if (scope.limits != null) {
            scope.limits.begin();
        }
        innermost(task, scope);
        ScopeImpl lower = scopeAt(scope.below);
        if (lower != null) {
            lower.above = scope;
        }
        if (scope.parent == null) {
            OpenScopes.add(scope);
        } else if (scope.parent.isCancelled()) {
            scope.cancelFor(scope.parentWasCancelled());
        }
        scope.tell(each -> each.scopeOpened(scope, scope.parent, task));
        return scope;
    }

    @Override
    Seams seams() {
        return seams;
    }

    /** The scope that this one is nested in. */
    @Nullable
    ScopeImpl parent() {
        return parent;
    }

    long forks() {
        return live.added();
    }

    long now() {
        return clock.nanoTime();
    }

    boolean isClosed() {
        return phase == Phase.CLOSED;
    }

    boolean hasReported() {
        return phase == Phase.JOINED || phase == Phase.CLOSED;
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
        Objects.requireNonNull(name, "name is null: name the task, or leave the name out");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name is blank: name the task, or leave the name out");
        }
        return name;
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
            return cancelledAtFork(name, work);
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
        if (listener != null) {
            tell(each -> each.taskForked(this, task));
        }
        if (broken != null) {
            endWithoutThread(task, broken);
        } else if (isCancelled()) {
            endUnstarted(task);
        } else if (limiter == null || limiter.admit(task)) {
            start(task);
        } else if (isCancelled()) {
            endWaiting();
        }
        return task;
    }

    /** A task that the scope does not count. */
    private <T extends @Nullable Object> Task<T> cancelledAtFork(@Nullable String name, Callable<? extends T> work) {
        String given = name == null ? "task-" + (live.added() + 1) : name;
        ForkedTask<T> task = new ForkedTask<>(this, given, work);
        task.interrupt();
        task.claimEnd();
        task.publish(ForkedTask.CANCELLED);
        return task;
    }

    private void start(ForkedTask<?> task) {
        try {
            threads.start(task);
        } catch (Throwable e) {
            if (endWithoutThread(task, e)) {
                handOn();
            }
        }
    }

    private void endUnstarted(ForkedTask<?> task) {
        task.interrupt();
        ended(task, ForkedTask.CANCELLED);
    }

    /** Ends a task that could not be started; false if a thread has it all the same, which tells its end. */
    private boolean endWithoutThread(ForkedTask<?> task, Throwable why) {
        boolean isEnded = (task.refuse() || task.isRefused()) && ended(task, new ForkedTask.Failed(why));
        if (!isEnded) {
            failures.add(task.order(), task.name(), why, isCancelled());
        }
        cancelFor(task + " could not be started");
        return isEnded;
    }

    String unnamedThread() {
        return config.unnamedThread();
    }

    // ---- the end of tasks

    void started(ForkedTask<?> task) {
        if (listener != null) {
            tell(each -> each.taskStarted(this, task));
        }
    }

    /** Called by whichever thread sees the end of a task; true for the first call. */
    boolean ended(ForkedTask<?> task, Object outcome) {
        if (!task.claimEnd()) {
            return false;
        }
        try {
            tellEnd(task, outcome);
        } finally {
            live.remove(task);
            long count = ended.increment();
            if (phase == Phase.JOINING && count == live.added()) {
                wakeOwner();
            }
        }
        return true;
    }

    void wakeOwner() {
        LockSupport.unpark(owner);
    }

    private void tellEnd(ForkedTask<?> task, Object outcome) {
        boolean hasFailed = outcome instanceof ForkedTask.Failed;
        try {
            if (outcome instanceof ForkedTask.Failed failed) {
                // before anyone sees the failure: what they do then comes after it
                record(task, failed.exception());
            }
        } finally {
            task.publish(outcome);
        }
        try {
            if (config.policy().shouldCancel(task)) {
                cancelFor("task \"" + task.name() + "\" " + (hasFailed ? "failed" : "ended"));
            }
        } catch (Throwable e) {
            failures.add(task.order(), "policy after " + task.name(), e, isCancelled());
            cancelFor("its policy failed");
        }
        if (listener != null) {
            tell(each -> each.taskEnded(this, task));
        }
    }

    private void record(ForkedTask<?> task, Throwable failure) {
        if (FailedTaskException.isCoveredBy(this, failure)) {
            return;
        }
        failures.add(task.order(), task.name(), failure, isCancelled());
        if (Failures.isFatal(failure)) {
            cancelFor("task \"" + task.name() + "\" failed");
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
            limiter.drain().forEach(this::endUnstarted);
        }
    }

    private void tell(Consumer<ScopeListener> event) {
        if (listener != null) {
            try {
                event.accept(listener);
            } catch (Throwable e) {
                failures.add(Failures.IN_LISTENER, "listener", e, isCancelled());
                cancelFor("its listener failed");
            }
        }
    }

    // ---- cancelling

    @Override
    public void cancel(String reason) {
        Objects.requireNonNull(reason, "reason is null: say why, for the people who read it");
        if (reason.isBlank()) {
            throw new IllegalArgumentException("reason is blank: say why, for the people who read it");
        }
        cancelFor(reason);
    }

    void cancelFor(String why) {
        if (!REASON.compareAndSet(this, null, why)) {
            return;
        }
        tell(each -> each.scopeCancelled(this, why));
        if (limits != null) {
            limits.cancelled();
        }
        // inner scopes first, so that each can say why
        ScopeImpl inner = above;
        if (inner != null) {
            inner.cancelFor(inner.parentWasCancelled());
        }
        live.forEach(task -> {
            for (Place place = task.innermost; place != null; place = place.below) {
                if (place instanceof ScopeImpl scope) {
                    scope.cancelFor(scope.parentWasCancelled());
                }
            }
        });
        if (body != null) {
            interrupt(body, "its body");
        }
        live.forEach(task -> interrupt(task, task.name()));
        endWaiting();
    }

    private void interrupt(Interruptible stretch, String name) {
        try {
            stretch.interrupt();
        } catch (Throwable e) {
            // from code that runs in Thread.interrupt, such as a selector's; the others shall still be asked
            failures.add(Failures.AT_CANCEL, "interrupt of " + name, e, true);
        }
    }

    private String parentWasCancelled() {
        return parent + " was cancelled: " + (parent == null ? "" : parent.reason);
    }

    @Override
    public Optional<String> cancelReason() {
        return isCancelled() ? Optional.ofNullable(reason) : Optional.empty();
    }

    @Override
    public boolean isCancelled() {
        String now = reason;
        return now != null && now != NEVER;
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
            body.leave(this);
        }
        boolean interrupted = awaitTasks();
        reported = failures.deliver(this);
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
        while (ended.get() != live.added() && (limits == null || !limits.isAbandoned())) {
            if (Thread.interrupted()) {
                interrupted = true;
                cancelFor("its owner was interrupted");
            } else {
                LockSupport.park(this);
            }
        }
        if (limits != null) {
            limits.end();
        }
        // from here on a cancel comes too late
        REASON.compareAndSet(this, null, NEVER);
        // release is enough: the reason refuses whoever comes later
        PHASE.setRelease(this, Phase.JOINED);
        boolean interruptedLate = Thread.interrupted();
        return interrupted || interruptedLate;
    }

    /** What a join threw, or a close. */
    @Nullable
    Throwable reported() {
        return reported;
    }

    /** Ends the scope after its body; true if the owner was interrupted meanwhile. */
    boolean endOfBody() {
        boolean interrupted = phase == Phase.OPEN && awaitTasks();
        shut("its body ended");
        return interrupted;
    }

    /** Ends the scopes that the body opened and did not close, and says so. */
    @Nullable
    Throwable leftOpenByBody() {
        if (above == null) {
            return null;
        }
        return shutAbove(new IllegalStateException("the body of " + this + " ended and left " + above
                + " open: open it in a try statement, or use TaskScope.call"));
    }

    InterruptedException interruptedIn(String place) {
        return new InterruptedException(
                "interrupted in " + place + " of " + this + (isCancelled() ? "; its tasks were cancelled" : ""));
    }

    /** Interrupts the owner again, where a scope around asked it to stop while an interrupt of this one was pending. */
    void resendFromAround() {
        for (Place place = below; place != null; place = place.below) {
            if (place instanceof ScopeImpl scope && scope.body != null && scope.body.isAskedToStop()) {
                scope.body.resend();
                return;
            }
        }
        if (parentTask != null && parentTask.isAskedToStop()) {
            owner.interrupt();
        }
    }

    @Override
    public void close() {
        ensureOwner("close");
        if (phase == Phase.CLOSED) {
            return;
        }
        if (above != null) {
            Throwable wrongOrder = shutAbove(new IllegalStateException(this + " was closed while " + above
                    + ", opened inside it, was open: close scopes in reverse order; both are closed now"));
            ScopeImpl.<RuntimeException>rethrow(Failures.with(wrongOrder, shutLeftOpen()));
        }
        if (body != null) {
            body.leave(this);
        }
        shut("closed without a join");
        Throwable lost = failures.deliver(this);
        if (lost != null) {
            reported = lost;
            ScopeImpl.<RuntimeException>rethrow(lost);
        }
    }

    private Throwable shutAbove(Throwable mistake) {
        Throwable collected = mistake;
        while (above != null) {
            ScopeImpl top = above;
            while (top.above != null) {
                top = top.above;
            }
            collected = Failures.with(collected, top.shutLeftOpen());
        }
        return collected;
    }

    /** Ends a scope that its owner left open; returns what it failed with. */
    @Nullable
    Throwable shutLeftOpen() {
        shut("left open");
        return failures.deliver(this);
    }

    /** Ends the scope, waiting for its tasks. */
    private void shut(String why) {
        if (phase == Phase.OPEN) {
            cancelFor(why);
            if (awaitTasks()) {
                owner.interrupt();
            }
        }
        if (phase == Phase.CLOSED) {
            return;
        }
        PHASE.setRelease(this, Phase.CLOSED);
        live.forget();
        ScopeImpl lower = scopeAt(below);
        if (lower != null) {
            lower.above = null;
        }
        innermost(parentTask, below);
        if (parent == null) {
            OpenScopes.remove(this);
        }
        tell(each -> each.scopeClosed(this));
    }

    // ---- guards

    private void ensureOwner(String operation) {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException(this + " is owned by " + nameOf(owner) + "; " + operation
                    + " was called from " + nameOf(Thread.currentThread()) + ": " + operation
                    + " on the thread that opened it");
        }
    }

    private void ensureNotEnded(String operation) {
        ensureNotEnded(operation, phase);
    }

    private void ensureNotEnded(String operation, Phase now) {
        if (now != Phase.OPEN) {
            throw new IllegalStateException(this + " is " + (now == Phase.CLOSED ? "closed" : "joined already") + ": "
                    + operation + " was called too late; open another scope");
        }
    }

    private void ensureMayFork() {
        if (Thread.currentThread() == owner) {
            ensureNotEnded("fork");
            return;
        }
        if (!isInside(ForkedTask.current())) {
            throw new IllegalStateException(this + " is owned by " + nameOf(owner) + "; fork was called from "
                    + nameOf(Thread.currentThread()) + ": fork from the owner or from one of its tasks");
        }
        Phase now = phase;
        if (now != Phase.JOINING) {
            ensureNotEnded("fork", now);
        }
    }

    /** Says whether a task belongs to this scope or to one nested in it. */
    private boolean isInside(@Nullable ForkedTask<?> task) {
        for (ScopeImpl scope = task == null ? null : task.scope; scope != null; scope = scope.parent) {
            if (scope == this) {
                return true;
            }
        }
        return false;
    }

    private static String nameOf(Thread thread) {
        return "thread " + (thread.getName().isEmpty() ? thread.toString() : thread.getName());
    }

    // ---- for people

    @Override
    public String name() {
        return config.name();
    }

    Thread owner() {
        return owner;
    }

    @Nullable
    ScopeImpl above() {
        return above;
    }

    List<ForkedTask<?>> liveTasks() {
        List<ForkedTask<?>> tasks = new ArrayList<>();
        live.forEach(tasks::add);
        return tasks;
    }

    @Override
    public String toString() {
        return config.title();
    }

    @SuppressWarnings("unchecked") // what a scope throws is unchecked, or the InterruptedException of its caller
    static <X extends Throwable> void rethrow(Throwable throwable) throws X {
        throw (X) throwable;
    }
}
