package dev.muster.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work and what to do about each kind of failure in it: Python's {@code except*} as a fluent API that can
 * also return a value.
 *
 * <pre>{@code
 * Report report = Attempt.of(() -> loadAll(ids))
 *         .on(TimeoutException.class, slow -> log.warn("slow sources", slow))
 *         .recover(RecoverableException.class, group -> Report.DEFAULT)
 *         .on(CriticalException.class, group -> { log.error("critical", group); throw group; })
 *         .orElse(Report.EMPTY);
 * }</pre>
 *
 * <p><b>Clauses</b> are tried in order, each on the leaves that the clauses before it left over. A clause runs at most
 * once, with one group of all its matches, cut from the original tree. A failure that is no group is handed over as a
 * group of one, and leaves as itself if no clause matches it.
 *
 * <p><b>What comes out.</b> A handler that returns has dealt with its group. One that throws the group it was given, or
 * a part split from it, re-raises those leaves. Anything else that it throws, a single leaf too, is a new failure; it
 * neither stops later clauses nor is offered to them. In the end:
 *
 * <ul>
 *   <li>nothing left: normal completion;
 *   <li>only leaves that were re-raised or not matched: one group, the original tree cut down to them;
 *   <li>exactly one new failure and nothing else: that exception as it is;
 *   <li>otherwise: a group of the new failures in the order of the clauses, and then of what is left.
 * </ul>
 *
 * <p><b>Fatal errors</b>, each {@link VirtualMachineError} but {@link StackOverflowError}, stop everything at once;
 * what was pending is suppressed in them.
 *
 * <p><b>Threads.</b> An attempt is immutable: each clause returns a new one. Nothing runs before {@link #orElse},
 * {@link #result} or {@link #execute} is called; each call runs the work again, on the calling thread.
 *
 * <p>The semantics are those of {@code except*} in PEP 654; re-raising is decided by identity.
 *
 * @param <T> the type of the value
 * @param <X> the checked exception that work and handlers may throw, inferred; {@link RuntimeException} if there is none
 */
public final class Attempt<T extends @Nullable Object, X extends Throwable> {

    /** Work that returns a value. */
    @FunctionalInterface
    public interface Body<T extends @Nullable Object, X extends Throwable> {
        /** Does the work. */
        T call() throws X;
    }

    /** Work that returns nothing. */
    @FunctionalInterface
    public interface Action<X extends Throwable> {
        /** Does the work. */
        void run() throws X;
    }

    /** What a clause does with the group of its matches. */
    @FunctionalInterface
    public interface Handler<X extends Throwable> {
        /** Deals with the group; throwing it re-raises it. */
        void handle(ExceptionGroup matches) throws X;
    }

    /** What a clause does with the group of its matches, where that gives a value. */
    @FunctionalInterface
    public interface Recovery<T extends @Nullable Object, X extends Throwable> {
        /** Returns the value that takes the place of the one the work did not return. */
        T recover(ExceptionGroup matches) throws X;
    }

    private final Body<T, X> body;
    private final List<Clause<T, X>> clauses;

    /** A condition and what to do; {@code supplies} where the handler's result is a value of the attempt. */
    record Clause<T extends @Nullable Object, X extends Throwable>(
            Predicate<Throwable> condition, Recovery<? extends @Nullable T, X> handler, boolean supplies) {}

    private Attempt(Body<T, X> body, List<Clause<T, X>> clauses) {
        this.body = body;
        this.clauses = clauses;
    }

    /** Returns an attempt at work that returns a value. A null value counts as none. */
    public static <T extends @Nullable Object, X extends Throwable> Attempt<T, X> of(Body<T, X> body) {
        Objects.requireNonNull(body, "body is null: give the work to attempt");
        return new Attempt<>(body, List.of());
    }

    /** Returns an attempt at work that returns nothing. */
    public static <X extends Throwable> Attempt<@Nullable Void, X> of(Action<X> body) {
        Objects.requireNonNull(body, "body is null: give the work to attempt");
        return new Attempt<@Nullable Void, X>(
                () -> {
                    body.run();
                    return null;
                },
                List.of());
    }

    /**
     * Adds a clause for leaves of a type.
     *
     * @throws IllegalArgumentException if it is a group type
     */
    public Attempt<T, X> on(Class<? extends Throwable> type, Handler<? extends X> handler) {
        return with(Condition.type(type), handler);
    }

    /**
     * Adds a clause for leaves that satisfy a condition. What the condition throws is a new failure of this clause, which
     * then matches nothing.
     */
    public Attempt<T, X> on(Predicate<? super Throwable> condition, Handler<? extends X> handler) {
        return with(Condition.of(condition), handler);
    }

    /**
     * Adds a clause for leaves of any of several types.
     *
     * @throws IllegalArgumentException if one of them is a group type
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final Attempt<T, X> on(
            Handler<? extends X> handler, Class<? extends Throwable> type, Class<? extends Throwable>... more) {
        return with(Condition.anyOf(type, Arrays.asList(more)), handler);
    }

    /**
     * Adds a clause for leaves of a type that gives the attempt its value, unless the work or an earlier such clause did.
     *
     * @throws IllegalArgumentException if it is a group type
     */
    public Attempt<T, X> recover(Class<? extends Throwable> type, Recovery<? extends T, ? extends X> recovery) {
        return withRecovery(Condition.type(type), recovery);
    }

    /** Adds a clause, for leaves that satisfy a condition, that gives the attempt its value. */
    public Attempt<T, X> recover(Predicate<? super Throwable> condition, Recovery<? extends T, ? extends X> recovery) {
        return withRecovery(Condition.of(condition), recovery);
    }

    /**
     * Adds a clause, for leaves of any of several types, that gives the attempt its value.
     *
     * @throws IllegalArgumentException if one of them is a group type
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final Attempt<T, X> recover(
            Recovery<? extends T, ? extends X> recovery,
            Class<? extends Throwable> type,
            Class<? extends Throwable>... more) {
        return withRecovery(Condition.anyOf(type, Arrays.asList(more)), recovery);
    }

    private Attempt<T, X> with(Predicate<Throwable> condition, Handler<? extends X> handler) {
        Objects.requireNonNull(handler, "handler is null: say what to do with the matches");
        Recovery<@Nullable T, X> recovery = matches -> {
            handler.handle(matches);
            return null;
        };
        return with(new Clause<>(condition, recovery, false));
    }

    private Attempt<T, X> withRecovery(Predicate<Throwable> condition, Recovery<? extends T, ? extends X> recovery) {
        Objects.requireNonNull(recovery, "recovery is null: say which value the matches lead to");
        return with(new Clause<>(condition, recovery::recover, true));
    }

    private Attempt<T, X> with(Clause<T, X> clause) {
        List<Clause<T, X>> all = new ArrayList<>(clauses);
        all.add(clause);
        return new Attempt<>(body, List.copyOf(all));
    }

    /**
     * Runs the work and the clauses.
     *
     * @return the value of the work, else that of the first {@code recover} clause that ran, else {@code other}
     * @throws X what the work or a handler threw and nothing dealt with
     * @throws ExceptionGroup the failures that are left, as said above
     */
    public T orElse(T other) throws X {
        @Nullable T value = run();
        return value == null ? other : value;
    }

    /**
     * Runs the work and the clauses.
     *
     * @return the value of the work, else that of the first {@code recover} clause that ran, else empty
     * @throws X what the work or a handler threw and nothing dealt with
     * @throws ExceptionGroup the failures that are left, as said above
     */
    public Optional<@NonNull T> result() throws X {
        return Optional.ofNullable(run());
    }

    /**
     * Runs the work and the clauses, for what they do and not for a value.
     *
     * @throws X what the work or a handler threw and nothing dealt with
     * @throws ExceptionGroup the failures that are left, as said above
     */
    public void execute() throws X {
        run();
    }

    private @Nullable T run() throws X {
        try {
            return body.call();
        } catch (Throwable thrown) {
            if (isFatal(thrown)) {
                throw thrown;
            }
            Handling<T, X> handling = new Handling<>(thrown);
            clauses.forEach(handling::offer);
            return handling.end();
        }
    }

    static boolean isFatal(Throwable thrown) {
        return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
    }
}
