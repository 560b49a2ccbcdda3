package dev.muster.examples.ratelimit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers only when so many requests have come, and counts how many it had at once. */
final class BusyServer implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger all = new AtomicInteger();
    private final CyclicBarrier enough;
    private final HttpServer server;

    BusyServer(int answersTogether) throws IOException {
        enough = new CyclicBarrier(answersTogether);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI url(String path) {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://" + address.getHostString() + ":" + address.getPort() + path);
    }

    int mostAtOnce() {
        return most.get();
    }

    int requests() {
        return all.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        all.incrementAndGet();
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        waitForOthers();
        String path = exchange.getRequestURI().getPath();
        byte[] page = ("page " + path).getBytes(StandardCharsets.UTF_8);
        now.decrementAndGet();
        try (exchange) {
            exchange.sendResponseHeaders(path.contains("overload") ? 503 : 200, page.length);
            exchange.getResponseBody().write(page);
        }
    }

    private void waitForOthers() {
        try {
            enough.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
