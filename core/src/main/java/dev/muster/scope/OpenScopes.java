package dev.muster.scope;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The scopes that are open now, and how they are written down. */
final class OpenScopes {
    // those that are nested in no other, in lists that each have a lock, so that threads seldom meet
    private static final Roots[] ROOTS = Stream.generate(Roots::new).limit(16).toArray(Roots[]::new);

    private OpenScopes() {}

    static void add(ScopeImpl scope) {
        roots(scope).add(scope);
    }

    static void remove(ScopeImpl scope) {
        roots(scope).remove(scope);
    }

    private static Roots roots(ScopeImpl scope) {
        return ROOTS[System.identityHashCode(scope.owner()) & ROOTS.length - 1];
    }

    /** Linked through the scopes themselves: opening a scope shall not pay for an entry of a map. */
    private static final class Roots {
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable ScopeImpl first;

        void add(ScopeImpl scope) {
            lock.lock();
            try {
                scope.openAfter = first;
                if (first != null) {
                    first.openBefore = scope;
                }
                first = scope;
            } finally {
                lock.unlock();
            }
        }

        void remove(ScopeImpl scope) {
            lock.lock();
            try {
                ScopeImpl before = scope.openBefore;
                ScopeImpl after = scope.openAfter;
                if (before == null) {
                    first = after;
                } else {
                    before.openAfter = after;
                }
                if (after != null) {
                    after.openBefore = before;
                }
                // a closed scope that is kept shall not keep others
                scope.openBefore = null;
                scope.openAfter = null;
            } finally {
                lock.unlock();
            }
        }

        Stream<ScopeImpl> all() {
            lock.lock();
            try {
                List<ScopeImpl> all = new ArrayList<>();
                for (ScopeImpl scope = first; scope != null; scope = scope.openAfter) {
                    all.add(scope);
                }
                return all.stream();
            } finally {
                lock.unlock();
            }
        }
    }

    /** One scope or task still to be written. */
    private record Entry(
            @Nullable ScopeImpl scope, @Nullable ForkedTask<?> task, String indent) {}

    static String dump() {
        return dump(Arrays.stream(ROOTS)
                .flatMap(Roots::all)
                .sorted(Comparator.comparingLong((ScopeImpl scope) -> scope.openedAt - scope.now()))
                .toList());
    }

    static String dump(TaskScope scope) {
        TaskScope real = scope;
        while (real instanceof ForwardingTaskScope forwarding) {
            real = forwarding.delegate();
        }
        return real instanceof ScopeImpl open && !open.isClosed() ? dump(List.of(open)) : "";
    }

    private static String dump(List<ScopeImpl> scopes) {
        StringBuilder out = new StringBuilder();
        Deque<Entry> pending = new ArrayDeque<>();
        scopes.forEach(scope -> pending.add(new Entry(scope, null, "")));
        while (!pending.isEmpty()) {
            Entry next = pending.pop();
            List<Entry> below = new ArrayList<>();
            String indent = next.indent + "  ";
            if (next.scope != null) {
                write(out, next.indent, next.scope);
                next.scope.liveTasks().forEach(task -> below.add(new Entry(null, task, indent)));
                addScope(below, next.scope.above(), indent);
            } else if (next.task != null) {
                write(out, next.indent, next.task);
                addScope(below, outermost(next.task), indent);
            }
            for (int i = below.size() - 1; i >= 0; i--) {
                pending.push(below.get(i));
            }
        }
        return out.toString();
    }

    private static void addScope(List<Entry> below, @Nullable ScopeImpl scope, String indent) {
        if (scope != null) {
            below.add(new Entry(scope, null, indent));
        }
    }

    private static @Nullable ScopeImpl outermost(ForkedTask<?> task) {
        ScopeImpl found = null;
        for (Place place = task.innermost; place != null; place = place.below) {
            if (place instanceof ScopeImpl scope) {
                found = scope;
            }
        }
        return found;
    }

    private static void write(StringBuilder out, String indent, ScopeImpl scope) {
        int live = scope.liveTasks().size();
        line(
                out,
                indent,
                scope + ", open for " + age(scope.now() - scope.openedAt) + ", " + live + " of " + scope.forks()
                        + " tasks not ended"
                        + scope.cancelReason()
                                .map(reason -> ", cancelled: " + reason)
                                .orElse(""));
        stack(out, indent + "  ", "owner ", scope.owner());
    }

    private static void write(StringBuilder out, String indent, ForkedTask<?> task) {
        Thread runner = task.runner();
        line(
                out,
                indent,
                "task \"" + task.name() + "\", " + (runner == null ? "not started" : task.state())
                        + (task.isAskedToStop() ? " and asked to stop" : "") + ", forked "
                        + age(task.scope.now() - task.forkedAt) + " ago");
        if (runner != null) {
            stack(out, indent + "  ", "", runner);
        }
    }

    private static void stack(StringBuilder out, String indent, String role, Thread thread) {
        line(out, indent, role + thread);
        for (StackTraceElement frame : thread.getStackTrace()) {
            line(out, indent, "    at " + frame);
        }
    }

    private static String age(long nanos) {
        return nanos < 10_000_000_000L ? nanos / 1_000_000 + " ms" : nanos / 1_000_000_000 + " s";
    }

    private static void line(StringBuilder out, String indent, String text) {
        out.append(indent).append(text).append(System.lineSeparator());
    }
}
