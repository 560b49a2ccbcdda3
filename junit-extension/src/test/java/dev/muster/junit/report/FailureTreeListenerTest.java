package dev.muster.junit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.muster.group.ExceptionGroup;
import dev.muster.junit.TaskScoped;
import dev.muster.scope.TaskScope;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class FailureTreeListenerTest {

    private static String printed(Map<String, String> parameters, Class<?>... cases) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .configurationParameter("muster.junit.files", "never")
                .configurationParameters(parameters);
        for (Class<?> each : cases) {
            request.selectors(selectClass(each));
        }
        LauncherDiscoveryRequest built = request.build();
        LauncherConfig config = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .build();
        LauncherFactory.create(config)
                .execute(built, new FailureTreeListener(new PrintStream(bytes, true, StandardCharsets.UTF_8)));
        return bytes.toString(StandardCharsets.UTF_8)
                .replaceAll("\\R(\\| {2}| {3})* {4}(at |\\.\\.\\. )[^\\r\\n]+", "");
    }

    @Test
    void prints_each_group_as_a_tree_with_the_names_of_tests_and_tasks() {
        assertThat(printed(Map.of(), FailingTestCase.class))
                .isEqualTo(String.format("%n"
                        + "Muster: 3 failures of several exceptions%n"
                        + "%n"
                        + "FailureTreeListenerTest$FailingTestCase > a_tasks_fail(TaskScope)%n"
                        + "dev.muster.group.ExceptionGroup: scope \"a_tasks_fail\" failed in 2 of 2 tasks"
                        + " (2 sub-exceptions: 1 IOException, 1 AssertionError)%n"
                        + "+- 1 of 2 [client]: java.io.IOException: connection reset%n"
                        + "+- 2 of 2 [server]: java.lang.AssertionError: wrong request%n"
                        + "%n"
                        + "FailureTreeListenerTest$FailingTestCase > b_assertions_fail(TaskScope)%n"
                        + "dev.muster.group.ExceptionGroup: scope \"b_assertions_fail\" failed in 1 of 1"
                        + " task (1 sub-exception: 1 AssertionError)%n"
                        + "+- 1 of 1 [client]: java.lang.AssertionError: wrong answer%n"
                        + "%n"
                        + "FailureTreeListenerTest$FailingTestCase > Inner > in_a_nested_class()%n"
                        + "dev.muster.group.ExceptionGroup: by hand (1 sub-exception: 1"
                        + " IOException)%n"
                        + "+- 1 of 1: java.io.IOException: one%n"));
    }

    @Test
    void names_the_files_of_a_test(@TempDir Path dir) {
        String printed = printed(
                Map.of(
                        "muster.junit.files",
                        "on_failure",
                        "junit.platform.reporting.output.dir",
                        dir.resolve("reports").toString()),
                FactoryTestCase.class);
        List<Path> files = printed.lines()
                .filter(line -> line.startsWith("see "))
                .map(line -> Path.of(line.substring("see ".length())))
                .toList();
        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .containsExactly("tasks.txt", "timeline.html", "tasks.txt", "timeline.html");
        assertThat(files).allMatch(Files::isRegularFile).allMatch(file -> file.startsWith(dir));
        // the second test is a dynamic one, whose files are those of its factory
        assertThat(files.get(0)).hasParent(files.get(1).getParent());
        assertThat(files.get(0).getParent().toString()).contains("a_task_fails");
        assertThat(files.get(2).getParent().toString()).contains("b_some_tests");
        assertThat(printed.lines().filter(line -> line.contains(" > ")))
                .containsExactly(
                        "FailureTreeListenerTest$FactoryTestCase > a_task_fails(TaskScope)",
                        "FailureTreeListenerTest$FactoryTestCase > b_some_tests(TaskScope) > inner > one");
    }

    @Test
    void names_a_file_below_the_current_directory_by_its_relative_path(@TempDir(factory = InTarget.class) Path dir) {
        String printed = printed(
                Map.of("muster.junit.files", "on_failure", "junit.platform.reporting.output.dir", dir.toString()),
                FactoryTestCase.class);
        assertThat(printed.lines().filter(line -> line.startsWith("see ")))
                .hasSize(4)
                .allMatch(line -> line.startsWith("see target" + File.separator));
    }

    static final class InTarget implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "files");
        }
    }

    @Test
    void prints_nothing_if_there_is_no_group() {
        assertThat(printed(Map.of(), PlainTestCase.class)).isEmpty();
    }

    @Test
    void can_be_turned_off() {
        assertThat(printed(Map.of("muster.junit.report", "off"), FailingTestCase.class))
                .isEmpty();
    }

    @Test
    void says_that_its_setting_is_wrong_and_prints() {
        assertThat(printed(Map.of("muster.junit.report", "maybe"), FailingTestCase.class))
                .startsWith(
                        String.format("configuration parameter muster.junit.report is \"maybe\", which is not allowed:"
                                + " give ON or OFF%n%nMuster: 3 failures"));
    }

    @Test
    void is_found_by_the_launcher() {
        assertThat(ServiceLoader.load(TestExecutionListener.class))
                .hasAtLeastOneElementOfType(FailureTreeListener.class);
    }

    @TaskScoped
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class FailingTestCase {
        @Test
        void a_tasks_fail(TaskScope scope) {
            scope.fork("client", () -> {
                throw new IOException("connection reset");
            });
            scope.fork("server", () -> {
                throw new AssertionError("wrong request");
            });
        }

        @Test
        void b_assertions_fail(TaskScope scope) {
            scope.fork("client", () -> {
                throw new AssertionError("wrong answer");
            });
        }

        @Test
        void c_fails_alone() {
            throw new AssertionError("alone");
        }

        @Nested
        class Inner {
            @Test
            void in_a_nested_class() {
                throw ExceptionGroup.of("by hand", new IOException("one"));
            }
        }
    }

    @TaskScoped
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class FactoryTestCase {
        @Test
        void a_task_fails(TaskScope scope) {
            scope.fork("client", () -> {
                throw new IOException("connection reset");
            });
        }

        @TestFactory
        DynamicNode b_some_tests(TaskScope scope) {
            return dynamicContainer("inner", List.of(dynamicTest("one", () -> a_task_fails(scope))));
        }
    }

    static class PlainTestCase {
        @Test
        void fails() {
            throw new AssertionError("alone");
        }
    }
}
