package dev.muster.group;

import static dev.muster.group.ExceptionGroupTest.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.muster.group.Fixtures.OrderFailures;
import dev.muster.group.Fixtures.TypeError;
import dev.muster.group.Fixtures.ValueError;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AttemptTest {
    private final ValueError value = new ValueError("bad value");
    private final TypeError type = new TypeError("wrong type");
    private final IOException io = new IOException("disk full");
    private final ExceptionGroup group =
            ExceptionGroup.of("root", ExceptionGroup.of("left", value, type), ExceptionGroup.of("right", io), value);
    private final List<ExceptionGroup> seen = new ArrayList<>();

    private static Attempt<?, Throwable> failing(Throwable thrown) {
        return Attempt.<Throwable>of(() -> {
            throw thrown;
        });
    }

    private static Throwable outcome(Attempt<?, ? extends Throwable> attempt) {
        return catchThrowable(attempt::execute);
    }

    @Nested
    class Clauses {
        @Test
        void do_not_run_if_the_work_succeeds() {
            Optional<String> result =
                    Attempt.of(() -> "done").on(Throwable.class, seen::add).result();

            assertThat(result).contains("done");
            assertThat(seen).isEmpty();
        }

        @Test
        void get_one_group_of_all_their_matches_cut_from_the_tree() {
            outcome(failing(group).on(ValueError.class, seen::add));

            assertThat(seen).extracting(ExceptionGroupTest::shape).containsExactly("root[left[bad value], bad value]");
        }

        @Test
        void are_tried_in_order_on_what_is_left() {
            Throwable outcome = outcome(failing(group)
                    .on(IOException.class, seen::add)
                    .on(Exception.class, seen::add)
                    .on(Throwable.class, seen::add));

            assertThat(outcome).isNull();
            assertThat(seen)
                    .extracting(ExceptionGroupTest::shape)
                    .containsExactly("root[right[disk full]]", "root[left[bad value, wrong type], bad value]");
        }

        @Test
        void get_the_group_itself_if_all_of_it_matches() {
            outcome(failing(group).on(Exception.class, seen::add));

            assertThat(seen).singleElement().isSameAs(group);
        }

        @Test
        void may_name_several_types() {
            Throwable outcome = outcome(failing(group).on(seen::add, ValueError.class, IOException.class));

            assertThat(shape(seen.get(0))).isEqualTo("root[left[bad value], right[disk full], bad value]");
            assertThat(shape(outcome)).isEqualTo("root[left[wrong type]]");
        }

        @Test
        void may_test_leaves_by_a_condition() {
            Throwable outcome =
                    outcome(failing(group).on(each -> each.getMessage().startsWith("wrong"), seen::add));

            assertThat(shape(seen.get(0))).isEqualTo("root[left[wrong type]]");
            assertThat(shape(outcome)).isEqualTo("root[left[bad value], right[disk full], bad value]");
        }

        @Test
        void whose_condition_throws_match_nothing_and_bring_a_new_failure() {
            IllegalStateException broken = new IllegalStateException("cannot say");
            Throwable outcome = outcome(failing(ExceptionGroup.of("root", value))
                    .on(
                            (Predicate<Throwable>) each -> {
                                throw broken;
                            },
                            seen::add)
                    .on(TypeError.class, seen::add));

            assertThat(seen).isEmpty();
            assertThat(shape(outcome))
                    .isEqualTo("handling \"root\" brought a new failure and left others"
                            + "[cannot say, root[bad value]]");
        }

        @Test
        void get_a_naked_exception_as_a_group_of_one() {
            Throwable outcome = outcome(failing(value).on(ValueError.class, seen::add));

            assertThat(outcome).isNull();
            assertThat(seen.get(0).exceptions()).containsExactly(value);
            assertThat(seen.get(0).message()).isEqualTo("attempt failed");
        }
    }

    @Nested
    class WhatIsNotMatched {
        @Test
        void leaves_as_the_same_group() {
            assertThat(outcome(failing(group).on(IllegalStateException.class, seen::add)))
                    .isSameAs(group);
            assertThat(outcome(failing(group))).isSameAs(group);
        }

        @Test
        void leaves_as_the_same_naked_exception() {
            assertThat(outcome(failing(value).on(IOException.class, seen::add))).isSameAs(value);
            assertThat(outcome(failing(value))).isSameAs(value);
        }

        @Test
        void leaves_in_the_shape_of_the_original() {
            assertThat(shape(outcome(failing(group).on(ValueError.class, seen::add))))
                    .isEqualTo("root[left[wrong type], right[disk full]]");
        }
    }

    @Nested
    class Reraising {
        @Test
        void the_matched_group_joins_it_with_what_was_not_matched() {
            Throwable outcome = outcome(failing(group)
                    .on(ValueError.class, matches -> {
                        throw matches;
                    })
                    .on(IOException.class, seen::add));

            assertThat(shape(outcome)).isEqualTo("root[left[bad value, wrong type], bad value]");
        }

        @Test
        void everything_gives_the_same_object() {
            assertThat(outcome(failing(group)
                            .on(ValueError.class, matches -> {
                                throw matches;
                            })
                            .on(IOException.class, matches -> {
                                throw matches;
                            })))
                    .isSameAs(group);
        }

        @Test
        void a_naked_exception_lets_it_out_as_itself() {
            assertThat(outcome(failing(value).on(ValueError.class, matches -> {
                        throw matches;
                    })))
                    .isSameAs(value);
        }

        @Test
        void a_part_of_the_matched_group_re_raises_that_part() {
            Throwable outcome = outcome(failing(group).on(Exception.class, matches -> {
                throw matches.subgroup(IOException.class).orElseThrow();
            }));

            assertThat(shape(outcome)).isEqualTo("root[right[disk full]]");
        }

        @Test
        void a_flattened_match_keeps_the_shape_of_the_original() {
            Throwable outcome = outcome(failing(group).on(ValueError.class, matches -> {
                throw matches.flatten();
            }));

            assertThat(outcome).isSameAs(group);
        }

        @Test
        void a_part_of_a_subclass_keeps_its_type() {
            Throwable outcome = outcome(failing(new OrderFailures("orders", 42, List.of(value, type)))
                    .on(ValueError.class, matches -> {
                        throw matches;
                    })
                    .on(TypeError.class, seen::add));

            assertThat(outcome).isInstanceOf(OrderFailures.class);
            assertThat(shape(outcome)).isEqualTo("orders[bad value]");
        }

        @Test
        void twice_what_one_clause_matched_does_not_double_it() {
            Throwable outcome = outcome(failing(group)
                    .on(ValueError.class, matches -> {
                        seen.add(matches);
                        throw matches;
                    })
                    .on(TypeError.class, matches -> {
                        throw seen.get(0);
                    }));

            assertThat(shape(outcome)).isEqualTo("root[left[bad value], right[disk full], bad value]");
        }

        @Test
        void one_of_two_occurrences_of_an_instance_keeps_one() {
            AtomicInteger asked = new AtomicInteger();
            Throwable outcome = outcome(failing(ExceptionGroup.of("twice", value, value))
                    .on(each -> asked.getAndIncrement() == 0, seen::add));

            assertThat(shape(outcome)).isEqualTo("twice[bad value]");
        }
    }

    @Nested
    class NewFailures {
        @Test
        void one_and_nothing_else_comes_out_bare() {
            assertThat(outcome(failing(group).on(Exception.class, matches -> {
                        throw io;
                    })))
                    .isSameAs(io);
        }

        @Test
        void one_that_is_a_group_comes_out_bare_too() {
            ExceptionGroup made = ExceptionGroup.of("made by the handler", io);

            assertThat(outcome(failing(group).on(Exception.class, matches -> {
                        throw made;
                    })))
                    .isSameAs(made);
        }

        @Test
        void a_bare_leaf_of_the_matches_is_one() {
            Throwable outcome = outcome(failing(group).on(ValueError.class, matches -> {
                throw matches.leaves().get(0);
            }));

            assertThat(shape(outcome))
                    .isEqualTo("handling \"root\" brought a new failure and left others"
                            + "[bad value, root[left[wrong type], right[disk full]]]");
        }

        @Test
        void a_member_group_of_the_matches_is_one() {
            Throwable outcome = outcome(failing(group).on(Exception.class, matches -> {
                throw (ExceptionGroup) matches.exceptions().get(0);
            }));

            assertThat(shape(outcome)).isEqualTo("left[bad value, wrong type]");
        }

        @Test
        void do_not_stop_later_clauses_and_are_not_offered_to_them() {
            Throwable outcome = outcome(failing(group)
                    .on(ValueError.class, matches -> {
                        throw new IOException("while handling");
                    })
                    .on(IOException.class, seen::add)
                    .on(TypeError.class, matches -> {
                        throw new IllegalStateException("again");
                    }));

            assertThat(seen).extracting(ExceptionGroupTest::shape).containsExactly("root[right[disk full]]");
            assertThat(shape(outcome)).isEqualTo("handling \"root\" brought 2 new failures[while handling, again]");
        }

        @Test
        void come_in_the_order_of_the_clauses_before_what_is_left() {
            Throwable outcome = outcome(failing(group)
                    .on(TypeError.class, matches -> {
                        throw new IllegalStateException("first");
                    })
                    .on(IOException.class, matches -> {
                        throw matches;
                    })
                    .on(ValueError.class, matches -> {
                        throw new IllegalStateException("second");
                    }));

            assertThat(shape(outcome))
                    .isEqualTo("handling \"root\" brought 2 new failures and left others"
                            + "[first, second, root[right[disk full]]]");
        }

        @Test
        void beside_the_unhandled_rest_lose_nothing_of_it() {
            Throwable outcome =
                    outcome(failing(ExceptionGroup.of("root", value, type)).on(ValueError.class, matches -> {
                        throw new IllegalStateException("the handler is broken");
                    }));

            assertThat(((ExceptionGroup) outcome).leaves())
                    .extracting(Throwable::getMessage)
                    .containsExactly("the handler is broken", "wrong type");
        }

        @Test
        void of_a_naked_exception_name_it_when_they_are_grouped() {
            Throwable outcome = outcome(failing(value)
                    .on(TypeError.class, seen::add)
                    .on(
                            (Predicate<Throwable>) each -> {
                                throw new IllegalStateException("cannot say");
                            },
                            seen::add));

            assertThat(shape(outcome))
                    .isEqualTo("handling \"ValueError: bad value\" brought a new failure and left others"
                            + "[cannot say, bad value]");
        }

        @Test
        void an_older_and_larger_group_of_the_same_origin_comes_out_whole() {
            ExceptionGroup part = group.subgroup(IOException.class).orElseThrow();

            assertThat(outcome(failing(part).on(IOException.class, matches -> {
                        throw group;
                    })))
                    .isSameAs(group);
        }
    }

    @Nested
    class NestedAttempts {
        @Test
        void the_outer_one_gets_what_the_inner_one_left() {
            Throwable outcome = outcome(Attempt.<Throwable>of(
                            () -> failing(group).on(ValueError.class, seen::add).execute())
                    .on(TypeError.class, seen::add));

            assertThat(seen)
                    .extracting(ExceptionGroupTest::shape)
                    .containsExactly("root[left[bad value], bad value]", "root[left[wrong type]]");
            assertThat(shape(outcome)).isEqualTo("root[right[disk full]]");
        }

        @Test
        void a_handler_may_attempt_too() {
            Throwable outcome = outcome(failing(group)
                    .on(
                            Exception.class,
                            matches -> failing(matches)
                                    .on(ValueError.class, seen::add)
                                    .execute()));

            assertThat(seen).hasSize(1);
            assertThat(shape(outcome)).isEqualTo("root[left[wrong type], right[disk full]]");
        }
    }

    @Nested
    class Values {
        @Test
        void are_those_of_the_work() {
            assertThat(Attempt.of(() -> "work")
                            .recover(Throwable.class, matches -> "recovered")
                            .orElse("else"))
                    .isEqualTo("work");
        }

        @Test
        void are_those_of_the_first_recover_clause_that_ran() {
            Attempt<String, IOException> attempt = Attempt.<String, IOException>of(() -> {
                        throw group;
                    })
                    .recover(IllegalStateException.class, matches -> "did not run")
                    .on(TypeError.class, seen::add)
                    .recover(IOException.class, matches -> "first")
                    .recover(Throwable.class, matches -> "second");

            assertThat(catchThrowable(() -> assertThat(attempt.orElse("else")).isEqualTo("first")))
                    .isNull();
            assertThat(catchThrowable(() -> assertThat(attempt.result()).contains("first")))
                    .isNull();
        }

        @Test
        void are_the_other_one_if_there_is_none() {
            Attempt<String, RuntimeException> attempt = Attempt.<String, RuntimeException>of(() -> {
                        throw group;
                    })
                    .on(Throwable.class, seen::add);

            assertThat(attempt.orElse("else")).isEqualTo("else");
            assertThat(attempt.result()).isEmpty();
        }

        @Test
        void do_not_hide_what_is_left() {
            assertThatThrownBy(() -> Attempt.<String, RuntimeException>of(() -> {
                                throw group;
                            })
                            .recover(IOException.class, matches -> "recovered")
                            .orElse("else"))
                    .isInstanceOfSatisfying(
                            ExceptionGroup.class,
                            left -> assertThat(shape(left)).isEqualTo("root[left[bad value, wrong type], bad value]"));
        }

        @Test
        void may_come_from_clauses_by_condition_and_by_several_types() {
            assertThat(Attempt.<String, RuntimeException>of(() -> {
                                throw group;
                            })
                            .recover(each -> each == io, matches -> "by condition")
                            .on(Throwable.class, seen::add)
                            .orElse("else"))
                    .isEqualTo("by condition");
            assertThat(Attempt.<String, RuntimeException>of(() -> {
                                throw group;
                            })
                            .recover(matches -> "by types", TypeError.class, IOException.class)
                            .on(Throwable.class, seen::add)
                            .orElse("else"))
                    .isEqualTo("by types");
        }
    }

    @Nested
    class FatalErrors {
        private final OutOfMemoryError fatal = new OutOfMemoryError("no space left");

        @Test
        void of_the_work_leave_at_once() {
            assertThat(outcome(failing(fatal).on(Throwable.class, seen::add))).isSameAs(fatal);
            assertThat(seen).isEmpty();
            assertThat(fatal).hasNoSuppressedExceptions();
        }

        @Test
        void of_a_handler_leave_at_once_with_everything_pending_suppressed() {
            Throwable outcome = outcome(failing(group)
                    .on(TypeError.class, matches -> {
                        throw new IllegalStateException("new");
                    })
                    .on(ValueError.class, matches -> {
                        throw fatal;
                    })
                    .on(IOException.class, seen::add));

            assertThat(outcome).isSameAs(fatal);
            assertThat(seen).isEmpty();
            assertThat(fatal.getSuppressed())
                    .extracting(ExceptionGroupTest::shape)
                    .containsExactly("handling \"root\" brought a new failure and left others"
                            + "[new, root[left[bad value], right[disk full], bad value]]");
        }

        @Test
        void of_a_condition_leave_at_once_too() {
            Throwable outcome = outcome(failing(group)
                    .on(
                            (Predicate<Throwable>) each -> {
                                throw fatal;
                            },
                            seen::add));

            assertThat(outcome).isSameAs(fatal);
            assertThat(fatal.getSuppressed()).containsExactly(group);
        }

        @Test
        void a_stack_overflow_is_not_fatal() {
            StackOverflowError deep = new StackOverflowError();

            assertThat(outcome(failing(deep).on(StackOverflowError.class, seen::add)))
                    .isNull();
            assertThat(seen.get(0).exceptions()).containsExactly(deep);
        }

        @Test
        void a_fatal_leaf_of_a_group_is_a_leaf_like_others() {
            assertThat(outcome(failing(ExceptionGroup.of("root", fatal, value)).on(OutOfMemoryError.class, seen::add)))
                    .extracting(ExceptionGroupTest::shape)
                    .isEqualTo("root[bad value]");
        }
    }

    @Nested
    class Types {
        @Test
        void work_that_throws_nothing_checked_needs_no_catch() {
            String text =
                    Attempt.of(() -> "text").on(IOException.class, seen::add).orElse("none");

            assertThat(text).isEqualTo("text");
        }

        @Test
        void the_checked_exception_of_the_work_is_the_one_to_catch() {
            try {
                Attempt.of(AttemptTest.this::read)
                        .on(IllegalStateException.class, seen::add)
                        .orElse("none");
            } catch (IOException e) {
                assertThat(e).isSameAs(io);
                return;
            }
            throw new AssertionError("nothing was thrown");
        }

        @Test
        void work_without_a_value_is_executed() throws IOException {
            AtomicInteger ran = new AtomicInteger();

            Attempt.of(() -> {
                        ran.incrementAndGet();
                        write();
                    })
                    .on(IOException.class, seen::add)
                    .execute();

            assertThat(ran).hasValue(1);
            assertThat(seen).hasSize(1);
        }

        @Test
        void a_callable_is_work() throws Exception {
            Callable<String> work = () -> "called";

            assertThat(Attempt.of(work::call).orElse("none")).isEqualTo("called");
        }

        @Test
        void a_handler_may_throw_what_the_work_may() {
            assertThatThrownBy(() -> Attempt.of(AttemptTest.this::read)
                            .on(IOException.class, matches -> {
                                throw matches.leaves(IOException.class).get(0);
                            })
                            .execute())
                    .isSameAs(io);
        }

        @Test
        void a_wider_checked_exception_can_be_named() {
            SQLException sql = new SQLException("no table");

            assertThatThrownBy(() -> Attempt.<String, Exception>of(AttemptTest.this::read)
                            .on(IOException.class, matches -> {
                                throw sql;
                            })
                            .execute())
                    .isSameAs(sql);
        }

        private void write() throws IOException {
            throw io;
        }
    }

    private String read() throws IOException {
        throw io;
    }

    @Nested
    class Registration {
        private final Attempt<String, RuntimeException> attempt = Attempt.of(() -> "never runs");

        @Test
        void of_a_group_type_is_refused() {
            String message =
                    "dev.muster.group.ExceptionGroup is a group type, and conditions test leaves, never groups:"
                            + " name the type of the leaves, or use a predicate";

            assertThatThrownBy(() -> attempt.on(ExceptionGroup.class, seen::add))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> attempt.on(seen::add, IOException.class, ExceptionGroup.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> attempt.recover(ExceptionGroup.class, matches -> ""))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> attempt.recover(matches -> "", ExceptionGroup.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
        }

        @Test
        void of_null_is_refused() {
            assertThatThrownBy(() -> Attempt.of((Attempt.Body<String, RuntimeException>) null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("body is null: give the work to attempt");
            assertThatThrownBy(() -> Attempt.of((Attempt.Action<RuntimeException>) null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("body is null: give the work to attempt");
            assertThatThrownBy(() -> attempt.on(IOException.class, null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("handler is null: say what to do with the matches");
            assertThatThrownBy(() -> attempt.recover(IOException.class, null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("recovery is null: say which value the matches lead to");
            assertThatThrownBy(() -> attempt.on((Class<Exception>) null, seen::add))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("type is null: name the type of the leaves");
            assertThatThrownBy(() -> attempt.on((Predicate<Throwable>) null, seen::add))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("condition is null: give a test for leaves");
        }

        @Test
        void does_not_change_the_attempt_it_was_made_from() {
            Attempt<?, Throwable> base = failing(value);
            base.on(ValueError.class, seen::add);

            assertThat(outcome(base)).isSameAs(value);
            assertThat(seen).isEmpty();
        }

        @Test
        void runs_nothing_until_the_attempt_is_run_and_again_at_each_run() {
            AtomicInteger runs = new AtomicInteger();
            Attempt<Integer, RuntimeException> counting = Attempt.of(runs::incrementAndGet);
            assertThat(runs).hasValue(0);

            assertThat(counting.orElse(-1)).isEqualTo(1);
            assertThat(counting.orElse(-1)).isEqualTo(2);
        }
    }
}
