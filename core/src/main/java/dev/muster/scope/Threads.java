package dev.muster.scope;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where tasks get their threads from. */
@FunctionalInterface
interface Threads {

    /** Starts a thread that runs the task, and throws if there is none to be had. */
    void start(ForkedTask<?> task);

    /** Virtual threads where the JVM has them, else a shared pool. */
    static Threads standard() {
        return Standard.THREADS;
    }

    /** A new thread for each task. */
    static Threads from(ThreadFactory factory) {
        return task -> {
            Thread thread = factory.newThread(task);
            if (thread == null) {
                throw new IllegalStateException("the thread factory " + factory + " returned null for " + task
                        + ": let it return a thread that has not been started");
            }
            if (thread.getState() != Thread.State.NEW) {
                // its name and handler may be another task's
                throw new IllegalStateException("the thread factory " + factory + " returned " + thread + " for " + task
                        + ", which has been started: let it return a thread that has not been started");
            }
            thread.setName(task.threadName());
            thread.setUncaughtExceptionHandler(task);
            thread.start();
        };
    }

    /** Chosen once, when the first scope is opened. */
    final class Standard {
        private static final Threads THREADS = choose();

        private Standard() {}

        private static Threads choose() {
            ThreadFactory virtual = virtual();
            return virtual == null ? pooled() : ofFactory(virtual);
        }

        /** As {@link Threads#from}, for a factory that needs no checking. */
        private static Threads ofFactory(ThreadFactory factory) {
            return task -> {
                Thread thread = factory.newThread(task);
                thread.setName(task.threadName());
                thread.setUncaughtExceptionHandler(task);
                thread.start();
            };
        }

        /** The factory of virtual threads, as {@code Thread.ofVirtual().factory()}; null before JDK 21. */
        private static @Nullable ThreadFactory virtual() {
            try {
                MethodHandles.Lookup lookup = MethodHandles.publicLookup();
                Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
                MethodHandle builder = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual));
                MethodHandle factory =
                        lookup.findVirtual(ofVirtual, "factory", MethodType.methodType(ThreadFactory.class));
                return (ThreadFactory) factory.invoke(builder.invoke());
            } catch (ClassNotFoundException | NoSuchMethodException | UnsupportedOperationException absent) {
                // the last one comes from 19 and 20, where they are a preview
                return null;
            } catch (Throwable e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private static Threads pooled() {
            ExecutorService pool = new ThreadPoolExecutor(
                    0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), Standard::idle);
            return task -> {
                ClassLoader loader = Thread.currentThread().getContextClassLoader();
                pool.execute(() -> runPooled(task, loader));
            };
        }

        private static Thread idle(Runnable work) {
            // nothing inherited: the thread will serve other scopes than the one that it is made for
            Thread thread = new Thread(null, work, "muster-idle", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            return thread;
        }

        private static void runPooled(ForkedTask<?> task, @Nullable ClassLoader loader) {
            Thread thread = Thread.currentThread();
            thread.setName(task.threadName());
            thread.setUncaughtExceptionHandler(task);
            thread.setContextClassLoader(loader);
            try {
                task.run();
            } finally {
                thread.setContextClassLoader(null);
                thread.setUncaughtExceptionHandler(null);
                thread.setName("muster-idle");
            }
        }
    }
}
