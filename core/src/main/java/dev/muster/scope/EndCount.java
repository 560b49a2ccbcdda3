package dev.muster.scope;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How many tasks have ended, for any thread. The count stands in the middle of an array, away from what whoever forks
 * reads: in one cache line with that, each end would slow the forks down.
 */
final class EndCount {
    private static final int PLACE = 8;
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] padded = new long[2 * PLACE + 1];

    /** Counts one more; returns the count with it. */
    long increment() {
        return (long) ELEMENT.getAndAdd(padded, PLACE, 1L) + 1;
    }

    long get() {
        return (long) ELEMENT.getVolatile(padded, PLACE);
    }
}
