package dev.muster.scope;

import dev.muster.group.ExceptionGroup;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that a throwable leads to: its members, causes and suppressed exceptions, and theirs. */
final class Report {
    private final Set<Throwable> reached = Collections.newSetFromMap(new IdentityHashMap<>());

    private Report() {}

    static Report from(Throwable start) {
        Report report = new Report();
        Deque<Throwable> pending = new ArrayDeque<>();
        pending.add(start);
        while (!pending.isEmpty()) {
            Throwable next = pending.pop();
            if (!report.reached.add(next)) {
                continue;
            }
            if (next instanceof ExceptionGroup group) {
                pending.addAll(group.exceptions());
            }
            pending.addAll(Arrays.asList(next.getSuppressed()));
            Throwable cause = causeOf(next);
            if (cause != null) {
                pending.add(cause);
            }
        }
        return report;
    }

    /** The cause, also of a throwable that cannot tell it. */
    static @Nullable Throwable causeOf(Throwable throwable) {
        try {
            return throwable.getCause();
        } catch (Throwable hostile) {
            return null;
        }
    }

    boolean holdsAll(ExceptionGroup part) {
        return reached.containsAll(part.leaves());
    }

    /** Says whether a throwable, or a leaf of it, is not among those reached. */
    boolean misses(Throwable throwable) {
        if (reached.contains(throwable)) {
            return false;
        }
        return !(throwable instanceof ExceptionGroup group) || !holdsAll(group);
    }
}
