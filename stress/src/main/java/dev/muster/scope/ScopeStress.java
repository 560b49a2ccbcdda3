package dev.muster.scope;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.muster.group.ExceptionGroup;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A whole scope, opened and ended by one thread while others meet it. */
public class ScopeStress {

    private static class Opened {
        final ByHand threads = new ByHand();

        // the scope, for the other actors, once it is what they wait for
        volatile TaskScope shared;

        static void join(TaskScope scope) {
            try {
                scope.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts", e);
            }
        }

        TaskScope awaitShared() {
            TaskScope scope;
            do {
                scope = shared;
                Thread.onSpinWait();
            } while (scope == null);
            return scope;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "the cancel finds the task, or the fork finds the cancel")
    @Outcome(expect = FORBIDDEN, desc = "a task that nobody asks to stop")
    public static class ForkAgainstCancel extends Opened {
        private ForkedTask<?> task;

        @Actor
        public void forks() {
            TaskScope scope = threads.config().open();
            Place.innermost(null, null);
            OpenScopes.remove((ScopeImpl) scope);
            shared = scope;
            task = (ForkedTask<?>) scope.fork(() -> 1);
        }

        @Actor
        public void cancels() {
            awaitShared().cancel("now");
        }

        @Arbiter
        public void reads(ZZ_Result r) {
            r.r1 = task.isAskedToStop() || task.isCancelled();
            r.r2 = shared.isCancelled();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "forked")
    @Outcome(expect = FORBIDDEN, desc = "a task that was refused while its scope waits for it")
    public static class ForkByTaskAgainstJoin extends Opened {

        @Actor
        public void joins() {
            try (TaskScope scope = threads.config().open()) {
                scope.fork(() -> {
                    Task<Integer> forked = scope.fork(() -> 1);
                    threads.run(1);
                    return forked;
                });
                shared = scope;
                join(scope);
            }
        }

        @Actor
        public void runs(I_Result r) {
            awaitShared();
            threads.run(0);
            r.r1 = 1;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "joined and read")
    @Outcome(expect = FORBIDDEN, desc = "a join that came too early")
    public static class JoinAgainstEnd extends Opened {
        private int plain;

        @Actor
        public void joins(II_Result r) {
            try (TaskScope scope = threads.config().open()) {
                Task<Integer> task = scope.fork(() -> {
                    plain = 1;
                    return 1;
                });
                shared = scope;
                join(scope);
                r.r1 = task.result();
                r.r2 = plain;
            }
        }

        @Actor
        public void runs() {
            awaitShared();
            threads.run(0);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "both failures")
    @Outcome(expect = FORBIDDEN, desc = "a failure was lost")
    public static class TwoFailuresAtOnce extends Opened {

        @Actor
        public void first(L_Result r) {
            try (TaskScope scope = threads.config().policy(Policy.collectAll()).open()) {
                for (int i = 0; i < 2; i++) {
                    scope.fork(() -> {
                        throw new IllegalStateException();
                    });
                }
                shared = scope;
                threads.run(0);
                join(scope);
            } catch (ExceptionGroup group) {
                r.r1 = group.exceptions().size();
            }
        }

        @Actor
        public void second() {
            awaitShared();
            threads.run(1);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "true, false, true", expect = ACCEPTABLE, desc = "cancelled before the end")
    @Outcome(id = "false, false, false", expect = ACCEPTABLE, desc = "cancelled too late, which does nothing")
    @Outcome(expect = FORBIDDEN, desc = "a cancel after the end, or an interrupt that is left")
    public static class CancelAgainstClose extends Opened {

        @Actor
        public void closes(ZZZ_Result r) {
            try {
                threads.config().run(scope -> {
                    scope.fork(() -> 1);
                    shared = scope;
                    threads.run(0);
                    scope.join();
                    r.r1 = scope.isCancelled();
                });
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts", e);
            }
            for (int i = 0; i < 10; i++) {
                Thread.onSpinWait();
            }
            r.r2 = Thread.interrupted();
        }

        @Actor
        public void cancels() {
            awaitShared().cancel("now");
        }

        @Arbiter
        public void reads(ZZZ_Result r) {
            r.r3 = shared.isCancelled();
        }
    }
}
