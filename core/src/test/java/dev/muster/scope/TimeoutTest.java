package dev.muster.scope;

import static dev.muster.scope.ScopeKit.awaitFirmly;
import static dev.muster.scope.ScopeKit.block;
import static dev.muster.scope.ScopeKit.group;
import static dev.muster.scope.ScopeKit.labels;
import static dev.muster.scope.ScopeKit.remarks;
import static dev.muster.scope.ScopeKit.swallowInterrupt;
import static dev.muster.scope.ScopeKit.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.ScopeKit.Kind;
import dev.muster.scope.ScopeKit.OnAllThreads;
import dev.muster.scope.ScopeKit.Setup;
import dev.muster.scope.ScopeKit.UnderAllPolicies;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the end of its time does to a scope. Time is the test's own, except where the real clock is the point. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(ScopeKit.class)
class TimeoutTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final IOException failure = new IOException("failure");
    private final Hand hand = new Hand();

    /** A clock whose alarms ring when the test says so. */
    private static final class Hand implements ScopeClock {
        private final Queue<Runnable> alarms = new ConcurrentLinkedQueue<>();

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Runnable after(Duration delay, Runnable action) {
            alarms.add(action);
            return () -> alarms.remove(action);
        }

        /** Rings the alarm that was set first, on another thread. */
        void ring() {
            Runnable alarm = alarms.poll();
            assertThat(alarm).as("an alarm that is set").isNotNull();
            ScopeKit.kept(new Thread(alarm)).start();
        }

        boolean isSet() {
            return !alarms.isEmpty();
        }

        Seams seams() {
            return Seams.none().clock(this);
        }
    }

    private ExceptionGroup groupOf(Setup setup, ScopeConfig config, ScopeKit.Body body) {
        return group(() -> hand.seams().call(() -> {
            setup.run(config, body);
            return null;
        }));
    }

    @Nested
    class At_the_end_of_its_time {
        @UnderAllPolicies
        void a_scope_cancels_and_reports_what_did_not_end(Setup setup) {
            List<Task<?>> tasks = new ArrayList<>();
            CountDownLatch ready = new CountDownLatch(2);
            ExceptionGroup group = groupOf(setup, setup.config().timeout(SECOND).name("orders"), scope -> {
                tasks.add(scope.fork("done", () -> 1));
                until(() -> tasks.get(0).state() == Task.State.SUCCEEDED);
                for (String name : List.of("a", "b")) {
                    tasks.add(scope.fork(name, () -> {
                        ready.countDown();
                        return block();
                    }));
                }
                ready.await();
                hand.ring();
                scope.join();
            });
            assertThat(labels(group)).containsExactly("timeout");
            assertThat(group.message()).isEqualTo("scope \"orders\" failed in its timeout");
            assertThat(group.exceptions().get(0))
                    .isInstanceOf(TimeoutException.class)
                    .isInstanceOf(ScopeTimeoutException.class)
                    .hasMessage("scope \"orders\" did not end within PT1S; still running: \"a\", \"b\"");
            ScopeTimeoutException timeout =
                    (ScopeTimeoutException) group.exceptions().get(0);
            assertThat(timeout.unfinished()).containsExactly("a", "b");
            assertThat(tasks.get(1).isCancelled()).isTrue();
            assertThat(tasks.get(2).isCancelled()).isTrue();
        }

        @OnAllThreads
        void the_stacks_of_the_unfinished_tasks_are_shown(Kind kind) {
            CountDownLatch open = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            ExceptionGroup group = group(() -> hand.seams().call(() -> {
                kind.config().timeout(SECOND).run(scope -> {
                    scope.fork("stuck", () -> {
                        threads.add(Thread.currentThread());
                        open.countDown();
                        return block();
                    });
                    open.await();
                    ScopeKit.untilBlocked(threads.get(0));
                    hand.ring();
                });
                return null;
            }));
            assertThat(group.exceptions().get(0).getSuppressed())
                    .singleElement()
                    .satisfies(stack -> {
                        assertThat(stack).hasMessage("task \"stuck\" was here");
                        assertThat(stack.getStackTrace())
                                .anyMatch(frame -> frame.getMethodName().equals("block"));
                    });
        }

        @OnAllThreads
        void a_blocked_body_is_interrupted(Kind kind) {
            ExceptionGroup group =
                    group(() -> kind.config().timeout(Duration.ofMillis(5)).run(scope -> block()));
            assertThat(group.exceptions())
                    .singleElement()
                    .satisfies(timeout -> assertThat(timeout)
                            .hasMessage("the scope did not end within PT0.005S; its body was still running"));
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }

        @UnderAllPolicies
        void earlier_failures_stay(Setup setup) {
            ExceptionGroup group =
                    groupOf(setup, setup.config().policy(Policy.collectAll()).timeout(SECOND), scope -> {
                        Task<?> a = scope.fork("a", () -> {
                            throw failure;
                        });
                        until(() -> a.state() == Task.State.FAILED);
                        scope.fork("b", ScopeKit::block);
                        hand.ring();
                        scope.join();
                    });
            assertThat(labels(group)).containsExactly("a", "timeout");
            assertThat(group.message()).isEqualTo("the scope failed in 1 of 2 tasks and its timeout");
            assertThat(group.firstFailure()).containsSame(failure);
        }

        @UnderAllPolicies
        void what_a_cleanup_fails_with_is_beside_it(Setup setup) {
            CountDownLatch ready = new CountDownLatch(1);
            ExceptionGroup group = groupOf(setup, setup.config().timeout(SECOND), scope -> {
                scope.fork("a", () -> {
                    ready.countDown();
                    swallowInterrupt();
                    throw failure;
                });
                ready.await();
                hand.ring();
                scope.join();
            });
            assertThat(labels(group)).containsExactly("a", "timeout");
            assertThat(remarks(group)).containsExactly("after the cancel", null);
            assertThat(group.firstFailure()).get().isInstanceOf(ScopeTimeoutException.class);
        }

        @UnderAllPolicies
        void it_is_reported_though_the_task_swallows_the_cancel(Setup setup) {
            CountDownLatch ready = new CountDownLatch(1);
            List<Task<Integer>> tasks = new ArrayList<>();
            ExceptionGroup group = groupOf(setup, setup.config().timeout(SECOND), scope -> {
                tasks.add(scope.fork("a", () -> {
                    ready.countDown();
                    swallowInterrupt();
                    return 1;
                }));
                ready.await();
                hand.ring();
                scope.join();
            });
            assertThat(tasks.get(0).result()).isEqualTo(1);
            assertThat(labels(group)).containsExactly("timeout");
        }

        @OnAllThreads
        void it_is_reported_though_the_body_swallows_the_cancel(Kind kind) {
            ExceptionGroup group =
                    group(() -> kind.config().timeout(Duration.ofMillis(5)).run(scope -> swallowInterrupt()));
            assertThat(labels(group)).containsExactly("timeout");
        }

        @UnderAllPolicies
        void after_a_cancel_it_is_reported_as_late(Setup setup) {
            CountDownLatch cancelled = new CountDownLatch(1);
            CountDownLatch rung = new CountDownLatch(1);
            CountDownLatch ready = new CountDownLatch(1);
            ExceptionGroup group = groupOf(setup, setup.config().timeout(SECOND), scope -> {
                scope.fork("slow", () -> {
                    ready.countDown();
                    swallowInterrupt();
                    cancelled.countDown();
                    awaitFirmly(rung);
                });
                ready.await();
                scope.cancel("enough");
                cancelled.await();
                Runnable alarm = hand.alarms.poll();
                alarm.run();
                rung.countDown();
                scope.join();
            });
            assertThat(labels(group)).containsExactly("timeout");
            assertThat(remarks(group)).containsExactly("after the cancel");
        }

        @OnAllThreads
        void waiting_tasks_are_unfinished_too(Kind kind) {
            ExceptionGroup group = group(() -> hand.seams().call(() -> {
                kind.config().timeout(SECOND).maxConcurrency(1).run(scope -> {
                    CountDownLatch ready = new CountDownLatch(1);
                    scope.fork("runs", () -> {
                        ready.countDown();
                        return block();
                    });
                    ready.await();
                    scope.fork("waits", () -> 1);
                    hand.ring();
                });
                return null;
            }));
            assertThat(group.exceptions().get(0))
                    .hasMessage("the scope did not end within PT1S; still running: \"runs\", \"waits\"");
        }

        @OnAllThreads
        void twenty_tasks_are_named_and_the_others_counted(Kind kind) {
            ExceptionGroup group = group(() -> hand.seams().call(() -> {
                kind.config().timeout(SECOND).maxConcurrency(1).run(scope -> {
                    for (int i = 1; i <= 23; i++) {
                        scope.fork("no. " + i, ScopeKit::block);
                    }
                    hand.ring();
                });
                return null;
            }));
            assertThat(group.exceptions().get(0)).isInstanceOfSatisfying(ScopeTimeoutException.class, late -> {
                assertThat(late).hasMessageEndingWith(", \"no. 19\", \"no. 20\" and 3 more");
                assertThat(late.unfinished()).hasSize(23);
            });
        }

        @OnAllThreads
        void twenty_tasks_are_all_named(Kind kind) {
            ExceptionGroup group = group(() -> hand.seams().call(() -> {
                kind.config().timeout(SECOND).maxConcurrency(1).run(scope -> {
                    for (int i = 1; i <= 20; i++) {
                        scope.fork("no. " + i, ScopeKit::block);
                    }
                    hand.ring();
                });
                return null;
            }));
            assertThat(group.exceptions().get(0)).hasMessageEndingWith(", \"no. 19\", \"no. 20\"");
        }
    }

    @Nested
    class A_scope_that_ends_in_time {
        @UnderAllPolicies
        void calls_its_alarm_off(Setup setup) throws Exception {
            hand.seams().call(() -> {
                setup.run(setup.config().timeout(SECOND), scope -> {
                    scope.fork(() -> 1);
                    assertThat(hand.isSet()).isTrue();
                    scope.join();
                    assertThat(hand.isSet()).isFalse();
                    assertThat(scope.isCancelled()).isFalse();
                });
                return null;
            });
            assertThat(hand.isSet()).isFalse();
        }

        @UnderAllPolicies
        void calls_the_alarm_of_its_patience_off_too(Setup setup) throws Exception {
            hand.seams().abandonAfter(SECOND).call(() -> {
                setup.run(scope -> {
                    scope.fork(ScopeKit::block);
                    scope.cancel("enough");
                    assertThat(hand.isSet()).isTrue();
                    scope.join();
                    assertThat(hand.isSet()).isFalse();
                });
                return null;
            });
        }

        @OnAllThreads
        void is_not_changed_by_an_alarm_that_rings_too_late(Kind kind) throws Exception {
            hand.seams().call(() -> {
                kind.config().timeout(SECOND).run(scope -> {
                    Runnable alarm = hand.alarms.peek();
                    scope.fork(() -> 1);
                    scope.join();
                    Thread late = ScopeKit.kept(new Thread(alarm));
                    late.start();
                    late.join();
                    assertThat(scope.isCancelled()).isFalse();
                });
                return null;
            });
        }

        @OnAllThreads
        void waits_for_an_alarm_that_rings_while_the_last_task_ends(Kind kind) {
            CountDownLatch collecting = new CountDownLatch(1);
            CountDownLatch ended = new CountDownLatch(1);
            // the report of the timeout asks for the stack: a thread that is slow to tell holds it there
            class Slow extends Thread {
                Slow(Runnable work) {
                    super(work);
                }

                @Override
                public StackTraceElement[] getStackTrace() {
                    collecting.countDown();
                    awaitFirmly(ended);
                    return super.getStackTrace();
                }
            }
            ExceptionGroup group = group(() -> hand.seams().call(() -> {
                kind.config().timeout(SECOND).threadFactory(Slow::new).run(scope -> {
                    Thread owner = Thread.currentThread();
                    CountDownLatch runs = new CountDownLatch(1);
                    Task<Integer> a = scope.fork("a", () -> {
                        runs.countDown();
                        awaitFirmly(collecting);
                        return 1;
                    });
                    runs.await();
                    hand.ring();
                    ScopeKit.kept(new Thread(() -> {
                                until(() -> a.state() == Task.State.SUCCEEDED);
                                ScopeKit.untilBlocked(owner);
                                ended.countDown();
                            }))
                            .start();
                    scope.join();
                });
                return null;
            }));
            assertThat(labels(group)).containsExactly("timeout");
        }

        @OnAllThreads
        void reports_the_timeout_though_a_stack_cannot_be_told(Kind kind) {
            class Silent extends Thread {
                Silent(Runnable work) {
                    super(work);
                }

                @Override
                public StackTraceElement[] getStackTrace() {
                    throw new SecurityException("no");
                }
            }
            CountDownLatch ready = new CountDownLatch(1);
            ExceptionGroup group = group(() -> hand.seams().call(() -> {
                kind.config().timeout(SECOND).threadFactory(Silent::new).run(scope -> {
                    scope.fork("a", () -> {
                        ready.countDown();
                        return block();
                    });
                    ready.await();
                    hand.ring();
                });
                return null;
            }));
            assertThat(labels(group)).containsExactly("timeout");
        }
    }

    @Nested
    class Nested_scopes {
        @OnAllThreads
        void end_with_the_time_of_the_outer_one(Kind kind) {
            List<String> reasons = new ArrayList<>();
            List<Task<?>> tasks = new ArrayList<>();
            CountDownLatch ready = new CountDownLatch(1);
            ExceptionGroup group = group(() -> hand.seams().call(() -> {
                kind.config().name("outer").timeout(SECOND).run(outer -> {
                    outer.fork(
                            "outer task",
                            () -> kind.config().timeout(Duration.ofHours(1)).run(inner -> {
                                tasks.add(inner.fork("inner task", () -> {
                                    ready.countDown();
                                    return block();
                                }));
                                try {
                                    inner.join();
                                } finally {
                                    reasons.add(inner.cancelReason().orElse(null));
                                }
                            }));
                    ready.await();
                    hand.ring();
                    outer.join();
                });
                return null;
            }));
            assertThat(labels(group)).containsExactly("timeout");
            assertThat(tasks).allMatch(Task::isCancelled);
            assertThat(reasons).containsExactly("scope \"outer\" was cancelled: it did not end within PT1S");
        }

        @OnAllThreads
        void report_their_own_timeout_as_a_group_of_their_own(Kind kind) {
            ExceptionGroup group =
                    group(() -> kind.config().timeout(Duration.ofHours(1)).run(outer -> {
                        outer.fork(
                                "outer task",
                                () -> kind.config()
                                        .timeout(Duration.ofMillis(5))
                                        .run(inner -> inner.fork("inner task", ScopeKit::block)));
                        outer.join();
                    }));
            assertThat(labels(group)).containsExactly("outer task");
            assertThat(group.leaves()).singleElement().isInstanceOf(ScopeTimeoutException.class);
        }

        @OnAllThreads
        void opened_after_the_outer_time_are_cancelled_from_the_start(Kind kind) {
            List<Task<?>> tasks = new ArrayList<>();
            List<String> reasons = new ArrayList<>();
            CountDownLatch runs = new CountDownLatch(1);
            ExceptionGroup group = group(() -> kind.config()
                    .name("outer")
                    .timeout(Duration.ofMillis(200))
                    .run(outer -> {
                        outer.fork("late", () -> {
                            runs.countDown();
                            swallowInterrupt();
                            kind.config().run(inner -> {
                                tasks.add(inner.fork(ScopeKit::block));
                                reasons.add(inner.cancelReason().orElse(null));
                            });
                        });
                        outer.join();
                    }));
            assertThat(labels(group)).containsExactly("timeout");
            assertThat(tasks).allMatch(Task::isCancelled);
            assertThat(reasons).containsExactly("scope \"outer\" was cancelled: it did not end within PT0.2S");
        }
    }

    @Nested
    class A_time_that_is_over_at_once {
        @OnAllThreads
        void still_interrupts_a_blocked_body(Kind kind) {
            for (int i = 0; i < 300; i++) {
                ExceptionGroup group =
                        group(() -> kind.config().timeout(Duration.ofNanos(1)).run(scope -> block()));
                assertThat(labels(group)).containsExactly("timeout");
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
        }

        @UnderAllPolicies
        void leaves_each_fork_cancelled_or_reported(Setup setup) {
            for (int i = 0; i < 50; i++) {
                ExceptionGroup group = setup.groupOf(setup.config().timeout(Duration.ofNanos(1)), scope -> {
                    scope.fork(ScopeKit::block);
                    scope.join();
                });
                assertThat(labels(group)).containsExactly("timeout");
            }
        }

        @OnAllThreads
        void may_be_centuries_away(Kind kind) throws Exception {
            kind.config().timeout(Duration.ofSeconds(Long.MAX_VALUE)).run(scope -> {
                scope.fork(() -> 1);
                scope.join();
            });
        }
    }
}
