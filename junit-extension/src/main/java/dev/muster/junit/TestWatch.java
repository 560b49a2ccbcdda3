package dev.muster.junit;

import dev.muster.group.ExceptionGroup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/** Everything that is done for one test, or for a class: the runs of its methods and the threads that they start. */
final class TestWatch {
    private final Spawned spawned;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock
    private final List<ScopedRun> runs = new ArrayList<>();

    TestWatch(String test) {
        spawned = new Spawned(test);
    }

    <T extends @Nullable Object> T call(ScopedRun run, Invocation<T> invocation) throws Throwable {
        add(run);
        return run.isWatched() ? spawned.call(() -> run.call(spawned, invocation)) : run.call(null, invocation);
    }

    /** As {@code call}, for one of many runs: it is forgotten if it goes well. */
    <T extends @Nullable Object> void callOneOfMany(ScopedRun run, Invocation<T> invocation) throws Throwable {
        call(run, invocation);
        lock.lock();
        try {
            runs.remove(run);
        } finally {
            lock.unlock();
        }
    }

    private void add(ScopedRun run) {
        lock.lock();
        try {
            runs.add(run);
        } finally {
            lock.unlock();
        }
    }

    List<ScopedRun> runs() {
        lock.lock();
        try {
            return List.copyOf(runs);
        } finally {
            lock.unlock();
        }
    }

    /** The scopes that are open, as text; empty if there is none that may be shown. */
    String openScopes() {
        return runs().stream()
                .filter(run -> run.isDumped() && run.isOpen())
                .map(ScopedRun::tree)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    /**
     * Waits for runs that JUnit gave up on, which it only does after a timeout of its own on another thread, and throws
     * what would be lost with them.
     */
    void endAbandonedRuns(@Nullable Throwable reported) throws Throwable {
        if (!(reported instanceof TimeoutException)) {
            return;
        }
        for (ScopedRun run : runs()) {
            if (run.runner() == Thread.currentThread() || run.runner() == null || !run.isLookedAtFirst()) {
                continue;
            }
            if (!run.hasEndedInGrace()) {
                throw new TasksAtTimeoutException("the scope has still not ended", run.tree());
            }
            Throwable thrown = run.thrown();
            if (thrown != null && !(thrown instanceof InterruptedException) && !reaches(reported, thrown)) {
                throw thrown;
            }
        }
    }

    private static boolean reaches(Throwable from, Throwable wanted) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> pending = new ArrayDeque<>(List.of(from));
        while (!pending.isEmpty()) {
            Throwable next = pending.pop();
            if (next == wanted) {
                return true;
            }
            if (seen.add(next)) {
                pending.addAll(Arrays.asList(next.getSuppressed()));
                Throwable cause = next.getCause();
                if (cause != null) {
                    pending.add(cause);
                }
            }
        }
        return false;
    }

    /** Throws if the test left threads behind, or if exceptions in its threads were not caught. */
    void endThreads() throws Throwable {
        ExceptionGroup left = spawned.end();
        if (left != null) {
            throw Verdict.on(left, TaskScoped.Failures.BY_KIND);
        }
    }

    /** The scopes of all runs that are of interest, in order; empty if they had no tasks or files are not wanted. */
    List<ScopeTrace> scopesForFiles() {
        List<ScopeTrace> scopes = new ArrayList<>();
        boolean hadTasks = false;
        for (ScopedRun run : runs()) {
            ScopeTrace trace = run.trace();
            if (trace != null && run.hasFiles()) {
                scopes.add(trace);
                hadTasks |= trace.hadWork();
            }
        }
        return hadTasks ? scopes : List.of();
    }

    /** What the last run that failed threw. */
    @Nullable
    Throwable lastFailure() {
        Throwable last = null;
        for (ScopedRun run : runs()) {
            last = run.thrown() == null ? last : run.thrown();
        }
        return last;
    }
}
