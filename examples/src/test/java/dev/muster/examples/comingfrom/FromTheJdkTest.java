package dev.muster.examples.comingfrom;

import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static dev.muster.assertj.GroupAssertions.carriedBy;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.muster.scope.Policy;
import dev.muster.scope.Settled;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FromTheJdkTest {
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final List<String> lost = new ArrayList<>();

    record Page(String user, String order) {}

    private static String loadUser(int id) throws IOException {
        if (id < 0) {
            throw new IOException("no user " + id);
        }
        return "Ada";
    }

    private static String loadOrder(int id) throws IOException {
        if (id < 0) {
            throw new IOException("no order " + id);
        }
        return "three pencils";
    }

    @AfterEach
    void stop_the_pool() throws InterruptedException {
        pool.shutdownNow();
        assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    Page withAScope(int id) throws InterruptedException {
        return TaskScope.named("page").policy(Policy.collectAll()).call(scope -> {
            Task<String> user = scope.fork("user", () -> loadUser(id));
            Task<String> order = scope.fork("order", () -> loadOrder(id));
            scope.join();
            return new Page(user.result(), order.result());
        });
    }

    Page withFutures(int id) {
        CompletableFuture<String> user = CompletableFuture.supplyAsync(() -> unchecked(() -> loadUser(id)), pool);
        CompletableFuture<String> order = CompletableFuture.supplyAsync(() -> unchecked(() -> loadOrder(id)), pool);
        CompletableFuture.allOf(user, order).join();
        return new Page(user.join(), order.join());
    }

    private static <T> T unchecked(Callable<T> work) {
        try {
            return work.call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void both_give_the_page() throws InterruptedException {
        assertThat(withAScope(7)).isEqualTo(withFutures(7));
    }

    @Test
    void a_scope_reports_both_failures_and_all_of_one() {
        assertThatGroupThrownBy(() -> withAScope(-1))
                .containsExactly(
                        leaf(IOException.class).withMessage("no user -1").inTask("user"),
                        leaf(IOException.class).withMessage("no order -1").inTask("order"));

        Throwable thrown = catchThrowable(() -> withFutures(-1));
        assertThatGroup(carriedBy(thrown)).containsExactly(UncheckedIOException.class);
    }

    List<String> withInvokeAll(List<Integer> ids) throws InterruptedException {
        List<Callable<String>> loads = new ArrayList<>();
        ids.forEach(id -> loads.add(() -> loadUser(id)));
        List<String> users = new ArrayList<>();
        for (Future<String> load : pool.invokeAll(loads)) {
            try {
                users.add(load.get());
            } catch (ExecutionException e) {
                lost.add(e.getCause().getMessage());
            }
        }
        return users;
    }

    @Test
    void invoke_all_is_all_settled() throws InterruptedException {
        List<Integer> ids = List.of(1, -2);

        Settled<Integer, String> settled = TaskScope.named("users").allSettled(ids, id -> loadUser(id));

        assertThat(settled.results().values()).containsExactlyElementsOf(withInvokeAll(ids));
        assertThat(settled.failures()).containsOnlyKeys(-2);
        assertThat(lost).containsExactly("no user -2");
    }

    @Test
    void invoke_any_is_first_success() throws Exception {
        List<Callable<String>> loads = List.of(() -> loadUser(-1), () -> loadUser(2));

        String any = pool.invokeAny(loads);
        String first = TaskScope.named("users").firstSuccess(List.of(-1, 2), id -> loadUser(id));

        assertThat(first).isEqualTo(any);
    }

    @Test
    void the_manual_form_looks_like_the_jdk_s() throws InterruptedException {
        int id = 7;
        try (TaskScope scope = TaskScope.open()) {
            Task<String> user = scope.fork("user", () -> loadUser(id));
            Task<String> order = scope.fork("order", () -> loadOrder(id));
            scope.join();
            assertThat(new Page(user.result(), order.result())).isEqualTo(new Page("Ada", "three pencils"));
        }
    }
}
