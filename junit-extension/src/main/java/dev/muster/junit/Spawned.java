package dev.muster.junit;

import dev.muster.group.ExceptionGroup;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads that a test starts outside of scopes, and the exceptions that nobody caught in them.
 *
 * <p>A thread inherits a mark from the one that makes it, which tells whose it is as long as it lives: the JVM drops the
 * marks of a thread when it ends. So whether threads of this very test are alive is known also where tests run at once.
 */
final class Spawned {
    private static final InheritableThreadLocal<@Nullable Mark> MARK = new InheritableThreadLocal<>() {
        @Override
        protected @Nullable Mark childValue(@Nullable Mark parent) {
            return parent == null ? null : parent.test.child();
        }
    };

    private static final int MARKS = 1_000;
    private static final long SOON_MILLIS = 100;
    private static final long PATIENCE_MILLIS = 1_000;

    // shared machinery of the JDK, of build tools and of this library, which no test can stop
    private static final List<String> SHARED = List.of(
            "muster-",
            "junit-",
            "surefire-",
            "Common-Cleaner",
            "Cleaner-",
            "CompletableFutureDelayScheduler",
            "ForkJoinPool",
            "HttpClient-",
            "Keep-Alive-",
            "process reaper",
            "Attach Listener",
            "JFR ",
            "RMI ",
            "VirtualThread-",
            "Read-Poller",
            "Write-Poller",
            "MasterPoller");

    /** Whose a thread is; one for each thread, compared by identity. */
    private static final class Mark {
        final Spawned test;

        Mark(Spawned test) {
            this.test = test;
        }
    }

    private final String test;
    private final ReentrantLock lock = new ReentrantLock();

    // all guarded by lock
    private final List<WeakReference<Mark>> marks = new ArrayList<>();
    private final List<Stray> strays = new ArrayList<>();
    private @Nullable Set<Thread> before;
    private boolean hasEnded;

    private record Stray(String thread, Throwable thrown) {}

    Spawned(String test) {
        this.test = test;
    }

    @FunctionalInterface
    interface Work<T extends @Nullable Object, X extends Throwable> {
        T call() throws X;
    }

    /** Does work on the calling thread, as part of the test. */
    <T extends @Nullable Object, X extends Throwable> T call(Work<T, X> work) throws X {
        Mark outer = MARK.get();
        MARK.set(new Mark(this));
        try {
            return work.call();
        } finally {
            if (outer == null) {
                MARK.remove();
            } else {
                MARK.set(outer);
            }
        }
    }

    /** Begins a task of the test; a pooled thread has the mark of the test that it was made for. */
    void enter() {
        Mark mark = MARK.get();
        if (mark == null || mark.test != this) {
            MARK.set(new Mark(this));
        }
    }

    /** Ends a task on its thread. */
    static void leave() {
        MARK.remove();
    }

    private Mark child() {
        Mark child = new Mark(this);
        lock.lock();
        try {
            if (!hasEnded && marks.size() < MARKS) {
                if (before == null) {
                    before = live();
                }
                marks.add(new WeakReference<>(child));
            }
        } finally {
            lock.unlock();
        }
        return child;
    }

    /** Takes an exception that nobody caught on the calling thread; false if no running test is to blame. */
    static boolean takes(Thread thread, Throwable thrown) {
        Mark mark = MARK.get();
        return mark != null && mark.test.add(new Stray(thread.getName(), thrown));
    }

    private boolean add(Stray stray) {
        lock.lock();
        try {
            return !hasEnded && strays.add(stray);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the watch; returns what the test left behind. */
    @Nullable
    ExceptionGroup end() {
        List<Thread> left = started() ? left() : List.of();
        List<Stray> uncaught;
        lock.lock();
        try {
            hasEnded = true;
            uncaught = List.copyOf(strays);
            marks.clear();
            before = null;
        } finally {
            lock.unlock();
        }
        if (left.isEmpty() && uncaught.isEmpty()) {
            return null;
        }
        ExceptionGroup.Builder all = ExceptionGroup.builder(message(left, uncaught));
        uncaught.forEach(stray -> all.add("thread " + stray.thread, stray.thrown));
        left.forEach(thread -> all.add("thread " + thread.getName(), new LeakedThreadError(thread)));
        return all.build();
    }

    private String message(List<Thread> left, List<Stray> uncaught) {
        List<String> parts = new ArrayList<>();
        if (!uncaught.isEmpty()) {
            parts.add("did not catch " + count(uncaught.size(), "exception") + " in threads that it started");
        }
        if (!left.isEmpty()) {
            parts.add("left " + count(left.size(), "thread") + " running");
        }
        return test + " " + String.join(" and ", parts);
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private boolean started() {
        lock.lock();
        try {
            return !marks.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The threads that stay, or empty if none that is alive was started by this test. */
    private List<Thread> left() {
        List<Thread> left = await(SOON_MILLIS);
        if (left.isEmpty() || !anyMarkIsAlive()) {
            return List.of();
        }
        left = await(PATIENCE_MILLIS);
        return left.isEmpty() || !anyMarkIsAlive() ? List.of() : left;
    }

    /** Gives new threads some time to end; returns those that did not. */
    private List<Thread> await(long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        List<Thread> left = suspects();
        boolean isInterrupted = false;
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            try {
                left.get(0).join(1);
            } catch (InterruptedException e) {
                // of the test, and no reason to blame it for threads that are about to end
                isInterrupted = true;
            }
            left = suspects();
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        return left;
    }

    private List<Thread> suspects() {
        Set<Thread> old;
        lock.lock();
        try {
            old = before == null ? Set.of() : before;
        } finally {
            lock.unlock();
        }
        return live().stream()
                .filter(thread -> !old.contains(thread) && thread != Thread.currentThread() && !isShared(thread))
                .toList();
    }

    private static boolean isShared(Thread thread) {
        return thread instanceof ForkJoinWorkerThread || SHARED.stream().anyMatch(thread.getName()::startsWith);
    }

    private boolean anyMarkIsAlive() {
        WeakReference<Object> canary = new WeakReference<>(new Object());
        System.gc();
        // where the collector does not do as asked nothing is known, and nobody is blamed
        if (!canary.refersTo(null)) {
            return false;
        }
        lock.lock();
        try {
            return marks.stream().anyMatch(mark -> !mark.refersTo(null));
        } finally {
            lock.unlock();
        }
    }

    private static Set<Thread> live() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] all = new Thread[root.activeCount() + 16];
        int found = root.enumerate(all, true);
        while (found == all.length) {
            all = new Thread[all.length * 2];
            found = root.enumerate(all, true);
        }
        Set<Thread> live = Collections.newSetFromMap(new IdentityHashMap<>());
        live.addAll(Arrays.asList(all).subList(0, found));
        return live;
    }
}
