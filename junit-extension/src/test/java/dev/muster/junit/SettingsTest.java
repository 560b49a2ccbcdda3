package dev.muster.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Policy;
import dev.muster.scope.TaskScope;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
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

    @Nested
    class What_tasks_run_on {

        @Test
        void is_a_platform_thread_for_each_where_the_setting_says_so() {
            ThreadTestCase.THREADS.clear();
            Run.with(Map.of("muster.junit.threads", "platform"), ThreadTestCase.class)
                    .allSucceeded(1);
            assertThat(ThreadTestCase.THREADS)
                    .hasSize(2)
                    .allMatch(Thread::isDaemon)
                    .allMatch(thread -> thread.getName().startsWith("takes_them_down/"))
                    .noneMatch(SettingsTest::isVirtual);
        }

        @Test
        void is_else_a_virtual_thread_where_there_are_any() {
            ThreadTestCase.THREADS.clear();
            Run.of(ThreadTestCase.class).allSucceeded(1);
            assertThat(ThreadTestCase.THREADS)
                    .hasSize(2)
                    .allMatch(thread -> isVirtual(thread) == Runtime.version().feature() >= 21);
        }
    }

    private static boolean isVirtual(Thread thread) {
        return thread.getClass().getSimpleName().equals("VirtualThread");
    }

    @Nested
    class An_extension_that_is_configured_in_code {

        @Test
        void takes_all_settings_from_there() {
            Throwable failure = Run.of(InCodeTestCase.class).failure();
            assertThat(failure).isExactlyInstanceOf(ExceptionGroup.class);
            assertThat(((ExceptionGroup) failure).exceptions())
                    .extracting(Throwable::getMessage)
                    .containsExactly(
                            "scope \"goes_on\" did not end within PT0.05S of its cancel and was abandoned; still"
                                    + " running: \"stubborn\"",
                            "the tasks of scope \"goes_on\" did not end within 100 ms of the join; still running:"
                                    + " \"stubborn\"");
            InCodeTestCase.RELEASE.countDown();
        }

        @Test
        void takes_what_is_left_open_from_the_parameters() {
            assertGroup(Run.with(Map.of("muster.junit.failures", "as_group"), InheritingTestCase.class)
                    .failure());
        }

        @Test
        void does_not_change_with_its_builder() {
            TaskScopeExtension.Builder builder = TaskScopeExtension.builder().failures(TaskScoped.Failures.AS_GROUP);
            ChangedBuilderTestCase.extension = builder.build();
            builder.failures(TaskScoped.Failures.BY_KIND);
            assertGroup(Run.of(ChangedBuilderTestCase.class).failure());
        }

        @Test
        void refuses_null() {
            TaskScopeExtension.Builder builder = TaskScopeExtension.builder();
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.policy(null))
                    .withMessage("policy is null: choose Policy.failFast(), Policy.collectAll() or your own");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.leaks(null))
                    .withMessage("leaks is null: choose a constant, or leave it out");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.grace(null))
                    .withMessage("grace is null: give a time, or leave it out for the default");
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

    @TaskScoped
    static class ThreadTestCase {
        static final Set<Thread> THREADS = ConcurrentHashMap.newKeySet();

        @Test
        void takes_them_down(TaskScope scope) {
            CyclicBarrier together = new CyclicBarrier(2);
            for (int i = 0; i < 2; i++) {
                scope.fork(() -> {
                    THREADS.add(Thread.currentThread());
                    together.await();
                });
            }
        }
    }

    static class InCodeTestCase {
        static final CountDownLatch RELEASE = new CountDownLatch(1);

        @RegisterExtension
        static final TaskScopeExtension SCOPES = TaskScopeExtension.builder()
                .policy(Policy.failFast())
                .failures(TaskScoped.Failures.AS_GROUP)
                .joinTimeout(Duration.ofMillis(100))
                .grace(Duration.ofMillis(50))
                .threads(TaskScoped.Threads.PLATFORM)
                .leaks(TaskScoped.Leaks.IGNORE)
                .dump(TaskScoped.Dump.NEVER)
                .files(TaskScoped.Files.NEVER)
                .build();

        @Test
        void goes_on(TaskScope scope) {
            scope.fork("stubborn", () -> {
                while (RELEASE.getCount() > 0) {
                    try {
                        RELEASE.await();
                    } catch (InterruptedException e) {
                        // what a stubborn task does
                    }
                }
            });
        }
    }

    static class InheritingTestCase {
        @RegisterExtension
        static final TaskScopeExtension SCOPES = TaskScopeExtension.builder()
                .failures(TaskScoped.Failures.INHERITED)
                .build();

        @Test
        void fails(TaskScope scope) {
            fail(scope);
        }
    }

    static class ChangedBuilderTestCase {
        static TaskScopeExtension extension;

        @RegisterExtension
        final TaskScopeExtension scopes = extension;

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
