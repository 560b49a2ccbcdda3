package dev.muster.examples.crawler;

import dev.muster.group.Attempt;
import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Policy;
import dev.muster.scope.ScopeConfig;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Counts the lines of all text files below a directory, some files at a time. */
public final class LineCounter {
    private static final ScopeConfig CRAWL =
            TaskScope.named("crawl").policy(Policy.collectAll()).maxConcurrency(8);

    private LineCounter() {}

    /** Crawls a directory; what cannot be read does not keep the rest from being counted. */
    public static Crawl crawl(Path directory) throws InterruptedException {
        SortedMap<Path, Long> lines = new ConcurrentSkipListMap<>();
        AtomicReference<ExceptionGroup> unread = new AtomicReference<>();
        Attempt.of(() -> CRAWL.run(scope -> visit(scope, directory, directory, lines)))
                .on(unread::set, IOException.class, UncheckedIOException.class)
                .execute();
        return new Crawl(Collections.unmodifiableSortedMap(lines), Optional.ofNullable(unread.get()));
    }

    // a task forks tasks and does not wait for them, so the limit cannot lock the crawl up
    private static void visit(TaskScope scope, Path root, Path directory, SortedMap<Path, Long> lines)
            throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Path name = root.relativize(entry);
                if (Files.isDirectory(entry)) {
                    scope.fork(name + "/", () -> visit(scope, root, entry, lines));
                } else {
                    scope.fork(name.toString(), () -> lines.put(name, count(entry)));
                }
            }
        }
    }

    private static long count(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        }
    }
}
