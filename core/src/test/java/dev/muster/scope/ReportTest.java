package dev.muster.scope;

import static dev.muster.scope.ScopeKit.awaitFirmly;
import static dev.muster.scope.ScopeKit.block;
import static dev.muster.scope.ScopeKit.group;
import static dev.muster.scope.ScopeKit.labels;
import static dev.muster.scope.ScopeKit.remarks;
import static dev.muster.scope.ScopeKit.swallowInterrupt;
import static dev.muster.scope.ScopeKit.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.ScopeKit.InAllForms;
import dev.muster.scope.ScopeKit.Kind;
import dev.muster.scope.ScopeKit.OnAllThreads;
import dev.muster.scope.ScopeKit.Setup;
import dev.muster.scope.ScopeKit.UnderAllPolicies;
import dev.muster.scope.ScopeKit.When;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a scope throws, and for what. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(ScopeKit.class)
class ReportTest {
    private final IOException first = new IOException("first");
    private final IllegalStateException second = new IllegalStateException("second");
    private final IOException third = new IOException("third");

    @Nested
    class Without_failures {
        @UnderAllPolicies
        void results_are_read_from_the_handles_after_join(Setup setup) throws Exception {
            setup.run(scope -> {
                Task<Integer> one = scope.fork("one", () -> 1);
                Task<String> none = scope.fork("none", () -> (String) null);
                Task<Void> action = scope.fork("action", () -> {});
                scope.join();

                assertThat(one.result()).isEqualTo(1);
                assertThat(none.result()).isNull();
                assertThat(action.result()).isNull();
                assertThat(List.of(one, none, action))
                        .allMatch(task -> task.state() == Task.State.SUCCEEDED)
                        .allMatch(task -> task.exception().isEmpty())
                        .noneMatch(Task::isCancelled);
                assertThat(scope.isCancelled()).isFalse();
                assertThat(scope.cancelReason()).isEmpty();
            });
        }

        @UnderAllPolicies
        void an_empty_scope_ends_at_once(Setup setup) throws Exception {
            setup.run(scope -> {});
            setup.run(TaskScope::join);
        }

        @UnderAllPolicies
        void a_task_that_ends_before_the_next_fork_keeps_its_result(Setup setup) throws Exception {
            setup.run(scope -> {
                Task<Integer> early = scope.fork(() -> 1);
                until(() -> early.state() == Task.State.SUCCEEDED);
                Task<Integer> late = scope.fork(() -> 2);
                scope.join();
                assertThat(early.result() + late.result()).isEqualTo(3);
            });
        }

        @OnAllThreads
        void a_lambda_returns_the_value_of_its_body(Kind kind) throws Exception {
            int sum = kind.config().call(scope -> {
                Task<Integer> one = scope.fork(() -> 1);
                Task<Integer> two = scope.fork(() -> 2);
                scope.join();
                return one.result() + two.result();
            });
            assertThat(sum).isEqualTo(3);
        }

        @OnAllThreads
        void a_lambda_that_does_not_join_is_joined(Kind kind) throws Exception {
            Task<Integer> task = kind.config().call(scope -> scope.fork(() -> 1));
            assertThat(task.result()).isEqualTo(1);
        }
    }

    @Nested
    class Failures_of_tasks {
        @UnderAllPolicies
        void one_failure_is_a_group_of_one(Setup setup) {
            ExceptionGroup group = setup.groupOf(setup.config().name("orders"), scope -> {
                scope.fork("load", () -> {
                    throw first;
                });
                scope.join();
            });
            assertThat(group.exceptions()).containsExactly(first);
            assertThat(group.firstFailure()).containsSame(first);
            assertThat(group).hasMessage("""
                    scope "orders" failed in 1 of 1 task (1 sub-exception: 1 IOException)
                      [load] IOException: first""");
        }

        @UnderAllPolicies
        void those_that_fail_together_are_all_members(Setup setup) {
            CountDownLatch all = new CountDownLatch(3);
            ExceptionGroup group = setup.groupOf(scope -> {
                for (Exception each : List.of(first, second, third)) {
                    scope.fork(each.getMessage(), () -> {
                        all.countDown();
                        awaitFirmly(all);
                        throw each;
                    });
                }
                scope.join();
            });
            assertThat(group.exceptions()).containsExactly(first, second, third);
            assertThat(labels(group)).containsExactly("first", "second", "third");
        }

        @UnderAllPolicies
        void members_stand_in_the_order_of_the_forks_and_the_first_in_time_is_named(Setup setup) {
            CountDownLatch firstRuns = new CountDownLatch(1);
            CountDownLatch secondFailed = new CountDownLatch(1);
            List<Task<?>> tasks = new ArrayList<>();
            ExceptionGroup group = setup.groupOf(scope -> {
                tasks.add(scope.fork("a", () -> {
                    firstRuns.countDown();
                    awaitFirmly(secondFailed);
                    until(() -> tasks.get(1).state() == Task.State.FAILED);
                    throw first;
                }));
                tasks.add(scope.fork("b", () -> {
                    firstRuns.await();
                    throw second;
                }));
                secondFailed.countDown();
                scope.join();
            });
            assertThat(group.exceptions()).containsExactly(first, second);
            assertThat(group.firstFailure()).containsSame(second);
        }

        @UnderAllPolicies
        void a_failure_during_the_cancel_is_a_member_that_says_so(Setup setup) {
            CountDownLatch ready = new CountDownLatch(1);
            ExceptionGroup group = setup.groupOf(scope -> {
                scope.fork("late", () -> {
                    try {
                        ready.countDown();
                        return block();
                    } catch (InterruptedException e) {
                        throw third;
                    }
                });
                Task<?> one = scope.fork("first", () -> {
                    ready.await();
                    throw first;
                });
                Task<?> two = scope.fork("second", () -> {
                    ready.await();
                    throw second;
                });
                if (setup.when() == When.COLLECT_ALL) {
                    until(() -> one.state() == Task.State.FAILED && two.state() == Task.State.FAILED);
                    scope.cancel("enough");
                }
                scope.join();
            });
            assertThat(labels(group).get(0)).isEqualTo("late");
            assertThat(group.exceptions().get(0)).isSameAs(third);
            assertThat(remarks(group).get(0)).isEqualTo("after the cancel");
            assertThat(group.firstFailure()).get().isNotSameAs(third);
            if (setup.when() == When.FAIL_FAST) {
                // the one that came first made the cancel; the other ran into it or failed by itself
                int of = group.exceptions().indexOf(group.firstFailure().orElseThrow());
                assertThat(group.remark(of)).isEmpty();
            }
        }

        @InAllForms
        void unnamed_tasks_are_numbered(Setup setup) {
            ExceptionGroup group = setup.groupOf(scope -> {
                Task<Integer> one = scope.fork(() -> 1);
                assertThat(one.name()).isEqualTo("task-1");
                scope.fork("named", () -> 2);
                Task<?> three = scope.fork(() -> {
                    throw first;
                });
                assertThat(three.name()).isEqualTo("task-3");
                scope.join();
            });
            assertThat(group).hasMessage("""
                    the scope failed in 1 of 3 tasks (1 sub-exception: 1 IOException)
                      [task-3] IOException: first""");
        }

        @InAllForms
        void the_same_instance_thrown_by_all_is_a_member_for_each(Setup setup) {
            ExceptionGroup group = setup.groupOf(setup.config().policy(Policy.collectAll()), scope -> {
                for (int i = 0; i < 3; i++) {
                    scope.fork(() -> {
                        throw first;
                    });
                }
                scope.join();
            });
            assertThat(group.exceptions()).containsExactly(first, first, first);
            assertThat(first.getSuppressed())
                    .as("added to the user's exception")
                    .isEmpty();
        }

        @UnderAllPolicies
        void an_error_is_a_member_as_an_exception_is(Setup setup) {
            AssertionError error = new AssertionError("no");
            ExceptionGroup group = setup.groupOf(scope -> {
                scope.fork("check", () -> {
                    throw error;
                });
                scope.join();
            });
            assertThat(group.exceptions()).containsExactly(error);
        }
    }

    @Nested
    class The_policy {
        @UnderAllPolicies
        void decides_when_the_others_are_cancelled(Setup setup) {
            CountDownLatch open = new CountDownLatch(1);
            List<Task<?>> tasks = new ArrayList<>();
            // told after the policy was asked
            List<Task<?>> judged = new CopyOnWriteArrayList<>();
            ScopeListener judge = new ScopeListener() {
                @Override
                public void taskEnded(TaskScope scope, Task<?> task) {
                    judged.add(task);
                }
            };
            ExceptionGroup group = setup.groupOf(setup.config().listener(judge), scope -> {
                tasks.add(scope.fork("blocked", () -> {
                    open.await();
                    return 1;
                }));
                tasks.add(scope.fork("one", () -> {
                    throw first;
                }));
                until(() -> judged.contains(tasks.get(1)));
                if (setup.when() != When.FAIL_FAST) {
                    assertThat(scope.isCancelled()).isFalse();
                    tasks.add(scope.fork("two", () -> {
                        throw second;
                    }));
                    until(() -> judged.contains(tasks.get(2)));
                }
                if (setup.when() == When.COLLECT_ALL) {
                    assertThat(scope.isCancelled()).isFalse();
                    open.countDown();
                } else {
                    String name = setup.when() == When.FAIL_FAST ? "one" : "two";
                    until(scope::isCancelled);
                    assertThat(scope.cancelReason()).contains("task \"" + name + "\" failed");
                }
                scope.join();
            });
            assertThat(tasks.get(0).isCancelled()).isEqualTo(setup.when() != When.COLLECT_ALL);
            assertThat(group.exceptions()).hasSize(setup.when() == When.FAIL_FAST ? 1 : 2);
        }

        @OnAllThreads
        void may_cancel_on_a_success(Kind kind) throws Exception {
            Policy firstResult = task -> task.state() == Task.State.SUCCEEDED;
            kind.config().policy(firstResult).run(scope -> {
                Task<?> blocked = scope.fork("slow", ScopeKit::block);
                Task<Integer> quick = scope.fork("quick", () -> 1);
                scope.join();
                assertThat(quick.result()).isEqualTo(1);
                assertThat(blocked.isCancelled()).isTrue();
                assertThat(scope.cancelReason()).contains("task \"quick\" ended");
            });
        }

        @OnAllThreads
        void sees_each_task_once_at_its_end(Kind kind) throws Exception {
            List<String> seen = new CopyOnWriteArrayList<>();
            Policy watching = task -> {
                seen.add(task.name() + " " + task.state());
                return false;
            };
            Throwable thrown =
                    catchThrowable(() -> kind.config().policy(watching).run(scope -> {
                        scope.fork("good", () -> 1);
                        scope.fork("bad", () -> {
                            throw first;
                        });
                        scope.fork("stopped", ScopeKit::block).cancel();
                        scope.join();
                    }));
            assertThat(thrown)
                    .isInstanceOfSatisfying(
                            ExceptionGroup.class,
                            group -> assertThat(group.exceptions()).containsExactly(first));
            assertThat(seen).containsExactlyInAnyOrder("good SUCCEEDED", "bad FAILED", "stopped CANCELLED");
        }

        @OnAllThreads
        void is_asked_without_the_interrupt_that_stopped_the_task(Kind kind) throws Exception {
            List<Boolean> interrupted = new CopyOnWriteArrayList<>();
            Policy looking = task -> {
                interrupted.add(Thread.currentThread().isInterrupted());
                return false;
            };
            kind.config().policy(looking).run(scope -> {
                CountDownLatch ready = new CountDownLatch(1);
                Task<?> task = scope.fork(() -> {
                    ready.countDown();
                    until(() -> Thread.currentThread().isInterrupted());
                });
                ready.await();
                task.cancel();
                scope.join();
            });
            assertThat(interrupted).containsExactly(false);
        }

        @InAllForms
        void that_throws_cancels_and_is_reported_beside_the_failure(Setup setup) {
            Policy broken = task -> {
                throw second;
            };
            List<Task<?>> tasks = new ArrayList<>();
            ExceptionGroup group = setup.groupOf(setup.config().policy(broken), scope -> {
                tasks.add(scope.fork("a", () -> {
                    throw first;
                }));
                until(scope::isCancelled);
                tasks.add(scope.fork("b", ScopeKit::block));
                scope.join();
            });
            assertThat(group.exceptions()).containsExactly(first, second);
            assertThat(labels(group)).containsExactly("a", "policy after a");
            assertThat(group.firstFailure()).containsSame(first);
            assertThat(tasks.get(1).isCancelled()).isTrue();
        }
    }

    @Nested
    class A_body_that_fails {
        @UnderAllPolicies
        void cancels_its_tasks_under_every_policy(Setup setup) {
            List<Task<?>> tasks = new ArrayList<>();
            Throwable thrown = catchThrowable(() -> setup.run(scope -> {
                tasks.add(scope.fork("a", ScopeKit::block));
                throw first;
            }));
            assertThat(tasks).allMatch(Task::isCancelled);
            if (setup.isLambda()) {
                assertThat(thrown).isInstanceOf(ExceptionGroup.class).hasMessage("""
                        the scope failed in its body (1 sub-exception: 1 IOException)
                          [body] IOException: first""");
            } else {
                assertThat(thrown).isSameAs(first).hasNoSuppressedExceptions();
            }
        }

        @UnderAllPolicies
        void is_reported_with_its_tasks_and_last(Setup setup) {
            Throwable thrown = catchThrowable(() -> setup.run(scope -> {
                Task<?> task = scope.fork("a", () -> {
                    throw second;
                });
                until(() -> task.state() == Task.State.FAILED);
                until(() -> setup.when() != When.FAIL_FAST || scope.isCancelled());
                throw first;
            }));
            if (setup.isLambda()) {
                ExceptionGroup group = (ExceptionGroup) thrown;
                assertThat(group.message()).isEqualTo("the scope failed in 1 of 1 task and its body");
                assertThat(group.exceptions()).containsExactly(second, first);
                assertThat(labels(group)).containsExactly("a", "body");
                assertThat(remarks(group))
                        .containsExactly(null, setup.when() == When.FAIL_FAST ? "after the cancel" : null);
            } else {
                assertThat(thrown).isSameAs(first);
                assertThat(thrown.getSuppressed())
                        .singleElement()
                        .satisfies(group -> assertThat(((ExceptionGroup) group).exceptions())
                                .containsExactly(second));
            }
        }

        @UnderAllPolicies
        void meets_tasks_whose_cleanup_fails(Setup setup) {
            CountDownLatch ready = new CountDownLatch(1);
            Throwable thrown = catchThrowable(() -> setup.run(scope -> {
                scope.fork("a", () -> {
                    try {
                        ready.countDown();
                        block();
                    } finally {
                        closeBadly();
                    }
                });
                ready.await();
                throw first;
            }));
            ExceptionGroup group = (ExceptionGroup) (setup.isLambda() ? thrown : thrown.getSuppressed()[0]);
            assertThat(group.exceptions()).contains(second);
            assertThat(group.remark(0)).contains("after the cancel");
            assertThat(setup.isLambda() ? group.firstFailure().orElseThrow() : thrown)
                    .isSameAs(first);
        }

        private void closeBadly() {
            throw second;
        }
    }

    @Nested
    class What_join_threw {
        @UnderAllPolicies
        void leaves_the_body_as_it_is(Setup setup) {
            List<Throwable> joined = new ArrayList<>();
            ExceptionGroup group = setup.groupOf(scope -> {
                scope.fork("a", () -> {
                    throw first;
                });
                try {
                    scope.join();
                } catch (ExceptionGroup e) {
                    joined.add(e);
                    throw e;
                }
            });
            assertThat(joined).containsExactly(group);
            assertThat(group.exceptions()).containsExactly(first);
        }

        @UnderAllPolicies
        void is_dealt_with_if_the_body_catches_it(Setup setup) throws Exception {
            setup.run(scope -> {
                scope.fork("a", () -> {
                    throw first;
                });
                group(scope::join);
            });
        }

        @OnAllThreads
        void leaves_in_part_if_the_body_deals_with_the_rest(Kind kind) {
            ExceptionGroup group =
                    group(() -> kind.config().policy(Policy.collectAll()).run(scope -> {
                        scope.fork("a", () -> {
                            throw first;
                        });
                        scope.fork("b", () -> {
                            throw second;
                        });
                        ExceptionGroup all = group(scope::join);
                        throw all.subgroup(IOException.class).orElseThrow();
                    }));
            assertThat(group.exceptions()).containsExactly(first);
        }

        @OnAllThreads
        void is_reported_with_what_the_body_throws_in_its_place(Kind kind) {
            ExceptionGroup group =
                    group(() -> kind.config().policy(Policy.collectAll()).run(scope -> {
                        scope.fork("a", () -> {
                            throw first;
                        });
                        scope.fork("b", () -> {
                            throw third;
                        });
                        group(scope::join);
                        throw second;
                    }));
            assertThat(group.exceptions()).containsExactly(first, third, second);
            assertThat(labels(group)).containsExactly("a", "b", "body");
            assertThat(group.firstFailure()).get().isIn(first, third);
        }

        @OnAllThreads
        void is_no_second_failure_where_the_body_wraps_it(Kind kind) {
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                scope.fork("a", () -> {
                    throw first;
                });
                ExceptionGroup all = group(scope::join);
                throw new IllegalStateException("wrapped", all);
            }));
            assertThat(group.exceptions())
                    .singleElement()
                    .satisfies(wrapped -> assertThat(wrapped).hasMessage("wrapped"));
        }

        @OnAllThreads
        void is_no_second_failure_where_the_body_wraps_its_leaves(Kind kind) {
            ExceptionGroup inner = ExceptionGroup.of("inner", first, third);
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                scope.fork("a", () -> {
                    throw inner;
                });
                ExceptionGroup all = group(scope::join);
                throw new IllegalStateException("wrapped", all.flatten());
            }));
            assertThat(group.exceptions())
                    .singleElement()
                    .satisfies(wrapped -> assertThat(wrapped).hasMessage("wrapped"));
        }

        @OnAllThreads
        void is_reported_where_the_body_wraps_one_leaf_of_a_group(Kind kind) {
            ExceptionGroup inner = ExceptionGroup.of("inner", first, third);
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                scope.fork("a", () -> {
                    throw inner;
                });
                group(scope::join);
                throw new IllegalStateException("wrapped", first);
            }));
            assertThat(labels(group)).containsExactly("a", "body");
            assertThat(group.exceptions().get(0)).isSameAs(inner);
        }

        @OnAllThreads
        void is_reported_beside_a_group_of_something_else(Kind kind) {
            ExceptionGroup other = ExceptionGroup.of("other", second);
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                scope.fork("a", () -> {
                    throw first;
                });
                group(scope::join);
                throw other;
            }));
            assertThat(labels(group)).containsExactly("a", "body");
            assertThat(group.leaves()).containsExactly(first, second);
        }

        @OnAllThreads
        void is_reported_where_the_body_wraps_one_leaf_of_several(Kind kind) {
            ExceptionGroup group =
                    group(() -> kind.config().policy(Policy.collectAll()).run(scope -> {
                        scope.fork("a", () -> {
                            throw first;
                        });
                        scope.fork("b", () -> {
                            throw third;
                        });
                        group(scope::join);
                        throw new IllegalStateException("wrapped", first);
                    }));
            assertThat(group.leaves()).contains(third);
        }

        @OnAllThreads
        void is_kept_where_the_body_then_leaves_a_scope_open(Kind kind) {
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                scope.fork("a", () -> {
                    throw first;
                });
                ExceptionGroup all = group(scope::join);
                TaskScope.open();
                throw all;
            }));
            assertThat(group.leaves()).contains(first).hasSize(2);
        }

        @OnAllThreads
        void is_kept_where_the_body_lets_a_part_pass_and_leaves_a_scope_open(Kind kind) {
            ExceptionGroup group =
                    group(() -> kind.config().policy(Policy.collectAll()).run(scope -> {
                        scope.fork("a", () -> {
                            throw first;
                        });
                        scope.fork("b", () -> {
                            throw second;
                        });
                        ExceptionGroup all = group(scope::join);
                        TaskScope.open();
                        throw all.subgroup(IOException.class).orElseThrow();
                    }));
            assertThat(labels(group)).startsWith("a").endsWith("body");
            assertThat(group.exceptions().get(0)).isSameAs(first);
        }
    }

    @Nested
    class Reading_a_failed_task {
        @UnderAllPolicies
        void adds_no_second_leaf_in_the_body(Setup setup) {
            Throwable thrown = catchThrowable(() -> setup.run(scope -> {
                Task<?> task = scope.fork("a", () -> {
                    throw first;
                });
                until(() -> task.state() == Task.State.FAILED);
                task.result();
            }));
            if (setup.isLambda()) {
                assertThat(((ExceptionGroup) thrown).exceptions()).containsExactly(first);
            } else {
                assertThat(thrown)
                        .isExactlyInstanceOf(FailedTaskException.class)
                        .hasMessage("task \"a\" of the scope failed: it has no result; ask exception() for the failure")
                        .hasCause(first);
            }
        }

        @OnAllThreads
        void in_the_body_cancels_the_others_under_every_policy(Kind kind) {
            List<Task<?>> tasks = new ArrayList<>();
            List<TaskScope> scopes = new ArrayList<>();
            ExceptionGroup group = group(() -> kind.config()
                    .name("orders")
                    .policy(Policy.collectAll())
                    .run(scope -> {
                        scopes.add(scope);
                        Task<?> a = scope.fork("a", () -> {
                            throw first;
                        });
                        tasks.add(scope.fork("b", ScopeKit::block));
                        until(() -> a.state() == Task.State.FAILED);
                        a.result();
                    }));
            assertThat(group.exceptions()).containsExactly(first);
            assertThat(tasks).allMatch(Task::isCancelled);
            assertThat(scopes.get(0).cancelReason())
                    .contains(
                            "its body needed a result that there is not: task \"a\" of scope \"orders\" failed: it has"
                                    + " no result; ask exception() for the failure");
        }

        @OnAllThreads
        void after_a_join_whose_report_the_body_dropped_ends_in_that_report(Kind kind) {
            List<ExceptionGroup> joined = new ArrayList<>();
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                Task<?> a = scope.fork("a", () -> {
                    throw first;
                });
                joined.add(group(scope::join));
                a.result();
            }));
            assertThat(joined).singleElement().isSameAs(group);
        }

        @OnAllThreads
        void loses_no_failure_where_the_body_leaves_a_scope_open_too(Kind kind) {
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                Task<?> a = scope.fork("a", () -> {
                    throw first;
                });
                group(scope::join);
                TaskScope.open();
                a.result();
            }));
            assertThat(labels(group)).containsExactly("a", "body");
            assertThat(group.exceptions().get(0)).isSameAs(first);
        }

        @UnderAllPolicies
        void adds_no_second_leaf_in_another_task(Setup setup) {
            ExceptionGroup group = setup.groupOf(scope -> {
                Task<?> a = scope.fork("a", () -> {
                    throw first;
                });
                scope.fork("b", () -> {
                    until(() -> a.state() == Task.State.FAILED);
                    return a.result();
                });
                scope.join();
            });
            assertThat(group.exceptions()).containsExactly(first);
        }

        @OnAllThreads
        void adds_no_second_leaf_in_a_scope_inside(Kind kind) {
            ExceptionGroup group =
                    group(() -> kind.config().policy(Policy.collectAll()).run(outer -> {
                        Task<?> a = outer.fork("a", () -> {
                            throw first;
                        });
                        until(() -> a.state() == Task.State.FAILED);
                        kind.config().run(inner -> inner.fork("b", a::result));
                    }));
            assertThat(group.exceptions()).containsExactly(first);
        }

        @OnAllThreads
        void keeps_what_a_cleanup_on_the_way_out_failed_with(Kind kind) {
            ExceptionGroup group =
                    group(() -> kind.config().policy(Policy.collectAll()).run(scope -> {
                        Task<?> a = scope.fork("a", () -> {
                            throw first;
                        });
                        scope.fork("b", () -> {
                            until(() -> a.state() == Task.State.FAILED);
                            try (AutoCloseable resource = () -> {
                                throw third;
                            }) {
                                assertThat(resource).isNotNull();
                                a.result();
                            }
                        });
                        scope.join();
                    }));
            assertThat(group.leaves().stream().flatMap(ReportTest::withSuppressed))
                    .contains(first, third);
        }

        @OnAllThreads
        void is_a_failure_in_a_scope_that_is_not_inside_its_own(Kind kind) {
            List<Task<?>> tasks = new ArrayList<>();
            group(() -> kind.config()
                    .run(scope -> tasks.add(scope.fork("a", () -> {
                        throw first;
                    }))));
            ExceptionGroup group = group(() -> kind.config()
                    .run(scope -> scope.fork("b", () -> tasks.get(0).result())));
            assertThat(labels(group)).containsExactly("b");
            assertThat(group.exceptions())
                    .singleElement()
                    .satisfies(e -> assertThat(e).hasCause(first));
        }

        @OnAllThreads
        void is_a_failure_where_its_own_scope_has_reported_already(Kind kind) throws Exception {
            kind.config().policy(Policy.collectAll()).run(outer -> {
                Task<?> a = outer.fork("a", () -> {
                    throw first;
                });
                group(outer::join);
                ExceptionGroup group = group(() -> kind.config().run(inner -> {
                    inner.fork("b", a::result);
                    inner.join();
                }));
                assertThat(group.exceptions())
                        .singleElement()
                        .satisfies(e -> assertThat(e).hasCause(first));
            });
        }
    }

    private static Stream<Throwable> withSuppressed(Throwable throwable) {
        return Stream.concat(Stream.of(throwable), Stream.of(throwable.getSuppressed()));
    }

    @Nested
    class A_fatal_error {
        private final OutOfMemoryError fatal = new OutOfMemoryError("made by the test");

        @UnderAllPolicies
        void comes_out_bare_with_the_group_suppressed_in_it(Setup setup) {
            CountDownLatch ready = new CountDownLatch(2);
            assertThatThrownBy(() -> setup.run(scope -> {
                        scope.fork("fatal", () -> {
                            ready.await();
                            throw fatal;
                        });
                        for (Exception each : List.of(first, second)) {
                            scope.fork(each.getMessage(), () -> {
                                ready.countDown();
                                swallowInterrupt();
                                throw each;
                            });
                        }
                        scope.join();
                    }))
                    .isSameAs(fatal);
            assertThat(fatal.getSuppressed()).singleElement().satisfies(suppressed -> {
                ExceptionGroup group = (ExceptionGroup) suppressed;
                assertThat(group.exceptions()).containsExactly(first, second);
                assertThat(group.message()).isEqualTo("the scope failed in 2 of 3 tasks");
            });
        }

        @UnderAllPolicies
        void alone_carries_nothing(Setup setup) {
            assertThatThrownBy(() -> setup.run(scope -> {
                        scope.fork(() -> {
                            throw fatal;
                        });
                        scope.join();
                    }))
                    .isSameAs(fatal)
                    .hasNoSuppressedExceptions();
        }

        @OnAllThreads
        void of_the_body_comes_out_bare_too(Kind kind) {
            CountDownLatch failed = new CountDownLatch(1);
            assertThatThrownBy(() -> kind.config().policy(Policy.collectAll()).run(scope -> {
                        Task<?> task = scope.fork("a", () -> {
                            failed.countDown();
                            throw first;
                        });
                        until(() -> task.state() == Task.State.FAILED);
                        throw fatal;
                    }))
                    .isSameAs(fatal);
            assertThat(((ExceptionGroup) fatal.getSuppressed()[0]).exceptions()).containsExactly(first);
        }

        @OnAllThreads
        void passes_through_nested_scopes_bare(Kind kind) {
            assertThatThrownBy(() -> kind.config().run(outer -> {
                        outer.fork(
                                "outer",
                                () -> kind.config()
                                        .run(inner -> inner.fork("inner", () -> {
                                            throw fatal;
                                        })));
                        outer.join();
                    }))
                    .isSameAs(fatal);
        }

        @OnAllThreads
        void that_is_one_of_two_keeps_the_other(Kind kind) {
            InternalError other = new InternalError("made by the test");
            CountDownLatch both = new CountDownLatch(2);
            Throwable thrown = catchThrowable(() -> kind.config().run(scope -> {
                for (Error each : List.of(fatal, other)) {
                    scope.fork(() -> {
                        both.countDown();
                        awaitFirmly(both);
                        throw each;
                    });
                }
                scope.join();
            }));
            Throwable hidden = thrown == fatal ? other : fatal;
            assertThat(thrown).isIn(fatal, other);
            assertThat(((ExceptionGroup) thrown.getSuppressed()[0]).exceptions())
                    .containsExactly(hidden);
        }

        @OnAllThreads
        void that_takes_no_suppressed_ones_does_not_lose_the_others(Kind kind) {
            // those that the JVM itself throws take none
            Throwable thrown = catchThrowable(() -> kind.config()
                    .policy(Policy.collectAll())
                    .run(scope -> {
                        Task<?> a = scope.fork("a", () -> {
                            throw first;
                        });
                        scope.fork("b", () -> {
                            until(() -> a.state() == Task.State.FAILED);
                            return new int[Integer.MAX_VALUE];
                        });
                        scope.join();
                    }));
            assertThat(thrown).isInstanceOf(ExceptionGroup.class);
            assertThat(((ExceptionGroup) thrown).exceptions())
                    .hasSize(2)
                    .startsWith(first)
                    .last()
                    .isInstanceOf(OutOfMemoryError.class);
        }

        @UnderAllPolicies
        void is_not_what_a_stack_overflow_is(Setup setup) {
            ExceptionGroup group = setup.groupOf(scope -> {
                scope.fork("deep", () -> endless(0));
                scope.join();
            });
            assertThat(group.exceptions()).singleElement().isInstanceOf(StackOverflowError.class);
        }

        @SuppressWarnings("InfiniteRecursion") // to run out of stack
        private int endless(int depth) {
            return endless(depth + 1) + 1;
        }
    }
}
