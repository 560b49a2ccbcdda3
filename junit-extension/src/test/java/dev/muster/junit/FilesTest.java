package dev.muster.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class FilesTest {
    @TempDir
    Path dir;

    /** What a run left as files, by the last part of the name. */
    private Map<String, String> files(Map<String, String> parameters, Class<?> type) {
        LauncherConfig config = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .build();
        LauncherFactory.create(config)
                .execute(LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(type))
                        .configurationParameter("junit.platform.reporting.output.dir", dir.toString())
                        .configurationParameters(parameters)
                        .build());
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(dir)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                files.put(each.getFileName().toString(), Files.readString(each));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    @Nested
    class A_test_that_failed {

        @Test
        void publishes_the_tree_of_its_tasks() {
            String text = files(Map.of(), FailingTestCase.class).get("tasks.txt");
            assertThat(text.replaceAll("\\d+(\\.\\d+)? (ms|s)\\b", "TIME")
                            .replaceAll("\\R(\\| {2}| {3})* {4}(at |\\.\\.\\. )[^\\r\\n]+", ""))
                    .isEqualTo(String.format("FilesTest$FailingTestCase > orders(TaskScope)%n"
                            + "%n"
                            + "scope \"prepare\", ended after TIME%n"
                            + "  the method ended after TIME%n"
                            + "  task \"data\" succeeded after TIME%n"
                            + "scope \"orders\", ended after TIME, cancelled after TIME: task \"pay <now>\""
                            + " failed%n"
                            + "  the method ended after TIME%n"
                            + "  task \"waits\" was cancelled after TIME%n"
                            + "  task \"checkout\" was cancelled after TIME%n"
                            + "    scope \"inner\", ended after TIME, cancelled after TIME: scope \"orders\" was"
                            + " cancelled: task \"pay <now>\" failed%n"
                            + "      task \"stock\" was cancelled after TIME%n"
                            + "  task \"pay <now>\" failed after TIME: java.io.IOException: card declined%n"
                            + "%n"
                            + "dev.muster.group.ExceptionGroup: scope \"orders\" failed in 1 of 3 tasks (1"
                            + " sub-exception: 1 IOException)%n"
                            + "+- 1 of 1 [pay <now>]: java.io.IOException: card declined%n"));
        }

        @Test
        void publishes_a_timeline_that_needs_nothing_else() {
            String page = files(Map.of(), FailingTestCase.class).get("timeline.html");
            assertThat(page)
                    .startsWith("<!DOCTYPE html>")
                    .contains("<title>FilesTest$FailingTestCase &gt; orders(TaskScope)</title>")
                    .contains("pay &lt;now&gt;")
                    .contains("java.io.IOException: card declined")
                    .contains("cancelled because task &quot;pay &lt;now&gt;&quot; failed")
                    .contains(
                            "<details class=\"failure\"><summary>ExceptionGroup: scope &quot;orders&quot; failed in 1 of 3"
                                    + " tasks (1 sub-exception: 1 IOException)</summary>")
                    .doesNotContain("{{")
                    .doesNotContain("<now>")
                    .doesNotContain("src=")
                    .doesNotContain("href=")
                    .doesNotContain("http:")
                    .doesNotContain("https:");
        }
    }

    @Nested
    class A_timeline {

        @Test
        void is_a_table_of_scopes_and_tasks_that_reads_well_without_its_bars() {
            String page = files(Map.of(), FailingTestCase.class).get("timeline.html");
            assertThat(page).contains("<table id=\"rows\" role=\"treegrid\" aria-label=");
            assertThat(rows(page))
                    .containsExactly(
                            "1 prepare, scope; took TIME; TIME to TIME; ",
                            "2 data, task, succeeded; took TIME; TIME to TIME; ",
                            "1 orders, scope; took TIME; TIME to TIME; cancelled at TIME: task \"pay <now>\" failed",
                            "2 waits, task, cancelled; took TIME; TIME to TIME; cancelled: task \"pay <now>\" failed",
                            "2 checkout, task, cancelled; took TIME; TIME to TIME; cancelled: task \"pay <now>\" failed",
                            "3 inner, scope; took TIME; TIME to TIME; cancelled at TIME: scope \"orders\" was cancelled:"
                                    + " task \"pay <now>\" failed",
                            "4 stock, task, cancelled; took TIME; TIME to TIME; cancelled: scope \"orders\" was"
                                    + " cancelled: task \"pay <now>\" failed",
                            "2 pay <now>, task, failed; took TIME; TIME to TIME; IOException: card declined");
        }

        @Test
        void shows_the_task_that_led_to_a_cancel_as_ended_before_it() {
            String page = files(Map.of(), FailingTestCase.class).get("timeline.html");
            Matcher row = Pattern.compile(
                            "pay &lt;now&gt;<span.*?class=\"bar\" style=\"left:([\\d.]+)%;width:([\\d.]+)%"
                                    + ".*?class=\"cancel\" style=\"left:([\\d.]+)%")
                    .matcher(page);
            assertThat(row.find()).isTrue();
            double end = Double.parseDouble(row.group(1)) + Double.parseDouble(row.group(2));
            // three digits are printed of each
            assertThat(Double.parseDouble(row.group(3))).isGreaterThan(end - 0.01);
        }

        @Test
        void has_ticks_at_round_times() {
            String page = files(Map.of(), FailingTestCase.class).get("timeline.html");
            Matcher tick = Pattern.compile("<span style=\"left:[\\d.]+%\">([\\d.]+) (ms|s)</span>")
                    .matcher(page);
            List<BigDecimal> times =
                    tick.results().map(each -> new BigDecimal(each.group(1))).toList();
            assertThat(times).hasSizeBetween(3, 9).first().asString().matches("0(\\.0+)?");
            BigDecimal step = times.get(1);
            assertThat(step.stripTrailingZeros().unscaledValue().intValue()).isIn(1, 2, 5);
            for (int i = 0; i < times.size(); i++) {
                assertThat(times.get(i)).isEqualByComparingTo(step.multiply(BigDecimal.valueOf(i)));
            }
        }

        @Test
        void leaves_out_most_of_very_many_tasks_that_succeeded_and_says_how_many() {
            String page = files(Map.of(), ManyTasksTestCase.class).get("timeline.html");
            List<String> rows = rows(page);
            assertThat(rows).filteredOn(row -> row.contains("task, succeeded")).hasSize(2_000);
            assertThat(rows).last().asString().isEqualTo("1 … and 1000 more that succeeded; took ; ; ");
            assertThat(rows).contains("2 last, task, failed; took TIME; TIME to TIME; IOException: connection reset");
            assertThat(page).contains("<b>3001</b> tasks").contains("<b>3000</b> succeeded");
        }

        private static List<String> rows(String page) {
            Pattern row = Pattern.compile("<tr role=\"row\" class=[^>]* aria-level=\"(\\d)\"[^>]*><th[^>]*>"
                    + "<span class=\"mark\"[^>]*>[^<]*</span> (.*?)<span class=\"spoken\">(.*?)</span></th>"
                    + "<td[^>]*>(.*?)</td><td[^>]*><div class=\"track\">(.*?)</div></td><td[^>]*>(.*?)</td></tr>");
            return row.matcher(page)
                    .results()
                    .map(each -> each.group(1) + " " + each.group(2) + each.group(3) + "; took " + each.group(4) + "; "
                            + each.group(5).replaceAll("<[^>]*>", "") + "; " + each.group(6))
                    .map(text -> text.replace("&lt;", "<")
                            .replace("&gt;", ">")
                            .replace("&quot;", "\"")
                            .replaceAll("\\d+(\\.\\d+)? (ms|s)\\b", "TIME"))
                    .toList();
        }
    }

    @Nested
    class No_files_come_from {

        @Test
        void a_test_that_passed() {
            assertThat(files(Map.of(), PassingTestCase.class)).isEmpty();
        }

        @Test
        void a_test_that_had_no_tasks() {
            assertThat(files(Map.of(), NoTaskTestCase.class)).isEmpty();
        }

        @Test
        void a_run_that_wants_none() {
            assertThat(files(Map.of("muster.junit.files", "never"), FailingTestCase.class))
                    .isEmpty();
        }
    }

    @TaskScoped(policy = TaskScoped.Cancel.FAIL_FAST)
    static class FailingTestCase {
        @BeforeEach
        void prepare(TaskScope scope) {
            scope.fork("data", () -> {});
        }

        @Test
        void orders(TaskScope scope) throws InterruptedException {
            CountDownLatch never = new CountDownLatch(1);
            CountDownLatch ready = new CountDownLatch(2);
            scope.fork("waits", () -> {
                ready.countDown();
                never.await();
            });
            scope.fork("checkout", () -> {
                TaskScope.named("inner")
                        .run(inner -> inner.fork("stock", () -> {
                            ready.countDown();
                            never.await();
                        }));
                // its scope may end by the cancel before the task is interrupted
                never.await();
            });
            scope.fork("pay <now>", () -> {
                ready.await();
                throw new IOException("card declined");
            });
        }
    }

    @TaskScoped
    static class ManyTasksTestCase {
        @Test
        void many(TaskScope scope) {
            for (int i = 0; i < 3_000; i++) {
                scope.fork(() -> {});
            }
            scope.fork("last", () -> {
                throw new IOException("connection reset");
            });
        }
    }

    @TaskScoped
    static class PassingTestCase {
        @Test
        void passes(TaskScope scope) throws InterruptedException {
            Task<Integer> one = scope.fork("one", () -> 1);
            scope.join();
            assertThat(one.result()).isOne();
        }
    }

    @TaskScoped
    static class NoTaskTestCase {
        @Test
        void fails() {
            throw new AssertionError("alone");
        }
    }
}
