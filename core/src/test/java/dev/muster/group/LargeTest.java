package dev.muster.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.group.Fixtures.OrderFailures;
import dev.muster.group.Fixtures.TypeError;
import dev.muster.group.Fixtures.ValueError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Trees that no recursion would survive, and that only linear work gets through in time. */
class LargeTest {
    private final ValueError value = new ValueError("bad value");
    private final TypeError type = new TypeError("wrong type");

    @Nested
    class Deep {
        private static final int DEPTH = 100_000;

        private final ExceptionGroup inner = ExceptionGroup.of("innermost", value, type);
        private final ExceptionGroup deep = Fixtures.nested(DEPTH, inner);

        private int depthOf(ExceptionGroup group) {
            int depth = 0;
            Throwable at = group;
            while (at instanceof ExceptionGroup each) {
                depth++;
                at = each.exceptions().get(0);
            }
            return depth;
        }

        @Test
        void splits_at_the_bottom() {
            ExceptionGroup.Split split = deep.split(ValueError.class);

            assertThat(split.matching().orElseThrow().leaves()).containsExactly(value);
            assertThat(split.rest().orElseThrow().leaves()).containsExactly(type);
            assertThat(depthOf(split.rest().orElseThrow())).isEqualTo(DEPTH + 1);
            assertThat(deep.subgroup(Exception.class)).containsSame(deep);
        }

        @Test
        void splits_where_each_level_is_a_subclass() {
            ExceptionGroup tree = inner;
            for (int i = 0; i < DEPTH; i++) {
                tree = new OrderFailures("level", i, List.of(tree));
            }

            ExceptionGroup part = tree.subgroup(ValueError.class).orElseThrow();

            assertThat(part).isInstanceOf(OrderFailures.class);
            assertThat(depthOf(part)).isEqualTo(DEPTH + 1);
        }

        @Test
        void flattens_and_collapses() {
            assertThat(deep.flatten().exceptions()).containsExactly(value, type);
            assertThat(deep.collapse()).isSameAs(deep);
            assertThat(deep.subgroup(ValueError.class).orElseThrow().collapse()).isSameAs(value);
        }

        @Test
        void is_attempted() {
            List<ExceptionGroup> seen = new ArrayList<>();

            Attempt.<RuntimeException>of(() -> {
                        throw deep;
                    })
                    .on(ValueError.class, seen::add)
                    .on(TypeError.class, seen::add)
                    .execute();

            assertThat(seen).extracting(ExceptionGroup::collapse).containsExactly(value, type);
        }

        @Test
        void is_printed() {
            assertThat(deep).hasMessage("""
                    level 1 (2 sub-exceptions: 1 ValueError, 1 TypeError)
                      ValueError: bad value
                      TypeError: wrong type""");
            assertThat(TreeFormat.standard().withoutFrames().format(deep).lines())
                    .hasSize(12);
            assertThat(TreeFormat.standard()
                            .withoutFrames()
                            .depth(100)
                            .format(deep)
                            .lines())
                    .hasSize(102);
        }
    }

    @Nested
    class Wide {
        private static final int WIDTH = 1_000_000;

        private final ExceptionGroup wide = ExceptionGroup.of("wide", alternating());

        private List<Throwable> alternating() {
            List<Throwable> members = new ArrayList<>();
            for (int i = 0; i < WIDTH; i++) {
                members.add(i % 2 == 0 ? value : type);
            }
            return members;
        }

        @Test
        void splits_into_halves() {
            ExceptionGroup.Split split = wide.split(ValueError.class);

            assertThat(split.matching().orElseThrow().exceptions()).isEqualTo(Collections.nCopies(WIDTH / 2, value));
            assertThat(split.rest().orElseThrow().exceptions()).isEqualTo(Collections.nCopies(WIDTH / 2, type));
        }

        @Test
        void re_raises_all_of_it_as_the_same_object() {
            Attempt<?, RuntimeException> attempt = Attempt.<RuntimeException>of(() -> {
                        throw wide;
                    })
                    .on(ValueError.class, matches -> {
                        throw matches;
                    });

            assertThatThrownBy(attempt::execute).isSameAs(wide);
        }

        @Test
        void is_printed_in_a_few_lines() {
            assertThat(wide.getMessage().lines())
                    .hasSize(17)
                    .startsWith("wide (1000000 sub-exceptions: 500000 ValueError, 500000 TypeError)")
                    .endsWith("  ... and 999985 more");
            assertThat(TreeFormat.standard().withoutFrames().format(wide).lines())
                    .hasSize(17)
                    .endsWith("+- ... and 999985 more");
        }

        @Test
        void is_mirrored_in_a_hundred_and_one_suppressed_exceptions() {
            assertThat(wide.getSuppressed()).hasSize(101);
        }
    }
}
