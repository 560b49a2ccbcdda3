package dev.muster.examples;

import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.junit.TaskScoped;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@TaskScoped
class GettingStartedTest {
    private final AtomicInteger counter = new AtomicInteger();
    private final CyclicBarrier together = new CyclicBarrier(2);

    record Page(String user, String order) {}

    static String loadUser(int id) {
        if (id < 0) {
            throw new ValueError("no user has the number " + id);
        }
        return "Ada";
    }

    static String loadOrder(int id) {
        return "three pencils";
    }

    static Page loadPage(int id) throws InterruptedException {
        return TaskScope.call(scope -> {
            Task<String> user = scope.fork("user", () -> loadUser(id));
            Task<String> order = scope.fork("order", () -> loadOrder(id));
            scope.join();
            return new Page(user.result(), order.result());
        });
    }

    @Test
    void a_page_is_made_of_both() throws InterruptedException {
        assertThat(loadPage(7)).isEqualTo(new Page("Ada", "three pencils"));
    }

    @Test
    void a_page_that_cannot_be_loaded_says_why() {
        assertThatGroupThrownBy(() -> loadPage(-1)).containsExactly(ValueError.class);
    }

    @Test
    void two_threads_count_to_two(TaskScope scope) throws InterruptedException {
        scope.fork("one", () -> {
            together.await();
            counter.incrementAndGet();
        });
        scope.fork("two", () -> {
            together.await();
            counter.incrementAndGet();
        });
        scope.join();
        assertThat(counter).hasValue(2);
    }
}
