package dev.muster.scope;

import dev.muster.group.ExceptionGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What went wrong in a scope, and what to throw for it. */
final class Failures {
    static final long AT_TIMEOUT = Long.MAX_VALUE - 1;
    static final long IN_BODY = Long.MAX_VALUE;

    private static final String LATE = "after the cancel";

    private record Failure(long order, String label, Throwable exception, boolean late) {}

    private final ReentrantLock lock = new ReentrantLock();

    // both guarded by lock; in the order of time
    private final List<Failure> inTime = new ArrayList<>();
    private List<Failure> delivered = List.of();

    void add(long order, String label, Throwable exception, boolean late) {
        lock.lock();
        try {
            inTime.add(new Failure(order, label, exception, late));
        } finally {
            lock.unlock();
        }
    }

    /** Takes back what was delivered, since whoever got it lost it. */
    void takeBack() {
        lock.lock();
        try {
            inTime.addAll(0, delivered);
            delivered = List.of();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns what to throw for the failures that were not delivered yet: a fatal error with all others suppressed in it,
     * else the group of all, else null.
     */
    @Nullable
    Throwable deliver(String scope, long tasks) {
        List<Failure> all;
        lock.lock();
        try {
            all = List.copyOf(inTime);
            inTime.clear();
            delivered = all;
        } finally {
            lock.unlock();
        }
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
