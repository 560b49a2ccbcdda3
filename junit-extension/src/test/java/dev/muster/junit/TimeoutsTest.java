package dev.muster.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.ScopeTimeoutException;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

class TimeoutsTest {

    /** Times and the numbers of lines differ from run to run. */
    private static String masked(String text) {
        return text.replaceAll("\\d+(\\.\\d+)? (ms|s)\\b", "TIME").replaceAll("\\R\\s+at [^\\r\\n]+", "");
    }

    @Nested
    class A_join_that_takes_too_long {

        @Test
        void fails_the_test_with_the_tree_of_its_tasks() {
            Throwable failure = Run.ofMethod(JoinTimeoutTestCase.class, "a_task_waits_for_ever")
                    .failure();
            assertThat(failure).isExactlyInstanceOf(ExceptionGroup.class);
            assertThat(((ExceptionGroup) failure).message())
                    .isEqualTo("scope \"a_task_waits_for_ever\" failed in its join");
            Throwable timeout = ((ExceptionGroup) failure).exceptions().get(0);
            assertThat(timeout).isInstanceOf(TimeoutException.class);
            assertThat(masked(timeout.getMessage()))
                    .isEqualTo(String.format(
                            "the tasks of scope \"a_task_waits_for_ever\" did not end within TIME of the join; still"
                                    + " running: \"waits\"%n"
                                    + "scope \"a_task_waits_for_ever\", open for TIME%n"
                                    + "  the method ended after TIME%n"
                                    + "  task \"fine\" succeeded after TIME%n"
                                    + "  task \"waits\" is running for TIME"));
            assertThat(timeout.getMessage())
                    .contains("at java.util.concurrent.CountDownLatch.await(CountDownLatch.java:");
        }

        @Test
        void keeps_the_failures_that_came_before() {
            ExceptionGroup failure =
                    (ExceptionGroup) Run.ofMethod(JoinTimeoutTestCase.class, "a_task_waits_and_one_fails")
                            .failure();
            assertThat(failure.message())
                    .isEqualTo("scope \"a_task_waits_and_one_fails\" failed in 1 of 2 tasks and its join");
            assertThat(failure.label(0)).contains("fails");
            assertThat(failure.exceptions().get(0)).hasMessage("connection reset");
            assertThat(failure.label(1)).contains("join");
            assertThat(failure.firstFailure()).contains(failure.exceptions().get(0));
        }

        @Test
        void counts_where_the_method_joins_itself() {
            ExceptionGroup failure = (ExceptionGroup)
                    Run.ofMethod(JoinTimeoutTestCase.class, "joins_itself").failure();
            assertThat(failure.label(0)).contains("join");
        }

        @Test
        void can_do_without_the_tree() {
            ExceptionGroup failure = (ExceptionGroup) Run.with(
                            Map.of("muster.junit.dump", "never", "muster.junit.joinTimeout", "50ms"),
                            WaitingTestCase.class)
                    .failure();
            assertThat(failure.exceptions().get(0))
                    .hasMessage("the tasks of scope \"waits\" did not end within 50 ms of the join; still running:"
                            + " \"waits\"");
        }
    }

    @Nested
    class A_task_that_ignores_the_cancel {

        @Test
        void does_not_hang_the_build_and_is_named() {
            ExceptionGroup failure =
                    (ExceptionGroup) Run.of(StubbornTestCase.class).failure();
            StubbornTestCase.release.countDown();
            assertThat(failure.label(0)).contains("abandoned");
            assertThat(failure.exceptions().get(0))
                    .isInstanceOf(ScopeTimeoutException.class)
                    .hasMessage("scope \"goes_on\" did not end within PT0.05S of its cancel and was abandoned; still"
                            + " running: \"stubborn\"");
            assertThat(failure.label(1)).contains("join");
        }
    }

    @Nested
    class A_scope_of_production_code {

        @Test
        void is_in_the_tree() {
            ExceptionGroup failure =
                    (ExceptionGroup) Run.of(ProductionTestCase.class).failure();
            assertThat(masked(failure.exceptions()
                            .get(failure.exceptions().size() - 1)
                            .getMessage()))
                    .isEqualTo(String.format(
                            "the tasks of scope \"uses_it\" did not end within TIME of the join; still running:"
                                    + " \"order\"%n"
                                    + "scope \"uses_it\", open for TIME%n"
                                    + "  the method ended after TIME%n"
                                    + "  scope \"prices\", ended after TIME%n"
                                    + "    task \"euro\" succeeded after TIME%n"
                                    + "  task \"order\" is running for TIME%n"
                                    + "    scope \"checkout\", open for TIME%n"
                                    + "      task \"stock\" succeeded after TIME%n"
                                    + "      task \"payment\" is running for TIME"));
        }
    }

    @Nested
    class JUnits_own_timeout {

        @Test
        void on_the_same_thread_cancels_the_tasks_and_shows_where_they_were() {
            Throwable failure =
                    Run.ofMethod(TimeoutTestCase.class, "same_thread").failure();
            assertThat(failure).isInstanceOf(TimeoutException.class).hasMessageContaining("timed out after 500 milli");
            assertThat(failure.getSuppressed())
                    .anySatisfy(tree -> assertThat(masked(tree.getMessage()))
                            .isEqualTo(String.format("at the timeout the tasks were here%n"
                                    + "scope \"same_thread\", open for TIME%n"
                                    + "  the method ended after TIME%n"
                                    + "  task \"waits\" is running for TIME")));
        }

        @Test
        void on_the_same_thread_keeps_what_tasks_failed_with() {
            Throwable failure = Run.ofMethod(TimeoutTestCase.class, "same_thread_and_a_failure")
                    .failure();
            assertThat(failure).isInstanceOf(TimeoutException.class);
            assertThat(failure.getSuppressed())
                    .anySatisfy(group -> assertThat(group)
                            .isInstanceOf(ExceptionGroup.class)
                            .hasMessageContaining("[fails] IOException: connection reset"));
        }

        @Test
        void on_another_thread_loses_no_failure_either() {
            Throwable failure =
                    Run.ofMethod(TimeoutTestCase.class, "other_thread").failure();
            assertThat(failure).isInstanceOf(TimeoutException.class);
            assertThat(failure.getSuppressed())
                    .anySatisfy(group -> assertThat(group)
                            .isInstanceOf(ExceptionGroup.class)
                            .hasMessageContaining("[fails, after the cancel] IOException: while stopping"));
        }

        @Test
        void on_another_thread_before_the_test_loses_no_failure() {
            Throwable failure = Run.of(TimeoutBeforeTestCase.class).failure();
            assertThat(failure).isInstanceOf(TimeoutException.class);
            assertThat(failure.getSuppressed())
                    .anySatisfy(group -> assertThat(group)
                            .isInstanceOf(ExceptionGroup.class)
                            .hasMessageContaining("[fails, after the cancel] IOException: while stopping"));
        }

        @Test
        void on_another_thread_shows_where_the_tasks_were() {
            Throwable failure =
                    Run.ofMethod(TimeoutTestCase.class, "other_thread").failure();
            assertThat(failure.getSuppressed())
                    .anySatisfy(tree -> assertThat(tree).hasMessageStartingWith("at the timeout the tasks were here"));
        }
    }

    @Nested
    class An_interrupt_from_outside {

        @Test
        void ends_the_test_by_an_interrupted_exception() {
            assertThat(Run.of(InterruptedTestCase.class).failure())
                    .isExactlyInstanceOf(InterruptedException.class)
                    .hasMessage("interrupted in the body of scope \"is_interrupted\"; its tasks were cancelled");
            assertThat(Thread.interrupted()).isFalse();
        }

        @Test
        void is_kept_beside_failures_until_the_test_has_ended() {
            Run run = Run.of(InterruptedAndFailingTestCase.class);
            assertThat(run.failures()).containsOnlyKeys("a_is_interrupted(TaskScope)");
            assertThat(run.failures().get("a_is_interrupted(TaskScope)"))
                    .hasMessageContaining("[fails, after the cancel] IOException: while stopping")
                    .hasMessageNotContaining("InterruptedException");
        }
    }

    @Nested
    class A_timeout_that_is_wrong {

        @Test
        void in_an_annotation_is_refused() {
            assertThat(Run.of(WrongTimeoutTestCase.class).failure())
                    .hasMessage("joinTimeout in @TaskScoped at class dev.muster.junit.TimeoutsTest$WrongTimeoutTestCase"
                            + " is \"soon\", which is not allowed: give a number greater than zero and one of the units"
                            + " ns, us, ms, s, m, h, such as \"30 s\"");
        }

        @Test
        void in_code_is_refused() {
            TaskScopeExtension.Builder builder = TaskScopeExtension.builder();
            assertThatThrownBy(() -> builder.joinTimeout(Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("joinTimeout is PT0S: give a time longer than zero and of at most 10,000 days");
        }

        @Test
        void because_it_is_zero_is_refused() {
            assertThat(dev.muster.junit.Timeout.read("0 s")).isEmpty();
            assertThat(dev.muster.junit.Timeout.read("1000000 h")).isEmpty();
            assertThat(dev.muster.junit.Timeout.read("1500 ms")).hasToString("Optional[1500 ms]");
            assertThat(dev.muster.junit.Timeout.read("2m")).hasToString("Optional[120 s]");
        }
    }

    private static void waitForEver() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @TaskScoped(joinTimeout = "300 ms")
    static class JoinTimeoutTestCase {
        @Test
        void a_task_waits_for_ever(TaskScope scope) {
            scope.fork("fine", () -> {});
            scope.fork("waits", () -> waitForEver());
        }

        @Test
        void a_task_waits_and_one_fails(TaskScope scope) {
            scope.fork("fails", () -> {
                throw new IOException("connection reset");
            });
            scope.fork("waits", () -> waitForEver());
        }

        @Test
        void joins_itself(TaskScope scope) throws InterruptedException {
            scope.fork("waits", () -> waitForEver());
            scope.join();
        }
    }

    @TaskScoped
    static class WaitingTestCase {
        @Test
        void waits(TaskScope scope) {
            scope.fork("waits", () -> waitForEver());
        }
    }

    @TaskScoped(joinTimeout = "300 ms", grace = "50 ms", leaks = TaskScoped.Leaks.IGNORE)
    static class StubbornTestCase {
        static final CountDownLatch release = new CountDownLatch(1);

        @Test
        void goes_on(TaskScope scope) {
            scope.fork("stubborn", () -> {
                while (release.getCount() > 0) {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        // what a stubborn task does
                    }
                }
            });
        }
    }

    @TaskScoped(joinTimeout = "300 ms")
    static class ProductionTestCase {
        @Test
        void uses_it(TaskScope scope) throws InterruptedException {
            TaskScope.named("prices").run(prices -> prices.fork("euro", () -> {}));
            scope.fork(
                    "order",
                    () -> TaskScope.named("checkout").run(checkout -> {
                        checkout.fork("stock", () -> {});
                        checkout.fork("payment", () -> waitForEver());
                    }));
        }
    }

    @TaskScoped
    static class TimeoutTestCase {
        @Test
        @Timeout(value = 500, unit = TimeUnit.MILLISECONDS)
        void same_thread(TaskScope scope) {
            scope.fork("waits", () -> waitForEver());
        }

        @Test
        @Timeout(value = 500, unit = TimeUnit.MILLISECONDS)
        void same_thread_and_a_failure(TaskScope scope) {
            scope.fork("fails", () -> {
                throw new IOException("connection reset");
            });
            scope.fork("waits", () -> waitForEver());
        }

        @Test
        @Timeout(value = 500, unit = TimeUnit.MILLISECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void other_thread(TaskScope scope) {
            scope.fork("fails", () -> {
                try {
                    waitForEver();
                } catch (InterruptedException e) {
                    throw new IOException("while stopping");
                }
            });
        }
    }

    @TaskScoped
    static class TimeoutBeforeTestCase {
        @BeforeEach
        @Timeout(value = 500, unit = TimeUnit.MILLISECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void prepare(TaskScope scope) {
            scope.fork("fails", () -> {
                try {
                    waitForEver();
                } catch (InterruptedException e) {
                    throw new IOException("while stopping");
                }
            });
        }

        @Test
        void never_runs() {}
    }

    @TaskScoped
    static class InterruptedTestCase {
        @Test
        void is_interrupted(TaskScope scope) {
            Thread test = Thread.currentThread();
            scope.fork("interrupts", test::interrupt);
            scope.fork("waits", () -> waitForEver());
        }
    }

    @TaskScoped
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class InterruptedAndFailingTestCase {
        private boolean wasInterrupted;

        @Test
        void a_is_interrupted(TaskScope scope) {
            wasInterrupted = true;
            Thread test = Thread.currentThread();
            CountDownLatch running = new CountDownLatch(1);
            scope.fork("fails", () -> {
                running.countDown();
                try {
                    waitForEver();
                } catch (InterruptedException e) {
                    throw new IOException("while stopping");
                }
            });
            scope.fork("interrupts", () -> {
                running.await();
                test.interrupt();
            });
        }

        @AfterEach
        void the_interrupt_is_not_lost() {
            assertThat(Thread.currentThread().isInterrupted()).isEqualTo(wasInterrupted);
        }

        @Test
        void b_is_clean(TaskScope scope) throws InterruptedException {
            scope.fork(() -> {});
            scope.join();
        }
    }

    @TaskScoped(joinTimeout = "soon")
    static class WrongTimeoutTestCase {
        @Test
        void never_runs() {}
    }
}
