package dev.muster.scope;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** Gives out threads that never run, so that the threads of a stress test run the tasks themselves. */
final class ByHand implements ThreadFactory {
    private final List<Runnable> works = new ArrayList<>();

    @Override
    public Thread newThread(Runnable work) {
        works.add(work);
        return new Unstarted();
    }

    ScopeConfig config() {
        return ScopeConfig.defaults().threadFactory(this);
    }

    /** Runs the task that was forked so many forks after the first on the calling thread, as a thread of its own would. */
    void run(int fork) {
        Runnable work = works.get(fork);
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((Thread.UncaughtExceptionHandler) work);
        try {
            work.run();
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }
    }

    private static final class Unstarted extends Thread {
        @Override
        public void start() {
            // the test runs the work
        }
    }
}
