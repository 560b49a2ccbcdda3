package dev.muster.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.muster.group.ExceptionGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SeeingTest {
    /** Shows the time that a test sets. */
    private static final class HandClock implements ScopeClock {
        volatile long now;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public Runnable after(Duration delay, Runnable action) {
            return () -> {};
        }
    }

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
        void shows_where_each_task_is() throws InterruptedException {
            CountDownLatch go = new CountDownLatch(1);
            TaskScope.named("outer").run(outer -> {
                outer.fork("waits", () -> go.await());
                ScopeKit.until(() -> TaskScope.dumpTree(outer)
                        .lines()
                        .dropWhile(line -> !line.contains("task \"waits\""))
                        .anyMatch(line -> line.contains("    at ") && line.contains("CountDownLatch.await")));
                go.countDown();
            });
        }

        @Test
        void shows_that_a_task_was_asked_to_stop_before_it_started() throws InterruptedException {
            List<String> dumps = new ArrayList<>();
            ScopeListener looking = new ScopeListener() {
                @Override
                public void taskEnded(TaskScope scope, Task<?> task) {
                    if (task.name().equals("waits")) {
                        dumps.add(TaskScope.dumpTree(scope));
                    }
                }
            };
            TaskScope.named("outer").maxConcurrency(1).listener(looking).run(outer -> {
                outer.fork("runs", ScopeKit::block);
                outer.fork("waits", () -> 1);
                outer.cancel("enough");
            });
            assertThat(dumps)
                    .singleElement()
                    .satisfies(dump ->
                            assertThat(dump).contains("task \"waits\", not started and asked to stop, forked "));
        }

        @Test
        void puts_each_stack_below_its_thread() throws InterruptedException {
            CountDownLatch ready = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            TaskScope.named("outer").run(outer -> {
                outer.fork(
                        "parent",
                        () -> TaskScope.named("inner")
                                .run(inner -> inner.fork("child", () -> {
                                    ready.countDown();
                                    go.await();
                                })));
                ready.await();
                String dump = TaskScope.dumpTree(outer);
                go.countDown();
                assertThat(dump.lines()
                                .map(line -> line.replaceFirst("(Virtual)?Thread\\[.*", "thread")
                                        .replaceFirst(", (open|RUNNING).*", "")
                                        .replaceFirst("at .*", "at"))
                                // the frames of one stack as one line
                                .reduce(
                                        new ArrayList<String>(),
                                        (lines, line) -> {
                                            if (!line.endsWith("at")
                                                    || !lines.get(lines.size() - 1)
                                                            .equals(line)) {
                                                lines.add(line);
                                            }
                                            return lines;
                                        },
                                        (lines, none) -> lines))
                        .containsExactly(
                                "scope \"outer\"",
                                "  owner thread",
                                "      at",
                                "  task \"parent\"",
                                "    thread",
                                "        at",
                                "    scope \"inner\"",
                                "      owner thread",
                                "          at",
                                "      task \"child\"",
                                "        thread",
                                "            at");
            });
        }

        @Test
        void tells_ages_by_the_clock_of_the_machine() {
            try (TaskScope scope = TaskScope.open()) {
                ScopeKit.until(() -> !TaskScope.dumpTree(scope).contains("open for 0 ms"));
            }
        }

        @Test
        void tells_ages_in_milliseconds_and_from_ten_seconds_on_in_seconds() throws InterruptedException {
            HandClock clock = new HandClock();
            Seams.none().clock(clock).<@Nullable Void, InterruptedException>call(() -> {
                TaskScope.named("outer").run(outer -> {
                    CountDownLatch go = new CountDownLatch(1);
                    clock.now = 2_000_000_000L;
                    outer.fork("waits", () -> go.await());
                    clock.now = 11_999_999_999L;
                    assertThat(TaskScope.dumpTree(outer))
                            .contains("scope \"outer\", open for 11 s, ", "forked 9999 ms ago");
                    clock.now = 12_000_000_000L;
                    assertThat(TaskScope.dumpTree(outer))
                            .contains("scope \"outer\", open for 12 s, ", "forked 10 s ago");
                    go.countDown();
                });
                return null;
            });
        }

        @Test
        void begins_with_the_scope_that_is_open_longest() throws InterruptedException {
            HandClock early = new HandClock();
            HandClock late = new HandClock();
            late.now = 1_000_000_000_000L;
            CountDownLatch opened = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            Thread other = new Thread(() -> Seams.none().clock(late).call(() -> {
                try (TaskScope oldest = TaskScope.named("oldest").open()) {
                    assertThat(oldest.isCancelled()).isFalse();
                    opened.countDown();
                    ScopeKit.awaitFirmly(go);
                }
                return "closed";
            }));
            other.start();
            opened.await();
            Seams.none().clock(early).call(() -> {
                try (TaskScope newest = TaskScope.named("newest").open()) {
                    assertThat(newest.isCancelled()).isFalse();
                    early.now = 1_000_000_000L;
                    late.now = 1_009_000_000_000L;
                    assertThat(TaskScope.dumpTree().lines().filter(line -> line.matches("scope \"(old|new)est.*")))
                            .containsExactly(
                                    "scope \"oldest\", open for 9000 ms, 0 of 0 tasks not ended",
                                    "scope \"newest\", open for 1000 ms, 0 of 0 tasks not ended");
                }
                return "closed";
            });
            go.countDown();
            other.join();
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
        private static final String SCOPE = "dev.muster.Scope";
        private static final String TASK = "dev.muster.Task";

        @TempDir
        private Path directory;

        private List<RecordedEvent> recorded(List<String> enabled, Runnable work) throws Exception {
            Path file = directory.resolve("scopes.jfr");
            try (Recording recording = new Recording()) {
                for (String event : List.of(SCOPE, TASK)) {
                    if (enabled.contains(event)) {
                        recording.enable(event);
                    } else {
                        recording.disable(event);
                    }
                }
                recording.start();
                work.run();
                recording.stop();
                recording.dump(file);
            }
            return RecordingFile.readAllEvents(file);
        }

        private static List<RecordedEvent> of(String type, List<RecordedEvent> events) {
            return events.stream()
                    .filter(event -> event.getEventType().getName().equals(type))
                    .toList();
        }

        private void failing() {
            ExceptionGroup group = ScopeKit.group(() -> TaskScope.named("outer")
                    .run(outer -> outer.fork(
                            "parent",
                            () -> TaskScope.named("recorded")
                                    .policy(Policy.collectAll())
                                    .run(scope -> {
                                        scope.fork("good", () -> {
                                            // longer than no time at all
                                            long now = System.nanoTime();
                                            ScopeKit.until(() -> System.nanoTime() - now > 1_000_000);
                                        });
                                        scope.fork("bad", () -> {
                                            throw new IOException("bad");
                                        });
                                    }))));
            assertThat(group.leaves()).hasOnlyElementsOfType(IOException.class);
        }

        @Test
        void holds_scopes_and_tasks() throws Exception {
            List<RecordedEvent> events = recorded(List.of(SCOPE, TASK), this::failing);
            assertThat(of(TASK, events))
                    .extracting(
                            event -> event.getString("scope"),
                            event -> event.getString("task"),
                            event -> event.getString("state"),
                            event -> event.getString("failure"))
                    .containsExactlyInAnyOrder(
                            tuple("recorded", "good", "SUCCEEDED", null),
                            tuple("recorded", "bad", "FAILED", "java.io.IOException"),
                            tuple("outer", "parent", "FAILED", "dev.muster.group.ExceptionGroup"));
            assertThat(of(SCOPE, events))
                    .extracting(
                            event -> event.getString("scope"),
                            event -> event.getString("parent"),
                            event -> event.getString("task"),
                            event -> event.getString("cancelReason"))
                    .containsExactlyInAnyOrder(
                            tuple("recorded", "outer", "parent", null),
                            tuple("outer", null, null, "task \"parent\" failed"));
        }

        @Test
        void tells_how_long_they_took() throws Exception {
            List<RecordedEvent> events = recorded(List.of(SCOPE, TASK), this::failing);
            assertThat(events)
                    .filteredOn(event -> !"bad".equals(event.hasField("state") ? event.getString("task") : ""))
                    .hasSize(4)
                    .allMatch(event -> event.getDuration().toNanos() >= 1_000_000);
        }

        @Test
        void of_scopes_alone_holds_those() throws Exception {
            List<RecordedEvent> events = recorded(List.of(SCOPE), this::failing);
            assertThat(of(SCOPE, events)).hasSize(2);
            assertThat(of(TASK, events)).isEmpty();
        }

        @Test
        void of_tasks_alone_holds_those() throws Exception {
            List<RecordedEvent> events = recorded(List.of(TASK), this::failing);
            assertThat(of(SCOPE, events)).isEmpty();
            assertThat(of(TASK, events)).hasSize(3);
        }

        @Test
        void of_neither_costs_scopes_nothing() throws Exception {
            recorded(List.of(), () -> assertThat(FlightRecording.orNull()).isNull());
        }
    }

    @Nested
    class A_thread_dump {
        @Test
        void names_each_thread_after_its_scope_and_its_task(@TempDir Path directory) throws Exception {
            CountDownLatch ready = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            String dump = TaskScope.named("orders").call(scope -> {
                scope.fork("user 7", () -> {
                    ready.countDown();
                    go.await();
                });
                ready.await();
                String shown = dumpByJcmd(directory.resolve("threads.txt"));
                go.countDown();
                return shown;
            });
            assertThat(dump).contains("\"orders/user 7\"");
        }

        private static String dumpByJcmd(Path file) throws IOException, InterruptedException {
            Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
            assumeThat(jcmd).as("a JDK with jcmd").exists();
            List<String> command = new ArrayList<>(List.of(
                    jcmd.toString(), String.valueOf(ProcessHandle.current().pid())));
            // the older command knows no virtual threads
            command.addAll(
                    Runtime.version().feature() < 21
                            ? List.of("Thread.print")
                            : List.of("Thread.dump_to_file", file.toString()));
            Path output = file.resolveSibling("output.txt");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(process.waitFor()).as(() -> read(output)).isZero();
            return read(Files.exists(file) ? file : output);
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
