package dev.muster.examples.lesson;

import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.examples.CriticalError;
import dev.muster.examples.RecoverableError;
import dev.muster.group.Attempt;
import dev.muster.scope.Policy;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Part 4: recover with a default value; log critical failures and raise them again. */
class RobustOperationTest {
    private static final String DEFAULT_VALUE = "default";

    private final List<String> log = new ArrayList<>();

    String robustOperation(Callable<String> operation1, Callable<String> operation2) throws InterruptedException {
        return Attempt.of(() -> bothOf(operation1, operation2))
                .recover(RecoverableError.class, eg -> DEFAULT_VALUE)
                .on(CriticalError.class, eg -> {
                    for (Throwable exc : eg.exceptions()) {
                        log.add("Critical failure: " + exc.getMessage());
                    }
                    throw eg;
                })
                .result()
                .orElseThrow();
    }

    private static String bothOf(Callable<String> operation1, Callable<String> operation2) throws InterruptedException {
        return TaskScope.named("robust").policy(Policy.collectAll()).call(scope -> {
            Task<String> first = scope.fork("operation 1", operation1);
            Task<String> second = scope.fork("operation 2", operation2);
            scope.join();
            return first.result() + " and " + second.result();
        });
    }

    @Test
    void without_a_failure_the_value_is_that_of_the_operations() throws InterruptedException {
        assertThat(robustOperation(() -> "tea", () -> "cake")).isEqualTo("tea and cake");
    }

    @Test
    void recoverable_failures_end_in_the_default_value() throws InterruptedException {
        String value = robustOperation(
                () -> {
                    throw new RecoverableError("cache is cold");
                },
                () -> {
                    throw new RecoverableError("replica is behind");
                });

        assertThat(value).isEqualTo(DEFAULT_VALUE);
        assertThat(log).isEmpty();
    }

    @Test
    void critical_failures_are_logged_and_raised_again() {
        assertThatGroupThrownBy(() -> robustOperation(
                        () -> {
                            throw new RecoverableError("cache is cold");
                        },
                        () -> {
                            throw new CriticalError("disk is full");
                        }))
                .containsExactly(CriticalError.class);

        assertThat(log).containsExactly("Critical failure: disk is full");
    }
}
