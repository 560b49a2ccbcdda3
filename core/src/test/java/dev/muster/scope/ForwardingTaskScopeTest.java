package dev.muster.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A scope that hands every call on. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(ScopeKit.class)
class ForwardingTaskScopeTest {

    private static final class Forwarding extends ForwardingTaskScope {
        private final TaskScope target;

        Forwarding(TaskScope target) {
            this.target = target;
        }

        @Override
        protected TaskScope delegate() {
            return target;
        }
    }

    @Test
    void forks_into_the_scope_behind_it_and_returns_its_tasks() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        TaskScope.run(scope -> {
            TaskScope forwarding = new Forwarding(scope);
            List<Task<?>> tasks = List.of(
                    forwarding.fork("a", () -> runs.incrementAndGet()),
                    forwarding.fork("b", () -> {
                        runs.incrementAndGet();
                    }),
                    forwarding.fork(() -> runs.incrementAndGet()),
                    forwarding.fork(() -> {
                        runs.incrementAndGet();
                    }));
            forwarding.join();
            assertThat(runs).hasValue(4);
            assertThat(tasks).extracting(Task::name).containsExactly("a", "b", "task-3", "task-4");
            assertThat(tasks).allMatch(task -> task.state() == Task.State.SUCCEEDED);
        });
    }

    @Test
    void tells_and_cancels_and_closes_the_scope_behind_it() {
        TaskScope scope = TaskScope.named("orders").open();
        TaskScope forwarding = new Forwarding(scope);
        assertThat(forwarding.name()).isEqualTo("orders");
        assertThat(forwarding.isCancelled()).isFalse();
        assertThat(forwarding.cancelReason()).isEmpty();
        forwarding.cancel("enough");
        assertThat(scope.cancelReason()).contains("enough");
        assertThat(forwarding.cancelReason()).contains("enough");
        assertThat(forwarding.isCancelled()).isTrue();
        assertThat(TaskScope.dumpTree(new Forwarding(forwarding)))
                .isNotEmpty()
                .startsWith("scope \"orders\", open for ");
        forwarding.close();
        assertThat(TaskScope.dumpTree(scope)).isEmpty();
    }

    @Test
    void says_which_class_gives_no_scope() {
        assertThatNullPointerException()
                .isThrownBy(() -> new Forwarding(null).name())
                .withMessage(Forwarding.class.getName() + ".delegate() returned null");
    }
}
