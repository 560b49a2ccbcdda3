package dev.muster.assertj;

import static dev.muster.assertj.Failures.failureOf;
import static dev.muster.assertj.Failures.textOf;
import static dev.muster.assertj.GroupAssertions.EXCEPTION_GROUP;
import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.assertj.Failures.KeyError;
import dev.muster.assertj.Failures.TypeError;
import dev.muster.assertj.Failures.ValueError;
import dev.muster.group.ExceptionGroup;
import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GroupAssertTest {
    private final ExceptionGroup eg =
            ExceptionGroup.of("multiple errors", new ValueError("bad value"), new TypeError("wrong type"));

    private final ExceptionGroup nested = ExceptionGroup.of(
            "outer", new IOException("disk"), ExceptionGroup.of("inner", new ValueError("a"), new TypeError("b")));

    @Nested
    class Contents_by_class {
        @Test
        void members_are_compared_in_order() {
            assertThatGroup(eg).containsExactly(ValueError.class, TypeError.class);
            assertThat(textOf(() -> assertThatGroup(eg).containsExactly(TypeError.class, ValueError.class)))
                    .isEqualTo("""

                            expected the members of "multiple errors" to be exactly, in this order:
                              1. TypeError
                              2. ValueError
                            matched:
                              2. ValueError <- 1 of 2: ValueError: bad value
                            missing:
                              1. TypeError
                                 nearest is 2 of 2: TypeError: wrong type
                                 it matches, but in another place
                            unexpected:
                              2 of 2: TypeError: wrong type
                            hint: they match in another order: containsExactlyInAnyOrder passes
                            in this group:
                            dev.muster.group.ExceptionGroup: multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)
                            +- 1 of 2: dev.muster.assertj.Failures$ValueError: bad value
                            +- 2 of 2: dev.muster.assertj.Failures$TypeError: wrong type""");
        }

        @Test
        void members_are_compared_in_any_order() {
            assertThatGroup(eg).containsExactlyInAnyOrder(TypeError.class, ValueError.class);
            assertThat(textOf(() -> assertThatGroup(eg).containsExactlyInAnyOrder(ValueError.class, KeyError.class)))
                    .isEqualTo("""

                            expected the members of "multiple errors" to be exactly, in any order:
                              1. ValueError
                              2. KeyError
                            matched:
                              1. ValueError <- 1 of 2: ValueError: bad value
                            missing:
                              2. KeyError
                                 nearest is 2 of 2: TypeError: wrong type
                                 it is a TypeError
                            unexpected:
                              2 of 2: TypeError: wrong type
                            in this group:
                            dev.muster.group.ExceptionGroup: multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)
                            +- 1 of 2: dev.muster.assertj.Failures$ValueError: bad value
                            +- 2 of 2: dev.muster.assertj.Failures$TypeError: wrong type""");
        }

        @Test
        void some_members_can_be_asked_for() {
            assertThatGroup(eg).contains(TypeError.class);
            assertThat(textOf(() -> assertThatGroup(eg).contains(TypeError.class, TypeError.class)))
                    .isEqualTo("""

                            expected the members of "multiple errors" to contain:
                              1. TypeError
                              2. TypeError
                            matched:
                              1. TypeError <- 2 of 2: TypeError: wrong type
                            missing:
                              2. TypeError
                                 nearest is 1 of 2: ValueError: bad value
                                 it is a ValueError
                            others:
                              1 of 2: ValueError: bad value
                            in this group:
                            dev.muster.group.ExceptionGroup: multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)
                            +- 1 of 2: dev.muster.assertj.Failures$ValueError: bad value
                            +- 2 of 2: dev.muster.assertj.Failures$TypeError: wrong type""");
        }

        @Test
        void members_can_be_ruled_out() {
            assertThatGroup(eg).doesNotContain(KeyError.class, IOException.class);
            assertThat(textOf(() -> assertThatGroup(eg).doesNotContain(KeyError.class, TypeError.class)))
                    .isEqualTo("""

                            expected the members of "multiple errors" not to contain:
                              KeyError
                              TypeError
                            found:
                              TypeError <- 2 of 2: TypeError: wrong type
                            in this group:
                            dev.muster.group.ExceptionGroup: multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)
                            +- 1 of 2: dev.muster.assertj.Failures$ValueError: bad value
                            +- 2 of 2: dev.muster.assertj.Failures$TypeError: wrong type""");
        }

        @Test
        void a_supertype_stands_for_leaves_and_a_group_type_for_groups() {
            assertThatGroup(nested).containsExactly(Exception.class, ExceptionGroup.class);
            failureOf(() -> assertThatGroup(nested).containsExactly(Exception.class, RuntimeException.class));
        }

        @Test
        void leaves_are_a_view() {
            assertThatGroup(nested)
                    .leaves()
                    .containsExactly(IOException.class, ValueError.class, TypeError.class)
                    .doesNotContain(ExceptionGroup.class)
                    .hasSize(3)
                    .members()
                    .hasSize(2)
                    .hasLeafCount(3);
        }
    }

    @Nested
    class Message {
        @Test
        void is_the_text_given_to_the_group() {
            assertThatGroup(eg).hasMessage("multiple errors");
            assertThat(textOf(() -> assertThatGroup(eg).hasMessage("several errors")))
                    .isEqualTo("""

                            expected the message of the group to be "several errors", but it is "multiple errors"
                            in this group:
                            dev.muster.group.ExceptionGroup: multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)
                            +- 1 of 2: dev.muster.assertj.Failures$ValueError: bad value
                            +- 2 of 2: dev.muster.assertj.Failures$TypeError: wrong type""");
        }
    }

    @Nested
    class Size {
        @Test
        void counts_members_or_leaves() {
            assertThatGroup(nested).hasSize(2).hasLeafCount(3);
            assertThat(textOf(() -> assertThatGroup(nested).hasSize(3))).isEqualTo("""

                            expected "outer" to have 3 members, but it has 2
                            members:
                              1 of 2: IOException: disk
                              2 of 2: ExceptionGroup "inner" of 2 members
                            hint: it has 3 leaves: hasLeafCount(3) passes
                            in this group:
                            dev.muster.group.ExceptionGroup: outer (3 sub-exceptions: 1 IOException, 1 ValueError, 1 TypeError)
                            +- 1 of 2: java.io.IOException: disk
                            +- 2 of 2: dev.muster.group.ExceptionGroup: inner (2 sub-exceptions: 1 ValueError, 1 TypeError)
                               +- 1 of 2: dev.muster.assertj.Failures$ValueError: a
                               +- 2 of 2: dev.muster.assertj.Failures$TypeError: b""");
        }
    }

    @Nested
    class No_group {
        @Test
        void a_bare_exception_has_its_own_text() {
            IOException bare = new IOException("disk full");
            assertThat(failureOf(() -> assertThatGroup(bare).hasSize(1)))
                    .hasMessage("\nexpected an exception group, but found a bare exception: IOException: disk full")
                    .hasCause(bare);
        }

        @Test
        void null_has_its_own_text() {
            assertThat(textOf(() -> assertThatGroup(null).hasSize(1)))
                    .isEqualTo("\nexpected an exception group, but was null");
        }

        @Test
        void nothing_thrown_has_its_own_text() {
            assertThat(textOf(() -> assertThatGroupThrownBy(() -> {})))
                    .isEqualTo("\nexpected the code to throw an exception group, but nothing was thrown");
        }

        @Test
        void code_that_throws_a_bare_exception_fails_at_once() {
            assertThat(textOf(() -> assertThatGroupThrownBy(() -> {
                        throw new KeyError("id");
                    })))
                    .isEqualTo("\nexpected an exception group, but found a bare exception: KeyError: id");
        }
    }

    @Nested
    class Failure {
        @Test
        void has_the_group_as_its_cause() {
            assertThat(failureOf(() -> assertThatGroup(eg).hasSize(7))).hasCause(eg);
        }

        @Test
        void begins_with_the_description() {
            assertThat(textOf(() -> assertThatGroup(eg).as("order %d", 7).hasSize(7)))
                    .startsWith("[order 7] \nexpected \"multiple errors\" to have 7 members, but it has 2\n");
        }
    }

    @Test
    void assertj_own_assertions_lead_here() {
        assertThatThrownBy(() -> {
                    throw eg;
                })
                .asInstanceOf(EXCEPTION_GROUP)
                .contains(ValueError.class);
    }

    @Test
    void what_is_no_group_shows_as_what_it_is() {
        assertThat(NotAGroup.orGroup(new java.io.IOException("bare")))
                .hasToString("java.io.IOException: bare")
                .hasMessage("bare");
        assertThat(NotAGroup.absent("there is no group"))
                .hasToString("there is no group")
                .hasMessage("there is no group");
    }
}
