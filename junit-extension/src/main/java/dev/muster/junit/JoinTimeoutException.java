package dev.muster.junit;

import java.io.Serial;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Says that tasks had not ended in time after their test method, and where they were. */
final class JoinTimeoutException extends TimeoutException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int NAMED = 20;

    JoinTimeoutException(String scope, String timeout, List<TaskTrace> unfinished, String tree) {
        super("the tasks of scope \"" + scope + "\" did not end within " + timeout + " of the join; still running: "
                + named(unfinished) + (tree.isEmpty() ? "" : System.lineSeparator() + tree));
    }

    private static String named(List<TaskTrace> tasks) {
        String shown = tasks.stream()
                .limit(NAMED)
                .map(task -> "\"" + task.name() + "\"")
                .collect(Collectors.joining(", "));
        return tasks.size() > NAMED ? shown + " and " + (tasks.size() - NAMED) + " more" : shown;
    }

    // its own stack is that of the alarm, which says nothing
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
