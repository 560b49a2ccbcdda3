package consumer.modules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.junit.TaskScoped;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** One test that passes, one that fails on purpose. */
@TaskScoped
class ScopedTestCase {
    @Test
    void all_is_well(TaskScope scope) {
        scope.fork("add", () -> assertThat(1 + 1).isEqualTo(2));
    }

    @Test
    void both_tasks_fail(TaskScope scope) {
        scope.fork("first", () -> {
            throw new IOException("on purpose");
        });
        scope.fork("second", () -> {
            throw new IllegalStateException("on purpose, too");
        });
    }
}
