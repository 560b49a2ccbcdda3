package dev.muster.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.commons.support.ReflectionSupport;

class EverywhereTest {
    static final Set<String> SCOPES = ConcurrentHashMap.newKeySet();

    /** Notes the name of a scope that works, on a thread of its own. */
    static void use(TaskScope scope) {
        scope.fork("note", () -> SCOPES.add(scope.name()));
    }

    private static Run run(Class<?> type, int tests) {
        SCOPES.clear();
        return Run.of(type).allSucceeded(tests);
    }

    @Test
    void parameterized_tests_have_a_scope_each() {
        run(ParameterizedTestCase.class, 2);
        assertThat(SCOPES).containsExactlyInAnyOrder("each_number [1] 7", "each_number [2] 8");
    }

    @Test
    void repeated_tests_have_a_scope_each() {
        run(RepeatedTestCase.class, 2);
        assertThat(SCOPES).containsExactlyInAnyOrder("again repetition 1 of 2", "again repetition 2 of 2");
    }

    @Test
    void templates_have_a_scope_each() {
        run(TemplateTestCase.class, 1);
        assertThat(SCOPES).containsExactly("in_context [1]");
    }

    @Test
    void nested_tests_have_a_scope() {
        run(OuterTestCase.class, 1);
        assertThat(SCOPES).containsExactlyInAnyOrder("outer_before", "inner");
    }

    @Test
    void each_lifecycle_method_has_its_own() {
        run(LifecycleTestCase.class, 1);
        assertThat(SCOPES).containsExactlyInAnyOrder("first", "before", "test", "after", "last");
    }

    @Test
    void instances_for_a_class_are_no_different() {
        run(PerClassTestCase.class, 2);
        assertThat(SCOPES).containsExactlyInAnyOrder("first", "one", "other", "last");
    }

    @Test
    void inherited_tests_have_a_scope() {
        run(InheritingTestCase.class, 3);
        assertThat(SCOPES).containsExactlyInAnyOrder("of_base", "of_interface", "own");
    }

    @Nested
    class A_factory {

        @Test
        void has_a_scope_and_its_parameter_stands_for_that_of_each_dynamic_test() {
            run(FactoryTestCase.class, 3);
            assertThat(SCOPES).containsExactlyInAnyOrder("three_tests", "one", "two", "three");
        }

        @Test
        void keeps_tests_that_run_at_once_apart() {
            SCOPES.clear();
            Run.with(
                            Map.of(
                                    "junit.jupiter.execution.parallel.enabled",
                                    "true",
                                    "junit.jupiter.execution.parallel.mode.default",
                                    "concurrent",
                                    "junit.jupiter.execution.parallel.config.strategy",
                                    "fixed",
                                    "junit.jupiter.execution.parallel.config.fixed.parallelism",
                                    "2"),
                            MeetingFactoryTestCase.class)
                    .allSucceeded(2);
            assertThat(SCOPES).containsExactlyInAnyOrder("left", "right");
        }

        @Test
        void reports_a_failing_task_for_its_dynamic_test() {
            assertThat(Run.of(FailingFactoryTestCase.class).failures())
                    .hasEntrySatisfying(
                            "two",
                            failure -> assertThat(failure)
                                    .hasMessage(
                                            String.format("scope \"two\" failed in 1 of 1 task: [task-1] (1 failure)%n"
                                                    + "\tjava.lang.AssertionError: in two")))
                    .hasSize(1);
        }
    }

    @Nested
    class In_parallel {

        private Map<String, String> parallel(String executor) {
            return Map.of(
                    "junit.jupiter.execution.parallel.enabled",
                    "true",
                    "junit.jupiter.execution.parallel.mode.default",
                    "concurrent",
                    "junit.jupiter.execution.parallel.config.executor-service",
                    executor,
                    "junit.jupiter.execution.parallel.config.strategy",
                    "fixed",
                    "junit.jupiter.execution.parallel.config.fixed.parallelism",
                    "2");
        }

        @Test
        void tests_on_the_fork_join_pool_have_a_scope_each() {
            SCOPES.clear();
            Run.with(parallel("fork_join_pool"), MeetingTestCase.class).allSucceeded(2);
            assertThat(SCOPES).containsExactlyInAnyOrder("left", "right");
            assertThat(MeetingTestCase.RUNNER.get()).isInstanceOf(ForkJoinWorkerThread.class);
        }

        @Test
        void tests_on_the_worker_thread_pool_have_a_scope_each() {
            SCOPES.clear();
            assumeTrue(hasWorkerThreadPool(), "this JUnit is older than 6.1");
            Run.with(parallel("worker_thread_pool"), MeetingTestCase.class).allSucceeded(2);
            assertThat(SCOPES).containsExactlyInAnyOrder("left", "right");
            assertThat(MeetingTestCase.RUNNER.get()).isNotInstanceOf(ForkJoinWorkerThread.class);
        }

        private boolean hasWorkerThreadPool() {
            return ReflectionSupport.tryToLoadClass("org.junit.platform.engine.support.hierarchical"
                            + ".ParallelHierarchicalTestExecutorServiceFactory")
                    .toOptional()
                    .isPresent();
        }

        // where there is no such executor, the parameter does nothing
        @ParameterizedTest
        @ValueSource(strings = {"fork_join_pool", "worker_thread_pool"})
        void failures_stay_with_their_tests(String executor) {
            Map<String, Throwable> failures = Run.with(parallel(executor), FailingInParallelTestCase.class)
                    .failures();
            assertThat(failures).hasSize(20);
            failures.forEach((test, failure) -> assertThat(failure).hasMessageContaining("AssertionError: " + test));
        }

        @ParameterizedTest
        @ValueSource(strings = {"fork_join_pool", "worker_thread_pool"})
        void no_more_tests_run_at_once_than_the_executor_allows(String executor) {
            JoiningTestCase.MOST.set(0);
            Run.with(parallel(executor), JoiningTestCase.class).allSucceeded(20);
            assertThat(JoiningTestCase.MOST).hasValueBetween(1, 2);
        }
    }

    @TaskScoped
    static class ParameterizedTestCase {
        @ParameterizedTest(name = "[{index}] {0}")
        @ValueSource(ints = {7, 8})
        void each_number(int number, TaskScope scope) {
            use(scope);
        }
    }

    @TaskScoped
    static class RepeatedTestCase {
        @RepeatedTest(2)
        void again(TaskScope scope) {
            use(scope);
        }
    }

    @TaskScoped
    static class TemplateTestCase {
        @TestTemplate
        @ExtendWith(Once.class)
        void in_context(TaskScope scope) {
            use(scope);
        }
    }

    static class Once implements TestTemplateInvocationContextProvider {
        @Override
        public boolean supportsTestTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
            return Stream.of(new TestTemplateInvocationContext() {});
        }
    }

    @TaskScoped
    static class OuterTestCase {
        @BeforeEach
        void outer_before(TaskScope scope) {
            use(scope);
        }

        @Nested
        class Inner {
            @Test
            void inner(TaskScope scope) {
                use(scope);
            }
        }
    }

    @TaskScoped
    static class LifecycleTestCase {
        @BeforeAll
        static void first(TaskScope scope) {
            use(scope);
        }

        @BeforeEach
        void before(TaskScope scope) {
            use(scope);
        }

        @Test
        void test(TaskScope scope) {
            use(scope);
        }

        @AfterEach
        void after(TaskScope scope) {
            use(scope);
        }

        @AfterAll
        static void last(TaskScope scope) {
            use(scope);
        }
    }

    @TaskScoped
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class PerClassTestCase {
        @BeforeAll
        void first(TaskScope scope) {
            use(scope);
        }

        @Test
        void one(TaskScope scope) {
            use(scope);
        }

        @Test
        void other(TaskScope scope) {
            use(scope);
        }

        @AfterAll
        void last(TaskScope scope) {
            use(scope);
        }
    }

    @TaskScoped
    abstract static class Base {
        @Test
        void of_base(TaskScope scope) {
            use(scope);
        }
    }

    interface Contract {
        @Test
        default void of_interface(TaskScope scope) {
            use(scope);
        }
    }

    static class InheritingTestCase extends Base implements Contract {
        @Test
        void own(TaskScope scope) {
            use(scope);
        }
    }

    @TaskScoped
    static class FactoryTestCase {
        @TestFactory
        List<DynamicNode> three_tests(TaskScope scope) {
            use(scope);
            return List.of(
                    dynamicTest("one", () -> use(scope)),
                    dynamicContainer("inner", List.of(dynamicTest("two", () -> use(scope)))),
                    // a task of a dynamic test may fork too
                    dynamicTest("three", () -> scope.fork("outer", () -> use(scope))));
        }
    }

    @TaskScoped
    static class MeetingFactoryTestCase {
        @TestFactory
        Stream<DynamicTest> two_tests(TaskScope scope) {
            CyclicBarrier barrier = new CyclicBarrier(2);
            return Stream.of("left", "right")
                    .map(name -> dynamicTest(name, () -> {
                        barrier.await();
                        use(scope);
                        barrier.await();
                    }));
        }
    }

    @TaskScoped
    static class FailingFactoryTestCase {
        @TestFactory
        Stream<DynamicTest> two_tests(TaskScope scope) {
            return Stream.of("one", "two")
                    .map(name -> dynamicTest(
                            name,
                            () -> scope.fork(() -> {
                                if (name.equals("two")) {
                                    throw new AssertionError("in two");
                                }
                            })));
        }
    }

    @TaskScoped
    static class MeetingTestCase {
        static final CyclicBarrier BARRIER = new CyclicBarrier(2);
        static final AtomicReference<Thread> RUNNER = new AtomicReference<>();

        @Test
        void left(TaskScope scope) throws InterruptedException, BrokenBarrierException {
            meet(scope);
        }

        @Test
        void right(TaskScope scope) throws InterruptedException, BrokenBarrierException {
            meet(scope);
        }

        private static void meet(TaskScope scope) throws InterruptedException, BrokenBarrierException {
            RUNNER.set(Thread.currentThread());
            BARRIER.await();
            Task<Integer> other = scope.fork("meets", () -> BARRIER.await());
            use(scope);
            scope.join();
            assertThat(other.result()).isBetween(0, 1);
        }
    }

    @TaskScoped
    static class JoiningTestCase {
        static final AtomicInteger MOST = new AtomicInteger();
        private static final AtomicInteger NOW = new AtomicInteger();

        // a join that lets its worker run something else would have more of them at once
        @RepeatedTest(20)
        void joins(TaskScope scope) throws InterruptedException {
            MOST.accumulateAndGet(NOW.incrementAndGet(), Math::max);
            scope.fork("one", () -> Thread.yield());
            scope.fork("other", () -> Thread.yield());
            scope.join();
            NOW.decrementAndGet();
        }
    }

    @TaskScoped
    static class FailingInParallelTestCase {
        @RepeatedTest(value = 20, name = "{currentRepetition}.")
        void fails(TaskScope scope, TestInfo info) {
            scope.fork(() -> {
                throw new AssertionError(info.getDisplayName());
            });
        }
    }
}
