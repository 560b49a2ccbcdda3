package dev.muster.junit;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.ScopeConfig;
import dev.muster.scope.Seams;
import dev.muster.scope.TaskScope;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/** One invocation of a method in a scope of its own, and what is thrown for it. */
final class ScopedRun {
    private final String name;
    private final Settings settings;
    private final List<ScopeHandle> handles;
    private final List<ScopeHandle> ofFactory;
    private final CountDownLatch end = new CountDownLatch(1);

    // written by the thread that runs the method
    private volatile @Nullable TaskScope scope;
    private volatile @Nullable Thread runner;
    private volatile @Nullable Throwable thrown;
    private volatile @Nullable Recorder recorder;
    private @Nullable Throwable thrownByMethod;
    private @Nullable Alarm alarm;

    // for the thread that ends the test
    private boolean wasLookedAt;

    // written by the alarm
    private volatile @Nullable JoinTimeoutException timeout;

    private ScopedRun(String name, Settings settings, List<ScopeHandle> handles, List<ScopeHandle> ofFactory) {
        this.settings = settings;
        this.handles = handles;
        this.ofFactory = ofFactory;
        this.name = name;
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
        Recorder listener = new Recorder(System::nanoTime, threads);
        recorder = listener;
        try {
            seams(listener).call(() -> {
                run(() -> result.value = invocation.proceed());
                return null;
            });
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
                    methodEnded();
                    boundJoin();
                }
            });
        } catch (Throwable failure) {
            outcome = failure;
        } finally {
            handles.forEach(ScopeHandle::end);
            if (!ofFactory.isEmpty()) {
                ScopeHandle.setDynamicTest(null);
            }
            if (alarm != null) {
                alarm.callOff();
            }
        }
        outcome = withTimeout(outcome);
        if (outcome != null) {
            throw Verdict.on(isOfMethodAlone(outcome) ? thrownByMethod(outcome) : outcome, settings.failures());
        }
    }

    private void open(TaskScope opened) {
        scope = opened;
        handles.forEach(handle -> handle.open(this));
        if (!ofFactory.isEmpty()) {
            ScopeHandle.setDynamicTest(this);
        }
    }

    private void methodEnded() {
        ScopeTrace trace = trace();
        if (trace != null) {
            trace.methodEnded();
        }
    }

    private Seams seams(Recorder listener) {
        Seams seams =
                Seams.none().listener(listener).abandonAfter(settings.grace().value());
        return settings.threads() == TaskScoped.Threads.PLATFORM ? seams.threadFactory(ScopedRun::daemon) : seams;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    private ScopeConfig config() {
        ScopeConfig config = TaskScope.named(name).policy(settings.policy());
        return ofFactory.isEmpty() ? config : config.context(ScopeHandle::carryDynamicTest);
    }

    // ---- what a handle does with the scope

    boolean isDynamicTestOf(ScopeHandle handle) {
        return ofFactory.contains(handle);
    }

    TaskScope scope() {
        TaskScope open = scope;
        if (open == null) {
            throw new IllegalStateException("scope \"" + name + "\" is not open");
        }
        return open;
    }

    /** Sees to it that the join, which comes now, does not last for ever. */
    void boundJoin() {
        ScopeTrace trace = trace();
        if (alarm == null && Thread.currentThread() == runner && trace != null && trace.hasRunning()) {
            alarm = Alarm.after(settings.joinTimeout().value(), this::giveUp);
        }
    }

    private void giveUp() {
        ScopeTrace trace = trace();
        TaskScope open = scope;
        List<TaskTrace> unfinished = trace == null ? List.of() : trace.running();
        if (open == null || unfinished.isEmpty()) {
            return;
        }
        String tree = isDumped() ? tree() : "";
        timeout = new JoinTimeoutException(name, settings.joinTimeout().toString(), unfinished, tree);
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
        String message = "scope \"" + name + "\" failed in its join";
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

    /** What was seen of the scope; null before it is opened. */
    @Nullable
    ScopeTrace trace() {
        Recorder listener = recorder;
        return listener == null ? null : listener.root();
    }

    String name() {
        return name;
    }

    Optional<String> cancelReason() {
        TaskScope open = scope;
        return open == null ? Optional.empty() : open.cancelReason();
    }

    boolean isOpen() {
        ScopeTrace trace = trace();
        return trace != null && trace.closedAt() == ScopeTrace.NEVER;
    }

    /** The scope and all below it as text; empty before it is opened. */
    String tree() {
        ScopeTrace trace = trace();
        return trace == null ? "" : TreeText.of(trace);
    }

    boolean isWatched() {
        return settings.leaks() != TaskScoped.Leaks.IGNORE;
    }

    boolean hasFiles() {
        return settings.files() != TaskScoped.Files.NEVER;
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

    /** Says whether this is asked for the first time; by JUnit's thread for the test. */
    boolean isLookedAtFirst() {
        boolean isFirst = !wasLookedAt;
        wasLookedAt = true;
        return isFirst;
    }

    /** Waits for the end of a run on another thread that was interrupted; false if that did not come in time. */
    boolean hasEndedInGrace() throws InterruptedException {
        // the scope itself gives up after the grace; then there is only little left to do
        return end.await(settings.grace().value().toMillis() + 1_000, TimeUnit.MILLISECONDS);
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
