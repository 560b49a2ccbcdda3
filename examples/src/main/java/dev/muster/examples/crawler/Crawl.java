package dev.muster.examples.crawler;

import dev.muster.group.ExceptionGroup;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;

/** What a crawler found: the number of lines of each text file, and why others could not be read. */
public record Crawl(SortedMap<Path, Long> lines, Optional<ExceptionGroup> unread) {}
