package dev.muster.examples.checkout;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A service that books something by {@code POST} and takes it back by {@code DELETE}. */
public record Service(HttpClient client, URI uri) {

    String book(String what) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(what)));
    }

    void undo(String number) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(uri.resolve(uri.getPath() + "/" + number)).DELETE());
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new RefusedException(response.statusCode(), response.body());
        }
        return response.body();
    }
}
