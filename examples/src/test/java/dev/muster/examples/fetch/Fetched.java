package dev.muster.examples.fetch;

import com.google.gson.JsonObject;
import dev.muster.scope.Task;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What became of each URL: a document, an error, or nothing, where the task was cancelled. */
public record Fetched(Map<URI, JsonObject> results, Map<URI, Throwable> errors, Set<URI> cancelled) {

    public static Fetched of(Map<URI, Task<JsonObject>> tasks) {
        Map<URI, JsonObject> results = new LinkedHashMap<>();
        Map<URI, Throwable> errors = new LinkedHashMap<>();
        Set<URI> cancelled = new LinkedHashSet<>();
        tasks.forEach((url, task) -> {
            if (task.isCancelled()) {
                cancelled.add(url);
            } else {
                task.exception()
                        .ifPresentOrElse(error -> errors.put(url, error), () -> results.put(url, task.result()));
            }
        });
        return new Fetched(
                Collections.unmodifiableMap(results),
                Collections.unmodifiableMap(errors),
                Collections.unmodifiableSet(cancelled));
    }
}
