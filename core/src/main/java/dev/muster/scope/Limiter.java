package dev.muster.scope;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Keeps the number of running tasks within a bound; the others wait in the order of their forks. */
final class Limiter {
    private final ReentrantLock lock = new ReentrantLock();

    // both guarded by lock
    private final Deque<ForkedTask<?>> waiting = new ArrayDeque<>();
    private int places;

    Limiter(int places) {
        this.places = places;
    }

    /** Takes a place for the task, or lets it wait; false if it waits. */
    boolean admit(ForkedTask<?> task) {
        lock.lock();
        try {
            if (places > 0) {
                places--;
                return true;
            }
            waiting.add(task);
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Hands the place of a task that ended to one that waits, which the caller must start. */
    @Nullable
    ForkedTask<?> release() {
        lock.lock();
        try {
            ForkedTask<?> next = waiting.poll();
            if (next == null) {
                places++;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Removes and returns all that wait. */
    List<ForkedTask<?>> drain() {
        lock.lock();
        try {
            List<ForkedTask<?>> all = List.copyOf(waiting);
            waiting.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }
}
