package dev.muster.group;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one tree. What is still to be written waits on a stack of its own, so that no depth is too deep. */
final class TreeWriter {
    private static final String FRAME = "    at ";
    private static final String MEMBER = "+- ";

    // a getCause that makes a new exception at each call would never end
    private static final int CAUSES = 100;

    private final TreeFormat format;
    private final StringBuilder out = new StringBuilder();
    private final Deque<Entry> pending = new ArrayDeque<>();
    private final Set<Throwable> written = Collections.newSetFromMap(new IdentityHashMap<>());

    TreeWriter(TreeFormat format) {
        this.format = format;
    }

    /**
     * One throwable still to be written, or only a line where it is null.
     *
     * @param lead what stands before its first line
     * @param indent what stands before its other lines
     * @param around the frames of the throwable that this one is printed within
     * @param level how many groups, and throwables that it was suppressed in, are above it
     * @param causes how many throwables lead to it by their cause without a break
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Entry(
            @Nullable Throwable throwable,
            String lead,
            String indent,
            List<StackTraceElement> around,
            int level,
            int causes) {}

    String write(Throwable root) {
        pending.push(new Entry(root, "", "", List.of(), 0, 0));
        while (!pending.isEmpty()) {
            Entry next = pending.pop();
            if (next.throwable == null) {
                line(next.lead, "");
            } else if (written.add(next.throwable)) {
                write(next, next.throwable);
            } else {
                header(next, Describe.fully(next.throwable) + " [shown above]");
            }
        }
        return out.toString();
    }

    private void write(Entry entry, Throwable throwable) {
        header(entry, Describe.fully(throwable));
        List<StackTraceElement> frames = Describe.framesOf(throwable);
        frames(entry, frames);
        List<Entry> below = new ArrayList<>();
        List<Throwable> suppressed = Arrays.asList(throwable.getSuppressed());
        if (throwable instanceof ExceptionGroup group) {
            group.notes().forEach(note -> text(entry.indent + "  ", entry.indent + "    ", "note: " + note));
            addMembers(below, entry, group, frames);
            suppressed = group.suppressedExtras();
        }
        addSuppressed(below, entry, suppressed, frames);
        addCause(below, entry, throwable, frames);
        for (int i = below.size() - 1; i >= 0; i--) {
            pending.push(below.get(i));
        }
    }

    private void header(Entry entry, String text) {
        text(entry.lead, entry.indent + "  ", text);
    }

    private void frames(Entry entry, List<StackTraceElement> frames) {
        int shared = shared(frames, entry.around);
        int own = frames.size() - shared;
        for (StackTraceElement frame : frames.subList(0, own)) {
            if (format.frames.test(frame)) {
                line(entry.indent, FRAME + frame);
            }
        }
        long hidden = frames.subList(own, frames.size()).stream()
                .filter(format.frames)
                .count();
        if (hidden > 0) {
            line(entry.indent, "    ... " + hidden + " more");
        }
    }

    private static int shared(List<StackTraceElement> inner, List<StackTraceElement> outer) {
        int count = 0;
        while (count < inner.size()
                && count < outer.size()
                && inner.get(inner.size() - 1 - count).equals(outer.get(outer.size() - 1 - count))) {
            count++;
        }
        return count;
    }

    private void addMembers(List<Entry> below, Entry entry, ExceptionGroup group, List<StackTraceElement> frames) {
        List<Throwable> members = group.exceptions();
        int all = members.size();
        if (entry.level == format.depth) {
            below.add(only(entry.indent + MEMBER + "... " + count(all) + " below level " + format.depth));
            return;
        }
        int shown = Math.min(all, format.width);
        for (int i = 0; i < shown; i++) {
            Tag tag = group.tag(i);
            String lead = entry.indent + MEMBER + (i + 1) + " of " + all + (tag == null ? ": " : " [" + tag + "]: ");
            String indent = entry.indent + (i == all - 1 ? "   " : "|  ");
            below.add(new Entry(members.get(i), lead, indent, frames, entry.level + 1, 0));
        }
        if (shown < all) {
            below.add(only(entry.indent + MEMBER + "... and " + (all - shown) + " more"));
        }
    }

    private static String count(int members) {
        return members == 1 ? "1 member" : members + " members";
    }

    private void addSuppressed(
            List<Entry> below, Entry entry, List<Throwable> suppressed, List<StackTraceElement> frames) {
        int all = suppressed.size();
        int shown = entry.level == format.depth ? 0 : Math.min(all, format.width);
        String indent = entry.indent + "  ";
        for (Throwable each : suppressed.subList(0, shown)) {
            below.add(new Entry(each, indent + "Suppressed: ", indent, frames, entry.level + 1, 0));
        }
        if (shown < all) {
            below.add(only(indent + "Suppressed: ... " + (shown == 0 ? "" : "and ") + (all - shown)
                    + (shown == 0 ? " below level " + format.depth : " more")));
        }
    }

    private static void addCause(List<Entry> below, Entry entry, Throwable throwable, List<StackTraceElement> frames) {
        String lead = entry.indent + "Caused by: ";
        Throwable cause;
        try {
            cause = throwable.getCause();
        } catch (Throwable broken) {
            lead = entry.indent + "getCause() threw: ";
            cause = broken;
        }
        if (cause == null) {
            return;
        }
        below.add(
                entry.causes == CAUSES
                        ? only(lead + "... more than " + CAUSES + " causes in a row")
                        : new Entry(cause, lead, entry.indent, frames, entry.level, entry.causes + 1));
    }

    private static Entry only(String line) {
        return new Entry(null, line, "", List.of(), 0, 0);
    }

    /** A text that may have several lines. */
    private void text(String lead, String indent, String text) {
        boolean isFirst = true;
        for (String each : text.split("\\R", -1)) {
            line(isFirst ? lead : indent, each);
            isFirst = false;
        }
    }

    private void line(String indent, String text) {
        out.append(indent).append(text).append(System.lineSeparator());
    }
}
