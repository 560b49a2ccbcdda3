package dev.muster.examples.ratelimit;

import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoliteFetcherTest {

    @Test
    void twelve_pages_are_fetched_three_at_a_time() throws IOException, InterruptedException {
        try (BusyServer server = new BusyServer(3)) {
            List<URI> urls = IntStream.rangeClosed(1, 12)
                    .mapToObj(i -> server.url("/" + i))
                    .toList();

            List<String> pages = new PoliteFetcher(3).fetchAll(urls);

            assertThat(pages).hasSize(12).startsWith("page /1", "page /2").endsWith("page /12");
            assertThat(server.mostAtOnce()).isEqualTo(3);
        }
    }

    @Test
    void after_a_failure_no_more_requests_are_sent() throws IOException {
        try (BusyServer server = new BusyServer(1)) {
            List<URI> urls = List.of(server.url("/1"), server.url("/overload"), server.url("/3"), server.url("/4"));

            assertThatGroupThrownBy(() -> new PoliteFetcher(1).fetchAll(urls))
                    .containsExactly(leaf(IOException.class).withMessage("the server answered 503"));

            assertThat(server.requests()).isEqualTo(2);
        }
    }

    @Test
    void the_message_names_the_page_that_failed() throws IOException {
        try (BusyServer server = new BusyServer(1)) {
            List<URI> urls = List.of(server.url("/1"), server.url("/overload"), server.url("/3"), server.url("/4"));

            Throwable thrown = catchThrowable(() -> new PoliteFetcher(1).fetchAll(urls));

            assertThat(thrown.getMessage().replaceFirst(":\\d+/", ":8080/")).isEqualTo("""
                            scope "pages" failed in 1 of 4 tasks (1 sub-exception: 1 IOException)
                              [http://127.0.0.1:8080/overload] IOException: the server answered 503""");
        }
    }
}
