package dev.muster.examples.lesson;

import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.examples.KeyError;
import dev.muster.examples.TypeError;
import dev.muster.examples.ValueError;
import dev.muster.group.Attempt;
import dev.muster.scope.Policy;
import dev.muster.scope.TaskScope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Part 2: Python's {@code except*}, with a handler for each kind of failure; the rest goes on. */
class ExceptStarTest {
    private final List<String> printed = new ArrayList<>();

    static void task1() {
        throw new ValueError("bad value");
    }

    static void task2() {
        throw new TypeError("wrong type");
    }

    static void task3() {
        throw new KeyError("no such key");
    }

    static void main() throws InterruptedException {
        TaskScope.named("main").policy(Policy.collectAll()).run(scope -> {
            scope.fork("one", () -> task1());
            scope.fork("two", () -> task2());
            scope.fork("three", () -> task3());
        });
    }

    @Test
    void each_handler_gets_its_own_part_and_the_rest_goes_on() {
        var attempt = Attempt.of(() -> main())
                .on(ValueError.class, eg -> {
                    for (Throwable exc : eg.exceptions()) {
                        print("ValueError: " + exc.getMessage());
                    }
                })
                .on(TypeError.class, eg -> {
                    for (Throwable exc : eg.exceptions()) {
                        print("TypeError: " + exc.getMessage());
                    }
                });

        assertThatGroupThrownBy(() -> attempt.execute()).containsExactly(KeyError.class);
        assertThat(printed).containsExactly("ValueError: bad value", "TypeError: wrong type");
    }

    @Test
    void nothing_goes_on_when_every_kind_has_a_handler() throws InterruptedException {
        Attempt.of(() -> main())
                .on(eg -> print(eg.exceptions().size() + " lookups failed"), ValueError.class, KeyError.class)
                .on(TypeError.class, eg -> print("and a type was wrong"))
                .execute();

        assertThat(printed).containsExactly("2 lookups failed", "and a type was wrong");
    }

    private void print(String line) {
        printed.add(line);
    }
}
