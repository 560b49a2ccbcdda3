package dev.muster.benchmarks.peers;

import dev.muster.scope.TaskScope;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.StructuredTaskScope;

/**
 * Prints, as tables in Markdown, the heap that a million waiting tasks take in Muster and in its peers, and the heap in
 * use while ten million short tasks go through one open scope.
 */
public final class Footprint {
    private static final int LIVE = 1_000_000;
    private static final int SHORT = 10_000_000;

    private Footprint() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.printf("| %,d waiting tasks | bytes a task |%n|---|---|%n", LIVE);
        for (int i = 0; i < 2; i++) {
            // the first time only makes the pools of the JVM grow
            boolean told = i == 1;
            print(told, "raw virtual threads", rawThreads());
            print(told, "Muster", muster());
            print(told, "JDK scope", jdkScope());
        }
        System.out.printf("%n| short tasks through one open scope | heap in use, MB |%n|---|---|%n");
        throughOneScope();
    }

    private static void print(boolean told, String variant, long bytes) {
        if (told) {
            System.out.printf(Locale.ROOT, "| %s | %.0f |%n", variant, bytes / (double) LIVE);
        }
    }

    private static long rawThreads() throws InterruptedException {
        long before = used();
        CountDownLatch running = new CountDownLatch(LIVE);
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>(LIVE);
        for (int i = 0; i < LIVE; i++) {
            threads.add(Thread.startVirtualThread(() -> await(running, end)));
        }
        running.await();
        long bytes = used() - before;
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return bytes;
    }

    private static long muster() throws InterruptedException {
        long before = used();
        CountDownLatch running = new CountDownLatch(LIVE);
        CountDownLatch end = new CountDownLatch(1);
        return TaskScope.call(scope -> {
            for (int i = 0; i < LIVE; i++) {
                scope.fork(() -> await(running, end));
            }
            running.await();
            long bytes = used() - before;
            end.countDown();
            scope.join();
            return bytes;
        });
    }

    private static long jdkScope() throws InterruptedException {
        long before = used();
        CountDownLatch running = new CountDownLatch(LIVE);
        CountDownLatch end = new CountDownLatch(1);
        try (var scope = StructuredTaskScope.open()) {
            for (int i = 0; i < LIVE; i++) {
                scope.fork(() -> await(running, end));
            }
            running.await();
            long bytes = used() - before;
            end.countDown();
            scope.join();
            return bytes;
        }
    }

    private static void await(CountDownLatch running, CountDownLatch end) {
        running.countDown();
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts these", e);
        }
    }

    private static void throughOneScope() throws InterruptedException {
        TaskScope.run(scope -> {
            Semaphore places = new Semaphore(1_000);
            for (int i = 1; i <= SHORT; i++) {
                places.acquire();
                scope.fork(() -> places.release());
                if (i % (SHORT / 10) == 0) {
                    System.out.printf(Locale.ROOT, "| %,d | %.1f |%n", i, used() / 1e6);
                }
            }
            scope.join();
        });
    }

    private static long used() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
