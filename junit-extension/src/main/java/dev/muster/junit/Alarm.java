package dev.muster.junit;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Calls back after a time, unless it is called off. */
final class Alarm {
    static final String THREAD = "muster-junit-alarms";

    private final Future<?> call;

    private Alarm(Future<?> call) {
        this.call = call;
    }

    static Alarm after(Duration time, Runnable callback) {
        return new Alarm(Clock.CALLS.schedule(callback, time.toNanos(), TimeUnit.NANOSECONDS));
    }

    void callOff() {
        call.cancel(false);
    }

    /** One thread for all; made when the first is needed. */
    private static final class Clock {
        static final ScheduledThreadPoolExecutor CALLS = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(null, work, THREAD, 0, false);
            thread.setDaemon(true);
            return thread;
        });

        static {
            CALLS.setRemoveOnCancelPolicy(true);
        }
    }
}
