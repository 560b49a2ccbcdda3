package dev.muster.examples.fetch;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.muster.group.Attempt;
import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Policy;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Fetches JSON documents over HTTP. */
public final class Fetcher {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Duration timeout;

    /** Creates a fetcher that waits so long for each answer. */
    public Fetcher(Duration timeout) {
        this.timeout = timeout;
    }

    /** Fetches all documents at once. Those that fail are told to the listener as one group, and the others are kept. */
    public Fetched fetchAll(Collection<URI> urls, Consumer<ExceptionGroup> failed) throws InterruptedException {
        Map<URI, Task<JsonObject>> tasks = new LinkedHashMap<>();
        Attempt.of(() -> TaskScope.named("fetch").policy(Policy.collectAll()).run(scope -> {
                    for (URI url : urls) {
                        tasks.computeIfAbsent(url, each -> scope.fork(each.getPath(), () -> fetch(each)));
                    }
                }))
                .on(Exception.class, failed::accept)
                .execute();
        return Fetched.of(tasks);
    }

    /** Fetches one document. */
    public JsonObject fetch(URI url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url).timeout(timeout).build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new UnexpectedStatusException(response.statusCode());
        }
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }
}
