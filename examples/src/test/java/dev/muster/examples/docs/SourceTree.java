package dev.muster.examples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The files that the documents and their tests are about. */
final class SourceTree {
    static final Path ROOT = root();

    private SourceTree() {}

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve(".mvn"))) {
            directory = Objects.requireNonNull(directory.getParent(), "run this inside the source tree");
        }
        return directory;
    }

    static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    /** The documents at the top, in docs and beside the consumers. */
    static List<Path> documents() throws IOException {
        try (Stream<Path> atTop = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> consumers = Files.list(ROOT.resolve("consumers"))) {
            return Stream.of(atTop, docs, consumers)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }
}
