package dev.muster.scope;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
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
        // makes a virtual thread of a name, a handler and its work; null where the JVM has none
        private static final @Nullable MethodHandle VIRTUAL = virtual();

        private static final Threads THREADS = VIRTUAL == null ? pooled() : Standard::startVirtual;

        private Standard() {}

        private static void startVirtual(ForkedTask<?> task) {
            Thread thread;
            try {
                thread = (Thread) Objects.requireNonNull(VIRTUAL)
                        .invokeExact(task.threadName(), (Thread.UncaughtExceptionHandler) task, (Runnable) task);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError("a builder of threads threw a checked exception", e);
            }
            thread.start();
        }

        /**
         * The handle of {@code Thread.ofVirtual().name(…).uncaughtExceptionHandler(…).unstarted(…)}; null before JDK 21. A
         * builder names a thread without the lock that renaming one takes.
         */
        private static @Nullable MethodHandle virtual() {
            try {
                Class<?> builder = Class.forName("java.lang.Thread$Builder$OfVirtual");
                MethodHandles.Lookup lookup = MethodHandles.publicLookup();
                MethodHandle made = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(builder));
                made.invoke();
                MethodHandle named = MethodHandles.foldArguments(
                        lookup.findVirtual(builder, "name", MethodType.methodType(builder, String.class)), made);
                MethodHandle handled = MethodHandles.collectArguments(
                        lookup.findVirtual(
                                builder,
                                "uncaughtExceptionHandler",
                                MethodType.methodType(builder, Thread.UncaughtExceptionHandler.class)),
                        0,
                        named);
                return MethodHandles.collectArguments(
                        lookup.findVirtual(builder, "unstarted", MethodType.methodType(Thread.class, Runnable.class)),
                        0,
                        handled);
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
