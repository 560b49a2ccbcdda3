package dev.muster.scope;

import static dev.muster.scope.ScopeKit.awaitFirmly;
import static dev.muster.scope.ScopeKit.block;
import static dev.muster.scope.ScopeKit.group;
import static dev.muster.scope.ScopeKit.labels;
import static dev.muster.scope.ScopeKit.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.ScopeKit.Kind;
import dev.muster.scope.ScopeKit.OnAllThreads;
import dev.muster.scope.ScopeKit.Setup;
import dev.muster.scope.ScopeKit.UnderAllPolicies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The interrupts that a scope sends to its body, and those that come from outside, at each moment. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(ScopeKit.class)
class InterruptTest {
    private final IOException failure = new IOException("failure");

    @Nested
    class A_task_that_fails {
        @OnAllThreads
        void interrupts_a_body_that_is_blocked(Kind kind) {
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                Thread body = Thread.currentThread();
                scope.fork("a", () -> {
                    ScopeKit.untilBlocked(body);
                    throw failure;
                });
                block();
            }));
            assertThat(group.exceptions()).containsExactly(failure);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }

        @OnAllThreads
        void leaves_no_interrupt_where_the_body_was_not_blocked(Kind kind) {
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                scope.fork("a", () -> {
                    throw failure;
                });
                until(() -> Thread.currentThread().isInterrupted());
            }));
            assertThat(group.exceptions()).containsExactly(failure);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }

        @OnAllThreads
        void leaves_no_interrupt_where_the_body_wraps_it_and_asserts_it_again(Kind kind) {
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                scope.fork("a", () -> {
                    throw failure;
                });
                try {
                    block();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            }));
            assertThat(group.exceptions()).containsExactly(failure);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }

        @OnAllThreads
        void leaves_no_interrupt_where_the_body_joins(Kind kind) {
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                scope.fork("a", () -> {
                    throw failure;
                });
                until(() -> Thread.currentThread().isInterrupted());
                scope.join();
            }));
            assertThat(group.exceptions()).containsExactly(failure);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }

        @OnAllThreads
        void is_reported_with_what_the_interrupted_body_fails_with(Kind kind) {
            IllegalStateException cleanup = new IllegalStateException("cleanup");
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                scope.fork("a", () -> {
                    throw failure;
                });
                try {
                    block();
                } catch (InterruptedException e) {
                    throw cleanup;
                }
            }));
            assertThat(group.exceptions()).containsExactly(failure, cleanup);
            assertThat(group.remark(1)).contains("after the cancel");
        }

        @OnAllThreads
        void is_reported_where_the_body_swallows_the_interrupt(Kind kind) {
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                scope.fork("a", () -> {
                    throw failure;
                });
                ScopeKit.swallowInterrupt();
            }));
            assertThat(group.exceptions()).containsExactly(failure);
        }

        @OnAllThreads
        void does_not_interrupt_the_body_of_the_manual_form(Kind kind) {
            ExceptionGroup group = group(() -> {
                try (TaskScope scope = kind.config().open()) {
                    scope.fork("a", () -> {
                        throw failure;
                    });
                    until(scope::isCancelled);
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                    scope.join();
                }
            });
            assertThat(group.exceptions()).containsExactly(failure);
        }

        @OnAllThreads
        void never_interrupts_what_the_owner_does_after_the_scope(Kind kind) {
            for (int i = 0; i < 200; i++) {
                group(() -> kind.config().run(scope -> {
                    scope.fork("a", () -> {
                        throw failure;
                    });
                }));
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
        }
    }

    @Nested
    class An_interrupt_from_outside {
        @UnderAllPolicies
        void before_the_scope_is_opened_cancels_it(Setup setup) {
            List<Task<?>> tasks = new ArrayList<>();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> setup.run(scope -> {
                        tasks.add(scope.fork(ScopeKit::block));
                        scope.join();
                    }))
                    .isExactlyInstanceOf(InterruptedException.class)
                    .hasMessage("interrupted in the join of the scope; its tasks were cancelled");
            assertThat(tasks).allMatch(Task::isCancelled);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }

        @OnAllThreads
        void in_a_body_that_does_not_join_is_thrown(Kind kind) {
            List<Task<?>> tasks = new ArrayList<>();
            assertThatThrownBy(() -> kind.config().name("orders").run(scope -> {
                        tasks.add(scope.fork(ScopeKit::block));
                        Thread.currentThread().interrupt();
                    }))
                    .isExactlyInstanceOf(InterruptedException.class)
                    .hasMessage("interrupted in the body of scope \"orders\"; its tasks were cancelled");
            assertThat(tasks).allMatch(Task::isCancelled);
        }

        @OnAllThreads
        void of_an_empty_scope_is_thrown(Kind kind) {
            assertThatThrownBy(() ->
                            kind.config().run(scope -> Thread.currentThread().interrupt()))
                    .isExactlyInstanceOf(InterruptedException.class)
                    .hasMessage("interrupted in the body of the scope");
        }

        @OnAllThreads
        void of_a_blocked_body_leaves_as_the_same_exception(Kind kind) {
            List<Throwable> seen = new ArrayList<>();
            List<Task<?>> tasks = new ArrayList<>();
            Throwable thrown = catchThrowable(() -> kind.config().run(scope -> {
                tasks.add(scope.fork(ScopeKit::block));
                interruptWhenBlocked(Thread.currentThread());
                try {
                    block();
                } catch (InterruptedException e) {
                    seen.add(e);
                    throw e;
                }
            }));
            assertThat(thrown).isInstanceOf(InterruptedException.class).isSameAs(seen.get(0));
            assertThat(tasks).allMatch(Task::isCancelled);
        }

        @UnderAllPolicies
        void in_join_cancels_and_is_thrown(Setup setup) {
            List<Task<?>> tasks = new ArrayList<>();
            List<String> reasons = new ArrayList<>();
            assertThatThrownBy(() -> setup.run(scope -> {
                        tasks.add(scope.fork(ScopeKit::block));
                        interruptWhenBlocked(Thread.currentThread());
                        try {
                            scope.join();
                        } finally {
                            reasons.add(scope.cancelReason().orElse(null));
                        }
                    }))
                    .isExactlyInstanceOf(InterruptedException.class);
            assertThat(tasks).allMatch(Task::isCancelled);
            assertThat(reasons).containsExactly("its owner was interrupted");
        }

        @UnderAllPolicies
        void with_failures_leaves_the_thread_interrupted(Setup setup) {
            CountDownLatch ready = new CountDownLatch(1);
            ExceptionGroup group = setup.groupOf(scope -> {
                scope.fork("a", () -> {
                    ready.countDown();
                    ScopeKit.swallowInterrupt();
                    throw failure;
                });
                ready.await();
                interruptWhenBlocked(Thread.currentThread());
                scope.join();
            });
            assertThat(group.exceptions()).containsExactly(failure);
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        }

        @OnAllThreads
        void that_is_pending_when_a_task_fails_is_not_lost(Kind kind) {
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                Thread.currentThread().interrupt();
                Task<?> a = scope.fork("a", () -> {
                    throw failure;
                });
                until(scope::isCancelled);
                // the scope's own interrupt has come by the time that the task has ended
                until(() -> a.state() == Task.State.FAILED);
                block();
            }));
            assertThat(group.exceptions()).containsExactly(failure);
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        }

        @OnAllThreads
        void during_the_cancel_is_not_lost(Kind kind) {
            CountDownLatch cancelled = new CountDownLatch(1);
            CountDownLatch interrupted = new CountDownLatch(1);
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                Thread body = Thread.currentThread();
                CountDownLatch ready = new CountDownLatch(1);
                scope.fork("slow", () -> {
                    ready.countDown();
                    ScopeKit.swallowInterrupt();
                    cancelled.countDown();
                    awaitFirmly(interrupted);
                });
                ready.await();
                scope.fork("a", () -> {
                    throw failure;
                });
                Thread outside = ScopeKit.kept(new Thread(() -> {
                    awaitFirmly(cancelled);
                    ScopeKit.untilBlocked(body);
                    body.interrupt();
                    interrupted.countDown();
                }));
                outside.start();
                scope.join();
            }));
            assertThat(group.exceptions()).containsExactly(failure);
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        }

        @OnAllThreads
        void in_close_is_kept(Kind kind) throws Exception {
            CountDownLatch ready = new CountDownLatch(1);
            CountDownLatch cancelled = new CountDownLatch(1);
            CountDownLatch interrupted = new CountDownLatch(1);
            Thread owner = Thread.currentThread();
            try (TaskScope scope = kind.config().open()) {
                scope.fork("slow", () -> {
                    ready.countDown();
                    ScopeKit.swallowInterrupt();
                    cancelled.countDown();
                    awaitFirmly(interrupted);
                });
                ready.await();
                ScopeKit.kept(new Thread(() -> {
                            awaitFirmly(cancelled);
                            ScopeKit.untilBlocked(owner);
                            owner.interrupt();
                            interrupted.countDown();
                        }))
                        .start();
            }
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        }

        @OnAllThreads
        void after_join_stays_pending(Kind kind) throws Exception {
            kind.config().run(scope -> {
                scope.fork(() -> 1);
                scope.join();
                Thread.currentThread().interrupt();
            });
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        }

        @OnAllThreads
        void that_the_body_turns_into_a_failure_is_one(Kind kind) {
            IllegalStateException turned = new IllegalStateException("turned");
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                interruptWhenBlocked(Thread.currentThread());
                try {
                    block();
                } catch (InterruptedException e) {
                    throw turned;
                }
            }));
            assertThat(group.exceptions()).containsExactly(turned);
        }

        @OnAllThreads
        void keeps_what_the_body_cleanup_failed_with_beside_the_failures(Kind kind) {
            IllegalStateException cleanup = new IllegalStateException("cleanup");
            ExceptionGroup group =
                    group(() -> kind.config().policy(Policy.collectAll()).run(scope -> {
                        Task<?> a = scope.fork("a", () -> {
                            throw failure;
                        });
                        until(() -> a.state() == Task.State.FAILED);
                        interruptWhenBlocked(Thread.currentThread());
                        try (AutoCloseable resource = () -> {
                            throw cleanup;
                        }) {
                            assertThat(resource).isNotNull();
                            block();
                        }
                    }));
            assertThat(labels(group)).containsExactly("a", "body");
            assertThat(group.exceptions().get(1).getSuppressed()).containsExactly(cleanup);
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        }

        @OnAllThreads
        void keeps_what_the_body_cleanup_failed_with_alone(Kind kind) {
            IllegalStateException cleanup = new IllegalStateException("cleanup");
            Throwable thrown = catchThrowable(() -> kind.config().run(scope -> {
                interruptWhenBlocked(Thread.currentThread());
                try (AutoCloseable resource = () -> {
                    throw cleanup;
                }) {
                    assertThat(resource).isNotNull();
                    block();
                }
            }));
            assertThat(thrown).isInstanceOf(InterruptedException.class);
            assertThat(thrown.getSuppressed()).containsExactly(cleanup);
        }

        @OnAllThreads
        void of_a_tasks_thread_by_others_is_a_failure_of_the_task(Kind kind) {
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                CountDownLatch ready = new CountDownLatch(1);
                Thread[] thread = new Thread[1];
                scope.fork("a", () -> {
                    thread[0] = Thread.currentThread();
                    ready.countDown();
                    block();
                });
                ready.await();
                thread[0].interrupt();
                scope.join();
            }));
            assertThat(group.exceptions()).singleElement().isInstanceOf(InterruptedException.class);
        }
    }

    private static void interruptWhenBlocked(Thread thread) {
        ScopeKit.kept(new Thread(() -> {
                    ScopeKit.untilBlocked(thread);
                    thread.interrupt();
                }))
                .start();
    }
}
