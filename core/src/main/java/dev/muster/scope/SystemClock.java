package dev.muster.scope;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The machine's clock, with one daemon thread for all alarms; made when the first scope with a timeout is opened. */
final class SystemClock implements ScopeClock {
    static final SystemClock INSTANCE = new SystemClock();

    private static final class Alarms {
        static final ScheduledThreadPoolExecutor EXECUTOR = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(null, work, "muster-deadlines", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            return thread;
        });

        static {
            EXECUTOR.setRemoveOnCancelPolicy(true);
        }
    }

    private SystemClock() {}

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Runnable after(Duration delay, Runnable action) {
        Future<?> alarm = Alarms.EXECUTOR.schedule(action, nanos(delay), TimeUnit.NANOSECONDS);
        return () -> alarm.cancel(false);
    }

    private static long nanos(Duration delay) {
        try {
            return delay.toNanos();
        } catch (ArithmeticException centuries) {
            return Long.MAX_VALUE;
        }
    }
}
