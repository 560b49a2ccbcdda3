package dev.muster.group;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a group that cannot be serialized one that can: stand-ins take the place of what is in the way, and of the
 * nesting that is too deep for the recursion of Java's serialization.
 */
@SuppressWarnings("ReferenceEquality") // throwables are told apart by identity alone
final class Storable {
    private static final int LEVELS = 100;

    // the groups within one that is tried are written as they are: what they need is decided with it
    private static final ThreadLocal<Boolean> TRIED = new ThreadLocal<>();

    private final IdentityHashMap<Throwable, Throwable> stored = new IdentityHashMap<>();

    private Storable() {}

    static ExceptionGroup of(ExceptionGroup group) {
        return TRIED.get() != null || isStorable(group, 1) ? group : new Storable().copy(group, 1);
    }

    /** Says whether a throwable can be written as it is, at its level of the whole. */
    private static boolean isStorable(Throwable throwable, int level) {
        if (throwable instanceof ExceptionGroup group && level - 1 + LeafCursor.levels(group) > LEVELS) {
            return false;
        }
        TRIED.set(true);
        try (ObjectOutputStream trial = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            trial.writeObject(throwable);
            return true;
        } catch (IOException | RuntimeException | Error e) {
            if (Attempt.isFatal(e)) {
                throw (Error) e;
            }
            return false;
        } finally {
            TRIED.remove();
        }
    }

    private Throwable store(Throwable throwable, int level) {
        Throwable before = stored.get(throwable);
        if (before != null) {
            return before;
        }
        if (isStorable(throwable, level)) {
            return throwable;
        }
        // what leads back here, by a cause, finds this in place of a copy that is not complete yet
        stored.put(throwable, StandIn.of(throwable));
        Throwable copy = level < LEVELS && throwable instanceof ExceptionGroup group
                ? copy(group, level)
                : standIn(throwable, level);
        stored.put(throwable, copy);
        return copy;
    }

    private ExceptionGroup copy(ExceptionGroup group, int level) {
        stored.putIfAbsent(group, StandIn.of(group));
        ExceptionGroup source = level + 1 < LEVELS ? group : group.flatten();
        Throwable[] members = source.exceptions().stream()
                .map(member -> store(member, level + 1))
                .toArray(Throwable[]::new);
        Throwable cause = group.getCause();
        Throwable storedCause = cause == null ? null : store(cause, level + 1);
        List<Throwable> extras = new ArrayList<>();
        group.suppressedExtras().forEach(each -> extras.add(store(each, level + 1)));

        ExceptionGroup copy = source.part(members, source.tags, source.first, storedCause, extras);
        if (source != group) {
            copy.addNote("what is nested deeper than " + LEVELS + " levels was flattened to be serialized");
        }
        return isStorable(copy, level) ? copy : plain(copy, storedCause, extras);
    }

    /** For a subclass whose own state is in the way. */
    private static ExceptionGroup plain(ExceptionGroup group, @Nullable Throwable cause, List<Throwable> extras) {
        ExceptionGroup plain = new ExceptionGroup(group.message(), group.members, group.tags, group.first);
        plain.setStackTrace(group.getStackTrace());
        group.notes().forEach(plain::addNote);
        plain.addNote("a plain group stands in for " + group.getClass().getName() + ", which cannot be serialized");
        plain.initCause(cause);
        extras.forEach(plain::addSuppressed);
        return plain;
    }

    private Throwable standIn(Throwable throwable, int level) {
        StandIn standIn = StandIn.of(throwable);
        if (level == LEVELS) {
            return standIn;
        }
        Throwable cause = Describe.causeOf(throwable);
        if (cause != null) {
            standIn.initCause(store(cause, level + 1));
        }
        for (Throwable each : throwable.getSuppressed()) {
            standIn.addSuppressed(store(each, level + 1));
        }
        return standIn;
    }
}
