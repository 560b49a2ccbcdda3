package dev.muster.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

class TaskScopedTest {

    @Nested
    class A_test_method {

        @Test
        void ends_when_its_tasks_have_ended() {
            JoinTestCase.ended.set(0);
            Run.of(JoinTestCase.class).allSucceeded(1);
            assertThat(JoinTestCase.ended).hasValue(2);
        }

        @Test
        void runs_on_the_thread_of_its_lifecycle_methods() {
            Run.of(ThreadTestCase.class).allSucceeded(1);
        }

        @Test
        void may_join_itself_and_read_results() {
            Run.of(OwnJoinTestCase.class).allSucceeded(1);
        }

        @Test
        void may_do_without_the_parameter() {
            Run.of(NoParameterTestCase.class).allSucceeded(1);
        }

        @Test
        void has_a_scope_that_carries_its_name() {
            Run.of(NameTestCase.class).allSucceeded(1);
        }
    }

    @Nested
    class The_extension {

        @Test
        void comes_with_an_annotation_at_a_method() {
            Run.of(MethodTestCase.class).allSucceeded(1);
        }

        @Test
        void comes_with_a_meta_annotation() {
            Run.of(MetaTestCase.class).allSucceeded(1);
        }

        @Test
        void comes_with_extend_with() {
            Run.of(ExtendWithTestCase.class).allSucceeded(1);
        }

        @Test
        void comes_with_register_extension_and_is_configured_in_code() {
            assertThat(Run.of(RegisteredTestCase.class).failure())
                    .hasMessageStartingWith(
                            "scope \"the_first_failure_cancels\" failed in 1 of 2 tasks (1 sub-exception");
        }

        @Test
        void is_refused_beside_another_one() {
            assertThat(Run.of(TwoExtensionsTestCase.class).failure())
                    .hasMessage("two TaskScopeExtensions apply to never_runs(): register one, by @TaskScoped, by"
                            + " @ExtendWith or by @RegisterExtension");
        }

        @Test
        void refuses_to_give_a_scope_to_a_constructor() {
            assertThat(Run.of(ConstructorTestCase.class).failure())
                    .hasMessage(
                            "the constructor of dev.muster.junit.TaskScopedTest$ConstructorTestCase wants a TaskScope,"
                                    + " but each method has a scope of its own: let the method have the parameter");
        }
    }

    @Nested
    class A_scope {

        @Test
        void is_refused_after_its_test() {
            AfterwardsTestCase.kept.set(null);
            assertThat(Run.of(AfterwardsTestCase.class).failure())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("scope \"keeps_it\" has ended with its method: use it in that method only; each has a"
                            + " scope of its own");
        }

        @Test
        void is_refused_before_its_method_runs() {
            assertThat(new ScopeHandle("early").cancelReason()).isEmpty();
            assertThat(catchThrowable(() -> new ScopeHandle("early").fork(() -> {})))
                    .hasMessage("scope \"early\" is not open yet: use it in the method that has it as a parameter");
        }

        @Test
        void of_a_lifecycle_method_is_its_own() {
            Run.of(LifecycleTestCase.class).allSucceeded(1);
        }
    }

    @TaskScoped
    static class JoinTestCase {
        static final AtomicInteger ended = new AtomicInteger();

        @Test
        void two_tasks_meet(TaskScope scope) {
            CountDownLatch met = new CountDownLatch(1);
            scope.fork("waits", () -> {
                met.await();
                ended.incrementAndGet();
            });
            scope.fork("comes", () -> {
                ended.incrementAndGet();
                met.countDown();
            });
        }
    }

    @TaskScoped
    static class ThreadTestCase {
        Thread before;

        @BeforeEach
        void note() {
            before = Thread.currentThread();
        }

        @Test
        void same_thread(TaskScope scope) {
            assertThat(Thread.currentThread()).isSameAs(before);
        }

        @AfterEach
        void still() {
            assertThat(Thread.currentThread()).isSameAs(before);
        }
    }

    @TaskScoped
    static class OwnJoinTestCase {
        @Test
        void reads_a_result(TaskScope scope) throws InterruptedException {
            Task<Integer> sum = scope.fork("sum", () -> 1 + 2);
            scope.join();
            assertThat(sum.result()).isEqualTo(3);
        }
    }

    @TaskScoped
    static class NoParameterTestCase {
        @Test
        void plain() {}
    }

    @TaskScoped
    static class NameTestCase {
        @Test
        void is_named(TaskScope scope) throws InterruptedException {
            Task<String> thread = scope.fork("one", () -> Thread.currentThread().getName());
            scope.join();
            assertThat(scope.name()).isEqualTo("is_named");
            assertThat(thread.result()).isEqualTo("is_named/one");
        }
    }

    static class MethodTestCase {
        @TaskScoped
        @Test
        void has_a_scope(TaskScope scope) {
            scope.fork(() -> {});
        }
    }

    @TaskScoped(policy = TaskScoped.Cancel.FAIL_FAST)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Concurrent {}

    @Concurrent
    static class MetaTestCase {
        @Test
        void has_a_scope(TaskScope scope) {
            scope.fork(() -> {});
        }
    }

    @ExtendWith(TaskScopeExtension.class)
    static class ExtendWithTestCase {
        @Test
        void has_a_scope(TaskScope scope) {
            scope.fork(() -> {});
        }
    }

    static class RegisteredTestCase {
        @RegisterExtension
        static final TaskScopeExtension SCOPES = TaskScopeExtension.builder()
                .policy(task -> task.state() == Task.State.FAILED)
                .failures(TaskScoped.Failures.AS_GROUP)
                .build();

        @Test
        void the_first_failure_cancels(TaskScope scope) {
            CountDownLatch never = new CountDownLatch(1);
            scope.fork("blocked", () -> never.await());
            scope.fork("fails", () -> {
                throw new AssertionError("now");
            });
        }
    }

    @TaskScoped
    static class ConstructorTestCase {
        ConstructorTestCase(TaskScope scope) {}

        @Test
        void never_runs() {}
    }

    @TaskScoped
    static class TwoExtensionsTestCase {
        @RegisterExtension
        static final TaskScopeExtension ANOTHER = TaskScopeExtension.builder().build();

        @Test
        void never_runs() {}
    }

    @TaskScoped
    static class AfterwardsTestCase {
        static final AtomicReference<TaskScope> kept = new AtomicReference<>();

        @Test
        void keeps_it(TaskScope scope) {
            kept.set(scope);
        }

        @AfterEach
        void uses_it() {
            kept.get().fork(() -> {});
        }
    }

    @TaskScoped
    static class LifecycleTestCase {
        final CountDownLatch prepared = new CountDownLatch(1);

        @BeforeEach
        void prepare(TaskScope scope) {
            assertThat(scope.name()).isEqualTo("prepare");
            scope.fork("prepare", prepared::countDown);
        }

        @Test
        void is_prepared(TaskScope scope) {
            assertThat(prepared.getCount()).isZero();
        }

        @AfterEach
        void tidy(TaskScope scope) {
            assertThat(scope.name()).isEqualTo("tidy");
        }
    }
}
