package dev.muster.examples.checkout;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A service on loopback that books what it is asked to, unless told to refuse. */
final class FakeService implements AutoCloseable {
    private final Map<String, String> booked = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final String name;
    private volatile String bookingRefused = "";
    private volatile String undoRefused = "";

    FakeService(String name) throws IOException {
        this.name = name;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/" + name, this::handle);
        server.start();
    }

    Service client(HttpClient http) {
        InetSocketAddress address = server.getAddress();
        return new Service(
                http, URI.create("http://" + address.getHostString() + ":" + address.getPort() + "/" + name));
    }

    FakeService refuses(String reason) {
        bookingRefused = reason;
        return this;
    }

    FakeService refusesToUndo(String reason) {
        undoRefused = reason;
        return this;
    }

    Map<String, String> booked() {
        return booked;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean isBooking = exchange.getRequestMethod().equals("POST");
        String refusal = isBooking ? bookingRefused : undoRefused;
        String answer = refusal.isEmpty() ? (isBooking ? book(body) : undo(exchange)) : refusal;
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(refusal.isEmpty() ? 200 : 409, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String book(String what) {
        String number = name + "-" + (booked.size() + 1);
        booked.put(number, what);
        return number;
    }

    private String undo(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        booked.remove(path.substring(path.lastIndexOf('/') + 1));
        return "undone";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
