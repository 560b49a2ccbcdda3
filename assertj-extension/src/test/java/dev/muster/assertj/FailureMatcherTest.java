package dev.muster.assertj;

import static dev.muster.assertj.GroupAssertions.group;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.assertj.Failures.TypeError;
import dev.muster.assertj.Failures.ValueError;
import dev.muster.group.ExceptionGroup;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureMatcherTest {
    private static final SQLException DEADLOCK =
            new SQLException("deadlock", "40001", new IOException("connection reset"));
    private static final ExceptionGroup INNER =
            ExceptionGroup.of("inner", new ValueError("a"), new TypeError("b")).addNote("order 7");

    record Option(String describedAs, FailureMatcher<?> accepts, FailureMatcher<?> refuses, String difference) {}

    static List<Option> of_a_leaf() {
        return List.of(
                new Option(
                        "SQLException with message \"deadlock\"",
                        leaf(SQLException.class).withMessage("deadlock"),
                        leaf(SQLException.class).withMessage("lock"),
                        "its message is \"deadlock\", not \"lock\""),
                new Option(
                        "SQLException with message containing \"dead\"",
                        leaf(SQLException.class).withMessageContaining("dead"),
                        leaf(SQLException.class).withMessageContaining("live"),
                        "its message is \"deadlock\""),
                new Option(
                        "SQLException with message matching \"d.*k\"",
                        leaf(SQLException.class).withMessageMatching("d.*k"),
                        leaf(SQLException.class).withMessageMatching("d"),
                        "its message is \"deadlock\""),
                new Option(
                        "SQLException with cause (IOException)",
                        leaf(SQLException.class).withCause(IOException.class),
                        leaf(SQLException.class).withCause(ValueError.class),
                        "its cause is IOException: connection reset; it is an IOException"),
                new Option(
                        "SQLException with cause (IOException with message \"connection reset\")",
                        leaf(SQLException.class)
                                .withCause(leaf(IOException.class).withMessage("connection reset")),
                        leaf(SQLException.class)
                                .withCause(leaf(IOException.class).withMessage("x")),
                        "its cause is IOException: connection reset; its message is \"connection reset\", not \"x\""),
                new Option(
                        "SQLException with SQL state \"40001\"",
                        leaf(SQLException.class).with("SQL state", SQLException::getSQLState, "40001"),
                        leaf(SQLException.class).with("SQL state", SQLException::getSQLState, "23505"),
                        "its SQL state is \"40001\""),
                new Option(
                        "SQLException with vendor code 0",
                        leaf(SQLException.class).with("vendor code", SQLException::getErrorCode, 0),
                        leaf(SQLException.class).with("vendor code", SQLException::getErrorCode, 7),
                        "its vendor code is 0"),
                new Option(
                        "SQLException matching \"has a state\"",
                        leaf(SQLException.class).matching(e -> e.getSQLState() != null, "has a state"),
                        leaf(SQLException.class).matching(e -> e.getSQLState() == null, "has no state"),
                        "it does not match: has no state"),
                new Option(
                        "SQLException satisfying the given assertions",
                        leaf(SQLException.class)
                                .satisfying(e -> assertThat(e.getErrorCode()).isZero()),
                        leaf(SQLException.class)
                                .satisfying(e -> assertThat(e.getErrorCode()).isOne()),
                        "it does not satisfy them: expected: 1 but was: 0"),
                new Option(
                        "SQLException in task \"stock\"",
                        leaf(SQLException.class).inTask("stock"),
                        leaf(SQLException.class).inTask("price"),
                        "its task is \"stock\""),
                new Option(
                        "a deadlock",
                        leaf(SQLException.class).withMessage("deadlock").as("a deadlock"),
                        leaf(TypeError.class).as("a type error"),
                        "it is a SQLException"));
    }

    static List<Option> of_a_group() {
        return List.of(
                new Option("a group", group(), group().withMessage("x"), "its message is \"inner\", not \"x\""),
                new Option(
                        "a group of [TypeError, ValueError]",
                        group(TypeError.class, ValueError.class),
                        group(TypeError.class),
                        "its members differ: unexpected ValueError: a"),
                new Option(
                        "a group of [ValueError, TypeError] in order",
                        group(ValueError.class, TypeError.class).inOrder(),
                        group(TypeError.class, ValueError.class).inOrder(),
                        "its members differ: missing TypeError; unexpected TypeError: b; "
                                + "without inOrder() it would match"),
                new Option(
                        "a group with the leaves [ValueError, TypeError]",
                        group(ValueError.class, TypeError.class).flattened(),
                        group(ValueError.class).flattened(),
                        "its leaves differ: unexpected TypeError: b"),
                new Option(
                        "a group with note \"order 7\"",
                        group().withNote("order 7"),
                        group().withNote("order 8"),
                        "its notes are [order 7]"),
                new Option(
                        "a group with leaf count 2",
                        group().with("leaf count", e -> e.leaves().size(), 2),
                        group().with("leaf count", e -> e.leaves().size(), 3),
                        "its leaf count is 2"),
                new Option(
                        "a group matching \"is a pair\", in task \"stock\"",
                        group().matching(e -> e.exceptions().size() == 2, "is a pair")
                                .inTask("stock"),
                        group().satisfying(e -> assertThat(e.exceptions()).isEmpty()),
                        "it does not satisfy them: Expecting empty but was: "
                                + "[dev.muster.assertj.Failures$ValueError: a"),
                new Option(
                        "a group with message containing \"inn\", with message matching \"in+er\"",
                        group().withMessageContaining("inn").withMessageMatching("in+er"),
                        group().withCause(IOException.class),
                        "it has no cause"),
                new Option(
                        "the inner one", group().as("the inner one"), leaf(RuntimeException.class), "it is a group"));
    }

    private static Found found(Throwable throwable) {
        return new Found.Scene().of(throwable, "stock");
    }

    @ParameterizedTest
    @MethodSource("of_a_leaf")
    void each_option_of_a_leaf_is_checked_and_named(Option option) {
        check(option, DEADLOCK);
    }

    @ParameterizedTest
    @MethodSource("of_a_group")
    void each_option_of_a_group_is_checked_and_named(Option option) {
        check(option, INNER);
    }

    private static void check(Option option, Throwable throwable) {
        assertThat(option.accepts()).hasToString(option.describedAs());
        assertThat(found(throwable).verdict(option.accepts()).text()).isEqualTo("it matches");
        assertThat(found(throwable).verdict(option.refuses()).text()).startsWith(option.difference());
    }

    @Nested
    class A_difference {
        @Test
        void says_that_there_is_no_cause_no_task_no_message() {
            Found bare = new Found.Scene().alone(new IOException());
            assertThat(bare.verdict(leaf(IOException.class).withCause(group())).text())
                    .isEqualTo("it has no cause");
            assertThat(bare.verdict(leaf(IOException.class).inTask("x")).text()).isEqualTo("it belongs to no task");
            assertThat(bare.verdict(leaf(IOException.class).withMessage("x")).text())
                    .isEqualTo("its message is null, not \"x\"");
            assertThat(found(ExceptionGroup.of("x", DEADLOCK))
                            .verdict(group().withNote("n"))
                            .text())
                    .isEqualTo("it has no notes");
        }

        @Test
        void shows_line_ends_of_a_message() {
            assertThat(found(new ValueError("a\r\nb"))
                            .verdict(leaf(ValueError.class).withMessage("a"))
                            .text())
                    .isEqualTo("its message is \"a\\r\\nb\", not \"a\"");
        }
    }

    @Nested
    class An_error_of_the_machine {
        @Test
        void is_not_swallowed() {
            OutOfMemoryError fatal = new OutOfMemoryError("test");
            FailureMatcher<?> matcher = leaf(SQLException.class)
                    .matching(
                            e -> {
                                throw fatal;
                            },
                            "breaks");
            assertThat(org.assertj.core.api.Assertions.catchThrowable(
                            () -> found(DEADLOCK).verdict(matcher)))
                    .isSameAs(fatal);
        }
    }

    @Nested
    class An_interrupt {
        @Test
        void in_a_matcher_stays_with_the_thread() {
            FailureMatcher<?> matcher = leaf(SQLException.class).satisfying(e -> {
                throw new InterruptedException("now");
            });
            assertThat(found(DEADLOCK).verdict(matcher).text())
                    .isEqualTo("the matcher threw InterruptedException: now");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void options_do_not_change_the_matcher_they_are_said_of() {
        FailureMatcher<ValueError> plain = leaf(ValueError.class);
        plain.withMessage("x").inTask("y").as("z");
        assertThat(plain).hasToString("ValueError");
    }
}
