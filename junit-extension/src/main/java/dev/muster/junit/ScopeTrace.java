package dev.muster.junit;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What was seen of one scope: its tasks, the scopes opened inside it, and when what happened. */
final class ScopeTrace {
    static final long NEVER = Long.MIN_VALUE;

    private final String name;
    private final LongSupplier clock;
    private final long openedAt;
    private final Kept<TaskTrace> tasks = new Kept<>();
    private final Kept<ScopeTrace> inner = new Kept<>();

    // written by the owner
    private volatile @Nullable Thread owner;
    private volatile long methodEndedAt = NEVER;
    private volatile long closedAt = NEVER;

    // written by whoever cancels
    private volatile @Nullable String cancelReason;
    private volatile long cancelledAt = NEVER;

    ScopeTrace(String name, LongSupplier clock) {
        this.name = name;
        this.clock = clock;
        this.openedAt = clock.getAsLong();
        this.owner = Thread.currentThread();
    }

    void methodEnded() {
        methodEndedAt = clock.getAsLong();
    }

    void cancelled(String reason) {
        cancelledAt = clock.getAsLong();
        cancelReason = reason;
    }

    void closed() {
        closedAt = clock.getAsLong();
        owner = null;
    }

    /** The tasks that are remembered, in the order of their forks. */
    Kept<TaskTrace> tasks() {
        return tasks;
    }

    /** The scopes that were opened in this one, not in one of its tasks. */
    Kept<ScopeTrace> inner() {
        return inner;
    }

    List<TaskTrace> running() {
        return tasks.all().stream().filter(task -> !task.hasEnded()).toList();
    }

    boolean hadWork() {
        return !tasks.all().isEmpty() || !inner.all().isEmpty();
    }

    boolean hasRunning() {
        return !running().isEmpty();
    }

    String name() {
        return name;
    }

    long now() {
        return clock.getAsLong();
    }

    long openedAt() {
        return openedAt;
    }

    long methodEndedAt() {
        return methodEndedAt;
    }

    long closedAt() {
        return closedAt;
    }

    long cancelledAt() {
        return cancelledAt;
    }

    Optional<String> cancelReason() {
        return Optional.ofNullable(cancelReason);
    }

    @Nullable
    Thread owner() {
        return owner;
    }
}
