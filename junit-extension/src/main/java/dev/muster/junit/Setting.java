package dev.muster.junit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * One thing that can be set.
 *
 * @param key its name in the annotation and, after {@code muster.junit.}, as a configuration parameter
 * @param attribute the text that an annotation has for it, empty if that leaves it open
 * @param reader reads a value from text; empty if there is no such value
 * @param allowed what can be given, for people
 */
record Setting<T>(
        String key,
        Function<TaskScoped, String> attribute,
        Function<String, Optional<T>> reader,
        String allowed,
        T standard) {
    static final String PREFIX = "muster.junit.";

    static final Setting<TaskScoped.Cancel> POLICY = of("policy", TaskScoped::policy, TaskScoped.Cancel.COLLECT_ALL);
    static final Setting<TaskScoped.Failures> FAILURES =
            of("failures", TaskScoped::failures, TaskScoped.Failures.BY_KIND);

    static final Setting<Timeout> JOIN_TIMEOUT = new Setting<>(
            "joinTimeout", TaskScoped::joinTimeout, Timeout::read, Timeout.ALLOWED, Timeout.ofSeconds(30));
    static final Setting<Timeout> GRACE =
            new Setting<>("grace", TaskScoped::grace, Timeout::read, Timeout.ALLOWED, Timeout.ofSeconds(5));
    static final Setting<TaskScoped.Threads> THREADS = of("threads", TaskScoped::threads, TaskScoped.Threads.STANDARD);
    static final Setting<TaskScoped.Leaks> LEAKS = of("leaks", TaskScoped::leaks, TaskScoped.Leaks.FAIL);
    static final Setting<TaskScoped.Dump> DUMP = of("dump", TaskScoped::dump, TaskScoped.Dump.ON_TIMEOUT);
    static final Setting<TaskScoped.Files> FILES = of("files", TaskScoped::files, TaskScoped.Files.ON_FAILURE);

    private static <E extends Enum<E>> Setting<E> of(String key, Function<TaskScoped, E> attribute, E standard) {
        List<E> values = Arrays.stream(standard.getDeclaringClass().getEnumConstants())
                .filter(value -> !isInherited(value))
                .toList();
        return new Setting<>(
                key,
                annotation -> {
                    E value = attribute.apply(annotation);
                    return isInherited(value) ? "" : value.name();
                },
                text -> values.stream()
                        .filter(value -> value.name().equals(canonical(text)))
                        .findFirst(),
                values.stream().map(Enum::name).collect(Collectors.joining(" or ")),
                standard);
    }

    /** Says whether a constant is the one that leaves the setting open, which each of the enums has. */
    static boolean isInherited(Enum<?> value) {
        return value.name().equals("INHERITED");
    }

    private static String canonical(String text) {
        return text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Reads a value; the place is named where there is no such value. */
    T read(String text, String place) {
        return reader.apply(text)
                .orElseThrow(() -> new ExtensionConfigurationException(
                        place + " is \"" + text + "\", which is not allowed: give " + allowed));
    }

    String parameter() {
        return PREFIX + key;
    }
}
