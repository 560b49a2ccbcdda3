package dev.muster.examples.lesson;

import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.examples.KeyError;
import dev.muster.examples.TypeError;
import dev.muster.examples.ValueError;
import dev.muster.group.ExceptionGroup;
import org.junit.jupiter.api.Test;

/** Part 3: a group made by hand, split by type and by a condition. */
class GroupByHandTest {

    @Test
    void a_group_is_made_of_a_message_and_its_members() {
        ExceptionGroup eg =
                ExceptionGroup.of("multiple errors", new ValueError("bad value"), new TypeError("wrong type"));

        assertThat(eg.message()).isEqualTo("multiple errors");
        assertThatGroup(eg).containsExactly(ValueError.class, TypeError.class);
    }

    @Test
    void a_split_by_type_gives_the_matches_and_the_rest() {
        ExceptionGroup eg =
                ExceptionGroup.of("multiple errors", new ValueError("bad value"), new TypeError("wrong type"));

        ExceptionGroup.Split split = eg.split(ValueError.class);

        assertThatGroup(split.matching().orElseThrow()).containsExactly(ValueError.class);
        assertThatGroup(split.rest().orElseThrow()).containsExactly(TypeError.class);
    }

    @Test
    void a_split_by_condition_gives_the_matches_and_the_rest() {
        ExceptionGroup eg = ExceptionGroup.of(
                "multiple errors",
                new ValueError("critical: disk full"),
                new TypeError("wrong type"),
                new KeyError("critical: no license"));

        ExceptionGroup.Split split = eg.split(GroupByHandTest::isCritical);

        assertThatGroup(split.matching().orElseThrow()).containsExactly(ValueError.class, KeyError.class);
        assertThatGroup(split.rest().orElseThrow()).containsExactly(TypeError.class);
    }

    private static boolean isCritical(Throwable exc) {
        return exc.getMessage().contains("critical");
    }

    @Test
    void a_part_that_would_be_empty_is_absent() {
        ExceptionGroup eg =
                ExceptionGroup.of("multiple errors", new ValueError("bad value"), new TypeError("wrong type"));

        ExceptionGroup.Split split = eg.split(KeyError.class);

        assertThat(split.matching()).isEmpty();
        assertThat(split.rest()).containsSame(eg);
    }
}
