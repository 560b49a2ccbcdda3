package dev.muster.scope;

import dev.muster.group.ExceptionGroup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How it ended for each input of {@link ScopeConfig#allSettled}: with a result, a failure, or a cancel. Immutable; all in
 * the order of the inputs.
 *
 * @param <I> the type of the inputs
 * @param <R> the type of the results
 */
public final class Settled<I, R extends @Nullable Object> {
    private final Map<I, R> results;
    private final Map<I, Throwable> failures;
    private final List<I> cancelled;
    private final @Nullable ExceptionGroup group;

    Settled(Map<I, Task<R>> tasks, @Nullable ExceptionGroup group) {
        Map<I, R> results = new LinkedHashMap<>();
        Map<I, Throwable> failures = new LinkedHashMap<>();
        List<I> cancelled = new ArrayList<>();
        tasks.forEach((input, task) -> {
            switch (task.state()) {
                case SUCCEEDED -> results.put(input, task.result());
                case FAILED -> failures.put(input, task.exception().orElseThrow());
                default -> cancelled.add(input);
            }
        });
        this.results = Collections.unmodifiableMap(results);
        this.failures = Collections.unmodifiableMap(failures);
        this.cancelled = Collections.unmodifiableList(cancelled);
        this.group = group;
    }

    /** Returns the results, by input. */
    public Map<I, R> results() {
        return results;
    }

    /** Returns the failures, by input. */
    public Map<I, Throwable> failures() {
        return failures;
    }

    /** Returns the inputs whose tasks were cancelled, as by a timeout. */
    public List<I> cancelled() {
        return cancelled;
    }

    /** Returns all failures as the scope reports them, a timeout among them; empty if there is none. */
    public Optional<ExceptionGroup> group() {
        return Optional.ofNullable(group);
    }

    @Override
    public String toString() {
        return "Settled[" + results.size() + " results, " + failures.size() + " failures, " + cancelled.size()
                + " cancelled]";
    }
}
