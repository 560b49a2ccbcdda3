package dev.muster.examples.cookbook;

import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static dev.muster.assertj.GroupAssertions.group;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.examples.KeyError;
import dev.muster.examples.ValueError;
import dev.muster.scope.Policy;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class NestedScopesTest {
    private final CountDownLatch never = new CountDownLatch(1);
    private final CountDownLatch waiting = new CountDownLatch(1);

    private static void readShelf(String shelf) {
        throw new KeyError("no such shelf: " + shelf);
    }

    @Test
    void the_nesting_says_where_a_failure_came_from() {
        assertThatGroupThrownBy(() -> TaskScope.named("inventory")
                        .policy(Policy.collectAll())
                        .run(scope -> {
                            scope.fork("prices", () -> {
                                throw new ValueError("a price of -1");
                            });
                            scope.fork(
                                    "shelves",
                                    () -> TaskScope.named("shelves")
                                            .policy(Policy.collectAll())
                                            .run(shelves -> {
                                                shelves.fork("A", () -> readShelf("A"));
                                                shelves.fork("B", () -> readShelf("B"));
                                            }));
                        }))
                .containsExactly(leaf(ValueError.class), group(leaf(KeyError.class), leaf(KeyError.class)));
    }

    @Test
    void a_scope_that_is_cancelled_cancels_the_scopes_inside_its_tasks() {
        assertThatGroupThrownBy(() -> TaskScope.named("inventory").run(scope -> {
                    scope.fork(
                            "shelves",
                            () -> TaskScope.run(shelves -> shelves.fork("A", () -> {
                                waiting.countDown();
                                never.await();
                            })));
                    scope.fork("prices", () -> {
                        waiting.await();
                        throw new ValueError("a price of -1");
                    });
                }))
                .containsExactly(ValueError.class);
    }

    @Test
    void stop_early_without_an_error() throws InterruptedException {
        TaskScope.named("search").run(scope -> {
            Task<?> search = scope.fork("cellar", () -> never.await());
            scope.fork("attic", () -> scope.cancel("found in the attic"));
            scope.join();
            assertThat(search.isCancelled()).isTrue();
            assertThat(scope.cancelReason()).contains("found in the attic");
        });
    }
}
