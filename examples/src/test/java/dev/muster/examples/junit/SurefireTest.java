package dev.muster.examples.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.examples.ValueError;
import dev.muster.junit.TaskScoped;
import dev.muster.scope.TaskScope;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What Maven prints and writes about task-scoped tests that fail: Surefire runs on a project of its own. */
class SurefireTest {
    private static final String SUITE = "dev.muster.examples.showcase.OrderSuite";

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class With_trimmed_traces {
        private Path project = Path.of("");
        private String console = "";

        @BeforeAll
        void run(@TempDir Path dir) throws Exception {
            project = dir;
            console = surefire(project, true);
        }

        @Test
        void the_console_names_every_failure_and_its_task() throws IOException {
            try (InputStream expected = SurefireTest.class.getResourceAsStream("surefire.txt")) {
                String text = new String(Objects.requireNonNull(expected).readAllBytes(), StandardCharsets.UTF_8);
                assertThat(console.lines().toList())
                        .containsExactlyElementsOf(text.lines().toList());
            }
        }

        @Test
        void the_report_counts_assertion_errors_as_a_failure_and_groups_as_errors() throws Exception {
            assertThat(kinds(project))
                    .isEqualTo(Map.of(
                            "an_order_goes_through(TaskScope)", "passed",
                            "three_wrong_answers(TaskScope)", "failure org.opentest4j.MultipleFailuresError",
                            "a_wrong_answer_and_two_services_that_are_down(TaskScope)",
                                    "error dev.muster.group.ExceptionGroup",
                            "failures_inside_of_what_is_tested(TaskScope)", "error dev.muster.group.ExceptionGroup",
                            "a_printer_is_needed(TaskScope)", "skipped org.opentest4j.TestAbortedException"));
        }

        @Test
        void each_message_in_the_report_names_every_failure() throws Exception {
            assertThat(element(project, "failures_inside_of_what_is_tested(TaskScope)", "error")
                            .getAttribute("message"))
                    .isEqualTo("scope \"failures_inside_of_what_is_tested\" failed in 2 of 2 tasks (3 sub-exceptions: 1"
                            + " ValueError, 1 KeyError, 1 CriticalError)\n"
                            + "  [shelf A] ValueError: -1 pencils left\n"
                            + "  [shelf B] KeyError: no such shelf\n"
                            + "  [payment] CriticalError: the card service is down");
            // an attribute has a space for each tab
            assertThat(element(project, "three_wrong_answers(TaskScope)", "failure")
                            .getAttribute("message"))
                    .isEqualTo("scope \"three_wrong_answers\" failed in 3 of 3 tasks: [price], [stock], [customer] (3"
                            + " failures)\n"
                            + " org.opentest4j.AssertionFailedError: expected: <10> but was: <12>\n"
                            + " org.opentest4j.AssertionFailedError: expected: <3> but was: <0>\n"
                            + " org.opentest4j.AssertionFailedError: expected: <Grace> but was: <Ada>");
        }

        @Test
        void each_test_that_failed_has_its_files() throws IOException {
            assertThat(files(project.resolve("target/junit-jupiter")))
                    .containsExactlyInAnyOrder(
                            "three_wrong_answers(dev.muster.scope.TaskScope)/tasks.txt",
                            "three_wrong_answers(dev.muster.scope.TaskScope)/timeline.html",
                            "a_wrong_answer_and_two_services_that_are_down(dev.muster.scope.TaskScope)/tasks.txt",
                            "a_wrong_answer_and_two_services_that_are_down(dev.muster.scope.TaskScope)/timeline.html",
                            "failures_inside_of_what_is_tested(dev.muster.scope.TaskScope)/tasks.txt",
                            "failures_inside_of_what_is_tested(dev.muster.scope.TaskScope)/timeline.html");
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class With_whole_traces {
        private Path project = Path.of("");

        @BeforeAll
        void run(@TempDir Path dir) throws Exception {
            project = dir;
            surefire(project, false);
        }

        @Test
        void the_report_has_the_tree_with_the_frames_of_each_failure() throws Exception {
            assertThat(element(project, "failures_inside_of_what_is_tested(TaskScope)", "error")
                            .getTextContent())
                    .containsSubsequence(
                            "+- 1 of 2 [warehouse]: dev.muster.group.ExceptionGroup: scope \"shelves\" failed",
                            "at " + SUITE + "$Order.pick(OrderSuite.java:",
                            "|  +- 1 of 2 [shelf A]: dev.muster.examples.ValueError: -1 pencils left",
                            "|  +- 2 of 2 [shelf B]: dev.muster.examples.KeyError: no such shelf",
                            "+- 2 of 2 [payment]: dev.muster.examples.CriticalError: the card service is down",
                            "at " + SUITE + "$Order.pay(OrderSuite.java:");
            assertThat(element(project, "three_wrong_answers(TaskScope)", "failure")
                            .getTextContent())
                    .containsSubsequence(
                            "Caused by: dev.muster.group.ExceptionGroup: scope \"three_wrong_answers\" failed",
                            "Suppressed: org.opentest4j.AssertionFailedError: expected: <10> but was: <12>",
                            "three_wrong_answers$",
                            "Suppressed: org.opentest4j.AssertionFailedError: expected: <3> but was: <0>",
                            "Suppressed: org.opentest4j.AssertionFailedError: expected: <Grace> but was: <Ada>");
        }
    }

    /** Runs Surefire on the suite; returns what it printed, without times and stack frames. */
    private static String surefire(Path project, boolean trimmed) throws Exception {
        String home = System.getProperty("maven.home");
        assumeTrue(home != null, "only a build by Maven says where Maven is");
        Files.writeString(project.resolve("pom.xml"), pom(trimmed));
        boolean isWindows = File.separatorChar == '\\';
        Process maven = new ProcessBuilder(
                        Path.of(home, "bin", isWindows ? "mvn.cmd" : "mvn").toString(),
                        "--offline",
                        "--batch-mode",
                        "--quiet",
                        "-Dstyle.color=never",
                        "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                        "surefire:test")
                .directory(project.toFile())
                .redirectError(project.resolve("errors.txt").toFile())
                .start();
        String output = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(maven.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(output).as(Files.readString(project.resolve("errors.txt"))).contains("There are test failures");
        return output.substring(output.indexOf("[ERROR]"), output.indexOf("[ERROR] Failed to execute goal"))
                .replaceAll("Time elapsed: [\\d.,]+ s", "Time elapsed: TIME")
                .replaceAll("\\R(\\| {2}| {3})* {4}(at |\\.\\.\\. )[^\\r\\n]+", "")
                .replace(File.separatorChar, '/');
    }

    private static String pom(boolean trimmed) throws URISyntaxException {
        return """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId>
                  <artifactId>shop</artifactId>
                  <version>1</version>
                  <dependencies>
                    <dependency>
                      <groupId>org.junit.jupiter</groupId>
                      <artifactId>junit-jupiter</artifactId>
                      <version>%s</version>
                      <scope>test</scope>
                    </dependency>
                  </dependencies>
                  <build>
                    <plugins>
                      <plugin>
                        <groupId>org.apache.maven.plugins</groupId>
                        <artifactId>maven-surefire-plugin</artifactId>
                        <version>%s</version>
                        <configuration>
                          <test>OrderSuite</test>
                          <trimStackTrace>%s</trimStackTrace>
                          <classesDirectory>%s</classesDirectory>
                          <testClassesDirectory>%s</testClassesDirectory>
                          <additionalClasspathElements>
                            <element>%s</element>
                            <element>%s</element>
                          </additionalClasspathElements>
                          <properties>
                            <configurationParameters>muster.examples.showcase = yes</configurationParameters>
                          </properties>
                        </configuration>
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """.formatted(
                        System.getProperty("junit.version"),
                        System.getProperty("surefire.version"),
                        trimmed,
                        placeOf(ValueError.class),
                        placeOf(SurefireTest.class),
                        placeOf(TaskScope.class),
                        placeOf(TaskScoped.class));
    }

    private static Path placeOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static Map<String, String> kinds(Path project) throws Exception {
        Map<String, String> kinds = new TreeMap<>();
        for (Element test : elements(report(project).getElementsByTagName("testcase"))) {
            List<Element> ends = elements(test.getElementsByTagName("*"));
            kinds.put(
                    test.getAttribute("name"),
                    ends.isEmpty()
                            ? "passed"
                            : ends.get(0).getTagName() + " " + ends.get(0).getAttribute("type"));
        }
        return kinds;
    }

    private static Element element(Path project, String name, String kind) throws Exception {
        return elements(report(project).getElementsByTagName("testcase")).stream()
                .filter(test -> test.getAttribute("name").equals(name))
                .map(test -> elements(test.getElementsByTagName(kind)).get(0))
                .findFirst()
                .orElseThrow();
    }

    private static Document report(Path project) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(project.resolve("target/surefire-reports/TEST-" + SUITE + ".xml")
                        .toFile());
    }

    private static List<Element> elements(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> file.getParent().getFileName() + "/" + file.getFileName())
                    .toList();
        }
    }
}
