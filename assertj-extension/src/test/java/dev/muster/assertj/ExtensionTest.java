package dev.muster.assertj;

import static dev.muster.assertj.Failures.failureOf;
import static dev.muster.assertj.Failures.textOf;
import static dev.muster.assertj.GroupAssertions.EXCEPTION_GROUP;
import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.leaf;
import static dev.muster.assertj.GroupAssertions.thenGroup;
import static dev.muster.assertj.GroupAssertions.thenGroupThrownBy;
import static dev.muster.assertj.GroupAssertions.thenTask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.assertj.Failures.ValueError;
import dev.muster.group.ExceptionGroup;
import java.io.Serial;
import java.lang.invoke.MethodHandles;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ExtensionTest {
    static class OrderGroup extends ExceptionGroup {
        @Serial
        private static final long serialVersionUID = 1L;

        private final int order;

        OrderGroup(int order, Collection<? extends Throwable> members) {
            super("order", members);
            this.order = order;
        }

        int order() {
            return order;
        }
    }

    static class OrderGroupAssert extends AbstractGroupAssert<OrderGroupAssert, OrderGroup> {
        public OrderGroupAssert(OrderGroup actual) {
            super(actual, OrderGroupAssert.class);
        }

        OrderGroupAssert hasOrder(int id) {
            return check(() -> assertThat(group().order()).isEqualTo(id));
        }
    }

    static class OrderSoftAssertions extends SoftAssertions implements SoftGroupAssertionsProvider {
        OrderGroupAssert assertThatOrder(OrderGroup group) {
            return proxy(OrderGroupAssert.class, OrderGroup.class, group);
        }
    }

    private final OrderGroup order = new OrderGroup(7, List.of(new ValueError("a")));

    @Nested
    class Assertions_for_a_group_type_of_one_s_own {
        @Test
        void chain_with_the_others() {
            new OrderGroupAssert(order).hasSize(1).hasOrder(7).containsExactly(ValueError.class);
            failureOf(() -> new OrderGroupAssert(order).hasSize(1).hasOrder(8));
            failureOf(() -> new OrderGroupAssert(null).hasOrder(8));
        }

        @Test
        void can_be_soft() {
            OrderSoftAssertions softly = new OrderSoftAssertions();
            softly.assertThatOrder(order)
                    .hasOrder(8)
                    .hasSize(2)
                    .hasOrder(9)
                    .leaf(0)
                    .hasMessage("b");
            assertThat(softly.assertionErrorsCollected()).hasSize(4);
        }
    }

    @Nested
    class A_matcher_of_one_s_own {
        private static FailureMatcher<SQLException> deadlock() {
            return leaf(SQLException.class)
                    .with("SQL state", SQLException::getSQLState, "40001")
                    .as("a deadlock");
        }

        @Test
        void is_a_method() {
            ExceptionGroup eg = ExceptionGroup.of("x", new SQLException("no", "40001"));
            assertThatGroup(eg).containsExactly(deadlock());
            assertThat(textOf(() -> assertThatGroup(order).containsExactly(deadlock())))
                    .contains("  1. a deadlock\n");
        }
    }

    @Nested
    class Behaviour_driven_names {
        @Test
        void mean_the_same() {
            thenGroup(order).hasSize(1);
            thenGroupThrownBy(() -> {
                        throw order;
                    })
                    .contains(ValueError.class);
            assertThat(textOf(() -> thenTask(null).failed())).isEqualTo("\nexpected a task, but was null");
        }
    }

    @Nested
    class A_failure {
        @Test
        void has_a_stack_trace_that_begins_in_the_test() {
            assertThat(failureOf(() -> assertThatGroup(order).hasSize(7))
                            .getStackTrace()[0]
                            .getClassName())
                    .startsWith(ExtensionTest.class.getName());
        }

        @Test
        void shows_both_sides_to_an_ide() {
            assertThat(failureOf(() -> assertThatGroup(order).containsExactly(SQLException.class)))
                    .isInstanceOfSatisfying(org.opentest4j.AssertionFailedError.class, failure -> {
                        assertThat(failure.getExpected().getValue()).isEqualTo("SQLException");
                        assertThat(failure.getActual().getValue()).isEqualTo("ValueError: a");
                    });
        }

        @Test
        void gives_way_to_a_message_of_the_user() {
            assertThat(failureOf(
                            () -> assertThatGroup(order).withFailMessage("mine").hasSize(7)))
                    .hasMessage("mine")
                    .hasCause(order);
        }
    }

    @Nested
    class AssertJ_s_own_assertions {
        @Test
        void stay_at_hand() {
            ExceptionGroup eg = ExceptionGroup.of("x", new ValueError("a"));
            eg.initCause(new IllegalStateException("why"));
            assertThatGroup(eg).cause().hasMessage("why");
            assertThatGroup(eg)
                    .isSameAs(eg)
                    .satisfies(group -> assertThat(group.leaves()).hasSize(1));
            assertThatGroup(eg).extracting(ExceptionGroup::message).isEqualTo("x");
            assertThat(eg).asInstanceOf(EXCEPTION_GROUP).hasSize(1);
            assertThatGroup(null).isNull();
        }
    }

    @Nested
    class The_seam_of_soft_assertions {
        static class FutureAssert {
            private static final SoftSeam SEAM = SoftSeam.find(MethodHandles.lookup(), FutureAssert.class);

            final List<AssertionError> collected = new ArrayList<>();

            protected FutureAssert executeAssertion(Runnable assertion) {
                try {
                    assertion.run();
                } catch (AssertionError failure) {
                    collected.add(failure);
                }
                return this;
            }

            void run(Runnable check) {
                SEAM.run(this, check);
            }
        }

        static class PresentAssert {
            static final SoftSeam SEAM = SoftSeam.find(MethodHandles.lookup(), PresentAssert.class);
        }

        @Test
        void goes_through_assertj_s_own_method_where_it_exists() {
            FutureAssert future = new FutureAssert();
            AssertionError failure = new AssertionError("collected");
            future.run(() -> {
                throw failure;
            });
            assertThat(future.collected).containsExactly(failure);
        }

        @Test
        void throws_directly_where_it_does_not() {
            AssertionError failure = new AssertionError("thrown");
            assertThat(failureOf(() -> PresentAssert.SEAM.run(new PresentAssert(), () -> {
                        throw failure;
                    })))
                    .isSameAs(failure);
        }

        @Test
        void lets_other_exceptions_pass() {
            IllegalStateException thrown = new IllegalStateException("bug");
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> new FutureAssert().run(() -> {
                        throw thrown;
                    })))
                    .isSameAs(thrown);
        }
    }
}
