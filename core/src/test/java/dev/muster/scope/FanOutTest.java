package dev.muster.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.group.ExceptionGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FanOutTest {
    private static final ScopeConfig NUMBERS = TaskScope.named("numbers");

    private static int odd(int number) throws IOException {
        if (number % 2 == 0) {
            throw new IOException(number + " is even");
        }
        return number * 10;
    }

    @Nested
    class All {
        @Test
        void returns_the_results_in_the_order_of_the_inputs() throws InterruptedException {
            CountDownLatch lastRuns = new CountDownLatch(1);
            List<Integer> results = NUMBERS.all(List.of(1, 3, 5), number -> {
                if (number == 5) {
                    lastRuns.countDown();
                }
                lastRuns.await();
                return odd(number);
            });
            assertThat(results).containsExactly(10, 30, 50);
        }

        @Test
        void throws_the_group_labelled_by_inputs() {
            ExceptionGroup group = catchThrowableOfType(
                    ExceptionGroup.class,
                    () -> NUMBERS.policy(Policy.collectAll()).all(List.of(1, 2, 4), FanOutTest::odd));
            assertThat(group.getMessage())
                    .isEqualTo("scope \"numbers\" failed in 2 of 3 tasks (2 sub-exceptions: 2 IOException)"
                            + "\n  [2] IOException: 2 is even\n  [4] IOException: 4 is even");
        }

        @Test
        void numbers_the_task_of_an_input_that_has_no_text() throws InterruptedException {
            class Silent {
                @Override
                public String toString() {
                    return null;
                }
            }
            List<Object> inputs = List.of("a", " ", new Silent());
            assertThat(ScopeConfig.defaults().all(inputs, each -> inputs.indexOf(each)))
                    .containsExactly(0, 1, 2);
            ExceptionGroup group = ScopeKit.group(() -> ScopeConfig.defaults()
                    .policy(Policy.collectAll())
                    .all(inputs, each -> {
                        throw new IOException("no. " + inputs.indexOf(each));
                    }));
            assertThat(ScopeKit.labels(group)).containsExactly("a", "task-2", "task-3");
        }

        @Test
        void of_no_inputs_is_empty() throws InterruptedException {
            assertThat(NUMBERS.all(List.<Integer>of(), FanOutTest::odd)).isEmpty();
        }

        @Test
        void takes_null_results() throws InterruptedException {
            assertThat(NUMBERS.<Integer, Object>all(List.of(1), number -> null)).containsExactly((Object) null);
        }

        @Test
        void keeps_within_the_concurrency_limit() throws InterruptedException {
            AtomicInteger running = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            NUMBERS.maxConcurrency(2).all(List.of(1, 2, 3, 4, 5, 6, 7, 8), number -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.yield();
                return running.decrementAndGet();
            });
            assertThat(most.get()).isBetween(1, 2);
        }

        @Test
        void refuses_null_inputs_by_place() {
            assertThatNullPointerException()
                    .isThrownBy(() -> NUMBERS.all(Arrays.asList(1, null, 3), FanOutTest::odd))
                    .withMessage("input 2 of 3 is null: leave it out");
            assertThatNullPointerException()
                    .isThrownBy(() -> NUMBERS.all(null, FanOutTest::odd))
                    .withMessage("inputs is null: give what the work shall be done for");
            assertThatNullPointerException()
                    .isThrownBy(() -> NUMBERS.all(List.of(1), null))
                    .withMessage("work is null: give what shall be done for each input");
        }
    }

    @Nested
    class All_settled {
        @Test
        void tells_how_each_input_ended_in_order() throws InterruptedException {
            Settled<Integer, Integer> settled = NUMBERS.allSettled(List.of(4, 1, 2, 3), FanOutTest::odd);
            assertThat(settled.results().keySet()).containsExactly(1, 3);
            assertThat(settled.results()).containsEntry(1, 10).containsEntry(3, 30);
            assertThat(settled.failures().keySet()).containsExactly(4, 2);
            assertThat(settled.failures().get(4))
                    .isInstanceOf(IOException.class)
                    .hasMessage("4 is even");
            assertThat(settled.cancelled()).isEmpty();
            assertThat(settled.group().orElseThrow().leaves())
                    .containsExactlyElementsOf(settled.failures().values());
            assertThat(settled).hasToString("Settled[2 results, 2 failures, 0 cancelled]");
        }

        @Test
        void has_no_group_where_nothing_failed() throws InterruptedException {
            assertThat(NUMBERS.allSettled(List.of(1), FanOutTest::odd).group()).isEmpty();
        }

        @Test
        void keeps_what_ended_before_a_timeout() throws InterruptedException {
            CountDownLatch never = new CountDownLatch(1);
            Settled<Integer, Integer> settled = NUMBERS.timeout(Duration.ofMillis(100))
                    .allSettled(List.of(1, 2, 7), number -> {
                        if (number == 7) {
                            never.await();
                        }
                        return odd(number);
                    });
            assertThat(settled.results()).containsOnlyKeys(1);
            assertThat(settled.failures()).containsOnlyKeys(2);
            assertThat(settled.cancelled()).containsExactly(7);
            assertThat(settled.group().orElseThrow().leaves(ScopeTimeoutException.class))
                    .singleElement()
                    .satisfies(timeout -> assertThat(timeout.unfinished()).containsExactly("7"));
        }

        @Test
        void refuses_equal_inputs_before_it_starts_any() {
            AtomicInteger started = new AtomicInteger();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> NUMBERS.allSettled(List.of(1, 2, 1), number -> started.incrementAndGet()))
                    .withMessage("inputs holds \"1\" twice: outcomes are told by input, so give each only once");
            assertThat(started).hasValue(0);
        }

        @Test
        void passes_a_fatal_error_on() {
            OutOfMemoryError fatal = new OutOfMemoryError("not real");
            assertThat(catchThrowableOfType(
                            OutOfMemoryError.class,
                            () -> NUMBERS.allSettled(List.of(1), number -> {
                                throw fatal;
                            })))
                    .isSameAs(fatal);
        }
    }

    /** Cancels a scope as soon as a task of it runs. */
    private static final class CancellingListener implements ScopeListener {
        @Override
        public void taskStarted(TaskScope scope, Task<?> task) {
            scope.cancel("seen enough");
        }
    }

    @Nested
    class First_success {
        @Test
        void returns_what_comes_first_and_stops_the_others() throws InterruptedException {
            CountDownLatch stopped = new CountDownLatch(1);
            CountDownLatch waits = new CountDownLatch(1);
            int first = NUMBERS.firstSuccess(List.of(1, 2, 3), number -> {
                if (number == 1) {
                    waits.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        stopped.countDown();
                    }
                }
                waits.await();
                return odd(number);
            });
            assertThat(first).isEqualTo(30);
            assertThat(stopped.getCount()).isZero();
        }

        @Test
        void throws_all_failures_where_none_succeeds() {
            ExceptionGroup group = catchThrowableOfType(
                    ExceptionGroup.class, () -> NUMBERS.firstSuccess(List.of(2, 4), FanOutTest::odd));
            assertThat(group.exceptions()).extracting(Throwable::getMessage).containsExactly("2 is even", "4 is even");
        }

        @Test
        void takes_null_for_a_success() throws InterruptedException {
            assertThat(NUMBERS.<Integer, Object>firstSuccess(List.of(1), number -> null))
                    .isNull();
        }

        @Test
        void says_why_there_is_none_where_a_cancel_stopped_all() {
            ExceptionGroup group = catchThrowableOfType(
                    ExceptionGroup.class,
                    () -> ScopeConfig.defaults()
                            .name("race")
                            .listener(new CancellingListener())
                            .firstSuccess(List.of(1), number -> {
                                new CountDownLatch(1).await();
                                return number;
                            }));
            assertThat(group.exceptions())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            IllegalStateException.class,
                            none -> assertThat(none).hasMessage("no task succeeded: race was cancelled: seen enough"));
        }

        @Test
        void refuses_no_inputs() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> NUMBERS.firstSuccess(List.<Integer>of(), FanOutTest::odd))
                    .withMessage("inputs is empty: give at least one, since none could succeed");
        }
    }
}
