package dev.muster.benchmarks.assertj;

import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.assertj.FailureMatcher;
import dev.muster.group.ExceptionGroup;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to find that a group holds what is expected, in any order, or that it does not. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MatchingBenchmark {

    /** As many failures as expectations, of which the k-th accepts the first k failures: one pairing exists. */
    @State(Scope.Benchmark)
    public static class Staircase {
        ExceptionGroup group;
        FailureMatcher<?>[] matchers;
        Consumer<Throwable>[] assertions;

        void build(int size, boolean possible) {
            group = ExceptionGroup.of(
                    "staircase",
                    IntStream.range(0, size)
                            .mapToObj(i -> new IllegalStateException("x".repeat(i)))
                            .toList());
            matchers = IntStream.range(0, size)
                    .map(i -> limit(size, i, possible))
                    .mapToObj(limit -> leaf(IllegalStateException.class)
                            .matching(e -> e.getMessage().length() < limit, "shorter than " + limit))
                    .toArray(FailureMatcher<?>[]::new);
            @SuppressWarnings({"unchecked", "rawtypes"}) // an array of consumers
            Consumer<Throwable>[] consumers = IntStream.range(0, size)
                    .map(i -> limit(size, i, possible))
                    .<Consumer>mapToObj(limit -> (Consumer<Throwable>)
                            e -> assertThat(e.getMessage().length()).isLessThan(limit))
                    .toArray(Consumer[]::new);
            assertions = consumers;
        }

        /** The narrowest comes last; where there is no pairing, two ask for the same. */
        private static int limit(int size, int index, boolean possible) {
            return possible || index > 0 ? size - index : size - 1;
        }
    }

    /** Small enough for assertj. */
    @State(Scope.Benchmark)
    public static class Small extends Staircase {
        @Param({"5", "7", "9", "10", "11"})
        int size;

        @Param({"true", "false"})
        boolean possible;

        @Setup
        public void build() {
            build(size, possible);
        }
    }

    /** As large as it gets. */
    @State(Scope.Benchmark)
    public static class Large extends Staircase {
        @Param("1000")
        int size;

        @Param({"true", "false"})
        boolean possible;

        @Setup
        public void build() {
            build(size, possible);
        }
    }

    @Benchmark
    public boolean muster(Small small) {
        return passes(() -> assertThatGroup(small.group).containsExactlyInAnyOrder(small.matchers));
    }

    @Benchmark
    public boolean musterWithAThousand(Large large) {
        return passes(() -> assertThatGroup(large.group).containsExactlyInAnyOrder(large.matchers));
    }

    @Benchmark
    public boolean assertj(Small small) {
        return passes(() -> assertThat(small.group.exceptions()).satisfiesExactlyInAnyOrder(small.assertions));
    }

    private static boolean passes(Runnable assertion) {
        try {
            assertion.run();
            return true;
        } catch (AssertionError failure) {
            return false;
        }
    }
}
