package dev.muster.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nobody follows these links here, since a build must not depend on other people's servers; they are listed instead. */
class ExternalLinksTest {
    private static final Path LIST = SourceTree.ROOT.resolve("examples/target/external-links.txt");

    /** Each as it stands in a document: the link, a tab, the document. */
    private static final Set<String> LINKS = new TreeSet<>();

    @BeforeAll
    static void collect() throws IOException {
        for (Path document : SourceTree.documents()) {
            for (String link : MarkdownFile.read(document).links()) {
                if (link.matches("\\w+:.*")) {
                    LINKS.add(link + "\t" + SourceTree.ROOT.relativize(document));
                }
            }
        }
        Files.createDirectories(LIST.getParent());
        Files.write(LIST, LINKS);
    }

    @Test
    void are_well_formed() {
        assertThat(LINKS)
                .as("links in %s", LIST)
                .isNotEmpty()
                .filteredOn(each -> wrong(each.split("\t", -1)[0]).isPresent())
                .isEmpty();
    }

    @Test
    void that_are_not_well_formed_are_found() {
        assertThat(wrong("https://semver.org/spec/v2.0.0.html")).isEmpty();
        assertThat(wrong("http://semver.org/")).hasValue("is not https");
        assertThat(wrong("https:/semver.org")).hasValue("has no host");
        assertThat(wrong("https://semver.org/a|b")).hasValue("is no URI");
        assertThat(wrong("https://localhost/")).hasValue("has no public host");
        assertThat(wrong("https://semver.org:8080/")).hasValue("names a port or a user");
    }

    private static Optional<String> wrong(String link) {
        URI uri;
        try {
            uri = new URI(link);
        } catch (URISyntaxException e) {
            return Optional.of("is no URI");
        }
        if (!"https".equals(uri.getScheme())) {
            return Optional.of("is not https");
        }
        if (uri.getHost() == null) {
            return Optional.of("has no host");
        }
        if (!uri.getHost().matches("([a-z0-9-]+\\.)+[a-z]+")) {
            return Optional.of("has no public host");
        }
        return uri.getPort() == -1 && uri.getUserInfo() == null
                ? Optional.empty()
                : Optional.of("names a port or a user");
    }
}
