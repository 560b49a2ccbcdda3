package dev.muster.scope;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/** Something that happens once after a time, unless it is called off, and never after that. */
final class Alarm {
    private final ReentrantLock lock = new ReentrantLock();
    private final Runnable action;
    private final Runnable callOff;

    // guarded by lock
    private boolean isOff;

    private Alarm(ScopeClock clock, Duration delay, Runnable action) {
        this.action = action;
        this.callOff = clock.after(delay, this::ring);
    }

    static Alarm after(ScopeClock clock, Duration delay, Runnable action) {
        return new Alarm(clock, delay, action);
    }

    private void ring() {
        lock.lock();
        try {
            if (!isOff) {
                isOff = true;
                action.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Calls it off; waits for the action to end if it has begun. */
    void disarm() {
        callOff.run();
        lock.lock();
        try {
            isOff = true;
        } finally {
            lock.unlock();
        }
    }
}
