package dev.muster.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.group.ExceptionGroup;
import dev.muster.group.TreeFormat;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.io.Serial;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.internal.AssumptionViolatedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;
import org.opentest4j.TestAbortedException;

class ResultsTest {

    private static Throwable failureOf(String method) {
        return Run.ofMethod(FailingTestCase.class, method).failure();
    }

    private static Throwable abortOf(String method) {
        return Run.ofMethod(FailingTestCase.class, method).abort();
    }

    private static String tree(Throwable thrown) {
        return TreeFormat.standard().withoutFrames().format(thrown);
    }

    @Nested
    class Where_only_the_method_fails {

        @Test
        void what_it_threw_is_reported_as_it_is() {
            assertThat(failureOf("body_fails")).isSameAs(FailingTestCase.BODY);
        }

        @Test
        void an_aborted_assumption_aborts_the_test() {
            assertThat(abortOf("body_aborts"))
                    .isExactlyInstanceOf(TestAbortedException.class)
                    .hasMessage("Assumption failed: no docker");
        }

        @Test
        void a_group_of_assertion_errors_is_told_as_such() {
            assertThat(failureOf("body_throws_a_group_of_assertion_errors"))
                    .isExactlyInstanceOf(MultipleFailuresError.class)
                    .hasMessage(String.format(
                            "by hand (2 failures)%n\tjava.lang.AssertionError: one%n\tjava.lang.AssertionError: two"));
        }

        @Test
        void any_other_group_is_reported_as_it_is() {
            assertThat(failureOf("body_throws_a_group")).isSameAs(FailingTestCase.GROUP);
        }

        @Test
        void an_error_of_the_machine_is_reported_as_it_is() {
            assertThat(failureOf("body_breaks")).isSameAs(FailingTestCase.BROKEN);
        }
    }

    @Nested
    class Where_tasks_fail {

        @Test
        void all_failures_are_in_one_group() {
            assertThat(tree(failureOf("tasks_fail")))
                    .isEqualTo(
                            String.format("dev.muster.group.ExceptionGroup: scope \"tasks_fail\" failed in 2 of 2 tasks"
                                    + " (2 sub-exceptions: 1 IOException, 1 AssertionError)%n"
                                    + "+- 1 of 2 [client]: java.io.IOException: connection reset%n"
                                    + "+- 2 of 2 [server]: java.lang.AssertionError: wrong request%n"));
        }

        @Test
        void the_failure_of_the_method_is_the_last_member() {
            assertThat(tree(failureOf("task_and_body_fail")))
                    .isEqualTo(String.format(
                            "dev.muster.group.ExceptionGroup: scope \"task_and_body_fail\" failed in 1 of 1 task and"
                                    + " its body (2 sub-exceptions: 1 IOException, 1 AssertionError)%n"
                                    + "+- 1 of 2 [client]: java.io.IOException: connection reset%n"
                                    + "+- 2 of 2 [body]: java.lang.AssertionError: body%n"));
        }

        @Test
        void a_task_that_fails_alone_is_a_group_of_one() {
            assertThat(failureOf("one_task_fails"))
                    .hasMessage("scope \"one_task_fails\" failed in 1 of 1 task (1 sub-exception: 1 IOException)\n"
                            + "  [client] IOException: connection reset");
        }

        @Test
        void assertion_errors_alone_are_multiple_failures_that_name_the_tasks() {
            Throwable failure = failureOf("assertions_fail");
            assertThat(failure)
                    .isExactlyInstanceOf(MultipleFailuresError.class)
                    .hasMessage(String.format("scope \"assertions_fail\" failed in 2 of 3 tasks and its body: [client],"
                            + " [server], [body] (3 failures)%n"
                            + "\torg.opentest4j.AssertionFailedError: expected: <ok> but was: <slow>%n"
                            + "\torg.opentest4j.AssertionFailedError: expected: <1> but was: <2>%n"
                            + "\tjava.lang.AssertionError: body"))
                    .hasCauseExactlyInstanceOf(ExceptionGroup.class);
            List<Throwable> failures = ((MultipleFailuresError) failure).getFailures();
            assertThat(failures).isEqualTo(((ExceptionGroup) failure.getCause()).leaves());
            AssertionFailedError comparison = (AssertionFailedError) failures.get(0);
            assertThat(comparison.getExpected().getStringRepresentation()).isEqualTo("ok");
            assertThat(comparison.getActual().getStringRepresentation()).isEqualTo("slow");
        }

        @Test
        void a_join_in_the_method_leads_to_the_same_report() {
            assertThat(failureOf("joins_itself"))
                    .isExactlyInstanceOf(MultipleFailuresError.class)
                    .hasMessage(String.format("scope \"joins_itself\" failed in 1 of 1 task: [client] (1 failure)%n"
                            + "\tjava.lang.AssertionError: client"));
        }

        @Test
        void an_error_of_the_machine_comes_out_bare_with_the_others_in_it() {
            Throwable failure = failureOf("task_breaks");
            assertThat(failure).isExactlyInstanceOf(InternalError.class);
            assertThat(failure.getSuppressed()).hasSize(1);
            assertThat(((ExceptionGroup) failure.getSuppressed()[0]).leaves())
                    .extracting(Throwable::getMessage)
                    .containsExactly("body");
        }

        @Test
        void an_overflow_of_the_stack_is_a_failure_as_any_other() {
            assertThat(((ExceptionGroup) failureOf("task_recurses")).leaves())
                    .singleElement()
                    .isInstanceOf(StackOverflowError.class);
        }

        @Test
        void a_memory_error_has_the_failures_of_tasks_in_it() {
            OutOfMemoryError thrown = (OutOfMemoryError)
                    catchThrowable(() -> Run.ofMethod(FailingTestCase.class, "task_fails_and_body_runs_out_of_memory"));
            assertThat(thrown.getSuppressed())
                    .singleElement()
                    .satisfies(group ->
                            assertThat(tree(group)).contains("[client]: java.io.IOException: connection reset"));
        }

        @Test
        void groups_of_assertion_errors_that_tasks_threw_are_told_leaf_by_leaf() {
            assertThat(failureOf("task_throws_a_group_of_assertion_errors"))
                    .isExactlyInstanceOf(MultipleFailuresError.class)
                    .hasMessage(
                            String.format("scope \"task_throws_a_group_of_assertion_errors\" failed in 2 of 2 tasks:"
                                    + " [client], [client], [server] (3 failures)%n"
                                    + "\tjava.lang.AssertionError: one%n"
                                    + "\tjava.lang.AssertionError: two%n"
                                    + "\tjava.lang.AssertionError: three"));
        }

        @Test
        void a_group_that_a_task_threw_keeps_its_place_in_the_tree() {
            assertThat(tree(failureOf("task_throws_a_group")))
                    .isEqualTo(
                            String.format("dev.muster.group.ExceptionGroup: scope \"task_throws_a_group\" failed in 1"
                                    + " of 1 task (2 sub-exceptions: 1 AssertionError, 1 IOException)%n"
                                    + "+- 1 of 1 [client]: dev.muster.group.ExceptionGroup: by hand (2 sub-exceptions: 1"
                                    + " AssertionError, 1 IOException)%n"
                                    + "   +- 1 of 2: java.lang.AssertionError: one%n"
                                    + "   +- 2 of 2: java.io.IOException: two%n"));
        }

        @Test
        void a_memory_error_in_a_task_ends_the_run_as_one_in_a_test_does() {
            assertThat(catchThrowable(() -> Run.ofMethod(FailingTestCase.class, "body_runs_out_of_memory")))
                    .isSameAs(FailingTestCase.MEMORY);
            assertThat(catchThrowable(() -> Run.ofMethod(FailingTestCase.class, "task_runs_out_of_memory")))
                    .isSameAs(FailingTestCase.MEMORY);
        }
    }

    @Nested
    class Where_assumptions_fail {

        @Test
        void in_tasks_alone_the_test_is_aborted_and_names_each() {
            assertThat(abortOf("tasks_abort"))
                    .isExactlyInstanceOf(TestAbortedException.class)
                    .hasMessage("[client] Assumption failed: no network; [server] Assumption failed: no port")
                    .hasCauseExactlyInstanceOf(ExceptionGroup.class);
        }

        @Test
        void in_the_method_too_each_is_named() {
            assertThat(abortOf("task_and_body_abort"))
                    .hasMessage("[client] Assumption failed: no network; [body] Assumption failed: no docker");
        }

        @Test
        void in_the_method_the_tasks_that_still_run_are_cancelled() {
            assertThat(abortOf("body_aborts_while_a_task_waits")).hasMessage("Assumption failed: no docker");
        }

        @Test
        void those_of_junit_4_count_too() {
            assertThat(abortOf("tasks_abort_by_junit_4"))
                    .isExactlyInstanceOf(TestAbortedException.class)
                    .hasMessage("[client] no network; [server] Assumption failed: no port");
        }

        @Test
        void in_the_method_and_a_task_fails_the_test_has_failed() {
            assertThat(tree(failureOf("task_fails_and_body_aborts")))
                    .contains(
                            "1 of 2 [client]: java.io.IOException: connection reset",
                            "2 of 2 [body]: org.opentest4j.TestAbortedException: Assumption failed: no docker");
        }

        @Test
        void beside_failures_the_test_has_failed() {
            assertThat(tree(failureOf("one_aborts_and_one_fails")))
                    .isEqualTo(String.format(
                            "dev.muster.group.ExceptionGroup: scope \"one_aborts_and_one_fails\" failed in 2 of 2 tasks"
                                    + " (2 sub-exceptions: 1 TestAbortedException, 1 AssertionError)%n"
                                    + "+- 1 of 2 [client]: org.opentest4j.TestAbortedException: Assumption failed: no"
                                    + " network%n"
                                    + "+- 2 of 2 [server]: java.lang.AssertionError: server%n"));
        }
    }

    @Test
    void failures_in_and_after_the_test_are_both_reported() {
        Throwable failure = Run.of(InAndAfterTestCase.class).failure();
        assertThat(failure).isExactlyInstanceOf(MultipleFailuresError.class);
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(after -> assertThat(tree(after))
                        .contains(
                                "scope \"tears_down\" failed in 1 of 1 task",
                                "[connection]: java.io.IOException: closing"));
    }

    @Test
    void failures_before_and_after_the_test_are_both_reported() {
        assertThat(tree(Run.of(BeforeAndAfterTestCase.class).failure()))
                .isEqualTo(String.format("dev.muster.group.ExceptionGroup: scope \"sets_up\" failed in 1 of 1 task (1"
                        + " sub-exception: 1 IOException)%n"
                        + "+- 1 of 1 [connection]: java.io.IOException: opening%n"
                        + "  Suppressed: dev.muster.group.ExceptionGroup: scope \"tears_down\" failed in 1 of 1 task (1"
                        + " sub-exception: 1 IOException)%n"
                        + "  +- 1 of 1 [connection]: java.io.IOException: closing%n"));
    }

    @Test
    void failures_before_and_after_all_tests_are_reported_for_the_class() {
        assertThat(tree(Run.of(ClassTestCase.class).failure()))
                .contains("scope \"starts\"", "[server]: java.io.IOException: starting")
                .contains("Suppressed: ", "scope \"stops\"", "[server]: java.io.IOException: stopping");
    }

    @Test
    void a_failure_before_the_test_is_reported_for_it() {
        assertThat(tree(Run.of(BeforeTestCase.class).failure()))
                .contains("scope \"sets_up\" failed in 1 of 1 task", "[connection]: java.io.IOException: opening");
    }

    /** As {@code org.junit.AssumptionViolatedException} is. */
    private static final class AssumptionOfJUnit4 extends AssumptionViolatedException {
        @Serial
        private static final long serialVersionUID = 1L;

        AssumptionOfJUnit4(String message) {
            super(message);
        }
    }

    @TaskScoped
    static class BeforeAndAfterTestCase extends BeforeTestCase {
        @AfterEach
        void tears_down(TaskScope scope) {
            scope.fork("connection", () -> {
                throw new IOException("closing");
            });
        }
    }

    @TaskScoped
    static class ClassTestCase {
        @BeforeAll
        static void starts(TaskScope scope) {
            scope.fork("server", () -> {
                throw new IOException("starting");
            });
        }

        @Test
        void never_runs() {
            throw new AssertionError("ran");
        }

        @AfterAll
        static void stops(TaskScope scope) {
            scope.fork("server", () -> {
                throw new IOException("stopping");
            });
        }
    }

    @TaskScoped
    static class InAndAfterTestCase {
        @Test
        void fails(TaskScope scope) {
            scope.fork("client", () -> {
                throw new AssertionError("client");
            });
        }

        @AfterEach
        void tears_down(TaskScope scope) {
            scope.fork("connection", () -> {
                throw new IOException("closing");
            });
        }
    }

    @TaskScoped
    static class BeforeTestCase {
        @BeforeEach
        void sets_up(TaskScope scope) {
            scope.fork("connection", () -> {
                throw new IOException("opening");
            });
        }

        @Test
        void never_runs() {
            throw new AssertionError("ran");
        }
    }

    @TaskScoped
    static class FailingTestCase {
        static final IllegalStateException BODY = new IllegalStateException("body");
        static final InternalError BROKEN = new InternalError("pretended");
        static final OutOfMemoryError MEMORY = new OutOfMemoryError("pretended");
        static final ExceptionGroup GROUP =
                ExceptionGroup.of("by hand", new AssertionError("one"), new IOException("two"));

        @Test
        void body_fails(TaskScope scope) {
            scope.fork(() -> {});
            throw BODY;
        }

        @Test
        void body_aborts(TaskScope scope) {
            assumeTrue(false, "no docker");
        }

        @Test
        void body_throws_a_group_of_assertion_errors(TaskScope scope) {
            throw ExceptionGroup.of("by hand", new AssertionError("one"), new AssertionError("two"));
        }

        @Test
        void body_throws_a_group(TaskScope scope) {
            throw GROUP;
        }

        @Test
        void body_breaks(TaskScope scope) {
            throw BROKEN;
        }

        @Test
        void task_breaks(TaskScope scope) {
            failAndWait(scope, new InternalError("pretended"));
            throw new AssertionError("body");
        }

        @Test
        void body_runs_out_of_memory(TaskScope scope) {
            throw MEMORY;
        }

        @Test
        void tasks_fail(TaskScope scope) {
            scope.fork("client", () -> {
                throw new IOException("connection reset");
            });
            scope.fork("server", () -> {
                throw new AssertionError("wrong request");
            });
        }

        @Test
        void task_and_body_fail(TaskScope scope) {
            failAndWait(scope, new IOException("connection reset"));
            throw new AssertionError("body");
        }

        @Test
        void one_task_fails(TaskScope scope) {
            scope.fork("client", () -> {
                throw new IOException("connection reset");
            });
        }

        @Test
        void assertions_fail(TaskScope scope) {
            scope.fork("fine", () -> {});
            awaitEnd(scope.fork("client", () -> assertEquals("ok", "slow")));
            awaitEnd(scope.fork("server", () -> assertEquals(1, 2)));
            throw new AssertionError("body");
        }

        @Test
        void joins_itself(TaskScope scope) throws InterruptedException {
            scope.fork("client", () -> {
                throw new AssertionError("client");
            });
            scope.join();
        }

        @Test
        void task_runs_out_of_memory(TaskScope scope) {
            failAndWait(scope, MEMORY);
        }

        @Test
        void tasks_abort(TaskScope scope) {
            scope.fork("client", () -> assumeTrue(false, "no network"));
            scope.fork("server", () -> assumeTrue(false, "no port"));
        }

        @Test
        void one_aborts_and_one_fails(TaskScope scope) {
            scope.fork("client", () -> assumeTrue(false, "no network"));
            scope.fork("server", () -> {
                throw new AssertionError("server");
            });
        }

        @Test
        void task_recurses(TaskScope scope) {
            scope.fork("client", () -> recurse(1));
        }

        private static int recurse(int depth) {
            return depth == 0 ? 0 : recurse(depth + 1);
        }

        @Test
        void task_fails_and_body_runs_out_of_memory(TaskScope scope) {
            failAndWait(scope, new IOException("connection reset"));
            throw new OutOfMemoryError("pretended");
        }

        @Test
        void task_throws_a_group_of_assertion_errors(TaskScope scope) {
            scope.fork("client", () -> {
                throw ExceptionGroup.of("by hand", new AssertionError("one"), new AssertionError("two"));
            });
            scope.fork("server", () -> {
                throw new AssertionError("three");
            });
        }

        @Test
        void task_throws_a_group(TaskScope scope) {
            scope.fork("client", () -> {
                throw ExceptionGroup.of("by hand", new AssertionError("one"), new IOException("two"));
            });
        }

        @Test
        void task_and_body_abort(TaskScope scope) {
            awaitEnd(scope.fork("client", () -> assumeTrue(false, "no network")));
            assumeTrue(false, "no docker");
        }

        @Test
        void body_aborts_while_a_task_waits(TaskScope scope) {
            scope.fork("waits", () -> new CountDownLatch(1).await());
            assumeTrue(false, "no docker");
        }

        @Test
        void tasks_abort_by_junit_4(TaskScope scope) {
            scope.fork("client", () -> {
                throw new AssumptionOfJUnit4("no network");
            });
            scope.fork("server", () -> assumeTrue(false, "no port"));
        }

        @Test
        void task_fails_and_body_aborts(TaskScope scope) {
            failAndWait(scope, new IOException("connection reset"));
            assumeTrue(false, "no docker");
        }

        private static void failAndWait(TaskScope scope, Throwable failure) {
            awaitEnd(scope.fork("client", () -> {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (Exception) failure;
            }));
        }

        // the end of a task is what the method waits for, since its own failure would cancel the task
        private static void awaitEnd(dev.muster.scope.Task<?> task) {
            while (task.state() == dev.muster.scope.Task.State.RUNNING) {
                Thread.onSpinWait();
            }
        }
    }
}
