package dev.muster.assertj;

import static dev.muster.assertj.GroupAssertions.EXCEPTION_GROUP;
import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static dev.muster.assertj.GroupAssertions.carriedBy;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.muster.assertj.Failures.KeyError;
import dev.muster.assertj.Failures.TypeError;
import dev.muster.assertj.Failures.ValueError;
import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Policy;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SoftTest {
    private final ExceptionGroup inner = ExceptionGroup.of("inner", new ValueError("a"), new TypeError("b"));
    private final ExceptionGroup outer = ExceptionGroup.of("outer", new IOException("disk full"), inner);

    private static class OurSoftAssertions extends SoftAssertions implements SoftGroupAssertionsProvider {}

    /** The first lines of what was collected. */
    private static List<String> collected(Consumer<SoftGroupAssertions> assertions) {
        SoftGroupAssertions softly = new SoftGroupAssertions();
        assertions.accept(softly);
        return softly.assertionErrorsCollected().stream()
                .map(error -> error.getMessage().strip().lines().findFirst().orElse(""))
                .toList();
    }

    @Nested
    class Groups {
        @Test
        void that_are_right_leave_nothing() {
            assertThat(collected(softly -> {
                        softly.assertThatGroup(outer).hasMessage("outer").hasSize(2);
                        softly.assertThatGroup(outer)
                                .leaves()
                                .containsExactly(IOException.class, ValueError.class, TypeError.class);
                        softly.assertThatGroup(outer).subgroup(ValueError.class).hasLeafCount(1);
                        softly.assertThatGroup(outer).leaf(0).hasMessage("disk full");
                        softly.assertThatGroup(outer)
                                .member(1)
                                .asInstanceOf(EXCEPTION_GROUP)
                                .hasSize(2);
                        softly.assertThatGroupThrownBy(() -> {
                            throw outer;
                        });
                    }))
                    .isEmpty();
        }

        @Test
        void collect_all_that_fails() {
            assertThat(collected(softly -> softly.assertThatGroup(outer)
                            .hasMessage("other")
                            .hasSize(7)
                            .containsExactly(KeyError.class)
                            .containsExactlyInAnyOrder(leaf(KeyError.class))
                            .doesNotContain(IOException.class)
                            .containsAtLeast(3, IOException.class)
                            .allSatisfy(e -> assertThat(e).hasMessage("x"))))
                    .containsExactly(
                            "expected the message of the group to be \"other\", but it is \"outer\"",
                            "expected \"outer\" to have 7 members, but it has 2",
                            "expected the members of \"outer\" to be exactly, in this order:",
                            "expected the members of \"outer\" to be exactly, in any order:",
                            "expected the members of \"outer\" not to contain:",
                            "expected at least 3 of the members of \"outer\" to be IOException, but 1 is:",
                            "expected each of the members of \"outer\" to satisfy the given assertions, but 2 of 2 do not:");
        }

        @Test
        void stay_soft_where_one_navigates() {
            assertThat(collected(softly -> {
                        softly.assertThatGroup(outer)
                                .leaves()
                                .hasSize(7)
                                .members()
                                .hasSize(8);
                        softly.assertThatGroup(outer)
                                .subgroup(ValueError.class)
                                .hasSize(9)
                                .leaf(0)
                                .hasMessage("x");
                        softly.assertThatGroup(outer).rest(ValueError.class).hasMessage("y");
                        softly.assertThatGroup(outer)
                                .member(1)
                                .asInstanceOf(EXCEPTION_GROUP)
                                .hasSize(6);
                        softly.assertThatGroup(outer).notes().contains("z");
                    }))
                    .containsExactly(
                            "expected \"outer\" to have 7 leaves, but it has 3",
                            "expected \"outer\" to have 8 members, but it has 2",
                            "expected \"outer\" to have 9 members, but it has 1",
                            "Expecting message to be:",
                            "expected the message of the group to be \"y\", but it is \"outer\"",
                            "expected \"inner\" to have 6 members, but it has 2",
                            "Expecting ListN:");
        }

        @Test
        void stay_soft_where_there_is_nothing_to_navigate_to() {
            assertThat(collected(softly -> {
                        softly.assertThatGroup(outer).leaf(7).hasMessage("x");
                        softly.assertThatGroup(outer).subgroup(KeyError.class).hasSize(1);
                        softly.assertThatGroup(outer).firstFailure().hasNoCause();
                    }))
                    .containsExactly(
                            "expected \"outer\" to have a leaf at index 7, but it has 3 leaves",
                            "Expecting message to be:",
                            "expected \"outer\" to have a leaf that is a KeyError, but it has none",
                            "there is no group, because the step before this failed",
                            "expected \"outer\" to know its first failure, but nothing says which came first");
        }

        @Test
        void that_are_none_have_nothing_to_navigate_to() {
            IOException bare = new IOException("bare");
            String noGroup = "expected an exception group, but found a bare exception: IOException: bare";
            assertThat(collected(softly -> softly.assertThatGroup(bare).leaf(0).hasMessage("bare")))
                    .containsExactly(noGroup, "Expecting message to be:");
            assertThat(collected(softly ->
                            softly.assertThatGroup(bare).rest(KeyError.class).hasSize(1)))
                    .containsExactly(noGroup, "there is no group, because the step before this failed");
        }

        @Test
        void that_are_none_are_collected_too() {
            assertThat(collected(softly -> {
                        softly.assertThatGroup(new IOException("bare"))
                                .hasSize(1)
                                .leaves()
                                .hasSize(1);
                        softly.assertThatGroup(null).hasSize(1);
                        softly.assertThatGroupThrownBy(() -> {}).leaf(0).hasMessage("x");
                    }))
                    .contains(
                            "expected an exception group, but found a bare exception: IOException: bare",
                            "expected an exception group, but was null",
                            "expected the code to throw an exception group, but nothing was thrown");
        }

        @Test
        void keep_the_description_when_one_navigates() {
            assertThat(collected(softly ->
                            softly.assertThatGroup(outer).as("order 7").leaves().hasSize(1)))
                    .containsExactly("[order 7] ");
        }
    }

    @Nested
    class Tasks {
        @Test
        void collect_and_navigate() throws Exception {
            Task<String> user;
            Task<String> order;
            try (TaskScope scope = TaskScope.open(Policy.collectAll())) {
                user = scope.fork("user", () -> "Ada");
                order = scope.fork("order", () -> {
                    throw new IOException("timeout");
                });
                assertThatGroupThrownBy(scope::join).containsExactly(IOException.class);
            }
            assertThat(collected(softly -> {
                        softly.assertThatTask(user)
                                .failed()
                                .hasName("x")
                                .result()
                                .isEqualTo("Bob");
                        softly.assertThatTask(user).exception().hasMessage("x");
                        softly.assertThatTask(order).exception().hasMessage("disk");
                        softly.assertThatTask(order).result().isEqualTo("x");
                    }))
                    .containsExactly(
                            "expected task \"user\" to have failed, but it succeeded with \"Ada\"",
                            "expected the name of the task to be \"x\", but it is \"user\"",
                            "expected: \"Bob\"",
                            "expected task \"user\" to have failed, but it succeeded with \"Ada\"",
                            "Expecting message to be:",
                            "Expecting message to be:",
                            "expected task \"order\" to have succeeded, but it failed with IOException: timeout",
                            "expected: \"x\"");
        }
    }

    @Test
    void assert_softly_reports_all_at_its_end() {
        Throwable all = catchThrowable(() -> SoftGroupAssertions.assertSoftly(softly -> {
            softly.assertThatGroup(outer).hasSize(7);
            softly.assertThat(1).isEqualTo(2);
        }));
        assertThatGroup(carriedBy(all)).hasSize(2);
    }

    @Test
    void then_softly_reports_all_at_its_end() {
        Throwable all = catchThrowable(() -> BDDSoftGroupAssertions.thenSoftly(softly -> {
            softly.thenGroup(outer).hasSize(7);
            softly.thenGroupThrownBy(() -> {}).hasSize(1);
            softly.thenTask(null).failed();
            softly.then(1).isEqualTo(2);
        }));
        assertThatGroup(carriedBy(all)).hasSize(5);
    }

    @Test
    void the_provider_mixes_into_other_soft_assertions() {
        OurSoftAssertions softly = new OurSoftAssertions();
        softly.assertThatGroup(outer).hasSize(7);
        softly.assertThat(1).isEqualTo(2);
        assertThat(softly.errorsCollected()).hasSize(2);
    }
}
