package dev.muster.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.group.ExceptionGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SeamsTest {

    /** Notes events as text. */
    private static final class Notes implements ScopeListener {
        final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        public void scopeOpened(TaskScope scope, @Nullable TaskScope parent, @Nullable Task<?> within) {
            lines.add("opened " + scope.name() + " in " + (parent == null ? "none" : parent.name()) + " at "
                    + (within == null ? "none" : within.name()));
        }

        @Override
        public void taskForked(TaskScope scope, Task<?> task) {
            lines.add("forked " + task.name());
        }

        @Override
        public void taskStarted(TaskScope scope, Task<?> task) {
            lines.add("started " + task.name());
        }

        @Override
        public void taskEnded(TaskScope scope, Task<?> task) {
            lines.add("ended " + task.name() + " " + task.state());
        }

        @Override
        public void scopeCancelled(TaskScope scope, String reason) {
            lines.add("cancelled " + scope.name() + ": " + reason);
        }

        @Override
        public void scopeClosed(TaskScope scope) {
            lines.add("closed " + scope.name());
        }
    }

    private static final class Production {
        static void nested() throws InterruptedException {
            TaskScope.named("outer")
                    .run(scope -> scope.fork(
                            "task",
                            () -> TaskScope.named("inner").run(inner -> {
                                inner.fork("leaf", () -> null);
                            })));
        }
    }

    @Nested
    class A_listener {
        @Test
        void is_told_of_scopes_at_any_depth_in_order() throws InterruptedException {
            Notes notes = new Notes();
            Seams.none().listener(notes).<@Nullable Void, InterruptedException>call(() -> {
                Production.nested();
                return null;
            });
            assertThat(notes.lines)
                    .containsExactly(
                            "opened outer in none at none",
                            "forked task",
                            "started task",
                            "opened inner in outer at task",
                            "forked leaf",
                            "started leaf",
                            "ended leaf SUCCEEDED",
                            "closed inner",
                            "ended task SUCCEEDED",
                            "closed outer");
        }

        @Test
        void is_told_of_nothing_after_the_call() throws InterruptedException {
            Notes notes = new Notes();
            Seams.none().listener(notes).call(() -> "done");
            Production.nested();
            assertThat(notes.lines).isEmpty();
        }

        @Test
        void is_told_why_a_scope_was_cancelled() {
            Notes notes = new Notes();
            assertThatExceptionOfType(ExceptionGroup.class)
                    .isThrownBy(() -> TaskScope.named("orders").listener(notes).run(scope -> {
                        scope.fork("bad", () -> {
                            throw new IOException("bad");
                        });
                    }))
                    .satisfies(group -> assertThat(group.exceptions()).hasOnlyElementsOfType(IOException.class));
            assertThat(notes.lines)
                    .containsSubsequence("cancelled orders: task \"bad\" failed", "ended bad FAILED", "closed orders");
        }

        @Test
        void is_one_of_all_that_were_set() throws InterruptedException {
            Notes outer = new Notes();
            Notes inner = new Notes();
            Notes own = new Notes();
            Seams.none()
                    .listener(outer)
                    .call(() -> Seams.none().listener(inner).call(() -> {
                        TaskScope.named("x").listener(own).run(scope -> {});
                        return "done";
                    }));
            assertThat(List.of(outer, inner, own))
                    .allSatisfy(
                            notes -> assertThat(notes.lines).containsExactly("opened x in none at none", "closed x"));
        }

        @Test
        void is_told_of_tasks_and_cancels_beside_others() {
            Notes seam = new Notes();
            Notes own = new Notes();
            assertThatExceptionOfType(ExceptionGroup.class)
                    .isThrownBy(() -> Seams.none()
                            .listener(seam)
                            .call(() -> TaskScope.named("orders")
                                    .listener(own)
                                    .call(scope -> scope.fork("bad", () -> {
                                        throw new IOException("bad");
                                    }))))
                    .satisfies(group ->
                            assertThat(group.exceptions()).singleElement().isInstanceOf(IOException.class));
            assertThat(List.of(seam, own))
                    .allSatisfy(notes -> assertThat(notes.lines)
                            .contains(
                                    "forked bad",
                                    "started bad",
                                    "ended bad FAILED",
                                    "cancelled orders: task \"bad\" failed",
                                    "closed orders"));
        }

        @Test
        void that_throws_fails_the_scope_and_loses_nothing() {
            ScopeListener broken = new ScopeListener() {
                @Override
                public void taskForked(TaskScope scope, Task<?> task) {
                    throw new IllegalStateException("listener is broken");
                }
            };
            ExceptionGroup group = catchThrowableOfType(
                    ExceptionGroup.class,
                    () -> TaskScope.named("orders").listener(broken).run(scope -> {
                        scope.fork("load", () -> "loaded");
                        throw new IOException("body");
                    }));
            assertThat(group.getMessage()).isEqualTo("""
                            scope "orders" failed in its listener and its body \
                            (2 sub-exceptions: 1 IllegalStateException, 1 IOException)
                              [listener] IllegalStateException: listener is broken
                              [body, after the cancel] IOException: body""");
        }
    }

    @Nested
    class A_thread_factory {
        @Test
        void serves_scopes_that_set_none_at_any_depth() throws InterruptedException {
            AtomicInteger made = new AtomicInteger();
            ThreadFactory counting = work -> {
                made.incrementAndGet();
                return new Thread(work);
            };
            Seams.none().threadFactory(counting).<@Nullable Void, InterruptedException>call(() -> {
                Production.nested();
                return null;
            });
            assertThat(made).hasValue(2);
        }

        @Test
        void yields_to_the_scopes_own() throws InterruptedException {
            AtomicInteger own = new AtomicInteger();
            ThreadFactory refused = work -> {
                throw new IllegalStateException("not this one");
            };
            Seams.none().threadFactory(refused).<@Nullable Void, InterruptedException>call(() -> {
                TaskScope.named("x")
                        .threadFactory(work -> {
                            own.incrementAndGet();
                            return new Thread(work);
                        })
                        .run(scope -> scope.fork(() -> null));
                return null;
            });
            assertThat(own).hasValue(1);
        }
    }

    @Nested
    class A_clock {
        @Test
        void rings_timeouts_when_a_test_says_so() {
            List<Runnable> alarms = new ArrayList<>();
            ScopeClock clock = new ScopeClock() {
                @Override
                public long nanoTime() {
                    return 0;
                }

                @Override
                public Runnable after(Duration delay, Runnable action) {
                    assertThat(delay).isEqualTo(Duration.ofDays(1));
                    alarms.add(action);
                    return () -> {};
                }
            };
            ExceptionGroup group = catchThrowableOfType(
                    ExceptionGroup.class,
                    () -> Seams.none()
                            .clock(clock)
                            .call(() -> TaskScope.named("slow")
                                    .timeout(Duration.ofDays(1))
                                    .call(scope -> {
                                        scope.fork("forever", () -> new CountDownLatch(1).await());
                                        alarms.get(0).run();
                                        scope.join();
                                        return "joined";
                                    })));
            assertThat(group.getMessage()).isEqualTo("""
                            scope "slow" failed in its timeout (1 sub-exception: 1 ScopeTimeoutException)
                              [timeout] ScopeTimeoutException: scope "slow" did not end within PT24H; still running: \
                            "forever\"""");
        }
    }

    @Nested
    class Abandoning {
        @Test
        void leaves_a_task_that_ignores_the_cancel_behind_and_names_it() throws InterruptedException {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            Exchanger<String> ended = new Exchanger<>();
            ExceptionGroup group = catchThrowableOfType(
                    ExceptionGroup.class,
                    () -> Seams.none()
                            .abandonAfter(Duration.ofMillis(20))
                            .call(() -> TaskScope.named("test").call(scope -> {
                                scope.fork("stubborn", () -> {
                                    started.countDown();
                                    Stubborn.uninterruptibly(release);
                                    return ended.exchange("ended");
                                });
                                started.await();
                                scope.cancel("enough");
                                scope.join();
                                return "joined";
                            })));
            assertThat(group.getMessage()).isEqualTo("""
                            scope "test" failed in its timeout (1 sub-exception: 1 ScopeTimeoutException)
                              [abandoned, after the cancel] ScopeTimeoutException: scope "test" did not end within PT0.02S of \
                            its cancel and was abandoned; still running: "stubborn\"""");
            release.countDown();
            assertThat(ended.exchange("go")).isEqualTo("ended");
        }
    }

    @Test
    void what_the_code_throws_leaves_as_it_is() {
        IOException failure = new IOException("as it is");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Seams.none().call(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void a_scope_that_outlives_the_call_is_still_closed_in_order() throws InterruptedException {
        TaskScope scope = Seams.none().call(() -> TaskScope.named("handed out").open());
        try (scope) {
            scope.fork(() -> null);
            scope.join();
        }
        TaskScope.run(next -> next.fork(() -> null));
    }

    @Test
    void seams_end_with_the_call_though_a_scope_outlives_it() throws InterruptedException {
        Notes notes = new Notes();
        Seams.none()
                .listener(notes)
                .call(() -> TaskScope.named("handed out").open())
                .close();
        assertThat(notes.lines).contains("closed handed out");
        notes.lines.clear();
        TaskScope.named("next").run(scope -> {});
        assertThat(notes.lines).isEmpty();
    }

    /** Waits as code does that swallows interrupts. */
    private static final class Stubborn {
        static void uninterruptibly(CountDownLatch latch) {
            while (true) {
                try {
                    latch.await();
                    return;
                } catch (InterruptedException swallowed) {
                    // the point of the test
                }
            }
        }
    }
}
