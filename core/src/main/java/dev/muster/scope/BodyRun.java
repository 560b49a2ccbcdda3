package dev.muster.scope;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.TaskScope.Body;
import dev.muster.scope.TaskScope.VoidBody;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** One run of a body in a scope of its own: the stretch of code that the scope may interrupt, and what became of it. */
final class BodyRun extends Interruptible {

    // written by the interrupting thread; read by the body's own after end()
    private volatile boolean sent;

    // only for the owner
    private @Nullable Throwable failure;
    private boolean isCutOff;
    private boolean isOver;

    private BodyRun() {}

    @SuppressWarnings("NullAway") // null only where T allows it: a body that has no value throws or is cut off
    static <T extends @Nullable Object> T call(ScopeConfig config, Body<T> body) throws InterruptedException {
        BodyRun run = new BodyRun();
        T value = run.within(config, body);
        if (run.isCutOff) {
            throw new CancellationException("the body of " + config.title()
                    + " was cut off by a cancel before it had a value: use run where none is needed");
        }
        return value;
    }

    static void run(ScopeConfig config, VoidBody body) throws InterruptedException {
        new BodyRun().<@Nullable Void>within(config, scope -> {
            body.run(scope);
            return null;
        });
    }

    private <T extends @Nullable Object> @Nullable T within(ScopeConfig config, Body<T> body)
            throws InterruptedException {
        // before the scope is there, so that no cancel comes before it
        begin();
        ScopeImpl scope = ScopeImpl.open(config, this);
        T value = null;
        try {
            value = body.call(scope);
        } catch (Throwable thrown) {
            failure = thrown;
        }
        leave(scope);
        Throwable outcome = outcome(scope);
        if (sent && failure instanceof InterruptedException && !(outcome instanceof InterruptedException)) {
            // it may have been a scope around that the body was stopped by
            scope.resendFromAround();
        }
        if (outcome != null) {
            ScopeImpl.<InterruptedException>rethrow(outcome);
        }
        isCutOff = failure != null;
        return value;
    }

    /** Ends the stretch in which the scope may interrupt, and takes back an interrupt that nobody saw. */
    void leave(ScopeImpl scope) {
        if (isOver) {
            return;
        }
        isOver = true;
        if (end() && sent && !(failure instanceof InterruptedException)) {
            Thread.interrupted();
            scope.resendFromAround();
        }
    }

    /** On behalf of a scope around that asked this thread to stop when an interrupt of another scope was pending. */
    void resend() {
        sent = true;
        Thread.currentThread().interrupt();
    }

    @Override
    void send(Thread thread) {
        // one that is pending already comes from outside, does what ours would, and must stay
        if (thread != Thread.currentThread() && !thread.isInterrupted()) {
            sent = true;
            thread.interrupt();
        }
    }

    /** Ends the scope, and returns what is to be thrown. */
    private @Nullable Throwable outcome(ScopeImpl scope) {
        Throwable reported = scope.reported();
        boolean interrupted = failure != null && failure != reported && note(scope, failure, reported);
        Throwable leak = scope.leftOpenByBody();
        if (leak != null) {
            if (failure != null && withoutNewFailures(scope, failure, reported) != null) {
                // it brings nothing new, and is thrown with the leak
                scope.failures.takeBack(delivered -> true);
            }
            scope.failures.add(Failures.IN_BODY, "body", leak, scope.isCancelled());
            scope.cancelFor("its body left a scope open");
        }
        interrupted |= scope.endOfBody();
        if (interrupted && failure instanceof InterruptedException && carriesMore(failure) && scope.failures.any()) {
            scope.failures.add(Failures.IN_BODY, "body", failure, true);
        }
        Throwable outcome = scope.failures.deliver(scope);
        if (outcome == null && failure != null) {
            outcome = withoutNewFailures(scope, failure, reported);
        }
        if (!interrupted) {
            return outcome;
        }
        if (outcome == null) {
            return failure instanceof InterruptedException ? failure : scope.interruptedIn("the body");
        }
        Thread.currentThread().interrupt();
        return outcome;
    }

    /** Records what the body ended by, unless it is the effect of something else; true if that is an interrupt. */
    private boolean note(ScopeImpl scope, Throwable thrown, @Nullable Throwable reported) {
        if (FailedTaskException.isCoveredBy(scope, thrown)) {
            scope.cancelFor("its body needed a result that there is not: " + thrown.getMessage());
            return false;
        }
        boolean fromOutside = thrown instanceof InterruptedException && (!sent || scope.hasReported());
        if (fromOutside) {
            scope.cancelFor("its owner was interrupted");
            return true;
        }
        if (scope.isCancelled() && !scope.hasReported() && Cancellation.explains(thrown)) {
            return false;
        }
        if (reported != null) {
            if (isPart(thrown, reported)) {
                return false;
            }
            // what the body dropped of a report
            scope.failures.takeBack(Report.from(thrown)::misses);
        }
        scope.failures.add(Failures.IN_BODY, "body", thrown, scope.isCancelled());
        scope.cancelFor("its body failed");
        return false;
    }

    private static @Nullable Throwable withoutNewFailures(
            ScopeImpl scope, Throwable failure, @Nullable Throwable reported) {
        if (reported != null && (failure == reported || isPart(failure, reported))) {
            return failure;
        }
        if (FailedTaskException.isCoveredBy(scope, failure)) {
            return reported == null ? failure : reported;
        }
        return null;
    }

    /** Says whether a body lets only some of a report pass, having dealt with the others. */
    private static boolean isPart(Throwable thrown, Throwable reported) {
        return thrown instanceof ExceptionGroup part
                && reported instanceof ExceptionGroup whole
                && Report.from(whole).holdsAll(part);
    }

    private static boolean carriesMore(Throwable interrupt) {
        return !Cancellation.explains(interrupt);
    }
}
