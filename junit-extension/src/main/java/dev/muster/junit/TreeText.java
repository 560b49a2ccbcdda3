package dev.muster.junit;

import dev.muster.scope.Task;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A scope and its tasks as text: how each stands, since when, and where the running ones are. */
final class TreeText {
    private static final int TASKS = 100;
    private static final int FRAMES = 12;

    // where the code of a task or of a test method was called from
    private static final List<String> MACHINERY =
            List.of("dev.muster.scope.ForkedTask", ScopedRun.class.getName(), "org.junit.", "jdk.internal.reflect.");

    private final StringBuilder text = new StringBuilder();
    private final long now;

    // of all scopes together
    private int shown;

    private TreeText(long now) {
        this.now = now;
    }

    /** The lines, without an end of line after the last. */
    static String of(ScopeTrace scope) {
        TreeText tree = new TreeText(scope.now());
        tree.write(scope, "", "the method");
        return tree.text.substring(System.lineSeparator().length());
    }

    private void write(ScopeTrace scope, String indent, @Nullable String owner) {
        boolean isOpen = scope.closedAt() == ScopeTrace.NEVER;
        line(
                indent,
                "scope \"" + scope.name() + "\", " + (isOpen ? "open for " : "ended after ")
                        + time((isOpen ? now : scope.closedAt()) - scope.openedAt()));
        scope.cancelReason()
                .ifPresent(reason -> text.append(", cancelled after ")
                        .append(time(scope.cancelledAt() - scope.openedAt()))
                        .append(": ")
                        .append(reason));
        String inside = indent + "  ";
        if (owner != null) {
            writeMethod(scope, inside, owner);
        }
        writeAll(scope.inner(), inside);
        int hidden = scope.tasks().passedOver();
        for (TaskTrace task : scope.tasks().all()) {
            if (shown >= TASKS && task.state() == Task.State.SUCCEEDED) {
                hidden++;
            } else {
                write(task, inside);
            }
        }
        if (hidden > 0) {
            line(inside, "and " + hidden + (hidden == 1 ? " task" : " tasks") + " more that succeeded");
        }
    }

    private void writeAll(Kept<ScopeTrace> scopes, String indent) {
        scopes.all().forEach(scope -> write(scope, indent, null));
        if (scopes.passedOver() > 0) {
            line(indent, "and " + scopes.passedOver() + " scopes more");
        }
    }

    private void writeMethod(ScopeTrace scope, String indent, String owner) {
        line(indent, owner);
        if (scope.methodEndedAt() == ScopeTrace.NEVER) {
            text.append(" is running");
            writeFrames(scope.owner(), indent);
        } else {
            text.append(" ended after ").append(time(scope.methodEndedAt() - scope.openedAt()));
        }
    }

    private void write(TaskTrace task, String indent) {
        shown++;
        line(indent, "task \"" + task.name() + "\" ");
        if (task.hasEnded()) {
            writeEnd(task);
        } else if (task.startedAt() == ScopeTrace.NEVER) {
            text.append("waits to be started");
        } else {
            text.append("is running for ").append(time(now - task.startedAt()));
            writeFrames(task.runner(), indent);
        }
        writeAll(task.inner(), indent + "  ");
    }

    private void writeEnd(TaskTrace task) {
        if (task.startedAt() == ScopeTrace.NEVER) {
            text.append(task.state() == Task.State.FAILED ? "could not be started" : "was cancelled before it started");
        } else {
            text.append(
                            switch (task.state()) {
                                case SUCCEEDED -> "succeeded";
                                case FAILED -> "failed";
                                default -> "was cancelled";
                            })
                    .append(" after ")
                    .append(time(task.endedAt() - task.startedAt()));
        }
        Throwable failure = task.failure();
        if (failure != null) {
            text.append(": ").append(firstLine(failure));
        }
    }

    static String firstLine(Throwable thrown) {
        String all;
        try {
            all = String.valueOf(thrown);
        } catch (RuntimeException | Error broken) {
            // one that cannot be printed shall not hide the others
            all = thrown.getClass().getName();
        }
        return all.lines().findFirst().orElse("");
    }

    private void writeFrames(@Nullable Thread thread, String indent) {
        StackTraceElement[] frames = thread == null ? new StackTraceElement[0] : thread.getStackTrace();
        int written = 0;
        for (StackTraceElement frame : frames) {
            if (written == FRAMES || isBelowTheTest(frame.getClassName())) {
                break;
            }
            if (!frame.getClassName().contains("$$Lambda") && !isOfScopes(frame)) {
                line(
                        indent + "    ",
                        "at " + frame.getClassName() + "." + frame.getMethodName() + "(" + place(frame) + ")");
                written++;
            }
        }
    }

    // how a scope calls the code that it was given
    private static boolean isOfScopes(StackTraceElement frame) {
        return frame.getClassName().startsWith("dev.muster.scope.")
                && frame.getMethodName().startsWith("lambda$");
    }

    private static boolean isBelowTheTest(String type) {
        return MACHINERY.stream().anyMatch(type::startsWith);
    }

    private static String place(StackTraceElement frame) {
        if (frame.isNativeMethod()) {
            return "native";
        }
        String file = frame.getFileName();
        return file == null ? "unknown" : frame.getLineNumber() < 0 ? file : file + ":" + frame.getLineNumber();
    }

    private void line(String indent, String start) {
        text.append(System.lineSeparator()).append(indent).append(start);
    }

    static String time(long nanos) {
        double millis = nanos / 1e6;
        if (millis < 10) {
            return String.format(Locale.ROOT, "%.1f ms", millis);
        }
        return millis < 10_000
                ? String.format(Locale.ROOT, "%.0f ms", millis)
                : String.format(Locale.ROOT, "%.1f s", millis / 1000);
    }
}
