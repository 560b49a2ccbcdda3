package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import dev.muster.group.TreeFormat;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The text of a failed assertion: what was expected, what matched what, what is missing, what is unexpected, and then
 * the tree.
 */
final class Report {
    private static final int SHOWN = 15;

    private final StringBuilder out = new StringBuilder();

    private Report() {}

    static String bare(Throwable thrown) {
        Report report = new Report();
        report.line("expected an exception group, but found a bare exception: " + Words.line(thrown));
        Hints.bare(thrown).forEach(hint -> report.line("hint: " + hint));
        return report.text();
    }

    static String of(ExceptionGroup group, String headline, List<String> hints) {
        Report report = new Report();
        report.line(headline);
        report.end(group, hints);
        return report.text();
    }

    /** A headline and the contents. */
    static String of(ExceptionGroup group, String headline, View view, List<Found> found, List<String> hints) {
        Report report = new Report();
        report.line(headline);
        report.found(view, found);
        report.end(group, hints);
        return report.text();
    }

    static String of(Comparison comparison) {
        Report report = new Report();
        report.write(comparison);
        report.end(comparison.group(), Hints.of(comparison));
        return report.text();
    }

    /** What should not have been there. */
    static String without(
            ExceptionGroup group, View view, List<? extends FailureMatcher<?>> refused, List<String> found) {
        Report report = new Report();
        report.line("expected the " + view.many() + " of " + Words.quoted(group.message()) + " not to contain:");
        report.all(refused);
        report.line("found:");
        report.all(found);
        report.end(group, List.of());
        return report.text();
    }

    /** Not the number that was expected. */
    static String counted(ExceptionGroup group, String headline, List<String> matched, List<String> undecided) {
        Report report = new Report();
        report.line(headline + (matched.isEmpty() ? "" : ":"));
        report.all(matched);
        if (!undecided.isEmpty()) {
            report.line("matchers that threw:");
            report.all(undecided);
        }
        report.end(group, List.of());
        return report.text();
    }

    static String refused(ExceptionGroup group, String headline, List<String> refused) {
        Report report = new Report();
        report.line(headline + ":");
        report.all(refused);
        report.end(group, List.of());
        return report.text();
    }

    private void all(List<?> items) {
        Bounded lines = new Bounded();
        items.forEach(item -> lines.line("  " + item));
        lines.end();
    }

    private void write(Comparison comparison) {
        List<? extends FailureMatcher<?>> expected = comparison.expected();
        List<Found> found = comparison.found();
        int[] foundFor = comparison.outcome().foundFor();
        int[] expectedFor = comparison.outcome().expectedFor();
        line("expected the " + comparison.view().many() + " of "
                + Words.quoted(comparison.group().message()) + " "
                + comparison.rule().phrase() + ":");
        Bounded lines = new Bounded();
        for (int i = 0; i < expected.size(); i++) {
            lines.line("  " + (i + 1) + ". " + expected.get(i));
        }
        lines.end();
        lines = new Bounded("matched:");
        for (int j = 0; j < found.size(); j++) {
            if (expectedFor[j] != Pairing.NONE) {
                lines.line("  " + (expectedFor[j] + 1) + ". " + expected.get(expectedFor[j]) + " <- "
                        + place(j, found.size(), found.get(j)));
            }
        }
        lines.end();
        lines = new Bounded("missing:");
        for (int i = 0; i < expected.size(); i++) {
            if (foundFor[i] == Pairing.NONE && lines.line("  " + (i + 1) + ". " + expected.get(i))) {
                nearest(comparison, i);
            }
        }
        lines.end();
        lines = new Bounded(comparison.rule().refusesOthers() ? "unexpected:" : "others:");
        for (int j = 0; j < found.size(); j++) {
            if (expectedFor[j] == Pairing.NONE) {
                lines.line("  " + place(j, found.size(), found.get(j)));
            }
        }
        lines.end();
        lines = new Bounded("matchers that threw:");
        for (int i = 0; i < expected.size(); i++) {
            for (int j = 0; j < found.size() && !lines.isFull(); j++) {
                Verdict verdict = found.get(j).known(expected.get(i));
                if (verdict != null && verdict.undecided()) {
                    lines.line("  " + (i + 1) + ". " + expected.get(i) + " on " + place(j, found.size(), found.get(j))
                            + ": " + verdict.text());
                }
            }
        }
        lines.end();
    }

    private void nearest(Comparison comparison, int missing) {
        FailureMatcher<?> matcher = comparison.expected().get(missing);
        List<Found> found = comparison.found();
        int[] expectedFor = comparison.outcome().expectedFor();
        int nearest = Pairing.NONE;
        long best = 0;
        for (int j = 0; j < found.size(); j++) {
            if (expectedFor[j] == Pairing.NONE) {
                // of equals the one in the same place, or else the nearest to it
                long score = closeness(matcher, found.get(j)) * Integer.MAX_VALUE - Math.abs(j - missing);
                if (nearest == Pairing.NONE || score > best) {
                    best = score;
                    nearest = j;
                }
            }
        }
        if (nearest != Pairing.NONE) {
            Verdict verdict = found.get(nearest).verdict(matcher);
            line("     nearest is " + place(nearest, found.size(), found.get(nearest)));
            line("     " + (verdict.matches() ? "it matches, but in another place" : verdict.text()));
            return;
        }
        for (int j = 0; j < found.size(); j++) {
            if (found.get(j).verdict(matcher).matches()) {
                line("     " + place(j, found.size(), found.get(j)) + " would match, but is taken by "
                        + (expectedFor[j] + 1) + ". " + comparison.expected().get(expectedFor[j]));
                return;
            }
        }
    }

    private static long closeness(FailureMatcher<?> matcher, Found found) {
        Verdict verdict = found.verdict(matcher);
        if (verdict.score() > 0) {
            return Math.min(verdict.score(), SHOWN) + 1L;
        }
        return matcher.likesText(found.text()) ? 1 : 0;
    }

    private void found(View view, List<Found> found) {
        Bounded lines = new Bounded(view.many() + ":");
        for (int j = 0; j < found.size(); j++) {
            lines.line("  " + place(j, found.size(), found.get(j)));
        }
        lines.end();
    }

    /** As the tree counts, so that the eye finds it there. */
    static String place(int index, int all, Found found) {
        return (index + 1) + " of " + all + found.tag() + ": " + found;
    }

    private void end(@Nullable ExceptionGroup group, List<String> hints) {
        hints.forEach(hint -> line("hint: " + hint));
        if (group != null) {
            line("in this group:");
            out.append(TreeFormat.standard().withoutFrames().format(group).stripTrailing());
        }
    }

    private void line(String line) {
        out.append(line).append(System.lineSeparator());
    }

    /** AssertJ's own texts begin on a line of their own too. */
    private String text() {
        return System.lineSeparator() + out.toString().stripTrailing();
    }

    /** What an IDE shows as one side of a diff. */
    static String lines(List<?> items) {
        StringJoiner lines = new StringJoiner(System.lineSeparator());
        items.forEach(item -> lines.add(item.toString()));
        return lines.toString();
    }

    /** A heading that is written once there is something below it, and the first of the lines; the others are counted. */
    private final class Bounded {
        private final @Nullable String heading;
        private int count;

        Bounded() {
            this.heading = null;
        }

        Bounded(String heading) {
            this.heading = heading;
        }

        boolean line(String line) {
            if (count == 0 && heading != null) {
                Report.this.line(heading);
            }
            count++;
            if (count <= SHOWN) {
                Report.this.line(line);
            }
            return count <= SHOWN;
        }

        boolean isFull() {
            return count >= SHOWN;
        }

        void end() {
            if (count > SHOWN) {
                Report.this.line("  ... and " + (count - SHOWN) + " more");
            }
        }
    }
}
