package dev.muster.scope;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Runs several tasks at once, ends when all of them have ended, and reports every failure.
 *
 * <pre>{@code
 * Page page = TaskScope.call(scope -> {
 *     Task<User> user = scope.fork("user", () -> loadUser(id));
 *     Task<Order> order = scope.fork("order", () -> loadOrder(id));
 *     scope.join();
 *     return new Page(user.result(), order.result());
 * });
 * }</pre>
 *
 * <p>This is the form to prefer: the code given, the <em>body</em>, is part of the scope. A task that fails interrupts a
 * body that is blocked, a body that fails cancels the tasks, and a body that ends without a join is followed by one. The
 * manual form leaves more to the caller:
 *
 * <pre>{@code
 * try (TaskScope scope = TaskScope.open(Policy.collectAll())) {
 *     scope.fork("user", () -> loadUser(id));
 *     scope.join();
 * }
 * }</pre>
 *
 * <p><b>Failures.</b> A scope that fails throws one {@link dev.muster.group.ExceptionGroup}, for a single failure too.
 * Its members stand in the order of the forks, the body's failure last, and each is labelled with its task's name;
 * {@link dev.muster.group.ExceptionGroup#firstFailure() firstFailure()} says which came first. The
 * {@linkplain Policy policy} decides when the others are cancelled, never what is reported: what fails while being
 * cancelled is a member too, and says so. Only a {@link VirtualMachineError} other than {@link StackOverflowError}
 * comes out bare, with the group suppressed in it.
 *
 * <p><b>Cancellation</b> is a request, made by interrupt, and no failure. After it, a task that ends by
 * {@link InterruptedException}, {@link java.util.concurrent.CancellationException} or
 * {@link java.nio.channels.ClosedByInterruptException}, or because of one, is cancelled; one that ends by anything else,
 * or carries anything else as a suppressed exception, has failed. A scope waits for tasks that ignore the request.
 *
 * <p><b>Threads.</b> The thread that opens a scope owns it: only the owner joins and closes. The owner and the tasks
 * inside may fork; any thread may cancel. Scopes of one thread are closed in reverse order. Tasks run on virtual threads
 * where the JVM has them, else on a shared pool of daemon threads, named {@code scope/task}.
 *
 * <p><b>Interrupts.</b> An interrupt of the owner that comes from outside cancels the scope and is never lost: if there
 * are failures, the group is thrown and the thread stays interrupted; if there are none, {@link InterruptedException}
 * is thrown. An interrupt that the scope itself sent to its body is gone when the scope ends. One thing cannot be told:
 * whether an interrupt from outside came after the scope had sent its own; the two are then one.
 *
 * <p><b>Memory consistency.</b> What a thread does before {@code fork} happens before what the task does, and that
 * happens before {@code join} returns or throws.
 *
 * <p>The semantics are those of Trio's nurseries and asyncio's task groups, with threads and interrupts.
 */
public sealed interface TaskScope extends AutoCloseable permits ScopeImpl, ForwardingTaskScope {

    /** Work that returns nothing and may fail with any exception. */
    @FunctionalInterface
    interface Action {
        /** Does the work. */
        void run() throws Exception;
    }

    /** The code that runs in a scope, on its owner's thread, and gives it a value. */
    @FunctionalInterface
    interface Body<T extends @Nullable Object> {
        /** Forks tasks into the scope and makes a value of their results. */
        T call(TaskScope scope) throws Exception;
    }

    /** The code that runs in a scope, on its owner's thread. */
    @FunctionalInterface
    interface VoidBody {
        /** Forks tasks into the scope. */
        void run(TaskScope scope) throws Exception;
    }

    /**
     * Runs a body in a new scope with {@link ScopeConfig#defaults() defaults}; see {@link ScopeConfig#call(Body)}.
     *
     * @throws dev.muster.group.ExceptionGroup of all failures of tasks and body
     * @throws InterruptedException if the calling thread was interrupted and nothing failed
     */
    static <T extends @Nullable Object> T call(Body<T> body) throws InterruptedException {
        return ScopeConfig.defaults().call(body);
    }

    /**
     * Runs a body in a new scope with {@link ScopeConfig#defaults() defaults}; see {@link ScopeConfig#run(VoidBody)}.
     *
     * @throws dev.muster.group.ExceptionGroup of all failures of tasks and body
     * @throws InterruptedException if the calling thread was interrupted and nothing failed
     */
    static void run(VoidBody body) throws InterruptedException {
        ScopeConfig.defaults().run(body);
    }

    /** Opens a scope that fails fast, owned by the calling thread, which must close it. */
    static TaskScope open() {
        return ScopeConfig.defaults().open();
    }

    /** Opens a scope with the given policy, owned by the calling thread, which must close it. */
    static TaskScope open(Policy policy) {
        return ScopeConfig.defaults().policy(policy).open();
    }

    /** Returns a configuration with a name, the start of any that is not the default. */
    static ScopeConfig named(String name) {
        return ScopeConfig.defaults().name(name);
    }

    /**
     * Returns all open scopes of the JVM as a tree of their tasks, with names, states, ages and stacks, as they are seen
     * while threads go on. For a person who asks what hangs; from any thread.
     */
    static String dumpTree() {
        return OpenScopes.dump();
    }

    /** Returns the tree of one scope and all that is open inside it; empty once it is closed. From any thread. */
    static String dumpTree(TaskScope scope) {
        Objects.requireNonNull(scope, "scope is null: give the scope to look at, or none for all");
        return OpenScopes.dump(scope);
    }

    /**
     * Starts a task.
     *
     * @param name what reports call the task; need not be unique
     * @return the task's handle; in a scope that is cancelled, that of a task that is cancelled and does not run
     * @throws IllegalStateException if the scope is joined or closed, or if the calling thread is neither the owner nor
     *     in one of the tasks inside the scope
     */
    <T extends @Nullable Object> Task<T> fork(String name, Callable<? extends T> work);

    /** Starts a task that returns nothing; see {@link #fork(String, Callable)}. */
    Task<@Nullable Void> fork(String name, Action work);

    /** Starts a task named {@code task-N}, for the N-th fork; see {@link #fork(String, Callable)}. */
    <T extends @Nullable Object> Task<T> fork(Callable<? extends T> work);

    /** Starts a task that returns nothing, named {@code task-N}; see {@link #fork(String, Callable)}. */
    Task<@Nullable Void> fork(Action work);

    /**
     * Waits for all tasks, those forked meanwhile by other tasks too, and reports. Once for each scope.
     *
     * @throws dev.muster.group.ExceptionGroup of all failures, if there is one
     * @throws InterruptedException if the owner was interrupted, now or before, and nothing failed; all tasks have
     *     ended then, cancelled if they had not yet
     * @throws IllegalStateException if the scope is joined or closed, if the calling thread is not the owner, or if a
     *     scope that was opened inside this one is still open
     */
    void join() throws InterruptedException;

    /**
     * Asks all tasks to stop, by interrupt, and lets no other start. Not an error: the scope reports only failures. Does
     * nothing if the scope is cancelled or closed. From any thread.
     *
     * @param reason why, for people; {@link #cancelReason()} returns it
     */
    void cancel(String reason);

    /** Says whether the scope was cancelled, by a failure, a timeout, an interrupt or {@link #cancel(String)}. */
    default boolean isCancelled() {
        return cancelReason().isPresent();
    }

    /** Returns why the scope was cancelled; empty if it was not. */
    Optional<String> cancelReason();

    /** Returns the name given in the configuration, or {@code scope}. */
    String name();

    /**
     * Ends the scope. One that was not joined is cancelled, and its tasks are waited for; what they failed with is
     * thrown. Closing again does nothing.
     *
     * <p>In a {@code try} statement whose block threw, that exception stays the primary one, as the language has it.
     *
     * @throws dev.muster.group.ExceptionGroup of all failures that no join reported
     * @throws IllegalStateException if the calling thread is not the owner: then nothing is done; or if a scope opened
     *     inside this one is still open: then both are closed first
     */
    @Override
    void close();
}
