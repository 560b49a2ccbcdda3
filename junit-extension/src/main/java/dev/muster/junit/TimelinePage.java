package dev.muster.junit;

import dev.muster.group.TreeFormat;
import dev.muster.scope.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The scopes and tasks of a test as a page: a bar for each, over a common axis of time. */
final class TimelinePage {
    private static final int ROWS = 2_000;
    private static final int TICKS = 5;

    private final StringBuilder rows = new StringBuilder();
    private final long start;
    private final long end;
    private int tasks;
    private int failed;
    private int cancelled;
    private int running;
    private int hidden;

    private TimelinePage(long start, long end) {
        this.start = start;
        this.end = Math.max(end, start + 1);
    }

    static String of(String test, List<ScopeTrace> scopes) {
        long start = scopes.stream().mapToLong(ScopeTrace::openedAt).min().orElse(0);
        long end = scopes.stream()
                .mapToLong(scope -> scope.closedAt() == ScopeTrace.NEVER ? scope.now() : scope.closedAt())
                .max()
                .orElse(start);
        TimelinePage page = new TimelinePage(start, end);
        scopes.forEach(scope -> page.add(scope, 0, ""));
        if (page.hidden > 0) {
            page.row("more", "", 0, "… and " + page.hidden + " more that succeeded", "", "", "");
        }
        return template()
                .replace("{{title}}", escaped(test))
                .replace("{{summary}}", escaped(page.summary()))
                .replace("{{ticks}}", page.ticks())
                .replace("{{rows}}", page.rows);
    }

    private static String template() {
        try (InputStream in = TimelinePage.class.getResourceAsStream("timeline.html")) {
            return new String(
                    Objects.requireNonNull(in, "timeline.html is missing beside its class")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String summary() {
        String all = tasks + (tasks == 1 ? " task" : " tasks") + " in " + TreeText.time(end - start) + ": " + failed
                + " failed, " + cancelled + " cancelled, " + (tasks - failed - cancelled - running) + " succeeded";
        return running == 0 ? all : all + ", " + running + " still running";
    }

    private String ticks() {
        StringBuilder ticks = new StringBuilder();
        for (int i = 0; i < TICKS; i++) {
            ticks.append("<span>")
                    .append(TreeText.time((end - start) * i / (TICKS - 1)))
                    .append("</span>");
        }
        return ticks.toString();
    }

    private void add(ScopeTrace scope, int level, String around) {
        boolean isOpen = scope.closedAt() == ScopeTrace.NEVER;
        String reason = scope.cancelReason().orElse("");
        String what = "scope \"" + scope.name() + "\"";
        String note = reason.isEmpty() ? "" : "cancelled at " + at(scope.cancelledAt()) + ": " + reason;
        long to = isOpen ? end : scope.closedAt();
        String text = what + around + "\nopened at " + at(scope.openedAt())
                + (isOpen ? ", still open" : ", ended at " + at(scope.closedAt()) + ", " + lasted(scope.openedAt(), to))
                + (scope.methodEndedAt() == ScopeTrace.NEVER
                        ? ""
                        : "\nthe method ended at " + at(scope.methodEndedAt()))
                + (note.isEmpty() ? "" : "\n" + note);
        String mark =
                reason.isEmpty() ? "" : "<i class=\"cancel\" style=\"left:" + percent(scope.cancelledAt()) + "\"></i>";
        row(
                "scope" + (isOpen ? " running" : ""),
                "▸",
                level,
                scope.name(),
                bar(scope.openedAt(), to) + mark,
                note,
                text);
        scope.inner().all().forEach(inner -> add(inner, level + 1, " in " + what));
        hidden += scope.tasks().passedOver();
        tasks += scope.tasks().passedOver();
        scope.tasks().all().forEach(task -> add(task, scope, level + 1));
    }

    private void add(TaskTrace task, ScopeTrace scope, int level) {
        Task.State state = task.hasEnded() ? task.state() : Task.State.RUNNING;
        count(state);
        if (state == Task.State.SUCCEEDED && tasks - failed - cancelled - running > ROWS) {
            hidden++;
            return;
        }
        long to = task.hasEnded() ? task.endedAt() : end;
        long from = task.startedAt() == ScopeTrace.NEVER ? to : task.startedAt();
        Throwable failure = task.failure();
        row(
                state.name().toLowerCase(Locale.ROOT),
                switch (state) {
                    case SUCCEEDED -> "✓";
                    case FAILED -> "✗";
                    case CANCELLED -> "⊘";
                    case RUNNING -> "…";
                },
                level,
                task.name(),
                wait(task.forkedAt(), from) + bar(from, to),
                note(state, scope, failure),
                text(task, state, scope, failure, from, to));
        task.inner().all().forEach(inner -> add(inner, level + 1, " in task \"" + task.name() + "\""));
    }

    private void count(Task.State state) {
        tasks++;
        switch (state) {
            case FAILED -> failed++;
            case CANCELLED -> cancelled++;
            case RUNNING -> running++;
            case SUCCEEDED -> {}
        }
    }

    private static String note(Task.State state, ScopeTrace scope, @Nullable Throwable failure) {
        if (failure != null) {
            // there is little room, and the whole name is in the text of the row
            String name = failure.getClass().getName();
            String line = TreeText.firstLine(failure);
            return line.startsWith(name) ? line.substring(name.lastIndexOf('.') + 1) : line;
        }
        return state == Task.State.CANCELLED ? scope.cancelReason().orElse("cancelled alone") : "";
    }

    private String text(
            TaskTrace task, Task.State state, ScopeTrace scope, @Nullable Throwable failure, long from, long to) {
        StringBuilder text = new StringBuilder("task \"" + task.name() + "\" of scope \"" + scope.name() + "\": "
                + state.name().toLowerCase(Locale.ROOT) + "\nforked at " + at(task.forkedAt()));
        if (task.startedAt() == ScopeTrace.NEVER) {
            text.append(", never started");
        } else {
            text.append(", started at ").append(at(from)).append(", ");
            text.append(task.hasEnded() ? "ended at " + at(to) + ", " + lasted(from, to) : "still running");
        }
        if (state == Task.State.CANCELLED) {
            scope.cancelReason()
                    .ifPresent(reason -> text.append("\ncancelled because ").append(reason));
        }
        if (failure != null) {
            text.append("\n\n").append(TreeFormat.standard().format(failure));
        }
        return text.toString();
    }

    private String at(long time) {
        return TreeText.time(time - start);
    }

    private static String lasted(long from, long to) {
        return "after " + TreeText.time(to - from);
    }

    private String wait(long from, long to) {
        return from >= to
                ? ""
                : "<i class=\"wait\" style=\"left:" + percent(from) + ";width:" + width(from, to) + "\"></i>";
    }

    private String bar(long from, long to) {
        return "<i class=\"bar\" style=\"left:" + percent(from) + ";width:" + width(from, to) + "\"></i>";
    }

    private String percent(long time) {
        return String.format(Locale.ROOT, "%.3f%%", 100.0 * (time - start) / (end - start));
    }

    private String width(long from, long to) {
        return String.format(Locale.ROOT, "%.3f%%", 100.0 * (to - from) / (end - start));
    }

    private void row(String kind, String mark, int level, String name, String bars, String note, String text) {
        rows.append("<div class=\"row ")
                .append(kind)
                .append("\" role=\"option\" tabindex=\"0\" style=\"--level:")
                .append(level)
                .append("\" title=\"")
                .append(escaped(text))
                .append("\"><span class=\"name\"><span class=\"mark\">")
                .append(mark)
                .append("</span> ")
                .append(escaped(name))
                .append("</span><span class=\"track\">")
                .append(bars)
                .append("</span><span class=\"note\">")
                .append(escaped(note))
                .append("</span></div>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                // a name that looks like one shall not be taken for a place to fill
                .replace("{{", "{&#123;");
    }
}
