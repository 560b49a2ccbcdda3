package dev.muster.junit;

import dev.muster.scope.TaskScope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What was seen of one scope: its tasks and when what happened. */
final class ScopeTrace {
    static final long NEVER = Long.MIN_VALUE;

    // a test that forks millions shall not keep them all: of those that went well, the first stay
    private static final int KEPT = 5_000;

    private final String name;
    private final LongSupplier clock;
    private final long openedAt;

    private final ReentrantLock lock = new ReentrantLock();

    // both guarded by lock
    private final Set<TaskTrace> tasks = new LinkedHashSet<>();
    private int passedOver;

    // written by the owner
    private volatile @Nullable Thread owner;
    private volatile @Nullable TaskScope scope;
    private volatile @Nullable String cancelReason;
    private volatile long methodEndedAt = NEVER;
    private volatile long closedAt = NEVER;

    ScopeTrace(String name, LongSupplier clock) {
        this.name = name;
        this.clock = clock;
        this.openedAt = clock.getAsLong();
    }

    void opened(TaskScope opened) {
        scope = opened;
        owner = Thread.currentThread();
    }

    void methodEnded() {
        methodEndedAt = clock.getAsLong();
    }

    void closed() {
        closedAt = clock.getAsLong();
        cancelReason = cancelReason().orElse(null);
        scope = null;
        owner = null;
    }

    TaskTrace forked(@Nullable String task) {
        TaskTrace trace = new TaskTrace(task, this, clock);
        lock.lock();
        try {
            tasks.add(trace);
        } finally {
            lock.unlock();
        }
        return trace;
    }

    void forget(TaskTrace task) {
        lock.lock();
        try {
            tasks.remove(task);
        } finally {
            lock.unlock();
        }
    }

    void succeeded(TaskTrace task) {
        lock.lock();
        try {
            if (tasks.size() > KEPT && tasks.remove(task)) {
                passedOver++;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The tasks that are remembered, in the order of their forks. */
    List<TaskTrace> tasks() {
        lock.lock();
        try {
            return new ArrayList<>(tasks);
        } finally {
            lock.unlock();
        }
    }

    /** How many tasks succeeded and are not remembered. */
    int passedOver() {
        lock.lock();
        try {
            return passedOver;
        } finally {
            lock.unlock();
        }
    }

    List<TaskTrace> running() {
        return tasks().stream().filter(task -> !task.hasEnded()).toList();
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

    @Nullable
    Thread owner() {
        return owner;
    }

    Optional<String> cancelReason() {
        TaskScope open = scope;
        return open == null ? Optional.ofNullable(cancelReason) : open.cancelReason();
    }
}
