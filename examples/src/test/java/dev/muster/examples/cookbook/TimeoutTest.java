package dev.muster.examples.cookbook;

import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.examples.ValueError;
import dev.muster.group.Attempt;
import dev.muster.scope.Policy;
import dev.muster.scope.ScopeTimeoutException;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TimeoutTest {
    private final CountDownLatch never = new CountDownLatch(1);

    private String slowReport() throws InterruptedException {
        never.await();
        return "report";
    }

    @Test
    void a_timeout_names_the_tasks_that_had_not_ended() {
        assertThatGroupThrownBy(() -> TaskScope.named("report")
                        .timeout(Duration.ofMillis(500))
                        .run(scope -> {
                            scope.fork("numbers", () -> 42);
                            scope.fork("text", () -> slowReport());
                        }))
                .containsExactly(leaf(ScopeTimeoutException.class)
                        .withMessage("scope \"report\" did not end within PT0.5S; still running: \"text\""));
    }

    @Test
    void a_timeout_does_not_take_the_place_of_an_earlier_failure() {
        assertThatGroupThrownBy(() -> TaskScope.named("report")
                        .policy(Policy.collectAll())
                        .timeout(Duration.ofMillis(500))
                        .run(scope -> {
                            scope.fork("numbers", () -> {
                                throw new ValueError("division by zero");
                            });
                            scope.fork("text", () -> slowReport());
                        }))
                .containsExactly(ValueError.class, TimeoutException.class);
    }

    @Test
    void what_was_ready_in_time_is_kept() throws InterruptedException {
        List<Task<String>> parts = new ArrayList<>();
        List<String> missing = new ArrayList<>();

        Attempt.of(() -> TaskScope.named("report")
                        .timeout(Duration.ofMillis(500))
                        .run(scope -> {
                            parts.add(scope.fork("title", () -> "Our year"));
                            parts.add(scope.fork("text", () -> slowReport()));
                        }))
                .on(
                        TimeoutException.class,
                        late -> late.leaves(ScopeTimeoutException.class)
                                .forEach(timeout -> missing.addAll(timeout.unfinished())))
                .execute();

        assertThat(parts.stream().filter(part -> part.state() == Task.State.SUCCEEDED))
                .extracting(Task::result)
                .containsExactly("Our year");
        assertThat(missing).containsExactly("text");
    }
}
