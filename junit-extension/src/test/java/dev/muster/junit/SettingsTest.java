package dev.muster.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.TaskScope;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.MultipleFailuresError;

class SettingsTest {

    private static void assertGroup(Throwable failure) {
        assertThat(failure).isExactlyInstanceOf(ExceptionGroup.class);
    }

    private static void assertMultiple(Throwable failure) {
        assertThat(failure).isExactlyInstanceOf(MultipleFailuresError.class);
    }

    @Nested
    class A_setting_comes_from {

        @Test
        void the_method_first() {
            assertMultiple(Run.with(Map.of("muster.junit.failures", "as_group"), MethodTestCase.class)
                    .failure());
        }

        @Test
        void then_the_class() {
            assertGroup(Run.with(Map.of("muster.junit.failures", "by_kind"), ClassTestCase.class)
                    .failure());
        }

        @Test
        void then_the_superclass() {
            assertGroup(Run.of(SubclassTestCase.class).failure());
        }

        @Test
        void then_an_interface() {
            assertGroup(Run.of(InterfaceTestCase.class).failure());
        }

        @Test
        void then_the_enclosing_class() {
            assertGroup(Run.of(EnclosingTestCase.class).failure());
        }

        @Test
        void the_factory_and_its_class_for_a_dynamic_test() {
            assertGroup(Run.of(DynamicTestCase.class).failure());
        }

        @Test
        void then_a_configuration_parameter() {
            assertGroup(Run.with(Map.of("muster.junit.failures", "as-group"), PlainTestCase.class)
                    .failure());
        }

        @Test
        void and_else_from_the_default() {
            assertMultiple(Run.of(PlainTestCase.class).failure());
        }
    }

    @Nested
    class It_is_an_error {

        @Test
        void to_give_a_parameter_a_value_that_it_does_not_know() {
            assertThat(Run.with(Map.of("muster.junit.policy", "fail-slowly"), PlainTestCase.class)
                            .failure())
                    .hasMessage("configuration parameter muster.junit.policy is \"fail-slowly\", which is not allowed:"
                            + " give COLLECT_ALL or FAIL_FAST");
        }

        @Test
        void to_disagree_at_one_place() {
            assertThat(Run.of(DisagreeingTestCase.class).failure())
                    .hasMessage("two annotations at class dev.muster.junit.SettingsTest$DisagreeingTestCase disagree"
                            + " about failures: it is AS_GROUP in @TaskScoped of @Grouped and BY_KIND in @TaskScoped:"
                            + " set it in one of them");
        }
    }

    @Test
    void annotations_at_one_place_may_agree() {
        assertGroup(Run.of(AgreeingTestCase.class).failure());
    }

    static void fail(TaskScope scope) {
        scope.fork("client", () -> {
            throw new AssertionError("client");
        });
    }

    @TaskScoped(failures = TaskScoped.Failures.AS_GROUP)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Grouped {}

    @Grouped
    static class MethodTestCase {
        @TaskScoped(failures = TaskScoped.Failures.BY_KIND)
        @Test
        void fails(TaskScope scope) {
            fail(scope);
        }
    }

    @Grouped
    static class ClassTestCase {
        @TaskScoped(policy = TaskScoped.Cancel.FAIL_FAST)
        @Test
        void fails(TaskScope scope) {
            fail(scope);
        }
    }

    static class SubclassTestCase extends ClassTestCase {}

    @Grouped
    interface Marked {}

    static class InterfaceTestCase implements Marked {
        @Test
        void fails(TaskScope scope) {
            fail(scope);
        }
    }

    @Grouped
    static class EnclosingTestCase {
        @Nested
        class InnerTestCase {
            @Test
            void fails(TaskScope scope) {
                fail(scope);
            }
        }
    }

    @Grouped
    static class DynamicTestCase {
        @TestFactory
        DynamicTest one(TaskScope scope) {
            return DynamicTest.dynamicTest("one", () -> fail(scope));
        }
    }

    @TaskScoped
    static class PlainTestCase {
        @Test
        void fails(TaskScope scope) {
            fail(scope);
        }
    }

    @Grouped
    @TaskScoped(failures = TaskScoped.Failures.BY_KIND)
    static class DisagreeingTestCase {
        @Test
        void fails(TaskScope scope) {
            fail(scope);
        }
    }

    @Grouped
    @TaskScoped(policy = TaskScoped.Cancel.FAIL_FAST)
    static class AgreeingTestCase {
        @TaskScoped(failures = TaskScoped.Failures.AS_GROUP)
        @Test
        void fails(TaskScope scope) {
            fail(scope);
        }
    }
}
