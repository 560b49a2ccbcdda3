package dev.muster.scope;

import dev.muster.group.ExceptionGroup;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * The life of a scope, one interleaving at a time: Lincheck switches threads at each shared access and finds what hangs.
 */
class ScopeLincheck {
    private static final int INVOCATIONS = Integer.getInteger("stress.invocations", 2000);

    /** One run of a scope with threads of its own, all of which end. */
    private abstract static class Scenario implements Runnable {
        private final List<Thread> threads = new CopyOnWriteArrayList<>();

        private Thread thread(Runnable work) {
            Thread thread = new Thread(work);
            threads.add(thread);
            return thread;
        }

        ScopeConfig config() {
            return ScopeConfig.defaults().threadFactory(this::thread);
        }

        void start(Runnable work) {
            thread(work).start();
        }

        abstract void live() throws Exception;

        @Override
        public void run() {
            threads.clear();
            try {
                live();
                for (Thread thread : threads) {
                    thread.join();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void explore(Scenario scenario) {
        Lincheck.runConcurrentTest(INVOCATIONS, scenario);
    }

    private static Void block() throws InterruptedException {
        new CountDownLatch(1).await();
        return null;
    }

    @Test
    void all_failures_are_reported() {
        explore(new Scenario() {
            @Override
            void live() throws Exception {
                try {
                    config().policy(Policy.collectAll()).run(scope -> {
                        scope.fork("a", () -> {
                            throw new IllegalStateException("a");
                        });
                        scope.fork("b", () -> {
                            throw new IllegalStateException("b");
                        });
                        scope.join();
                    });
                    throw new AssertionError("the failures were lost");
                } catch (ExceptionGroup group) {
                    check(group.exceptions().size() == 2, "a failure was lost");
                }
            }
        });
    }

    @Test
    void a_failure_stops_a_sibling_that_blocks() {
        explore(new Scenario() {
            @Override
            void live() throws Exception {
                try (TaskScope scope = config().open()) {
                    scope.fork("failing", () -> {
                        throw new IllegalStateException("failing");
                    });
                    Task<?> blocked = scope.fork("blocked", () -> block());
                    try {
                        scope.join();
                        throw new AssertionError("the failure was lost");
                    } catch (ExceptionGroup group) {
                        check(group.exceptions().size() == 1, "an interrupt was reported");
                    }
                    check(blocked.isCancelled(), "not cancelled");
                }
            }
        });
    }

    @Test
    void a_failure_stops_a_body_that_blocks() {
        explore(new Scenario() {
            @Override
            void live() throws Exception {
                try {
                    config().run(scope -> {
                        scope.fork("failing", () -> {
                            throw new IllegalStateException("failing");
                        });
                        block();
                    });
                    throw new AssertionError("the failure was lost");
                } catch (ExceptionGroup group) {
                    check(group.exceptions().size() == 1, "an interrupt was reported");
                }
                check(!Thread.interrupted(), "an interrupt is left");
            }
        });
    }

    @Test
    void a_cancel_from_outside_stops_what_is_forked_meanwhile() {
        explore(new Scenario() {
            @Override
            void live() throws Exception {
                try (TaskScope scope = config().open()) {
                    start(() -> scope.cancel("now"));
                    Task<?> blocked = scope.fork("blocked", () -> block());
                    scope.join();
                    check(blocked.isCancelled(), "not cancelled");
                }
            }
        });
    }

    @Test
    void a_task_forks_while_the_owner_joins() {
        explore(new Scenario() {
            @Override
            void live() throws Exception {
                try (TaskScope scope = config().open()) {
                    Task<Task<Integer>> outer = scope.fork("outer", () -> scope.fork("inner", () -> 1));
                    scope.join();
                    check(outer.result().result() == 1, "no result");
                }
            }
        });
    }

    @Test
    void tasks_that_wait_for_a_place_all_end() {
        explore(new Scenario() {
            @Override
            void live() throws Exception {
                try (TaskScope scope = config().maxConcurrency(1).open()) {
                    start(() -> scope.cancel("now"));
                    Task<?> first = scope.fork("first", () -> 1);
                    Task<?> second = scope.fork("second", () -> 2);
                    scope.join();
                    check(first.state() != Task.State.RUNNING && second.state() != Task.State.RUNNING, "still running");
                }
            }
        });
    }

    @Test
    void a_close_without_join_ends_the_tasks() {
        explore(new Scenario() {
            @Override
            void live() {
                Task<?> blocked;
                try (TaskScope scope = config().open()) {
                    blocked = scope.fork("blocked", () -> block());
                }
                check(blocked.isCancelled(), "not cancelled");
                check(!Thread.interrupted(), "an interrupt is left");
            }
        });
    }

    @Test
    void a_task_is_cancelled_or_done_and_keeps_its_interrupt() {
        explore(new Scenario() {
            @Override
            void live() throws Exception {
                try (TaskScope scope = config().open()) {
                    Task<Integer> task = scope.fork("task", () -> 1);
                    start(task::cancel);
                    scope.join();
                    check(task.isCancelled() || task.result() == 1, "neither");
                }
            }
        });
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
