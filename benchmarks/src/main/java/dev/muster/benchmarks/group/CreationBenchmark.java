package dev.muster.benchmarks.group;

import dev.muster.group.ExceptionGroup;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a group of three costs beside a plain exception and one that has three suppressed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class CreationBenchmark {
    private final Exception one = new Exception("one");
    private final Exception two = new Exception("two");
    private final Exception three = new Exception("three");

    @Benchmark
    public Throwable plainException() {
        return new RuntimeException("plain");
    }

    @Benchmark
    public Throwable plainExceptionWithThreeSuppressed() {
        RuntimeException plain = new RuntimeException("plain");
        plain.addSuppressed(one);
        plain.addSuppressed(two);
        plain.addSuppressed(three);
        return plain;
    }

    @Benchmark
    public Throwable groupOfThree() {
        return ExceptionGroup.of("three", one, two, three);
    }
}
