package dev.muster.examples.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.examples.KeyError;
import dev.muster.examples.TypeError;
import dev.muster.examples.ValueError;
import dev.muster.group.Attempt;
import dev.muster.group.ExceptionGroup;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class HandlingTest {
    private final List<String> log = new ArrayList<>();
    private final ExceptionGroup failures = ExceptionGroup.of(
            "loading page", new TimeoutException("slow"), new ValueError("bad value"), new KeyError("no such key"));

    private String load() {
        throw failures;
    }

    private static void save() throws IOException {
        throw new FileNotFoundException("a.txt");
    }

    @Test
    void plain_try_and_catch_gets_the_group_as_a_whole() {
        String page;
        try {
            page = load();
        } catch (ExceptionGroup group) {
            ExceptionGroup.Split split = group.split(TimeoutException.class);
            split.matching()
                    .ifPresent(slow -> log.add("slow sources: " + slow.leaves().size()));
            page = split.rest().isPresent() ? "broken page" : "empty page";
        }

        assertThat(page).isEqualTo("broken page");
        assertThat(log).containsExactly("slow sources: 1");
    }

    @Test
    void an_attempt_deals_with_each_kind_and_throws_the_rest() {
        Attempt<String, RuntimeException> attempt = Attempt.of(() -> load())
                .on(
                        TimeoutException.class,
                        slow -> log.add("slow sources: " + slow.leaves().size()))
                .on(
                        ValueError.class,
                        bad -> log.add("bad values: " + bad.leaves().size()));

        assertThatThrownBy(attempt::execute)
                .isInstanceOfSatisfying(
                        ExceptionGroup.class,
                        rest -> assertThat(rest.leaves()).hasExactlyElementsOfTypes(KeyError.class));
        assertThat(log).containsExactly("slow sources: 1", "bad values: 1");
    }

    @Test
    void a_recover_clause_gives_the_value() {
        String page = Attempt.of(() -> load())
                .recover(TimeoutException.class, slow -> "page without slow parts")
                .on(group -> log.add("bad input"), ValueError.class, KeyError.class)
                .orElse("empty page");

        assertThat(page).isEqualTo("page without slow parts");
        assertThat(log).containsExactly("bad input");
    }

    @Test
    void the_ways_to_end_an_attempt() {
        Attempt<String, RuntimeException> attempt =
                Attempt.of(() -> load()).on(Exception.class, group -> log.add("all handled"));

        String orElse = attempt.orElse("empty page");
        Optional<String> result = attempt.result();
        attempt.execute();

        assertThat(orElse).isEqualTo("empty page");
        assertThat(result).isEmpty();
        assertThat(log).hasSize(3);
    }

    @Test
    void checked_exceptions_flow_out_unwrapped() {
        assertThatThrownBy(() -> {
                    try {
                        Attempt.of(() -> save())
                                .on(TimeoutException.class, slow -> log.add("slow"))
                                .execute();
                    } catch (FileNotFoundException e) {
                        throw new IllegalStateException("save a file first", e);
                    }
                })
                .hasMessage("save a file first");
    }

    @Test
    void to_re_raise_throw_what_was_matched() {
        Attempt<String, RuntimeException> attempt = Attempt.of(() -> load())
                .on(TimeoutException.class, slow -> log.add("slow"))
                .on(Exception.class, group -> {
                    log.add("critical: " + group.message());
                    throw group;
                });

        assertThatThrownBy(attempt::execute)
                .isInstanceOfSatisfying(
                        ExceptionGroup.class,
                        left -> assertThat(left.leaves()).hasExactlyElementsOfTypes(ValueError.class, KeyError.class));
        assertThat(log).containsExactly("slow", "critical: loading page");
    }

    @Test
    void a_new_failure_stands_beside_what_is_left() {
        Attempt<String, RuntimeException> attempt = Attempt.of(() -> load()).on(ValueError.class, bad -> {
            throw new IllegalStateException("cannot report " + bad.leaves().size() + " bad value");
        });

        assertThatThrownBy(attempt::execute).hasMessage("""
                        handling "loading page" brought a new failure and left others (3 sub-exceptions: 1 IllegalStateException, 1 TimeoutException, 1 KeyError)
                          IllegalStateException: cannot report 1 bad value
                          TimeoutException: slow
                          KeyError: no such key""");
    }

    @Test
    void coming_from_python() {
        ExceptionGroup eg =
                ExceptionGroup.of("multiple errors", new ValueError("bad value"), new TypeError("wrong type"));

        Attempt.of(() -> {
                    throw eg;
                })
                .on(ValueError.class, group -> {
                    for (Throwable exc : group.exceptions()) {
                        log.add("ValueError: " + exc.getMessage());
                    }
                })
                .on(TypeError.class, group -> {
                    for (Throwable exc : group.exceptions()) {
                        log.add("TypeError: " + exc.getMessage());
                    }
                })
                .execute();

        assertThat(log).containsExactly("ValueError: bad value", "TypeError: wrong type");
    }
}
