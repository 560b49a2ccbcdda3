import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Stands in for the portal that takes releases, so that one can be rehearsed without credentials: it accepts every
 * upload and publishes nothing.
 *
 * <p>Argument: the file in which it writes its port when it is ready.
 */
class FakePortal {
    private static final byte[] DEPLOYMENT =
            "00000000-0000-0000-0000-000000000000".getBytes(StandardCharsets.US_ASCII);

    public static void main(String[] arguments) throws IOException {
        Path portFile = Path.of(arguments[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/publisher/upload", exchange -> {
            try (exchange) {
                long size = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                System.out.printf("portal: %s of %d bytes%n", exchange.getRequestURI(), size);
                exchange.sendResponseHeaders(201, DEPLOYMENT.length);
                exchange.getResponseBody().write(DEPLOYMENT);
            }
        });
        server.start();
        Path unfinished = portFile.resolveSibling(portFile.getFileName() + ".new");
        Files.writeString(unfinished, String.valueOf(server.getAddress().getPort()));
        Files.move(unfinished, portFile);
    }
}
