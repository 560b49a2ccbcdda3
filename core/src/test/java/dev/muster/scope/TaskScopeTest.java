package dev.muster.scope;

import static dev.muster.scope.ScopeKit.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.group.ExceptionGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The short forms, which leave the configuration out. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(ScopeKit.class)
class TaskScopeTest {
    private final IOException failure = new IOException("failure");

    private Task<?> failed(TaskScope scope) {
        Task<?> task = scope.fork("failing", () -> {
            throw failure;
        });
        until(() -> task.state() == Task.State.FAILED);
        return task;
    }

    @Test
    void call_returns_the_value_of_the_body() throws InterruptedException {
        String value = TaskScope.call(scope -> {
            Task<String> task = scope.fork(() -> "value");
            scope.join();
            return task.result();
        });
        assertThat(value).isEqualTo("value");
    }

    @Test
    void run_fails_fast() {
        List<Task<?>> tasks = new ArrayList<>();
        ExceptionGroup group = ScopeKit.group(() -> TaskScope.run(scope -> {
            tasks.add(scope.fork("blocked", ScopeKit::block));
            failed(scope);
        }));
        assertThat(group.exceptions()).containsExactly(failure);
        assertThat(tasks).allMatch(Task::isCancelled);
    }

    @Test
    void open_fails_fast() {
        ExceptionGroup group = ScopeKit.group(() -> {
            try (TaskScope scope = TaskScope.open()) {
                failed(scope);
                until(scope::isCancelled);
                assertThat(scope.cancelReason()).contains("task \"failing\" failed");
            }
        });
        assertThat(group.exceptions()).containsExactly(failure);
    }

    @Test
    void open_with_a_policy_follows_that() {
        ExceptionGroup group = ScopeKit.group(() -> {
            try (TaskScope scope = TaskScope.open(Policy.collectAll())) {
                failed(scope);
                Task<Integer> next = scope.fork(() -> 1);
                until(() -> next.state() == Task.State.SUCCEEDED);
                assertThat(scope.isCancelled()).isFalse();
                scope.join();
            }
        });
        assertThat(group.exceptions()).containsExactly(failure);
    }

    @Test
    void named_names_the_scope_and_leaves_the_rest_alone() throws InterruptedException {
        TaskScope.named("orders").run(scope -> assertThat(scope.name()).isEqualTo("orders"));
        assertThat(TaskScope.named("orders"))
                .hasToString(ScopeConfig.defaults().toString().replaceFirst("name=\\w+", "name=orders"));
    }
}
