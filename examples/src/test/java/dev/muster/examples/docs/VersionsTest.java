package dev.muster.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Versions that are written in more than one place are the same in all of them. */
class VersionsTest {
    private static final Pattern MAVEN = Pattern.compile(
            "<groupId>dev\\.muster</groupId>\\s*<artifactId>[\\w-]+</artifactId>\\s*<version>([^<]+)</version>");
    private static final Pattern GRADLE = Pattern.compile("[\"']dev\\.muster:[\\w-]+:([^\"']+)[\"']");
    private static final Pattern RELEASED = Pattern.compile("(?m)^## \\[(\\d[^]]*)]");

    private static String pom;

    @BeforeAll
    static void read_the_pom() throws IOException {
        pom = SourceTree.read("pom.xml");
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("something like %s", pattern).isTrue();
        return matcher.group(1);
    }

    private static String projectVersion() {
        return found(pom, "(?m)^  <version>(.*)</version>$");
    }

    private static String property(String name) {
        return found(pom, "<" + Pattern.quote(name) + ">(.*)</");
    }

    /** The last release, or what is being built while there is none. */
    private static String versionForUsers() throws IOException {
        Matcher released = RELEASED.matcher(SourceTree.read("CHANGELOG.md"));
        return released.find() ? released.group(1) : projectVersion();
    }

    @Test
    void documents_name_the_version_that_users_can_have() throws IOException {
        Map<String, List<String>> named = new TreeMap<>();
        for (Path document : SourceTree.documents()) {
            String text = Files.readString(document);
            List<String> versions = Stream.of(MAVEN, GRADLE)
                    .flatMap(pattern -> pattern.matcher(text).results())
                    .map(result -> result.group(1))
                    .distinct()
                    .toList();
            if (!versions.isEmpty()) {
                named.put(SourceTree.ROOT.relativize(document).toString(), versions);
            }
        }

        assertThat(named).containsKey("README.md");
        String expected = versionForUsers();
        assertThat(named)
                .allSatisfy((document, versions) -> assertThat(versions)
                        .as("versions of Muster in %s", document)
                        .containsOnly(expected));
    }

    @Test
    void consumers_are_written_for_that_version_too() throws IOException {
        String expected = versionForUsers();
        try (Stream<Path> projects = Files.list(SourceTree.ROOT.resolve("consumers"))) {
            List<Path> poms = projects.map(project -> project.resolve("pom.xml"))
                    .filter(Files::exists)
                    .toList();
            assertThat(poms)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .contains("<muster.version>" + expected + "</muster.version>"));
        }
    }

    @Test
    void a_release_is_in_the_changelog_when_its_version_is_set() throws IOException {
        if (!projectVersion().endsWith("-SNAPSHOT")) {
            assertThat(versionForUsers()).isEqualTo(projectVersion());
        }
    }

    @Test
    void each_module_has_the_version_of_its_parent() throws IOException {
        List<String> modules = Pattern.compile("<module>(.*)</module>")
                .matcher(pom)
                .results()
                .map(result -> result.group(1))
                .toList();

        assertThat(modules).contains("core", "bom");
        for (String module : modules) {
            assertThat(found(
                            SourceTree.read(module + "/pom.xml"),
                            "<artifactId>muster-parent</artifactId>\\s*<version>(.*)</"))
                    .as("version of the parent of %s", module)
                    .isEqualTo(projectVersion());
        }
        assertThat(found(SourceTree.read("bom/pom.xml"), "(?m)^  <version>(.*)</version>$"))
                .isEqualTo(projectVersion());
    }

    @Test
    void the_bom_manages_what_the_build_itself_manages() throws IOException {
        Pattern ours = Pattern.compile("<groupId>dev\\.muster</groupId>\\s*<artifactId>(muster-[a-z]+)</artifactId>\\s*"
                + "<version>\\$\\{project\\.version}</version>");
        String bom = SourceTree.read("bom/pom.xml");

        assertThat(ours.matcher(bom).results().map(VersionsTest::first))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(
                        ours.matcher(pom).results().map(VersionsTest::first).toList());
    }

    private static String first(MatchResult result) {
        return result.group(1);
    }

    @Test
    void documents_name_the_oldest_tools_that_the_build_accepts() throws IOException {
        String readme = SourceTree.read("README.md");
        String contributing = SourceTree.read("CONTRIBUTING.md");
        String java = property("maven.compiler.release");
        String maven = found(pom, "<requireMavenVersion>\\s*<version>\\[(.*),\\)");

        assertThat(readme).contains("Java " + java + " or later", "Maven of " + maven + " or later");
        assertThat(contributing).contains("a JDK of " + java + " or later and Maven " + maven + " or later");
    }

    @Test
    void documents_name_the_oldest_libraries_that_the_build_compiles_with() throws IOException {
        String junit = property("junit.version");
        String assertj = property("assertj.version");

        assertThat(SourceTree.read("docs/getting-started.md"))
                .contains("JUnit " + minor(junit) + " or later", "AssertJ " + minor(assertj) + " or later");
        assertThat(SourceTree.read(".ci/run")).contains("junit.version " + junit, "assertj.version " + minor(assertj));
    }

    private static String minor(String version) {
        return version.substring(0, version.lastIndexOf('.'));
    }
}
