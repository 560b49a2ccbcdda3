package dev.muster.group;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks a throwable what it has to say, and takes no harm from what it answers: a report that fails on a hostile
 * exception would lose all the others.
 */
final class Describe {
    private static final int LINE = 120;

    private Describe() {}

    /** As {@code toString}, all lines of it. */
    static String fully(Throwable throwable) {
        try {
            String text = throwable.toString();
            return text == null ? throwable.getClass().getName() + ": toString() returned null" : text;
        } catch (Throwable broken) {
            return throwable.getClass().getName() + ": toString() threw " + nameOf(broken);
        }
    }

    /** The simple name of the class and the first line of the message, cut to a bounded length. */
    static String oneLine(Throwable throwable) {
        String kind = kind(throwable.getClass());
        String message = messageOf(throwable);
        if (message == null) {
            return kind;
        }
        String line = message.strip().lines().findFirst().orElse("");
        if (line.length() > LINE) {
            line = line.substring(0, LINE) + "...";
        }
        return line.isEmpty() ? kind : kind + ": " + line;
    }

    private static @Nullable String messageOf(Throwable throwable) {
        try {
            return throwable instanceof ExceptionGroup group
                    ? Summary.of(group).line()
                    : throwable.getLocalizedMessage();
        } catch (Throwable broken) {
            return "getMessage() threw " + nameOf(broken);
        }
    }

    /** The name by which a reader knows the class, also for an anonymous one. */
    static String kind(Class<?> type) {
        String name = type.getSimpleName();
        return name.isEmpty() ? type.getName().substring(type.getName().lastIndexOf('.') + 1) : name;
    }

    /** The cause, or what was thrown when it was asked for. */
    static @Nullable Throwable causeOf(Throwable throwable) {
        try {
            return throwable.getCause();
        } catch (Throwable broken) {
            return broken;
        }
    }

    static List<StackTraceElement> framesOf(Throwable throwable) {
        try {
            @Nullable StackTraceElement @Nullable [] frames = throwable.getStackTrace();
            return frames == null
                    ? List.of()
                    : Arrays.stream(frames).filter(Objects::nonNull).toList();
        } catch (Throwable broken) {
            return List.of();
        }
    }

    private static String nameOf(Throwable broken) {
        return broken.getClass().getName();
    }
}
