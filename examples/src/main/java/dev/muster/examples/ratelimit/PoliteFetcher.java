package dev.muster.examples.ratelimit;

import dev.muster.scope.Policy;
import dev.muster.scope.ScopeConfig;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fetches pages from a server that must not be asked too much at once. */
public final class PoliteFetcher {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ScopeConfig scope;

    /** Creates a fetcher that sends so many requests at once, and no more. */
    public PoliteFetcher(int atOnce) {
        scope = TaskScope.named("pages").policy(Policy.failFast()).maxConcurrency(atOnce);
    }

    /**
     * Fetches all pages, or none: after the first failure, no more requests are sent.
     *
     * @throws dev.muster.group.ExceptionGroup of all failures
     */
    public Map<URI, String> fetchAll(Collection<URI> urls) throws InterruptedException {
        return scope.call(scope -> {
            Map<URI, Task<String>> tasks = new LinkedHashMap<>();
            urls.forEach(url -> tasks.put(url, scope.fork(url.getPath(), () -> fetch(url))));
            scope.join();
            Map<URI, String> pages = new LinkedHashMap<>();
            tasks.forEach((url, task) -> pages.put(url, task.result()));
            return pages;
        });
    }

    private String fetch(URI url) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("the server answered " + response.statusCode());
        }
        return response.body();
    }
}
