package dev.muster.scope;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of code on one thread that other threads may interrupt, but only while it lasts: an interrupt never reaches
 * what the thread does afterwards.
 */
abstract class Interruptible {
    private static final int NEW = 0;
    private static final int RUNNING = 1;
    private static final int INTERRUPTING = 2;
    private static final int INTERRUPTED = 3;
    private static final int REFUSED = 4;
    private static final int ENDED = 5;

    private static final VarHandle PHASE;

    static {
        try {
            PHASE = MethodHandles.lookup().findVarHandle(Interruptible.class, "phase", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int phase;

    // written by the thread itself before RUNNING and after ENDED
    private @Nullable Thread thread;

    /** Starts the stretch on the calling thread; false if it was asked to stop before. */
    final boolean begin() {
        thread = Thread.currentThread();
        return PHASE.compareAndSet(this, NEW, RUNNING);
    }

    /** Asks the stretch to stop: interrupts its thread if it runs, and keeps it from starting if it does not yet. */
    final void interrupt() {
        if (PHASE.compareAndSet(this, NEW, REFUSED) || !PHASE.compareAndSet(this, RUNNING, INTERRUPTING)) {
            return;
        }
        try {
            Thread running = thread;
            if (running != null) {
                send(running);
            }
        } finally {
            phase = INTERRUPTED;
        }
    }

    void send(Thread running) {
        running.interrupt();
    }

    /** Ends the stretch, on its own thread; true if it was asked to stop. No interrupt is sent after this. */
    final boolean end() {
        while (!PHASE.compareAndSet(this, RUNNING, ENDED)) {
            int now = phase;
            if (now != INTERRUPTING && now != RUNNING) {
                thread = null;
                return now != ENDED;
            }
            Thread.onSpinWait();
        }
        thread = null;
        return false;
    }

    final boolean isRunBy(Thread candidate) {
        return thread == candidate;
    }

    /** The thread that runs the stretch now, as far as another thread can know. */
    final @Nullable Thread runner() {
        int now = phase;
        return now == RUNNING || now == INTERRUPTED ? thread : null;
    }
}
