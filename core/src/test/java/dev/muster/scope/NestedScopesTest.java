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
import dev.muster.scope.ScopeKit.InAllForms;
import dev.muster.scope.ScopeKit.Kind;
import dev.muster.scope.ScopeKit.OnAllThreads;
import dev.muster.scope.ScopeKit.Setup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Scopes inside scopes: on the same thread, and in tasks. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(ScopeKit.class)
class NestedScopesTest {
    private final IOException failure = new IOException("failure");
    private final IllegalStateException other = new IllegalStateException("other");

    @Nested
    class On_the_same_thread {
        @InAllForms
        void a_failure_of_the_inner_one_is_a_group_in_the_outer_one(Setup setup) {
            List<Task<?>> tasks = new ArrayList<>();
            Throwable thrown = catchThrowable(() -> setup.run(outer -> {
                tasks.add(outer.fork("outer task", ScopeKit::block));
                setup.run(inner -> {
                    inner.fork("inner task", () -> {
                        throw failure;
                    });
                    inner.join();
                });
            }));
            assertThat(thrown).isInstanceOf(ExceptionGroup.class);
            ExceptionGroup group = (ExceptionGroup) thrown;
            assertThat(group.leaves()).containsExactly(failure);
            assertThat(labels(group)).containsExactly(setup.isLambda() ? "body" : "inner task");
            assertThat(tasks).allMatch(Task::isCancelled);
        }

        @OnAllThreads
        void a_failure_of_the_outer_one_stops_the_inner_one(Kind kind) {
            List<Task<?>> tasks = new ArrayList<>();
            List<String> reasons = new ArrayList<>();
            CountDownLatch ready = new CountDownLatch(1);
            ExceptionGroup group = group(() -> kind.config().name("outer").run(outer -> {
                outer.fork("outer task", () -> {
                    awaitFirmly(ready);
                    throw failure;
                });
                kind.config().run(inner -> {
                    tasks.add(inner.fork("inner task", ScopeKit::block));
                    ready.countDown();
                    try {
                        inner.join();
                    } finally {
                        reasons.add(inner.cancelReason().orElse(null));
                    }
                });
            }));
            assertThat(group.exceptions()).containsExactly(failure);
            assertThat(tasks).allMatch(Task::isCancelled);
            assertThat(reasons).containsExactly("scope \"outer\" was cancelled: task \"outer task\" failed");
        }

        @OnAllThreads
        void failures_of_both_at_once_are_all_there(Kind kind) {
            for (int i = 0; i < 50; i++) {
                CountDownLatch both = new CountDownLatch(2);
                ExceptionGroup group = group(() -> kind.config().run(outer -> {
                    outer.fork("outer task", () -> {
                        both.countDown();
                        awaitFirmly(both);
                        throw failure;
                    });
                    kind.config().run(inner -> {
                        inner.fork("inner task", () -> {
                            both.countDown();
                            awaitFirmly(both);
                            throw other;
                        });
                        awaitFirmly(both);
                        inner.join();
                    });
                }));
                assertThat(group.leaves()).containsExactly(failure, other);
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
        }

        @OnAllThreads
        void an_outer_cancel_while_the_inner_interrupt_is_pending_still_reaches_the_outer_body(Kind kind) {
            ExceptionGroup group = group(() -> kind.config().name("outer").run(outer -> {
                CountDownLatch innerFailed = new CountDownLatch(1);
                // asked to stop after the body
                Task<?> sibling = outer.fork("sibling", ScopeKit::block);
                outer.fork("outer task", () -> {
                    awaitFirmly(innerFailed);
                    throw failure;
                });
                group(() -> kind.config().run(inner -> {
                    inner.fork("inner task", () -> {
                        throw other;
                    });
                    until(() -> Thread.currentThread().isInterrupted());
                    innerFailed.countDown();
                    until(sibling::isCancelled);
                }));
                // the inner failure is dealt with; the outer one must stop this
                block();
            }));
            assertThat(group.exceptions()).containsExactly(failure);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }

        @OnAllThreads
        void it_reaches_the_outer_body_too_where_the_inner_one_was_blocked(Kind kind) {
            ExceptionGroup group = group(() -> kind.config().name("outer").run(outer -> {
                CountDownLatch innerFailed = new CountDownLatch(1);
                // asked to stop after the body
                Task<?> sibling = outer.fork("sibling", ScopeKit::block);
                outer.fork("outer task", () -> {
                    awaitFirmly(innerFailed);
                    throw failure;
                });
                group(() -> kind.config().run(inner -> {
                    inner.fork("inner task", () -> {
                        throw other;
                    });
                    until(() -> Thread.currentThread().isInterrupted());
                    innerFailed.countDown();
                    until(sibling::isCancelled);
                    block();
                }));
                block();
            }));
            assertThat(group.exceptions()).containsExactly(failure);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }

        @OnAllThreads
        void it_reaches_the_task_around_too(Kind kind) {
            ExceptionGroup group = group(() -> kind.config().name("outer").run(outer -> {
                CountDownLatch innerFailed = new CountDownLatch(1);
                AtomicReference<Task<?>> sibling = new AtomicReference<>();
                Task<?> around = outer.fork("around", () -> {
                    group(() -> kind.config().run(inner -> {
                        inner.fork("inner task", () -> {
                            throw other;
                        });
                        until(() -> Thread.currentThread().isInterrupted());
                        innerFailed.countDown();
                        // asked to stop after this task
                        until(() -> sibling.get() != null && sibling.get().isCancelled());
                    }));
                    block();
                });
                sibling.set(outer.fork("sibling", ScopeKit::block));
                outer.fork("failing", () -> {
                    awaitFirmly(innerFailed);
                    throw failure;
                });
                ScopeKit.group(outer::join);
                assertThat(around.isCancelled()).isTrue();
                throw failure;
            }));
            assertThat(group.leaves()).containsExactly(failure);
        }

        @OnAllThreads
        void an_interrupt_of_the_inner_one_is_gone_in_the_task_around(Kind kind) throws Exception {
            kind.config().run(outer -> {
                Task<Boolean> around = outer.fork("around", () -> {
                    group(() -> kind.config().run(inner -> {
                        inner.fork("inner task", () -> {
                            throw other;
                        });
                        until(() -> Thread.currentThread().isInterrupted());
                    }));
                    return Thread.currentThread().isInterrupted();
                });
                outer.join();
                assertThat(around.result()).isFalse();
            });
        }

        @OnAllThreads
        void a_cancel_of_the_inner_one_leaves_the_outer_one_alone(Kind kind) throws Exception {
            kind.config().run(outer -> {
                Task<Integer> task = outer.fork(() -> 1);
                kind.config().run(inner -> {
                    inner.fork(ScopeKit::block);
                    inner.cancel("enough");
                });
                assertThat(outer.isCancelled()).isFalse();
                outer.join();
                assertThat(task.result()).isEqualTo(1);
            });
        }

        @OnAllThreads
        void one_opened_in_a_cancelled_scope_is_cancelled(Kind kind) throws Exception {
            kind.config().name("outer").run(outer -> {
                outer.cancel("enough");
                kind.config().run(inner -> {
                    assertThat(inner.cancelReason()).contains("scope \"outer\" was cancelled: enough");
                    assertThat(inner.fork(ScopeKit::block).isCancelled()).isTrue();
                });
            });
        }

        @OnAllThreads
        void an_outside_interrupt_stops_all_and_is_thrown(Kind kind) {
            List<Task<?>> tasks = new ArrayList<>();
            assertThatThrownBy(() -> kind.config().run(outer -> {
                        tasks.add(outer.fork(ScopeKit::block));
                        kind.config().run(inner -> {
                            tasks.add(inner.fork(ScopeKit::block));
                            Thread.currentThread().interrupt();
                            inner.join();
                        });
                    }))
                    .isExactlyInstanceOf(InterruptedException.class);
            assertThat(tasks).hasSize(2).allMatch(Task::isCancelled);
        }
    }

    @Nested
    class In_a_task {
        @OnAllThreads
        void they_are_cancelled_with_the_scope_around(Kind kind) {
            List<Task<?>> inner = new ArrayList<>();
            CountDownLatch ready = new CountDownLatch(1);
            ExceptionGroup group = group(() -> kind.config().run(outer -> {
                Task<?> task = outer.fork(
                        "a",
                        () -> kind.config().run(scope -> {
                            inner.add(scope.fork(ScopeKit::block));
                            ready.countDown();
                            scope.join();
                        }));
                ready.await();
                outer.fork("b", () -> {
                    throw failure;
                });
                ScopeKit.group(outer::join);
                assertThat(task.isCancelled()).isTrue();
                throw failure;
            }));
            assertThat(group.leaves()).containsExactly(failure);
            assertThat(inner).allMatch(Task::isCancelled);
        }

        @OnAllThreads
        void three_deep_are_cancelled_too(Kind kind) throws Exception {
            AtomicReference<Task<?>> deepest = new AtomicReference<>();
            CountDownLatch ready = new CountDownLatch(1);
            kind.config().run(a -> {
                a.fork(() -> kind.config()
                        .run(b -> b.fork(() -> kind.config().run(c -> {
                            deepest.set(c.fork(ScopeKit::block));
                            ready.countDown();
                        }))));
                ready.await();
                a.cancel("enough");
                a.join();
            });
            assertThat(deepest.get().isCancelled()).isTrue();
        }

        @OnAllThreads
        void a_failure_during_their_cancel_is_reported_by_both(Kind kind) {
            CountDownLatch ready = new CountDownLatch(1);
            ExceptionGroup group = group(() -> kind.config().run(outer -> {
                outer.fork(
                        "a",
                        () -> kind.config().run(inner -> {
                            inner.fork("careless", () -> {
                                ready.countDown();
                                ScopeKit.swallowInterrupt();
                                throw other;
                            });
                            inner.join();
                        }));
                ready.await();
                outer.fork("b", () -> {
                    throw failure;
                });
                outer.join();
            }));
            assertThat(labels(group)).containsExactly("a", "b");
            assertThat(group.leaves()).containsExactly(other, failure);
            assertThat(group.remark(0)).contains("after the cancel");
            assertThat(group.firstFailure()).containsSame(failure);
        }

        @OnAllThreads
        void one_that_is_left_open_is_closed_and_said_so(Kind kind) {
            List<Task<?>> tasks = new ArrayList<>();
            ExceptionGroup group = group(() -> kind.config().run(outer -> {
                outer.fork("leaky", () -> {
                    TaskScope leaked = kind.config().name("leaked").open();
                    tasks.add(leaked.fork(ScopeKit::block));
                });
                outer.join();
            }));
            assertThat(group.exceptions())
                    .singleElement()
                    .satisfies(leak -> assertThat(leak)
                            .isExactlyInstanceOf(IllegalStateException.class)
                            .hasMessage(
                                    "task \"leaky\" of the scope ended and left scope \"leaked\" open: open it in a try"
                                            + " statement, or use TaskScope.call"));
            assertThat(tasks).allMatch(Task::isCancelled);
        }

        @OnAllThreads
        void one_that_is_left_open_keeps_its_failures_and_the_tasks(Kind kind) {
            ExceptionGroup group = group(() -> kind.config().run(outer -> {
                outer.fork("leaky", () -> {
                    TaskScope leaked = kind.config().policy(Policy.collectAll()).open();
                    Task<?> task = leaked.fork("inner", () -> {
                        throw other;
                    });
                    until(() -> task.state() == Task.State.FAILED);
                    throw failure;
                });
                outer.join();
            }));
            assertThat(group.leaves()).hasSize(2).contains(failure);
            Throwable leak = group.leaves().get(1);
            assertThat(((ExceptionGroup) leak.getSuppressed()[0]).exceptions()).containsExactly(other);
        }
    }

    @Nested
    class Left_open_with_a_fatal_error {
        private final OutOfMemoryError fatal = new OutOfMemoryError("made by the test");

        private void leak(Kind kind, int count) {
            List<TaskScope> leaked = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                leaked.add(kind.config().open());
            }
            // inner ones first, since a fatal error cancels its scope and those inside
            Collections.reverse(leaked);
            for (TaskScope scope : leaked) {
                Task<?> task = scope.fork("inner", () -> {
                    throw fatal;
                });
                until(() -> task.state() == Task.State.FAILED);
            }
        }

        @OnAllThreads
        void they_let_it_come_out_bare_with_the_leak_suppressed_in_it(Kind kind) {
            assertThatThrownBy(() -> kind.config().run(outer -> outer.fork("leaky", () -> leak(kind, 1))))
                    .isSameAs(fatal);
            assertThat(fatal.getSuppressed())
                    .singleElement()
                    .satisfies(leak -> assertThat(leak)
                            .isExactlyInstanceOf(IllegalStateException.class)
                            .hasMessage("task \"leaky\" of the scope ended and left the scope open: open it in a try"
                                    + " statement, or use TaskScope.call"));
        }

        @OnAllThreads
        void they_let_it_carry_what_the_task_failed_with(Kind kind) {
            assertThatThrownBy(() -> kind.config()
                            .run(outer -> outer.fork("leaky", () -> {
                                leak(kind, 1);
                                throw failure;
                            })))
                    .isSameAs(fatal);
            assertThat(fatal.getSuppressed()).hasSize(2).contains(failure);
        }

        @OnAllThreads
        void they_let_it_come_out_bare_where_several_threw_the_same(Kind kind) {
            assertThatThrownBy(() -> kind.config()
                            .run(outer -> outer.fork("leaky", () -> {
                                leak(kind, 2);
                                throw fatal;
                            })))
                    .isSameAs(fatal);
            assertThat(fatal.getSuppressed()).hasSize(1);
        }

        @OnAllThreads
        void a_close_in_the_wrong_order_lets_it_come_out_bare_too(Kind kind) {
            TaskScope outer = kind.config().open();
            leak(kind, 2);
            assertThatThrownBy(outer::close).isSameAs(fatal);
            assertThat(fatal.getSuppressed()).singleElement().isInstanceOf(IllegalStateException.class);
        }
    }

    @Nested
    class Forking_across_them {
        @OnAllThreads
        void a_task_may_fork_into_the_scope_around(Kind kind) throws Exception {
            kind.config().run(outer -> {
                AtomicReference<Task<Integer>> forked = new AtomicReference<>();
                outer.fork(() -> kind.config().run(inner -> inner.fork(() -> forked.set(outer.fork(() -> 1)))));
                outer.join();
                assertThat(forked.get().result()).isEqualTo(1);
            });
        }

        @OnAllThreads
        void a_task_of_the_scope_around_may_not_fork_into_the_inner_one(Kind kind) throws Exception {
            Thread.currentThread().setName("owner");
            kind.config().name("outer").run(outer -> {
                AtomicReference<TaskScope> shared = new AtomicReference<>();
                CountDownLatch ready = new CountDownLatch(1);
                AtomicReference<Throwable> refused = new AtomicReference<>();
                Task<?> stranger = outer.fork("stranger", () -> {
                    awaitFirmly(ready);
                    refused.set(catchThrowable(() -> shared.get().fork(() -> 1)));
                });
                kind.config().name("inner").run(inner -> {
                    shared.set(inner);
                    ready.countDown();
                    until(() -> stranger.state() == Task.State.SUCCEEDED);
                });
                assertThat(refused.get())
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessage("scope \"inner\" is owned by thread owner; fork was called from thread"
                                + " outer/stranger: fork from the owner or from one of its tasks");
            });
        }

        @OnAllThreads
        void a_scope_that_is_joined_takes_no_task_from_an_inner_one(Kind kind) throws Exception {
            kind.config().name("outer").run(outer -> {
                outer.join();
                ExceptionGroup group = group(() -> kind.config().run(inner -> {
                    inner.fork(
                            "a",
                            () -> outer.fork(() -> {
                                throw failure;
                            }));
                    inner.join();
                }));
                assertThat(group.exceptions())
                        .singleElement()
                        .satisfies(
                                e -> assertThat(e)
                                        .isExactlyInstanceOf(IllegalStateException.class)
                                        .hasMessage(
                                                "scope \"outer\" is joined already: fork was called too late; open another scope"));
            });
        }

        @OnAllThreads
        void tasks_fork_during_join_too(Kind kind) throws Exception {
            Thread owner = Thread.currentThread();
            kind.config().run(scope -> {
                List<Task<Integer>> forked = new ArrayList<>();
                scope.fork(() -> {
                    ScopeKit.untilBlocked(owner);
                    forked.add(scope.fork(() -> 1));
                    forked.add(scope.fork(() -> 2));
                });
                scope.join();
                assertThat(forked).extracting(Task::result).containsExactly(1, 2);
            });
        }

        @OnAllThreads
        void tasks_that_fork_while_the_owner_enters_join_are_never_refused(Kind kind) throws Exception {
            for (int i = 0; i < 500; i++) {
                CyclicBarrier start = new CyclicBarrier(2);
                kind.config().run(scope -> {
                    Task<Task<Integer>> task = scope.fork(() -> {
                        start.await();
                        return scope.fork(() -> 1);
                    });
                    start.await();
                    scope.join();
                    assertThat(task.result().result()).isEqualTo(1);
                });
            }
        }
    }

    @Nested
    class Closed_in_the_wrong_order {
        @OnAllThreads
        void all_are_closed_and_nothing_is_lost(Kind kind) {
            TaskScope outer =
                    kind.config().name("outer").policy(Policy.collectAll()).open();
            TaskScope inner =
                    kind.config().name("inner").policy(Policy.collectAll()).open();
            Task<?> a = outer.fork("a", () -> {
                throw failure;
            });
            Task<?> b = inner.fork("b", () -> {
                throw other;
            });
            Task<?> blocked = inner.fork("blocked", ScopeKit::block);
            until(() -> a.state() == Task.State.FAILED && b.state() == Task.State.FAILED);

            assertThatThrownBy(outer::close)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("scope \"outer\" was closed while scope \"inner\", opened inside it, was open: close"
                            + " scopes in reverse order; both are closed now")
                    .satisfies(e -> assertThat(e.getSuppressed())
                            .extracting(each -> ((ExceptionGroup) each).leaves())
                            .containsExactly(List.of(other), List.of(failure)));
            assertThat(blocked.isCancelled()).isTrue();
            inner.close();
            outer.close();
            assertThatThrownBy(() -> inner.fork(() -> 1))
                    .hasMessage("scope \"inner\" is closed: fork was called too late; open another scope");
        }

        @OnAllThreads
        void a_join_is_refused_until_the_inner_one_is_closed(Kind kind) throws Exception {
            try (TaskScope outer = kind.config().name("outer").open()) {
                try (TaskScope inner = kind.config().name("inner").open()) {
                    assertThatThrownBy(outer::join)
                            .isExactlyInstanceOf(IllegalStateException.class)
                            .hasMessage("scope \"inner\", opened inside scope \"outer\", is still open: close it before"
                                    + " join");
                    inner.join();
                }
                outer.join();
            }
        }

        @OnAllThreads
        void a_body_that_leaves_one_open_fails_and_cancels_its_tasks(Kind kind) {
            List<Task<?>> tasks = new ArrayList<>();
            ExceptionGroup group = group(() -> kind.config().name("outer").run(outer -> {
                tasks.add(outer.fork(ScopeKit::block));
                TaskScope inner = kind.config().name("inner").open();
                tasks.add(inner.fork(ScopeKit::block));
            }));
            assertThat(labels(group)).containsExactly("body");
            assertThat(group.exceptions().get(0))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("the body of scope \"outer\" ended and left scope \"inner\" open: open it in a try"
                            + " statement, or use TaskScope.call");
            assertThat(tasks).hasSize(2).allMatch(Task::isCancelled);
        }
    }

    @Nested
    class A_close_without_join {
        @OnAllThreads
        void cancels_and_waits(Kind kind) {
            Task<?> task;
            TaskScope closed;
            try (TaskScope scope = kind.config().open()) {
                closed = scope;
                task = scope.fork(ScopeKit::block);
            }
            assertThat(task.isCancelled()).isTrue();
            assertThat(closed.cancelReason()).contains("closed without a join");
        }

        @OnAllThreads
        void throws_what_would_be_lost(Kind kind) {
            ExceptionGroup group = group(() -> {
                try (TaskScope scope = kind.config().open()) {
                    Task<?> task = scope.fork("a", () -> {
                        throw failure;
                    });
                    until(() -> task.state() == Task.State.FAILED);
                }
            });
            assertThat(group.exceptions()).containsExactly(failure);
        }

        @OnAllThreads
        void never_hides_the_exception_in_flight(Kind kind) {
            assertThatThrownBy(() -> {
                        try (TaskScope scope = kind.config().open()) {
                            Task<?> task = scope.fork("a", () -> {
                                throw failure;
                            });
                            until(() -> task.state() == Task.State.FAILED);
                            throw other;
                        }
                    })
                    .isSameAs(other)
                    .satisfies(e -> assertThat(((ExceptionGroup) e.getSuppressed()[0]).exceptions())
                            .containsExactly(failure));
        }

        @OnAllThreads
        void after_a_join_that_threw_throws_nothing_more(Kind kind) {
            TaskScope scope = kind.config().open();
            scope.fork(() -> {
                throw failure;
            });
            group(scope::join);
            scope.close();
            scope.close();
        }

        @OnAllThreads
        void inside_a_lambda_takes_back_the_interrupt_that_the_scope_sent(Kind kind) {
            List<Boolean> interrupted = new ArrayList<>();
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                scope.fork("a", () -> {
                    throw failure;
                });
                until(() -> Thread.currentThread().isInterrupted());
                try {
                    scope.close();
                } finally {
                    interrupted.add(Thread.currentThread().isInterrupted());
                }
            }));
            assertThat(group.exceptions()).containsExactly(failure);
            assertThat(interrupted).containsExactly(false);
        }

        @OnAllThreads
        void inside_a_lambda_ends_the_scope_there(Kind kind) {
            List<Throwable> closed = new ArrayList<>();
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                Task<?> task = scope.fork("a", () -> {
                    throw failure;
                });
                until(() -> task.state() == Task.State.FAILED);
                try {
                    scope.close();
                } catch (ExceptionGroup e) {
                    closed.add(e);
                    throw e;
                }
            }));
            assertThat(closed).containsExactly(group);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }
}
