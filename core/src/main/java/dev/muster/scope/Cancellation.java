package dev.muster.scope;

import dev.muster.group.ExceptionGroup;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Tells the effect of a cancellation from a failure. */
final class Cancellation {

    private Cancellation() {}

    /**
     * Says whether a cancellation explains all of a throwable: it is one or is caused by one, and neither it nor its
     * causes carry anything else as suppressed, such as what a {@code close} on the way out failed with.
     */
    static boolean explains(Throwable thrown) {
        try {
            return explainsAll(thrown);
        } catch (Throwable broken) {
            // a throwable that cannot be looked at is reported rather than dropped
            return false;
        }
    }

    private static boolean explainsAll(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> pending = new ArrayDeque<>();
        pending.add(thrown);
        while (!pending.isEmpty()) {
            Throwable next = pending.pop();
            if (!seen.add(next)) {
                continue;
            }
            if (next instanceof ExceptionGroup group) {
                pending.addAll(group.leaves());
            } else if (!followCauses(next, seen, pending)) {
                return false;
            }
        }
        return true;
    }

    private static boolean followCauses(Throwable start, Set<Throwable> seen, Deque<Throwable> pending) {
        boolean found = false;
        Throwable next = start;
        while (next != null) {
            found |= isOne(next);
            Collections.addAll(pending, next.getSuppressed());
            Throwable cause = causeOf(next);
            next = cause != null && seen.add(cause) ? cause : null;
        }
        return found;
    }

    private static @Nullable Throwable causeOf(Throwable throwable) {
        return throwable.getCause();
    }

    private static boolean isOne(Throwable throwable) {
        return throwable instanceof InterruptedException
                || throwable instanceof CancellationException
                || throwable instanceof ClosedByInterruptException;
    }
}
