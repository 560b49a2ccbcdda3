package dev.muster.examples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A document, as far as it can be checked: its fenced samples, links and headings. */
record MarkdownFile(Path path, List<Sample> samples, List<String> links, List<String> anchors) {
    private static final String FENCE = "```";
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern WAIVER = Pattern.compile("<!-- not checked: \\S.* -->");

    /** A fenced block; waived where a comment before it says why it cannot be checked. */
    record Sample(String language, int line, String text, boolean isWaived) {
        @Override
        public String toString() {
            return "line " + line + ":\n" + text + "\n";
        }
    }

    static MarkdownFile read(Path path) throws IOException {
        List<Sample> samples = new ArrayList<>();
        List<String> links = new ArrayList<>();
        List<String> anchors = new ArrayList<>();
        List<String> lines = Files.readAllLines(path);
        String before = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(FENCE)) {
                int end = i + 1;
                while (!lines.get(end).startsWith(FENCE)) {
                    end++;
                }
                String text = String.join("\n", lines.subList(i + 1, end));
                samples.add(new Sample(
                        line.substring(FENCE.length()),
                        i + 1,
                        text,
                        WAIVER.matcher(before).matches()));
                i = end;
            } else {
                LINK.matcher(line).results().map(MatchResult::group).forEach(link -> links.add(target(link)));
                if (line.startsWith("#")) {
                    anchors.add(anchor(line));
                }
            }
            before = line.isBlank() ? before : line;
        }
        return new MarkdownFile(path, samples, links, anchors);
    }

    private static String target(String link) {
        return link.substring("](".length(), link.length() - 1);
    }

    // as code hosts make it
    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    /** The samples in a language that nobody waived. */
    Stream<Sample> samplesIn(String language) {
        return samples.stream().filter(sample -> sample.language.equals(language) && !sample.isWaived);
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }
}
