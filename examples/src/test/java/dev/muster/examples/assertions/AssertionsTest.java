package dev.muster.examples.assertions;

import static dev.muster.assertj.GroupAssertions.EXCEPTION_GROUP;
import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static dev.muster.assertj.GroupAssertions.assertThatTask;
import static dev.muster.assertj.GroupAssertions.carriedBy;
import static dev.muster.assertj.GroupAssertions.group;
import static dev.muster.assertj.GroupAssertions.leaf;
import static dev.muster.assertj.GroupAssertions.orBare;
import static dev.muster.assertj.GroupAssertions.thenGroup;
import static dev.muster.assertj.GroupAssertions.withSuppressed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.fail;

import dev.muster.assertj.AbstractGroupAssert;
import dev.muster.assertj.FailureMatcher;
import dev.muster.assertj.SoftGroupAssertions;
import dev.muster.examples.KeyError;
import dev.muster.examples.TypeError;
import dev.muster.examples.ValueError;
import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Policy;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.io.Serial;
import java.net.http.HttpTimeoutException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class AssertionsTest {
    private final ExceptionGroup thrown = ExceptionGroup.builder("checkout")
            .add("stock", new IOException("connection timeout after 2 s"))
            .add("price", new KeyError("name"))
            .add("audit", new TypeError("late"), "after the cancel")
            .build();

    private static void checkout() {
        throw ExceptionGroup.of(
                "checkout",
                new IOException("disk full"),
                ExceptionGroup.of("payment", new ValueError("no such card"), new KeyError("currency")));
    }

    private static String textOf(ThrowingCallable assertion) {
        return catchThrowableOfType(AssertionError.class, assertion)
                .getMessage()
                .strip()
                .replace(System.lineSeparator(), "\n");
    }

    @Nested
    class What_passes {
        @Test
        void by_class() {
            assertThatGroupThrownBy(() -> checkout())
                    .hasMessage("checkout")
                    .contains(IOException.class)
                    .doesNotContain(TypeError.class);
        }

        @Test
        void in_three_views() {
            ExceptionGroup eg = catchThrowableOfType(ExceptionGroup.class, () -> checkout());

            // members: what the group holds itself
            assertThatGroup(eg).containsExactly(IOException.class, ExceptionGroup.class);
            // leaves: the exceptions, however deep
            assertThatGroup(eg).leaves().containsExactly(IOException.class, ValueError.class, KeyError.class);
            // nested structure: which group holds which
            assertThatGroup(eg)
                    .containsExactly(
                            leaf(IOException.class),
                            group(ValueError.class, KeyError.class).withMessage("payment"));
        }

        @Test
        void by_matcher() {
            assertThatGroup(thrown)
                    .containsExactlyInAnyOrder(
                            leaf(IOException.class)
                                    .withMessageContaining("timeout")
                                    .inTask("stock"),
                            leaf(KeyError.class).withMessage("name"),
                            leaf(TypeError.class));
        }

        private static FailureMatcher<IOException> timeout() {
            return leaf(IOException.class).withMessageContaining("timeout").as("a timeout");
        }

        @Test
        void by_matchers_of_one_s_own() {
            assertThatGroup(thrown).contains(timeout().inTask("stock"));
        }

        @Test
        void though_the_matchers_overlap() {
            ExceptionGroup eg = ExceptionGroup.of("two", new ValueError("hello"), new ValueError("bye"));

            assertThatGroup(eg)
                    .containsExactlyInAnyOrder(
                            leaf(ValueError.class), leaf(ValueError.class).withMessage("hello"));
        }

        @Test
        void by_number() {
            assertThatGroup(thrown)
                    .hasSize(3)
                    .containsAtLeast(2, Exception.class)
                    .containsAtMost(1, leaf(IOException.class).withMessageContaining("timeout"))
                    .containsTimes(1, KeyError.class);
        }

        @Test
        void by_assertions() {
            assertThatGroup(thrown)
                    .allSatisfy(e -> assertThat(e).hasNoCause())
                    .anySatisfy(e -> assertThat(e).hasMessageEndingWith("2 s"));
        }

        @Test
        void further_in() {
            ExceptionGroup eg = catchThrowableOfType(ExceptionGroup.class, () -> checkout());

            assertThatGroup(eg).leaf(0).hasMessage("disk full").hasNoCause();
            assertThatGroup(eg)
                    .member(1)
                    .asInstanceOf(EXCEPTION_GROUP)
                    .hasMessage("payment")
                    .hasSize(2);
            assertThatGroup(eg).subgroup(KeyError.class).hasLeafCount(1).leaf(0).hasMessage("currency");
            assertThatGroup(eg).rest(KeyError.class).leaves().containsExactly(IOException.class, ValueError.class);
            assertThatGroup(eg).notes().isEmpty();
        }

        @Test
        void from_assertj_s_own() {
            assertThatThrownBy(() -> checkout()).asInstanceOf(EXCEPTION_GROUP).hasLeafCount(3);
        }

        @Test
        void about_tasks() throws InterruptedException {
            try (TaskScope scope = TaskScope.open(Policy.collectAll())) {
                Task<String> user = scope.fork("user", () -> "Ada");
                Task<String> order = scope.fork("order", () -> {
                    throw new HttpTimeoutException("no answer in 2 s");
                });

                assertThatGroupThrownBy(() -> scope.join())
                        .containsExactly(leaf(IOException.class).inTask("order"));
                assertThatTask(user).succeededWith("Ada");
                assertThatTask(order).failedWith(leaf(IOException.class).withMessageContaining("no answer"));
                assertThatTask(order).exception().isInstanceOf(HttpTimeoutException.class);
            }
        }

        @Test
        void softly() {
            SoftGroupAssertions.assertSoftly(softly -> {
                softly.assertThatGroup(thrown).hasMessage("checkout").hasSize(3);
                softly.assertThatGroup(thrown).leaf(1).hasMessage("name");
                softly.assertThat(thrown.notes()).isEmpty();
            });
        }

        @Test
        void in_the_words_of_behaviour_driven_tests() {
            thenGroup(thrown).hasSize(3);
        }

        @Test
        void about_what_others_carry() {
            Throwable several = catchThrowable(() -> assertAll(() -> fail("one"), () -> fail("two")));
            assertThatGroup(carriedBy(several)).containsExactly(AssertionFailedError.class, AssertionFailedError.class);

            Throwable wrapped = new ExecutionException(new IOException("disk full"));
            assertThatGroup(carriedBy(wrapped)).containsExactly(IOException.class);

            Throwable first = new IOException("first");
            first.addSuppressed(new ValueError("second"));
            assertThatGroup(withSuppressed(first)).containsExactly(IOException.class, ValueError.class);

            assertThatGroup(orBare(new IOException("alone"))).containsExactly(IOException.class);
        }
    }

    static final class OrderGroup extends ExceptionGroup {
        @Serial
        private static final long serialVersionUID = 1L;

        private final int order;

        OrderGroup(int order, Collection<? extends Throwable> members) {
            super("order " + order, members);
            this.order = order;
        }

        int order() {
            return order;
        }
    }

    static class OrderGroupAssert extends AbstractGroupAssert<OrderGroupAssert, OrderGroup> {
        OrderGroupAssert(OrderGroup actual) {
            super(actual, OrderGroupAssert.class);
        }

        OrderGroupAssert hasOrder(int id) {
            return check(() -> assertThat(group().order()).isEqualTo(id));
        }
    }

    @Test
    void assertions_of_one_s_own_chain_with_the_others() {
        OrderGroup eg = new OrderGroup(7, List.of(new ValueError("no such card")));
        new OrderGroupAssert(eg).hasOrder(7).containsExactly(ValueError.class);
    }

    @Nested
    class What_fails {
        @Test
        void shows_matched_missing_and_unexpected() {
            assertThat(textOf(() -> assertThatGroup(thrown)
                            .containsExactlyInAnyOrder(
                                    leaf(IOException.class)
                                            .withMessageContaining("timeout")
                                            .inTask("stock"),
                                    leaf(KeyError.class).withMessage("id"),
                                    leaf(ValueError.class))))
                    .isEqualTo("""
                            expected the members of "checkout" to be exactly, in any order:
                              1. IOException with message containing "timeout", in task "stock"
                              2. KeyError with message "id"
                              3. ValueError
                            matched:
                              1. IOException with message containing "timeout", in task "stock" <- 1 of 3 [stock]: IOException: connection timeout after 2 s
                            missing:
                              2. KeyError with message "id"
                                 nearest is 2 of 3 [price]: KeyError: name
                                 its message is "name", not "id"
                              3. ValueError
                                 nearest is 3 of 3 [audit, after the cancel]: TypeError: late
                                 it is a TypeError
                            unexpected:
                              2 of 3 [price]: KeyError: name
                              3 of 3 [audit, after the cancel]: TypeError: late
                            in this group:
                            dev.muster.group.ExceptionGroup: checkout (3 sub-exceptions: 1 IOException, 1 KeyError, 1 TypeError)
                            +- 1 of 3 [stock]: java.io.IOException: connection timeout after 2 s
                            +- 2 of 3 [price]: dev.muster.examples.KeyError: name
                            +- 3 of 3 [audit, after the cancel]: dev.muster.examples.TypeError: late""");
        }

        @Test
        void hints_at_what_was_meant() {
            assertThat(textOf(() -> assertThatGroupThrownBy(() -> checkout())
                            .containsExactlyInAnyOrder(IOException.class, ValueError.class, KeyError.class)))
                    .isEqualTo("""
                            expected the members of "checkout" to be exactly, in any order:
                              1. IOException
                              2. ValueError
                              3. KeyError
                            matched:
                              1. IOException <- 1 of 2: IOException: disk full
                            missing:
                              2. ValueError
                                 nearest is 2 of 2: ExceptionGroup "payment" of 2 members
                                 it is a group
                              3. KeyError
                                 nearest is 2 of 2: ExceptionGroup "payment" of 2 members
                                 it is a group
                            unexpected:
                              2 of 2: ExceptionGroup "payment" of 2 members
                            hint: the leaves match: after leaves() it passes
                            in this group:
                            dev.muster.group.ExceptionGroup: checkout (3 sub-exceptions: 1 IOException, 1 ValueError, 1 KeyError)
                            +- 1 of 2: java.io.IOException: disk full
                            +- 2 of 2: dev.muster.group.ExceptionGroup: payment (2 sub-exceptions: 1 ValueError, 1 KeyError)
                               +- 1 of 2: dev.muster.examples.ValueError: no such card
                               +- 2 of 2: dev.muster.examples.KeyError: currency""");
        }

        @Test
        void because_there_is_no_group_says_what_there_is() {
            assertThat(textOf(() -> assertThatGroupThrownBy(() -> {}))).isEqualTo("""
                            expected the code to throw an exception group, but nothing was thrown""");
            IOException first = new IOException("disk full");
            first.addSuppressed(new ValueError("no such card"));
            assertThat(textOf(() -> assertThatGroup(first).hasSize(2))).isEqualTo("""
                            expected an exception group, but found a bare exception: IOException: disk full
                            hint: 1 exception is suppressed in it: assertThatGroup(withSuppressed(thrown)) looks at them too""");
        }

        @Test
        void about_a_task_says_how_it_ended() throws InterruptedException {
            try (TaskScope scope = TaskScope.open(Policy.collectAll())) {
                Task<String> order = scope.fork("order", () -> {
                    throw new IOException("no answer in 2 s");
                });
                assertThatGroupThrownBy(() -> scope.join()).hasSize(1);
                assertThat(textOf(() -> assertThatTask(order).failedWith(KeyError.class)))
                        .isEqualTo("""
                                expected task "order" to have failed with:
                                  KeyError
                                but it failed with:
                                  IOException: no answer in 2 s
                                  it is an IOException""");
            }
        }
    }
}
