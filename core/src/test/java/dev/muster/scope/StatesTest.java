package dev.muster.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.muster.scope.ScopeKit.Kind;
import dev.muster.scope.ScopeKit.OnAllThreads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each operation in each state, by whole messages. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(ScopeKit.class)
class StatesTest {
    private static final String TOO_LATE =
            "IllegalStateException: scope \"s\" is %s: %s was called too late; open another scope";

    /** What an operation came to: its value, or what it threw. */
    private static String outcome(ScopeKit.Body operation, TaskScope scope) {
        Throwable thrown = catchThrowable(() -> operation.run(scope));
        return thrown == null ? "ok" : thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
    }

    private static Map<String, ScopeKit.Body> operations() {
        Map<String, ScopeKit.Body> operations = new LinkedHashMap<>();
        operations.put("fork", scope -> scope.fork("late", () -> 1));
        operations.put("join", TaskScope::join);
        operations.put("cancel", scope -> scope.cancel("late"));
        operations.put("cancelReason", scope -> scope.cancelReason());
        operations.put("isCancelled", TaskScope::isCancelled);
        operations.put("name", scope -> assertThat(scope.name()).isEqualTo("s"));
        operations.put("close", TaskScope::close);
        return operations;
    }

    /** The outcomes of all operations, each on a scope of its own. */
    private static Map<String, String> outcomes(Kind kind, ScopeKit.Body intoState, OnScope each) {
        Map<String, String> outcomes = new LinkedHashMap<>();
        operations().forEach((name, operation) -> {
            TaskScope scope = kind.config().name("s").open();
            try {
                intoState.run(scope);
                outcomes.put(name, each.apply(operation, scope));
            } catch (Exception e) {
                throw new AssertionError(e);
            } finally {
                scope.close();
            }
        });
        return outcomes;
    }

    private interface OnScope {
        String apply(ScopeKit.Body operation, TaskScope scope) throws Exception;
    }

    private static Map<String, String> expected(String... namesAndOutcomes) {
        Map<String, String> expected = new LinkedHashMap<>();
        operations().keySet().forEach(name -> expected.put(name, "ok"));
        for (int i = 0; i < namesAndOutcomes.length; i += 2) {
            expected.put(namesAndOutcomes[i], namesAndOutcomes[i + 1]);
        }
        return expected;
    }

    @Nested
    class Of_the_scope {
        @OnAllThreads
        void an_open_one_allows_all(Kind kind) {
            assertThat(outcomes(kind, scope -> {}, StatesTest::outcome)).isEqualTo(expected());
        }

        @OnAllThreads
        void a_cancelled_one_allows_all(Kind kind) {
            assertThat(outcomes(kind, scope -> scope.cancel("enough"), StatesTest::outcome))
                    .isEqualTo(expected());
        }

        @OnAllThreads
        void a_joined_one_takes_no_task_and_no_join(Kind kind) {
            assertThat(outcomes(kind, TaskScope::join, StatesTest::outcome))
                    .isEqualTo(expected(
                            "fork", TOO_LATE.formatted("joined already", "fork"),
                            "join", TOO_LATE.formatted("joined already", "join")));
        }

        @OnAllThreads
        void one_whose_join_threw_takes_no_task_and_no_join(Kind kind) {
            ScopeKit.Body failedJoin = scope -> {
                scope.fork(() -> {
                    throw new IOException();
                });
                ScopeKit.group(scope::join);
            };
            assertThat(outcomes(kind, failedJoin, StatesTest::outcome))
                    .isEqualTo(expected(
                            "fork", TOO_LATE.formatted("joined already", "fork"),
                            "join", TOO_LATE.formatted("joined already", "join")));
        }

        @OnAllThreads
        void a_closed_one_takes_no_task_and_no_join(Kind kind) {
            assertThat(outcomes(kind, TaskScope::close, StatesTest::outcome))
                    .isEqualTo(expected(
                            "fork",
                            TOO_LATE.formatted("closed", "fork"),
                            "join",
                            TOO_LATE.formatted("closed", "join")));
        }

        @OnAllThreads
        void a_cancel_after_join_or_close_changes_nothing(Kind kind) throws Exception {
            TaskScope scope = kind.config().open();
            scope.join();
            scope.cancel("late");
            assertThat(scope.cancelReason()).isEmpty();
            scope.close();
            scope.cancel("later");
            assertThat(scope.cancelReason()).isEmpty();
        }
    }

    @Nested
    class On_another_thread {
        private String elsewhere(ScopeKit.Body operation, TaskScope scope) throws InterruptedException {
            AtomicReference<String> outcome = new AtomicReference<>();
            Thread stranger = ScopeKit.kept(new Thread(() -> outcome.set(outcome(operation, scope)), "stranger"));
            stranger.start();
            stranger.join();
            return outcome.get();
        }

        private String refused(String operation, String advice) {
            return "IllegalStateException: scope \"s\" is owned by thread owner; " + operation
                    + " was called from thread stranger: " + advice;
        }

        @OnAllThreads
        void only_reading_and_cancelling_are_allowed_in_each_state(Kind kind) {
            Thread.currentThread().setName("owner");
            Map<String, String> allowed = expected(
                    "fork", refused("fork", "fork from the owner or from one of its tasks"),
                    "join", refused("join", "join on the thread that opened it"),
                    "close", refused("close", "close on the thread that opened it"));
            List<ScopeKit.Body> states =
                    List.of(scope -> {}, scope -> scope.cancel("enough"), TaskScope::join, TaskScope::close);
            for (ScopeKit.Body state : states) {
                assertThat(outcomes(kind, state, this::elsewhere)).isEqualTo(allowed);
            }
        }

        @OnAllThreads
        void a_refused_close_leaves_the_scope_open(Kind kind) throws Exception {
            try (TaskScope scope = kind.config().name("s").open()) {
                Task<Integer> task = scope.fork(() -> 1);
                elsewhere(TaskScope::close, scope);
                assertThat(scope.fork(() -> 2).isCancelled()).isFalse();
                scope.join();
                assertThat(task.result()).isEqualTo(1);
            }
        }

        @OnAllThreads
        void a_task_may_fork_but_not_join_or_close(Kind kind) throws Exception {
            Thread.currentThread().setName("owner");
            Map<String, String> outcomes = new LinkedHashMap<>();
            for (String name : List.of("fork", "join", "cancelReason", "isCancelled", "name", "close", "cancel")) {
                ScopeKit.Body operation = operations().get(name);
                kind.config().name("s").run(scope -> {
                    scope.fork("t", () -> {
                        outcomes.put(name, outcome(operation, scope));
                    });
                    scope.join();
                });
            }
            assertThat(outcomes)
                    .isEqualTo(expected(
                            "join",
                            "IllegalStateException: scope \"s\" is owned by thread owner; join was called from thread"
                                    + " s/t: join on the thread that opened it",
                            "close",
                            "IllegalStateException: scope \"s\" is owned by thread owner; close was called from thread"
                                    + " s/t: close on the thread that opened it"));
        }
    }

    @Nested
    class Of_the_task {
        private final IOException failure = new IOException("failure");

        private Map<String, Object> readings(Task<?> task) {
            Map<String, Object> readings = new LinkedHashMap<>();
            readings.put("name", task.name());
            readings.put("state", task.state());
            readings.put("isCancelled", task.isCancelled());
            readings.put("result", read(task::result));
            readings.put("exception", read(task::exception));
            readings.put("toString", task.toString());
            return readings;
        }

        private Object read(java.util.function.Supplier<?> reading) {
            Object[] value = new Object[1];
            Throwable thrown = catchThrowable(() -> value[0] = reading.get());
            return thrown == null
                    ? String.valueOf(value[0])
                    : thrown.getClass().getSimpleName() + ": " + thrown.getMessage();
        }

        private void assertReadings(
                Task<?> task, Task.State state, boolean isCancelled, String result, String exception) {
            assertThat(readings(task))
                    .containsExactly(
                            Map.entry("name", "t"),
                            Map.entry("state", state),
                            Map.entry("isCancelled", isCancelled),
                            Map.entry("result", result),
                            Map.entry("exception", exception),
                            Map.entry("toString", "task \"t\" of scope \"s\""));
        }

        @OnAllThreads
        void a_running_one_has_nothing_to_tell(Kind kind) throws Exception {
            CountDownLatch open = new CountDownLatch(1);
            kind.config().name("s").run(scope -> {
                Task<?> task = scope.fork("t", () -> open.await());
                assertReadings(
                        task,
                        Task.State.RUNNING,
                        false,
                        "IllegalStateException: task \"t\" of scope \"s\" has not ended: join the scope before reading"
                                + " its result",
                        "IllegalStateException: task \"t\" of scope \"s\" has not ended: join the scope before reading"
                                + " its exception");
                open.countDown();
            });
        }

        @OnAllThreads
        void one_that_succeeded_has_a_result(Kind kind) throws Exception {
            List<Task<?>> tasks = new ArrayList<>();
            kind.config().name("s").run(scope -> {
                tasks.add(scope.fork("t", () -> 42));
                scope.join();
                assertReadings(tasks.get(0), Task.State.SUCCEEDED, false, "42", "Optional.empty");
            });
            assertReadings(tasks.get(0), Task.State.SUCCEEDED, false, "42", "Optional.empty");
        }

        @OnAllThreads
        void one_that_failed_has_an_exception(Kind kind) throws Exception {
            kind.config().name("s").run(scope -> {
                Task<?> task = scope.fork("t", () -> {
                    throw failure;
                });
                ScopeKit.group(scope::join);
                assertReadings(
                        task,
                        Task.State.FAILED,
                        false,
                        "FailedTaskException: task \"t\" of scope \"s\" failed: it has no result; ask exception() for"
                                + " the failure",
                        "Optional[java.io.IOException: failure]");
                assertThat(task.exception().orElseThrow()).isSameAs(failure);
            });
        }

        @OnAllThreads
        void one_that_was_cancelled_has_neither(Kind kind) throws Exception {
            kind.config().name("s").run(scope -> {
                Task<?> task = scope.fork("t", ScopeKit::block);
                scope.cancel("enough");
                scope.join();
                assertReadings(
                        task,
                        Task.State.CANCELLED,
                        true,
                        "CancellationException: task \"t\" of scope \"s\" was cancelled, as was its scope: enough: it"
                                + " has no result; ask isCancelled() first",
                        "Optional.empty");
            });
        }
    }
}
