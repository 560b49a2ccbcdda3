package dev.muster.scope;

import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Says that a scope did not end in time: a member of the group that the scope then throws. Names the tasks that had not
 * ended; each of the first of them is a suppressed exception with the stack that its thread had at that moment.
 */
public final class ScopeTimeoutException extends TimeoutException {
    private static final long serialVersionUID = 1L;
    private static final int NAMED = 20;

    @SuppressWarnings("serial") // a list of the JDK that can be serialized
    private final List<String> unfinished;

    ScopeTimeoutException(String what, List<ForkedTask<?>> unfinished) {
        super(what + "; " + describe(unfinished));
        this.unfinished = unfinished.stream().<String>map(Task::name).toList();
        unfinished.stream().limit(NAMED).forEach(task -> addSuppressed(new StackOfTask(task)));
    }

    private static String describe(List<ForkedTask<?>> unfinished) {
        if (unfinished.isEmpty()) {
            return "its body was still running";
        }
        List<String> names = unfinished.stream()
                .limit(NAMED)
                .map(task -> "\"" + task.name() + "\"")
                .toList();
        return "still running: " + String.join(", ", names)
                + (unfinished.size() > NAMED ? " and " + (unfinished.size() - NAMED) + " more" : "");
    }

    /** Returns the names of the tasks that had not ended, in the order of their forks. */
    public List<String> unfinished() {
        return unfinished;
    }

    /** The stack of a task at one moment, in the form that every report shows. */
    private static final class StackOfTask extends Exception {
        private static final long serialVersionUID = 1L;

        StackOfTask(ForkedTask<?> task) {
            super("task \"" + task.name() + "\" was here", null, false, true);
            Thread runner = task.runner();
            setStackTrace(runner == null ? new StackTraceElement[0] : runner.getStackTrace());
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }
}
