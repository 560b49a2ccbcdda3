package dev.muster.examples.comingfrom;

import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.examples.KeyError;
import dev.muster.examples.ValueError;
import dev.muster.group.Attempt;
import dev.muster.scope.Policy;
import dev.muster.scope.ScopeConfig;
import dev.muster.scope.ScopeTimeoutException;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FromKotlinTest {
    private final CountDownLatch never = new CountDownLatch(1);

    private static String loadUser(int id) {
        if (id < 0) {
            throw new ValueError("no user " + id);
        }
        return "Ada";
    }

    private static String loadOrder(int id) {
        if (id < 0) {
            throw new KeyError("no order " + id);
        }
        return "three pencils";
    }

    String page(int id) throws InterruptedException {
        return TaskScope.call(scope -> {
            Task<String> user = scope.fork("user", () -> loadUser(id));
            Task<String> order = scope.fork("order", () -> loadOrder(id));
            scope.join();
            return user.result() + ": " + order.result();
        });
    }

    @Test
    void a_coroutine_scope_is_a_scope() throws InterruptedException {
        assertThat(page(7)).isEqualTo("Ada: three pencils");
    }

    String pageOfWhatThereIs(int id) throws InterruptedException {
        List<Task<String>> parts = new ArrayList<>();
        Attempt.of(() -> TaskScope.named("page").policy(Policy.collectAll()).run(scope -> {
                    parts.add(scope.fork("user", () -> loadUser(7)));
                    parts.add(scope.fork("order", () -> loadOrder(id)));
                }))
                .on(KeyError.class, missing -> {})
                .execute();
        return parts.stream()
                .map(part -> part.state() == Task.State.SUCCEEDED ? part.result() : "-")
                .reduce((a, b) -> a + ": " + b)
                .orElseThrow();
    }

    @Test
    void a_supervisor_scope_collects_all() throws InterruptedException {
        assertThat(pageOfWhatThereIs(7)).isEqualTo("Ada: three pencils");
        assertThat(pageOfWhatThereIs(-1)).isEqualTo("Ada: -");
    }

    @Test
    void with_timeout_is_a_timeout_of_the_scope() {
        assertThatGroupThrownBy(() -> TaskScope.named("page")
                        .timeout(Duration.ofMillis(50))
                        .run(scope -> scope.fork("user", () -> never.await())))
                .containsExactly(ScopeTimeoutException.class);
    }

    Optional<String> orNull() throws InterruptedException {
        ScopeConfig quick = TaskScope.named("page").timeout(Duration.ofMillis(50));
        return Attempt.of(() -> quick.call(scope -> {
                    scope.fork("user", () -> never.await());
                    scope.join();
                    return "in time";
                }))
                .on(ScopeTimeoutException.class, late -> {})
                .result();
    }

    @Test
    void with_timeout_or_null_deals_with_the_timeout() throws InterruptedException {
        assertThat(orNull()).isEmpty();
    }

    @Test
    void failures_are_siblings_and_not_suppressed_in_one_another() {
        assertThatGroupThrownBy(() -> TaskScope.named("page")
                        .policy(Policy.collectAll())
                        .run(scope -> {
                            scope.fork("user", () -> loadUser(-1));
                            scope.fork("order", () -> loadOrder(-1));
                        }))
                .containsExactly(ValueError.class, KeyError.class);
    }
}
