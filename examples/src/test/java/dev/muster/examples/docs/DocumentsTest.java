package dev.muster.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentsTest {
    private static final Path ROOT = SourceTree.ROOT;
    private static List<String> sources;

    @BeforeAll
    static void read_what_is_tested() throws IOException {
        List<Path> tested =
                new ArrayList<>(filesBelow(ROOT.resolve("examples/src/main")).toList());
        for (Path tests : testsOfEachModule()) {
            filesBelow(tests).forEach(tested::add);
        }
        sources = tested.stream()
                .filter(file ->
                        file.toString().endsWith(".java") || file.toString().endsWith(".txt"))
                .map(DocumentsTest::read)
                .map(DocumentsTest::normalised)
                .toList();
    }

    private static List<Path> testsOfEachModule() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/test"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }

    static Stream<MarkdownFile> documents() throws IOException {
        List<MarkdownFile> all =
                SourceTree.documents().stream().map(DocumentsTest::parsed).toList();
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void each_java_sample_is_a_piece_of_a_tested_source(MarkdownFile document) {
        assertThat(document.samplesIn("java").filter(sample -> !isTested(sample.text())))
                .as("samples of %s that are no piece of a tested source", document)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void each_printed_sample_is_a_text_that_a_test_expects(MarkdownFile document) {
        assertThat(document.samplesIn("text").filter(sample -> !isTested(sample.text())))
                .as("printed samples of %s that are no piece of a tested source", document)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void each_sample_names_its_language(MarkdownFile document) {
        assertThat(document.samples()).extracting(MarkdownFile.Sample::language).doesNotContain("");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void each_relative_link_leads_to_a_file_and_a_heading(MarkdownFile document) {
        assertThat(document.links())
                .filteredOn(link -> !URI.create(link).isAbsolute() && !leadsSomewhere(document, link))
                .as("links of %s that lead nowhere", document)
                .isEmpty();
    }

    @Test
    void a_sample_that_occurs_nowhere_is_told_from_one_that_does() {
        assertThat(isTested("class   DocumentsTest\n{")).isTrue();
        assertThat(isTested("class Documents" + "Toast {")).isFalse();
    }

    private static boolean leadsSomewhere(MarkdownFile document, String link) {
        int hash = link.indexOf('#');
        String file = hash < 0 ? link : link.substring(0, hash);
        Path target = file.isEmpty() ? document.path() : document.path().resolveSibling(file);
        return Files.exists(target) && (hash < 0 || parsed(target).anchors().contains(link.substring(hash + 1)));
    }

    private static boolean isTested(String sample) {
        String wanted = normalised(sample);
        return sources.stream().anyMatch(source -> source.contains(wanted));
    }

    private static String normalised(String text) {
        return text.strip().replaceAll("\\s+", " ").replaceAll(" ?(\\W) ?", "$1");
    }

    private static Stream<Path> filesBelow(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).sorted().toList().stream();
        }
    }

    private static MarkdownFile parsed(Path path) {
        try {
            return MarkdownFile.read(path);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + path, e);
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + path, e);
        }
    }
}
