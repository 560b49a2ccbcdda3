package dev.muster.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The list of a scope's tasks by itself. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(ScopeKit.class)
class LiveTasksTest {
    private final ScopeImpl scope = (ScopeImpl) TaskScope.open();
    private final LiveTasks live = new LiveTasks();

    @AfterEach
    void close() {
        scope.close();
    }

    private ForkedTask<?> add() {
        ForkedTask<?> task = new ForkedTask<>(scope, null, () -> 1);
        live.add(task);
        return task;
    }

    private List<ForkedTask<?>> add(int count) {
        List<ForkedTask<?>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(add());
        }
        return tasks;
    }

    private List<ForkedTask<?>> all() {
        List<ForkedTask<?>> all = new ArrayList<>();
        live.forEach(all::add);
        return all;
    }

    @Test
    void tasks_stand_in_the_order_of_their_forks_until_they_end() {
        List<ForkedTask<?>> left = add(500);
        for (int i = 0; i < 500; i++) {
            assertThat(left.get(i).order()).isEqualTo(i);
        }
        assertThat(all()).containsExactlyElementsOf(left);
        // whole stretches and single ones, at the beginning, in the middle and at the end
        left.removeIf(task -> {
            boolean ends = task.order() < 100 || task.order() / 70 == 3 || task.order() % 7 == 0;
            if (ends) {
                live.remove(task);
            }
            return ends;
        });
        assertThat(all()).containsExactlyElementsOf(left);
        left.addAll(add(500));
        assertThat(all()).containsExactlyElementsOf(left);
        assertThat(live.added()).isEqualTo(1_000);
    }

    @Test
    void threads_that_fork_at_once_lose_no_task() throws Exception {
        int threads = 6;
        int each = 30_000;
        ConcurrentLinkedQueue<Throwable> problems = new ConcurrentLinkedQueue<>();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> adding = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = ScopeKit.kept(new Thread(() -> {
                ScopeKit.awaitFirmly(start);
                try {
                    add(each);
                } catch (Throwable e) {
                    problems.add(e);
                }
            }));
            adding.add(thread);
            thread.start();
        }
        start.countDown();
        for (Thread thread : adding) {
            thread.join();
        }
        assertThat(problems).isEmpty();
        assertThat(live.added()).isEqualTo(threads * each);
        assertThat(all()).hasSize(threads * each);
        assertThat(all()).extracting(ForkedTask::order).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_task_that_comes_after_the_list_was_forgotten_has_a_place_in_it() throws Exception {
        List<ForkedTask<?>> early = add(100);
        live.forget();
        assertThat(all()).isEmpty();
        List<ForkedTask<?>> late = new ArrayList<>();
        Thread abandoned = ScopeKit.kept(new Thread(() -> late.add(add())));
        abandoned.start();
        abandoned.join();
        assertThat(all()).containsExactlyElementsOf(late);
        assertThat(late.get(0).order()).isEqualTo(100);
        early.forEach(live::remove);
        assertThat(all()).containsExactlyElementsOf(late);
    }
}
