package dev.muster.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The changelog keeps the form that it says it has. */
class ChangelogTest {
    private static final Pattern RELEASE = Pattern.compile("## \\[(\\d+)\\.(\\d+)\\.(\\d+)] - (\\d{4}-\\d{2}-\\d{2})");
    private static final List<String> KINDS =
            List.of("### Added", "### Changed", "### Deprecated", "### Removed", "### Fixed", "### Security");

    /** What is wrong with the form of a changelog. */
    private static List<String> problems(String changelog) {
        List<String> problems = new ArrayList<>();
        Map<String, Map<String, Integer>> versions = new LinkedHashMap<>();
        Map<String, Integer> kinds = new LinkedHashMap<>();
        String kind = "";
        for (String line : changelog.lines().toList()) {
            if (line.startsWith("## ")) {
                kinds = new LinkedHashMap<>();
                kind = "";
                if (versions.put(line, kinds) != null) {
                    problems.add("twice: " + line);
                }
            } else if (line.startsWith("### ")) {
                kind = line;
                if (versions.isEmpty() || !KINDS.contains(line)) {
                    problems.add("no kind of change: " + line);
                } else if (kinds.put(line, 0) != null) {
                    problems.add("twice in a version: " + line);
                }
            } else if (line.startsWith("- ")) {
                if (kind.isEmpty()) {
                    problems.add("under no kind of change: " + line);
                } else if (!line.endsWith(".")) {
                    problems.add("no sentence: " + line);
                }
                kinds.merge(kind, 1, Integer::sum);
            } else if (!line.isBlank() && !versions.isEmpty()) {
                problems.add("neither heading nor item: " + line);
            }
        }
        if (versions.isEmpty() || !versions.keySet().iterator().next().equals("## [Unreleased]")) {
            problems.add("the first version is not [Unreleased]");
        }
        versions.forEach((version, found) -> found.forEach((each, count) -> {
            if (count == 0) {
                problems.add("empty: " + version + " " + each);
            }
        }));
        releases(versions.keySet().stream().skip(1).toList(), problems);
        return problems;
    }

    private static void releases(List<String> headings, List<String> problems) {
        List<List<Integer>> numbers = new ArrayList<>();
        List<LocalDate> dates = new ArrayList<>();
        for (String heading : headings) {
            Matcher release = RELEASE.matcher(heading);
            if (release.matches()) {
                numbers.add(List.of(
                        Integer.valueOf(release.group(1)),
                        Integer.valueOf(release.group(2)),
                        Integer.valueOf(release.group(3))));
                dates.add(LocalDate.parse(release.group(4)));
            } else {
                problems.add("neither [version] - date: " + heading);
            }
        }
        Comparator<List<Integer>> order = Comparator.<List<Integer>, Integer>comparing(each -> each.get(0))
                .thenComparing(each -> each.get(1))
                .thenComparing(each -> each.get(2));
        if (!numbers.equals(numbers.stream().sorted(order.reversed()).toList())) {
            problems.add("versions are not newest first: " + headings);
        }
        if (!dates.equals(dates.stream().sorted(Comparator.reverseOrder()).toList())) {
            problems.add("dates are not newest first: " + headings);
        }
    }

    @Test
    void the_changelog_has_the_form() throws IOException {
        String changelog = SourceTree.read("CHANGELOG.md");

        assertThat(changelog).startsWith("# Changelog\n").contains("keepachangelog.com", "semver.org");
        assertThat(problems(changelog)).isEmpty();
    }

    @Nested
    class The_check {
        private static final String GOOD = """
                # Changelog

                Words.

                ## [Unreleased]

                ### Fixed

                - One thing.

                ## [0.10.0] - 2026-12-24

                ### Added

                - Another thing.

                ### Removed

                - A thing.

                ## [0.9.1] - 2026-12-23

                ### Security

                - A hole.
                """;

        @Test
        void passes_what_is_well_formed() {
            assertThat(problems(GOOD)).isEmpty();
        }

        @Test
        void finds_what_is_not() {
            assertThat(problems(GOOD.replace("## [Unreleased]", "## Next")))
                    .contains("the first version is not [Unreleased]");
            assertThat(problems(GOOD.replace("### Added", "### News"))).contains("no kind of change: ### News");
            assertThat(problems(GOOD.replace("### Added", "### Removed"))).contains("twice in a version: ### Removed");
            assertThat(problems(GOOD.replace(" - 2026-12-24", ""))).contains("neither [version] - date: ## [0.10.0]");
            assertThat(problems(GOOD.replace("0.10.0", "0.8.0")))
                    .singleElement()
                    .asString()
                    .startsWith("versions are not newest first");
            assertThat(problems(GOOD.replace("12-24", "12-20")))
                    .singleElement()
                    .asString()
                    .startsWith("dates are not newest first");
            assertThat(problems(GOOD.replace("- A thing.\n", "")))
                    .contains("empty: ## [0.10.0] - 2026-12-24 ### Removed");
            assertThat(problems(GOOD.replace("- A hole.", "- a hole"))).contains("no sentence: - a hole");
            assertThat(problems(GOOD.replace("### Fixed\n", ""))).contains("under no kind of change: - One thing.");
        }
    }
}
