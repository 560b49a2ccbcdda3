package dev.muster.group;

import static dev.muster.group.Fixtures.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.group.Fixtures.OrderFailures;
import dev.muster.group.Fixtures.TypeError;
import dev.muster.group.Fixtures.ValueError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RenderingTest {
    private final ValueError value = at(new ValueError("bad value"), "User.parse:12", "Client.call:21", "Main.main:3");
    private final TypeError type = at(new TypeError("wrong type"), "Order.parse:8", "Client.call:22", "Main.main:3");

    private static ExceptionGroup group(String message, Throwable... members) {
        return at(ExceptionGroup.of(message, members), "Client.all:5", "Main.main:3");
    }

    private static Exception bare(@Nullable String message) {
        return at(new Exception(message));
    }

    private static String compact(Throwable throwable) {
        return lines(TreeFormat.standard().withoutFrames().format(throwable));
    }

    private static String tree(Throwable throwable) {
        return lines(TreeFormat.standard().format(throwable));
    }

    private static String lines(String text) {
        return text.replace(System.lineSeparator(), "\n");
    }

    @Nested
    class Messages {
        @Test
        void name_the_text_the_count_the_kinds_and_the_leaves() {
            ExceptionGroup orders =
                    ExceptionGroup.of("orders", new IOException("a"), new IOException("b"), new ValueError("c"));

            assertThat(orders).hasMessage("""
                    orders (3 sub-exceptions: 2 IOException, 1 ValueError)
                      IOException: a
                      IOException: b
                      ValueError: c""");
            assertThat(orders)
                    .hasToString("dev.muster.group.ExceptionGroup: orders"
                            + " (3 sub-exceptions: 2 IOException, 1 ValueError)");
        }

        @Test
        void count_one_leaf_in_the_singular() {
            assertThat(ExceptionGroup.of("orders", value)).hasMessage("""
                    orders (1 sub-exception: 1 ValueError)
                      ValueError: bad value""");
        }

        @Test
        void count_the_leaves_of_inner_groups_and_show_the_nearest_label() {
            ExceptionGroup inner =
                    ExceptionGroup.builder("inner").add("left", value).add(type).build();
            ExceptionGroup orders = ExceptionGroup.builder("orders")
                    .add("task", inner, "after the cancel")
                    .add(new IOException("c"))
                    .build();

            assertThat(orders).hasMessage("""
                    orders (3 sub-exceptions: 1 ValueError, 1 TypeError, 1 IOException)
                      [left] ValueError: bad value
                      [task, after the cancel] TypeError: wrong type
                      IOException: c""");
        }

        @Test
        void show_fifteen_leaves_and_count_the_others() {
            List<Exception> many =
                    IntStream.rangeClosed(1, 1000).mapToObj(i -> bare("e" + i)).toList();

            assertThat(ExceptionGroup.of("many", many)).hasMessage("""
                    many (1000 sub-exceptions: 1000 Exception)
                      Exception: e1
                      Exception: e2
                      Exception: e3
                      Exception: e4
                      Exception: e5
                      Exception: e6
                      Exception: e7
                      Exception: e8
                      Exception: e9
                      Exception: e10
                      Exception: e11
                      Exception: e12
                      Exception: e13
                      Exception: e14
                      Exception: e15
                      ... and 985 more""");
        }

        @Test
        void name_six_kinds_and_of_more_only_five() {
            List<Throwable> six = List.of(
                    new ValueError(""),
                    new TypeError(""),
                    new IOException(),
                    new IllegalStateException(),
                    new ArithmeticException(),
                    new NullPointerException());
            List<Throwable> seven = new ArrayList<>(six);
            seven.addAll(List.of(new ClassCastException(), new ClassCastException()));

            assertThat(ExceptionGroup.of("six", six))
                    .hasToString(
                            "dev.muster.group.ExceptionGroup: six (6 sub-exceptions: 1 ValueError, 1 TypeError,"
                                    + " 1 IOException, 1 IllegalStateException, 1 ArithmeticException, 1 NullPointerException)");
            assertThat(ExceptionGroup.of("seven", seven))
                    .hasToString("dev.muster.group.ExceptionGroup: seven (8 sub-exceptions: 1 ValueError, 1 TypeError,"
                            + " 1 IOException, 1 IllegalStateException, 1 ArithmeticException, 3 of 2 other kinds)");
        }

        @Test
        void show_one_bounded_line_of_each_leaf() {
            assertThat(ExceptionGroup.of("orders", bare("one\ntwo"), bare("x".repeat(200)), bare(" \n "), bare(null)))
                    .hasMessage("orders (4 sub-exceptions: 4 Exception)\n"
                            + "  Exception: one\n"
                            + "  Exception: " + "x".repeat(120) + "...\n"
                            + "  Exception\n"
                            + "  Exception");
        }

        @Test
        void show_a_line_that_is_just_short_enough_as_it_is() {
            String line = "x".repeat(120);

            assertThat(ExceptionGroup.of("orders", bare(line)))
                    .hasMessage("orders (1 sub-exception: 1 Exception)\n  Exception: " + line);
        }

        @Test
        void of_several_lines_become_one_line() {
            ExceptionGroup group = ExceptionGroup.of("one\n  two\r\nthree\n", value);

            assertThat(group)
                    .hasToString("dev.muster.group.ExceptionGroup: one two three (1 sub-exception: 1 ValueError)");
            assertThat(group.message()).isEqualTo("one\n  two\r\nthree\n");
        }

        @Test
        void that_are_empty_leave_the_count() {
            assertThat(ExceptionGroup.of("", value))
                    .hasToString("dev.muster.group.ExceptionGroup: (1 sub-exception: 1 ValueError)");
        }

        @Test
        void name_anonymous_kinds_by_their_class() {
            assertThat(ExceptionGroup.of("orders", new IOException("x") {
                        private static final long serialVersionUID = 1L;
                    }))
                    .hasMessage("""
                    orders (1 sub-exception: 1 RenderingTest$Messages$1)
                      RenderingTest$Messages$1: x""");
        }

        @Test
        void name_a_subclass_by_its_own_name() {
            assertThat(new OrderFailures("orders", 1, List.of(value)))
                    .hasToString("dev.muster.group.Fixtures$OrderFailures: orders (1 sub-exception: 1 ValueError)");
        }
    }

    @Nested
    class Trees {
        @Test
        void of_a_flat_group() {
            assertThat(tree(group("orders", value, type))).isEqualTo("""
                    dev.muster.group.ExceptionGroup: orders (2 sub-exceptions: 1 ValueError, 1 TypeError)
                        at app.Client.all(Client.java:5)
                        at app.Main.main(Main.java:3)
                    +- 1 of 2: dev.muster.group.Fixtures$ValueError: bad value
                    |      at app.User.parse(User.java:12)
                    |      at app.Client.call(Client.java:21)
                    |      ... 1 more
                    +- 2 of 2: dev.muster.group.Fixtures$TypeError: wrong type
                           at app.Order.parse(Order.java:8)
                           at app.Client.call(Client.java:22)
                           ... 1 more
                    """);
        }

        @Test
        void of_nested_groups() {
            ExceptionGroup group = group("orders", group("left", value, type), group("right", bare("x")), bare("y"));
            assertThat(tree(group)).isEqualTo("""
                    dev.muster.group.ExceptionGroup: orders (4 sub-exceptions: 1 ValueError, 1 TypeError, 2 Exception)
                        at app.Client.all(Client.java:5)
                        at app.Main.main(Main.java:3)
                    +- 1 of 3: dev.muster.group.ExceptionGroup: left (2 sub-exceptions: 1 ValueError, 1 TypeError)
                    |      ... 2 more
                    |  +- 1 of 2: dev.muster.group.Fixtures$ValueError: bad value
                    |  |      at app.User.parse(User.java:12)
                    |  |      at app.Client.call(Client.java:21)
                    |  |      ... 1 more
                    |  +- 2 of 2: dev.muster.group.Fixtures$TypeError: wrong type
                    |         at app.Order.parse(Order.java:8)
                    |         at app.Client.call(Client.java:22)
                    |         ... 1 more
                    +- 2 of 3: dev.muster.group.ExceptionGroup: right (1 sub-exception: 1 Exception)
                    |      ... 2 more
                    |  +- 1 of 1: java.lang.Exception: x
                    +- 3 of 3: java.lang.Exception: y
                    """);
        }

        @Test
        void with_labels_and_remarks() {
            assertThat(compact(ExceptionGroup.builder("orders")
                            .add("user", value)
                            .add("order", group("inner", type), "after the cancel")
                            .add(bare("x"))
                            .build()))
                    .isEqualTo("""
                    dev.muster.group.ExceptionGroup: orders (3 sub-exceptions: 1 ValueError, 1 TypeError, 1 Exception)
                    +- 1 of 3 [user]: dev.muster.group.Fixtures$ValueError: bad value
                    +- 2 of 3 [order, after the cancel]: dev.muster.group.ExceptionGroup: inner (1 sub-exception: 1 TypeError)
                    |  +- 1 of 1: dev.muster.group.Fixtures$TypeError: wrong type
                    +- 3 of 3: java.lang.Exception: x
                    """);
        }

        @Test
        void with_notes() {
            ExceptionGroup group = group("orders", value, group("inner", type).addNote("of the inner one"))
                    .addNote("shop 7");
            group.addNote("two\nlines");

            assertThat(tree(group)).isEqualTo("""
                    dev.muster.group.ExceptionGroup: orders (2 sub-exceptions: 1 ValueError, 1 TypeError)
                        at app.Client.all(Client.java:5)
                        at app.Main.main(Main.java:3)
                      note: shop 7
                      note: two
                        lines
                    +- 1 of 2: dev.muster.group.Fixtures$ValueError: bad value
                    |      at app.User.parse(User.java:12)
                    |      at app.Client.call(Client.java:21)
                    |      ... 1 more
                    +- 2 of 2: dev.muster.group.ExceptionGroup: inner (1 sub-exception: 1 TypeError)
                           ... 2 more
                         note: of the inner one
                       +- 1 of 1: dev.muster.group.Fixtures$TypeError: wrong type
                              at app.Order.parse(Order.java:8)
                              at app.Client.call(Client.java:22)
                              ... 1 more
                    """);
        }

        @Test
        void with_messages_of_several_lines() {
            ExceptionGroup group = group(
                    "orders",
                    at(new ValueError("expected:\n  1\nbut was:\r\n  2"), "User.check:9"),
                    bare("first\nsecond"));

            assertThat(tree(group)).isEqualTo("""
                    dev.muster.group.ExceptionGroup: orders (2 sub-exceptions: 1 ValueError, 1 Exception)
                        at app.Client.all(Client.java:5)
                        at app.Main.main(Main.java:3)
                    +- 1 of 2: dev.muster.group.Fixtures$ValueError: expected:
                    |      1
                    |    but was:
                    |      2
                    |      at app.User.check(User.java:9)
                    +- 2 of 2: java.lang.Exception: first
                         second
                    """);
        }

        @Test
        void with_missing_messages() {
            assertThat(tree(at(group("", bare(null), bare(""))))).isEqualTo("""
                    dev.muster.group.ExceptionGroup: (2 sub-exceptions: 2 Exception)
                    +- 1 of 2: java.lang.Exception
                    +- 2 of 2: java.lang.Exception:\s
                    """);
        }

        @Test
        void with_a_cause_that_two_members_share() {
            Exception cause = at(new IOException("connection reset"), "Net.read:7", "Client.call:20", "Main.main:3");
            value.initCause(cause);
            type.initCause(cause);

            assertThat(tree(group("orders", value, type))).isEqualTo("""
                    dev.muster.group.ExceptionGroup: orders (2 sub-exceptions: 1 ValueError, 1 TypeError)
                        at app.Client.all(Client.java:5)
                        at app.Main.main(Main.java:3)
                    +- 1 of 2: dev.muster.group.Fixtures$ValueError: bad value
                    |      at app.User.parse(User.java:12)
                    |      at app.Client.call(Client.java:21)
                    |      ... 1 more
                    |  Caused by: java.io.IOException: connection reset
                    |      at app.Net.read(Net.java:7)
                    |      at app.Client.call(Client.java:20)
                    |      ... 1 more
                    +- 2 of 2: dev.muster.group.Fixtures$TypeError: wrong type
                           at app.Order.parse(Order.java:8)
                           at app.Client.call(Client.java:22)
                           ... 1 more
                       Caused by: java.io.IOException: connection reset [shown above]
                    """);
        }

        @Test
        void with_a_circular_cause() {
            ExceptionGroup group = group("orders", value, type);
            value.initCause(new IllegalStateException("around", group));
            type.initCause(value);

            assertThat(compact(group)).isEqualTo("""
                    dev.muster.group.ExceptionGroup: orders (2 sub-exceptions: 1 ValueError, 1 TypeError)
                    +- 1 of 2: dev.muster.group.Fixtures$ValueError: bad value
                    |  Caused by: java.lang.IllegalStateException: around
                    |  Caused by: dev.muster.group.ExceptionGroup: orders (2 sub-exceptions: 1 ValueError, 1 TypeError) [shown above]
                    +- 2 of 2: dev.muster.group.Fixtures$TypeError: wrong type
                       Caused by: dev.muster.group.Fixtures$ValueError: bad value [shown above]
                    """);
        }

        @Test
        void with_a_group_as_a_cause() {
            value.initCause(group("lower", type, bare("x")));

            assertThat(compact(group("orders", value).initCause(group("beside", bare("y")))))
                    .isEqualTo("""
                    dev.muster.group.ExceptionGroup: orders (1 sub-exception: 1 ValueError)
                    +- 1 of 1: dev.muster.group.Fixtures$ValueError: bad value
                       Caused by: dev.muster.group.ExceptionGroup: lower (2 sub-exceptions: 1 TypeError, 1 Exception)
                       +- 1 of 2: dev.muster.group.Fixtures$TypeError: wrong type
                       +- 2 of 2: java.lang.Exception: x
                    Caused by: dev.muster.group.ExceptionGroup: beside (1 sub-exception: 1 Exception)
                    +- 1 of 1: java.lang.Exception: y
                    """);
        }

        @Test
        void with_an_instance_that_occurs_twice() {
            assertThat(compact(group("orders", value, value))).isEqualTo("""
                    dev.muster.group.ExceptionGroup: orders (2 sub-exceptions: 2 ValueError)
                    +- 1 of 2: dev.muster.group.Fixtures$ValueError: bad value
                    +- 2 of 2: dev.muster.group.Fixtures$ValueError: bad value [shown above]
                    """);
        }

        @Test
        void with_suppressed_extras() {
            ExceptionGroup group = group("orders", value);
            value.addSuppressed(at(new IOException("close"), "Disk.close:1", "Main.main:3"));
            group.addSuppressed(at(new IOException("extra", bare("why")), "Disk.flush:1", "Main.main:3"));

            assertThat(tree(group)).isEqualTo("""
                    dev.muster.group.ExceptionGroup: orders (1 sub-exception: 1 ValueError)
                        at app.Client.all(Client.java:5)
                        at app.Main.main(Main.java:3)
                    +- 1 of 1: dev.muster.group.Fixtures$ValueError: bad value
                           at app.User.parse(User.java:12)
                           at app.Client.call(Client.java:21)
                           ... 1 more
                         Suppressed: java.io.IOException: close
                             at app.Disk.close(Disk.java:1)
                             ... 1 more
                      Suppressed: java.io.IOException: extra
                          at app.Disk.flush(Disk.java:1)
                          ... 1 more
                      Caused by: java.lang.Exception: why
                    """);
        }

        @Test
        void of_a_throwable_that_is_no_group() {
            value.initCause(group("lower", type));

            assertThat(compact(value)).isEqualTo("""
                    dev.muster.group.Fixtures$ValueError: bad value
                    Caused by: dev.muster.group.ExceptionGroup: lower (1 sub-exception: 1 TypeError)
                    +- 1 of 1: dev.muster.group.Fixtures$TypeError: wrong type
                    """);
        }

        @Test
        void that_are_wide_show_fifteen_members_and_count_the_others() {
            List<Exception> many =
                    IntStream.rangeClosed(1, 20).mapToObj(i -> bare("e" + i)).toList();

            assertThat(compact(ExceptionGroup.of("many", many))).isEqualTo("""
                    dev.muster.group.ExceptionGroup: many (20 sub-exceptions: 20 Exception)
                    +- 1 of 20: java.lang.Exception: e1
                    +- 2 of 20: java.lang.Exception: e2
                    +- 3 of 20: java.lang.Exception: e3
                    +- 4 of 20: java.lang.Exception: e4
                    +- 5 of 20: java.lang.Exception: e5
                    +- 6 of 20: java.lang.Exception: e6
                    +- 7 of 20: java.lang.Exception: e7
                    +- 8 of 20: java.lang.Exception: e8
                    +- 9 of 20: java.lang.Exception: e9
                    +- 10 of 20: java.lang.Exception: e10
                    +- 11 of 20: java.lang.Exception: e11
                    +- 12 of 20: java.lang.Exception: e12
                    +- 13 of 20: java.lang.Exception: e13
                    +- 14 of 20: java.lang.Exception: e14
                    +- 15 of 20: java.lang.Exception: e15
                    +- ... and 5 more
                    """);
        }

        @Test
        void that_are_deep_show_ten_levels_and_count_what_is_below() {
            assertThat(compact(Fixtures.nested(12, value))).isEqualTo("""
                    dev.muster.group.ExceptionGroup: level 1 (1 sub-exception: 1 ValueError)
                    +- 1 of 1: dev.muster.group.ExceptionGroup: level 2 (1 sub-exception: 1 ValueError)
                       +- 1 of 1: dev.muster.group.ExceptionGroup: level 3 (1 sub-exception: 1 ValueError)
                          +- 1 of 1: dev.muster.group.ExceptionGroup: level 4 (1 sub-exception: 1 ValueError)
                             +- 1 of 1: dev.muster.group.ExceptionGroup: level 5 (1 sub-exception: 1 ValueError)
                                +- 1 of 1: dev.muster.group.ExceptionGroup: level 6 (1 sub-exception: 1 ValueError)
                                   +- 1 of 1: dev.muster.group.ExceptionGroup: level 7 (1 sub-exception: 1 ValueError)
                                      +- 1 of 1: dev.muster.group.ExceptionGroup: level 8 (1 sub-exception: 1 ValueError)
                                         +- 1 of 1: dev.muster.group.ExceptionGroup: level 9 (1 sub-exception: 1 ValueError)
                                            +- 1 of 1: dev.muster.group.ExceptionGroup: level 10 (1 sub-exception: 1 ValueError)
                                               +- 1 of 1: dev.muster.group.ExceptionGroup: level 11 (1 sub-exception: 1 ValueError)
                                                  +- ... 1 member below level 10
                    """);
        }
    }

    @Nested
    class Options {
        @Test
        void width_bounds_the_members_and_the_suppressed_of_each_throwable() {
            Exception closing = bare("closing");
            IntStream.range(0, 3).forEach(i -> closing.addSuppressed(bare("s" + i)));
            ExceptionGroup group = group("orders", closing, bare("a"), bare("b"), bare("c"));

            assertThat(lines(TreeFormat.standard().withoutFrames().width(2).format(group)))
                    .isEqualTo("""
                    dev.muster.group.ExceptionGroup: orders (4 sub-exceptions: 4 Exception)
                    +- 1 of 4: java.lang.Exception: closing
                    |    Suppressed: java.lang.Exception: s0
                    |    Suppressed: java.lang.Exception: s1
                    |    Suppressed: ... and 1 more
                    +- 2 of 4: java.lang.Exception: a
                    +- ... and 2 more
                    """);
        }

        @Test
        void depth_bounds_the_levels() {
            Exception closing = bare("closing");
            closing.addSuppressed(bare("suppressed"));
            ExceptionGroup group = group("orders", group("inner", value), closing);

            assertThat(lines(TreeFormat.standard().withoutFrames().depth(1).format(group)))
                    .isEqualTo("""
                    dev.muster.group.ExceptionGroup: orders (2 sub-exceptions: 1 ValueError, 1 Exception)
                    +- 1 of 2: dev.muster.group.ExceptionGroup: inner (1 sub-exception: 1 ValueError)
                    |  +- ... 1 member below level 1
                    +- 2 of 2: java.lang.Exception: closing
                         Suppressed: ... 1 below level 1
                    """);
        }

        @Test
        void frames_shows_those_that_satisfy_the_condition() {
            assertThat(lines(TreeFormat.standard()
                            .frames(frame -> !frame.getClassName().equals("app.Main"))
                            .format(group("orders", value))))
                    .isEqualTo("""
                    dev.muster.group.ExceptionGroup: orders (1 sub-exception: 1 ValueError)
                        at app.Client.all(Client.java:5)
                    +- 1 of 1: dev.muster.group.Fixtures$ValueError: bad value
                           at app.User.parse(User.java:12)
                           at app.Client.call(Client.java:21)
                    """);
        }

        @Test
        void leave_the_format_they_were_set_on_as_it_is() {
            TreeFormat base = TreeFormat.standard().withoutFrames();
            base.width(1).depth(1);

            assertThat(base.format(group("orders", value, type)))
                    .isEqualTo(TreeFormat.standard().withoutFrames().format(group("orders", value, type)));
        }

        @Test
        void that_make_no_sense_are_refused() {
            assertThatThrownBy(() -> TreeFormat.standard().width(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("width is 0: give at least 1");
            assertThatThrownBy(() -> TreeFormat.standard().depth(-1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("depth is -1: give at least 1");
            assertThatThrownBy(() -> TreeFormat.standard().frames(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("shown is null: give a test for stack frames");
            assertThatThrownBy(() -> TreeFormat.standard().format(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("throwable is null: there is nothing to format");
        }
    }

    @Nested
    class Printing {
        @Test
        void to_a_stream_and_to_a_writer_gives_the_standard_tree() {
            ExceptionGroup group = group("orders", value, type);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            StringWriter text = new StringWriter();

            group.printStackTrace(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            group.printStackTrace(new PrintWriter(text, true));

            assertThat(bytes.toString(StandardCharsets.UTF_8))
                    .isEqualTo(TreeFormat.standard().format(group))
                    .isEqualTo(text.toString());
        }
    }

    @Nested
    class Hostile {
        @Test
        void messages_that_throw_are_named() {
            Exception hostile = at(new Exception() {
                private static final long serialVersionUID = 1L;

                @Override
                public String getMessage() {
                    throw new IllegalStateException("no message for you");
                }
            });
            ExceptionGroup group = group("orders", hostile, value);

            assertThat(group).hasMessage("""
                    orders (2 sub-exceptions: 1 RenderingTest$Hostile$1, 1 ValueError)
                      RenderingTest$Hostile$1: getMessage() threw java.lang.IllegalStateException
                      ValueError: bad value""");
            assertThat(compact(group)).isEqualTo("""
                    dev.muster.group.ExceptionGroup: orders (2 sub-exceptions: 1 RenderingTest$Hostile$1, 1 ValueError)
                    +- 1 of 2: dev.muster.group.RenderingTest$Hostile$1: toString() threw java.lang.IllegalStateException
                    +- 2 of 2: dev.muster.group.Fixtures$ValueError: bad value
                    """);
        }

        @Test
        void texts_that_are_null_are_named() {
            Exception hostile = at(new Exception() {
                private static final long serialVersionUID = 1L;

                @Override
                @SuppressWarnings("NullAway") // hostile
                public String toString() {
                    return null;
                }
            });

            assertThat(compact(group("orders", hostile, value))).isEqualTo("""
                    dev.muster.group.ExceptionGroup: orders (2 sub-exceptions: 1 RenderingTest$Hostile$2, 1 ValueError)
                    +- 1 of 2: dev.muster.group.RenderingTest$Hostile$2: toString() returned null
                    +- 2 of 2: dev.muster.group.Fixtures$ValueError: bad value
                    """);
        }

        @Test
        void causes_that_throw_are_named() {
            Exception hostile = at(new Exception("hostile") {
                private static final long serialVersionUID = 1L;

                @Override
                public synchronized Throwable getCause() {
                    throw at(new IllegalStateException("no cause for you"), "Evil.getCause:1");
                }
            });

            assertThat(tree(group("orders", hostile, value))).isEqualTo("""
                    dev.muster.group.ExceptionGroup: orders (2 sub-exceptions: 1 RenderingTest$Hostile$3, 1 ValueError)
                        at app.Client.all(Client.java:5)
                        at app.Main.main(Main.java:3)
                    +- 1 of 2: dev.muster.group.RenderingTest$Hostile$3: hostile
                    |  getCause() threw: java.lang.IllegalStateException: no cause for you
                    |      at app.Evil.getCause(Evil.java:1)
                    +- 2 of 2: dev.muster.group.Fixtures$ValueError: bad value
                           at app.User.parse(User.java:12)
                           at app.Client.call(Client.java:21)
                           ... 1 more
                    """);
        }

        @Test
        void causes_without_end_are_cut() {
            class Endless extends Exception {
                private static final long serialVersionUID = 1L;

                Endless() {
                    super("endless", null, false, false);
                }

                @Override
                public synchronized Throwable getCause() {
                    return new Endless();
                }
            }

            assertThat(compact(group("orders", new Endless())).lines())
                    .hasSize(103)
                    .startsWith(
                            "dev.muster.group.ExceptionGroup: orders (1 sub-exception: 1 Endless)",
                            "+- 1 of 1: dev.muster.group.RenderingTest$Hostile$1Endless: endless",
                            "   Caused by: dev.muster.group.RenderingTest$Hostile$1Endless: endless")
                    .endsWith("   Caused by: ... more than 100 causes in a row");
        }

        @Test
        void stack_traces_that_throw_or_hold_null_are_left_out() {
            Exception throwing = new Exception("throwing") {
                private static final long serialVersionUID = 1L;

                @Override
                public StackTraceElement[] getStackTrace() {
                    throw new IllegalStateException("no trace for you");
                }
            };
            Exception holding = new Exception("holding null") {
                private static final long serialVersionUID = 1L;

                @Override
                public StackTraceElement[] getStackTrace() {
                    return new StackTraceElement[] {null, value.getStackTrace()[0], null};
                }
            };
            Exception none = new Exception("none") {
                private static final long serialVersionUID = 1L;

                @Override
                @SuppressWarnings("NullAway") // hostile
                public StackTraceElement[] getStackTrace() {
                    return null;
                }
            };

            assertThat(tree(group("orders", throwing, holding, none))).isEqualTo("""
                    dev.muster.group.ExceptionGroup: orders (3 sub-exceptions: 1 RenderingTest$Hostile$4, 1 RenderingTest$Hostile$5, 1 RenderingTest$Hostile$6)
                        at app.Client.all(Client.java:5)
                        at app.Main.main(Main.java:3)
                    +- 1 of 3: dev.muster.group.RenderingTest$Hostile$4: throwing
                    +- 2 of 3: dev.muster.group.RenderingTest$Hostile$5: holding null
                    |      at app.User.parse(User.java:12)
                    +- 3 of 3: dev.muster.group.RenderingTest$Hostile$6: none
                    """);
        }

        @Test
        void exceptions_with_broken_equality_are_written() {
            class Broken extends Exception {
                private static final long serialVersionUID = 1L;

                Broken() {
                    super("broken", null, false, false);
                }

                @Override
                public boolean equals(@Nullable Object other) {
                    throw new IllegalStateException("equals");
                }

                @Override
                public int hashCode() {
                    throw new IllegalStateException("hashCode");
                }
            }

            assertThat(compact(group("orders", new Broken(), new Broken()))).isEqualTo("""
                    dev.muster.group.ExceptionGroup: orders (2 sub-exceptions: 2 Broken)
                    +- 1 of 2: dev.muster.group.RenderingTest$Hostile$1Broken: broken
                    +- 2 of 2: dev.muster.group.RenderingTest$Hostile$1Broken: broken
                    """);
        }

        @Test
        void a_long_chain_of_suppressed_exceptions_is_cut_at_the_depth() {
            Exception chain = bare("end");
            for (int i = 0; i < 100_000; i++) {
                Exception next = bare("link");
                next.addSuppressed(chain);
                chain = next;
            }

            assertThat(compact(chain).lines())
                    .hasSize(12)
                    .endsWith("                      Suppressed: ... 1 below level 10");
        }

        @Test
        void an_instance_a_thousand_times_is_written_once() {
            String text = lines(TreeFormat.standard()
                    .width(1000)
                    .format(group("same", Collections.nCopies(1000, value).toArray(new Throwable[0]))));

            assertThat(text.lines().filter(line -> line.contains("User.parse"))).hasSize(1);
            assertThat(text.lines().filter(line -> line.endsWith("bad value [shown above]")))
                    .hasSize(999);
        }
    }
}
