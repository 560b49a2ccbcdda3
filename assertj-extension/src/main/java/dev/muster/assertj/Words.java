package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import java.util.Locale;
import org.assertj.core.configuration.ConfigurationProvider;
import org.jspecify.annotations.Nullable;

/** How failure texts name things; a throwable whose own methods fail is named all the same. */
final class Words {
    private static final int LINE = 120;
    private static final int EYE = 40;
    private static final int PART = 20;

    private Words() {}

    /** The name by which a reader knows the class, also for an anonymous one. */
    static String kind(Class<?> type) {
        String name = type.getSimpleName();
        return name.isEmpty() ? type.getName().substring(type.getName().lastIndexOf('.') + 1) : name;
    }

    /** With its article, as {@code an IOException}. */
    static String aKind(Class<?> type) {
        return a(kind(type));
    }

    private static String a(String noun) {
        return ("aeiou".indexOf(noun.toLowerCase(Locale.ROOT).charAt(0)) < 0 ? "a " : "an ") + noun;
    }

    /** The text given to a group, the message of anything else. */
    static @Nullable String text(Throwable throwable) {
        return throwable instanceof ExceptionGroup group ? group.message() : throwable.getMessage();
    }

    /** The throwable in one line of bounded length. */
    static String line(Throwable throwable) {
        String kind = kind(throwable.getClass());
        if (throwable instanceof ExceptionGroup group) {
            return kind + " " + quoted(group.message()) + " of "
                    + View.MEMBERS.count(group.exceptions().size());
        }
        String message;
        try {
            message = throwable.getMessage();
        } catch (Throwable broken) {
            message = "getMessage() threw " + broken.getClass().getName();
        }
        String line = message == null ? "" : message.strip().lines().findFirst().orElse("");
        return line.isEmpty() ? kind : kind + ": " + cut(line);
    }

    /** The first paragraph of what a failed assertion says, on one line of bounded length. */
    static String flat(AssertionError failure) {
        String message = failure.getMessage();
        return message == null
                ? kind(failure.getClass())
                : cut(message.strip().split("\\R\\R", 2)[0].replaceAll("\\s+", " "));
    }

    /** A text in quotes, on one line of bounded length; no quotes for none. */
    static String quoted(@Nullable String text) {
        return text == null ? "null" : '"' + cut(text.replace("\r", "\\r").replace("\n", "\\n")) + '"';
    }

    /** A value as a failure text shows it: a text in quotes, anything else as AssertJ shows it. */
    static String value(@Nullable Object value) {
        return value instanceof String text
                ? quoted(text)
                // assertj shows null as null
                : cut(String.valueOf(ConfigurationProvider.CONFIGURATION_PROVIDER
                        .representation()
                        .toStringOf(value)));
    }

    /** That something is of one class and not of another, told apart by their full names if they have to be. */
    static String isNot(Class<?> actual, Class<?> expected) {
        return kind(actual).equals(kind(expected))
                ? "it is a " + actual.getName() + ", not a " + expected.getName()
                : "it is " + aKind(actual);
    }

    /** In what a text differs from the expected one; of long ones only the place where they part. */
    static String isNot(@Nullable String actual, String expected) {
        if (actual == null || Math.min(actual.length(), expected.length()) < EYE) {
            return "is " + quoted(actual) + ", not " + quoted(expected);
        }
        int same = 0;
        while (same < Math.min(actual.length(), expected.length()) && actual.charAt(same) == expected.charAt(same)) {
            same++;
        }
        return "differs from character " + (same + 1) + " on: it is " + quoted(part(actual, same)) + ", not "
                + quoted(part(expected, same));
    }

    private static String part(String text, int from) {
        int to = Math.min(text.length(), from + PART);
        return text.substring(from, to) + (to < text.length() ? "..." : "");
    }

    private static String cut(String line) {
        return line.length() > LINE ? line.substring(0, LINE) + "..." : line;
    }
}
