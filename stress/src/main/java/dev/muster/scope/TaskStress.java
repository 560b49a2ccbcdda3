package dev.muster.scope;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.CancellationException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** One task: what others see of its end, and what a cancel does to it. */
public class TaskStress {

    /** A task in a scope that is never joined. */
    private static class OneTask {
        final ByHand threads = new ByHand();
        final ScopeImpl scope;

        OneTask() {
            scope = ScopeImpl.open(threads.config().policy(Policy.collectAll()), null);
            // the thread makes many
            Place.innermost(null, null);
            OpenScopes.remove(scope);
        }
    }

    private static final class Box {
        int plain;

        Box(int plain) {
            this.plain = plain;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "not ended yet")
    @Outcome(id = "1, 42", expect = ACCEPTABLE, desc = "ended, and all of the result is there")
    @Outcome(expect = FORBIDDEN, desc = "a result in part")
    public static class ResultIsPublished extends OneTask {
        private final Task<Box> task = scope.fork(() -> new Box(42));

        @Actor
        public void runs() {
            threads.run(0);
        }

        @Actor
        public void reads(II_Result r) {
            if (task.state() == Task.State.SUCCEEDED) {
                r.r1 = 1;
                r.r2 = task.result().plain;
            }
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "false, false, false", expect = ACCEPTABLE, desc = "not ended yet")
    @Outcome(id = "false, false, true", expect = ACCEPTABLE, desc = "recorded, and about to be told")
    @Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "ended")
    @Outcome(expect = FORBIDDEN, desc = "a failure that is seen before it is recorded")
    public static class FailureIsRecordedBeforeItIsSeen extends OneTask {
        private final Task<Object> task = scope.fork(() -> {
            throw new IllegalStateException();
        });

        @Actor
        public void runs() {
            threads.run(0);
        }

        @Actor
        public void reads(ZZZ_Result r) {
            r.r1 = task.state() == Task.State.FAILED;
            r.r2 = r.r1 && task.exception().isPresent();
            r.r3 = scope.failures.any();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "done before the cancel")
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "cancelled")
    @Outcome(expect = FORBIDDEN, desc = "an interrupt that outlives the task, or an end that is none")
    public static class CancelAgainstComplete extends OneTask {
        private final Task<Integer> task = scope.fork(() -> {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException();
            }
            return 1;
        });

        @Actor
        public void runs(ZZ_Result r) {
            threads.run(0);
            // no interrupt may come later than this
            for (int i = 0; i < 10; i++) {
                Thread.onSpinWait();
            }
            r.r2 = Thread.interrupted();
        }

        @Actor
        public void cancels() {
            task.cancel();
        }

        @Arbiter
        public void reads(ZZ_Result r) {
            r.r1 = task.state() == Task.State.SUCCEEDED;
            if (!r.r1 && !task.isCancelled()) {
                throw new IllegalStateException("the task is " + task.state());
            }
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "asked in time")
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "asked too late")
    @Outcome(expect = FORBIDDEN, desc = "asked and not interrupted, or interrupted after the end")
    public static class InterruptOnlyWhileItLasts {
        private final Interruptible stretch = new Interruptible() {};
        private volatile boolean began;

        @Actor
        public void lasts(ZZ_Result r) {
            stretch.begin();
            began = true;
            Thread.onSpinWait();
            r.r1 = stretch.end();
            for (int i = 0; i < 10; i++) {
                Thread.onSpinWait();
            }
            r.r2 = Thread.interrupted();
        }

        @Actor
        public void interrupts() {
            while (!began) {
                Thread.onSpinWait();
            }
            stretch.interrupt();
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one end")
    @Outcome(expect = FORBIDDEN, desc = "two ends, or none")
    public static class EndsOnce extends OneTask {
        private final ForkedTask<?> task = (ForkedTask<?>) scope.fork(() -> 1);

        @Actor
        public void succeeds(ZZ_Result r) {
            r.r1 = scope.ended(task, 1);
        }

        @Actor
        public void fails(ZZ_Result r) {
            r.r2 = scope.ended(task, new ForkedTask.Failed(new IllegalStateException()));
        }

        @Arbiter
        public void reads(ZZ_Result r) {
            boolean isFailed = task.state() == Task.State.FAILED;
            if (isFailed != r.r2 || isFailed != scope.failures.any()) {
                throw new IllegalStateException(task.state() + " " + r);
            }
        }
    }
}
