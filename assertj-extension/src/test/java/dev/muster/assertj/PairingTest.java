package dev.muster.assertj;

import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.assertj.Failures.ValueError;
import dev.muster.group.ExceptionGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PairingTest {
    @Test
    void is_as_large_as_trying_everything_finds_it() {
        Random random = new Random(42);
        for (int round = 0; round < 3_000; round++) {
            int expected = random.nextInt(7);
            int found = random.nextInt(7);
            double density = random.nextDouble();
            int[][] candidates = IntStream.range(0, expected)
                    .mapToObj(i -> IntStream.range(0, found)
                            .filter(j -> random.nextDouble() < density)
                            .toArray())
                    .toArray(int[][]::new);
            Pairing pairing = Pairing.of(candidates, found);
            assertThat(pairing.size())
                    .as(Arrays.deepToString(candidates))
                    .isEqualTo(best(candidates, 0, new boolean[found]));
            assertIsPairing(candidates, pairing);
        }
    }

    private static int best(int[][] candidates, int from, boolean[] taken) {
        if (from == candidates.length) {
            return 0;
        }
        int best = best(candidates, from + 1, taken);
        for (int candidate : candidates[from]) {
            if (!taken[candidate]) {
                taken[candidate] = true;
                best = Math.max(best, 1 + best(candidates, from + 1, taken));
                taken[candidate] = false;
            }
        }
        return best;
    }

    private static void assertIsPairing(int[][] candidates, Pairing pairing) {
        int pairs = 0;
        for (int i = 0; i < candidates.length; i++) {
            int found = pairing.foundFor()[i];
            if (found != Pairing.NONE) {
                pairs++;
                assertThat(candidates[i]).contains(found);
                assertThat(pairing.expectedFor()[found]).isEqualTo(i);
            }
        }
        assertThat(pairs).isEqualTo(pairing.size());
        assertThat(Arrays.stream(pairing.expectedFor())
                        .filter(i -> i != Pairing.NONE)
                        .count())
                .isEqualTo(pairs);
    }

    @Test
    void of_a_long_chain_of_rivals_is_found() {
        int size = 20_000;
        int[][] candidates = new int[size][];
        for (int i = 0; i < size - 1; i++) {
            candidates[i] = new int[] {i, i + 1};
        }
        candidates[size - 1] = new int[] {0};
        assertThat(Pairing.of(candidates, size).size()).isEqualTo(size);
    }

    @Test
    @Timeout(10)
    void of_a_thousand_and_a_thousand_is_found_where_being_greedy_fails() {
        int size = 1_000;
        List<ValueError> members = new ArrayList<>();
        List<FailureMatcher<?>> matchers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            members.add(new ValueError("x".repeat(i)));
            int longest = size - i;
            matchers.add(
                    leaf(ValueError.class).matching(e -> e.getMessage().length() < longest, "shorter than " + longest));
        }
        ExceptionGroup group = ExceptionGroup.of("many", members);
        long start = System.nanoTime();
        assertThatGroup(group).containsExactlyInAnyOrder(matchers.toArray(FailureMatcher<?>[]::new));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void tries_each_matcher_on_each_throwable_at_most_once_hints_included() {
        ExceptionGroup inner = ExceptionGroup.of("inner", new ValueError("c"), new ValueError("d"));
        ExceptionGroup group = ExceptionGroup.of("outer", new ValueError("a"), new ValueError("b"), inner);
        Map<String, AtomicInteger> tried = new ConcurrentHashMap<>();
        FailureMatcher<?>[] matchers = IntStream.range(0, 3)
                .mapToObj(i -> leaf(ValueError.class)
                        .matching(
                                e -> {
                                    tried.computeIfAbsent(i + e.getMessage(), key -> new AtomicInteger())
                                            .incrementAndGet();
                                    return false;
                                },
                                "nothing"))
                .toArray(FailureMatcher<?>[]::new);
        Failures.failureOf(() -> assertThatGroup(group).containsExactly(matchers));
        Failures.failureOf(() -> assertThatGroup(group).leaves().doesNotContain(leaf(ValueError.class)));
        assertThat(tried)
                .hasSize(12)
                .allSatisfy((pair, times) -> assertThat(times).hasValue(1));
    }
}
