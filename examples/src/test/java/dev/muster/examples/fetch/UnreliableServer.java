package dev.muster.examples.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** A server on loopback that answers each path badly in a way of its own, and one of them well. */
public final class UnreliableServer implements AutoCloseable {
    private static final List<String> PATHS = List.of("/ok", "/missing", "/broken", "/dropped", "/slow", "/garbled");

    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    private UnreliableServer(HttpServer server) {
        this.server = server;
    }

    public static UnreliableServer start() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        UnreliableServer server = new UnreliableServer(http);
        http.createContext("/", server::handle);
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    public URI url(String path) {
        return URI.create("http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + path);
    }

    public List<URI> urls() {
        return PATHS.stream().map(this::url).toList();
    }

    public List<URI> urls(String... paths) {
        return Stream.of(paths).map(this::url).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/ok" -> answer(exchange, 200, "{\"name\": \"Ada\"}");
                case "/garbled" -> answer(exchange, 200, "{\"name\": ");
                case "/broken" -> answer(exchange, 500, "{}");
                case "/dropped" -> dropAfter(exchange, "{\"name\":");
                case "/slow" -> answerNever();
                default -> answer(exchange, 404, "{}");
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void dropAfter(HttpExchange exchange, String beginning) throws IOException {
        byte[] body = beginning.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, 2L * body.length);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
    }

    private void answerNever() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
