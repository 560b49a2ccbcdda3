package dev.muster.scope;

import dev.muster.group.ExceptionGroup;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What went wrong in a scope, and what to throw for it. Any thread may add; the owner delivers. */
final class Failures {
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

    /** Takes back what was delivered, since whoever got it lost it; before anything else is added. */
    void takeBack() {
        latest = delivered;
    }

    /**
     * Returns what to throw for the failures that were not delivered yet: a fatal error with all others suppressed in it,
     * else the group of all, else null.
     */
    @Nullable
    Throwable deliver(String scope, long tasks) {
        delivered = (Failure) LATEST.getAndSet(this, null);
        List<Failure> all = inTime(delivered);
        if (all.isEmpty()) {
            return null;
        }
        Failure fatal =
                all.stream().filter(each -> isFatal(each.exception)).findFirst().orElse(null);
        if (fatal == null) {
            return group(scope, tasks, all, all.get(0));
        }
        List<Failure> others = all.stream()
                .filter(each -> each != fatal && each.exception != fatal.exception)
                .toList();
        if (!others.isEmpty()) {
            fatal.exception.addSuppressed(group(scope, tasks, others, null));
        }
        return fatal.exception;
    }

    private static List<Failure> inTime(@Nullable Failure latest) {
        List<Failure> all = new ArrayList<>();
        for (Failure each = latest; each != null; each = each.before) {
            all.add(each);
        }
        Collections.reverse(all);
        return all;
    }

    private static ExceptionGroup group(String scope, long tasks, List<Failure> failures, @Nullable Failure first) {
        ExceptionGroup.Builder group = ExceptionGroup.builder(message(scope, tasks, failures));
        failures.stream().sorted(Comparator.comparingLong(Failure::order)).forEach(each -> {
            if (each.late) {
                group.add(each.label, each.exception, LATE);
            } else {
                group.add(each.label, each.exception);
            }
            if (each == first) {
                group.asFirstFailure();
            }
        });
        return group.build();
    }

    private static String message(String scope, long tasks, List<Failure> failures) {
        List<String> places = new ArrayList<>();
        long failed = failures.stream()
                .mapToLong(Failure::order)
                .filter(order -> order < AT_TIMEOUT)
                .distinct()
                .count();
        if (failed > 0) {
            places.add(failed + " of " + tasks + (tasks == 1 ? " task" : " tasks"));
        }
        if (failures.stream().anyMatch(each -> each.order == AT_TIMEOUT)) {
            places.add("its timeout");
        }
        if (failures.stream().anyMatch(each -> each.order == IN_BODY)) {
            places.add("its body");
        }
        return scope + " failed in " + String.join(" and ", places);
    }

    static boolean isFatal(@Nullable Throwable thrown) {
        return thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError);
    }
}
