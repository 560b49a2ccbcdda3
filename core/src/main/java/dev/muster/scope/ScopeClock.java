package dev.muster.scope;

import java.time.Duration;

/**
 * The time by which scopes measure their timeouts; set with {@link Seams#clock}, so that a test can let time pass at
 * will. Called from any thread.
 */
public interface ScopeClock {

    /** Returns the clock of the machine. */
    static ScopeClock system() {
        return SystemClock.INSTANCE;
    }

    /** Returns a reading in nanoseconds, of use only in differences, as {@link System#nanoTime()}. */
    long nanoTime();

    /**
     * Calls an action once, after a delay, on a thread of the clock.
     *
     * @return what calls it off; calling it too late does nothing
     */
    Runnable after(Duration delay, Runnable action);
}
