package dev.muster.assertj;

import static dev.muster.assertj.Failures.textOf;
import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.assertThatTask;
import static dev.muster.assertj.GroupAssertions.group;
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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.opentest4j.MultipleFailuresError;

/** The whole texts that a user sees when an assertion fails. */
class FailureTextTest {
    private final ExceptionGroup eg =
            ExceptionGroup.of("multiple errors", new ValueError("bad value"), new TypeError("wrong type"));
    private final ExceptionGroup inner = ExceptionGroup.of("inner", new ValueError("a"), new TypeError("b"));
    private final ExceptionGroup outer = ExceptionGroup.of("outer", new IOException("disk full"), inner);
    private final ExceptionGroup tasks = ExceptionGroup.builder("checkout")
            .add("stock", new IOException("connection timeout after 2 s"))
            .add("price", new KeyError("name"))
            .add("audit", new TypeError("late"), "after the cancel")
            .build();

    @SuppressWarnings("serial") // never serialized
    private static class Hostile extends RuntimeException {
        @Override
        public String getMessage() {
            throw new IllegalStateException("no");
        }
    }

    private static <T> Predicate<T> broken() {
        return e -> {
            throw new IllegalStateException("oops");
        };
    }

    private static class Other {
        @SuppressWarnings("serial") // never serialized
        static class ValueError extends Exception {}
    }

    @Nested
    class Contents {
        @Test
        void missing_ones_are_shown_with_their_nearest_candidate_and_its_first_difference() {
            assertThat(textOf(() -> assertThatGroup(tasks)
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
                    +- 2 of 3 [price]: dev.muster.assertj.Failures$KeyError: name
                    +- 3 of 3 [audit, after the cancel]: dev.muster.assertj.Failures$TypeError: late""");
        }

        @Test
        void the_nearest_candidate_is_the_one_that_fits_furthest() {
            ExceptionGroup group = ExceptionGroup.of("calls", new IOException("time"), new IOException("timeout"));
            assertThat(textOf(() -> assertThatGroup(group)
                            .contains(leaf(IOException.class)
                                    .withMessageContaining("time")
                                    .withMessageContaining("out")
                                    .withMessageContaining("stock"))))
                    .contains("nearest is 2 of 2: IOException: timeout");
        }

        @Test
        void of_the_wrong_type_the_nearest_is_the_one_with_the_text() {
            ExceptionGroup group = ExceptionGroup.of("keys", new KeyError("k0"), new KeyError("k1"));
            assertThat(textOf(() -> assertThatGroup(group)
                            .contains(leaf(ValueError.class).withMessage("k1"))))
                    .contains("nearest is 2 of 2: KeyError: k1");
        }

        @Test
        void the_right_type_is_nearer_than_the_right_text() {
            ExceptionGroup group = ExceptionGroup.of("both", new KeyError("x"), new ValueError("y"));
            assertThat(textOf(() -> assertThatGroup(group)
                            .contains(leaf(ValueError.class).withMessage("x"))))
                    .contains("nearest is 2 of 2: ValueError: y");
        }

        @Test
        void a_group_with_the_message_is_nearer_than_one_without() {
            ExceptionGroup group = ExceptionGroup.of(
                    "outer", ExceptionGroup.of("miss", new KeyError("k")), ExceptionGroup.of("hit", new KeyError("k")));
            assertThat(textOf(() -> assertThatGroup(group)
                            .contains(group(leaf(ValueError.class)).withMessage("hit"))))
                    .contains("nearest is 2 of 2: ");
        }

        @Test
        void a_group_of_the_wrong_type_is_told_by_its_type() {
            class Own extends ExceptionGroup {
                private static final long serialVersionUID = 1L;

                Own() {
                    super("own", List.of(new KeyError("k")));
                }
            }
            ExceptionGroup group = ExceptionGroup.of("outer", ExceptionGroup.of("inner", new KeyError("k")));
            assertThat(textOf(() -> assertThatGroup(group).containsExactly(Own.class)))
                    .containsPattern("nearest is 1 of 1: .*\\R\\s+it is an? ExceptionGroup");
        }

        @Test
        void kinds_have_their_article_and_anonymous_ones_a_name() {
            ExceptionGroup group = ExceptionGroup.of("kinds", new AssertionError("x"), new Exception("y") {});
            assertThat(textOf(() -> assertThatGroup(group).containsExactly(ValueError.class, ValueError.class)))
                    .contains("it is an AssertionError")
                    .containsPattern("it is a FailureTextTest[$]");
        }

        @Test
        void a_long_text_is_told_by_the_character_where_it_differs() {
            String expected = "x".repeat(40);
            assertThat(textOf(() -> assertThatGroup(ExceptionGroup.of("long", new ValueError(expected + "y")))
                            .containsExactly(leaf(ValueError.class).withMessage(expected))))
                    .contains("its message differs from character 41 on: it is \"y\", not \"\"");
        }

        @Test
        void a_message_that_just_fits_is_not_cut() {
            String fits = "x".repeat(120);
            assertThat(textOf(() -> assertThatGroup(ExceptionGroup.of("fits", new ValueError(fits)))
                            .hasSize(2)))
                    .contains("1 of 1: ValueError: " + fits + "\n");
            assertThat(textOf(() -> assertThatGroup(ExceptionGroup.of("wide", new ValueError(fits + "x")))
                            .hasSize(2)))
                    .contains("1 of 1: ValueError: " + fits + "...\n");
        }

        @Test
        void lists_say_that_there_is_more_only_where_there_is() {
            Function<Integer, FailureMatcher<?>[]> values = count -> IntStream.range(0, count)
                    .mapToObj(i -> leaf(ValueError.class).withMessage("v" + i))
                    .toArray(FailureMatcher[]::new);
            Function<Integer, ExceptionGroup> keys = count -> ExceptionGroup.of(
                    "keys",
                    IntStream.range(0, count)
                            .mapToObj(i -> new KeyError("k" + i))
                            .toList());
            assertThat(textOf(() -> assertThatGroup(keys.apply(15)).containsExactlyInAnyOrder(values.apply(15))))
                    .doesNotContain("more");
            String sixteen = textOf(() -> assertThatGroup(keys.apply(16)).containsExactlyInAnyOrder(values.apply(16)));
            assertThat(sixteen).contains(System.lineSeparator() + "  ... and 1 more");
            assertThat(sixteen.split("nearest is", -1)).hasSize(1 + 15);
            assertThat(textOf(() -> assertThatGroup(keys.apply(17)).hasSize(1)))
                    .contains(System.lineSeparator() + "  ... and 2 more");

            // in the line that tells what differs inside a group
            assertThat(textOf(() -> assertThatGroup(ExceptionGroup.of("outer", keys.apply(12)))
                            .containsExactly(group(values.apply(10)))))
                    .doesNotContain("and 0 more")
                    .contains(" and 2 more");
        }

        @Test
        void matchers_that_threw_are_listed_up_to_the_bound() {
            List<ValueError> sixteen = IntStream.range(0, 16)
                    .mapToObj(i -> new ValueError("v" + i))
                    .toList();
            String text = textOf(() -> assertThatGroup(ExceptionGroup.of("values", sixteen))
                    .contains(leaf(ValueError.class).matching(broken(), "is odd")));
            assertThat(text.lines()
                            .dropWhile(line -> !line.equals("matchers that threw:"))
                            .skip(1)
                            .takeWhile(line -> !line.equals("in this group:")))
                    .hasSize(15)
                    .allMatch(line -> line.startsWith("  1. ValueError matching \"is odd\" on "));
        }

        @Test
        void flattening_is_no_hint_where_a_group_is_expected_inside() {
            ExceptionGroup deep =
                    ExceptionGroup.of("o", ExceptionGroup.of("i", ExceptionGroup.of("j", new KeyError("k"))));
            assertThat(textOf(() -> assertThatGroup(deep)
                            .containsExactly(
                                    group(group(leaf(KeyError.class)).orBare().withMessage("other")))))
                    .doesNotContain("flattened() would match");
        }

        @Test
        void a_count_that_must_be_sure_fails_where_a_matcher_cannot_tell() {
            FailureMatcher<?> halfBroken = leaf(ValueError.class)
                    .matching(
                            e -> {
                                if (e.getMessage().equals("a")) {
                                    return true;
                                }
                                throw new IllegalStateException("oops");
                            },
                            "is a");
            ExceptionGroup group = ExceptionGroup.of("letters", new ValueError("a"), new ValueError("b"));
            assertThatGroup(group).containsAtLeast(1, halfBroken);
            assertThat(textOf(() -> assertThatGroup(group).containsAtMost(1, halfBroken)))
                    .contains("expected at most 1 of the members of \"letters\"", "oops");
            assertThat(textOf(() -> assertThatGroup(group).containsTimes(1, halfBroken)))
                    .contains("expected exactly 1 of the members of \"letters\"", "oops");
        }

        @Test
        void a_leaf_that_cannot_tell_its_message_is_no_hint_to_it() {
            assertThat(textOf(() -> assertThatGroup(ExceptionGroup.of("h", new Hostile()))
                            .hasMessage("")))
                    .contains("expected the message of the group to be \"\"")
                    .doesNotContain("the message of a leaf");
        }

        @Test
        void lists_of_large_groups_are_cut() {
            List<IOException> many = IntStream.range(0, 1000)
                    .mapToObj(i -> new IOException("source " + i))
                    .toList();
            FailureMatcher<?>[] shifted = IntStream.range(3, 1003)
                    .mapToObj(i -> leaf(IOException.class).withMessage("source " + i))
                    .toArray(FailureMatcher<?>[]::new);
            assertThat(textOf(() ->
                            assertThatGroup(ExceptionGroup.of("many", many)).containsExactlyInAnyOrder(shifted)))
                    .isEqualTo("""

                    expected the members of "many" to be exactly, in any order:
                      1. IOException with message "source 3"
                      2. IOException with message "source 4"
                      3. IOException with message "source 5"
                      4. IOException with message "source 6"
                      5. IOException with message "source 7"
                      6. IOException with message "source 8"
                      7. IOException with message "source 9"
                      8. IOException with message "source 10"
                      9. IOException with message "source 11"
                      10. IOException with message "source 12"
                      11. IOException with message "source 13"
                      12. IOException with message "source 14"
                      13. IOException with message "source 15"
                      14. IOException with message "source 16"
                      15. IOException with message "source 17"
                      ... and 985 more
                    matched:
                      1. IOException with message "source 3" <- 4 of 1000: IOException: source 3
                      2. IOException with message "source 4" <- 5 of 1000: IOException: source 4
                      3. IOException with message "source 5" <- 6 of 1000: IOException: source 5
                      4. IOException with message "source 6" <- 7 of 1000: IOException: source 6
                      5. IOException with message "source 7" <- 8 of 1000: IOException: source 7
                      6. IOException with message "source 8" <- 9 of 1000: IOException: source 8
                      7. IOException with message "source 9" <- 10 of 1000: IOException: source 9
                      8. IOException with message "source 10" <- 11 of 1000: IOException: source 10
                      9. IOException with message "source 11" <- 12 of 1000: IOException: source 11
                      10. IOException with message "source 12" <- 13 of 1000: IOException: source 12
                      11. IOException with message "source 13" <- 14 of 1000: IOException: source 13
                      12. IOException with message "source 14" <- 15 of 1000: IOException: source 14
                      13. IOException with message "source 15" <- 16 of 1000: IOException: source 15
                      14. IOException with message "source 16" <- 17 of 1000: IOException: source 16
                      15. IOException with message "source 17" <- 18 of 1000: IOException: source 17
                      ... and 982 more
                    missing:
                      998. IOException with message "source 1000"
                         nearest is 3 of 1000: IOException: source 2
                         its message is "source 2", not "source 1000"
                      999. IOException with message "source 1001"
                         nearest is 3 of 1000: IOException: source 2
                         its message is "source 2", not "source 1001"
                      1000. IOException with message "source 1002"
                         nearest is 3 of 1000: IOException: source 2
                         its message is "source 2", not "source 1002"
                    unexpected:
                      1 of 1000: IOException: source 0
                      2 of 1000: IOException: source 1
                      3 of 1000: IOException: source 2
                    in this group:
                    dev.muster.group.ExceptionGroup: many (1000 sub-exceptions: 1000 IOException)
                    +- 1 of 1000: java.io.IOException: source 0
                    +- 2 of 1000: java.io.IOException: source 1
                    +- 3 of 1000: java.io.IOException: source 2
                    +- 4 of 1000: java.io.IOException: source 3
                    +- 5 of 1000: java.io.IOException: source 4
                    +- 6 of 1000: java.io.IOException: source 5
                    +- 7 of 1000: java.io.IOException: source 6
                    +- 8 of 1000: java.io.IOException: source 7
                    +- 9 of 1000: java.io.IOException: source 8
                    +- 10 of 1000: java.io.IOException: source 9
                    +- 11 of 1000: java.io.IOException: source 10
                    +- 12 of 1000: java.io.IOException: source 11
                    +- 13 of 1000: java.io.IOException: source 12
                    +- 14 of 1000: java.io.IOException: source 13
                    +- 15 of 1000: java.io.IOException: source 14
                    +- ... and 985 more""");
        }

        @Test
        void large_groups_in_order_are_compared_place_by_place() {
            List<IOException> many = IntStream.range(0, 600)
                    .mapToObj(i -> new IOException("source " + i))
                    .toList();
            FailureMatcher<?>[] expected = IntStream.range(0, 601)
                    .mapToObj(i -> leaf(IOException.class).withMessage(i == 7 ? "other" : "source " + i))
                    .toArray(FailureMatcher<?>[]::new);
            assertThat(textOf(() ->
                            assertThatGroup(ExceptionGroup.of("many", many)).containsExactly(expected)))
                    .contains("""
                              ... and 584 more
                            missing:
                              8. IOException with message "other"
                                 nearest is 8 of 600: IOException: source 7
                                 its message is "source 7", not "other"
                              601. IOException with message "source 600"
                                 nearest is 8 of 600: IOException: source 7
                                 its message is "source 7", not "source 600"
                            unexpected:
                              8 of 600: IOException: source 7
                            in this group:
                            """);
        }

        @Test
        void one_that_occurs_twice_is_told_apart_by_its_task() {
            IOException same = new IOException("shared");
            ExceptionGroup twice = ExceptionGroup.builder("twice")
                    .add("a", same)
                    .add("b", same)
                    .build();
            assertThatGroup(twice)
                    .containsExactlyInAnyOrder(
                            leaf(IOException.class).inTask("b"),
                            leaf(IOException.class).inTask("a"));
            assertThat(textOf(() -> assertThatGroup(twice)
                            .containsExactly(
                                    leaf(IOException.class).inTask("b"),
                                    leaf(IOException.class).inTask("b"))))
                    .contains("""
                            matched:
                              2. IOException in task "b" <- 2 of 2 [b]: IOException: shared
                            missing:
                              1. IOException in task "b"
                                 nearest is 1 of 2 [a]: IOException: shared
                                 its task is "a"
                            """);
        }

        @Test
        void one_that_is_taken_says_by_whom() {
            assertThat(textOf(() -> assertThatGroup(ExceptionGroup.of("one", new ValueError("x")))
                            .containsExactlyInAnyOrder(leaf(ValueError.class), leaf(Exception.class))))
                    .isEqualTo("""

                    expected the members of "one" to be exactly, in any order:
                      1. ValueError
                      2. Exception
                    matched:
                      1. ValueError <- 1 of 1: ValueError: x
                    missing:
                      2. Exception
                         1 of 1: ValueError: x would match, but is taken by 1. ValueError
                    in this group:
                    dev.muster.group.ExceptionGroup: one (1 sub-exception: 1 ValueError)
                    +- 1 of 1: dev.muster.assertj.Failures$ValueError: x""");
        }

        @Test
        void only_these() {
            assertThat(textOf(() -> assertThatGroup(outer).containsOnly(IOException.class, KeyError.class)))
                    .isEqualTo("""

                    expected the members of "outer" to be only these, each at least once:
                      1. IOException
                      2. KeyError
                    matched:
                      1. IOException <- 1 of 2: IOException: disk full
                    missing:
                      2. KeyError
                         nearest is 2 of 2: ExceptionGroup "inner" of 2 members
                         it is a group
                    unexpected:
                      2 of 2: ExceptionGroup "inner" of 2 members
                    in this group:
                    dev.muster.group.ExceptionGroup: outer (3 sub-exceptions: 1 IOException, 1 ValueError, 1 TypeError)
                    +- 1 of 2: java.io.IOException: disk full
                    +- 2 of 2: dev.muster.group.ExceptionGroup: inner (2 sub-exceptions: 1 ValueError, 1 TypeError)
                       +- 1 of 2: dev.muster.assertj.Failures$ValueError: a
                       +- 2 of 2: dev.muster.assertj.Failures$TypeError: b""");
        }

        @Test
        void percent_signs_stay_as_they_are() {
            assertThat(textOf(() -> assertThatGroup(ExceptionGroup.of("h %n %s", new ValueError("%n")))
                            .hasSize(3)))
                    .isEqualTo("""

                    expected "h %n %s" to have 3 members, but it has 1
                    members:
                      1 of 1: ValueError: %n
                    in this group:
                    dev.muster.group.ExceptionGroup: h %n %s (1 sub-exception: 1 ValueError)
                    +- 1 of 1: dev.muster.assertj.Failures$ValueError: %n""");
        }
    }

    @Nested
    class Hint {
        @Test
        void that_the_leaves_match() {
            assertThat(textOf(() -> assertThatGroup(outer)
                            .containsExactlyInAnyOrder(IOException.class, ValueError.class, TypeError.class)))
                    .isEqualTo("""

                    expected the members of "outer" to be exactly, in any order:
                      1. IOException
                      2. ValueError
                      3. TypeError
                    matched:
                      1. IOException <- 1 of 2: IOException: disk full
                    missing:
                      2. ValueError
                         nearest is 2 of 2: ExceptionGroup "inner" of 2 members
                         it is a group
                      3. TypeError
                         nearest is 2 of 2: ExceptionGroup "inner" of 2 members
                         it is a group
                    unexpected:
                      2 of 2: ExceptionGroup "inner" of 2 members
                    hint: the leaves match: after leaves() it passes
                    in this group:
                    dev.muster.group.ExceptionGroup: outer (3 sub-exceptions: 1 IOException, 1 ValueError, 1 TypeError)
                    +- 1 of 2: java.io.IOException: disk full
                    +- 2 of 2: dev.muster.group.ExceptionGroup: inner (2 sub-exceptions: 1 ValueError, 1 TypeError)
                       +- 1 of 2: dev.muster.assertj.Failures$ValueError: a
                       +- 2 of 2: dev.muster.assertj.Failures$TypeError: b""");
        }

        @Test
        void that_it_matches_one_level_down() {
            assertThat(textOf(() -> assertThatGroup(ExceptionGroup.of("wrapper", inner))
                            .containsExactly(ValueError.class, TypeError.class)))
                    .isEqualTo("""

                    expected the members of "wrapper" to be exactly, in this order:
                      1. ValueError
                      2. TypeError
                    missing:
                      1. ValueError
                         nearest is 1 of 1: ExceptionGroup "inner" of 2 members
                         it is a group
                      2. TypeError
                         nearest is 1 of 1: ExceptionGroup "inner" of 2 members
                         it is a group
                    unexpected:
                      1 of 1: ExceptionGroup "inner" of 2 members
                    hint: the leaves match: after leaves() it passes
                    hint: one level down it matches: expect group(...) around it, or look into member(0)
                    in this group:
                    dev.muster.group.ExceptionGroup: wrapper (2 sub-exceptions: 1 ValueError, 1 TypeError)
                    +- 1 of 1: dev.muster.group.ExceptionGroup: inner (2 sub-exceptions: 1 ValueError, 1 TypeError)
                       +- 1 of 2: dev.muster.assertj.Failures$ValueError: a
                       +- 2 of 2: dev.muster.assertj.Failures$TypeError: b""");
        }

        @Test
        void that_the_text_is_on_the_group() {
            assertThat(textOf(() ->
                            assertThatGroup(eg).contains(leaf(ValueError.class).withMessage("multiple errors"))))
                    .isEqualTo("""

                    expected the members of "multiple errors" to contain:
                      1. ValueError with message "multiple errors"
                    missing:
                      1. ValueError with message "multiple errors"
                         nearest is 1 of 2: ValueError: bad value
                         its message is "bad value", not "multiple errors"
                    others:
                      1 of 2: ValueError: bad value
                      2 of 2: TypeError: wrong type
                    hint: the text of 1. ValueError with message "multiple errors" is on the group, not on the leaf: ask for it with hasMessage
                    in this group:
                    dev.muster.group.ExceptionGroup: multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)
                    +- 1 of 2: dev.muster.assertj.Failures$ValueError: bad value
                    +- 2 of 2: dev.muster.assertj.Failures$TypeError: wrong type""");
        }

        @Test
        void that_a_bare_exception_would_do() {
            assertThat(textOf(() -> assertThatGroup(eg)
                            .containsExactlyInAnyOrder(group(ValueError.class), leaf(TypeError.class))))
                    .isEqualTo("""

                    expected the members of "multiple errors" to be exactly, in any order:
                      1. a group of [ValueError]
                      2. TypeError
                    matched:
                      2. TypeError <- 2 of 2: TypeError: wrong type
                    missing:
                      1. a group of [ValueError]
                         nearest is 1 of 2: ValueError: bad value
                         it is no group, but orBare() would accept it
                    unexpected:
                      1 of 2: ValueError: bad value
                    in this group:
                    dev.muster.group.ExceptionGroup: multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)
                    +- 1 of 2: dev.muster.assertj.Failures$ValueError: bad value
                    +- 2 of 2: dev.muster.assertj.Failures$TypeError: wrong type""");
        }

        @Test
        void that_the_leaves_of_a_nested_group_match() {
            assertThat(textOf(() -> assertThatGroup(ExceptionGroup.of("w", outer))
                            .containsExactlyInAnyOrder(group(IOException.class, ValueError.class, TypeError.class))))
                    .isEqualTo("""

                    expected the members of "w" to be exactly, in any order:
                      1. a group of [IOException, ValueError, TypeError]
                    missing:
                      1. a group of [IOException, ValueError, TypeError]
                         nearest is 1 of 1: ExceptionGroup "outer" of 2 members
                         its members differ: missing ValueError, TypeError; unexpected ExceptionGroup "inner" of 2 members; flattened() would match
                    unexpected:
                      1 of 1: ExceptionGroup "outer" of 2 members
                    in this group:
                    dev.muster.group.ExceptionGroup: w (3 sub-exceptions: 1 IOException, 1 ValueError, 1 TypeError)
                    +- 1 of 1: dev.muster.group.ExceptionGroup: outer (3 sub-exceptions: 1 IOException, 1 ValueError, 1 TypeError)
                       +- 1 of 2: java.io.IOException: disk full
                       +- 2 of 2: dev.muster.group.ExceptionGroup: inner (2 sub-exceptions: 1 ValueError, 1 TypeError)
                          +- 1 of 2: dev.muster.assertj.Failures$ValueError: a
                          +- 2 of 2: dev.muster.assertj.Failures$TypeError: b""");
        }

        @Test
        void that_the_message_is_on_a_leaf() {
            assertThat(textOf(() -> assertThatGroup(eg).hasMessage("bad value")))
                    .isEqualTo("""

                    expected the message of the group to be "bad value", but it is "multiple errors"
                    hint: that is the message of a leaf, not of the group: leaf(...).withMessage(...) asks for it
                    in this group:
                    dev.muster.group.ExceptionGroup: multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)
                    +- 1 of 2: dev.muster.assertj.Failures$ValueError: bad value
                    +- 2 of 2: dev.muster.assertj.Failures$TypeError: wrong type""");
        }

        @Test
        void that_the_message_is_the_long_one() {
            assertThat(textOf(() -> assertThatGroup(eg).hasMessage(eg.getMessage())))
                    .isEqualTo("""

                    expected the message of the group to be "multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)\\n  ValueError: bad value\\n  TypeError: wrong type", but it is "multiple errors"
                    hint: that is getMessage(), which adds what the group holds; hasMessage compares the text given
                    in this group:
                    dev.muster.group.ExceptionGroup: multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)
                    +- 1 of 2: dev.muster.assertj.Failures$ValueError: bad value
                    +- 2 of 2: dev.muster.assertj.Failures$TypeError: wrong type""");
        }

        @Test
        void that_the_members_match() {
            assertThat(textOf(() -> assertThatGroup(outer).leaves().containsExactly(leaf(IOException.class), group())))
                    .isEqualTo("""

                    expected the leaves of "outer" to be exactly, in this order:
                      1. IOException
                      2. a group
                    matched:
                      1. IOException <- 1 of 3: IOException: disk full
                    missing:
                      2. a group
                         nearest is 2 of 3: ValueError: a
                         it is no group
                    unexpected:
                      2 of 3: ValueError: a
                      3 of 3: TypeError: b
                    hint: the members match: without leaves() it passes
                    in this group:
                    dev.muster.group.ExceptionGroup: outer (3 sub-exceptions: 1 IOException, 1 ValueError, 1 TypeError)
                    +- 1 of 2: java.io.IOException: disk full
                    +- 2 of 2: dev.muster.group.ExceptionGroup: inner (2 sub-exceptions: 1 ValueError, 1 TypeError)
                       +- 1 of 2: dev.muster.assertj.Failures$ValueError: a
                       +- 2 of 2: dev.muster.assertj.Failures$TypeError: b""");
        }
    }

    @Nested
    class Matcher_that_throws {
        @Test
        void is_reported() {
            assertThat(textOf(() -> assertThatGroup(eg)
                            .containsExactly(
                                    leaf(ValueError.class).matching(broken(), "is odd"), leaf(TypeError.class))))
                    .isEqualTo("""

                    expected the members of "multiple errors" to be exactly, in this order:
                      1. ValueError matching "is odd"
                      2. TypeError
                    matched:
                      2. TypeError <- 2 of 2: TypeError: wrong type
                    missing:
                      1. ValueError matching "is odd"
                         nearest is 1 of 2: ValueError: bad value
                         the matcher threw IllegalStateException: oops
                    unexpected:
                      1 of 2: ValueError: bad value
                    matchers that threw:
                      1. ValueError matching "is odd" on 1 of 2: ValueError: bad value: the matcher threw IllegalStateException: oops
                    in this group:
                    dev.muster.group.ExceptionGroup: multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)
                    +- 1 of 2: dev.muster.assertj.Failures$ValueError: bad value
                    +- 2 of 2: dev.muster.assertj.Failures$TypeError: wrong type""");
        }

        @Test
        void fails_what_it_leaves_open() {
            assertThat(textOf(() -> assertThatGroup(eg)
                            .doesNotContain(leaf(ValueError.class).matching(broken(), "is odd"))))
                    .isEqualTo("""

                    expected the members of "multiple errors" not to contain:
                      ValueError matching "is odd"
                    found:
                      ValueError matching "is odd" <- 1 of 2: ValueError: bad value; the matcher threw IllegalStateException: oops
                    in this group:
                    dev.muster.group.ExceptionGroup: multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)
                    +- 1 of 2: dev.muster.assertj.Failures$ValueError: bad value
                    +- 2 of 2: dev.muster.assertj.Failures$TypeError: wrong type""");
        }

        @Test
        void because_the_exception_itself_does() {
            assertThat(textOf(() -> assertThatGroup(ExceptionGroup.of("h", new Hostile()))
                            .containsExactly(leaf(Hostile.class).withMessage("x"))))
                    .isEqualTo("""

                    expected the members of "h" to be exactly, in this order:
                      1. Hostile with message "x"
                    missing:
                      1. Hostile with message "x"
                         nearest is 1 of 1: Hostile: getMessage() threw java.lang.IllegalStateException
                         the matcher threw IllegalStateException: no
                    unexpected:
                      1 of 1: Hostile: getMessage() threw java.lang.IllegalStateException
                    matchers that threw:
                      1. Hostile with message "x" on 1 of 1: Hostile: getMessage() threw java.lang.IllegalStateException: the matcher threw IllegalStateException: no
                    in this group:
                    dev.muster.group.ExceptionGroup: h (1 sub-exception: 1 Hostile)
                    +- 1 of 1: dev.muster.assertj.FailureTextTest$Hostile: toString() threw java.lang.IllegalStateException""");
        }
    }

    @Nested
    class Difference {
        @Test
        void of_long_messages_is_the_place_where_they_part() {
            assertThat(textOf(() -> assertThatGroup(ExceptionGroup.of(
                                    "g", new IOException("the quick brown fox jumps over the lazy dog and runs away")))
                            .containsExactly(leaf(IOException.class)
                                    .withMessage("the quick brown fox jumps over the lazy dog and walks away"))))
                    .isEqualTo("""

                    expected the members of "g" to be exactly, in this order:
                      1. IOException with message "the quick brown fox jumps over the lazy dog and walks away"
                    missing:
                      1. IOException with message "the quick brown fox jumps over the lazy dog and walks away"
                         nearest is 1 of 1: IOException: the quick brown fox jumps over the lazy dog and runs away
                         its message differs from character 49 on: it is "runs away", not "walks away"
                    unexpected:
                      1 of 1: IOException: the quick brown fox jumps over the lazy dog and runs away
                    in this group:
                    dev.muster.group.ExceptionGroup: g (1 sub-exception: 1 IOException)
                    +- 1 of 1: java.io.IOException: the quick brown fox jumps over the lazy dog and runs away""");
        }

        @Test
        void of_types_with_one_name_shows_full_names() {
            assertThat(textOf(() -> assertThatGroup(eg).contains(Other.ValueError.class)))
                    .isEqualTo("""

                    expected the members of "multiple errors" to contain:
                      1. ValueError
                    missing:
                      1. ValueError
                         nearest is 1 of 2: ValueError: bad value
                         it is a dev.muster.assertj.Failures$ValueError, not a dev.muster.assertj.FailureTextTest$Other$ValueError
                    others:
                      1 of 2: ValueError: bad value
                      2 of 2: TypeError: wrong type
                    in this group:
                    dev.muster.group.ExceptionGroup: multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)
                    +- 1 of 2: dev.muster.assertj.Failures$ValueError: bad value
                    +- 2 of 2: dev.muster.assertj.Failures$TypeError: wrong type""");
        }

        @Test
        void of_a_nested_group_is_that_of_its_members() {
            assertThat(textOf(() -> assertThatGroup(outer)
                            .containsExactly(
                                    leaf(IOException.class),
                                    group(leaf(ValueError.class).withMessage("x"), leaf(TypeError.class))
                                            .withMessage("inner"))))
                    .isEqualTo("""

                    expected the members of "outer" to be exactly, in this order:
                      1. IOException
                      2. a group of [ValueError with message "x", TypeError] with message "inner"
                    matched:
                      1. IOException <- 1 of 2: IOException: disk full
                    missing:
                      2. a group of [ValueError with message "x", TypeError] with message "inner"
                         nearest is 2 of 2: ExceptionGroup "inner" of 2 members
                         its members differ: missing ValueError with message "x"; unexpected ValueError: a; its message is "a", not "x"
                    unexpected:
                      2 of 2: ExceptionGroup "inner" of 2 members
                    in this group:
                    dev.muster.group.ExceptionGroup: outer (3 sub-exceptions: 1 IOException, 1 ValueError, 1 TypeError)
                    +- 1 of 2: java.io.IOException: disk full
                    +- 2 of 2: dev.muster.group.ExceptionGroup: inner (2 sub-exceptions: 1 ValueError, 1 TypeError)
                       +- 1 of 2: dev.muster.assertj.Failures$ValueError: a
                       +- 2 of 2: dev.muster.assertj.Failures$TypeError: b""");
        }
    }

    @Nested
    class No_group {
        @Test
        void that_has_a_list_of_others() {
            assertThat(textOf(() -> assertThatGroup(new MultipleFailuresError(
                                    "checks", List.of(new AssertionError("a"), new AssertionError("b"))))
                            .hasSize(2)))
                    .isEqualTo("""

                    expected an exception group, but found a bare exception: MultipleFailuresError: checks (2 failures)
                    hint: it has a list of others: assertThatGroup(carriedBy(thrown)) looks at them""");
        }

        @Test
        void that_has_suppressed_exceptions() {
            IOException sup = new IOException("first");
            sup.addSuppressed(new ValueError("x"));
            assertThat(textOf(() -> assertThatGroup(sup).hasSize(2))).isEqualTo("""

                    expected an exception group, but found a bare exception: IOException: first
                    hint: 1 exception is suppressed in it: assertThatGroup(withSuppressed(thrown)) looks at them too""");
        }

        @Test
        void that_has_a_group_as_its_cause() {
            assertThat(textOf(() ->
                            assertThatGroup(new RuntimeException("wrap", eg)).hasSize(2)))
                    .isEqualTo("""

                    expected an exception group, but found a bare exception: RuntimeException: wrap
                    hint: its cause is a group: assertThat(thrown).cause().asInstanceOf(EXCEPTION_GROUP)""");
        }
    }

    @Nested
    class Count {
        @Test
        void too_small() {
            assertThat(textOf(() -> assertThatGroup(tasks).containsAtLeast(2, IOException.class)))
                    .isEqualTo("""

                    expected at least 2 of the members of "checkout" to be IOException, but 1 is:
                      1 of 3 [stock]: IOException: connection timeout after 2 s
                    in this group:
                    dev.muster.group.ExceptionGroup: checkout (3 sub-exceptions: 1 IOException, 1 KeyError, 1 TypeError)
                    +- 1 of 3 [stock]: java.io.IOException: connection timeout after 2 s
                    +- 2 of 3 [price]: dev.muster.assertj.Failures$KeyError: name
                    +- 3 of 3 [audit, after the cancel]: dev.muster.assertj.Failures$TypeError: late""");
        }

        @Test
        void too_large() {
            assertThat(textOf(() -> assertThatGroup(tasks)
                            .containsAtMost(1, leaf(Exception.class).withMessageContaining("a"))))
                    .isEqualTo("""

                    expected at most 1 of the members of "checkout" to be Exception with message containing "a", but 3 are:
                      1 of 3 [stock]: IOException: connection timeout after 2 s
                      2 of 3 [price]: KeyError: name
                      3 of 3 [audit, after the cancel]: TypeError: late
                    in this group:
                    dev.muster.group.ExceptionGroup: checkout (3 sub-exceptions: 1 IOException, 1 KeyError, 1 TypeError)
                    +- 1 of 3 [stock]: java.io.IOException: connection timeout after 2 s
                    +- 2 of 3 [price]: dev.muster.assertj.Failures$KeyError: name
                    +- 3 of 3 [audit, after the cancel]: dev.muster.assertj.Failures$TypeError: late""");
        }

        @Test
        void not_the_one_expected() {
            assertThat(textOf(() -> assertThatGroup(tasks).containsTimes(1, SecurityException.class)))
                    .isEqualTo("""

                    expected exactly 1 of the members of "checkout" to be SecurityException, but 0 are
                    in this group:
                    dev.muster.group.ExceptionGroup: checkout (3 sub-exceptions: 1 IOException, 1 KeyError, 1 TypeError)
                    +- 1 of 3 [stock]: java.io.IOException: connection timeout after 2 s
                    +- 2 of 3 [price]: dev.muster.assertj.Failures$KeyError: name
                    +- 3 of 3 [audit, after the cancel]: dev.muster.assertj.Failures$TypeError: late""");
        }
    }

    @Nested
    class Assertions {
        @Test
        void that_no_member_satisfies() {
            assertThat(textOf(() ->
                            assertThatGroup(tasks).anySatisfy(e -> assertThat(e).hasMessageContaining("zz"))))
                    .isEqualTo("""

                    expected one of the members of "checkout" to satisfy the given assertions, but 3 of 3 do not:
                      1 of 3 [stock]: IOException: connection timeout after 2 s; it does not satisfy them: Expecting throwable message: "connection timeout after 2 s" to contain: "zz" but did not.
                      2 of 3 [price]: KeyError: name; it does not satisfy them: Expecting throwable message: "name" to contain: "zz" but did not.
                      3 of 3 [audit, after the cancel]: TypeError: late; it does not satisfy them: Expecting throwable message: "late" to contain: "zz" but did not.
                    in this group:
                    dev.muster.group.ExceptionGroup: checkout (3 sub-exceptions: 1 IOException, 1 KeyError, 1 TypeError)
                    +- 1 of 3 [stock]: java.io.IOException: connection timeout after 2 s
                    +- 2 of 3 [price]: dev.muster.assertj.Failures$KeyError: name
                    +- 3 of 3 [audit, after the cancel]: dev.muster.assertj.Failures$TypeError: late""");
        }

        @Test
        void that_some_members_do_not_satisfy() {
            assertThat(textOf(() -> assertThatGroup(eg)
                            .satisfiesExactly(e -> assertThat(e).hasMessage("x"), e -> {
                                throw new IllegalStateException("oops");
                            })))
                    .isEqualTo("""

                    expected the members of "multiple errors" to be exactly, in this order:
                      1. satisfying assertions 1
                      2. satisfying assertions 2
                    missing:
                      1. satisfying assertions 1
                         nearest is 1 of 2: ValueError: bad value
                         it does not satisfy them: Expecting message to be: "x" but was: "bad value"
                      2. satisfying assertions 2
                         nearest is 2 of 2: TypeError: wrong type
                         the matcher threw IllegalStateException: oops
                    unexpected:
                      1 of 2: ValueError: bad value
                      2 of 2: TypeError: wrong type
                    matchers that threw:
                      2. satisfying assertions 2 on 1 of 2: ValueError: bad value: the matcher threw IllegalStateException: oops
                      2. satisfying assertions 2 on 2 of 2: TypeError: wrong type: the matcher threw IllegalStateException: oops
                    in this group:
                    dev.muster.group.ExceptionGroup: multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)
                    +- 1 of 2: dev.muster.assertj.Failures$ValueError: bad value
                    +- 2 of 2: dev.muster.assertj.Failures$TypeError: wrong type""");
        }
    }

    @Nested
    class Navigation {
        @Test
        void to_a_leaf_that_is_not_there() {
            assertThat(textOf(() -> assertThatGroup(eg).leaf(4))).isEqualTo("""

                    expected "multiple errors" to have a leaf at index 4, but it has 2 leaves
                    in this group:
                    dev.muster.group.ExceptionGroup: multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)
                    +- 1 of 2: dev.muster.assertj.Failures$ValueError: bad value
                    +- 2 of 2: dev.muster.assertj.Failures$TypeError: wrong type""");
        }

        @Test
        void to_a_first_failure_that_is_not_known() {
            assertThat(textOf(() -> assertThatGroup(eg).firstFailure())).isEqualTo("""

                    expected "multiple errors" to know its first failure, but nothing says which came first
                    in this group:
                    dev.muster.group.ExceptionGroup: multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)
                    +- 1 of 2: dev.muster.assertj.Failures$ValueError: bad value
                    +- 2 of 2: dev.muster.assertj.Failures$TypeError: wrong type""");
        }

        @Test
        void to_a_part_that_is_empty() {
            assertThat(textOf(() -> assertThatGroup(eg).subgroup(IOException.class, KeyError.class)))
                    .isEqualTo("""

                    expected "multiple errors" to have a leaf that is an IOException or a KeyError, but it has none
                    in this group:
                    dev.muster.group.ExceptionGroup: multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)
                    +- 1 of 2: dev.muster.assertj.Failures$ValueError: bad value
                    +- 2 of 2: dev.muster.assertj.Failures$TypeError: wrong type""");
        }

        @Test
        void to_a_rest_that_is_empty() {
            assertThat(textOf(() -> assertThatGroup(eg).rest(Exception.class))).isEqualTo("""

                    expected "multiple errors" to have a leaf that is not an Exception, but it has no other
                    in this group:
                    dev.muster.group.ExceptionGroup: multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)
                    +- 1 of 2: dev.muster.assertj.Failures$ValueError: bad value
                    +- 2 of 2: dev.muster.assertj.Failures$TypeError: wrong type""");
        }
    }

    @Nested
    class Task_text {
        private static Task<String> user;
        private static Task<String> order;
        private static Task<String> nested;

        @BeforeAll
        static void run() throws Exception {
            ExceptionGroup inner =
                    ExceptionGroup.of("multiple errors", new ValueError("bad value"), new TypeError("wrong type"));
            try (TaskScope scope = TaskScope.open(Policy.collectAll())) {
                user = scope.fork("user", () -> "Ada");
                order = scope.fork("order", () -> {
                    throw new IOException("timeout");
                });
                nested = scope.fork("nested", () -> {
                    throw inner;
                });
                assertThatGroup(catchThrowable(scope::join)).hasSize(2);
            }
        }

        @Test
        void of_one_that_succeeded() {
            assertThat(textOf(() -> assertThatTask(user).failed())).isEqualTo("""

                    expected task "user" to have failed, but it succeeded with "Ada\"""");
        }

        @Test
        void of_one_that_failed() {
            assertThat(textOf(() -> assertThatTask(order).succeeded())).isEqualTo("""

                    expected task "order" to have succeeded, but it failed with IOException: timeout""");
        }

        @Test
        void of_one_that_failed_otherwise() {
            assertThat(textOf(() -> assertThatTask(order)
                            .failedWith(leaf(IOException.class).withMessage("disk"))))
                    .isEqualTo("""

                    expected task "order" to have failed with:
                      IOException with message "disk"
                    but it failed with:
                      IOException: timeout
                      its message is "timeout", not "disk\"""");
        }

        @Test
        void of_one_that_failed_with_a_group() {
            assertThat(textOf(() -> assertThatTask(nested).failedWith(group(ValueError.class))))
                    .isEqualTo("""

                    expected task "nested" to have failed with:
                      a group of [ValueError]
                    but it failed with:
                      ExceptionGroup "multiple errors" of 2 members
                      its members differ: unexpected TypeError: wrong type
                    in this group:
                    dev.muster.group.ExceptionGroup: multiple errors (2 sub-exceptions: 1 ValueError, 1 TypeError)
                    +- 1 of 2: dev.muster.assertj.Failures$ValueError: bad value
                    +- 2 of 2: dev.muster.assertj.Failures$TypeError: wrong type""");
        }

        @Test
        void of_another_result() {
            assertThat(textOf(() -> assertThatTask(user).succeededWith("Bob"))).isEqualTo("""

                    expected task "user" to have succeeded with "Bob", but its result is "Ada\"""");
        }

        @Test
        void of_another_name() {
            assertThat(textOf(() -> assertThatTask(user).hasName("x"))).isEqualTo("""

                    expected the name of the task to be "x", but it is "user\"""");
        }

        @Test
        void of_null() {
            assertThat(textOf(() -> assertThatTask(null).failed())).isEqualTo("""

                    expected a task, but was null""");
        }
    }
}
