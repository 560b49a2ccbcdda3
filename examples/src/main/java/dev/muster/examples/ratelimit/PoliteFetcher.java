package dev.muster.examples.ratelimit;

import dev.muster.scope.Policy;
import dev.muster.scope.ScopeConfig;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collection;
import java.util.List;

/** Fetches pages from a server that must not be asked too much at once. */
public final class PoliteFetcher {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ScopeConfig pages;

    /** Creates a fetcher that sends so many requests at once, and no more. */
    public PoliteFetcher(int atOnce) {
        pages = TaskScope.named("pages").policy(Policy.failFast()).maxConcurrency(atOnce);
    }

    /**
     * Fetches all pages, or none: after the first failure, no more requests are sent.
     *
     * @throws dev.muster.group.ExceptionGroup of all failures
     */
    public List<String> fetchAll(Collection<URI> urls) throws InterruptedException {
        return pages.all(urls, this::fetch);
    }

    private String fetch(URI url) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("the server answered " + response.statusCode());
        }
        return response.body();
    }
}
