package dev.muster.benchmarks.peers;

import com.softwaremill.jox.structured.Scopes;
import dev.muster.scope.TaskScope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Forks trivial tasks and joins them: a scope of Muster beside raw virtual threads and its peers. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
@State(Scope.Benchmark)
public class ForkJoinBenchmark {
    private static final ThreadFactory VIRTUAL = Thread.ofVirtual().factory();

    @Param({"1", "10", "100", "1000", "10000", "100000"})
    public int tasks;

    @Benchmark
    public void raw() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(tasks);
        Runnable work = ended::countDown;
        for (int i = 0; i < tasks; i++) {
            VIRTUAL.newThread(work).start();
        }
        ended.await();
    }

    @Benchmark
    public void muster() throws InterruptedException {
        TaskScope.run(scope -> {
            for (int i = 0; i < tasks; i++) {
                scope.fork(() -> null);
            }
            scope.join();
        });
    }

    @Benchmark
    public void jdkScope() throws InterruptedException {
        try (var scope = StructuredTaskScope.open()) {
            for (int i = 0; i < tasks; i++) {
                scope.fork(() -> null);
            }
            scope.join();
        }
    }

    @Benchmark
    public void jox() throws InterruptedException {
        Scopes.supervised(scope -> {
            for (int i = 0; i < tasks; i++) {
                scope.forkUser(() -> null);
            }
            return null;
        });
    }

    @Benchmark
    public void invokeAll() throws InterruptedException {
        try (ExecutorService executor = Executors.newThreadPerTaskExecutor(VIRTUAL)) {
            List<Callable<Object>> work = new ArrayList<>(tasks);
            for (int i = 0; i < tasks; i++) {
                work.add(() -> null);
            }
            executor.invokeAll(work);
        }
    }

    @Benchmark
    public void allOf() {
        try (ExecutorService executor = Executors.newThreadPerTaskExecutor(VIRTUAL)) {
            CompletableFuture<?>[] all = new CompletableFuture<?>[tasks];
            for (int i = 0; i < tasks; i++) {
                all[i] = CompletableFuture.supplyAsync(() -> null, executor);
            }
            CompletableFuture.allOf(all).join();
        }
    }
}
