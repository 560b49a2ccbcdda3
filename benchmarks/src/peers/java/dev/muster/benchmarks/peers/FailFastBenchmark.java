package dev.muster.benchmarks.peers;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.TaskScope;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.StructuredTaskScope;
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

/** One task fails and its siblings, which wait, are cancelled: from opening the scope to the exception of its join. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
@State(Scope.Benchmark)
public class FailFastBenchmark {
    @Param({"1", "100", "10000"})
    public int siblings;

    @Benchmark
    public Throwable muster() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        try {
            TaskScope.run(scope -> {
                for (int i = 0; i < siblings; i++) {
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

    @Benchmark
    public Throwable jdkScope() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        try (var scope = StructuredTaskScope.open()) {
            for (int i = 0; i < siblings; i++) {
                scope.fork(() -> {
                    never.await();
                    return null;
                });
            }
            scope.fork(() -> {
                throw new IllegalStateException("failed");
            });
            scope.join();
            throw new AssertionError("the failure was lost");
        } catch (StructuredTaskScope.FailedException failure) {
            return failure;
        }
    }
}
