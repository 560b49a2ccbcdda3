package dev.muster.scope;

import dev.muster.group.ExceptionGroup;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Tells what a body made of the failures that a join reported to it. */
final class Report {

    private Report() {}

    /** Says whether all leaves of one group are leaves of the other. */
    static boolean holdsAll(ExceptionGroup whole, ExceptionGroup part) {
        return identities(whole.leaves()).containsAll(part.leaves());
    }

    /** Says whether a throwable leads to a reported one or to any of its leaves: as a member, cause or suppressed one. */
    static boolean reaches(Throwable from, Throwable reported) {
        Set<Throwable> wanted = identities(List.of(reported));
        if (reported instanceof ExceptionGroup group) {
            wanted.addAll(group.leaves());
        }
        Set<Throwable> seen = identities(List.of());
        Deque<Throwable> pending = new ArrayDeque<>(List.of(from));
        while (!pending.isEmpty()) {
            Throwable next = pending.pop();
            if (wanted.contains(next)) {
                return true;
            }
            if (seen.add(next)) {
                if (next instanceof ExceptionGroup group) {
                    pending.addAll(group.exceptions());
                }
                pending.addAll(Arrays.asList(next.getSuppressed()));
                Throwable cause = next.getCause();
                if (cause != null) {
                    pending.add(cause);
                }
            }
        }
        return false;
    }

    private static Set<Throwable> identities(List<Throwable> throwables) {
        Set<Throwable> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(throwables);
        return set;
    }
}
