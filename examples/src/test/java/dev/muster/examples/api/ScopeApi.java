package dev.muster.examples.api;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.ForwardingTaskScope;
import dev.muster.scope.Policy;
import dev.muster.scope.ScopeClock;
import dev.muster.scope.ScopeConfig;
import dev.muster.scope.ScopeListener;
import dev.muster.scope.ScopeTimeoutException;
import dev.muster.scope.Seams;
import dev.muster.scope.Settled;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Only compiled. */
final class ScopeApi {
    private ScopeApi() {}

    static void open(Policy policy, Callable<Integer> callable) throws InterruptedException {
        int length = TaskScope.call(scope -> scope.fork(() -> 1).result());
        String text = TaskScope.call(scope -> "text");
        TaskScope.run(scope -> scope.join());
        try (TaskScope scope = TaskScope.open();
                TaskScope other = TaskScope.open(policy)) {
            Task<Integer> named = scope.fork("name", () -> 1);
            Task<Number> broader = scope.fork("name", callable);
            Task<Void> action = scope.fork("name", () -> checked());
            Task<String> unnamed = scope.fork(() -> "text");
            Task<Void> unnamedAction = scope.fork(() -> checked());
            scope.cancel("reason");
            boolean cancelled = scope.isCancelled();
            Optional<String> reason = scope.cancelReason();
            String name = other.name() + TaskScope.dumpTree() + TaskScope.dumpTree(scope);
            scope.join();
        }
        AutoCloseable closeable = TaskScope.open();
        TaskScope.open().close();
    }

    static void tasks(Task<? extends Number> task) {
        String name = task.name();
        Task.State state = task.state();
        Number result = task.result();
        Optional<Throwable> exception = task.exception();
        boolean cancelled = task.isCancelled();
        task.cancel();
        int every = switch (state) {
            case RUNNING -> 1;
            case SUCCEEDED -> 2;
            case FAILED -> 3;
            case CANCELLED -> 4;
        };
        List<Task.State> states =
                List.of(Task.State.RUNNING, Task.State.SUCCEEDED, Task.State.FAILED, Task.State.CANCELLED);
    }

    static void config(
            ThreadFactory threads, UnaryOperator<Runnable> context, ScopeListener listener, Collection<Integer> inputs)
            throws InterruptedException {
        ScopeConfig config = TaskScope.named("name")
                .name("other")
                .policy(Policy.failFast())
                .policy(Policy.collectAll())
                .policy(task -> task.state() == Task.State.FAILED)
                .timeout(Duration.ZERO)
                .maxConcurrency(1)
                .threadFactory(threads)
                .context(context)
                .listener(listener);
        config = ScopeConfig.defaults();
        String name = config.name();
        Policy policy = config.policy();
        Optional<Duration> timeout = config.timeout();
        String text = config.call(scope -> "text");
        config.run(scope -> checked());
        TaskScope scope = config.open();

        List<String> all = config.all(inputs, input -> "text" + input);
        List<Number> broader = config.all(inputs, ScopeApi::halved);
        Settled<Integer, String> settled = config.allSettled(inputs, input -> "text");
        String first = config.firstSuccess(inputs, input -> "text");

        Map<Integer, String> results = settled.results();
        Map<Integer, Throwable> failures = settled.failures();
        List<Integer> cancelled = settled.cancelled();
        Optional<ExceptionGroup> group = settled.group();
    }

    static void byHand(TaskScope scope, Task<?> task) throws Exception {
        TaskScope.Action action = ScopeApi::checked;
        TaskScope.Body<String> body = TaskScope::name;
        TaskScope.VoidBody voidBody = TaskScope::join;
        ScopeConfig.Each<Integer, Integer> each = ScopeApi::halved;
        Policy policy = any -> true;
        action.run();
        String name = body.call(scope);
        voidBody.run(scope);
        int half = each.apply(1);
        boolean cancels = policy.shouldCancel(task);
    }

    static void seams(ThreadFactory threads, ScopeListener listener, ScopeClock clock, ScopeTimeoutException late)
            throws IOException {
        Seams seams = Seams.none()
                .threadFactory(threads)
                .clock(ScopeClock.system())
                .listener(listener)
                .abandonAfter(Duration.ZERO);
        int value = seams.call(ScopeApi::read);
        String unchecked = seams.call(() -> "text");
        long now = clock.nanoTime();
        Runnable forget = clock.after(Duration.ZERO, () -> {});
        TimeoutException timeout = late;
        List<String> unfinished = late.unfinished();
    }

    /** What a user writes who forwards to a scope. */
    static final class Forwarding extends ForwardingTaskScope {
        private final TaskScope target;

        Forwarding(TaskScope target) {
            this.target = target;
        }

        @Override
        protected TaskScope delegate() {
            return target;
        }

        @Override
        public <T extends @Nullable Object> Task<T> fork(String name, Callable<? extends T> work) {
            return super.fork(name, work);
        }

        @Override
        public Task<Void> fork(String name, Action work) {
            return super.fork(name, work);
        }
    }

    /** What a user writes who listens to scopes. */
    static final class Listening implements ScopeListener {
        @Override
        public void scopeOpened(TaskScope scope, @Nullable TaskScope parent, @Nullable Task<?> task) {}

        @Override
        public void taskForked(TaskScope scope, Task<?> task) {}

        @Override
        public void taskStarted(TaskScope scope, Task<?> task) {}

        @Override
        public void taskEnded(TaskScope scope, Task<?> task) {}

        @Override
        public void scopeCancelled(TaskScope scope, String reason) {}

        @Override
        public void scopeClosed(TaskScope scope) {}
    }

    private static void checked() throws IOException {
        throw new IOException();
    }

    private static int halved(int number) throws IOException {
        return read() / number;
    }

    private static int read() throws IOException {
        throw new IOException();
    }
}
