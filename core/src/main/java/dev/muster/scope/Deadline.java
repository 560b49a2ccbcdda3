package dev.muster.scope;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The moment at which a scope is out of time. */
final class Deadline {
    private final Future<?> alarm;

    private Deadline(Future<?> alarm) {
        this.alarm = alarm;
    }

    static Deadline after(Duration timeout, Runnable expire) {
        return new Deadline(Clock.ALARMS.schedule(expire, nanos(timeout), TimeUnit.NANOSECONDS));
    }

    private static long nanos(Duration timeout) {
        try {
            return timeout.toNanos();
        } catch (ArithmeticException centuries) {
            return Long.MAX_VALUE;
        }
    }

    void disarm() {
        alarm.cancel(false);
    }

    /** One thread for all scopes with a timeout; made when the first is opened. */
    private static final class Clock {
        static final ScheduledThreadPoolExecutor ALARMS = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "muster-deadlines");
            thread.setDaemon(true);
            return thread;
        });

        static {
            ALARMS.setRemoveOnCancelPolicy(true);
        }
    }
}
