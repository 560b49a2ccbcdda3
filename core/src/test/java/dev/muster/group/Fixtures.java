package dev.muster.group;

import java.util.ArrayList;
import java.util.List;

/** The exceptions that the tests of this package fail with. */
final class Fixtures {
    private Fixtures() {}

    static class ValueError extends Exception {
        private static final long serialVersionUID = 1L;

        ValueError(String message) {
            super(message);
        }
    }

    static class TypeError extends Exception {
        private static final long serialVersionUID = 1L;

        TypeError(String message) {
            super(message);
        }
    }

    /** A group type of a user, which keeps its type and its code when it is split. */
    static class OrderFailures extends ExceptionGroup {
        private static final long serialVersionUID = 1L;

        final int code;

        OrderFailures(String message, int code, List<? extends Throwable> members) {
            super(message, members);
            this.code = code;
        }

        @Override
        protected ExceptionGroup derive(List<Throwable> members) {
            return new OrderFailures(message(), code, members);
        }
    }

    /** Nests a leaf in this many groups. */
    static ExceptionGroup nested(int depth, Throwable leaf) {
        Throwable tree = leaf;
        for (int i = depth; i > 0; i--) {
            tree = ExceptionGroup.of("level " + i, tree);
        }
        return (ExceptionGroup) tree;
    }

    /** Gives a throwable the frames {@code app.Type.method(Type.java:line)}, each written {@code Type.method:line}. */
    static <E extends Throwable> E at(E throwable, String... frames) {
        List<StackTraceElement> trace = new ArrayList<>();
        for (String each : frames) {
            String[] parts = each.split("[.:]", -1);
            trace.add(
                    new StackTraceElement("app." + parts[0], parts[1], parts[0] + ".java", Integer.parseInt(parts[2])));
        }
        throwable.setStackTrace(trace.toArray(new StackTraceElement[0]));
        return throwable;
    }
}
