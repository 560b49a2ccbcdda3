package dev.muster.examples.scopes;

import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Policy;
import dev.muster.scope.ScopeConfig;
import dev.muster.scope.ScopeListener;
import dev.muster.scope.ScopeTimeoutException;
import dev.muster.scope.Seams;
import dev.muster.scope.Settled;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TaskScopesTest {

    record User(String name) {}

    record Order(int number) {}

    record Page(User user, Order order) {}

    private static User loadUser(int id) {
        return new User("user " + id);
    }

    private static Order loadOrder(int id) {
        return new Order(id);
    }

    @Test
    void two_results_make_a_page() throws InterruptedException {
        int id = 7;
        Page page = TaskScope.call(scope -> {
            Task<User> user = scope.fork("user", () -> loadUser(id));
            Task<Order> order = scope.fork("order", () -> loadOrder(id));
            scope.join();
            return new Page(user.result(), order.result());
        });
        assertThat(page).isEqualTo(new Page(new User("user 7"), new Order(7)));
    }

    @Test
    void the_manual_form_is_closed_by_its_owner() throws InterruptedException {
        List<String> loaded = new ArrayList<>();
        try (TaskScope scope = TaskScope.open(Policy.collectAll())) {
            Task<User> user = scope.fork("user", () -> loadUser(1));
            scope.join();
            loaded.add(user.result().name());
        }
        assertThat(loaded).containsExactly("user 1");
    }

    @Test
    void every_failure_is_a_member() {
        CountDownLatch bothRun = new CountDownLatch(2);
        ExceptionGroup group = catchThrowableOfType(
                ExceptionGroup.class,
                () -> TaskScope.named("checkout").run(scope -> {
                    scope.fork("stock", () -> {
                        bothRun.countDown();
                        bothRun.await();
                        throw new IOException("warehouse is down");
                    });
                    scope.fork("payment", () -> {
                        bothRun.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException cancelled) {
                            throw new IllegalStateException("refund failed");
                        }
                    });
                    bothRun.await();
                }));
        assertThatGroup(group).containsExactly(IOException.class, IllegalStateException.class);
        assertThat(group.firstFailure()).containsInstanceOf(IOException.class);
        assertThat(group.getMessage()).isEqualTo("""
                        scope "checkout" failed in 2 of 2 tasks (2 sub-exceptions: 1 IOException, 1 IllegalStateException)
                          [stock] IOException: warehouse is down
                          [payment, after the cancel] IllegalStateException: refund failed""");
    }

    @Test
    void a_policy_is_a_function_of_the_task_that_ended() throws InterruptedException {
        AtomicInteger failures = new AtomicInteger();
        Policy threeStrikes = task -> task.state() == Task.State.FAILED && failures.incrementAndGet() == 3;

        ExceptionGroup group = catchThrowableOfType(
                ExceptionGroup.class,
                () -> TaskScope.named("strikes")
                        .policy(threeStrikes)
                        .maxConcurrency(1)
                        .all(List.of(1, 2, 3, 4, 5), number -> {
                            throw new IOException("no " + number);
                        }));
        assertThatGroup(group).hasSize(3);
    }

    @Test
    void a_cancel_of_ones_own_is_no_failure() throws InterruptedException {
        Map<String, String> found = new ConcurrentHashMap<>();
        TaskScope.named("search").run(scope -> {
            scope.fork("left", () -> {
                found.put("left", "treasure");
                scope.cancel("found it");
            });
            scope.fork("right", () -> new CountDownLatch(1).await());
        });
        assertThat(found).containsEntry("left", "treasure");
    }

    @Test
    void a_timeout_is_reported_with_what_still_ran() {
        CountDownLatch answer = new CountDownLatch(1);
        ExceptionGroup group = catchThrowableOfType(
                ExceptionGroup.class,
                () -> TaskScope.named("quotes").timeout(Duration.ofMillis(50)).run(scope -> {
                    scope.fork("slow shop", () -> answer.await());
                }));
        assertThatGroup(group).containsExactly(ScopeTimeoutException.class);
        assertThat(group.getMessage()).isEqualTo("""
                        scope "quotes" failed in its timeout (1 sub-exception: 1 ScopeTimeoutException)
                          [timeout] ScopeTimeoutException: scope "quotes" did not end within PT0.05S; still running: "slow shop"
                        """.stripTrailing());
    }

    @Test
    void fan_outs_tell_how_each_input_ended() throws InterruptedException {
        List<Integer> ids = List.of(1, 2, 3);
        List<User> users = TaskScope.named("users").maxConcurrency(8).all(ids, TaskScopesTest::loadUser);
        assertThat(users).extracting(User::name).containsExactly("user 1", "user 2", "user 3");

        Settled<Integer, User> settled = TaskScope.named("users").allSettled(ids, TaskScopesTest::loadOdd);
        assertThat(settled.results()).containsOnlyKeys(1, 3);
        assertThat(settled.failures()).containsOnlyKeys(2);

        User first = TaskScope.named("mirrors").firstSuccess(ids, TaskScopesTest::loadOdd);
        assertThat(first.name()).isIn("user 1", "user 3");
    }

    private static User loadOdd(int id) throws IOException {
        if (id % 2 == 0) {
            throw new IOException("no user " + id);
        }
        return loadUser(id);
    }

    @Test
    void a_listener_is_told_of_scopes_that_production_code_opens() throws Exception {
        List<String> ended = new ArrayList<>();
        ScopeListener listener = new ScopeListener() {
            @Override
            public void taskEnded(TaskScope scope, Task<?> task) {
                synchronized (ended) {
                    ended.add(scope.name() + "/" + task.name() + " " + task.state());
                }
            }
        };
        Page page = Seams.none().listener(listener).call(() -> Pages.load(7));
        assertThat(page.order().number()).isEqualTo(7);
        assertThat(ended).containsExactlyInAnyOrder("page/user SUCCEEDED", "page/order SUCCEEDED");
    }

    private static final class Pages {
        static Page load(int id) throws InterruptedException {
            return TaskScope.named("page").call(scope -> {
                Task<User> user = scope.fork("user", () -> loadUser(id));
                Task<Order> order = scope.fork("order", () -> loadOrder(id));
                scope.join();
                return new Page(user.result(), order.result());
            });
        }
    }

    @Test
    void what_hangs_can_be_looked_at() throws InterruptedException {
        CountDownLatch answer = new CountDownLatch(1);
        TaskScope.named("quotes").run(scope -> {
            CountDownLatch asked = new CountDownLatch(1);
            scope.fork("slow shop", () -> {
                asked.countDown();
                answer.await();
            });
            asked.await();
            String tree = TaskScope.dumpTree();
            answer.countDown();
            assertThat(tree.lines().map(line -> line.replaceAll("[0-9]+ ms", "N ms")))
                    .contains(
                            "scope \"quotes\", open for N ms, 1 of 1 tasks not ended",
                            "  task \"slow shop\", RUNNING, forked N ms ago");
        });
    }

    @Test
    void a_result_is_read_after_the_end() throws InterruptedException {
        TaskScope.run(scope -> {
            CountDownLatch go = new CountDownLatch(1);
            Task<Void> task = scope.fork("wait", () -> go.await());
            assertThatIllegalStateException()
                    .isThrownBy(task::result)
                    .withMessage("task \"wait\" of the scope has not ended: join the scope before reading its result");
            go.countDown();
        });
    }

    @Test
    void one_configuration_serves_many_scopes() throws InterruptedException {
        ScopeConfig orders =
                TaskScope.named("orders").policy(Policy.collectAll()).timeout(Duration.ofSeconds(20));
        List<Order> first = orders.all(List.of(1, 2), TaskScopesTest::loadOrder);
        List<Order> second = orders.all(List.of(3), TaskScopesTest::loadOrder);
        assertThat(first).hasSize(2);
        assertThat(second).containsExactly(new Order(3));
    }
}
