package dev.muster.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** What the first failure of a task does to a test method. */
@Timeout(60)
class FailFastTest {

    @Test
    void a_method_that_is_blocked_is_interrupted_and_nothing_of_that_is_left() {
        Run run = Run.of(BlockedTestCase.class);
        run.tests().assertStatistics(counts -> counts.succeeded(1).failed(1));
        ExceptionGroup failure = (ExceptionGroup) run.failures().get("a_waits(TaskScope)");
        assertThat(failure.message()).isEqualTo("scope \"a_waits\" failed in 1 of 2 tasks");
        assertThat(failure.leaves())
                .singleElement()
                .satisfies(leaf -> assertThat(leaf).hasMessage("connection reset"));
    }

    @Test
    void a_method_that_goes_on_is_not_interrupted_later() {
        Run run = Run.of(BusyTestCase.class);
        assertThat(run.failure()).hasMessageContaining("[client] IOException: connection reset");
    }

    @Test
    void a_method_that_fails_while_it_is_interrupted_is_one_more_member() {
        ExceptionGroup failure = (ExceptionGroup) Run.of(FailingTestCase.class).failure();
        assertThat(failure.label(0)).contains("client");
        assertThat(failure.label(1)).contains("body");
        assertThat(failure.remark(1)).contains("after the cancel");
        assertThat(failure.exceptions().get(1)).hasMessage("gave up");
    }

    @Test
    void a_method_is_left_alone_if_all_failures_are_to_be_collected() {
        assertThat(Run.with(Map.of("muster.junit.policy", "collect_all"), PatientTestCase.class)
                        .failure())
                .hasMessageContaining("[client] IOException: connection reset");
    }

    private static Task<?> failing(TaskScope scope) {
        return scope.fork("client", () -> {
            throw new IOException("connection reset");
        });
    }

    @TaskScoped(policy = TaskScoped.Cancel.FAIL_FAST)
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class BlockedTestCase {
        @Test
        void a_waits(TaskScope scope) throws InterruptedException {
            scope.fork("waits too", () -> new CountDownLatch(1).await());
            failing(scope);
            new CountDownLatch(1).await();
        }

        @AfterEach
        void nothing_is_left_of_an_interrupt() {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }

        @Test
        void b_is_clean(TaskScope scope) throws InterruptedException {
            CountDownLatch done = new CountDownLatch(1);
            scope.fork(done::countDown);
            done.await();
        }
    }

    @TaskScoped(policy = TaskScoped.Cancel.FAIL_FAST)
    static class BusyTestCase {
        @Test
        void looks_at_the_task(TaskScope scope) {
            Task<?> task = failing(scope);
            while (task.state() == Task.State.RUNNING) {
                Thread.onSpinWait();
            }
        }

        @AfterEach
        void nothing_is_left_of_an_interrupt() {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @TaskScoped(policy = TaskScoped.Cancel.FAIL_FAST)
    static class FailingTestCase {
        @Test
        void gives_up(TaskScope scope) {
            failing(scope);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("gave up");
            }
        }
    }

    @TaskScoped
    static class PatientTestCase {
        @Test
        void waits_for_both(TaskScope scope) throws InterruptedException {
            CountDownLatch done = new CountDownLatch(1);
            Task<?> task = failing(scope);
            scope.fork("server", () -> {
                while (task.state() == Task.State.RUNNING) {
                    Thread.onSpinWait();
                }
                done.countDown();
            });
            done.await();
        }
    }
}
