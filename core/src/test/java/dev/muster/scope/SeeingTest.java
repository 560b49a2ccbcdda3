package dev.muster.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SeeingTest {

    @Nested
    class The_dump {
        @Test
        void shows_nested_scopes_tasks_and_stacks() throws InterruptedException {
            CountDownLatch ready = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            TaskScope.named("outer").run(outer -> {
                outer.fork("parent", () -> {
                    TaskScope.named("inner")
                            .run(inner -> inner.fork("child", () -> {
                                ready.countDown();
                                go.await();
                            }));
                    return null;
                });
                ready.await();
                String dump = TaskScope.dumpTree(outer);
                go.countDown();
                assertThat(dump.lines()
                                .filter(line -> line.contains("scope \"") || line.contains("task \""))
                                .map(line -> line.replaceAll("[0-9]+ ms", "N ms")))
                        .containsExactly(
                                "scope \"outer\", open for N ms, 1 of 1 tasks not ended",
                                "  task \"parent\", RUNNING, forked N ms ago",
                                "    scope \"inner\", open for N ms, 1 of 1 tasks not ended",
                                "      task \"child\", RUNNING, forked N ms ago");
                assertThat(dump).contains("at dev.muster.scope.SeeingTest");
            });
        }

        @Test
        void shows_a_scope_on_the_same_thread_and_why_it_was_cancelled() throws InterruptedException {
            try (TaskScope outer = TaskScope.named("outer").open();
                    TaskScope inner = TaskScope.named("inner").open()) {
                outer.cancel("enough");
                assertThat(TaskScope.dumpTree(outer)
                                .lines()
                                .filter(line -> line.contains("scope \""))
                                .map(line -> line.replaceAll("[0-9]+ ms", "N ms")))
                        .containsExactly(
                                "scope \"outer\", open for N ms, 0 of 0 tasks not ended, cancelled: enough",
                                "  scope \"inner\", open for N ms, 0 of 0 tasks not ended, cancelled: scope \"outer\" was"
                                        + " cancelled: enough");
                inner.join();
            }
        }

        @Test
        void of_a_closed_scope_is_empty() {
            TaskScope scope = TaskScope.open();
            scope.close();
            assertThat(TaskScope.dumpTree(scope)).isEmpty();
        }

        @Test
        void of_all_holds_no_scope_that_is_closed() throws InterruptedException {
            TaskScope.named("a name that occurs once").run(scope -> {
                assertThat(TaskScope.dumpTree()).contains("a name that occurs once");
            });
            assertThat(TaskScope.dumpTree()).doesNotContain("a name that occurs once");
        }

        @Test
        void refuses_null() {
            assertThatNullPointerException()
                    .isThrownBy(() -> TaskScope.dumpTree(null))
                    .withMessage("scope is null: give the scope to look at, or none for all");
        }
    }

    @Nested
    class A_flight_recording {
        @Test
        void holds_scopes_and_tasks(@TempDir Path directory) throws Exception {
            Path file = directory.resolve("scopes.jfr");
            try (Recording recording = new Recording()) {
                recording.enable("dev.muster.Scope");
                recording.enable("dev.muster.Task");
                recording.start();
                assertThatThrownBy(() -> TaskScope.named("recorded")
                                .policy(Policy.collectAll())
                                .run(scope -> {
                                    scope.fork("good", () -> "good");
                                    scope.fork("bad", () -> {
                                        throw new IOException("bad");
                                    });
                                }))
                        .isInstanceOfSatisfying(
                                dev.muster.group.ExceptionGroup.class,
                                group -> assertThat(group.exceptions()).hasOnlyElementsOfType(IOException.class));
                recording.stop();
                recording.dump(file);
            }
            List<RecordedEvent> events = RecordingFile.readAllEvents(file);
            assertThat(events)
                    .filteredOn(event -> event.getEventType().getName().equals("dev.muster.Task"))
                    .extracting(
                            event -> event.getString("scope"),
                            event -> event.getString("task"),
                            event -> event.getString("state"),
                            event -> event.getString("failure"))
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple("recorded", "good", "SUCCEEDED", null),
                            org.assertj.core.groups.Tuple.tuple("recorded", "bad", "FAILED", "java.io.IOException"));
            assertThat(events)
                    .filteredOn(event -> event.getEventType().getName().equals("dev.muster.Scope"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.getString("scope")).isEqualTo("recorded"));
        }
    }
}
