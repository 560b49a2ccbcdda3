package dev.muster.scope;

import static dev.muster.scope.ScopeKit.awaitFirmly;
import static dev.muster.scope.ScopeKit.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.scope.ScopeKit.Kind;
import dev.muster.scope.ScopeKit.OnAllThreads;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A scope keeps memory for live tasks and failures only. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(ScopeKit.class)
class MemoryTest {

    /** Forks many short tasks through one scope, each with a result that would not fit if it were kept. */
    static final class ManyTasks {
        private static final int TASKS = 500_000;
        private static final int KEPT_AT_ONCE = 64;

        private ManyTasks() {}

        public static void main(String[] args) throws Exception {
            Semaphore places = new Semaphore(KEPT_AT_ONCE);
            TaskScope.run(scope -> {
                // as live as the scope itself, so that the list never empties from its head
                CountDownLatch end = new CountDownLatch(1);
                scope.fork("eldest", () -> end.await());
                for (int i = 0; i < TASKS; i++) {
                    places.acquire();
                    scope.fork(() -> {
                        try {
                            return new byte[512];
                        } finally {
                            places.release();
                        }
                    });
                }
                end.countDown();
                scope.join();
            });
        }
    }

    @Test
    void many_short_tasks_through_one_open_scope_stay_flat() throws Exception {
        // half a million tasks of 500 bytes and more in a heap of 20 MB
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx20m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyTasks.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).isEmpty();
        assertThat(process.exitValue()).isZero();
    }

    @OnAllThreads
    void what_a_task_worked_with_and_returned_goes_with_its_handle(Kind kind) throws Exception {
        kind.config().run(scope -> {
            List<WeakReference<Object>> gone = new ArrayList<>();
            forkAndForget(scope, gone);
            untilCollected(gone);
        });
    }

    private void forkAndForget(TaskScope scope, List<WeakReference<Object>> gone) {
        Object captured = new Object();
        Task<Object> task = scope.fork(() -> {
            assertThat(captured).isNotNull();
            return new Object();
        });
        until(() -> task.state() == Task.State.SUCCEEDED);
        gone.add(new WeakReference<>(captured));
        gone.add(new WeakReference<>(task.result()));
        gone.add(new WeakReference<>(task));
    }

    @OnAllThreads
    void a_handle_that_is_kept_does_not_keep_the_work(Kind kind) throws Exception {
        kind.config().run(scope -> {
            List<WeakReference<Object>> gone = new ArrayList<>();
            Task<?> kept = forkWithCapture(scope, gone);
            untilCollected(gone);
            assertThat(kept.state()).isEqualTo(Task.State.SUCCEEDED);
        });
    }

    private Task<?> forkWithCapture(TaskScope scope, List<WeakReference<Object>> gone) {
        Object captured = new Object();
        gone.add(new WeakReference<>(captured));
        Task<?> task = scope.fork(() -> {
            assertThat(captured).isNotNull();
        });
        until(() -> task.state() == Task.State.SUCCEEDED);
        return task;
    }

    @OnAllThreads
    void a_handle_that_is_kept_does_not_keep_its_siblings(Kind kind) throws Exception {
        List<Task<?>> kept = new ArrayList<>();
        List<WeakReference<Object>> gone = new ArrayList<>();
        kind.config().run(scope -> {
            kept.add(scope.fork(() -> 1));
            forkSiblings(scope, gone);
        });
        untilCollected(gone);
        assertThat(kept.get(0).result()).isEqualTo(1);
    }

    private void forkSiblings(TaskScope scope, List<WeakReference<Object>> gone) {
        // all live at once, so that the list is long
        CountDownLatch all = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            gone.add(new WeakReference<>(scope.fork(() -> {
                all.countDown();
                awaitFirmly(all);
            })));
        }
    }

    @OnAllThreads
    void the_list_shrinks_while_the_scope_goes_on(Kind kind) throws Exception {
        kind.config().run(scope -> {
            CountDownLatch end = new CountDownLatch(1);
            Task<?> eldest = scope.fork(() -> end.await());
            LiveTasks.Chunk first = chunkOf(eldest);
            List<WeakReference<Object>> gone = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                CountDownLatch seen = new CountDownLatch(1);
                Task<?> task = scope.fork(() -> awaitFirmly(seen));
                // the eldest task keeps its own, and the last ones are not looked at yet
                if (chunkOf(task) != first && i < 1_500) {
                    gone.add(new WeakReference<>(chunkOf(task)));
                }
                seen.countDown();
                until(() -> task.state() == Task.State.SUCCEEDED);
            }
            assertThat(gone).hasSizeGreaterThan(1_000);
            untilCollected(gone);
            assertThat(eldest.state()).isEqualTo(Task.State.RUNNING);
            end.countDown();
        });
    }

    private static LiveTasks.Chunk chunkOf(Task<?> task) {
        return ((ForkedTask<?>) task).chunk;
    }

    private static void untilCollected(List<WeakReference<Object>> references) {
        ScopeKit.forgetThreads();
        until(() -> {
            System.gc();
            return references.stream().allMatch(each -> each.refersTo(null));
        });
    }
}
