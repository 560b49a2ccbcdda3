package dev.muster.junit;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.ScopeConfig;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/** One invocation of a method in a scope of its own, and what is thrown for it. */
final class ScopedRun {
    static final long GRACE_MILLIS = 5_000;

    private final Settings settings;
    private final List<ScopeHandle> handles;
    private final List<ScopeHandle> ofFactory;
    private final ScopeTrace trace;
    private final CountDownLatch end = new CountDownLatch(1);

    // written by the thread that runs the method
    private volatile @Nullable TaskScope scope;
    private volatile @Nullable Thread runner;
    private volatile @Nullable Throwable thrown;
    private volatile @Nullable Spawned spawned;
    private @Nullable Throwable thrownByMethod;
    private @Nullable Alarm alarm;

    // written by the alarm
    private volatile @Nullable JoinTimeoutException timeout;

    private ScopedRun(String name, Settings settings, List<ScopeHandle> handles, List<ScopeHandle> ofFactory) {
        this.settings = settings;
        this.handles = handles;
        this.ofFactory = ofFactory;
        this.trace = new ScopeTrace(name, System::nanoTime);
    }

    static ScopedRun ofMethod(String name, Settings settings, List<ScopeHandle> handles) {
        return new ScopedRun(name, settings, handles, List.of());
    }

    /** A dynamic test has no parameters: inside it, the handles of its factory stand for its scope. */
    static ScopedRun ofDynamicTest(String name, Settings settings, List<ScopeHandle> ofFactory) {
        return new ScopedRun(name, settings, List.of(), ofFactory);
    }

    /** Runs the method; where the threads that it starts are watched, its tasks belong to it too. */
    <T extends @Nullable Object> T call(@Nullable Spawned threads, Invocation<T> invocation) throws Throwable {
        Result<T> result = new Result<>();
        runner = Thread.currentThread();
        spawned = threads;
        try {
            run(() -> result.value = invocation.proceed());
        } catch (Throwable failure) {
            thrown = failure;
            throw failure;
        } finally {
            end.countDown();
        }
        return result.value();
    }

    private void run(Body body) throws Throwable {
        Throwable outcome = null;
        try {
            config().run(opened -> {
                open(opened);
                try {
                    body.run();
                } catch (Throwable failure) {
                    thrownByMethod = failure;
                    ScopedRun.<Exception>rethrow(failure);
                } finally {
                    trace.methodEnded();
                    boundJoin();
                }
            });
        } catch (Throwable failure) {
            outcome = failure;
        } finally {
            handles.forEach(ScopeHandle::end);
            ofFactory.forEach(handle -> handle.standFor(null));
            if (alarm != null) {
                alarm.callOff();
            }
            trace.closed();
        }
        outcome = withTimeout(outcome);
        if (outcome != null) {
            throw Verdict.on(isOfMethodAlone(outcome) ? thrownByMethod(outcome) : outcome, settings.failures());
        }
    }

    private void open(TaskScope opened) {
        scope = opened;
        trace.opened(opened);
        handles.forEach(handle -> handle.open(this));
        ofFactory.forEach(handle -> handle.standFor(this));
    }

    private ScopeConfig config() {
        ScopeConfig config = TaskScope.named(trace.name()).policy(settings.policy());
        if (settings.threads() == TaskScoped.Threads.PLATFORM) {
            config = config.threadFactory(work -> {
                Thread thread = new Thread(work);
                thread.setDaemon(true);
                return thread;
            });
        }
        return ofFactory.isEmpty() ? config : config.context(this::carried);
    }

    private Runnable carried(Runnable task) {
        Runnable carried = task;
        for (ScopeHandle handle : ofFactory) {
            carried = handle.carriedInto(carried);
        }
        return carried;
    }

    // ---- what a handle does with the scope

    TaskScope scope() {
        TaskScope open = scope;
        if (open == null) {
            throw new IllegalStateException("scope \"" + trace.name() + "\" is not open");
        }
        return open;
    }

    <T extends @Nullable Object> Task<T> fork(
            @Nullable String name, Callable<? extends T> work, Function<Callable<? extends T>, Task<T>> fork) {
        TaskTrace task = trace.forked(name);
        boolean isForked = false;
        try {
            Task<T> handle = start(new TracedWork<T>(task, spawned, work), fork);
            task.is(handle);
            isForked = true;
            return handle;
        } finally {
            if (!isForked) {
                trace.forget(task);
            }
        }
    }

    private <T extends @Nullable Object> Task<T> start(
            Callable<? extends T> work, Function<Callable<? extends T>, Task<T>> fork) {
        Spawned threads = spawned;
        return threads == null ? fork.apply(work) : threads.uncounted(() -> fork.apply(work));
    }

    /** Sees to it that the join, which comes now, does not last for ever. */
    void boundJoin() {
        if (alarm == null
                && Thread.currentThread() == runner
                && !trace.running().isEmpty()) {
            alarm = Alarm.after(settings.joinTimeout().value(), this::giveUp);
        }
    }

    private void giveUp() {
        List<TaskTrace> unfinished = trace.running();
        TaskScope open = scope;
        if (unfinished.isEmpty() || open == null) {
            return;
        }
        String tree = isDumped() ? TreeText.of(trace) : "";
        timeout = new JoinTimeoutException(trace.name(), settings.joinTimeout().toString(), unfinished, tree);
        open.cancel("its tasks did not end within " + settings.joinTimeout() + " of the join");
    }

    private @Nullable Throwable withTimeout(@Nullable Throwable outcome) {
        JoinTimeoutException late = timeout;
        if (late == null) {
            return outcome;
        }
        if (outcome instanceof VirtualMachineError fatal && !(fatal instanceof StackOverflowError)) {
            fatal.addSuppressed(late);
            return fatal;
        }
        String message = "scope \"" + trace.name() + "\" failed in its join";
        if (outcome instanceof ExceptionGroup group) {
            message = group.message() + " and its join";
        }
        ExceptionGroup.Builder all = ExceptionGroup.builder(message);
        if (outcome instanceof ExceptionGroup group) {
            for (int i = 0; i < group.exceptions().size(); i++) {
                add(all, group, i);
            }
        } else if (outcome != null) {
            all.add("body", outcome);
        }
        return all.add("join", late).build();
    }

    private static void add(ExceptionGroup.Builder all, ExceptionGroup group, int index) {
        Throwable member = group.exceptions().get(index);
        String label = group.label(index).orElse(null);
        String remark = group.remark(index).orElse(null);
        if (label == null) {
            all.add(member);
        } else if (remark == null) {
            all.add(label, member);
        } else {
            all.add(label, member, remark);
        }
        if (group.firstFailure().filter(first -> first == member).isPresent()) {
            all.asFirstFailure();
        }
    }

    private boolean isOfMethodAlone(Throwable outcome) {
        return outcome != thrownByMethod
                && outcome instanceof ExceptionGroup group
                && group.exceptions().size() == 1
                && group.exceptions().get(0) == thrownByMethod;
    }

    private Throwable thrownByMethod(Throwable otherwise) {
        return thrownByMethod == null ? otherwise : thrownByMethod;
    }

    // ---- what others may ask

    ScopeTrace trace() {
        return trace;
    }

    boolean isWatched() {
        return settings.leaks() != TaskScoped.Leaks.IGNORE;
    }

    boolean isDumped() {
        return settings.dump() != TaskScoped.Dump.NEVER;
    }

    @Nullable
    Thread runner() {
        return runner;
    }

    /** What was thrown for this run, if it has ended so. */
    @Nullable
    Throwable thrown() {
        return thrown;
    }

    /** Waits for the end of a run on another thread; false if that did not come in time. */
    boolean hasEndedWithin(long millis) throws InterruptedException {
        return end.await(millis, TimeUnit.MILLISECONDS);
    }

    @FunctionalInterface
    private interface Body {
        void run() throws Throwable;
    }

    private static final class Result<T extends @Nullable Object> {
        @Nullable
        T value;

        @SuppressWarnings("NullAway") // null where T allows it: the method returned it
        T value() {
            return value;
        }
    }

    @SuppressWarnings("unchecked") // passes through code that only knows Exception
    private static <X extends Throwable> void rethrow(Throwable throwable) throws X {
        throw (X) throwable;
    }
}
