package dev.muster.scope;

import static dev.muster.scope.ScopeKit.awaitFirmly;
import static dev.muster.scope.ScopeKit.block;
import static dev.muster.scope.ScopeKit.group;
import static dev.muster.scope.ScopeKit.labels;
import static dev.muster.scope.ScopeKit.remarks;
import static dev.muster.scope.ScopeKit.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.ScopeKit.InAllForms;
import dev.muster.scope.ScopeKit.Kind;
import dev.muster.scope.ScopeKit.OnAllThreads;
import dev.muster.scope.ScopeKit.Setup;
import dev.muster.scope.ScopeKit.UnderAllPolicies;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a cancel asks for, and what counts as its effect. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(ScopeKit.class)
class CancellationTest {
    private final IOException failure = new IOException("failure");

    @Nested
    class An_early_stop {
        @UnderAllPolicies
        void ends_the_tasks_without_error(Setup setup) throws Exception {
            setup.run(scope -> {
                List<Task<?>> tasks =
                        List.of(scope.fork(ScopeKit::block), scope.fork(ScopeKit::block), scope.fork(ScopeKit::block));
                scope.cancel("found it");
                scope.join();
                assertThat(tasks).allMatch(Task::isCancelled).allMatch(task -> task.state() == Task.State.CANCELLED);
                assertThat(scope.isCancelled()).isTrue();
                assertThat(scope.cancelReason()).contains("found it");
            });
        }

        @UnderAllPolicies
        void may_come_from_a_task(Setup setup) throws Exception {
            setup.run(scope -> {
                Task<?> blocked = scope.fork(ScopeKit::block);
                scope.fork("finder", () -> scope.cancel("found it"));
                scope.join();
                assertThat(blocked.isCancelled()).isTrue();
                assertThat(scope.cancelReason()).contains("found it");
            });
        }

        @UnderAllPolicies
        void may_come_from_any_thread(Setup setup) throws Exception {
            setup.run(scope -> {
                Task<?> blocked = scope.fork(ScopeKit::block);
                ScopeKit.kept(new Thread(() -> scope.cancel("from outside"))).start();
                scope.join();
                assertThat(blocked.isCancelled()).isTrue();
                assertThat(scope.cancelReason()).contains("from outside");
            });
        }

        @UnderAllPolicies
        void keeps_the_results_that_are_there(Setup setup) throws Exception {
            setup.run(scope -> {
                Task<Integer> done = scope.fork(() -> 1);
                until(() -> done.state() == Task.State.SUCCEEDED);
                scope.cancel("enough");
                scope.join();
                assertThat(done.result()).isEqualTo(1);
                assertThat(done.isCancelled()).isFalse();
            });
        }

        @UnderAllPolicies
        void keeps_the_first_reason(Setup setup) throws Exception {
            setup.run(scope -> {
                scope.cancel("first");
                scope.cancel("second");
                scope.join();
                assertThat(scope.cancelReason()).contains("first");
            });
        }

        @UnderAllPolicies
        void of_an_empty_scope_is_remembered(Setup setup) throws Exception {
            setup.run(scope -> {
                scope.cancel("nothing to do");
                assertThat(scope.isCancelled()).isTrue();
            });
        }

        @UnderAllPolicies
        void reports_what_fails_on_the_way_out(Setup setup) {
            CountDownLatch ready = new CountDownLatch(1);
            ExceptionGroup group = setup.groupOf(scope -> {
                scope.fork("careless", () -> {
                    ready.countDown();
                    try {
                        return block();
                    } catch (InterruptedException e) {
                        throw failure;
                    }
                });
                ready.await();
                scope.cancel("enough");
                scope.join();
            });
            assertThat(group.exceptions()).containsExactly(failure);
            assertThat(remarks(group)).containsExactly("after the cancel");
        }

        @UnderAllPolicies
        void waits_for_a_task_that_swallows_the_interrupt(Setup setup) throws Exception {
            CountDownLatch ready = new CountDownLatch(1);
            AtomicBoolean finished = new AtomicBoolean();
            setup.run(scope -> {
                Task<String> stubborn = scope.fork("stubborn", () -> {
                    ready.countDown();
                    ScopeKit.swallowInterrupt();
                    finished.set(true);
                    return "done all the same";
                });
                ready.await();
                scope.cancel("enough");
                scope.join();
                assertThat(finished).isTrue();
                assertThat(stubborn.result()).isEqualTo("done all the same");
            });
        }

        @OnAllThreads
        void by_the_body_leaves_its_own_thread_uninterrupted(Kind kind) throws Exception {
            kind.config().run(scope -> {
                scope.cancel("enough");
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            });
        }

        @OnAllThreads
        void by_another_thread_interrupts_a_body_that_is_blocked(Kind kind) throws Exception {
            kind.config().run(scope -> {
                Thread body = Thread.currentThread();
                scope.fork(() -> {
                    ScopeKit.untilBlocked(body);
                    scope.cancel("enough");
                });
                block();
            });
        }

        @OnAllThreads
        void that_cuts_off_a_body_with_a_value_says_so(Kind kind) {
            assertThatThrownBy(() -> kind.config().name("orders").call(scope -> {
                        scope.fork(() -> scope.cancel("enough"));
                        return block();
                    }))
                    .isExactlyInstanceOf(CancellationException.class)
                    .hasMessage(
                            "the body of scope \"orders\" was cut off by a cancel before it had a value: use run where"
                                    + " none is needed");
        }
    }

    @Nested
    class A_fork_after_the_cancel {
        @UnderAllPolicies
        void gives_a_cancelled_task_that_does_not_run(Setup setup) throws Exception {
            AtomicBoolean ran = new AtomicBoolean();
            setup.run(scope -> {
                scope.cancel("enough");
                Task<?> task = scope.fork("late", () -> ran.set(true));
                assertThat(task.state()).isEqualTo(Task.State.CANCELLED);
                assertThat(task.isCancelled()).isTrue();
                assertThat(task.exception()).isEmpty();
                assertThat(task.name()).isEqualTo("late");
                assertThatThrownBy(task::result)
                        .isExactlyInstanceOf(CancellationException.class)
                        .hasMessage(
                                "task \"late\" of the scope was cancelled, as was its scope: enough: it has no result;"
                                        + " ask isCancelled() first");
                scope.join();
            });
            assertThat(ran).isFalse();
        }

        @OnAllThreads
        void numbers_it_as_the_next_one(Kind kind) throws Exception {
            kind.config().run(scope -> {
                scope.fork(() -> 1);
                scope.fork(() -> 2);
                scope.cancel("enough");
                assertThat(scope.fork(() -> 3).name()).isEqualTo("task-3");
            });
        }

        @UnderAllPolicies
        void by_a_task_gives_one_too(Setup setup) throws Exception {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch cancelled = new CountDownLatch(1);
            AtomicReference<Task<?>> late = new AtomicReference<>();
            setup.run(scope -> {
                scope.fork(() -> {
                    started.countDown();
                    awaitFirmly(cancelled);
                    late.set(scope.fork(() -> 1));
                });
                started.await();
                scope.cancel("enough");
                cancelled.countDown();
                scope.join();
            });
            assertThat(late.get().isCancelled()).isTrue();
        }

        @OnAllThreads
        void asks_the_factory_for_nothing(Kind kind) throws Exception {
            AtomicInteger made = new AtomicInteger();
            kind.config()
                    .threadFactory(work -> {
                        made.incrementAndGet();
                        return new Thread(work);
                    })
                    .run(scope -> {
                        scope.cancel("enough");
                        scope.fork(() -> 1);
                    });
            assertThat(made).hasValue(0);
        }

        @UnderAllPolicies
        void never_lets_tasks_multiply_for_ever(Setup setup) {
            AtomicInteger heads = new AtomicInteger();
            Policy onFailure = Policy.failFast();
            ExceptionGroup group = setup.groupOf(setup.config().policy(onFailure), scope -> {
                scope.fork(() -> grow(scope, heads));
                scope.fork("hercules", () -> {
                    until(() -> heads.get() >= 10);
                    throw failure;
                });
                scope.join();
            });
            assertThat(group.exceptions()).containsExactly(failure);
        }

        private void grow(TaskScope scope, AtomicInteger heads) {
            if (heads.incrementAndGet() <= 200) {
                scope.fork(() -> grow(scope, heads));
                scope.fork(() -> grow(scope, heads));
            }
        }
    }

    @Nested
    class The_effect_of_a_cancel {
        @UnderAllPolicies
        void is_an_interrupted_exception_or_what_is_caused_by_one(Setup setup) throws Exception {
            List<Callable<Void>> ways = List.of(
                    ScopeKit::block,
                    wrapping(IllegalStateException::new),
                    wrapping(e -> new ExecutionException(new RuntimeException(e))),
                    wrapping(e -> (Exception) new CancellationException().initCause(e)),
                    wrapping(e -> new CancellationException("stopped")),
                    wrapping(e -> new ClosedByInterruptException()),
                    wrapping(e -> ExceptionGroup.of("both", e, new CancellationException())),
                    CancellationTest::readFromPipe);
            CountDownLatch ready = new CountDownLatch(ways.size());
            setup.run(scope -> {
                List<Task<?>> tasks = new ArrayList<>();
                for (Callable<Void> way : ways) {
                    tasks.add(scope.fork(() -> {
                        ready.countDown();
                        return way.call();
                    }));
                }
                ready.await();
                scope.cancel("enough");
                scope.join();
                assertThat(tasks).extracting(Task::state).containsOnly(Task.State.CANCELLED);
            });
        }

        @UnderAllPolicies
        void is_no_member_beside_the_failure_that_caused_it(Setup setup) {
            CountDownLatch ready = new CountDownLatch(2);
            Policy onFailure = Policy.failFast();
            ExceptionGroup group = setup.groupOf(setup.config().policy(onFailure), scope -> {
                for (int i = 0; i < 2; i++) {
                    scope.fork("blocked", () -> {
                        ready.countDown();
                        return block();
                    });
                }
                scope.fork("failing", () -> {
                    ready.await();
                    throw failure;
                });
                scope.join();
            });
            assertThat(group.exceptions()).containsExactly(failure);
            assertThat(group.message()).isEqualTo("the scope failed in 1 of 3 tasks");
        }

        @UnderAllPolicies
        void is_not_what_a_cleanup_failed_with(Setup setup) {
            CountDownLatch ready = new CountDownLatch(3);
            ExceptionGroup group = setup.groupOf(scope -> {
                scope.fork("suppressed", () -> {
                    try (AutoCloseable resource = this::fail) {
                        assertThat(resource).isNotNull();
                        ready.countDown();
                        block();
                    }
                });
                scope.fork("replaced", () -> {
                    try {
                        ready.countDown();
                        block();
                    } finally {
                        fail();
                    }
                });
                scope.fork("in a group", () -> {
                    try {
                        ready.countDown();
                        block();
                    } catch (InterruptedException e) {
                        throw ExceptionGroup.of("both", e, failure);
                    }
                });
                ready.await();
                scope.cancel("enough");
                scope.join();
            });
            assertThat(labels(group)).containsExactly("suppressed", "replaced", "in a group");
            assertThat(remarks(group)).containsOnly("after the cancel");
            assertThat(group.exceptions().get(0)).isInstanceOf(InterruptedException.class);
            assertThat(group.exceptions().get(0).getSuppressed()).containsExactly(failure);
        }

        @InAllForms
        void is_not_what_came_before_it(Setup setup) {
            ExceptionGroup group = setup.groupOf(scope -> {
                scope.fork("stray", () -> {
                    throw new InterruptedException("nobody asked");
                });
                scope.join();
            });
            assertThat(group.exceptions())
                    .singleElement()
                    .satisfies(stray -> assertThat(stray)
                            .isInstanceOf(InterruptedException.class)
                            .hasMessage("nobody asked"));
        }

        private Callable<Void> wrapping(Function<InterruptedException, Exception> wrap) {
            return () -> {
                try {
                    return block();
                } catch (InterruptedException e) {
                    throw wrap.apply(e);
                }
            };
        }

        private void fail() throws IOException {
            throw failure;
        }
    }

    private static Void readFromPipe() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            assertThat(sink.isOpen()).isTrue();
            source.read(ByteBuffer.allocate(1));
            throw new AssertionError("unreachable");
        }
    }

    @Nested
    class A_task_cancelled_alone {
        @UnderAllPolicies
        void leaves_the_others_alone(Setup setup) throws Exception {
            setup.run(scope -> {
                CountDownLatch ready = new CountDownLatch(1);
                Task<Void> one = scope.fork("one", () -> {
                    ready.countDown();
                    block();
                });
                ready.await();
                one.cancel();
                until(one::isCancelled);
                Task<Integer> two = scope.fork("two", () -> 2);
                scope.join();
                assertThat(one.state()).isEqualTo(Task.State.CANCELLED);
                assertThat(two.result()).isEqualTo(2);
                assertThat(scope.isCancelled()).isFalse();
                assertThatThrownBy(one::result)
                        .isExactlyInstanceOf(CancellationException.class)
                        .hasMessage(
                                "task \"one\" of the scope was cancelled: it has no result; ask isCancelled() first");
            });
        }

        @UnderAllPolicies
        void that_fails_on_the_way_out_has_failed(Setup setup) {
            CountDownLatch ready = new CountDownLatch(1);
            ExceptionGroup group = setup.groupOf(scope -> {
                Task<?> task = scope.fork("one", () -> {
                    try {
                        ready.countDown();
                        return block();
                    } catch (InterruptedException e) {
                        throw failure;
                    }
                });
                ready.await();
                task.cancel();
                scope.join();
            });
            assertThat(group.exceptions()).containsExactly(failure);
            assertThat(remarks(group)).containsExactly((String) null);
        }

        @UnderAllPolicies
        void that_swallows_the_interrupt_keeps_its_result(Setup setup) throws Exception {
            CountDownLatch ready = new CountDownLatch(1);
            setup.run(scope -> {
                Task<Integer> task = scope.fork("one", () -> {
                    ready.countDown();
                    ScopeKit.swallowInterrupt();
                    return 1;
                });
                ready.await();
                task.cancel();
                scope.join();
                assertThat(task.result()).isEqualTo(1);
                assertThat(task.isCancelled()).isFalse();
            });
        }

        @UnderAllPolicies
        void after_its_end_stays_as_it_is(Setup setup) throws Exception {
            setup.run(scope -> {
                Task<Integer> task = scope.fork("one", () -> 1);
                scope.join();
                task.cancel();
                assertThat(task.result()).isEqualTo(1);
            });
        }

        @OnAllThreads
        void while_it_waits_for_a_place_never_runs(Kind kind) throws Exception {
            AtomicBoolean ran = new AtomicBoolean();
            CountDownLatch open = new CountDownLatch(1);
            kind.config().maxConcurrency(1).run(scope -> {
                Task<?> first = scope.fork("first", () -> open.await());
                Task<?> waiting = scope.fork("waiting", () -> ran.set(true));
                waiting.cancel();
                open.countDown();
                scope.join();
                assertThat(first.state()).isEqualTo(Task.State.SUCCEEDED);
                assertThat(waiting.state()).isEqualTo(Task.State.CANCELLED);
            });
            assertThat(ran).isFalse();
        }

        @OnAllThreads
        void may_cancel_itself(Kind kind) throws Exception {
            AtomicReference<Task<?>> self = new AtomicReference<>();
            CountDownLatch known = new CountDownLatch(1);
            kind.config().run(scope -> {
                self.set(scope.fork("self", () -> {
                    known.await();
                    self.get().cancel();
                    assertThat(Thread.currentThread().isInterrupted()).isTrue();
                    return block();
                }));
                known.countDown();
                scope.join();
            });
            assertThat(self.get().isCancelled()).isTrue();
        }

        @OnAllThreads
        void is_asked_again_by_the_cancel_of_its_scope(Kind kind) throws Exception {
            CountDownLatch ready = new CountDownLatch(1);
            CountDownLatch swallowed = new CountDownLatch(1);
            kind.config().run(scope -> {
                Task<?> task = scope.fork("one", () -> {
                    ready.countDown();
                    ScopeKit.swallowInterrupt();
                    swallowed.countDown();
                    return block();
                });
                ready.await();
                task.cancel();
                swallowed.await();
                scope.cancel("all of it");
                scope.join();
                assertThat(task.isCancelled()).isTrue();
            });
        }
    }

    @Nested
    class A_storm {
        @OnAllThreads
        void of_cancels_has_one_reason_and_ends_every_task(Kind kind) throws Exception {
            int storm = 16;
            for (int round = 0; round < 20; round++) {
                CyclicBarrier start = new CyclicBarrier(storm + 1);
                List<Thread> cancellers = new ArrayList<>();
                kind.config().run(scope -> {
                    List<Task<?>> tasks = new ArrayList<>();
                    for (int i = 0; i < storm; i++) {
                        int number = i;
                        tasks.add(scope.fork(ScopeKit::block));
                        Thread canceller = ScopeKit.kept(new Thread(() -> {
                            try {
                                start.await();
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                            scope.cancel("reason " + number);
                            tasks.forEach(Task::cancel);
                        }));
                        cancellers.add(canceller);
                    }
                    cancellers.forEach(Thread::start);
                    start.await();
                    for (int i = 0; i < storm; i++) {
                        scope.fork(ScopeKit::block);
                    }
                    try {
                        scope.join();
                    } finally {
                        for (Thread canceller : cancellers) {
                            canceller.join();
                        }
                    }
                    assertThat(scope.cancelReason().orElseThrow()).matches("reason \\d+");
                    assertThat(tasks).allMatch(Task::isCancelled);
                });
            }
        }

        @OnAllThreads
        void of_failures_is_reported_in_full(Kind kind) {
            int tasks = 10_000;
            List<Exception> expected = new ArrayList<>();
            ExceptionGroup group = group(() -> kind.config()
                    .policy(Policy.collectAll())
                    .maxConcurrency(64)
                    .run(scope -> {
                        for (int i = 0; i < tasks; i++) {
                            Exception each = new IOException("failure " + i);
                            expected.add(each);
                            scope.fork(() -> {
                                throw each;
                            });
                        }
                    }));
            assertThat(group.exceptions()).hasSize(tasks);
            for (int i = 0; i < tasks; i++) {
                assertThat(group.exceptions().get(i)).isSameAs(expected.get(i));
            }
            assertThat(group.message()).isEqualTo("the scope failed in 10000 of 10000 tasks");
            assertThat(group.getMessage().lines().count()).isLessThan(25);
            assertThat(group.getSuppressed()).hasSizeLessThan(150);
        }
    }
}
