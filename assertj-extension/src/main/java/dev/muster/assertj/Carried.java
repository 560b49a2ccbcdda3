package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes groups of throwables that carry others in ways of their own. */
final class Carried {
    /** What libraries call the list of what they carry. */
    private static final List<String> LISTS = List.of("getFailures", "getExceptions", "getErrors", "getCauses");

    // what is being turned into a group, so that one that carries itself ends as a leaf
    private final Set<Throwable> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private Carried() {}

    static @Nullable Throwable by(@Nullable Throwable thrown) {
        if (thrown == null || thrown instanceof ExceptionGroup) {
            return thrown;
        }
        Throwable listed = new Carried().listed(thrown);
        if (listed != thrown) {
            return listed;
        }
        List<Throwable> members = new ArrayList<>();
        if (thrown.getCause() != null) {
            members.add(thrown.getCause());
        }
        members.addAll(Arrays.asList(thrown.getSuppressed()));
        members.replaceAll(each -> new Carried().listed(each));
        return members.isEmpty() ? thrown : group(thrown, members);
    }

    static @Nullable Throwable withSuppressed(@Nullable Throwable thrown) {
        if (thrown == null || thrown instanceof ExceptionGroup) {
            return thrown;
        }
        List<Throwable> members = new ArrayList<>();
        members.add(thrown);
        members.addAll(Arrays.asList(thrown.getSuppressed()));
        return group(thrown, members);
    }

    static @Nullable Throwable orBare(@Nullable Throwable thrown) {
        return thrown == null || thrown instanceof ExceptionGroup ? thrown : group(thrown, List.of(thrown));
    }

    /** Whether the throwable has a list of others. */
    static boolean hasList(Throwable thrown) {
        return !list(thrown).isEmpty();
    }

    private Throwable listed(Throwable thrown) {
        List<Throwable> members = thrown instanceof ExceptionGroup ? List.of() : list(thrown);
        if (members.isEmpty() || !open.add(thrown)) {
            return thrown;
        }
        List<Throwable> inner = new ArrayList<>(members);
        inner.replaceAll(this::listed);
        open.remove(thrown);
        return group(thrown, inner);
    }

    private static List<Throwable> list(Throwable thrown) {
        for (String name : LISTS) {
            Object value = ask(thrown, name);
            List<?> items = value instanceof Throwable[] array
                    ? Arrays.asList(array)
                    : value instanceof Collection<?> collection ? List.copyOf(collection) : List.of();
            if (!items.isEmpty() && items.stream().allMatch(Throwable.class::isInstance)) {
                return items.stream().map(Throwable.class::cast).toList();
            }
        }
        return List.of();
    }

    private static @Nullable Object ask(Throwable thrown, String getter) {
        try {
            return thrown.getClass().getMethod(getter).invoke(thrown);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException notThere) {
            return null;
        }
    }

    private static ExceptionGroup group(Throwable seen, List<Throwable> members) {
        ExceptionGroup group = ExceptionGroup.of(title(seen), members)
                .addNote("made of " + seen.getClass().getName());
        Throwable cause = seen.getCause();
        if (cause != null && !members.contains(seen) && members.stream().noneMatch(each -> each == cause)) {
            group.initCause(cause);
        }
        group.setStackTrace(seen.getStackTrace());
        return group;
    }

    /** The first line of the message; these are often long and list what the tree shows anyway. */
    private static String title(Throwable seen) {
        String text = new Found.Scene().alone(seen).text();
        return text == null || text.isBlank()
                ? Words.kind(seen.getClass())
                : text.strip().lines().findFirst().orElse("");
    }
}
