package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a user may have meant; each hint was tried before it is given. */
final class Hints {
    private Hints() {}

    static List<String> bare(Throwable thrown) {
        List<String> hints = new ArrayList<>();
        if (thrown.getCause() instanceof ExceptionGroup) {
            hints.add("its cause is a group: assertThat(thrown).cause().asInstanceOf(EXCEPTION_GROUP)");
        }
        int suppressed = thrown.getSuppressed().length;
        if (Carried.hasList(thrown)) {
            hints.add("it has a list of others: assertThatGroup(carriedBy(thrown)) looks at them");
        } else if (suppressed > 0) {
            hints.add(suppressed + (suppressed == 1 ? " exception is" : " exceptions are")
                    + " suppressed in it: assertThatGroup(withSuppressed(thrown)) looks at them too");
        }
        return hints;
    }

    static List<String> of(Comparison comparison) {
        List<String> hints = new ArrayList<>();
        long pairs = (long) comparison.expected().size()
                * comparison.group().leaves().size();
        if (pairs > Rule.LIMIT) {
            return hints;
        }
        if (comparison.rule() == Rule.IN_ORDER && passes(comparison, Rule.IN_ANY_ORDER, comparison.found())) {
            boolean byAssertions = comparison.expected().stream().anyMatch(AnyMatcher.class::isInstance);
            hints.add("they match in another order" + (byAssertions ? "" : ": containsExactlyInAnyOrder passes"));
        }
        if (comparison.view() == View.MEMBERS) {
            members(comparison, hints);
        } else if (passes(comparison, comparison.rule(), comparison.scene().of(View.MEMBERS, comparison.group()))) {
            hints.add("the members match: without leaves() it passes");
        }
        texts(comparison, hints);
        return hints;
    }

    private static void members(Comparison comparison, List<String> hints) {
        List<Found> leaves = comparison.scene().of(View.LEAVES, comparison.group());
        boolean nested = leaves.size() != comparison.found().size()
                || comparison.found().stream().anyMatch(each -> each.throwable() instanceof ExceptionGroup);
        if (!nested) {
            return;
        }
        if (passes(comparison, comparison.rule(), leaves)) {
            hints.add("the leaves match: after leaves() it passes");
        }
        for (int i = 0; i < comparison.found().size(); i++) {
            Found each = comparison.found().get(i);
            if (each.throwable() instanceof ExceptionGroup inner
                    && passes(comparison, comparison.rule(), comparison.scene().of(View.MEMBERS, inner))) {
                hints.add("one level down it matches: expect group(...) around it, or look into member(" + i + ")");
                return;
            }
        }
    }

    private static boolean passes(Comparison comparison, Rule rule, List<Found> found) {
        return rule.apply(comparison.expected(), found).passed();
    }

    /** A text that was expected of a leaf and stands on the group above it. */
    private static void texts(Comparison comparison, List<String> hints) {
        int[] foundFor = comparison.outcome().foundFor();
        for (int i = 0; i < foundFor.length; i++) {
            FailureMatcher<?> matcher = comparison.expected().get(i);
            if (foundFor[i] == Pairing.NONE
                    && matcher instanceof LeafMatcher
                    && matcher.likesText(comparison.group().message())) {
                hints.add("the text of " + (i + 1) + ". " + matcher
                        + " is on the group, not on the leaf: ask for it with hasMessage");
                return;
            }
        }
    }

    /** Where the text that a group was expected to have is found instead. */
    static List<String> message(ExceptionGroup group, @Nullable String expected) {
        if (group.getMessage().equals(expected)) {
            return List.of("that is getMessage(), which adds what the group holds; hasMessage compares the text given");
        }
        for (Throwable leaf : group.leaves()) {
            String text = new Found.Scene().alone(leaf).text();
            if (text != null && text.equals(expected)) {
                return List.of(
                        "that is the message of a leaf, not of the group: leaf(...).withMessage(...) asks for it");
            }
        }
        return List.of();
    }
}
