package dev.muster.examples.crawler;

import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.group.ExceptionGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineCounterTest {
    private static final byte[] NO_UTF_8 = {(byte) 0xC0, (byte) 0xAF};

    @TempDir
    Path directory;

    @BeforeEach
    void write_some_files() throws IOException {
        Files.createDirectories(directory.resolve("poems/short"));
        Files.writeString(directory.resolve("index.txt"), "one\n");
        Files.writeString(directory.resolve("poems/long.txt"), "one\ntwo\nthree\n");
        Files.writeString(directory.resolve("poems/short/haiku.txt"), "one\ntwo\n");
    }

    @Test
    void the_lines_of_all_files_are_counted() throws InterruptedException {
        Crawl crawl = LineCounter.crawl(directory);

        assertThat(crawl.unread()).isEmpty();
        assertThat(crawl.lines())
                .containsEntry(Path.of("index.txt"), 1L)
                .containsEntry(Path.of("poems/long.txt"), 3L)
                .containsEntry(Path.of("poems/short/haiku.txt"), 2L)
                .hasSize(3);
    }

    @Test
    void more_files_than_may_be_open_at_once_are_all_counted() throws InterruptedException {
        IntStream.range(0, 100).forEach(i -> write("poems/short/" + i + ".txt"));

        assertThat(LineCounter.crawl(directory).lines()).hasSize(103);
    }

    private void write(String name) {
        try {
            Files.writeString(directory.resolve(name), "one\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void files_that_are_no_text_are_told_by_their_names_and_do_not_stop_the_count()
            throws IOException, InterruptedException {
        Files.write(directory.resolve("poems/photo.jpg"), NO_UTF_8);

        Crawl crawl = LineCounter.crawl(directory);

        assertThat(crawl.lines()).hasSize(3);
        assertThat(crawl.unread()).hasValueSatisfying(unread -> {
            assertThatGroup(unread).containsExactly(UncheckedIOException.class);
            assertThat(unread.exceptions().get(0)).hasCauseInstanceOf(MalformedInputException.class);
            assertThat(unread.label(0)).contains(Path.of("poems/photo.jpg").toString());
        });
    }

    @Test
    void each_file_that_could_not_be_read_is_a_line_of_the_message() throws IOException, InterruptedException {
        Files.write(directory.resolve("photo.jpg"), NO_UTF_8);

        ExceptionGroup unread = LineCounter.crawl(directory).unread().orElseThrow();

        assertThat(unread.getMessage().replaceFirst("in 1 of \\d+", "in 1 of 6"))
                .isEqualTo("""
                        scope "crawl" failed in 1 of 6 tasks (1 sub-exception: 1 UncheckedIOException)
                          [photo.jpg] UncheckedIOException: java.nio.charset.MalformedInputException: Input length = 1""");
    }

    @Test
    void a_directory_that_is_not_there_is_told_too() throws InterruptedException {
        Crawl crawl = LineCounter.crawl(directory.resolve("novels"));

        assertThat(crawl.lines()).isEmpty();
        assertThat(crawl.unread())
                .hasValueSatisfying(unread -> assertThatGroup(unread).containsExactly(NoSuchFileException.class));
    }
}
