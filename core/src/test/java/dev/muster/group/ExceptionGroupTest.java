package dev.muster.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.group.Fixtures.OrderFailures;
import dev.muster.group.Fixtures.TypeError;
import dev.muster.group.Fixtures.ValueError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ExceptionGroupTest {
    private final ValueError value = new ValueError("bad value");
    private final TypeError type = new TypeError("wrong type");
    private final IOException io = new IOException("disk full");

    @Nested
    class Making {
        @Test
        void a_group_holds_its_members_in_order() {
            ExceptionGroup group = ExceptionGroup.of("multiple errors", value, type, io);

            assertThat(group.message()).isEqualTo("multiple errors");
            assertThat(group.exceptions()).containsExactly(value, type, io);
        }

        @Test
        void a_group_may_hold_groups_and_any_throwable() {
            Error error = new AssertionError("expected 1");
            ExceptionGroup inner = ExceptionGroup.of("inner", error);

            assertThat(ExceptionGroup.of("outer", inner, io).exceptions()).containsExactly(inner, io);
            assertThat(inner.exceptions()).containsExactly(error);
        }

        @Test
        void the_same_instance_may_be_a_member_more_than_once() {
            assertThat(ExceptionGroup.of("twice", value, value).exceptions()).containsExactly(value, value);
        }

        @Test
        void a_later_change_of_the_array_does_not_change_the_group() {
            Throwable[] given = {value, type};
            ExceptionGroup group = ExceptionGroup.of("copied", given);

            given[0] = io;

            assertThat(group.exceptions()).containsExactly(value, type);
        }

        @Test
        void a_later_change_of_the_collection_does_not_change_the_group() {
            List<Throwable> given = new ArrayList<>(List.of(value, type));
            ExceptionGroup group = ExceptionGroup.of("copied", given);

            given.clear();

            assertThat(group.exceptions()).containsExactly(value, type);
        }

        @Test
        void an_array_of_a_narrower_type_is_copied_to_one_that_parts_can_use() {
            ExceptionGroup inner = ExceptionGroup.of("inner", value, type);
            ExceptionGroup group = ExceptionGroup.of("outer", new ExceptionGroup[] {inner, inner});

            assertThat(group.flatten().exceptions()).containsExactly(value, type, value, type);
            assertThat(group.subgroup(ValueError.class).orElseThrow().leaves()).containsExactly(value, value);
        }

        @Test
        void the_members_cannot_be_changed() {
            List<Throwable> members = ExceptionGroup.of("fixed", value, type).exceptions();

            assertThatThrownBy(() -> members.set(0, io)).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> members.add(io)).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(members::clear).isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        void an_empty_message_is_allowed() {
            assertThat(ExceptionGroup.of("", value).message()).isEmpty();
        }

        @Test
        void a_group_has_no_cause_unless_it_is_given_one() {
            assertThat(ExceptionGroup.of("no cause", value)).hasNoCause();
        }

        @Test
        void a_group_cannot_be_cloned() {
            ExceptionGroup group = ExceptionGroup.of("one of its kind", value);

            assertThatThrownBy(group::clone)
                    .isInstanceOf(CloneNotSupportedException.class)
                    .hasMessage("dev.muster.group.ExceptionGroup");
        }

        @Test
        void no_accessor_has_a_name_on_which_gradle_reflects() {
            assertThat(Arrays.stream(ExceptionGroup.class.getMethods()).map(each -> each.getName()))
                    .doesNotContain("getCauses", "getFailures");
            assertThat(Iterable.class.isAssignableFrom(ExceptionGroup.class)).isFalse();
        }
    }

    @Nested
    class BadInput {
        @Test
        void a_null_message_is_refused() {
            String message = "the message of a group is null: say what its members have in common";

            assertThatThrownBy(() -> ExceptionGroup.of(null, value))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> ExceptionGroup.of(null, List.of(value)))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> ExceptionGroup.builder(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> new OrderFailures(null, 1, List.of(value)))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> ExceptionGroup.of(null, (Throwable[]) null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage(message);
        }

        @Test
        void no_member_is_refused() {
            String message = "the group \"orders\" was given no member:"
                    + " a group holds at least one exception, so make it only when there is one";

            assertThatThrownBy(() -> ExceptionGroup.of("orders"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> ExceptionGroup.of("orders", List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> ExceptionGroup.builder("orders").build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> new OrderFailures("orders", 1, List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
        }

        @Test
        void null_members_are_refused() {
            String message = "the members of the group \"orders\" are null: give the exceptions that belong to it";

            assertThatThrownBy(() -> ExceptionGroup.of("orders", (Throwable[]) null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> ExceptionGroup.of("orders", (List<Throwable>) null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> new OrderFailures("orders", 1, null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage(message);
        }

        @Test
        void a_null_member_is_refused_by_its_place() {
            assertThatThrownBy(() -> ExceptionGroup.of("orders", value, null, type))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("member 2 of 3 of the group \"orders\" is null: leave it out");
            assertThatThrownBy(() -> ExceptionGroup.of("orders", Arrays.asList(value, type, null)))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("member 3 of 3 of the group \"orders\" is null: leave it out");
            assertThatThrownBy(() -> ExceptionGroup.builder("orders").add(value).add((Throwable) null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("member 2 of the group \"orders\" is null: leave it out");
        }

        @Test
        void a_group_type_as_a_condition_is_refused() {
            ExceptionGroup group = ExceptionGroup.of("orders", value);
            String message = " is a group type, and conditions test leaves, never groups:"
                    + " name the type of the leaves, or use a predicate";

            assertThatThrownBy(() -> group.split(ExceptionGroup.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("dev.muster.group.ExceptionGroup" + message);
            assertThatThrownBy(() -> group.subgroup(ValueError.class, OrderFailures.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("dev.muster.group.Fixtures$OrderFailures" + message);
            assertThatThrownBy(() -> group.subgroup(OrderFailures.class, ValueError.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("dev.muster.group.Fixtures$OrderFailures" + message);
            assertThatThrownBy(() -> group.leaves(ExceptionGroup.class)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> group.throwIfAny(ExceptionGroup.class))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void a_null_condition_is_refused() {
            ExceptionGroup group = ExceptionGroup.of("orders", value);

            assertThatThrownBy(() -> group.split((Class<Exception>) null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("type is null: name the type of the leaves");
            assertThatThrownBy(() -> group.subgroup(IOException.class, (Class<Exception>) null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("type is null: name the type of the leaves");
            assertThatThrownBy(() -> group.split((Predicate<Throwable>) null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("condition is null: give a test for leaves");
        }
    }

    @Nested
    class Leaves {
        private final ExceptionGroup group =
                ExceptionGroup.of("outer", value, ExceptionGroup.of("inner", type, new FileNotFoundException("a")), io);

        @Test
        void all_leaves_come_from_left_to_right() {
            assertThat(group.leaves())
                    .extracting(Throwable::getMessage)
                    .containsExactly("bad value", "wrong type", "a", "disk full");
        }

        @Test
        void leaves_of_a_type_include_its_subtypes() {
            List<IOException> found = group.leaves(IOException.class);

            assertThat(found).extracting(Throwable::getMessage).containsExactly("a", "disk full");
        }

        @Test
        void leaves_of_a_type_that_does_not_occur_are_none() {
            assertThat(group.leaves(IllegalStateException.class)).isEmpty();
        }
    }

    @Nested
    class Splitting {
        @Test
        void by_type_each_leaf_goes_to_one_side() {
            ExceptionGroup.Split split =
                    ExceptionGroup.of("multiple errors", value, type).split(ValueError.class);

            assertThat(split.matching().orElseThrow().exceptions()).containsExactly(value);
            assertThat(split.rest().orElseThrow().exceptions()).containsExactly(type);
        }

        @Test
        void by_several_types_any_of_them_matches() {
            ExceptionGroup.Split split =
                    ExceptionGroup.of("multiple errors", value, type, io).split(ValueError.class, IOException.class);

            assertThat(split.matching().orElseThrow().exceptions()).containsExactly(value, io);
            assertThat(split.rest().orElseThrow().exceptions()).containsExactly(type);
        }

        @Test
        void by_predicate_each_leaf_is_asked_once_and_no_group_is() {
            List<Throwable> asked = new ArrayList<>();
            ExceptionGroup group = ExceptionGroup.of("outer", value, ExceptionGroup.of("inner", type, value), io);

            ExceptionGroup.Split split = group.split(each -> {
                asked.add(each);
                return each == value;
            });

            assertThat(asked).containsExactly(value, type, value, io);
            assertThat(split.matching().orElseThrow().leaves()).containsExactly(value, value);
            assertThat(split.rest().orElseThrow().leaves()).containsExactly(type, io);
        }

        @Test
        void what_the_predicate_throws_leaves_as_it_is() {
            RuntimeException failure = new IllegalStateException("cannot say");

            assertThatThrownBy(() -> ExceptionGroup.of("asked", value).split(each -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
        }

        @Test
        void where_everything_matches_the_same_object_comes_back() {
            ExceptionGroup group = ExceptionGroup.of("all", value, ExceptionGroup.of("inner", value));

            assertThat(group.split(ValueError.class).matching()).containsSame(group);
            assertThat(group.split(ValueError.class).rest()).isEmpty();
            assertThat(group.subgroup(ValueError.class)).containsSame(group);
        }

        @Test
        void where_nothing_matches_the_rest_is_the_same_object() {
            ExceptionGroup group = ExceptionGroup.of("none", value, ExceptionGroup.of("inner", value));

            assertThat(group.split(IOException.class).matching()).isEmpty();
            assertThat(group.split(IOException.class).rest()).containsSame(group);
            assertThat(group.subgroup(IOException.class)).isEmpty();
        }

        @Test
        void a_subtree_that_goes_to_one_side_as_a_whole_is_the_same_object_there() {
            ExceptionGroup values = ExceptionGroup.of("values", value, value);
            ExceptionGroup types = ExceptionGroup.of("types", type);
            ExceptionGroup.Split split =
                    ExceptionGroup.of("outer", values, types).split(ValueError.class);

            assertThat(split.matching().orElseThrow().exceptions().get(0)).isSameAs(values);
            assertThat(split.rest().orElseThrow().exceptions().get(0)).isSameAs(types);
        }

        @Test
        void nesting_is_kept_and_a_group_left_empty_disappears() {
            ExceptionGroup group = ExceptionGroup.of(
                    "root", ExceptionGroup.of("left", value, type), ExceptionGroup.of("right", io), value);

            assertThat(shape(group.split(ValueError.class).matching().orElseThrow()))
                    .isEqualTo("root[left[bad value], bad value]");
            assertThat(shape(group.split(ValueError.class).rest().orElseThrow()))
                    .isEqualTo("root[left[wrong type], right[disk full]]");
        }

        @Test
        void a_group_left_with_one_member_stays_a_group() {
            ExceptionGroup part = ExceptionGroup.of("root", ExceptionGroup.of("inner", value, type), type)
                    .subgroup(ValueError.class)
                    .orElseThrow();

            assertThat(shape(part)).isEqualTo("root[inner[bad value]]");
        }

        @Test
        void exceptions_with_broken_equality_are_told_apart_by_identity() {
            class Equal extends RuntimeException {
                private static final long serialVersionUID = 1L;

                @Override
                public boolean equals(Object other) {
                    throw new IllegalStateException("equals");
                }

                @Override
                public int hashCode() {
                    throw new IllegalStateException("hashCode");
                }
            }
            Equal one = new Equal();
            Equal two = new Equal();

            ExceptionGroup.Split split = ExceptionGroup.of("broken", one, two).split(each -> each == two);

            assertThat(split.matching().orElseThrow().exceptions().get(0) == two)
                    .isTrue();
            assertThat(split.rest().orElseThrow().exceptions().get(0) == one).isTrue();
        }

        @Test
        void a_part_can_be_split_again() {
            ExceptionGroup part = ExceptionGroup.of("root", value, type, io)
                    .subgroup(ValueError.class, TypeError.class)
                    .orElseThrow();

            assertThat(shape(part.split(TypeError.class).rest().orElseThrow())).isEqualTo("root[bad value]");
        }
    }

    @Nested
    class Parts {
        @Test
        void keep_message_cause_notes_and_suppressed_extras() {
            IllegalStateException cause = new IllegalStateException("why");
            RuntimeException extra = new RuntimeException("beside it");
            ExceptionGroup group = ExceptionGroup.of("orders", value, type)
                    .addNote("shop 7")
                    .addNote("second try")
                    .initCause(cause);
            group.addSuppressed(extra);

            for (ExceptionGroup part : bothOf(group.split(ValueError.class))) {
                assertThat(part.message()).isEqualTo("orders");
                assertThat(part).cause().isSameAs(cause);
                assertThat(part.notes()).containsExactly("shop 7", "second try");
                assertThat(part.getSuppressed()).hasSize(2).endsWith(extra);
            }
        }

        @Test
        void keep_the_stack_trace() {
            ExceptionGroup group = ExceptionGroup.of("orders", value, type);

            for (ExceptionGroup part : bothOf(group.split(ValueError.class))) {
                assertThat(part.getStackTrace()).isEqualTo(group.getStackTrace());
            }
            assertThat(group.getStackTrace()[0].getMethodName()).isEqualTo("of");
            assertThat(group.getStackTrace()[1].getMethodName()).isEqualTo("keep_the_stack_trace");
        }

        @Test
        void keep_a_stack_trace_that_was_set() {
            ExceptionGroup group = Fixtures.at(ExceptionGroup.of("orders", value, type, io), "Orders.load:10");
            ExceptionGroup part =
                    group.subgroup(ValueError.class, TypeError.class).orElseThrow();
            Fixtures.at(group, "Orders.load:20");
            Fixtures.at(part, "Orders.load:30");

            assertThat(group.subgroup(ValueError.class)
                            .orElseThrow()
                            .getStackTrace()[0]
                            .getLineNumber())
                    .isEqualTo(20);
            assertThat(part.subgroup(ValueError.class)
                            .orElseThrow()
                            .getStackTrace()[0]
                            .getLineNumber())
                    .isEqualTo(30);
        }

        @Test
        void made_before_a_stack_trace_was_set_keep_the_one_they_were_made_with() {
            ExceptionGroup group = ExceptionGroup.of("orders", value, type);
            StackTraceElement[] before = group.getStackTrace();
            ExceptionGroup part = group.subgroup(ValueError.class).orElseThrow();

            Fixtures.at(group, "Orders.load:20");

            assertThat(part.getStackTrace()).isEqualTo(before);
        }

        @Test
        void show_their_own_members_as_suppressed_and_no_others() {
            ExceptionGroup group = ExceptionGroup.of("orders", value, type);

            assertThat(group.subgroup(ValueError.class).orElseThrow().getSuppressed())
                    .containsExactly(value);
            assertThat(group.getSuppressed()).containsExactly(value, type);
        }

        @Test
        void have_notes_of_their_own() {
            ExceptionGroup group = ExceptionGroup.of("orders", value, type).addNote("before");
            ExceptionGroup part = group.subgroup(ValueError.class).orElseThrow();

            group.addNote("on the group");
            part.addNote("on the part");

            assertThat(group.notes()).containsExactly("before", "on the group");
            assertThat(part.notes()).containsExactly("before", "on the part");
        }

        @Test
        void keep_labels_and_remarks_beside_their_members() {
            ExceptionGroup group = ExceptionGroup.builder("orders")
                    .add("user", value)
                    .add(io)
                    .add("order", type, "after the cancel")
                    .build();

            ExceptionGroup part =
                    group.subgroup(TypeError.class, IOException.class).orElseThrow();

            assertThat(part.exceptions()).containsExactly(io, type);
            assertThat(part.label(0)).isEmpty();
            assertThat(part.remark(0)).isEmpty();
            assertThat(part.label(1)).contains("order");
            assertThat(part.remark(1)).contains("after the cancel");
        }

        @Test
        void know_the_first_failure_if_they_hold_it() {
            ExceptionGroup group = ExceptionGroup.builder("orders")
                    .add(value)
                    .add(type)
                    .asFirstFailure()
                    .add(io)
                    .build();

            assertThat(group.firstFailure()).containsSame(type);
            assertThat(group.subgroup(TypeError.class, IOException.class)
                            .orElseThrow()
                            .firstFailure())
                    .containsSame(type);
            assertThat(group.subgroup(ValueError.class).orElseThrow().firstFailure())
                    .isEmpty();
        }
    }

    @Nested
    class WideParts {
        private ExceptionGroup group(int size, Throwable at, int place) {
            ExceptionGroup.Builder builder = ExceptionGroup.builder("wide");
            for (int i = 0; i < size; i++) {
                builder.add("no. " + i, i == place ? at : i % 2 == 0 ? value : type);
                if (i == place) {
                    builder.asFirstFailure();
                }
            }
            return builder.build();
        }

        @Test
        void know_a_first_failure_far_behind() {
            ExceptionGroup.Split split = group(300, io, 200).split(ValueError.class, IOException.class);

            ExceptionGroup matching = split.matching().orElseThrow();
            assertThat(matching.firstFailure()).containsSame(io);
            assertThat(matching.exceptions().indexOf(io)).isEqualTo(100);
            assertThat(split.rest().orElseThrow().firstFailure()).isEmpty();
        }

        @Test
        void cut_down_a_group_far_behind_in_its_place() {
            ExceptionGroup inner = ExceptionGroup.of("inner", value, type);

            ExceptionGroup part =
                    group(300, inner, 200).subgroup(ValueError.class).orElseThrow();

            assertThat(part.exceptions()).hasSize(150);
            assertThat(part.exceptions().get(100)).isInstanceOfSatisfying(ExceptionGroup.class, cut -> {
                assertThat(cut.message()).isEqualTo("inner");
                assertThat(cut.exceptions()).containsExactly(value);
            });
            assertThat(part.leaves()).isEqualTo(Collections.nCopies(150, value));
        }

        @Test
        void keep_the_labels_of_as_many_members_as_words_have_bits() {
            for (int size : new int[] {64, 128}) {
                ExceptionGroup.Split split = group(size, value, 0).split(TypeError.class);
                ExceptionGroup odd = split.matching().orElseThrow();
                ExceptionGroup even = split.rest().orElseThrow();

                assertThat(odd.exceptions()).hasSize(size / 2);
                assertThat(even.exceptions()).hasSize(size / 2);
                for (int i = 0; i < size / 2; i++) {
                    assertThat(odd.label(i)).hasValue("no. " + (2 * i + 1));
                    assertThat(even.label(i)).hasValue("no. " + 2 * i);
                }
            }
        }

        @Test
        void inside_another_group_hold_what_they_hold_alone() {
            for (int size : new int[] {63, 64, 65, 200}) {
                ExceptionGroup wide = group(size, value, 0);
                ExceptionGroup.Split alone = wide.split(TypeError.class);

                ExceptionGroup.Split inside =
                        ExceptionGroup.of("outer", io, wide).split(TypeError.class);

                ExceptionGroup matching = inside.matching().orElseThrow();
                assertThat(((ExceptionGroup) matching.exceptions().get(0)).exceptions())
                        .isEqualTo(alone.matching().orElseThrow().exceptions());
                ExceptionGroup rest = inside.rest().orElseThrow();
                assertThat(((ExceptionGroup) rest.exceptions().get(1)).exceptions())
                        .isEqualTo(alone.rest().orElseThrow().exceptions());
            }
        }

        @Test
        void keep_thousands_of_members_in_order() {
            List<Throwable> members = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                members.add(i % 2 == 0 ? new ValueError("no. " + i) : type);
            }
            members.set(4_000, ExceptionGroup.of("inner", value, type));

            ExceptionGroup part = ExceptionGroup.of("wide", members)
                    .subgroup(ValueError.class)
                    .orElseThrow();

            assertThat(part.exceptions()).hasSize(2_500);
            assertThat(part.exceptions().get(2_000))
                    .isInstanceOfSatisfying(
                            ExceptionGroup.class,
                            inner -> assertThat(inner.exceptions()).containsExactly(value));
            assertThat(part.leaves())
                    .extracting(Throwable::getMessage)
                    .containsExactlyElementsOf(IntStream.range(0, 2_500)
                            .mapToObj(i -> i == 2_000 ? "bad value" : "no. " + 2 * i)
                            .toList());
        }
    }

    @Nested
    class Subclasses {
        @Test
        void keep_their_type_and_state_by_derive() {
            OrderFailures group = new OrderFailures("orders", 42, List.of(value, type));
            group.addNote("shop 7");
            group.initCause(io);

            for (ExceptionGroup part : bothOf(group.split(ValueError.class))) {
                assertThat(part).isInstanceOf(OrderFailures.class).cause().isSameAs(io);
                assertThat(((OrderFailures) part).code).isEqualTo(42);
                assertThat(part.notes()).containsExactly("shop 7");
                assertThat(part.getStackTrace()).isEqualTo(group.getStackTrace());
            }
        }

        @Test
        void keep_their_type_inside_a_tree() {
            ExceptionGroup group = ExceptionGroup.of("root", new OrderFailures("orders", 42, List.of(value, type)));

            assertThat(group.subgroup(ValueError.class).orElseThrow().exceptions())
                    .singleElement()
                    .isInstanceOf(OrderFailures.class);
        }

        @Test
        void without_derive_split_into_plain_groups() {
            class Plain extends ExceptionGroup {
                private static final long serialVersionUID = 1L;

                Plain() {
                    super("plain", List.of(value, type));
                }
            }

            ExceptionGroup part = new Plain().subgroup(ValueError.class).orElseThrow();

            assertThat(part.getClass()).isEqualTo(ExceptionGroup.class);
            assertThat(part.message()).isEqualTo("plain");
            assertThat(part.notes()).isEmpty();
        }

        @Test
        void may_give_their_parts_another_message_and_notes_of_their_own() {
            class Renamed extends ExceptionGroup {
                private static final long serialVersionUID = 1L;

                Renamed(String message, List<? extends Throwable> members) {
                    super(message, members);
                }

                @Override
                protected ExceptionGroup derive(List<Throwable> members) {
                    return new Renamed("part of " + message(), members).addNote("from derive");
                }
            }
            ExceptionGroup group = new Renamed("orders", List.of(value, type)).addNote("from before");

            ExceptionGroup part = group.subgroup(ValueError.class).orElseThrow();

            assertThat(part.message()).isEqualTo("part of orders");
            assertThat(part.notes()).containsExactly("from before", "from derive");
        }

        @Test
        void whose_derive_loses_a_member_are_replaced_by_a_plain_group_with_a_note() {
            assertReplaced(
                    new Broken(members -> ExceptionGroup.of("lost", members.subList(0, 1)), value, type, io),
                    "derive returned other members: a plain group stands in");
        }

        @Test
        void whose_derive_changes_a_member_are_replaced_by_a_plain_group_with_a_note() {
            assertReplaced(
                    new Broken(members -> ExceptionGroup.of("changed", value, io), value, type, io),
                    "derive returned other members: a plain group stands in");
        }

        @Test
        void whose_derive_returns_null_are_replaced_by_a_plain_group_with_a_note() {
            assertReplaced(
                    new Broken(members -> null, value, type, io), "derive returned null: a plain group stands in");
        }

        @Test
        void whose_derive_throws_are_replaced_by_a_plain_group_with_a_note() {
            assertReplaced(
                    new Broken(
                            members -> {
                                throw new IllegalStateException("no parts of me");
                            },
                            value,
                            type,
                            io),
                    "derive threw IllegalStateException: no parts of me: a plain group stands in");
            assertReplaced(
                    new Broken(
                            members -> {
                                throw new AssertionError("no parts of me");
                            },
                            value,
                            type,
                            io),
                    "derive threw AssertionError: no parts of me: a plain group stands in");
        }

        @Test
        void whose_derive_throws_a_fatal_error_let_it_out() {
            OutOfMemoryError fatal = new OutOfMemoryError("no space left");
            ExceptionGroup group = new Broken(
                    members -> {
                        throw fatal;
                    },
                    value,
                    type);

            assertThatThrownBy(() -> group.split(ValueError.class)).isSameAs(fatal);
        }

        private void assertReplaced(ExceptionGroup group, String note) {
            ExceptionGroup part = group.addNote("mine")
                    .subgroup(ValueError.class, TypeError.class)
                    .orElseThrow();

            assertThat(part.getClass()).isEqualTo(ExceptionGroup.class);
            assertThat(part.message()).isEqualTo("broken");
            assertThat(part.exceptions()).containsExactly(value, type);
            assertThat(part.getStackTrace()).isEqualTo(group.getStackTrace());
            assertThat(part.notes()).containsExactly("mine", "dev.muster.group.ExceptionGroupTest$Broken." + note);
        }
    }

    private static final class Broken extends ExceptionGroup {
        private static final long serialVersionUID = 1L;

        private final transient Function<List<Throwable>, ExceptionGroup> derive;

        Broken(Function<List<Throwable>, ExceptionGroup> derive, Throwable... members) {
            super("broken", List.of(members));
            this.derive = derive;
        }

        @Override
        protected ExceptionGroup derive(List<Throwable> members) {
            return derive.apply(members);
        }
    }

    @Nested
    class NotesAndLabels {
        @Test
        void notes_are_kept_in_order() {
            assertThat(ExceptionGroup.of("orders", value)
                            .addNote("one")
                            .addNote("two")
                            .notes())
                    .containsExactly("one", "two");
        }

        @Test
        void notes_read_before_do_not_change() {
            ExceptionGroup group = ExceptionGroup.of("orders", value).addNote("one");
            List<String> before = group.notes();

            group.addNote("two");

            assertThat(before).containsExactly("one");
            assertThatThrownBy(() -> group.notes().clear()).isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        void a_null_note_is_refused() {
            assertThatThrownBy(() -> ExceptionGroup.of("orders", value).addNote(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("note is null: give the line to show with the group");
        }

        @Test
        void members_have_the_labels_and_remarks_they_were_added_with() {
            ExceptionGroup group = ExceptionGroup.builder("orders")
                    .add("user", value)
                    .add("order", type, "after the cancel")
                    .add(io)
                    .build();

            assertThat(Stream.of(0, 1, 2).map(group::label).map(label -> label.orElse("none")))
                    .containsExactly("user", "order", "none");
            assertThat(Stream.of(0, 1, 2).map(group::remark).map(remark -> remark.orElse("none")))
                    .containsExactly("none", "after the cancel", "none");
        }

        @Test
        void there_is_no_label_where_there_is_no_member() {
            ExceptionGroup group = ExceptionGroup.of("orders", value);

            assertThatThrownBy(() -> group.label(1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> group.remark(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        }

        @Test
        void null_labels_and_remarks_are_refused() {
            ExceptionGroup.Builder builder = ExceptionGroup.builder("orders");

            assertThatThrownBy(() -> builder.add((String) null, value))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("label is null: name the member, or add it without a label");
            assertThatThrownBy(() -> builder.add("user", value, null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("remark is null: leave it out");
            assertThat(builder.isEmpty()).isTrue();
        }

        @Test
        void the_first_failure_must_be_a_member() {
            assertThatThrownBy(() -> ExceptionGroup.builder("orders").asFirstFailure())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the group \"orders\" has no member yet: add the one that came first, then say so");
            assertThat(ExceptionGroup.of("orders", value).firstFailure()).isEmpty();
        }

        @Test
        void a_builder_throws_what_it_collected() {
            ExceptionGroup.Builder builder = ExceptionGroup.builder("orders");
            assertThatCode(builder::throwIfAny).doesNotThrowAnyException();

            builder.add("user", value);

            assertThatThrownBy(builder::throwIfAny)
                    .isInstanceOfSatisfying(
                            ExceptionGroup.class,
                            group -> assertThat(group.exceptions()).containsExactly(value));
        }

        @Test
        void a_builder_can_go_on_after_it_built() {
            ExceptionGroup.Builder builder = ExceptionGroup.builder("orders").add(value);
            ExceptionGroup before = builder.build();

            ExceptionGroup after = builder.add("type", type).build();

            assertThat(before.exceptions()).containsExactly(value);
            assertThat(after.exceptions()).containsExactly(value, type);
        }
    }

    @Nested
    class Suppressed {
        @Test
        void members_are_mirrored() {
            assertThat(ExceptionGroup.of("orders", value, type).getSuppressed()).containsExactly(value, type);
        }

        @Test
        void a_hundred_members_are_all_mirrored() {
            List<Throwable> members = Collections.nCopies(100, value);

            assertThat(ExceptionGroup.of("orders", members).getSuppressed())
                    .hasSize(100)
                    .containsOnly(value);
        }

        @Test
        void beyond_a_hundred_one_stand_in_counts_the_others() {
            Throwable[] mirrored = ExceptionGroup.of("orders", Collections.nCopies(1000, value))
                    .getSuppressed();

            assertThat(mirrored).hasSize(101);
            assertThat(mirrored[100])
                    .hasMessage("... and 900 more of 1000 members: see ExceptionGroup.exceptions()")
                    .hasNoSuppressedExceptions();
            assertThat(mirrored[100].getStackTrace()).isEmpty();
        }

        @Test
        void members_are_never_changed() {
            StackTraceElement[] before = value.getStackTrace();
            ExceptionGroup group = ExceptionGroup.of("outer", ExceptionGroup.of("inner", value, type), value);

            group.split(ValueError.class);
            group.flatten();
            group.printStackTrace(new PrintWriter(new StringWriter()));

            assertThat(value).hasNoSuppressedExceptions().hasNoCause();
            assertThat(value.getStackTrace()).isEqualTo(before);
        }

        @Test
        void members_without_suppression_are_mirrored_too() {
            Exception closed = new Exception("cached", null, false, false) {
                private static final long serialVersionUID = 1L;
            };

            assertThat(ExceptionGroup.of("orders", closed).getSuppressed()).containsExactly(closed);
        }
    }

    @Nested
    class Causes {
        @Test
        void a_cause_is_set_once() {
            ExceptionGroup group = ExceptionGroup.of("orders", value).initCause(io);

            assertThat(group).cause().isSameAs(io);
            assertThatThrownBy(() -> group.initCause(type))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the cause of the group \"orders\" is set already");
        }

        @Test
        void no_cause_can_be_set_on_purpose() {
            ExceptionGroup group = ExceptionGroup.of("orders", value).initCause(null);

            assertThat(group).hasNoCause();
            assertThatThrownBy(() -> group.initCause(io)).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void a_group_is_not_its_own_cause() {
            ExceptionGroup group = ExceptionGroup.of("orders", value);

            assertThatThrownBy(() -> group.initCause(group))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the group \"orders\" cannot be its own cause");
        }

        @Test
        void a_member_may_be_the_cause() {
            assertThat(ExceptionGroup.of("orders", value, type).initCause(value))
                    .cause()
                    .isSameAs(value);
        }
    }

    @Nested
    class Boundaries {
        private final ExceptionGroup one = Fixtures.nested(3, value);
        private final ExceptionGroup two = ExceptionGroup.of("two", one, type);

        @Test
        void collapse_gives_the_only_leaf() {
            assertThat(one.collapse()).isSameAs(value);
        }

        @Test
        void collapse_gives_the_group_if_it_holds_more() {
            assertThat(two.collapse()).isSameAs(two);
            ExceptionGroup twice = ExceptionGroup.of("twice", value, value);
            assertThat(twice.collapse()).isSameAs(twice);
        }

        @Test
        void throw_if_any_throws_the_only_leaf_as_itself() {
            assertThatThrownBy(() -> one.throwIfAny(ValueError.class)).isSameAs(value);
            assertThatThrownBy(() -> one.throwIfAny(Throwable.class)).isSameAs(value);
        }

        @Test
        void throw_if_any_throws_the_whole_group_so_that_nothing_is_lost() {
            assertThatThrownBy(() -> two.throwIfAny(ValueError.class)).isSameAs(two);
            assertThatThrownBy(() -> two.throwIfAny(Throwable.class)).isSameAs(two);
        }

        @Test
        void throw_if_any_returns_if_there_is_no_such_leaf() {
            assertThatCode(() -> one.throwIfAny(IOException.class)).doesNotThrowAnyException();
            assertThatCode(() -> two.throwIfAny(RuntimeException.class))
                    .as("a group is a runtime exception, but its leaves are not")
                    .doesNotThrowAnyException();
        }

        @Test
        void flatten_lists_the_leaves_with_the_nearest_label() {
            ExceptionGroup inner =
                    ExceptionGroup.builder("inner").add("own", value).add(type).build();
            ExceptionGroup group =
                    ExceptionGroup.builder("outer").add("task", inner).add(io).build();

            ExceptionGroup flat = group.addNote("kept").flatten();

            assertThat(flat.message()).isEqualTo("outer");
            assertThat(flat.exceptions()).containsExactly(value, type, io);
            assertThat(Stream.of(0, 1, 2).map(flat::label).map(label -> label.orElse("none")))
                    .containsExactly("own", "task", "none");
            assertThat(flat.notes()).containsExactly("kept");
            assertThat(flat.getStackTrace()).isEqualTo(group.getStackTrace());
        }

        @Test
        void flatten_gives_the_same_object_where_nothing_is_nested() {
            ExceptionGroup group = ExceptionGroup.of("flat", value, type);

            assertThat(group.flatten()).isSameAs(group);
        }

        @Test
        void flatten_keeps_the_first_failure() {
            ExceptionGroup inner = ExceptionGroup.builder("inner")
                    .add(type)
                    .add(value)
                    .asFirstFailure()
                    .build();
            ExceptionGroup known = ExceptionGroup.builder("outer")
                    .add(value)
                    .add(inner)
                    .asFirstFailure()
                    .build();
            ExceptionGroup unknown = ExceptionGroup.builder("outer")
                    .add(ExceptionGroup.of("inner", type, value))
                    .asFirstFailure()
                    .build();
            ExceptionGroup repeated = ExceptionGroup.builder("outer")
                    .add("first", value)
                    .asFirstFailure()
                    .add(ExceptionGroup.of("inner", type))
                    .add("again", value)
                    .build();

            assertThat(known.flatten().first).isEqualTo(2);
            assertThat(unknown.flatten().firstFailure()).isEmpty();
            assertThat(repeated.flatten().first).isZero();
        }
    }

    static List<ExceptionGroup> bothOf(ExceptionGroup.Split split) {
        return List.of(split.matching().orElseThrow(), split.rest().orElseThrow());
    }

    static String shape(Throwable tree) {
        return tree instanceof ExceptionGroup group
                ? group.message()
                        + group.exceptions().stream()
                                .map(ExceptionGroupTest::shape)
                                .toList()
                : tree.getMessage();
    }
}
