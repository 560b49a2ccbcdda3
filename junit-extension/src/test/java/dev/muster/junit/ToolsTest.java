package dev.muster.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;

/** What tools that know nothing of Muster make of the failure of a test, by the rules that they follow. */
class ToolsTest {

    private static Throwable failureOf(String method) {
        return Run.ofMethod(FailingTestCase.class, method).failure();
    }

    @Nested
    class Gradle {

        @Test
        void carries_each_member_of_a_group_to_its_daemon_once() {
            assertThat(new Carrier().carry(failureOf("tasks_fail")))
                    .containsExactly(
                            "ExceptionGroup: scope \"tasks_fail\" failed in 3 of 3 tasks (3 sub-exceptions: 1"
                                    + " AssertionFailedError, 1 IOException, 1 IllegalStateException)",
                            "  AssertionFailedError: expected: <ok> but was: <slow>",
                            "  IOException: connection reset",
                            "  IllegalStateException: not started",
                            "    IOException: no port");
        }

        @Test
        void carries_each_assertion_error_to_its_daemon_once() {
            assertThat(new Carrier().carry(failureOf("assertions_fail")))
                    .containsExactly(
                            "MultipleFailuresError: scope \"assertions_fail\" failed in 2 of 2 tasks and its body:"
                                    + " [client], [server], [body] (3 failures)",
                            "  AssertionFailedError: expected: <ok> but was: <slow>",
                            "  AssertionFailedError: expected: <1> but was: <2>",
                            "  AssertionError: body");
        }

        @Test
        void shows_one_failure_for_each_assertion_error() {
            assertThat(comparisons(failureOf("assertions_fail")))
                    .containsExactly("expected ok, was slow", "expected 1, was 2", "AssertionError: body");
        }

        // a throwable whose kind is not known is shown by that of its cause, so a group has none
        @Test
        void shows_a_group_as_what_it_is() {
            assertThat(failureOf("tasks_fail")).hasNoCause();
        }
    }

    @Nested
    class An_ide {

        @Test
        void finds_each_comparison() {
            assertThat(comparisons(failureOf("assertions_fail")))
                    .containsExactly("expected ok, was slow", "expected 1, was 2", "AssertionError: body");
        }

        @Test
        void finds_those_inside_of_a_task_too() {
            assertThat(comparisons(failureOf("a_task_asserts_all")))
                    .containsExactly("expected 2, was 3", "expected 24, was 30", "expected ok, was slow");
        }

        @Test
        void has_the_tree_in_the_trace() {
            assertThat(failureOf("assertions_fail").getCause())
                    .hasMessageContaining("[client] AssertionFailedError: expected: <ok> but was: <slow>");
        }
    }

    /** What IntelliJ, Eclipse and Gradle do with a {@code MultipleFailuresError}, and with the errors in it. */
    private static List<String> comparisons(Throwable failure) {
        if (failure instanceof MultipleFailuresError several && several.hasFailures()) {
            return several.getFailures().stream()
                    .flatMap(each -> comparisons(each).stream())
                    .toList();
        }
        if (failure instanceof AssertionFailedError error && error.isExpectedDefined() && error.isActualDefined()) {
            return List.of("expected " + error.getExpected().getStringRepresentation() + ", was "
                    + error.getActual().getStringRepresentation());
        }
        return List.of(line(failure));
    }

    private static String line(Throwable thrown) {
        return thrown.getClass().getSimpleName() + ": "
                + thrown.getMessage().lines().findFirst().orElseThrow();
    }

    /**
     * Takes an exception apart as Gradle's test workers do to send it: what a method named getCauses or getFailures
     * returns, or else the cause, and then the suppressed exceptions.
     */
    private static final class Carrier {
        private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        private final List<String> lines = new ArrayList<>();

        List<String> carry(Throwable thrown) {
            carry(thrown, "");
            return lines;
        }

        private void carry(Throwable thrown, String indent) {
            lines.add(indent + line(thrown));
            assertThat(seen.add(thrown))
                    .as("this is the first time for %s", thrown)
                    .isTrue();
            causes(thrown).forEach(each -> carry(each, indent + "  "));
            Arrays.stream(thrown.getSuppressed()).forEach(each -> carry(each, indent + "  "));
        }

        private static List<Throwable> causes(Throwable thrown) {
            List<Throwable> causes = new ArrayList<>();
            for (Method each : thrown.getClass().getDeclaredMethods()) {
                if (Set.of("getCauses", "getFailures").contains(each.getName())
                        && Collection.class.isAssignableFrom(each.getReturnType())) {
                    ((Collection<?>) call(each, thrown)).forEach(cause -> causes.add((Throwable) cause));
                    return causes;
                }
            }
            if (thrown.getCause() != null) {
                causes.add(thrown.getCause());
            }
            return causes;
        }

        private static Object call(Method method, Throwable thrown) {
            try {
                return method.invoke(thrown);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new AssertionError(method + " cannot be called", e);
            }
        }
    }

    @TaskScoped
    static class FailingTestCase {
        @Test
        void tasks_fail(TaskScope scope) {
            scope.fork("client", () -> assertEquals("ok", "slow"));
            scope.fork("server", () -> {
                throw new IOException("connection reset");
            });
            scope.fork("proxy", () -> {
                throw new IllegalStateException("not started", new IOException("no port"));
            });
        }

        @Test
        void assertions_fail(TaskScope scope) {
            awaitEnd(scope.fork("client", () -> assertEquals("ok", "slow")));
            awaitEnd(scope.fork("server", () -> assertEquals(1, 2)));
            throw new AssertionError("body");
        }

        @Test
        void a_task_asserts_all(TaskScope scope) {
            scope.fork("cart", () -> assertAll(() -> assertEquals(2, 3), () -> assertEquals(24, 30)));
            scope.fork("client", () -> assertEquals("ok", "slow"));
        }

        private static void awaitEnd(Task<?> task) {
            while (task.state() == Task.State.RUNNING) {
                Thread.onSpinWait();
            }
        }
    }
}
