package dev.muster.junit;

import dev.muster.scope.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A scope and its tasks as text: how each stands, since when, and where the running ones are. */
final class TreeText {
    private static final int TASKS = 100;
    private static final int FRAMES = 12;

    // where the code of a task or of a test method was called from
    private static final List<String> MACHINERY =
            List.of(ScopeHandle.class.getName(), TracedWork.class.getName(), "org.junit.", "jdk.internal.reflect.");

    private final StringBuilder text = new StringBuilder();
    private final ScopeTrace scope;
    private final long now;

    private TreeText(ScopeTrace scope) {
        this.scope = scope;
        this.now = scope.now();
    }

    /** The lines, without an end of line after the last. */
    static String of(ScopeTrace scope) {
        return new TreeText(scope).write();
    }

    private String write() {
        boolean isOpen = scope.closedAt() == ScopeTrace.NEVER;
        text.append("scope \"")
                .append(scope.name())
                .append("\", ")
                .append(isOpen ? "open for " : "ended after ")
                .append(time((isOpen ? now : scope.closedAt()) - scope.openedAt()));
        scope.cancelReason().ifPresent(reason -> text.append(", cancelled: ").append(reason));
        writeMethod();
        writeTasks();
        return text.toString();
    }

    private void writeMethod() {
        line("  ", "the method ");
        if (scope.methodEndedAt() == ScopeTrace.NEVER) {
            text.append("is running");
            writeFrames(scope.owner());
        } else {
            text.append("ended after ").append(time(scope.methodEndedAt() - scope.openedAt()));
        }
    }

    private void writeTasks() {
        List<TaskTrace> shown = new ArrayList<>();
        int passedOver = scope.passedOver();
        for (TaskTrace task : scope.tasks()) {
            if (task.state() == Task.State.SUCCEEDED && shown.size() >= TASKS) {
                passedOver++;
            } else {
                shown.add(task);
            }
        }
        shown.forEach(this::write);
        if (passedOver > 0) {
            line("  ", "and " + passedOver + (passedOver == 1 ? " task" : " tasks") + " more that succeeded");
        }
    }

    private void write(TaskTrace task) {
        line("  ", "task \"" + task.name() + "\" ");
        if (!task.hasEnded()) {
            if (task.startedAt() == ScopeTrace.NEVER) {
                text.append("waits to be started");
            } else {
                text.append("is running for ").append(time(now - task.startedAt()));
                writeFrames(task.runner());
            }
            return;
        }
        text.append(
                switch (task.state()) {
                    case SUCCEEDED -> "succeeded";
                    case FAILED -> "failed";
                    default ->
                        task.startedAt() == ScopeTrace.NEVER ? "was cancelled before it started" : "was cancelled";
                });
        if (task.endedAt() != ScopeTrace.NEVER) {
            text.append(" after ").append(time(task.endedAt() - task.startedAt()));
        }
        if (task.state() == Task.State.FAILED && task.thrown() != null) {
            text.append(": ").append(firstLine(task.thrown()));
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

    private void writeFrames(@Nullable Thread thread) {
        StackTraceElement[] frames = thread == null ? new StackTraceElement[0] : thread.getStackTrace();
        int shown = 0;
        for (StackTraceElement frame : frames) {
            if (shown == FRAMES || isBelowTheTest(frame.getClassName())) {
                break;
            }
            if (!frame.getClassName().contains("$$Lambda")) {
                line("      ", "at " + frame.getClassName() + "." + frame.getMethodName() + "(" + place(frame) + ")");
                shown++;
            }
        }
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
