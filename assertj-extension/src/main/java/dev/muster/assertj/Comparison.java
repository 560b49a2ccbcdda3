package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import java.util.List;

/** One comparison of expectations with the contents of a group, and what it came to. */
record Comparison(
        ExceptionGroup group,
        View view,
        Rule rule,
        List<? extends FailureMatcher<?>> expected,
        Found.Scene scene,
        List<Found> found,
        Rule.Outcome outcome) {

    static Comparison of(ExceptionGroup group, View view, Rule rule, List<? extends FailureMatcher<?>> expected) {
        Found.Scene scene = new Found.Scene();
        List<Found> found = scene.of(view, group);
        return new Comparison(group, view, rule, expected, scene, found, rule.apply(expected, found));
    }

    boolean passed() {
        return outcome.passed();
    }
}
