package dev.muster.scope;

import dev.muster.scope.TaskScope.Body;
import dev.muster.scope.TaskScope.VoidBody;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** One run of a body in a scope of its own: the stretch of code that the scope may interrupt. */
final class BodyRun extends Interruptible {

    // written by the interrupting thread; read after end()
    private boolean sent;

    private @Nullable Throwable failure;
    private boolean isCutOff;

    private BodyRun() {}

    @SuppressWarnings("NullAway") // null only where T allows it: a body that has no value throws or is cut off
    static <T extends @Nullable Object> T call(ScopeConfig config, Body<T> body) throws InterruptedException {
        BodyRun run = new BodyRun();
        T value = run.within(config, body);
        if (run.isCutOff) {
            throw new CancellationException("the body of scope \"" + config.name()
                    + "\" was cut off by a cancel before it had a value: use run where none is needed");
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
        ScopeImpl scope = ScopeImpl.open(config, this);
        T value = null;
        try {
            begin();
            value = body.call(scope);
        } catch (Throwable thrown) {
            failure = thrown;
        }
        endBody();
        Throwable outcome = scope.endBody(failure);
        if (outcome != null) {
            ScopeImpl.<InterruptedException>rethrow(outcome);
        }
        isCutOff = failure != null;
        return value;
    }

    /** Ends the stretch in which the scope may interrupt, and takes back an interrupt that nobody saw. */
    void endBody() {
        boolean interrupted = end();
        if (interrupted && sent && !(failure instanceof InterruptedException)) {
            Thread.interrupted();
        }
        sent = false;
    }

    @Override
    void send(Thread running) {
        // one that is pending already comes from outside, does what ours would, and must stay
        if (running != Thread.currentThread() && !running.isInterrupted()) {
            sent = true;
            running.interrupt();
        }
    }
}
