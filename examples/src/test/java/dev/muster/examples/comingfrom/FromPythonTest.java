package dev.muster.examples.comingfrom;

import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static dev.muster.assertj.GroupAssertions.group;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.examples.KeyError;
import dev.muster.examples.TypeError;
import dev.muster.examples.ValueError;
import dev.muster.group.ExceptionGroup;
import dev.muster.scope.ScopeTimeoutException;
import dev.muster.scope.Settled;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FromPythonTest {
    private final CountDownLatch never = new CountDownLatch(1);

    private static String fetch(String url) {
        if (url.isEmpty()) {
            throw new ValueError("no url");
        }
        return "page of " + url;
    }

    @Test
    void a_task_group_gives_results() throws InterruptedException {
        String both = TaskScope.call(scope -> {
            Task<String> a = scope.fork("a", () -> fetch("a"));
            Task<String> b = scope.fork("b", () -> fetch("b"));
            scope.join();
            return a.result() + ", " + b.result();
        });

        assertThat(both).isEqualTo("page of a, page of b");
    }

    @Test
    void gather_with_return_exceptions_is_settled() throws InterruptedException {
        List<String> urls = List.of("a", "");

        Settled<String, String> settled = TaskScope.named("fetch").allSettled(urls, url -> fetch(url));

        assertThat(settled.results()).containsEntry("a", "page of a");
        assertThat(settled.failures()).containsKey("");
    }

    @Test
    void wait_for_the_first_completed_is_a_race() throws InterruptedException {
        String first = TaskScope.named("mirrors").firstSuccess(List.of("a", "b"), url -> fetch(url));

        assertThat(first).startsWith("page of ");
    }

    @Test
    void a_timeout_is_a_member() {
        assertThatGroupThrownBy(() -> TaskScope.named("slow")
                        .timeout(Duration.ofMillis(50))
                        .run(scope -> scope.fork("fetch", () -> never.await())))
                .containsExactly(ScopeTimeoutException.class);
    }

    @Test
    void a_semaphore_is_a_limit() throws InterruptedException {
        List<String> pages = TaskScope.named("fetch").maxConcurrency(2).all(List.of("a", "b", "c"), url -> fetch(url));

        assertThat(pages).hasSize(3);
    }

    @Test
    void raises_group() {
        ExceptionGroup eg = ExceptionGroup.of(
                "outer",
                new ValueError("bad value"),
                ExceptionGroup.of("inner", new TypeError("a"), new KeyError("b")));

        assertThatGroup(eg)
                .containsExactlyInAnyOrder(
                        leaf(ValueError.class).withMessageContaining("bad"), group(KeyError.class, TypeError.class));
    }
}
