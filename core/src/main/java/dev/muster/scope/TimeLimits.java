package dev.muster.scope;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits in time of one scope: its deadline, and how long it waits after a cancel for tasks that ignore it. */
final class TimeLimits {
    private final ScopeImpl scope;
    private final ScopeClock clock;
    private final @Nullable Duration timeout;
    private final @Nullable Duration abandonAfter;

    // only for the owner
    private @Nullable Alarm deadline;

    // set once, by whoever cancels, and by its alarm
    private volatile @Nullable Alarm abandonment;
    private volatile boolean isAbandoned;

    private TimeLimits(ScopeImpl scope, ScopeClock clock, @Nullable Duration timeout, @Nullable Duration abandonAfter) {
        this.scope = scope;
        this.clock = clock;
        this.timeout = timeout;
        this.abandonAfter = abandonAfter;
    }

    /** Null where there are none, as in most scopes. */
    static @Nullable TimeLimits of(ScopeImpl scope, ScopeConfig config, Seams seams) {
        Duration timeout = config.timeout().orElse(null);
        Duration abandonAfter = seams.abandonAfter();
        return timeout == null && abandonAfter == null
                ? null
                : new TimeLimits(scope, seams.clock(), timeout, abandonAfter);
    }

    /** Called when the scope is open. */
    void begin() {
        if (timeout != null) {
            deadline = Alarm.after(clock, timeout, () -> expire(timeout));
        }
    }

    /** Called once, by whoever cancels the scope. */
    void cancelled() {
        if (abandonAfter != null) {
            abandonment = Alarm.after(clock, abandonAfter, () -> abandon(abandonAfter));
        }
    }

    /** Called when the owner waits no longer. */
    void end() {
        disarm(deadline);
        disarm(abandonment);
    }

    boolean isAbandoned() {
        return isAbandoned;
    }

    private void expire(Duration after) {
        String what = "did not end within " + after;
        try {
            reportUnfinished(what, "timeout");
        } finally {
            scope.cancelFor("it " + what);
        }
    }

    private void abandon(Duration after) {
        if (scope.hasReported()) {
            return;
        }
        try {
            reportUnfinished("did not end within " + after + " of its cancel and was abandoned", "abandoned");
        } finally {
            isAbandoned = true;
            scope.wakeOwner();
        }
    }

    private void reportUnfinished(String what, String label) {
        List<ForkedTask<?>> unfinished = scope.liveTasks();
        Throwable report;
        try {
            report = new ScopeTimeoutException(scope + " " + what, unfinished);
        } catch (Throwable e) {
            report = e;
        }
        scope.failures.add(Failures.AT_TIMEOUT, label, report, scope.isCancelled());
    }

    private static void disarm(@Nullable Alarm alarm) {
        if (alarm != null) {
            alarm.disarm();
        }
    }
}
