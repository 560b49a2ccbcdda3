package dev.muster.examples.cookbook;

import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.examples.KeyError;
import dev.muster.examples.ValueError;
import dev.muster.scope.Settled;
import dev.muster.scope.TaskScope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

class FanOutTest {
    private static final Map<String, String> CAPITALS = Map.of("France", "Paris", "Peru", "Lima");

    static String capital(String country) {
        if (country.isBlank()) {
            throw new ValueError("no country given");
        }
        String capital = CAPITALS.get(country);
        if (capital == null) {
            throw new KeyError(country);
        }
        return capital;
    }

    @Test
    void all_or_nothing() throws InterruptedException {
        List<String> countries = List.of("France", "Peru");

        List<String> capitals = TaskScope.named("capitals").maxConcurrency(8).all(countries, each -> capital(each));

        assertThat(capitals).containsExactly("Paris", "Lima");
    }

    @Test
    void all_or_nothing_ends_with_every_failure() {
        CyclicBarrier allStarted = new CyclicBarrier(2);

        assertThatGroupThrownBy(() -> TaskScope.named("capitals").all(List.of("Atlantis", " "), each -> {
                    allStarted.await();
                    return capital(each);
                }))
                .containsExactly(KeyError.class, ValueError.class);
    }

    @Test
    void what_there_is_and_why_the_rest_is_missing() throws InterruptedException {
        List<String> countries = List.of("France", "Atlantis", "Peru", " ");

        Settled<String, String> settled = TaskScope.named("capitals").allSettled(countries, each -> capital(each));

        assertThat(settled.results()).containsOnlyKeys("France", "Peru");
        assertThat(settled.failures()).containsOnlyKeys("Atlantis", " ");
        assertThatGroup(settled.group().orElseThrow()).containsExactly(KeyError.class, ValueError.class);
    }
}
