package dev.muster.benchmarks.group;

import dev.muster.benchmarks.group.Tree.Absent;
import dev.muster.benchmarks.group.Tree.Other;
import dev.muster.benchmarks.group.Tree.Wanted;
import dev.muster.group.Attempt;
import dev.muster.group.ExceptionGroup;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What one operation on a tree costs. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class GroupBenchmark {

    @Benchmark
    public ExceptionGroup create(Tree tree) {
        return ExceptionGroup.of("root", tree.members);
    }

    @Benchmark
    public ExceptionGroup.Split split(Tree tree) {
        return tree.group.split(Wanted.class);
    }

    @Benchmark
    public Optional<ExceptionGroup> subgroup(Tree tree) {
        return tree.group.subgroup(Wanted.class);
    }

    @Benchmark
    public List<Wanted> leaves(Tree tree) {
        return tree.group.leaves(Wanted.class);
    }

    @Benchmark
    public Throwable attemptWithoutClause(Tree tree) {
        return outcome(Attempt.<RuntimeException>of(() -> {
            throw tree.group;
        }));
    }

    @Benchmark
    public Throwable attemptWithOneClause(Tree tree, Blackhole seen) {
        return outcome(Attempt.<RuntimeException>of(() -> {
                    throw tree.group;
                })
                .on(Wanted.class, seen::consume));
    }

    @Benchmark
    public Throwable attemptWithThreeClauses(Tree tree, Blackhole seen) {
        return outcome(Attempt.<RuntimeException>of(() -> {
                    throw tree.group;
                })
                .on(Absent.class, seen::consume)
                .on(Wanted.class, matches -> {
                    throw matches;
                })
                .on(Other.class, seen::consume));
    }

    private static Throwable outcome(Attempt<?, RuntimeException> attempt) {
        try {
            attempt.execute();
            return null;
        } catch (RuntimeException left) {
            return left;
        }
    }
}
