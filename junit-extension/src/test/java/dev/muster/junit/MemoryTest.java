package dev.muster.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of a test is kept when it has ended, while other tests of its class still run. */
@Timeout(120)
class MemoryTest {
    private static final int TESTS = 10_000;

    private static final List<WeakReference<Object>> SEEN = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void nothing_is_seen() {
        SEEN.clear();
    }

    private static void see(Object object) {
        SEEN.add(new WeakReference<>(object));
    }

    /** Forks a task and sees all that there is around it. */
    private static void useAndSee(TaskScope scope) {
        Object captured = new Object();
        Task<Object> task = scope.fork("task", () -> {
            Reference.reachabilityFence(captured);
            Object result = new Object();
            see(result);
            return result;
        });
        see(scope);
        see(captured);
        see(task);
    }

    private static void assertThatAllIsCollected() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (remaining() > 0 && System.nanoTime() < deadline) {
            System.gc();
        }
        assertThat(remaining()).as("objects of earlier tests").isZero();
    }

    private static long remaining() {
        synchronized (SEEN) {
            return SEEN.stream().filter(each -> !each.refersTo(null)).count();
        }
    }

    @Test
    void what_a_test_that_passed_worked_with_is_free_before_the_next_one() {
        Run.of(PassingTestCase.class).allSucceeded(2);
        assertThat(SEEN).hasSize(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"on_failure", "never"})
    void what_a_test_that_failed_worked_with_is_free_before_the_next_one(String files) {
        // the run keeps the failure, which is not to keep scope and tasks
        Run run = Run.with(Map.of("muster.junit.files", files), FailingTestCase.class);
        assertThat(run.failures()).containsOnlyKeys("a_fails(TaskScope)");
        assertThat(SEEN).hasSize(4);
    }

    @Test
    void ten_thousand_tests_keep_nothing() {
        Run.of(ManyTestCase.class).allSucceeded(TESTS);
        assertThat(SEEN).hasSize(4 * (TESTS - 1));
    }

    @Test
    void ten_thousand_dynamic_tests_of_one_factory_keep_nothing() {
        Run.of(ManyDynamicTestCase.class).allSucceeded(TESTS);
        assertThat(SEEN).hasSize(3 * (TESTS - 1));
    }

    @TaskScoped
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class PassingTestCase {
        @BeforeEach
        void prepare(TaskScope scope) {
            useAndSeeBeforeTheLast(scope);
        }

        @Test
        void a_passes(TaskScope scope) {
            useAndSee(scope);
        }

        @AfterEach
        void tidy(TaskScope scope) {
            useAndSeeBeforeTheLast(scope);
        }

        @Test
        void b_looks() {
            assertThatAllIsCollected();
        }

        private static void useAndSeeBeforeTheLast(TaskScope scope) {
            if (SEEN.size() < 12) {
                useAndSee(scope);
            }
        }
    }

    @TaskScoped
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class FailingTestCase {
        @Test
        void a_fails(TaskScope scope) {
            useAndSee(scope);
            scope.fork("fails", () -> {
                throw new IOException("connection reset");
            });
        }

        @Test
        void b_looks() {
            assertThatAllIsCollected();
        }
    }

    @TaskScoped
    static class ManyTestCase {
        @RepeatedTest(TESTS)
        void one_of_many(TaskScope scope, RepetitionInfo info) {
            if (info.getCurrentRepetition() < TESTS) {
                useAndSee(scope);
            } else {
                assertThatAllIsCollected();
            }
        }
    }

    @TaskScoped
    static class ManyDynamicTestCase {
        @TestFactory
        Stream<DynamicTest> many(TaskScope scope) {
            return IntStream.rangeClosed(1, TESTS)
                    .mapToObj(number -> dynamicTest("one of many", () -> {
                        if (number < TESTS) {
                            see(use(scope));
                        } else {
                            assertThatAllIsCollected();
                        }
                    }));
        }

        // the handle is that of the factory, which lives as long as its tests
        private static Task<Object> use(TaskScope scope) {
            Object captured = new Object();
            see(captured);
            return scope.fork("task", () -> {
                Reference.reachabilityFence(captured);
                Object result = new Object();
                see(result);
                return result;
            });
        }
    }
}
