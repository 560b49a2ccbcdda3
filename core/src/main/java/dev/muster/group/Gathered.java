package dev.muster.group;

import java.util.ArrayList;
import java.util.List;

/**
 * Throwables in the order they were added, on the way into an array of exactly their number. They wait in chunks, since
 * one by one a large array is slow to fill and slower to grow.
 */
final class Gathered {
    private static final int FIRST_CHUNK = 16;
    private static final int LARGEST_CHUNK = 1024;

    private final List<Throwable[]> full = new ArrayList<>(0);
    private Throwable[] chunk = new Throwable[FIRST_CHUNK];
    private int used;
    private int size;

    void add(Throwable throwable) {
        if (used == chunk.length) {
            full.add(chunk);
            chunk = new Throwable[Math.min(used * 2, LARGEST_CHUNK)];
            used = 0;
        }
        chunk[used++] = throwable;
        size++;
    }

    Throwable[] toArray() {
        Throwable[] all = new Throwable[size];
        int next = 0;
        for (Throwable[] each : full) {
            System.arraycopy(each, 0, all, next, each.length);
            next += each.length;
        }
        System.arraycopy(chunk, 0, all, next, used);
        return all;
    }
}
