package dev.muster.examples.cookbook;

import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.muster.examples.CriticalError;
import dev.muster.examples.RecoverableError;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryTest {
    private final AtomicInteger attempts = new AtomicInteger();

    private String flaky(int succeedsAt) {
        if (attempts.incrementAndGet() < succeedsAt) {
            throw new RecoverableError("attempt " + attempts.get() + " failed");
        }
        return "done at attempt " + attempts.get();
    }

    @Test
    void a_retry_goes_inside_of_the_task() throws InterruptedException {
        RetryPolicy<String> thrice = RetryPolicy.<String>builder()
                .handle(RecoverableError.class)
                .withMaxAttempts(3)
                .build();

        String result = TaskScope.call(scope -> {
            Task<String> flaky = scope.fork("flaky", () -> Failsafe.with(thrice).get(() -> flaky(3)));
            scope.join();
            return flaky.result();
        });

        assertThat(result).isEqualTo("done at attempt 3");
    }

    @Test
    void the_last_attempt_is_the_failure_of_the_task() {
        RetryPolicy<String> twice = RetryPolicy.<String>builder()
                .handle(RecoverableError.class)
                .withMaxAttempts(2)
                .build();

        assertThatGroupThrownBy(() -> TaskScope.run(scope -> {
                    scope.fork("flaky", () -> Failsafe.with(twice).get(() -> flaky(3)));
                }))
                .containsExactly(leaf(RecoverableError.class).withMessage("attempt 2 failed"));
    }

    @Test
    void a_cancel_ends_the_wait_between_two_attempts_and_is_no_failure() {
        CountDownLatch failedOnce = new CountDownLatch(1);
        RetryPolicy<String> patient = RetryPolicy.<String>builder()
                .withDelay(Duration.ofHours(1))
                .onRetryScheduled(retry -> failedOnce.countDown())
                .build();

        assertThatGroupThrownBy(() -> TaskScope.run(scope -> {
                    scope.fork("flaky", () -> Failsafe.with(patient).get(() -> flaky(3)));
                    scope.fork("disk", () -> {
                        failedOnce.await();
                        throw new CriticalError("disk is full");
                    });
                }))
                .containsExactly(CriticalError.class);
    }
}
