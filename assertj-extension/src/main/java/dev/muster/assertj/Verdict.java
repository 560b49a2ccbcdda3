package dev.muster.assertj;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What came of trying a matcher on a throwable.
 *
 * @param score how much of what the matcher asks for was found before the first difference
 * @param difference the first difference; null where there is none
 * @param undecided whether the matcher threw instead of answering
 */
record Verdict(int score, @Nullable Supplier<String> difference, boolean undecided) {
    static final Verdict MATCH = new Verdict(Integer.MAX_VALUE, null, false);

    static Verdict difference(int score, Supplier<String> difference) {
        return new Verdict(score, difference, false);
    }

    /** The question whether there is a difference; it may run a user's code. */
    interface Question {
        @Nullable
        Supplier<String> difference() throws Throwable;
    }

    /** Asks a question and survives what it throws, except an error of the machine. */
    static Verdict of(int score, Question question) {
        try {
            Supplier<String> difference = question.difference();
            return difference == null ? MATCH : difference(score, difference);
        } catch (Throwable thrown) {
            if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
                throw fatal;
            }
            if (thrown instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return new Verdict(score, () -> "the matcher threw " + Words.line(thrown), true);
        }
    }

    boolean matches() {
        return difference == null;
    }

    String text() {
        return difference == null ? "it matches" : difference.get();
    }
}
