package dev.muster.examples.batch;

import dev.muster.group.ExceptionGroup;
import java.util.Optional;

/** What became of an import: how many rows are in the database, and which batches are not, with each of the reasons. */
public record Import(int rows, Optional<ExceptionGroup> failed) {}
