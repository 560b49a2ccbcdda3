package dev.muster.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ShowcaseTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void it_prints_what_is_announced_and_says_so() throws IOException, InterruptedException {
        boolean asAnnounced = new Showcase(new PrintStream(printed, true, UTF_8)).run();

        assertThat(printed.toString(UTF_8)).isEqualToNormalizingNewlines(expected());
        assertThat(asAnnounced).isTrue();
    }

    private static String expected() throws IOException {
        try (InputStream text = ShowcaseTest.class.getResourceAsStream("showcase.txt")) {
            return new String(Objects.requireNonNull(text).readAllBytes(), UTF_8);
        }
    }
}
