package dev.muster.junit;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** A list that does not grow for ever: beyond a number, elements of no more interest are only counted. */
final class Kept<T> {
    private static final int MANY = 5_000;

    private final ReentrantLock lock = new ReentrantLock();

    // both guarded by lock
    private final Set<T> elements = new LinkedHashSet<>();
    private int passedOver;

    void add(T element) {
        lock.lock();
        try {
            elements.add(element);
        } finally {
            lock.unlock();
        }
    }

    /** Says that nothing of interest will come of an element any more. */
    void isDone(T element) {
        lock.lock();
        try {
            if (elements.size() > MANY && elements.remove(element)) {
                passedOver++;
            }
        } finally {
            lock.unlock();
        }
    }

    List<T> all() {
        lock.lock();
        try {
            return List.copyOf(elements);
        } finally {
            lock.unlock();
        }
    }

    int passedOver() {
        lock.lock();
        try {
            return passedOver;
        } finally {
            lock.unlock();
        }
    }
}
