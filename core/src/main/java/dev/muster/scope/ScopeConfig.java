package dev.muster.scope;

import dev.muster.scope.TaskScope.Body;
import dev.muster.scope.TaskScope.VoidBody;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a scope behaves: its name, policy, timeout, concurrency, threads and context. Immutable; each option returns a new
 * configuration, and each may be used for any number of scopes, from any thread.
 *
 * <pre>{@code
 * ScopeConfig orders = TaskScope.named("orders").policy(Policy.collectAll()).timeout(Duration.ofSeconds(2));
 * orders.run(scope -> ids.forEach(id -> scope.fork(id, () -> load(id))));
 * }</pre>
 */
public final class ScopeConfig {
    private static final String UNNAMED = "scope";
    private static final ScopeConfig DEFAULTS = new ScopeConfig(UNNAMED, Policy.failFast(), null, 0, null, null, null);

    private final String name;
    private final Policy policy;
    private final @Nullable Duration timeout;
    private final int maxConcurrency;
    private final @Nullable ThreadFactory threadFactory;
    private final @Nullable UnaryOperator<Runnable> context;
    private final @Nullable ScopeListener listener;
    private final String unnamedThread;

    private ScopeConfig(
            String name,
            Policy policy,
            @Nullable Duration timeout,
            int maxConcurrency,
            @Nullable ThreadFactory threadFactory,
            @Nullable UnaryOperator<Runnable> context,
            @Nullable ScopeListener listener) {
        this.name = name;
        this.policy = policy;
        this.timeout = timeout;
        this.maxConcurrency = maxConcurrency;
        this.threadFactory = threadFactory;
        this.context = context;
        this.listener = listener;
        this.unnamedThread = name + "/task";
    }

    /** Returns the configuration that fails fast, has no timeout and no limit, and is named {@code scope}. */
    public static ScopeConfig defaults() {
        return DEFAULTS;
    }

    /** Names the scope, for messages, thread names and dumps. */
    public ScopeConfig name(String name) {
        Objects.requireNonNull(name, "name is null: say what the scope is for");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name is blank: say what the scope is for");
        }
        return new ScopeConfig(name, policy, timeout, maxConcurrency, threadFactory, context, listener);
    }

    /** Sets when the scope cancels its tasks. */
    public ScopeConfig policy(Policy policy) {
        Objects.requireNonNull(policy, "policy is null: choose Policy.failFast(), Policy.collectAll() or your own");
        return new ScopeConfig(name, policy, timeout, maxConcurrency, threadFactory, context, listener);
    }

    /**
     * Cancels the scope if it has not been joined, or its body has not ended, this long after it was opened. A timeout is always reported, as a member that
     * is a {@link ScopeTimeoutException}, beside the failures that came before it and after it.
     *
     * @throws IllegalArgumentException if the timeout is zero or negative
     */
    public ScopeConfig timeout(Duration timeout) {
        requirePositive("timeout", timeout);
        return new ScopeConfig(name, policy, timeout, maxConcurrency, threadFactory, context, listener);
    }

    /**
     * Lets at most this many tasks of the scope run at once; others wait for one to end, in the order of their forks. A
     * task that waits for the result of one that has not started keeps its place, so mind not to fill all places with
     * such tasks.
     *
     * @throws IllegalArgumentException if the number is less than 1
     */
    public ScopeConfig maxConcurrency(int tasks) {
        if (tasks < 1) {
            throw new IllegalArgumentException("maxConcurrency is " + tasks + ": give at least 1");
        }
        return new ScopeConfig(name, policy, timeout, tasks, threadFactory, context, listener);
    }

    /**
     * Runs each task on a new thread of this factory, which the scope names and starts. A factory that throws or returns
     * null cancels the scope with that failure.
     */
    public ScopeConfig threadFactory(ThreadFactory factory) {
        Objects.requireNonNull(
                factory, "factory is null: leave it out for virtual threads, or the pool before Java 21");
        return new ScopeConfig(name, policy, timeout, maxConcurrency, factory, context, listener);
    }

    /**
     * Carries context, such as SLF4J's MDC, from the thread that forks into the task. The hook is called at each fork, on
     * the forking thread; what it returns is called on the task's thread, and must run its argument once.
     *
     * <pre>{@code
     * TaskScope.named("orders").context(task -> {
     *     Map<String, String> captured = Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of());
     *     return () -> {
     *         MDC.setContextMap(captured);
     *         try {
     *             task.run();
     *         } finally {
     *             MDC.clear();
     *         }
     *     };
     * })
     * }</pre>
     */
    public ScopeConfig context(UnaryOperator<Runnable> hook) {
        Objects.requireNonNull(hook, "hook is null: leave it out for no context");
        return new ScopeConfig(name, policy, timeout, maxConcurrency, threadFactory, hook, listener);
    }

    /** Adds a listener that is told what happens in the scope. */
    public ScopeConfig listener(ScopeListener listener) {
        Objects.requireNonNull(listener, "listener is null: leave it out");
        return new ScopeConfig(
                name, policy, timeout, maxConcurrency, threadFactory, context, Listeners.both(this.listener, listener));
    }

    static void requirePositive(String what, Duration time) {
        Objects.requireNonNull(time, what + " is null: leave it out for none");
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException(what + " is " + time + ": give a time longer than zero");
        }
    }

    /**
     * Runs a body in a new scope and returns its value. The scope ends when the body and all tasks have ended; a body
     * that does not {@linkplain TaskScope#join() join} is followed by a join.
     *
     * <p>What a {@code join} inside the body throws leaves as it is if the body lets it pass. A body may instead catch it
     * and return; what a body throws in its place is reported with the failures it does not lead to.
     *
     * @throws dev.muster.group.ExceptionGroup of all failures of tasks and body
     * @throws java.util.concurrent.CancellationException if the body was cut off by a cancel and nothing failed, so that
     *     there is no value
     * @throws InterruptedException if the calling thread was interrupted and nothing failed
     */
    public <T extends @Nullable Object> T call(Body<T> body) throws InterruptedException {
        Objects.requireNonNull(body, "body is null: give the code to run in the scope");
        return BodyRun.call(this, body);
    }

    /**
     * Runs a body in a new scope; as {@link #call(Body)}, but a body cut off by a cancel ends this normally.
     *
     * @throws dev.muster.group.ExceptionGroup of all failures of tasks and body
     * @throws InterruptedException if the calling thread was interrupted and nothing failed
     */
    public void run(VoidBody body) throws InterruptedException {
        Objects.requireNonNull(body, "body is null: give the code to run in the scope");
        BodyRun.run(this, body);
    }

    /** Work that is done for each of several inputs. */
    @FunctionalInterface
    public interface Each<I, R extends @Nullable Object> {
        /** Does the work for one input. */
        R apply(I input) throws Exception;
    }

    /**
     * Does some work for each input at once, in a new scope, each in a task named after its input.
     *
     * <pre>{@code
     * List<Page> pages = TaskScope.named("fetch").maxConcurrency(8).all(urls, this::fetch);
     * }</pre>
     *
     * @return the results, in the order of the inputs
     * @throws dev.muster.group.ExceptionGroup of all failures, if there is one
     * @throws InterruptedException if the calling thread was interrupted and nothing failed
     */
    public <I, R extends @Nullable Object> List<R> all(
            Collection<? extends I> inputs, Each<? super I, ? extends R> work) throws InterruptedException {
        return new FanOut<I, R>(this, inputs, work).all();
    }

    /**
     * Does some work for each input at once, in a new scope that collects all, and tells how each of them ended. A
     * timeout cuts off what has not ended, and is no failure of this call: {@link Settled#group()} holds it.
     *
     * <pre>{@code
     * Settled<URI, Page> fetched = TaskScope.named("fetch").allSettled(urls, this::fetch);
     * fetched.results();    // by URL
     * fetched.failures();   // by URL
     * }</pre>
     *
     * @throws IllegalArgumentException if two inputs are equal
     * @throws InterruptedException if the calling thread was interrupted and nothing failed
     */
    public <I, R extends @Nullable Object> Settled<I, R> allSettled(
            Collection<? extends I> inputs, Each<? super I, ? extends R> work) throws InterruptedException {
        return new FanOut<I, R>(this, inputs, work).allSettled();
    }

    /**
     * Does some work for each input at once, in a new scope, and returns the result that comes first. The others are
     * cancelled then, and what they failed with, before or after, is dropped.
     *
     * @throws dev.muster.group.ExceptionGroup of all failures, if none succeeded
     * @throws IllegalArgumentException if there is no input
     * @throws InterruptedException if the calling thread was interrupted and nothing failed
     */
    public <I, R extends @Nullable Object> R firstSuccess(
            Collection<? extends I> inputs, Each<? super I, ? extends R> work) throws InterruptedException {
        return new FanOut<I, R>(this, inputs, work).firstSuccess();
    }

    /** Opens a scope that is owned by the calling thread, which must close it; in a {@code try} statement. */
    public TaskScope open() {
        return ScopeImpl.open(this, null);
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Returns the policy. */
    public Policy policy() {
        return policy;
    }

    /** Returns the timeout, if there is one. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    int maxConcurrency() {
        return maxConcurrency;
    }

    Threads threads(Seams seams) {
        ThreadFactory factory = threadFactory == null ? seams.threadFactory() : threadFactory;
        return factory == null ? Threads.standard() : Threads.from(factory);
    }

    @Nullable
    ScopeListener listener() {
        return listener;
    }

    String unnamedThread() {
        return unnamedThread;
    }

    /** How messages call a scope. */
    String title() {
        return name.equals(UNNAMED) ? "the scope" : "scope \"" + name + "\"";
    }

    @Nullable
    UnaryOperator<Runnable> context() {
        return context;
    }

    @Override
    public String toString() {
        return "ScopeConfig[name=" + name + ", policy=" + policy + ", timeout=" + (timeout == null ? "none" : timeout)
                + ", maxConcurrency=" + (maxConcurrency == 0 ? "unlimited" : maxConcurrency) + "]";
    }
}
