package dev.muster.assertj;

import static dev.muster.assertj.Failures.failureOf;
import static dev.muster.assertj.Failures.textOf;
import static dev.muster.assertj.GroupAssertions.EXCEPTION_GROUP;
import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static dev.muster.assertj.GroupAssertions.group;
import static dev.muster.assertj.GroupAssertions.leaf;
import static dev.muster.assertj.GroupAssertions.orBare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.muster.assertj.Failures.KeyError;
import dev.muster.assertj.Failures.TypeError;
import dev.muster.assertj.Failures.ValueError;
import dev.muster.group.ExceptionGroup;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What pytest's {@code RaisesGroup} is expected to do, in our words; and what it is known not to do. */
class RaisesGroupCasesTest {
    private static final FailureMatcher<ValueError> ANY = leaf(ValueError.class);
    private static final FailureMatcher<ValueError> HELLO =
            leaf(ValueError.class).withMessage("hello");

    private static ExceptionGroup eg(Throwable... members) {
        return ExceptionGroup.of("foo", members);
    }

    private static ValueError value(String message) {
        return new ValueError(message);
    }

    @Nested
    class Pairing_that_is_not_greedy {
        @Test
        void gives_the_wide_matcher_what_the_narrow_one_cannot_take() {
            assertThatGroup(eg(value("hello"), value("bye"))).containsExactlyInAnyOrder(ANY, HELLO);
            assertThatGroup(eg(value("bye"), value("hello"))).containsExactlyInAnyOrder(ANY, HELLO);
            assertThatGroup(eg(value("hello"), value("bye"))).containsExactlyInAnyOrder(HELLO, ANY);
        }

        @Test
        void works_inside_nested_groups() {
            assertThatGroup(eg(eg(value("hello"), value("bye")), eg(value("x"))))
                    .containsExactlyInAnyOrder(group(ANY), group(ANY, HELLO));
        }

        @Test
        void gives_up_chains_of_three() {
            assertThatGroup(eg(value("a"), value("ab"), value("abc")))
                    .containsExactlyInAnyOrder(
                            leaf(ValueError.class).withMessageContaining("a"),
                            leaf(ValueError.class).withMessageContaining("ab"),
                            leaf(ValueError.class).withMessageContaining("abc"));
        }

        @Test
        void holds_for_contains_too() {
            assertThatGroup(eg(value("hello"), value("bye"), new KeyError("k"))).contains(ANY, HELLO);
        }

        @Test
        void ends_quickly_where_many_are_expected_and_none_fits() {
            FailureMatcher<?>[] expected = new FailureMatcher<?>[12];
            Throwable[] members = new Throwable[12];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = i == 0 ? leaf(TypeError.class) : ANY;
                members[i] = value("v" + i);
            }
            assertThat(textOf(() -> assertThatGroup(eg(members)).containsExactlyInAnyOrder(expected)))
                    .contains("missing:\n  1. TypeError\n");
        }
    }

    @Nested
    class Contents {
        @Test
        void of_one_type() {
            assertThatGroup(eg(value(""))).containsExactly(ValueError.class);
            failureOf(() -> assertThatGroup(eg(new TypeError(""))).containsExactly(ValueError.class));
        }

        @Test
        void of_several_types_whatever_their_order() {
            ExceptionGroup both = eg(value(""), new TypeError(""));
            assertThatGroup(both).containsExactlyInAnyOrder(ValueError.class, TypeError.class);
            assertThatGroup(both).containsExactlyInAnyOrder(TypeError.class, ValueError.class);
        }

        @Test
        void that_nest() {
            assertThatGroup(eg(eg(value("")))).containsExactly(group(ValueError.class));
            assertThatGroup(eg(new TypeError(""), eg(value("")), eg(new KeyError(""))))
                    .containsExactlyInAnyOrder(leaf(TypeError.class), group(ValueError.class), group(KeyError.class));
        }

        @Test
        void must_be_complete() {
            failureOf(
                    () -> assertThatGroup(eg(value(""))).containsExactlyInAnyOrder(ValueError.class, TypeError.class));
            failureOf(
                    () -> assertThatGroup(eg(value(""))).containsExactlyInAnyOrder(ValueError.class, ValueError.class));
        }

        @Test
        void must_not_hold_others() {
            failureOf(
                    () -> assertThatGroup(eg(new KeyError(""), value(""))).containsExactlyInAnyOrder(ValueError.class));
            failureOf(() -> assertThatGroup(eg(value("a"), value("b"))).containsExactlyInAnyOrder(ValueError.class));
        }

        @Test
        void of_errors_and_exceptions_alike() {
            assertThatGroup(eg(new AssertionError(), new StackOverflowError(), new InterruptedException()))
                    .containsExactly(AssertionError.class, Error.class, InterruptedException.class);
        }

        @Test
        void of_one_exception_twice() {
            ValueError same = value("same");
            assertThatGroup(eg(same, same))
                    .containsExactlyInAnyOrder(ANY, leaf(ValueError.class).withMessage("same"));
            failureOf(() -> assertThatGroup(eg(same, same)).containsExactlyInAnyOrder(ValueError.class));
        }
    }

    @Nested
    class Flattened {
        @Test
        void leaves_count_however_deep() {
            assertThatGroup(eg(eg(value("")))).leaves().containsExactly(ValueError.class);
            assertThatGroup(eg(eg(value("")), new TypeError("")))
                    .leaves()
                    .containsExactlyInAnyOrder(ValueError.class, TypeError.class);
        }

        @Test
        void from_some_depth_on() {
            assertThatGroup(eg(eg(value(""))))
                    .containsExactly(group(ValueError.class).flattened());
            assertThatGroup(eg(eg(eg(value("")))))
                    .containsExactly(group(ValueError.class).flattened());
            failureOf(() -> assertThatGroup(eg(value("")))
                    .containsExactly(group(ValueError.class).flattened()));
        }

        @Test
        void does_not_go_with_nested_matchers() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> group(group(ValueError.class)).flattened())
                    .withMessage("flattened() compares leaves, and a group of [ValueError] is never a leaf: "
                            + "expect leaves alone, or leave flattened() out");
        }
    }

    @Nested
    class Bare {
        @Test
        void is_accepted_where_the_test_says_so() {
            assertThatGroup(orBare(value(""))).containsExactly(ValueError.class);
            assertThatGroup(orBare(eg(value("")))).containsExactly(ValueError.class);
            failureOf(() -> assertThatGroup(orBare(new TypeError(""))).containsExactly(ValueError.class));
        }

        @Test
        void is_accepted_in_place_of_a_nested_group() {
            assertThatGroup(eg(value("")))
                    .containsExactly(group(ValueError.class).orBare());
            assertThatGroup(eg(eg(value(""))))
                    .containsExactly(group(ValueError.class).orBare());
            failureOf(() -> assertThatGroup(eg(eg(eg(value("")))))
                    .containsExactly(group(ValueError.class).orBare()));
        }

        @Test
        void goes_with_flattened() {
            FailureMatcher<?> loose = group(ValueError.class).flattened().orBare();
            assertThatGroup(eg(value(""))).containsExactly(loose);
            assertThatGroup(eg(eg(eg(value(""))))).containsExactly(loose);
        }

        @Test
        void is_refused_otherwise() {
            failureOf(() -> assertThatGroupThrownBy(() -> {
                throw value("value error text");
            }));
        }

        @Test
        void can_stand_for_one_leaf_only() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> group(ValueError.class, TypeError.class).orBare())
                    .withMessage(
                            "orBare() accepts one exception in place of a group of it, but "
                                    + "a group of [ValueError, TypeError] does not ask for exactly one leaf: leave orBare() out");
            assertThatIllegalStateException()
                    .isThrownBy(() -> group(group(ValueError.class)).orBare());
            assertThatIllegalStateException()
                    .isThrownBy(() -> group().orBare())
                    .withMessage("orBare() is about the members, and group() asks for none: "
                            + "give them, as in group(leaf(...))");
        }
    }

    @Nested
    class Message {
        @Test
        void of_the_group_is_the_text_given() {
            assertThatGroup(eg(eg(value("x"))))
                    .containsExactly(group(ValueError.class).withMessage("foo"));
            assertThatGroup(eg(eg(value("x"))))
                    .containsExactly(group(ValueError.class).withMessageMatching("f.."));
            failureOf(() -> assertThatGroup(eg(eg(value("x"))))
                    .containsExactly(group(ValueError.class).withMessageContaining("x")));
        }

        @Test
        void of_a_leaf_is_its_own() {
            assertThatGroup(eg(value("foobar")))
                    .containsExactly(
                            leaf(ValueError.class).withMessageMatching("foo.*").withMessageContaining("bar"));
            failureOf(() -> assertThatGroup(eg(value("foobar")))
                    .containsExactly(leaf(ValueError.class).withMessageMatching("foo")));
        }

        @Test
        void may_be_missing() {
            assertThatGroup(eg(new IOException()))
                    .doesNotContain(
                            leaf(IOException.class).withMessage("x"),
                            leaf(IOException.class).withMessageContaining(""),
                            leaf(IOException.class).withMessageMatching(".*"));
        }

        @Test
        void may_have_several_lines() {
            assertThatGroup(eg(value("a\nb"))).contains(leaf(ValueError.class).withMessageMatching("a.b"));
        }

        @Test
        void does_not_take_in_notes_which_have_their_own_condition() {
            ExceptionGroup noted = eg(value("x")).addNote("my note");
            assertThatGroup(eg(noted)).containsExactly(group(ValueError.class).withNote("my note"));
            failureOf(() -> assertThatGroup(eg(noted)).contains(group().withMessageContaining("note")));
        }
    }

    @Nested
    class Check {
        @Test
        void of_a_leaf() {
            assertThatGroup(eg(new KeyError("k")))
                    .containsExactly(leaf(RuntimeException.class).matching(e -> e instanceof KeyError, "a key error"));
        }

        @Test
        void of_a_group_sees_the_group() {
            ExceptionGroup inner = eg(value(""));
            assertThatGroup(eg(inner)).containsExactly(group(ValueError.class).matching(e -> e == inner, "that one"));
            failureOf(() -> assertThatGroup(eg(inner))
                    .containsExactly(group(ValueError.class).matching(e -> e != inner, "another one")));
        }

        @Test
        void is_not_asked_where_the_type_differs() {
            assertThatGroup(eg(value("x"), new TypeError("y")))
                    .containsExactlyInAnyOrder(
                            leaf(TypeError.class).matching(e -> e.getMessage().equals("y"), "y"),
                            leaf(ValueError.class).matching(e -> e.getMessage().equals("x"), "x"));
        }
    }

    @Nested
    class Bad_input {
        @Test
        void a_group_type_is_no_leaf() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> leaf(ExceptionGroup.class))
                    .withMessage("dev.muster.group.ExceptionGroup is a group type, and a leaf is never a group: "
                            + "use group(...)");
        }

        @Test
        void asking_for_nothing_is_refused_where_it_would_always_pass() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> assertThatGroup(eg(value(""))).doesNotContain(new FailureMatcher<?>[0]))
                    .withMessage("nothing is asked for, so this would always pass: name a type or a matcher");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> assertThatGroup(eg(value(""))).contains(new FailureMatcher<?>[0]));
            failureOf(() -> assertThatGroup(eg(value(""))).containsExactly(new FailureMatcher<?>[0]));
        }

        @Test
        void impossible_numbers_are_refused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> assertThatGroup(eg(value(""))).containsAtLeast(-1, ANY))
                    .withMessage("count is -1: give zero or more");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> assertThatGroup(eg(value(""))).leaf(-1))
                    .withMessage("index is -1: count from zero");
        }

        @Test
        void null_is_named() {
            assertThatNullPointerException()
                    .isThrownBy(() -> assertThatGroup(eg(value(""))).contains(ANY, null))
                    .withMessage("matcher 2 of 2 is null: leave it out");
            assertThatNullPointerException()
                    .isThrownBy(() -> assertThatGroup(eg(value(""))).contains(null, ValueError.class))
                    .withMessage("type 1 of 2 is null: leave it out");
            assertThatNullPointerException().isThrownBy(() -> leaf(null)).withMessageContaining("type is null");
            assertThatNullPointerException()
                    .isThrownBy(() -> leaf(ValueError.class).withMessage(null))
                    .withMessage("message is null: to ask for no message, use matching");
            assertThatNullPointerException()
                    .isThrownBy(() -> leaf(ValueError.class).inTask(null))
                    .withMessage("name is null: give the name of the task");
        }
    }

    /** Where pytest says why, the reason that we give. */
    @Nested
    class Reason {
        @Test
        void of_a_second_one_that_is_missing_is_that_the_first_is_taken() {
            assertThat(textOf(() -> assertThatGroup(eg(value("x")))
                            .containsExactlyInAnyOrder(ValueError.class, ValueError.class)))
                    .contains("""
                            missing:
                              2. ValueError
                                 1 of 1: ValueError: x would match, but is taken by 1. ValueError
                            in this group:
                            """);
        }

        @Test
        void of_a_second_one_that_is_too_much_is_that_the_expected_one_is_taken() {
            assertThat(textOf(() ->
                            assertThatGroup(eg(value("a"), value("b"))).containsExactlyInAnyOrder(ValueError.class)))
                    .contains("""
                            matched:
                              1. ValueError <- 1 of 2: ValueError: a
                            unexpected:
                              2 of 2: ValueError: b
                            in this group:
                            """);
        }

        @Test
        void names_who_took_it_only_where_it_matches() {
            assertThat(textOf(() -> assertThatGroup(eg(new TypeError("x")))
                            .containsExactlyInAnyOrder(TypeError.class, ValueError.class, TypeError.class)))
                    .contains("""
                            matched:
                              1. TypeError <- 1 of 1: TypeError: x
                            missing:
                              2. ValueError
                              3. TypeError
                                 1 of 1: TypeError: x would match, but is taken by 1. TypeError
                            in this group:
                            """);
        }

        @Test
        void of_one_that_occurs_three_times_is_given_for_each_place() {
            ValueError same = value("foo");
            FailureMatcher<Throwable> bar = leaf(Throwable.class).withMessage("bar");
            assertThat(textOf(() -> assertThatGroup(eg(same, same, same)).containsExactlyInAnyOrder(bar, bar, bar)))
                    .contains("""
                            unexpected:
                              1 of 3: ValueError: foo
                              2 of 3: ValueError: foo
                              3 of 3: ValueError: foo
                            """);
        }

        @Test
        void of_one_that_differs_among_many_of_a_kind_is_its_own() {
            assertThat(textOf(() -> assertThatGroup(eg(value("1"), value("2"), value("3"), new KeyError("k")))
                            .containsExactlyInAnyOrder(ANY, ANY, ANY, leaf(TypeError.class))))
                    .contains("""
                            missing:
                              4. TypeError
                                 nearest is 4 of 4: KeyError: k
                                 it is a KeyError
                            unexpected:
                              4 of 4: KeyError: k
                            """);
        }

        @Test
        void of_nested_groups_goes_down_to_the_leaf_that_differs() {
            assertThat(textOf(() -> assertThatGroup(eg(eg(eg(new TypeError("x")))))
                            .containsExactly(group(group(ValueError.class)))))
                    .contains("its members differ: missing a group of [ValueError]; "
                            + "unexpected ExceptionGroup \"foo\" of 1 member; "
                            + "its members differ: missing ValueError; unexpected TypeError: x; it is a TypeError");
        }
    }

    @Nested
    class Hint {
        @Test
        void to_flatten_is_given_where_it_helps_and_nowhere_else() {
            assertThat(textOf(() -> assertThatGroup(eg(eg(value("")))).containsExactly(ValueError.class)))
                    .contains("hint: the leaves match: after leaves() it passes\n");
            assertThat(textOf(() -> assertThatGroup(eg(eg(new TypeError("")))).containsExactly(ValueError.class)))
                    .doesNotContain("hint:");
            assertThat(textOf(() -> assertThatGroup(eg(eg(value(""), new TypeError(""))))
                            .containsExactlyInAnyOrder(ANY, ANY, ANY, ANY)))
                    .doesNotContain("hint:");
        }

        @Test
        void to_flatten_is_given_in_a_nested_group_too() {
            assertThat(textOf(() -> assertThatGroup(eg(eg(eg(value(""))))).containsExactly(group(ValueError.class))))
                    .contains("; flattened() would match\n");
            assertThat(textOf(() -> assertThatGroup(eg(eg(value(""), eg(value("")))))
                            .containsExactlyInAnyOrder(group(ValueError.class, ValueError.class), ANY)))
                    .contains("; flattened() would match\n");
        }

        @Test
        void to_accept_a_bare_exception_is_given_where_it_helps_and_nowhere_else() {
            assertThat(textOf(() -> assertThatGroup(eg(value(""))).containsExactly(group(ValueError.class))))
                    .contains("it is no group, but orBare() would accept it\n");
            assertThat(textOf(() -> assertThatGroup(eg(new TypeError(""))).containsExactly(group(ValueError.class))))
                    .contains("it is no group\n");
            assertThat(textOf(() -> assertThatGroup(eg(value(""))).containsExactly(group(group(ValueError.class)))))
                    .contains("it is no group\n");
        }

        @Test
        void to_compare_texts_is_given_where_a_pattern_was_meant_as_one() {
            assertThat(textOf(() -> assertThatGroup(eg(value("h(ell)o")))
                            .containsExactly(leaf(ValueError.class).withMessageMatching("h(ell)o"))))
                    .contains("its message is \"h(ell)o\", the same text, but not what it matches: use withMessage\n");
            assertThat(textOf(() -> assertThatGroup(eg(ExceptionGroup.of("^hello", value(""))))
                            .containsExactly(group(ValueError.class).withMessageMatching("^hello$"))))
                    .contains("its message is \"^hello\"\n");
        }

        @Test
        void that_the_text_is_on_a_leaf_is_given_where_it_is() {
            assertThat(textOf(() -> assertThatGroup(ExceptionGroup.of("bar", value("foo")))
                            .hasMessage("foo")))
                    .contains("hint: that is the message of a leaf, not of the group: "
                            + "leaf(...).withMessage(...) asks for it\n");
        }
    }

    @Nested
    class Bare_with_conditions {
        private final GroupMatcher foo =
                group(leaf(ValueError.class).withMessage("foo")).orBare();

        @Test
        void on_the_leaf_hold_for_both_shapes() {
            assertThatGroup(eg(value("foo"))).containsExactly(foo);
            assertThatGroup(eg(eg(value("foo")))).containsExactly(foo);
            failureOf(() -> assertThatGroup(eg(value("bar"))).containsExactly(foo));
            assertThatGroup(orBare(value("foo")))
                    .containsExactly(leaf(ValueError.class).withMessage("foo"));
        }

        @Test
        void on_the_group_hold_for_a_group_alone() {
            assertThatGroup(eg(value("foo"))).containsExactly(foo.withMessage("other"));
            failureOf(() -> assertThatGroup(eg(eg(value("foo")))).containsExactly(foo.withMessage("other")));
        }
    }

    @Nested
    class One_of_several_types {
        @Test
        void is_a_condition() {
            FailureMatcher<?> either = leaf(Throwable.class)
                    .matching(
                            e -> e instanceof ValueError || e instanceof IndexOutOfBoundsException, "a value or index");
            assertThatGroup(eg(value(""), new IndexOutOfBoundsException())).containsOnly(either);
            failureOf(() -> assertThatGroup(eg(new TypeError(""))).containsOnly(either));
        }
    }

    @Nested
    class Check_of_a_property {
        private final ExceptionGroup eg = eg(new SQLException("", "40001"));

        @Test
        void narrows_to_the_type() {
            assertThatGroup(eg)
                    .containsExactly(leaf(SQLException.class)
                            .matching(e -> e.getSQLState().equals("40001"), "a deadlock"));
            assertThat(textOf(() -> assertThatGroup(eg(eg))
                            .containsExactly(group(leaf(SQLException.class)
                                    .matching(e -> e.getSQLState().equals("40002"), "another")))))
                    .contains("; it does not match: another\n");
        }
    }

    /** What {@code excinfo.group_contains} is asked. */
    @Nested
    class Group_contains {
        private final ExceptionGroup flat = eg(value("exception message"));
        private final ExceptionGroup deep = eg(flat);
        private final FailureMatcher<?> there = leaf(ValueError.class).withMessageMatching("exception message");

        @Test
        void at_any_depth_is_asked_of_the_leaves() {
            assertThatGroup(flat).leaves().contains(ValueError.class).contains(there);
            assertThatGroup(deep).leaves().contains(ValueError.class).contains(there);
            assertThatGroup(deep).leaves().doesNotContain(KeyError.class);
            assertThatGroup(eg(value("will not match"))).leaves().doesNotContain(there);
        }

        @Test
        void at_depth_one_is_asked_of_the_members() {
            assertThatGroup(flat).contains(ValueError.class).contains(there);
            assertThatGroup(deep).doesNotContain(ValueError.class).doesNotContain(there);
        }

        @Test
        void at_depth_two_is_asked_of_a_nested_group() {
            assertThatGroup(deep).contains(group(there));
            assertThatGroup(deep).member(0).asInstanceOf(EXCEPTION_GROUP).contains(there);
        }
    }

    @Test
    void order_matters_in_a_nested_group_only_if_it_is_said() {
        ExceptionGroup outer = eg(eg(value(""), new TypeError("")));
        assertThatGroup(outer).containsExactly(group(TypeError.class, ValueError.class));
        assertThatGroup(outer)
                .containsExactly(group(ValueError.class, TypeError.class).inOrder());
        assertThat(textOf(() -> assertThatGroup(outer)
                        .containsExactly(
                                group(TypeError.class, ValueError.class).inOrder())))
                .contains("its members differ: missing TypeError; unexpected TypeError; ");
    }

    @Test
    void deep_trees_are_no_problem() {
        Throwable deep = value("bottom");
        for (int i = 0; i < 50_000; i++) {
            deep = eg(deep);
        }
        ExceptionGroup tree = (ExceptionGroup) deep;
        assertThatGroup(tree).leaves().containsExactly(ANY);
        assertThat(textOf(() -> assertThatGroup(tree).leaves().containsExactly(HELLO)))
                .contains("its message is \"bottom\", not \"hello\"");
        assertThatGroup(ExceptionGroup.of("wide", List.of(tree, value("x")))).hasLeafCount(2);
    }
}
