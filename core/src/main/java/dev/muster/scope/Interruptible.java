package dev.muster.scope;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of code on one thread that other threads may interrupt, but only while it lasts: an interrupt never reaches
 * what the thread does afterwards.
 */
abstract class Interruptible {
    /** Asked to stop before it began. */
    private static final Object REFUSED = new Object();

    private static final Object ENDED = new Object();

    /** Asked to stop while it ran; the interrupt is on its way or was sent. */
    private record Asked(Thread thread, boolean sent) {}

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Interruptible.class, "state", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // null before it begins, the thread while it runs, Asked, REFUSED or ENDED
    private volatile @Nullable Object state;

    /** Begins on the calling thread; false if it was asked to stop before, or has begun already. */
    final boolean begin() {
        return STATE.compareAndSet(this, null, Thread.currentThread());
    }

    /** Keeps it from beginning; false if it has begun, or was kept from it before. */
    final boolean refuse() {
        return STATE.compareAndSet(this, null, REFUSED);
    }

    /** Asks it to stop: interrupts its thread if it runs, each time, and keeps it from beginning if it has not yet. */
    final void interrupt() {
        if (refuse()) {
            return;
        }
        Object now = state;
        Thread thread = threadOf(now);
        if (thread == null || (now instanceof Asked asked && !asked.sent)) {
            return;
        }
        // made before, so that nothing can fail between the two
        Asked sent = new Asked(thread, true);
        if (!STATE.compareAndSet(this, now, new Asked(thread, false))) {
            // it ended, or another thread is sending
            return;
        }
        try {
            send(thread);
        } finally {
            state = sent;
        }
    }

    void send(Thread thread) {
        thread.interrupt();
    }

    /** Ends it, once, on the thread that began it; true if it was asked to stop. No interrupt is sent after this. */
    final boolean end() {
        while (true) {
            Object now = state;
            if (now instanceof Asked asked && !asked.sent) {
                Thread.onSpinWait();
            } else if (STATE.compareAndSet(this, now, ENDED)) {
                return now instanceof Asked;
            }
        }
    }

    /** Says whether it was asked to stop before it began, and so never will. */
    final boolean isRefused() {
        return state == REFUSED;
    }

    final boolean isAskedToStop() {
        Object now = state;
        return now instanceof Asked || now == REFUSED;
    }

    final boolean isRunBy(Thread candidate) {
        return threadOf(state) == candidate;
    }

    /** The thread that runs it now. */
    final @Nullable Thread runner() {
        return threadOf(state);
    }

    private static @Nullable Thread threadOf(@Nullable Object state) {
        if (state instanceof Asked asked) {
            return asked.thread;
        }
        return state instanceof Thread thread ? thread : null;
    }
}
