package consumer;

import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.group.ExceptionGroup;
import dev.muster.junit.TaskScoped;
import dev.muster.scope.TaskScope;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.concurrent.Exchanger;
import org.junit.jupiter.api.Test;

@TaskScoped
class OrdersTest {
    @Test
    void results_come_back() throws Exception {
        assertThat(Orders.price()).isEqualTo("to pay: 42");
    }

    @Test
    void every_failure_is_told() {
        assertThatGroupThrownBy(Orders::refused)
                .hasMessage("scope \"refused\" failed in 2 of 3 tasks")
                .containsExactly(
                        leaf(FileNotFoundException.class).withMessage("no stock list").inTask("stock"),
                        leaf(IllegalStateException.class).withMessage("card refused").inTask("card"));
    }

    @Test
    void the_first_failure_cancels_the_others() {
        assertThatGroupThrownBy(Orders::failFast).containsExactly(IOException.class);
    }

    @Test
    void each_kind_is_handled() throws Exception {
        assertThat(Orders.withFallback()).isEqualTo("without no stock list");
    }

    @Test
    void a_group_is_split() {
        ExceptionGroup group = catchThrowableOfType(ExceptionGroup.class, Orders::refused);

        assertThat(Orders.problemsBeyondFiles(group)).singleElement().isInstanceOf(IllegalStateException.class);
        assertThatGroup(group).subgroup(IOException.class).hasSize(1);
    }

    @Test
    void a_test_has_a_scope(TaskScope scope) throws Exception {
        Exchanger<String> exchanger = new Exchanger<>();
        scope.fork("server", () -> assertThat(exchanger.exchange("pong")).isEqualTo("ping"));

        assertThat(exchanger.exchange("ping")).isEqualTo("pong");
    }
}
