package dev.muster.examples.cookbook;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.junit.TaskScoped;
import dev.muster.scope.TaskScope;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.Test;

@TaskScoped
class MigrationTest {
    private final Cart cart = new Cart(2, 24);
    private final BlockingQueue<String> wire = new SynchronousQueue<>();

    private record Cart(int items, int total) {}

    @Test
    void before_with_assertAll() {
        assertAll(() -> assertEquals(2, cart.items()), () -> assertEquals(24, cart.total()));
    }

    @Test
    void after_with_a_scope(TaskScope scope) {
        scope.fork("items", () -> assertEquals(2, cart.items()));
        scope.fork("total", () -> assertEquals(24, cart.total()));
    }

    @Test
    void client_and_server_without_a_latch(TaskScope scope) {
        scope.fork("client", () -> wire.put("ping"));
        scope.fork("server", () -> assertEquals("ping", wire.take()));
    }
}
