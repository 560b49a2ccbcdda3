package dev.muster.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.opentest4j.MultipleFailuresError;

class LeaksTest {
    static volatile CountDownLatch release = new CountDownLatch(1);

    /** Starts a thread that stays until the outer test has seen enough. */
    static void leak(String name) {
        CountDownLatch until = release;
        Thread thread = new Thread(
                () -> {
                    try {
                        until.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void end_leaked_threads() {
        release.countDown();
        release = new CountDownLatch(1);
    }

    @Nested
    class A_thread_that_outlives_its_test {

        @Test
        void fails_the_test_that_started_it_and_no_other() {
            Map<String, Throwable> failures = Run.of(LeakingTestCase.class).failures();
            assertThat(failures).containsOnlyKeys("a_leaks()");
            assertThat(failures.get("a_leaks()"))
                    .isExactlyInstanceOf(MultipleFailuresError.class)
                    .hasMessage(String.format("a_leaks() left 1 thread running: [thread left-behind] (1 failure)%n"
                            + "\tdev.muster.junit.LeakedThreadError: thread \"left-behind\" outlives the test that"
                            + " started it and is WAITING: end it in the test or in @AfterEach, or allow it by leaks ="
                            + " IGNORE"));
        }

        @Test
        void fails_that_test_in_a_parallel_run_too() {
            assertThat(Run.with(
                                    Map.of(
                                            "junit.jupiter.execution.parallel.enabled",
                                            "true",
                                            "junit.jupiter.execution.parallel.mode.default",
                                            "concurrent",
                                            "junit.jupiter.execution.parallel.config.strategy",
                                            "fixed",
                                            "junit.jupiter.execution.parallel.config.fixed.parallelism",
                                            "4"),
                                    ParallelTestCase.class)
                            .failures())
                    .containsOnlyKeys("3.");
        }

        @Test
        void has_some_time_to_end_where_the_test_was_interrupted_too() {
            Throwable failure = Run.of(InterruptedTestCase.class).failure();
            assertThat(failure).hasMessage("the test itself").hasNoSuppressedExceptions();
        }

        @Test
        void may_be_ended_after_each_test() {
            Run.of(TidyTestCase.class).allSucceeded(1);
        }

        @Test
        void is_allowed_where_the_setting_says_so() {
            Run.with(Map.of("muster.junit.leaks", "ignore"), LeakingTestCase.class)
                    .allSucceeded(2);
        }

        @Test
        void of_a_class_may_live_as_long_as_the_class() {
            Run.of(ClassTestCase.class).allSucceeded(1);
        }

        @Test
        void of_a_class_fails_the_class_if_it_lives_longer() {
            assertThat(Run.of(LeakingClassTestCase.class).failure())
                    .hasMessageContaining("LeakingClassTestCase left 1 thread running: [thread of-class]");
        }
    }

    @Nested
    class An_exception_that_nobody_caught {

        @Test
        void fails_the_test_whose_thread_it_ended() {
            Map<String, Throwable> failures = Run.of(StrayTestCase.class).failures();
            assertThat(failures).containsOnlyKeys("a_thread_dies()");
            assertThat(failures.get("a_thread_dies()"))
                    .isExactlyInstanceOf(ExceptionGroup.class)
                    .hasMessage(
                            "a_thread_dies() did not catch 1 exception in threads that it started (1 sub-exception: 1"
                                    + " IllegalStateException)\n  [thread stray] IllegalStateException: nobody cares");
        }

        @Test
        void fails_the_test_of_the_task_that_started_the_thread() {
            assertThat(Run.of(StrayOfTaskTestCase.class).failure())
                    .hasMessageContaining("[thread stray] IllegalStateException: of a task");
        }

        @Test
        void stands_beside_the_failure_of_the_test() {
            Throwable failure = Run.of(StrayAndFailureTestCase.class).failure();
            assertThat(failure).isInstanceOf(IOException.class);
            assertThat(failure.getSuppressed())
                    .singleElement()
                    .satisfies(stray -> assertThat(stray).hasMessageContaining("nobody cares"));
        }

        @Test
        void goes_where_it_went_before_if_no_test_is_to_blame() throws InterruptedException {
            Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
            CountDownLatch seen = new CountDownLatch(1);
            Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> seen.countDown());
            StrayHandler handler = StrayHandler.install();
            try {
                Thread thread = new Thread(() -> {
                    throw new IllegalStateException("of no test");
                });
                thread.start();
                assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
            } finally {
                handler.close();
                Thread.setDefaultUncaughtExceptionHandler(before);
            }
        }
    }

    private static void die(String message) throws InterruptedException {
        Thread thread = new Thread(
                () -> {
                    throw new IllegalStateException(message);
                },
                "stray");
        thread.start();
        thread.join();
    }

    @TaskScoped
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class LeakingTestCase {
        @Test
        void a_leaks() {
            leak("left-behind");
        }

        @Test
        void b_is_clean(TaskScope scope) throws InterruptedException {
            scope.fork(() -> {});
            Thread thread = new Thread(() -> {});
            thread.start();
            thread.join();
        }
    }

    @TaskScoped
    static class ParallelTestCase {
        @RepeatedTest(value = 8, name = "{currentRepetition}.")
        void one_leaks(TestInfo info) throws InterruptedException {
            if (info.getDisplayName().equals("3.")) {
                leak("left-behind");
            } else {
                Thread thread = new Thread(() -> {});
                thread.start();
                thread.join();
            }
        }
    }

    @TaskScoped
    static class InterruptedTestCase {
        @Test
        void is_interrupted_and_fails() throws IOException {
            Thread test = Thread.currentThread();
            CountDownLatch until = release;
            Thread thread = new Thread(() -> {
                // until somebody waits for this thread
                while (test.getState() != Thread.State.TIMED_WAITING && until.getCount() > 0) {
                    Thread.onSpinWait();
                }
            });
            thread.start();
            test.interrupt();
            throw new IOException("the test itself");
        }
    }

    @TaskScoped
    static class TidyTestCase {
        private final ExecutorService executor = Executors.newFixedThreadPool(2);

        @Test
        void uses_an_executor() {
            executor.execute(() -> {});
        }

        @AfterEach
        void shut_down() {
            executor.shutdown();
        }
    }

    @TaskScoped
    static class ClassTestCase {
        static ExecutorService executor;

        @BeforeAll
        static void start() {
            executor = Executors.newFixedThreadPool(1);
            executor.execute(() -> {});
        }

        @Test
        void starts_and_ends_a_thread_beside_it() throws InterruptedException {
            Thread thread = new Thread(() -> {});
            thread.start();
            thread.join();
        }

        @AfterAll
        static void stop() {
            executor.shutdown();
        }
    }

    @TaskScoped
    static class LeakingClassTestCase {
        @BeforeAll
        static void start() {
            leak("of-class");
        }

        @Test
        void is_clean() {}
    }

    @TaskScoped
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class StrayTestCase {
        @Test
        void a_thread_dies() throws InterruptedException {
            die("nobody cares");
        }

        @Test
        void b_is_clean() {}
    }

    @TaskScoped
    static class StrayOfTaskTestCase {
        @Test
        void a_task_starts_it(TaskScope scope) {
            scope.fork(() -> die("of a task"));
        }
    }

    @TaskScoped
    static class StrayAndFailureTestCase {
        @Test
        void fails() throws Exception {
            die("nobody cares");
            throw new IOException("the test itself");
        }
    }
}
