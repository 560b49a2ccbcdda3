package dev.muster.examples.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.muster.junit.TaskScoped;
import dev.muster.scope.TaskScope;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JUnitGuideTest {
    private final SynchronousQueue<String> line = new SynchronousQueue<>();
    private final Client client = new Client();
    private final Server server = new Server();

    private final class Client {
        String call() throws InterruptedException {
            return line.take();
        }
    }

    private final class Server {
        void serveOnce() throws InterruptedException {
            line.put("ok");
        }
    }

    @Nested
    @TaskScoped
    class CheckoutTest {
        @Test
        void both_sides_agree(TaskScope scope) {
            scope.fork("client", () -> assertEquals("ok", client.call()));
            scope.fork("server", () -> server.serveOnce());
        } // joined here
    }
}
