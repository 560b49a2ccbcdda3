package dev.muster.examples.lesson;

import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.muster.examples.fetch.Fetched;
import dev.muster.examples.fetch.Fetcher;
import dev.muster.examples.fetch.UnexpectedStatusException;
import dev.muster.examples.fetch.UnreliableServer;
import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Settled;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Part 5: fetch many URLs at once over real HTTP, and make use of those that came. */
class PartialFailuresTest {
    private final Fetcher fetcher = new Fetcher(Duration.ofSeconds(2));
    private final List<ExceptionGroup> failed = new ArrayList<>();
    private UnreliableServer server;

    @BeforeEach
    void start_the_server() throws IOException {
        server = UnreliableServer.start();
    }

    @AfterEach
    void stop_the_server() {
        server.close();
    }

    @Test
    void results_and_errors_are_found_under_their_urls() throws InterruptedException {
        Fetched fetched = fetcher.fetchAll(server.urls(), failed::add);

        assertThat(fetched.results()).containsOnlyKeys(server.url("/ok"));
        assertThat(fetched.results().get(server.url("/ok")).get("name").getAsString())
                .isEqualTo("Ada");

        Map<URI, Throwable> errors = fetched.errors();
        assertThat(errors).containsOnlyKeys(server.urls("/missing", "/broken", "/dropped", "/slow", "/garbled"));
        assertThat(errors.get(server.url("/missing"))).hasMessage("the server answered 404");
        assertThat(errors.get(server.url("/broken"))).hasMessage("the server answered 500");
        assertThat(errors.get(server.url("/dropped"))).isExactlyInstanceOf(IOException.class);
        assertThat(errors.get(server.url("/slow"))).isInstanceOf(HttpTimeoutException.class);
        assertThat(errors.get(server.url("/garbled"))).isInstanceOf(JsonParseException.class);
    }

    @Test
    void the_errors_also_come_as_one_group_in_the_order_of_the_urls() throws InterruptedException {
        fetcher.fetchAll(server.urls("/garbled", "/ok", "/missing", "/dropped"), failed::add);

        assertThat(failed).hasSize(1);
        assertThatGroup(failed.get(0))
                .containsExactly(JsonParseException.class, UnexpectedStatusException.class, IOException.class);
    }

    @Test
    void where_all_urls_are_fetched_alike_one_line_is_enough() throws InterruptedException {
        Settled<URI, JsonObject> fetched =
                TaskScope.named("fetch").allSettled(server.urls("/ok", "/missing"), url -> fetcher.fetch(url));

        assertThat(fetched.results()).containsOnlyKeys(server.url("/ok"));
        assertThat(fetched.failures()).containsOnlyKeys(server.url("/missing"));
    }

    @Test
    void without_a_failure_there_is_no_group() throws InterruptedException {
        Fetched fetched = fetcher.fetchAll(server.urls("/ok", "/ok?page=2"), failed::add);

        assertThat(fetched.results()).containsOnlyKeys(server.urls("/ok", "/ok?page=2"));
        assertThat(failed).isEmpty();
    }

    @Test
    void a_task_that_was_cancelled_does_not_hide_the_result_of_another() {
        Fetcher patient = new Fetcher(Duration.ofMinutes(5));
        CountDownLatch fetchedOne = new CountDownLatch(1);
        Map<URI, Task<JsonObject>> tasks = new LinkedHashMap<>();

        ExceptionGroup eg = catchThrowableOfType(
                ExceptionGroup.class,
                () -> TaskScope.run(scope -> {
                    tasks.put(server.url("/slow"), scope.fork("slow", () -> patient.fetch(server.url("/slow"))));
                    tasks.put(server.url("/ok"), scope.fork("ok", () -> {
                        JsonObject document = patient.fetch(server.url("/ok"));
                        fetchedOne.countDown();
                        return document;
                    }));
                    tasks.put(server.url("/broken"), scope.fork("broken", () -> {
                        fetchedOne.await();
                        return patient.fetch(server.url("/broken"));
                    }));
                }));

        assertThatGroup(eg).containsExactly(UnexpectedStatusException.class);
        Fetched fetched = Fetched.of(tasks);
        assertThat(fetched.results()).containsOnlyKeys(server.url("/ok"));
        assertThat(fetched.errors()).containsOnlyKeys(server.url("/broken"));
        assertThat(fetched.cancelled()).containsExactly(server.url("/slow"));
    }
}
