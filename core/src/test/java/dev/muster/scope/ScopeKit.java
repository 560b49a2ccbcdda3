package dev.muster.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.muster.group.ExceptionGroup;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/**
 * Runs scopes in each way that a user may, and checks after each that nothing of them is left. As an extension it checks
 * after each test that no thread and no interrupt is left.
 */
final class ScopeKit implements InvocationInterceptor {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final ThreadFactory VIRTUAL_THREADS = virtualThreads();
    private static final Queue<Thread> MADE = new ConcurrentLinkedQueue<>();

    /** Runs the test on each kind of thread. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.muster.scope.ScopeKit#threads")
    @interface OnAllThreads {}

    /** Runs the test on each kind of thread, in each form. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.muster.scope.ScopeKit#forms")
    @interface InAllForms {}

    /** Runs the test on each kind of thread, in each form, under each policy. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.muster.scope.ScopeKit#setups")
    @interface UnderAllPolicies {}

    /** Where tasks run. */
    enum Kind {
        DEFAULT,
        PLATFORM,
        VIRTUAL;

        ScopeConfig config() {
            return this == DEFAULT
                    ? ScopeConfig.defaults()
                    : ScopeConfig.defaults().threadFactory(factory());
        }

        /** A factory whose threads are checked to have ended after the test. */
        ThreadFactory factory() {
            ThreadFactory made = this == VIRTUAL ? VIRTUAL_THREADS : Thread::new;
            return work -> kept(made.newThread(work));
        }
    }

    /** How the scope is written. */
    enum Form {
        LAMBDA,
        TRY
    }

    /** When the scope cancels. */
    enum When {
        FAIL_FAST,
        COLLECT_ALL,
        SECOND_FAILURE;

        Policy policy() {
            switch (this) {
                case FAIL_FAST:
                    return Policy.failFast();
                case COLLECT_ALL:
                    return Policy.collectAll();
                default:
                    AtomicInteger failures = new AtomicInteger();
                    return task -> task.state() == Task.State.FAILED && failures.incrementAndGet() == 2;
            }
        }
    }

    /** The code of a test that runs in a scope. */
    @FunctionalInterface
    interface Body {
        void run(TaskScope scope) throws Exception;
    }

    /** One way to run a scope. */
    record Setup(Kind kind, Form form, When when) {

        ScopeConfig config() {
            return kind.config().policy(when.policy());
        }

        boolean isLambda() {
            return form == Form.LAMBDA;
        }

        /** Runs the body in a scope of this setup. */
        void run(Body body) throws Exception {
            run(config(), body);
        }

        /** Runs the body in a scope of the given configuration, and checks that no task outlives it. */
        void run(ScopeConfig config, Body body) throws Exception {
            List<Watched> watched = new ArrayList<>();
            try {
                if (isLambda()) {
                    config.run(scope -> body.run(watch(scope, watched)));
                } else {
                    try (TaskScope scope = config.open()) {
                        body.run(watch(scope, watched));
                    }
                }
            } finally {
                watched.forEach(Watched::assertEnded);
            }
        }

        ExceptionGroup groupOf(Body body) {
            return groupOf(config(), body);
        }

        ExceptionGroup groupOf(ScopeConfig config, Body body) {
            return group(() -> run(config, body));
        }

        @Override
        public String toString() {
            return kind + " " + form + " " + when;
        }
    }

    static Stream<Kind> threads() {
        return Stream.of(Kind.values());
    }

    static Stream<Setup> forms() {
        return threads().flatMap(kind -> Stream.of(Form.values()).map(form -> new Setup(kind, form, When.FAIL_FAST)));
    }

    static Stream<Setup> setups() {
        return forms().flatMap(
                        setup -> Stream.of(When.values()).map(when -> new Setup(setup.kind(), setup.form(), when)));
    }

    /** The group that the code throws. */
    static ExceptionGroup group(Body0 code) {
        Throwable thrown = catchThrowable(code::run);
        assertThat(thrown).as("what the scope threw").isInstanceOf(ExceptionGroup.class);
        return (ExceptionGroup) thrown;
    }

    /** Code that may throw. */
    @FunctionalInterface
    interface Body0 {
        void run() throws Exception;
    }

    /** The labels of a group's members, in order. */
    static List<String> labels(ExceptionGroup group) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < group.exceptions().size(); i++) {
            labels.add(group.label(i).orElse(null));
        }
        return labels;
    }

    /** The remarks on a group's members, in order. */
    static List<String> remarks(ExceptionGroup group) {
        List<String> remarks = new ArrayList<>();
        for (int i = 0; i < group.exceptions().size(); i++) {
            remarks.add(group.remark(i).orElse(null));
        }
        return remarks;
    }

    /** Blocks until interrupted. */
    static Void block() throws InterruptedException {
        new CountDownLatch(1).await();
        throw new AssertionError("unreachable");
    }

    /** Blocks until the thread was interrupted, and swallows that. */
    static void swallowInterrupt() {
        try {
            block();
        } catch (InterruptedException swallowed) {
            // the point of it
        }
    }

    /** Waits for a latch, whatever interrupts come; re-asserts them. */
    static void awaitFirmly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the condition holds, however long the machine takes. */
    static void until(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new AssertionError("waited too long");
            }
            Thread.yield();
        }
    }

    /** Waits until the thread is parked or blocked for good. */
    static void untilBlocked(Thread thread) {
        until(() -> thread.getState() == Thread.State.WAITING);
    }

    /** Remembers a thread that must have ended after the test. */
    static Thread kept(Thread thread) {
        MADE.add(thread);
        return thread;
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context)
            throws Throwable {
        checked(invocation);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context)
            throws Throwable {
        boolean isVirtual = test.getArguments().stream()
                .anyMatch(each -> each == Kind.VIRTUAL || each instanceof Setup setup && setup.kind() == Kind.VIRTUAL);
        if (isVirtual && VIRTUAL_THREADS == null) {
            invocation.skip();
            throw new TestAbortedException("this JVM has no virtual threads");
        }
        checked(invocation);
    }

    private static void checked(Invocation<Void> invocation) throws Throwable {
        MADE.clear();
        // those that an earlier test left are its own failure
        Set<Thread> before = inTasks();
        invocation.proceed();
        boolean interrupted = Thread.interrupted();
        assertThat(Place.innermost(null))
                .as("the scope that is left on the thread")
                .isNull();
        assertThat(interrupted).as("an interrupt is left on the thread").isFalse();
        for (Thread thread : MADE) {
            until(() -> thread.getState() == Thread.State.TERMINATED || thread.getState() == Thread.State.NEW);
        }
        // pooled threads go back to the pool
        until(() -> before.containsAll(inTasks()));
    }

    private static Set<Thread> inTasks() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getUncaughtExceptionHandler() instanceof ForkedTask)
                .collect(Collectors.toSet());
    }

    private static ThreadFactory virtualThreads() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        } catch (ReflectiveOperationException absent) {
            return null;
        }
    }

    private static Watched watch(TaskScope scope, List<Watched> all) {
        Watched watched = new Watched(scope);
        all.add(watched);
        return watched;
    }

    /** Counts the tasks whose code runs. */
    private static final class Watched extends ForwardingTaskScope {
        private final TaskScope scope;
        private final AtomicInteger running = new AtomicInteger();
        private final Queue<Task<?>> tasks = new ConcurrentLinkedQueue<>();

        Watched(TaskScope scope) {
            this.scope = scope;
        }

        @Override
        protected TaskScope delegate() {
            return scope;
        }

        private <T> Callable<T> counted(Callable<? extends T> work) {
            return () -> {
                running.incrementAndGet();
                try {
                    return work.call();
                } finally {
                    running.decrementAndGet();
                }
            };
        }

        private <T> Task<T> kept(Task<T> task) {
            tasks.add(task);
            return task;
        }

        @Override
        public <T> Task<T> fork(String name, Callable<? extends T> work) {
            return kept(super.<T>fork(name, counted(work)));
        }

        @Override
        public Task<Void> fork(String name, Action work) {
            return fork(name, asCallable(work));
        }

        @Override
        public <T> Task<T> fork(Callable<? extends T> work) {
            return kept(super.<T>fork(counted(work)));
        }

        @Override
        public Task<Void> fork(Action work) {
            return fork(asCallable(work));
        }

        private static Callable<Void> asCallable(Action work) {
            return () -> {
                work.run();
                return null;
            };
        }

        @Override
        public String toString() {
            return scope.toString();
        }

        void assertEnded() {
            assertThat(running).as("tasks that run after the end of " + scope).hasValue(0);
            assertThat(tasks).as("tasks of " + scope).noneMatch(task -> task.state() == Task.State.RUNNING);
        }
    }
}
