package dev.muster.group;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** What a group says of itself in a few lines: how many leaves it holds, of which kinds, and the first of them. */
final class Summary {
    private static final int LINES = 15;
    private static final int KINDS = 5;

    private final String message;
    private final Map<Class<?>, Integer> kinds = new LinkedHashMap<>();
    private final List<String> shown = new ArrayList<>();
    private int leaves;

    private Summary(ExceptionGroup group) {
        message = group.message();
        LeafCursor cursor = new LeafCursor(group);
        while (cursor.advance()) {
            leaves++;
            kinds.merge(cursor.leaf().getClass(), 1, Integer::sum);
            if (leaves <= LINES) {
                Tag tag = cursor.tag();
                shown.add((tag == null ? "" : "[" + tag + "] ") + Describe.oneLine(cursor.leaf()));
            }
        }
    }

    static Summary of(ExceptionGroup group) {
        return new Summary(group);
    }

    /** The message on one line, and what the group holds, as {@code orders (2 sub-exceptions: 1 IOException, 1 SQLException)}. */
    String line() {
        String text = message.strip().replaceAll("\\s*\\R\\s*", " ");
        return (text.isEmpty() ? "(" : text + " (") + leaves + (leaves == 1 ? " sub-exception: " : " sub-exceptions: ")
                + kinds() + ")";
    }

    private String kinds() {
        StringJoiner joined = new StringJoiner(", ");
        int left = leaves;
        int named = 0;
        for (Map.Entry<Class<?>, Integer> each : kinds.entrySet()) {
            if (named == KINDS && kinds.size() > KINDS + 1) {
                return joined + ", " + left + " of " + (kinds.size() - named) + " other kinds";
            }
            joined.add(each.getValue() + " " + Describe.kind(each.getKey()));
            left -= each.getValue();
            named++;
        }
        return joined.toString();
    }

    /** The line, and below it one line for each of the first leaves. */
    String lines() {
        StringBuilder text = new StringBuilder(line());
        for (String each : shown) {
            text.append("\n  ").append(each);
        }
        if (leaves > shown.size()) {
            text.append("\n  ... and ").append(leaves - shown.size()).append(" more");
        }
        return text.toString();
    }
}
