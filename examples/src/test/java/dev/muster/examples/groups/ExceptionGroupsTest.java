package dev.muster.examples.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.examples.TypeError;
import dev.muster.examples.ValueError;
import dev.muster.group.ExceptionGroup;
import dev.muster.group.TreeFormat;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExceptionGroupsTest {

    interface Connection {
        String name();

        void close() throws IOException;
    }

    private static Connection failing(String name) {
        return new Connection() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void close() throws IOException {
                throw new IOException("broken pipe");
            }
        };
    }

    private static void closeAll(List<Connection> connections) {
        var failures = ExceptionGroup.builder("closing connections");
        for (Connection each : connections) {
            try {
                each.close();
            } catch (IOException e) {
                failures.add(each.name(), e);
            }
        }
        failures.throwIfAny();
    }

    @Test
    void a_builder_collects_failures_with_their_labels() {
        assertThatThrownBy(() -> closeAll(List.of(failing("left"), failing("right"))))
                .hasMessage("""
                        closing connections (2 sub-exceptions: 2 IOException)
                          [left] IOException: broken pipe
                          [right] IOException: broken pipe""");
    }

    private final ExceptionGroup group = ExceptionGroup.of(
            "loading page",
            new ValueError("bad value"),
            ExceptionGroup.of("orders", new SQLException("no table"), new IOException("disk full")));

    @Test
    void members_are_children_and_leaves_are_exceptions() {
        List<String> told = new ArrayList<>();

        for (Throwable member : group.exceptions()) {
            told.add(member.getClass().getSimpleName());
        }
        for (IOException e : group.leaves(IOException.class)) {
            told.add(e.getMessage());
        }

        assertThat(told).containsExactly("ValueError", "ExceptionGroup", "disk full");
    }

    @Test
    void a_split_keeps_the_nesting() {
        ExceptionGroup.Split split = group.split(IOException.class, SQLException.class);
        Optional<ExceptionGroup> storage = split.matching();
        Optional<ExceptionGroup> others = split.rest();

        assertThat(compact(storage.orElseThrow())).isEqualTo("""
                        dev.muster.group.ExceptionGroup: loading page (2 sub-exceptions: 1 SQLException, 1 IOException)
                        +- 1 of 1: dev.muster.group.ExceptionGroup: orders (2 sub-exceptions: 1 SQLException, 1 IOException)
                           +- 1 of 2: java.sql.SQLException: no table
                           +- 2 of 2: java.io.IOException: disk full
                        """);
        assertThat(others.orElseThrow().leaves()).hasExactlyElementsOfTypes(ValueError.class);
    }

    @Test
    void a_subgroup_is_one_side_of_a_split() {
        Optional<ExceptionGroup> full = group.subgroup(e -> e.getMessage().contains("full"));

        assertThat(full.orElseThrow().leaves()).hasExactlyElementsOfTypes(IOException.class);
    }

    private static String compact(Throwable throwable) {
        return TreeFormat.standard().withoutFrames().format(throwable).replace(System.lineSeparator(), "\n");
    }

    @Test
    void notes_causes_and_labels_are_shown() {
        ExceptionGroup group = ExceptionGroup.builder("loading page")
                .add("user", new ValueError("bad value"))
                .add("order", new TypeError("wrong type"), "after the cancel")
                .build()
                .addNote("shop 7")
                .initCause(new IOException("connection reset"));

        assertThat(compact(group)).isEqualTo("""
                dev.muster.group.ExceptionGroup: loading page (2 sub-exceptions: 1 ValueError, 1 TypeError)
                  note: shop 7
                +- 1 of 2 [user]: dev.muster.examples.ValueError: bad value
                +- 2 of 2 [order, after the cancel]: dev.muster.examples.TypeError: wrong type
                Caused by: java.io.IOException: connection reset
                """);
    }

    @Test
    void a_format_has_options() {
        String report = TreeFormat.standard()
                .width(3)
                .depth(2)
                .frames(frame -> frame.getClassName().startsWith("dev.muster.examples"))
                .format(group);

        assertThat(report)
                .contains("at dev.muster.examples.groups.ExceptionGroupsTest")
                .doesNotContain("at org.junit");
    }

    @Test
    void at_a_boundary_a_group_of_one_becomes_its_leaf() {
        ExceptionGroup one = ExceptionGroup.of("loading page", new IOException("disk full"));

        Throwable whatCallersExpect = one.collapse();

        assertThat(whatCallersExpect).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> one.throwIfAny(IOException.class)).isSameAs(whatCallersExpect);
        assertThat(group.flatten().exceptions())
                .hasExactlyElementsOfTypes(ValueError.class, SQLException.class, IOException.class);
    }

    static final class OrderFailures extends ExceptionGroup {
        private static final long serialVersionUID = 1L;
        final int shop;

        OrderFailures(int shop, List<? extends Throwable> members) {
            super("orders of shop " + shop, members);
            this.shop = shop;
        }

        @Override
        protected ExceptionGroup derive(List<Throwable> members) {
            return new OrderFailures(shop, members);
        }
    }

    @Test
    void a_subclass_keeps_its_type_when_it_is_split() {
        ExceptionGroup orders = new OrderFailures(7, List.of(new ValueError("bad value"), new TypeError("wrong type")));

        assertThat(orders.subgroup(ValueError.class)).containsInstanceOf(OrderFailures.class);
    }
}
