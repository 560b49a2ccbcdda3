package dev.muster.scope;

import dev.muster.group.Attempt;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Thread factory, clock, listener and patience for all scopes that are opened below a point of the call tree, in production code
 * too, which knows nothing of them. For tests and tools. Immutable; each option returns new seams.
 *
 * <pre>{@code
 * Seams.none().listener(timeline).call(() -> checkout.place(order));
 * }</pre>
 *
 * <p>Seams hold for scopes opened on the calling thread until the call returns, for those opened in tasks of such scopes,
 * on their threads, and so on down. They do not cross to threads that a scope did not start. A scope's own thread factory
 * stands before an inherited one; listeners are all called, outer ones first.
 */
public final class Seams {
    private static final Seams NONE = new Seams(null, null, null, null);

    private final @Nullable ThreadFactory threadFactory;
    private final @Nullable ScopeClock clock;
    private final @Nullable ScopeListener listener;
    private final @Nullable Duration abandonAfter;

    private Seams(
            @Nullable ThreadFactory threadFactory,
            @Nullable ScopeClock clock,
            @Nullable ScopeListener listener,
            @Nullable Duration abandonAfter) {
        this.threadFactory = threadFactory;
        this.clock = clock;
        this.listener = listener;
        this.abandonAfter = abandonAfter;
    }

    /** Returns seams that change nothing. */
    public static Seams none() {
        return NONE;
    }

    /** Sets where tasks get their threads from, in scopes that do not say so themselves. */
    public Seams threadFactory(ThreadFactory factory) {
        Objects.requireNonNull(factory, "factory is null: leave it out");
        return new Seams(factory, clock, listener, abandonAfter);
    }

    /** Sets the clock that timeouts are measured with. */
    public Seams clock(ScopeClock clock) {
        Objects.requireNonNull(clock, "clock is null: leave it out");
        return new Seams(threadFactory, clock, listener, abandonAfter);
    }

    /** Adds a listener that is told of scopes and tasks. */
    public Seams listener(ScopeListener listener) {
        Objects.requireNonNull(listener, "listener is null: leave it out");
        return new Seams(threadFactory, clock, Listeners.both(this.listener, listener), abandonAfter);
    }

    /**
     * Gives up waiting this long after a cancel for tasks that ignore it, which breaks the promise that no task outlives
     * its scope: for test tools, which must not hang. The tasks left running are reported, as a member that is a
     * {@link ScopeTimeoutException}; what they fail with later is not.
     *
     * @throws IllegalArgumentException if the time is zero or negative
     */
    public Seams abandonAfter(Duration grace) {
        ScopeConfig.requirePositive("grace", grace);
        return new Seams(threadFactory, clock, listener, grace);
    }

    /** Calls code with these seams, on the calling thread, and returns what it returns. */
    public <T extends @Nullable Object, X extends Throwable> T call(Attempt.Body<T, X> code) throws X {
        Objects.requireNonNull(code, "code is null: give what shall run with the seams");
        ForkedTask<?> task = ForkedTask.current();
        Place below = Place.innermost(task);
        Stretch stretch = new Stretch(below, inheriting(Place.seamsHere()));
        Place.innermost(task, stretch);
        try {
            return code.call();
        } finally {
            stretch.isOver = true;
            // a scope that the code opened and hands out is still there
            if (Place.innermost(task) == stretch) {
                Place.innermost(task, below);
            }
        }
    }

    private Seams inheriting(Seams outer) {
        return new Seams(
                threadFactory == null ? outer.threadFactory : threadFactory,
                clock == null ? outer.clock : clock,
                Listeners.both(outer.listener, listener),
                abandonAfter == null ? outer.abandonAfter : abandonAfter);
    }

    @Nullable
    ThreadFactory threadFactory() {
        return threadFactory;
    }

    ScopeClock clock() {
        return clock == null ? ScopeClock.system() : clock;
    }

    @Nullable
    Duration abandonAfter() {
        return abandonAfter;
    }

    @Nullable
    ScopeListener listener() {
        return listener;
    }

    /** The code that seams were set for. */
    private static final class Stretch extends Place {
        private final Seams seams;

        // for the thread that runs the code
        private boolean isOver;

        Stretch(@Nullable Place below, Seams seams) {
            super(below);
            this.seams = seams;
        }

        @Override
        Seams seams() {
            return seams;
        }

        @Override
        boolean isOver() {
            return isOver;
        }
    }
}
