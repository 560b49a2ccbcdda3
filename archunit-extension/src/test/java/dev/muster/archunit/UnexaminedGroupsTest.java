package dev.muster.archunit;

import static dev.muster.archunit.StructuredConcurrencyRules.NO_UNEXAMINED_GROUPS;
import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import dev.muster.group.ExceptionGroup;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.testng.Assert;

class UnexaminedGroupsTest {
    static class OrderGroup extends ExceptionGroup {
        private static final long serialVersionUID = 1;
    }

    static void checkout() {
        throw new OrderGroup();
    }

    @SuppressWarnings({"unused", "UnusedVariable"}) // this is what they break
    static class Breaking {
        void thrown() {
            assertThrows(ExceptionGroup.class, () -> checkout());
        }

        void thrown_with_a_message() {
            assertThrowsExactly(OrderGroup.class, () -> checkout(), "no group");
        }

        void thrown_and_put_aside() {
            ExceptionGroup group = assertThrows(ExceptionGroup.class, () -> checkout());
        }

        void thrown_for_testng() {
            Assert.assertThrows(ExceptionGroup.class, () -> checkout());
        }

        void expected_for_testng() {
            Assert.expectThrows(ExceptionGroup.class, () -> checkout());
        }

        void an_instance() {
            Throwable thrown = catchThrowable(() -> checkout());
            assertInstanceOf(ExceptionGroup.class, thrown);
        }

        void asserted() {
            assertThatThrownBy(() -> checkout()).isInstanceOf(ExceptionGroup.class);
        }

        void asserted_with_a_name() {
            assertThatThrownBy(() -> checkout()).as("checkout").isNotNull().isExactlyInstanceOf(ExceptionGroup.class);
        }

        void asserted_of_what_was_caught() {
            Throwable thrown = catchThrowable(() -> checkout());
            assertThat(thrown).isInstanceOf(ExceptionGroup.class);
        }

        void asserted_in_a_handler() {
            try {
                checkout();
            } catch (RuntimeException e) {
                assertThat(e).isInstanceOf(ExceptionGroup.class);
            }
        }

        void asserted_by_type() {
            assertThatExceptionOfType(ExceptionGroup.class).isThrownBy(() -> checkout());
        }

        void asserted_softly(SoftAssertions softly) {
            softly.assertThatThrownBy(() -> checkout()).isInstanceOf(ExceptionGroup.class);
        }

        void any_group() {
            assertThatGroupThrownBy(() -> checkout());
        }

        Runnable in_a_lambda() {
            return () -> assertThrows(ExceptionGroup.class, () -> checkout());
        }

        @org.junit.Test(expected = ExceptionGroup.class)
        void by_annotation() {}

        @org.testng.annotations.Test(expectedExceptions = {IllegalStateException.class, ExceptionGroup.class})
        void by_annotation_of_testng() {}
    }

    static class Keeping {
        private ExceptionGroup group;
        private Throwable thrown;

        void counted() {
            assertEquals(
                    2,
                    assertThrows(ExceptionGroup.class, () -> checkout())
                            .exceptions()
                            .size());
        }

        void looked_at_later() {
            ExceptionGroup caught = assertThrows(ExceptionGroup.class, () -> checkout());
            assertEquals(2, caught.exceptions().size());
        }

        void kept() {
            group = assertThrows(ExceptionGroup.class, () -> checkout());
        }

        void another_type() {
            assertThrows(IllegalStateException.class, () -> checkout());
            assertThatThrownBy(() -> checkout()).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> checkout()).isNotInstanceOf(ExceptionGroup.class);
        }

        void with_a_message() {
            assertThatThrownBy(() -> checkout())
                    .isInstanceOf(ExceptionGroup.class)
                    .hasMessage("checkout");
            assertThatThrownBy(() -> checkout()).hasMessage("checkout").isInstanceOf(ExceptionGroup.class);
            assertThatExceptionOfType(ExceptionGroup.class)
                    .isThrownBy(() -> checkout())
                    .withMessage("checkout");
            assertThatGroupThrownBy(() -> checkout()).hasMessage("checkout");
        }

        void with_two_looks() {
            Throwable caught = catchThrowable(() -> checkout());
            assertThat(caught).isInstanceOf(ExceptionGroup.class);
            assertThat(((ExceptionGroup) caught).exceptions()).hasSize(2);
        }

        void an_assertion_that_is_tested() {
            assertThatThrownBy(() -> assertThatGroupThrownBy(() -> checkout())).isInstanceOf(AssertionError.class);
        }

        ExceptionGroup an_instance() {
            return assertInstanceOf(ExceptionGroup.class, catchThrowable(() -> checkout()));
        }

        void of_a_parameter(Throwable caught) {
            assertThat(caught).isInstanceOf(ExceptionGroup.class);
            assertInstanceOf(ExceptionGroup.class, caught);
        }

        void of_a_field() {
            assertThat(thrown).isInstanceOf(ExceptionGroup.class);
        }

        void no_exception(Class<?> type) {
            assertThat(ExceptionGroup.class).isEqualTo(type);
            assertThat(type.isInstance(group)).isTrue();
        }

        @org.junit.Test
        void by_annotation() {}

        @org.junit.Test(expected = IllegalStateException.class)
        void by_annotation_of_another() {}

        @org.testng.annotations.Test
        void by_annotation_of_testng() {}
    }

    @Test
    void tests_that_do_not_look_into_the_group_are_found() {
        Found.assertEachMethodBreaks(NO_UNEXAMINED_GROUPS, Breaking.class);
    }

    @Test
    void tests_that_look_into_it_keep_the_rule() {
        Found.assertNothingBreaks(NO_UNEXAMINED_GROUPS, Keeping.class);
    }

    @Test
    void the_report_names_the_assertion() {
        assertThat(Found.lines(NO_UNEXAMINED_GROUPS, Breaking.class))
                .anySatisfy(line -> assertThat(line)
                        .contains(
                                "Breaking.thrown()> expects a group with assertThrows and does not look into it in ("))
                .anySatisfy(
                        line -> assertThat(line)
                                .contains(
                                        "Breaking.by_annotation()> expects a group by its annotation, which cannot look into it in ("));
    }
}
