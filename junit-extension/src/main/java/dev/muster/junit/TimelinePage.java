package dev.muster.junit;

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
    private static final int TICKS = 8;

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

    static String of(String test, List<ScopeTrace> scopes, @Nullable Throwable failure) {
        long start = scopes.stream().mapToLong(ScopeTrace::openedAt).min().orElse(0);
        long end = scopes.stream()
                .mapToLong(scope -> scope.closedAt() == ScopeTrace.NEVER ? scope.now() : scope.closedAt())
                .max()
                .orElse(start);
        TimelinePage page = new TimelinePage(start, end);
        scopes.forEach(scope -> page.add(scope, 1, ""));
        if (page.hidden > 0) {
            page.row(new Row("more", "", 1, "… and " + page.hidden + " more that succeeded", "", "", "", "", ""));
        }
        return template()
                .replace("{{title}}", escaped(test))
                .replace("{{summary}}", page.summary())
                .replace("{{failure}}", failure == null ? "" : details(failure))
                .replace("{{step}}", page.length(page.step()))
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
        int succeeded = tasks - failed - cancelled - running;
        return "<li><b>" + tasks + "</b> " + (tasks == 1 ? "task" : "tasks") + " in <b>" + TreeText.time(end - start)
                + "</b></li>"
                + badge(Task.State.FAILED, failed)
                + badge(Task.State.CANCELLED, cancelled)
                + badge(Task.State.SUCCEEDED, succeeded)
                + badge(Task.State.RUNNING, running);
    }

    private static String badge(Task.State state, int number) {
        return number == 0
                ? ""
                : "<li class=\"" + name(state) + "\"><span class=\"mark\" aria-hidden=\"true\">" + mark(state)
                        + "</span> <b>" + number + "</b> " + (state == Task.State.RUNNING ? "still " : "") + name(state)
                        + "</li>";
    }

    private static String details(Throwable failure) {
        return "<details class=\"failure\"><summary>" + escaped(shortLine(failure)) + "</summary><pre>"
                + escaped(Frames.tree(failure)) + "</pre></details>";
    }

    /** The time from one tick to the next: 1, 2 or 5 of a unit, and so that they are few. */
    private long step() {
        long step = 1;
        int[] factors = {2, 5, 10};
        for (long unit = 1; (end - start) / step >= TICKS; unit *= 10) {
            for (int i = 0; i < factors.length && (end - start) / step >= TICKS; i++) {
                step = unit * factors[i];
            }
        }
        return step;
    }

    private String ticks() {
        StringBuilder ticks = new StringBuilder();
        long step = step();
        // the last one needs some room for its text
        for (long time = 0; time <= (end - start) * 0.94; time += step) {
            ticks.append("<span style=\"left:")
                    .append(percent(start + time))
                    .append("\">")
                    .append(tick(time, step))
                    .append("</span>");
        }
        return ticks.toString();
    }

    private static String tick(long nanos, long step) {
        boolean isSeconds = step >= 1_000_000_000;
        double unit = isSeconds ? 1e9 : 1e6;
        int digits = (int) Math.max(0, Math.ceil(-Math.log10(step / unit)));
        return String.format(Locale.ROOT, "%." + digits + "f %s", nanos / unit, isSeconds ? "s" : "ms");
    }

    private void add(ScopeTrace scope, int level, String around) {
        boolean isOpen = scope.closedAt() == ScopeTrace.NEVER;
        String reason = scope.cancelReason().orElse("");
        String what = "scope \"" + scope.name() + "\"";
        String note = reason.isEmpty() ? "" : "cancelled at " + at(scope.cancelledAt()) + ": " + reason;
        long to = isOpen ? end : scope.closedAt();
        boolean hasMethod = scope.methodEndedAt() != ScopeTrace.NEVER;
        String text = what + around + "\nopened at " + at(scope.openedAt())
                + (isOpen ? ", still open" : ", ended at " + at(scope.closedAt()) + ", " + lasted(scope.openedAt(), to))
                + (hasMethod ? "\nthe method ended at " + at(scope.methodEndedAt()) : "")
                + (note.isEmpty() ? "" : "\n" + note);
        String bars = bar("bar", scope.openedAt(), to)
                + (hasMethod ? bar("body", scope.openedAt(), scope.methodEndedAt()) : "")
                + cancel(scope);
        row(new Row(
                "scope" + (isOpen ? " running" : ""),
                "▾",
                level,
                scope.name(),
                isOpen ? "scope, still open" : "scope",
                TreeText.time(to - scope.openedAt()),
                bars + spoken(scope.openedAt(), to),
                note,
                text));
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
        String bars = (task.forkedAt() < from ? bar("wait", task.forkedAt(), from) : "")
                + bar("bar", from, to)
                + cancel(scope);
        row(new Row(
                "task " + name(state),
                mark(state),
                level,
                task.name(),
                "task, " + name(state),
                TreeText.time(to - from),
                bars + spoken(from, to),
                note(state, scope, failure),
                text(task, state, scope, failure, from, to)));
        task.inner().all().forEach(inner -> add(inner, level + 1, " in task \"" + task.name() + "\""));
    }

    private static String name(Task.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String mark(Task.State state) {
        return switch (state) {
            case SUCCEEDED -> "✓";
            case FAILED -> "✗";
            case CANCELLED -> "⊘";
            case RUNNING -> "…";
        };
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
            return shortLine(failure);
        }
        return state == Task.State.CANCELLED
                ? scope.cancelReason().map(reason -> "cancelled: " + reason).orElse("cancelled alone")
                : "";
    }

    // there is little room, and the whole name is in the text of the row
    private static String shortLine(Throwable failure) {
        String name = failure.getClass().getName();
        String line = TreeText.firstLine(failure);
        return line.startsWith(name) ? line.substring(name.lastIndexOf('.') + 1) : line;
    }

    private String text(
            TaskTrace task, Task.State state, ScopeTrace scope, @Nullable Throwable failure, long from, long to) {
        StringBuilder text = new StringBuilder("task \"" + task.name() + "\" of scope \"" + scope.name() + "\": "
                + name(state) + "\nforked at " + at(task.forkedAt()));
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
            text.append("\n\n").append(Frames.tree(failure));
        }
        return text.toString();
    }

    private String at(long time) {
        return TreeText.time(time - start);
    }

    private static String lasted(long from, long to) {
        return "after " + TreeText.time(to - from);
    }

    private String bar(String kind, long from, long to) {
        return "<i class=\"" + kind + "\" style=\"left:" + percent(from) + ";width:" + length(to - from) + "\"></i>";
    }

    // in the rows of tasks too, so that one sees which of them ended before it
    private String cancel(ScopeTrace scope) {
        return scope.cancelReason().isEmpty()
                ? ""
                : "<i class=\"cancel\" style=\"left:" + percent(scope.cancelledAt()) + "\"></i>";
    }

    private String spoken(long from, long to) {
        return "<span class=\"spoken\">" + at(from) + " to " + at(to) + "</span>";
    }

    private String percent(long time) {
        return length(time - start);
    }

    private String length(long nanos) {
        return String.format(Locale.ROOT, "%.3f%%", 100.0 * nanos / (end - start));
    }

    /** What one line of the table shows; the bars are HTML, all else is text. */
    private record Row(
            String kind,
            String mark,
            int level,
            String name,
            String state,
            String time,
            String bars,
            String note,
            String text) {}

    private void row(Row row) {
        rows.append("<tr role=\"row\" class=\"")
                .append(row.kind)
                .append("\" aria-level=\"")
                .append(row.level)
                .append("\" tabindex=\"0\" style=\"--level:")
                .append(row.level)
                .append("\" title=\"")
                .append(escaped(row.text))
                .append(
                        "\"><th role=\"rowheader\" scope=\"row\" class=\"name\"><span class=\"mark\" aria-hidden=\"true\">")
                .append(row.mark)
                .append("</span> ")
                .append(escaped(row.name))
                .append("<span class=\"spoken\">")
                .append(row.state.isEmpty() ? "" : ", " + row.state)
                .append("</span></th><td role=\"gridcell\" class=\"time\">")
                .append(row.time)
                .append("</td><td role=\"gridcell\" class=\"when\"><div class=\"track\">")
                .append(row.bars)
                .append("</div></td><td role=\"gridcell\" class=\"note\">")
                .append(escaped(row.note))
                .append("</td></tr>\n");
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
