package dev.muster.scope;

import dev.muster.group.ExceptionGroup;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What went wrong in a scope, and what to throw for it. Any thread may add; the owner delivers. */
final class Failures {
    static final long AT_CANCEL = Long.MAX_VALUE - 3;
    static final long IN_LISTENER = Long.MAX_VALUE - 2;
    static final long AT_TIMEOUT = Long.MAX_VALUE - 1;
    static final long IN_BODY = Long.MAX_VALUE;

    private static final String LATE = "after the cancel";
    private static final VarHandle LATEST;

    static {
        try {
            LATEST = MethodHandles.lookup().findVarHandle(Failures.class, "latest", Failure.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private record Failure(
            long order,
            String label,
            Throwable exception,
            boolean late,
            @Nullable Failure before) {}

    // the one that came last, linked to those before it
    private volatile @Nullable Failure latest;

    // only for the owner
    private @Nullable Failure delivered;

    void add(long order, String label, Throwable exception, boolean late) {
        Failure seen;
        do {
            seen = latest;
        } while (!LATEST.compareAndSet(this, seen, new Failure(order, label, exception, late, seen)));
    }

    boolean any() {
        return latest != null;
    }

    /** Takes back what was delivered and is wanted, since whoever got it lost it. */
    void takeBack(Predicate<Throwable> wanted) {
        for (Failure each : inTime(delivered)) {
            if (wanted.test(each.exception)) {
                add(each.order, each.label, each.exception, each.late);
            }
        }
        delivered = null;
    }

    /**
     * Returns what to throw for the failures that were not delivered yet: a fatal error with all others suppressed in it,
     * else the group of all, else null.
     */
    @Nullable
    Throwable deliver(ScopeImpl scope) {
        if (latest == null) {
            delivered = null;
            return null;
        }
        delivered = (Failure) LATEST.getAndSet(this, null);
        List<Failure> all = inTime(delivered);
        for (Failure each : all) {
            if (isFatal(each.exception)) {
                return deliverFatal(scope, all, each.exception);
            }
        }
        return group(scope, all);
    }

    private static Throwable deliverFatal(ScopeImpl scope, List<Failure> all, Throwable fatal) {
        List<Failure> others =
                all.stream().filter(each -> each.exception != fatal).toList();
        // one that takes no suppressed exceptions would lose the others
        return others.isEmpty() || suppress(fatal, group(scope, others)) ? fatal : group(scope, all);
    }

    private static List<Failure> inTime(@Nullable Failure latest) {
        List<Failure> all = new ArrayList<>();
        for (Failure each = latest; each != null; each = each.before) {
            all.add(each);
        }
        Collections.reverse(all);
        return all;
    }

    private static ExceptionGroup group(ScopeImpl scope, List<Failure> inTime) {
        ExceptionGroup.Builder group = ExceptionGroup.builder(message(scope, inTime));
        inTime.stream().sorted(Comparator.comparingLong(Failure::order)).forEach(each -> {
            if (each.late) {
                group.add(each.label, each.exception, LATE);
            } else {
                group.add(each.label, each.exception);
            }
            if (each == inTime.get(0)) {
                group.asFirstFailure();
            }
        });
        return group.build();
    }

    private static String message(ScopeImpl scope, List<Failure> failures) {
        List<String> places = new ArrayList<>();
        long failed = failures.stream()
                .mapToLong(Failure::order)
                .filter(order -> order < AT_CANCEL)
                .distinct()
                .count();
        if (failed > 0) {
            places.add(failed + " of " + scope.forks() + (scope.forks() == 1 ? " task" : " tasks"));
        }
        addIf(places, failures, AT_CANCEL, "its cancel");
        addIf(places, failures, IN_LISTENER, "its listener");
        addIf(places, failures, AT_TIMEOUT, "its timeout");
        addIf(places, failures, IN_BODY, "its body");
        return scope + " failed in " + String.join(" and ", places);
    }

    private static void addIf(List<String> places, List<Failure> failures, long order, String place) {
        if (failures.stream().anyMatch(each -> each.order == order)) {
            places.add(place);
        }
    }

    // ---- failures in pairs

    /** Returns a failure with what came with it suppressed in it; or the other way round, if that one is fatal. */
    static Throwable with(Throwable failure, @Nullable Throwable companion) {
        if (companion == null) {
            return failure;
        }
        if (isFatal(companion) && suppress(companion, failure)) {
            return companion;
        }
        failure.addSuppressed(companion);
        return failure;
    }

    /** Returns two failures as one: a group, or the fatal one of them with the other suppressed in it. */
    static Throwable both(String message, Throwable first, Throwable second) {
        if (isFatal(first) && suppress(first, second)) {
            return first;
        }
        return isFatal(second) && suppress(second, first) ? second : ExceptionGroup.of(message, first, second);
    }

    static boolean isFatal(@Nullable Throwable thrown) {
        return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
    }

    private static boolean suppress(Throwable into, Throwable other) {
        if (into == other) {
            // the same instance comes from several places, as one that the JVM made in advance does
            return true;
        }
        into.addSuppressed(other);
        return Arrays.stream(into.getSuppressed()).anyMatch(each -> each == other);
    }
}
