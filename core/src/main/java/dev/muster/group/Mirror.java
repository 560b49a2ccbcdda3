package dev.muster.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The members as a group shows them among its suppressed exceptions: the first ones, and a count of the others. */
final class Mirror {
    static final int LIMIT = 100;

    private Mirror() {}

    static int size(int members) {
        return Math.min(members, LIMIT + 1);
    }

    static List<Throwable> of(Throwable[] members) {
        if (members.length <= LIMIT) {
            return Arrays.asList(members);
        }
        List<Throwable> shown = new ArrayList<>(LIMIT + 1);
        shown.addAll(Arrays.asList(members).subList(0, LIMIT));
        shown.add(new Others(members.length - LIMIT, members.length));
        return shown;
    }

    /** Stands for the members that are not mirrored one by one. */
    private static final class Others extends Exception {
        private static final long serialVersionUID = 1L;

        Others(int hidden, int all) {
            super(
                    "... and " + hidden + " more of " + all + " members: see ExceptionGroup.exceptions()",
                    null,
                    false,
                    false);
        }
    }
}
