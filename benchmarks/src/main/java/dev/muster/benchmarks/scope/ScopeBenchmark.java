package dev.muster.benchmarks.scope;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.TaskScope;
import java.util.concurrent.CountDownLatch;
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

/** What a scope costs: on the threads that the JVM has, virtual ones or the pool of Java 17. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
@State(Scope.Benchmark)
public class ScopeBenchmark {
    @Param({"1", "100", "10000"})
    public int tasks;

    @Benchmark
    public void muster() throws InterruptedException {
        TaskScope.run(scope -> {
            for (int i = 0; i < tasks; i++) {
                scope.fork(() -> null);
            }
            scope.join();
        });
    }

    /** One task fails; the others wait for the cancel. */
    @Benchmark
    public Throwable failFast() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        try {
            TaskScope.run(scope -> {
                for (int i = 0; i < tasks; i++) {
                    scope.fork(() -> never.await());
                }
                scope.fork(() -> {
                    throw new IllegalStateException("failed");
                });
                scope.join();
            });
            throw new AssertionError("the failure was lost");
        } catch (ExceptionGroup group) {
            return group;
        }
    }
}
