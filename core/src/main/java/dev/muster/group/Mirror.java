package dev.muster.group;

/** The members as a group shows them among its suppressed exceptions: the first ones, and a count of the others. */
final class Mirror {
    static final int LIMIT = 100;

    private Mirror() {}

    static int size(int members) {
        return Math.min(members, LIMIT + 1);
    }

    static Throwable others(int members) {
        return new Others(members - LIMIT, members);
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
