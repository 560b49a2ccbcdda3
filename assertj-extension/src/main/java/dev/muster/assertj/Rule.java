package dev.muster.assertj;

import java.util.Arrays;
import java.util.List;

/** How expectations and contents must correspond. */
enum Rule {
    IN_ORDER("to be exactly, in this order") {
        @Override
        Outcome apply(List<? extends FailureMatcher<?>> expected, List<Found> found) {
            if (expected.size() == found.size()) {
                int place = 0;
                while (place < found.size() && matches(expected, found, place, place)) {
                    place++;
                }
                if (place == found.size()) {
                    return Outcome.inPlace(found.size());
                }
            }
            return (long) expected.size() * found.size() > LIMIT
                    ? placeByPlace(expected, found)
                    : longestInOrder(expected, found);
        }
    },

    IN_ANY_ORDER("to be exactly, in any order") {
        @Override
        Outcome apply(List<? extends FailureMatcher<?>> expected, List<Found> found) {
            Pairing pairing = Pairing.of(candidates(expected, found), found.size());
            boolean passed = pairing.size() == expected.size() && pairing.size() == found.size();
            return new Outcome(passed, pairing.foundFor(), pairing.expectedFor());
        }
    },

    AT_LEAST("to contain") {
        @Override
        Outcome apply(List<? extends FailureMatcher<?>> expected, List<Found> found) {
            Pairing pairing = Pairing.of(candidates(expected, found), found.size());
            return new Outcome(pairing.size() == expected.size(), pairing.foundFor(), pairing.expectedFor());
        }
    },

    ONLY("to be only these, each at least once") {
        @Override
        Outcome apply(List<? extends FailureMatcher<?>> expected, List<Found> found) {
            int[][] candidates = candidates(expected, found);
            int[] foundFor = none(expected.size());
            int[] expectedFor = none(found.size());
            for (int i = candidates.length - 1; i >= 0; i--) {
                for (int candidate : candidates[i]) {
                    expectedFor[candidate] = i;
                }
                foundFor[i] = candidates[i].length == 0 ? Pairing.NONE : candidates[i][0];
            }
            return new Outcome(isFull(foundFor) && isFull(expectedFor), foundFor, expectedFor);
        }
    };

    /** How many pairs may be tried for the sake of a better text. */
    static final long LIMIT = 250_000;

    private final String phrase;

    Rule(String phrase) {
        this.phrase = phrase;
    }

    String phrase() {
        return phrase;
    }

    /** Whether what is found beyond the expectations counts against the group. */
    boolean refusesOthers() {
        return this != AT_LEAST;
    }

    abstract Outcome apply(List<? extends FailureMatcher<?>> expected, List<Found> found);

    /** What the comparison came to. */
    static final class Outcome {
        private final boolean passed;
        private final int[] foundFor;
        private final int[] expectedFor;

        Outcome(boolean passed, int[] foundFor, int[] expectedFor) {
            this.passed = passed;
            this.foundFor = foundFor;
            this.expectedFor = expectedFor;
        }

        static Outcome inPlace(int size) {
            int[] places = new int[size];
            Arrays.setAll(places, i -> i);
            return new Outcome(true, places, places);
        }

        boolean passed() {
            return passed;
        }

        /** For each expectation the index of what it was paired with, or none. */
        int[] foundFor() {
            return foundFor;
        }

        /** For each thing found the index of the expectation it was paired with, or none. */
        int[] expectedFor() {
            return expectedFor;
        }
    }

    private static boolean matches(
            List<? extends FailureMatcher<?>> expected, List<Found> found, int expectedIndex, int foundIndex) {
        return found.get(foundIndex).verdict(expected.get(expectedIndex)).matches();
    }

    private static int[][] candidates(List<? extends FailureMatcher<?>> expected, List<Found> found) {
        int[][] candidates = new int[expected.size()][];
        int[] accepted = new int[found.size()];
        for (int i = 0; i < candidates.length; i++) {
            int count = 0;
            for (int j = 0; j < accepted.length; j++) {
                if (matches(expected, found, i, j)) {
                    accepted[count++] = j;
                }
            }
            candidates[i] = Arrays.copyOf(accepted, count);
        }
        return candidates;
    }

    private static Outcome placeByPlace(List<? extends FailureMatcher<?>> expected, List<Found> found) {
        int[] foundFor = none(expected.size());
        int[] expectedFor = none(found.size());
        for (int i = 0; i < Math.min(foundFor.length, expectedFor.length); i++) {
            if (matches(expected, found, i, i)) {
                foundFor[i] = i;
                expectedFor[i] = i;
            }
        }
        return new Outcome(false, foundFor, expectedFor);
    }

    /** Pairs as many as can be without changing the order, so that one thing too many does not spoil all after it. */
    private static Outcome longestInOrder(List<? extends FailureMatcher<?>> expected, List<Found> found) {
        int[][] longest = new int[expected.size() + 1][found.size() + 1];
        for (int i = expected.size() - 1; i >= 0; i--) {
            for (int j = found.size() - 1; j >= 0; j--) {
                longest[i][j] = Math.max(longest[i + 1][j], longest[i][j + 1]);
                if (matches(expected, found, i, j)) {
                    longest[i][j] = Math.max(longest[i][j], longest[i + 1][j + 1] + 1);
                }
            }
        }
        int[] foundFor = none(expected.size());
        int[] expectedFor = none(found.size());
        int i = 0;
        int j = 0;
        while (i < foundFor.length && j < expectedFor.length) {
            if (matches(expected, found, i, j) && longest[i][j] == longest[i + 1][j + 1] + 1) {
                foundFor[i] = j;
                expectedFor[j] = i;
                i++;
                j++;
            } else if (longest[i + 1][j] >= longest[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return new Outcome(false, foundFor, expectedFor);
    }

    private static int[] none(int length) {
        int[] none = new int[length];
        Arrays.fill(none, Pairing.NONE);
        return none;
    }

    private static boolean isFull(int[] partners) {
        return Arrays.stream(partners).noneMatch(partner -> partner == Pairing.NONE);
    }
}
