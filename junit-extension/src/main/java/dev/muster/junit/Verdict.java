package dev.muster.junit;

import dev.muster.group.ExceptionGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.opentest4j.MultipleFailuresError;
import org.opentest4j.TestAbortedException;

/** Turns what a test failed with into what JUnit and the tools behind it understand best. */
final class Verdict {
    private static final int NAMED = 15;

    private Verdict() {}

    static Throwable on(Throwable thrown, TaskScoped.Failures style) {
        if (!(thrown instanceof ExceptionGroup group)) {
            return thrown;
        }
        if (consistsOf(group, Verdict::isAborted)) {
            return aborted(group);
        }
        if (style != TaskScoped.Failures.AS_GROUP && consistsOf(group, AssertionError.class::isInstance)) {
            return failed(group);
        }
        return group;
    }

    private static boolean consistsOf(ExceptionGroup group, Predicate<Throwable> kind) {
        return group.leaves().stream().allMatch(kind);
    }

    /** Says whether JUnit takes a throwable for an aborted test and not for a failed one. */
    static boolean isAborted(Throwable thrown) {
        return thrown instanceof TestAbortedException || isAssumptionOfJUnit4(thrown);
    }

    // by its name, as JUnit does it: the class need not be there
    private static boolean isAssumptionOfJUnit4(Throwable thrown) {
        for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals("org.junit.internal.AssumptionViolatedException")) {
                return true;
            }
        }
        return false;
    }

    private static TestAbortedException aborted(ExceptionGroup group) {
        List<String> reasons = new ArrayList<>();
        ExceptionGroup flat = group.flatten();
        for (int i = 0; i < flat.exceptions().size(); i++) {
            String message = flat.exceptions().get(i).getMessage();
            reasons.add(label(flat, i) + (message == null ? "no reason given" : message));
        }
        return new TestAbortedException(joined("; ", reasons), group);
    }

    private static MultipleFailuresError failed(ExceptionGroup group) {
        List<String> labels = new ArrayList<>();
        ExceptionGroup flat = group.flatten();
        for (int i = 0; i < flat.exceptions().size(); i++) {
            labels.add(flat.label(i).map(label -> "[" + label + "]").orElse("[no task]"));
        }
        boolean hasLabels = labels.stream().anyMatch(label -> !label.equals("[no task]"));
        String heading = group.message() + (hasLabels ? ": " + joined(", ", labels) : "");
        MultipleFailuresError error = new MultipleFailuresError(heading, flat.exceptions());
        error.initCause(group);
        // only machinery: where it was made says nothing, and the traces that do are under the cause
        error.setStackTrace(new StackTraceElement[0]);
        return error;
    }

    private static String label(ExceptionGroup flat, int index) {
        return flat.label(index).map(label -> "[" + label + "] ").orElse("");
    }

    private static String joined(String separator, List<String> all) {
        String shown = String.join(separator, all.subList(0, Math.min(NAMED, all.size())));
        return all.size() > NAMED ? shown + separator + "and " + (all.size() - NAMED) + " more" : shown;
    }
}
