package dev.muster.scope;

import static dev.muster.scope.ScopeKit.awaitFirmly;
import static dev.muster.scope.ScopeKit.block;
import static dev.muster.scope.ScopeKit.group;
import static dev.muster.scope.ScopeKit.kept;
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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where tasks run, and what a scope makes of a thread factory that does its work badly. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(ScopeKit.class)
class ThreadsTest {
    private final IOException failure = new IOException("failure");
    private final IllegalStateException broken = new IllegalStateException("broken");

    @Nested
    class A_task_runs {
        @OnAllThreads
        void on_a_thread_named_after_scope_and_task(Kind kind) throws Exception {
            kind.config().name("orders").run(scope -> {
                Task<String> task =
                        scope.fork("load", () -> Thread.currentThread().getName());
                scope.join();
                assertThat(task.result()).isEqualTo("orders/load");
            });
        }

        @OnAllThreads
        void on_a_thread_named_after_the_scope_where_it_has_no_name(Kind kind) throws Exception {
            kind.config().name("orders").run(scope -> {
                Task<String> task = scope.fork(() -> Thread.currentThread().getName());
                scope.join();
                assertThat(task.result()).isEqualTo("orders/task");
            });
        }

        @Test
        void by_default_on_a_virtual_thread_where_the_jvm_has_them_else_on_a_daemon() throws Exception {
            TaskScope.run(scope -> {
                Task<Thread> task = scope.fork(Thread::currentThread);
                scope.join();
                assertThat(task.result().isDaemon()).isTrue();
                assertThat(task.result().getClass().getSimpleName())
                        .isEqualTo(Runtime.version().feature() >= 21 ? "VirtualThread" : "Thread");
            });
        }

        @Test
        void by_default_on_a_daemon_however_many_run_at_once() throws Exception {
            TaskScope.run(scope -> {
                CountDownLatch all = new CountDownLatch(200);
                List<Task<Boolean>> tasks = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    tasks.add(scope.fork(() -> {
                        all.countDown();
                        awaitFirmly(all);
                        return Thread.currentThread().isDaemon();
                    }));
                }
                scope.join();
                assertThat(tasks).extracting(Task::result).containsOnly(true);
            });
        }

        @OnAllThreads
        void with_what_happened_before_the_fork_in_sight(Kind kind) throws Exception {
            int[] plain = new int[2];
            kind.config().run(scope -> {
                plain[0] = 1;
                scope.fork(() -> plain[1] = plain[0] + 1);
                scope.join();
                assertThat(plain[1]).isEqualTo(2);
            });
        }

        @OnAllThreads
        void without_an_interrupt_of_another_task(Kind kind) throws Exception {
            for (int i = 0; i < 100; i++) {
                kind.config().run(scope -> {
                    CountDownLatch ready = new CountDownLatch(1);
                    Task<?> stopped = scope.fork(() -> {
                        ready.countDown();
                        until(() -> Thread.currentThread().isInterrupted());
                    });
                    ready.await();
                    stopped.cancel();
                });
                kind.config().run(scope -> {
                    Task<Boolean> next = scope.fork(() -> Thread.currentThread().isInterrupted());
                    scope.join();
                    assertThat(next.result()).isFalse();
                });
            }
        }

        @Test
        void without_the_inheritable_locals_of_the_pool_s_first_user() throws Exception {
            InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
            local.set("stale");
            // as many as it takes to have new workers
            TaskScope.run(scope -> {
                CountDownLatch all = new CountDownLatch(20);
                for (int i = 0; i < 20; i++) {
                    scope.fork(() -> {
                        all.countDown();
                        awaitFirmly(all);
                    });
                }
            });
            local.remove();
            TaskScope.run(scope -> {
                List<Task<String>> tasks = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    tasks.add(scope.fork(local::get));
                }
                scope.join();
                assertThat(tasks).extracting(Task::result).containsOnlyNulls();
            });
        }
    }

    @Nested
    class At_most_so_many_at_once {
        @OnAllThreads
        void run_and_the_others_follow_in_order(Kind kind) throws Exception {
            AtomicInteger running = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            List<Integer> order = Collections.synchronizedList(new ArrayList<>());
            kind.config().maxConcurrency(1).run(scope -> {
                for (int i = 0; i < 50; i++) {
                    int number = i;
                    scope.fork(() -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        order.add(number);
                        running.decrementAndGet();
                    });
                }
                scope.join();
            });
            assertThat(most).hasValue(1);
            assertThat(order).hasSize(50).isSorted();
        }

        @Test
        void have_threads_and_the_others_have_none_yet() throws Exception {
            AtomicInteger made = new AtomicInteger();
            ScopeConfig config = ScopeConfig.defaults().threadFactory(work -> {
                made.incrementAndGet();
                return kept(new Thread(work));
            });
            config.maxConcurrency(2).run(scope -> {
                CountDownLatch open = new CountDownLatch(1);
                for (int i = 0; i < 5; i++) {
                    scope.fork(() -> awaitFirmly(open));
                }
                assertThat(made).hasValue(2);
                open.countDown();
                scope.join();
                assertThat(made).hasValue(5);
            });
        }

        @OnAllThreads
        void fill_all_places(Kind kind) throws Exception {
            CountDownLatch three = new CountDownLatch(3);
            kind.config().maxConcurrency(3).run(scope -> {
                for (int i = 0; i < 3; i++) {
                    scope.fork(() -> {
                        three.countDown();
                        awaitFirmly(three);
                    });
                }
            });
        }

        @OnAllThreads
        void wait_in_vain_after_a_failure(Kind kind) {
            AtomicInteger ran = new AtomicInteger();
            List<Task<?>> tasks = new ArrayList<>();
            ExceptionGroup group = group(() -> kind.config().maxConcurrency(1).run(scope -> {
                CountDownLatch open = new CountDownLatch(1);
                scope.fork("first", () -> {
                    awaitFirmly(open);
                    throw failure;
                });
                for (int i = 0; i < 10_000; i++) {
                    tasks.add(scope.fork(ran::incrementAndGet));
                }
                open.countDown();
                scope.join();
            }));
            assertThat(group.exceptions()).containsExactly(failure);
            assertThat(tasks).allMatch(Task::isCancelled);
            assertThat(ran).hasValue(0);
        }

        @OnAllThreads
        void pass_on_the_place_of_one_that_fails(Kind kind) {
            ExceptionGroup group = group(() -> kind.config()
                    .policy(Policy.collectAll())
                    .maxConcurrency(2)
                    .run(scope -> {
                        for (int i = 0; i < 100; i++) {
                            scope.fork(() -> {
                                throw failure;
                            });
                        }
                    }));
            assertThat(group.exceptions()).hasSize(100);
        }

        @OnAllThreads
        void leave_a_task_that_forks_and_does_not_wait_alone(Kind kind) throws Exception {
            kind.config().maxConcurrency(1).run(scope -> {
                List<Task<Integer>> forked = new CopyOnWriteArrayList<>();
                scope.fork(() -> forked.add(scope.fork(() -> 1)));
                scope.join();
                assertThat(forked).extracting(Task::result).containsExactly(1);
            });
        }
    }

    @Nested
    class A_factory {
        private ScopeConfig with(Setup setup, ThreadFactory factory) {
            return setup.config().threadFactory(factory);
        }

        @InAllForms
        void that_throws_fails_the_task_and_cancels_the_scope(Setup setup) {
            List<Task<?>> tasks = new ArrayList<>();
            ExceptionGroup group = setup.groupOf(
                    with(setup, work -> {
                                throw broken;
                            })
                            .policy(Policy.collectAll()),
                    scope -> {
                        tasks.add(scope.fork("a", () -> 1));
                        tasks.add(scope.fork("b", () -> 1));
                        assertThat(scope.cancelReason()).contains("task \"a\" of the scope could not be started");
                        scope.join();
                    });
            assertThat(group.exceptions()).containsExactly(broken);
            assertThat(labels(group)).containsExactly("a");
            assertThat(tasks).extracting(Task::state).containsExactly(Task.State.FAILED, Task.State.CANCELLED);
        }

        @InAllForms
        void that_returns_null_says_which_one(Setup setup) {
            class Empty implements ThreadFactory {
                @Override
                public Thread newThread(Runnable work) {
                    return null;
                }

                @Override
                public String toString() {
                    return "Empty";
                }
            }
            ExceptionGroup group = setup.groupOf(with(setup, new Empty()), scope -> {
                scope.fork("a", () -> 1);
                scope.join();
            });
            assertThat(group.exceptions())
                    .singleElement()
                    .satisfies(e -> assertThat(e)
                            .isExactlyInstanceOf(IllegalStateException.class)
                            .hasMessage(
                                    "the thread factory Empty returned null for task \"a\" of the scope: let it return a"
                                            + " thread that has not been started"));
        }

        @InAllForms
        void that_runs_out_in_the_middle_cancels_those_that_run(Setup setup) {
            AtomicInteger left = new AtomicInteger(3);
            OutOfMemoryError none = new OutOfMemoryError("unable to create native thread");
            List<Task<?>> tasks = new ArrayList<>();
            Throwable thrown = catchThrowable(() -> setup.run(
                    with(setup, work -> {
                        if (left.getAndDecrement() == 0) {
                            throw none;
                        }
                        return kept(new Thread(work));
                    }),
                    scope -> {
                        for (int i = 0; i < 6; i++) {
                            tasks.add(scope.fork(ScopeKit::block));
                        }
                        scope.join();
                    }));
            assertThat(thrown).isSameAs(none);
            assertThat(tasks.get(3).state()).isEqualTo(Task.State.FAILED);
            assertThat(tasks).filteredOn(Task::isCancelled).hasSize(5);
        }

        @InAllForms
        void that_runs_out_while_tasks_wait_ends_them_all(Setup setup) {
            AtomicInteger left = new AtomicInteger(1);
            CountDownLatch open = new CountDownLatch(1);
            List<Task<?>> tasks = new ArrayList<>();
            ExceptionGroup group = setup.groupOf(
                    with(setup, work -> {
                                if (left.getAndDecrement() <= 0) {
                                    throw broken;
                                }
                                return kept(new Thread(work));
                            })
                            .maxConcurrency(1),
                    scope -> {
                        tasks.add(scope.fork("runs", () -> {
                            awaitFirmly(open);
                            return 1;
                        }));
                        for (int i = 0; i < 1_000; i++) {
                            tasks.add(scope.fork(() -> 1));
                        }
                        open.countDown();
                        scope.join();
                    });
            assertThat(group.exceptions()).containsExactly(broken);
            assertThat(tasks).filteredOn(Task::isCancelled).hasSize(999);
        }

        @InAllForms
        void that_returns_a_started_thread_is_refused_and_its_run_counts_once(Setup setup) {
            for (int i = 0; i < 50; i++) {
                ExceptionGroup group = setup.groupOf(
                        with(setup, work -> {
                            Thread thread = kept(new Thread(work));
                            thread.start();
                            return thread;
                        }),
                        scope -> {
                            scope.fork("a", () -> 1);
                            scope.fork("b", ScopeKit::block);
                            scope.join();
                        });
                assertThat(group.exceptions().get(0))
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(
                                "which has been started: let it return a thread that has not been started");
            }
        }

        @InAllForms
        void that_returns_a_thread_on_which_the_task_has_begun_waits_for_it(Setup setup) {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch asked = new CountDownLatch(1);
            Thread owner = Thread.currentThread();
            ExceptionGroup group = setup.groupOf(
                    with(setup, work -> {
                        Thread thread = kept(new Thread(work));
                        thread.start();
                        awaitFirmly(begun);
                        return thread;
                    }),
                    scope -> {
                        scope.fork("a", () -> {
                            begun.countDown();
                            awaitFirmly(asked);
                        });
                        kept(new Thread(() -> {
                                    ScopeKit.untilBlocked(owner);
                                    asked.countDown();
                                }))
                                .start();
                        scope.join();
                    });
            assertThat(group.exceptions()).singleElement().isInstanceOf(IllegalStateException.class);
        }

        @InAllForms
        void that_runs_the_task_itself_and_returns_a_thread_too_runs_it_once(Setup setup) throws Exception {
            AtomicInteger runs = new AtomicInteger();
            setup.run(
                    with(setup, work -> {
                        work.run();
                        return kept(new Thread(work));
                    }),
                    scope -> {
                        scope.fork("a", runs::incrementAndGet);
                        scope.fork("b", runs::incrementAndGet);
                        scope.join();
                    });
            assertThat(runs).hasValue(2);
        }

        @InAllForms
        void whose_thread_runs_the_task_twice_runs_it_once(Setup setup) throws Exception {
            AtomicInteger runs = new AtomicInteger();
            setup.run(
                    with(
                            setup,
                            work -> kept(new Thread(() -> {
                                work.run();
                                work.run();
                            }))),
                    scope -> {
                        for (int i = 0; i < 20; i++) {
                            scope.fork(runs::incrementAndGet);
                        }
                        scope.join();
                    });
            assertThat(runs).hasValue(20);
        }

        @InAllForms
        void whose_threads_both_run_the_task_stops_the_right_one(Setup setup) throws Exception {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch secondRan = new CountDownLatch(1);
            setup.run(
                    with(setup, work -> {
                        kept(new Thread(() -> {
                                    awaitFirmly(begun);
                                    work.run();
                                    secondRan.countDown();
                                }))
                                .start();
                        return kept(new Thread(work));
                    }),
                    scope -> {
                        Task<?> task = scope.fork(() -> {
                            begun.countDown();
                            return block();
                        });
                        secondRan.await();
                        scope.cancel("enough");
                        scope.join();
                        assertThat(task.isCancelled()).isTrue();
                    });
        }

        @InAllForms
        void whose_wrapping_throws_before_the_task_fails_it(Setup setup) {
            ExceptionGroup group = setup.groupOf(
                    with(
                            setup,
                            work -> kept(new Thread(() -> {
                                throw broken;
                            }))),
                    scope -> {
                        scope.fork("a", () -> 1);
                        until(scope::isCancelled);
                        assertThat(scope.cancelReason().orElseThrow())
                                .isIn(
                                        "task \"a\" failed",
                                        "the thread of task \"a\" of the scope failed before the task began");
                        scope.join();
                    });
            assertThat(group.exceptions()).containsExactly(broken);
        }

        @InAllForms
        void whose_wrapping_throws_before_the_task_cancels_under_every_policy(Setup setup) {
            CountDownLatch forked = new CountDownLatch(1);
            List<Task<?>> tasks = new ArrayList<>();
            ExceptionGroup group = setup.groupOf(
                    with(
                                    setup,
                                    work -> kept(new Thread(() -> {
                                        awaitFirmly(forked);
                                        throw broken;
                                    })))
                            .policy(Policy.collectAll())
                            .maxConcurrency(1),
                    scope -> {
                        tasks.add(scope.fork("a", () -> 1));
                        tasks.add(scope.fork("waits", () -> 1));
                        forked.countDown();
                        until(() -> tasks.get(1).isCancelled());
                        assertThat(scope.cancelReason())
                                .contains("the thread of task \"a\" of the scope failed before the task began");
                        scope.join();
                    });
            assertThat(group.exceptions()).containsExactly(broken);
            assertThat(tasks).extracting(Task::state).containsExactly(Task.State.FAILED, Task.State.CANCELLED);
        }

        @InAllForms
        void whose_wrapping_throws_after_a_cancel_hangs_nothing(Setup setup) {
            CountDownLatch cancelled = new CountDownLatch(1);
            ExceptionGroup group = setup.groupOf(
                    with(
                                    setup,
                                    work -> kept(new Thread(() -> {
                                        awaitFirmly(cancelled);
                                        throw broken;
                                    })))
                            .maxConcurrency(1),
                    scope -> {
                        scope.fork("a", () -> 1);
                        scope.fork("waits", () -> 1);
                        scope.cancel("enough");
                        cancelled.countDown();
                        scope.join();
                    });
            assertThat(group.exceptions()).containsExactly(broken);
        }

        @InAllForms
        void whose_wrapping_throws_after_the_task_leaves_the_scope_alone(Setup setup) throws Exception {
            Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
            AtomicReference<Throwable> uncaught = new AtomicReference<>();
            Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> uncaught.set(thrown));
            try {
                setup.run(
                        with(
                                setup,
                                work -> kept(new Thread(() -> {
                                    work.run();
                                    throw broken;
                                }))),
                        scope -> {
                            Task<Integer> task = scope.fork("a", () -> 1);
                            scope.join();
                            assertThat(task.result()).isEqualTo(1);
                        });
                until(() -> uncaught.get() == broken);
            } finally {
                Thread.setDefaultUncaughtExceptionHandler(before);
            }
        }

        @InAllForms
        void whose_wrapping_throws_after_the_task_tells_the_thread_group_without_a_default_handler(Setup setup)
                throws Exception {
            AtomicReference<Throwable> uncaught = new AtomicReference<>();
            ThreadGroup group = new ThreadGroup("told") {
                @Override
                public void uncaughtException(Thread thread, Throwable thrown) {
                    uncaught.set(thrown);
                }
            };
            Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
            Thread.setDefaultUncaughtExceptionHandler(null);
            try {
                setup.run(
                        with(
                                setup,
                                work -> kept(new Thread(group, () -> {
                                    work.run();
                                    throw broken;
                                }))),
                        scope -> scope.fork("a", () -> 1));
                until(() -> uncaught.get() == broken);
            } finally {
                Thread.setDefaultUncaughtExceptionHandler(before);
            }
        }

        @InAllForms
        void whose_wrapping_opens_scopes_around_the_task_has_them_stand_alone(Setup setup) throws Exception {
            List<String> seen = new CopyOnWriteArrayList<>();
            ScopeListener noting = new ScopeListener() {
                @Override
                public void scopeOpened(TaskScope scope, @Nullable TaskScope parent, @Nullable Task<?> within) {
                    seen.add(scope.name() + " in " + parent + " at " + within);
                }
            };
            setup.run(
                    with(
                            setup,
                            work -> kept(new Thread(() -> {
                                ScopeConfig.defaults()
                                        .name("before")
                                        .listener(noting)
                                        .open()
                                        .close();
                                work.run();
                                ScopeConfig.defaults()
                                        .name("after")
                                        .listener(noting)
                                        .open()
                                        .close();
                            }))),
                    scope -> {
                        scope.fork("a", () -> 1);
                        until(() -> seen.size() == 2);
                    });
            assertThat(seen).containsExactly("before in null at null", "after in null at null");
        }

        @InAllForms
        void whose_threads_cannot_be_interrupted_fails_loudly_and_cancels_the_others(Setup setup) {
            class Stubborn extends Thread {
                Stubborn(Runnable work) {
                    super(work);
                }

                @Override
                public void interrupt() {
                    throw broken;
                }
            }
            AtomicInteger made = new AtomicInteger();
            CountDownLatch ready = new CountDownLatch(3);
            CountDownLatch open = new CountDownLatch(1);
            ExceptionGroup group = setup.groupOf(
                    with(setup, work -> kept(made.getAndIncrement() == 0 ? new Stubborn(work) : new Thread(work))),
                    scope -> {
                        scope.fork("stubborn", () -> {
                            ready.countDown();
                            awaitFirmly(open);
                        });
                        List<Task<?>> others = new ArrayList<>();
                        for (int i = 0; i < 2; i++) {
                            others.add(scope.fork(() -> {
                                ready.countDown();
                                return block();
                            }));
                        }
                        ready.await();
                        scope.cancel("enough");
                        until(() -> others.stream().allMatch(Task::isCancelled));
                        open.countDown();
                        scope.join();
                    });
            assertThat(group.leaves()).containsExactly(broken);
            assertThat(group.message()).isEqualTo("the scope failed in its cancel");
            assertThat(labels(group)).containsExactly("interrupt of stubborn");
        }

        @InAllForms
        void is_asked_once_for_each_task_and_its_threads_end(Setup setup) throws Exception {
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            setup.run(
                    with(setup, work -> {
                        Thread thread = kept(new Thread(work));
                        threads.add(thread);
                        return thread;
                    }),
                    scope -> {
                        for (int i = 0; i < 30; i++) {
                            scope.fork(() -> 1);
                        }
                        scope.join();
                    });
            assertThat(threads).hasSize(30);
        }

        @InAllForms
        void is_given_something_that_tells_the_task(Setup setup) throws Exception {
            Map<String, Boolean> seen = new ConcurrentHashMap<>();
            setup.run(
                    with(setup, work -> {
                        seen.put(work.toString(), true);
                        return kept(new Thread(work));
                    }),
                    scope -> {
                        scope.fork("a", () -> 1);
                        scope.join();
                    });
            assertThat(seen).containsOnlyKeys("task \"a\" of the scope");
        }
    }

    @Nested
    class A_context_hook {
        @OnAllThreads
        void is_called_on_the_forking_thread_and_around_the_task(Kind kind) throws Exception {
            ThreadLocal<String> local = new ThreadLocal<>();
            local.set("caller");
            ScopeConfig config = kind.config().context(task -> {
                String captured = local.get();
                return () -> {
                    local.set(captured);
                    try {
                        task.run();
                    } finally {
                        local.remove();
                    }
                };
            });
            config.run(scope -> {
                Task<String> task = scope.fork(local::get);
                Task<String> nested =
                        scope.fork(() -> scope.fork("inner", local::get).name() + local.get());
                scope.join();
                assertThat(task.result()).isEqualTo("caller");
                assertThat(nested.result()).isEqualTo("innercaller");
            });
            local.remove();
        }

        @InAllForms
        void that_throws_fails_the_task(Setup setup) {
            List<Task<?>> tasks = new ArrayList<>();
            ExceptionGroup group = setup.groupOf(
                    setup.config().context(task -> {
                        throw broken;
                    }),
                    scope -> {
                        tasks.add(scope.fork("a", () -> 1));
                        assertThat(scope.cancelReason()).isPresent();
                        scope.join();
                    });
            assertThat(group.exceptions()).containsExactly(broken);
            assertThat(tasks).extracting(Task::state).containsExactly(Task.State.FAILED);
        }

        @InAllForms
        void that_returns_null_says_so(Setup setup) {
            ExceptionGroup group = setup.groupOf(setup.config().context(task -> null), scope -> {
                scope.fork("a", () -> 1);
                scope.join();
            });
            assertThat(group.exceptions())
                    .singleElement()
                    .satisfies(e -> assertThat(e)
                            .hasMessage(
                                    "the context hook returned null: let it return a Runnable that runs its argument"));
        }

        @InAllForms
        void that_does_not_run_the_task_says_so(Setup setup) {
            ExceptionGroup group = setup.groupOf(setup.config().context(task -> () -> {}), scope -> {
                scope.fork("a", () -> 1);
                scope.join();
            });
            assertThat(group.exceptions())
                    .singleElement()
                    .satisfies(e -> assertThat(e)
                            .hasMessage("the context hook did not run the task: let it run its argument once"));
        }

        @InAllForms
        void that_runs_the_task_twice_keeps_its_first_failure(Setup setup) {
            AtomicInteger runs = new AtomicInteger();
            ExceptionGroup group = setup.groupOf(
                    setup.config().context(task -> () -> {
                        task.run();
                        task.run();
                    }),
                    scope -> {
                        scope.fork("a", () -> {
                            runs.incrementAndGet();
                            throw failure;
                        });
                        scope.join();
                    });
            assertThat(runs).hasValue(1);
            assertThat(group.leaves()).contains(failure).hasSize(2);
            assertThat(group.leaves().get(1))
                    .hasMessage("the context hook ran the task twice: let it run its argument once");
        }

        @InAllForms
        void that_fails_after_the_task_loses_nothing(Setup setup) {
            AssertionError error = new AssertionError("hook");
            ExceptionGroup group = setup.groupOf(
                    setup.config().context(task -> () -> {
                        task.run();
                        throw error;
                    }),
                    scope -> {
                        scope.fork("a", () -> {
                            throw failure;
                        });
                        scope.join();
                    });
            assertThat(group.leaves()).containsExactly(failure, error);
        }

        @InAllForms
        void that_fails_after_a_fatal_error_does_not_bury_it(Setup setup) {
            OutOfMemoryError fatal = new OutOfMemoryError("made by the test");
            assertThatThrownBy(() -> setup.run(
                            setup.config().context(task -> () -> {
                                task.run();
                                throw broken;
                            }),
                            scope -> {
                                scope.fork("a", () -> {
                                    throw fatal;
                                });
                                scope.join();
                            }))
                    .isSameAs(fatal)
                    .hasSuppressedException(broken);
        }

        @InAllForms
        void is_not_asked_for_a_task_that_is_cancelled_at_its_fork(Setup setup) throws Exception {
            AtomicInteger asked = new AtomicInteger();
            setup.run(
                    setup.config().context(task -> {
                        asked.incrementAndGet();
                        return task;
                    }),
                    scope -> {
                        scope.cancel("enough");
                        scope.fork(() -> 1);
                        scope.join();
                    });
            assertThat(asked).hasValue(0);
        }
    }

    @Nested
    class A_hostile_exception {
        /** Cannot be asked for its cause. */
        private static final class Hostile extends RuntimeException {
            private static final long serialVersionUID = 1L;
            private final transient Error answer;

            Hostile(Error answer) {
                this.answer = answer;
            }

            @Override
            public synchronized Throwable getCause() {
                throw answer;
            }

            @Override
            public String getMessage() {
                throw answer;
            }
        }

        @InAllForms
        void of_a_cancelled_task_is_reported(Setup setup) {
            for (Error answer : List.of(new AssertionError("no cause"), new OutOfMemoryError("made by the test"))) {
                Hostile hostile = new Hostile(answer);
                CountDownLatch ready = new CountDownLatch(1);
                ExceptionGroup group = setup.groupOf(scope -> {
                    scope.fork("a", () -> {
                        ready.countDown();
                        ScopeKit.swallowInterrupt();
                        throw hostile;
                    });
                    ready.await();
                    scope.cancel("enough");
                    scope.join();
                });
                assertThat(group.exceptions()).singleElement().isSameAs(hostile);
            }
        }

        @OnAllThreads
        void of_a_body_after_a_report_is_reported(Kind kind) {
            Hostile hostile = new Hostile(new AssertionError("no cause"));
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                scope.fork("a", () -> {
                    throw failure;
                });
                group(scope::join);
                throw hostile;
            }));
            assertThat(group.exceptions()).hasSize(2);
            assertThat(group.exceptions().get(0)).isSameAs(failure);
            assertThat(group.exceptions().get(1)).isSameAs(hostile);
        }

        @OnAllThreads
        void of_a_cancelled_body_is_reported(Kind kind) {
            Hostile hostile = new Hostile(new AssertionError("no cause"));
            ExceptionGroup group = group(() -> kind.config().run(scope -> {
                scope.cancel("enough");
                throw hostile;
            }));
            assertThat(group.exceptions()).singleElement().isSameAs(hostile);
        }

        @InAllForms
        void with_circular_causes_is_judged_as_any_other(Setup setup) {
            IllegalStateException one = new IllegalStateException("one");
            IllegalStateException two = new IllegalStateException("two", one);
            one.initCause(two);
            CountDownLatch ready = new CountDownLatch(1);
            ExceptionGroup group = setup.groupOf(scope -> {
                scope.fork("a", () -> {
                    ready.countDown();
                    ScopeKit.swallowInterrupt();
                    throw two;
                });
                ready.await();
                scope.cancel("enough");
                scope.join();
            });
            assertThat(group.exceptions()).containsExactly(two);
        }

        @InAllForms
        void with_suppression_disabled_is_left_as_it_is(Setup setup) {
            class Silent extends Exception {
                private static final long serialVersionUID = 1L;

                Silent() {
                    super("silent", null, false, false);
                }
            }
            Silent silent = new Silent();
            ExceptionGroup group = setup.groupOf(setup.config().policy(Policy.collectAll()), scope -> {
                scope.fork("a", () -> {
                    throw silent;
                });
                scope.fork("b", () -> {
                    throw failure;
                });
                scope.join();
            });
            assertThat(group.exceptions()).containsExactly(silent, failure);
        }
    }
}
