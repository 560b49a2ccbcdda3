package dev.muster.assertj;

import static dev.muster.assertj.Failures.failureOf;
import static dev.muster.assertj.Failures.textOf;
import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.assertThatTask;
import static dev.muster.assertj.GroupAssertions.group;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.assertj.Failures.KeyError;
import dev.muster.assertj.Failures.TypeError;
import dev.muster.assertj.Failures.ValueError;
import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Policy;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChainingTest {
    private static final ThrowingConsumer<Throwable> ANYTHING =
            each -> assertThat(each).isNotNull();

    private final ExceptionGroup eg =
            ExceptionGroup.of("multiple errors", new ValueError("bad value"), new TypeError("wrong type"));

    static Stream<UnaryOperator<GroupAssert>> checksOfGroups() {
        return Stream.of(
                that -> that.hasMessage("multiple errors"),
                that -> that.hasSize(2),
                that -> that.hasLeafCount(2),
                that -> that.contains(TypeError.class),
                that -> that.contains(leaf(TypeError.class)),
                that -> that.containsExactly(ValueError.class, TypeError.class),
                that -> that.containsExactly(leaf(ValueError.class), leaf(TypeError.class)),
                that -> that.containsExactlyInAnyOrder(TypeError.class, ValueError.class),
                that -> that.containsExactlyInAnyOrder(leaf(TypeError.class), leaf(ValueError.class)),
                that -> that.containsOnly(TypeError.class, ValueError.class),
                that -> that.containsOnly(leaf(TypeError.class), leaf(ValueError.class)),
                that -> that.satisfiesExactly(ANYTHING, ANYTHING),
                that -> that.doesNotContain(KeyError.class),
                that -> that.doesNotContain(leaf(KeyError.class)),
                that -> that.containsAtLeast(1, TypeError.class),
                that -> that.containsAtLeast(1, leaf(TypeError.class)),
                that -> that.containsAtMost(1, TypeError.class),
                that -> that.containsAtMost(1, leaf(TypeError.class)),
                that -> that.containsTimes(1, TypeError.class),
                that -> that.containsTimes(1, leaf(TypeError.class)),
                that -> that.allSatisfy(ANYTHING),
                that -> that.anySatisfy(ANYTHING));
    }

    @ParameterizedTest
    @MethodSource("checksOfGroups")
    void each_check_of_a_group_can_be_followed_by_another(UnaryOperator<GroupAssert> check) {
        GroupAssert that = assertThatGroup(eg);

        assertThat(check.apply(that)).isSameAs(that);
    }

    @Nested
    class Tasks {
        private Task<String> task(String result) throws InterruptedException {
            return TaskScope.call(scope -> scope.fork("order", () -> result));
        }

        private Task<Void> failed(Exception failure) throws InterruptedException {
            try (TaskScope scope = TaskScope.open(Policy.collectAll())) {
                Task<Void> task = scope.fork("order", () -> {
                    throw failure;
                });
                assertThatGroup(join(scope)).hasSize(1);
                return task;
            }
        }

        private ExceptionGroup join(TaskScope scope) throws InterruptedException {
            try {
                scope.join();
            } catch (ExceptionGroup group) {
                return group;
            }
            throw new AssertionError("the scope was expected to fail");
        }

        @Test
        void each_check_of_a_task_can_be_followed_by_another() throws InterruptedException {
            TaskAssert<String> good = assertThatTask(task("Ada"));
            assertThat(Stream.of(good.hasName("order"), good.succeeded(), good.succeededWith("Ada")))
                    .allMatch(each -> each == good);

            TaskAssert<Void> bad = assertThatTask(failed(new IOException("disk full")));
            assertThat(Stream.of(
                            bad.failed(), bad.failedWith(IOException.class), bad.failedWith(leaf(IOException.class))))
                    .allMatch(each -> each == bad);
        }

        @Test
        void each_check_of_a_task_that_runs_or_is_cancelled_can_be_followed_by_another() throws InterruptedException {
            CountDownLatch never = new CountDownLatch(1);
            TaskScope.run(scope -> {
                TaskAssert<Void> waiting = assertThatTask(scope.fork("order", () -> never.await()));
                assertThat(waiting.isRunning()).isSameAs(waiting);
                scope.cancel("seen enough");
                scope.join();
                assertThat(waiting.isCancelled()).isSameAs(waiting);
            });
        }

        @Test
        void that_do_not_hold_have_what_the_task_failed_with_as_their_cause() throws InterruptedException {
            IOException full = new IOException("disk full");
            Task<Void> bad = failed(full);
            assertThat(failureOf(() -> assertThatTask(bad).succeeded())).cause().isSameAs(full);
            Task<String> good = task("Ada");
            assertThat(failureOf(() -> assertThatTask(good).failed())).hasNoCause();
        }

        @Test
        void a_task_that_returns_nothing_succeeded_with_null() throws InterruptedException {
            Task<Void> task = TaskScope.call(scope -> scope.fork("order", () -> {}));

            assertThatTask(task).succeededWith(null);
            assertThat(textOf(() -> assertThatTask(task("Ada")).succeededWith(null)))
                    .isEqualTo("\nexpected task \"order\" to have succeeded with null, but its result is \"Ada\"");
        }

        @Test
        void a_result_is_asked_of_a_task_that_succeeded() throws InterruptedException {
            Task<Void> bad = failed(new IOException("disk full"));

            assertThat(textOf(() -> assertThatTask(bad).succeededWith(null)))
                    .isEqualTo("\nexpected task \"order\" to have succeeded with null,"
                            + " but it failed with IOException: disk full");
        }

        @Test
        void an_exception_is_asked_of_a_task_that_failed() throws InterruptedException {
            Task<String> good = task("Ada");

            assertThat(textOf(() -> assertThatTask(good).failedWith(IOException.class)))
                    .isEqualTo("\nexpected task \"order\" to have failed with IOException,"
                            + " but it succeeded with \"Ada\"");
        }
    }

    @Nested
    class Matchers_of_groups {
        private final ExceptionGroup root = ExceptionGroup.of("root", eg);

        private final GroupMatcher matcher = group(ValueError.class, TypeError.class);

        @Test
        void stay_matchers_of_groups_with_each_option() {
            eg.initCause(new IOException("disk full"));

            assertThatGroup(root)
                    .containsExactly(matcher.withCause(IOException.class).inOrder());
            assertThatGroup(root)
                    .containsExactly(matcher.withCause(leaf(IOException.class)).inOrder());
            assertThatGroup(root)
                    .containsExactly(matcher.with("message", ExceptionGroup::message, "multiple errors")
                            .inOrder());
            assertThatGroup(root).containsExactly(matcher.satisfying(ANYTHING).inOrder());
            assertThatGroup(ExceptionGroup.builder("root").add("task", eg).build())
                    .containsExactly(matcher.inTask("task").inOrder());
            assertThat(matcher.as("both").inOrder()).hasToString("both");
        }

        @Test
        void keep_earlier_options_when_the_rule_changes() {
            GroupMatcher other = matcher.withMessage("other");

            assertThatGroup(root).doesNotContain(other);
            assertThatGroup(root).doesNotContain(other.inOrder());
            assertThatGroup(root).doesNotContain(other.flattened());
            assertThatGroup(ExceptionGroup.of("root", ExceptionGroup.of("solo", new ValueError("bad value"))))
                    .doesNotContain(group(ValueError.class).withMessage("other").orBare());
        }

        @Test
        void can_ask_for_a_property_that_is_null() {
            FailureMatcher<ValueError> matcher = leaf(ValueError.class).with("message", ValueError::getMessage, null);

            assertThat(matcher).hasToString("ValueError with message null");
            assertThatGroup(ExceptionGroup.of("root", new ValueError(null))).containsExactly(matcher);
        }

        @Test
        void count_what_they_miss_beyond_the_first() {
            Class<? extends Throwable>[] many = repeat(KeyError.class, 40);

            assertThat(textOf(() -> assertThatGroup(root).containsExactly(group(many))))
                    .containsPattern("missing (KeyError, )+KeyError and \\d+ more");
        }
    }

    @Nested
    class Reports {
        private final ExceptionGroup wide = ExceptionGroup.of(
                "wide",
                Stream.generate(() -> new ValueError("bad value")).limit(40).toList());

        @Test
        void are_bounded_in_each_of_their_lists() {
            String text = textOf(() -> assertThatGroup(wide).containsExactly(repeat(KeyError.class, 40)));

            assertThat(text.lines().filter(line -> line.startsWith("  ... and ")))
                    .isEqualTo(List.of("  ... and 25 more", "  ... and 25 more", "  ... and 25 more"));
        }

        @Test
        void are_bounded_where_all_match() {
            String text = textOf(() -> assertThatGroup(wide).containsTimes(1, ValueError.class));

            assertThat(text.lines().filter(line -> line.startsWith("  ... and ")))
                    .containsExactly("  ... and 25 more");
        }

        @Test
        void show_the_matchers_that_threw_while_they_were_counted() {
            FailureMatcher<?> broken = leaf(TypeError.class)
                    .matching(
                            each -> {
                                throw new IllegalStateException("no idea");
                            },
                            "being known");

            assertThat(textOf(() -> assertThatGroup(eg).containsTimes(1, broken)))
                    .contains("matchers that threw:\n  2 of 2: TypeError: wrong type; ", "no idea");
        }
    }

    @Test
    void assertions_that_are_null_are_refused_by_their_place() {
        assertThatThrownBy(() -> assertThatGroup(eg).satisfiesExactly(ANYTHING, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("assertions 2 is null: leave it out or give one");
    }

    @SuppressWarnings("unchecked") // an array of one class only
    private static Class<? extends Throwable>[] repeat(Class<? extends Throwable> type, int times) {
        return Stream.generate(() -> type).limit(times).toArray(Class[]::new);
    }
}
