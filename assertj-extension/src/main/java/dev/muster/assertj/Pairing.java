package dev.muster.assertj;

import java.util.Arrays;

/**
 * A maximum pairing of expectations with what was found: as many pairs as there can be, each side used once. The
 * algorithm is Hopcroft's and Karp's, without recursion.
 */
final class Pairing {
    static final int NONE = -1;

    private final int[][] candidates;
    private final int[] foundFor;
    private final int[] expectedFor;
    private final int[] level;
    private final int[] next;
    private int size;

    private Pairing(int[][] candidates, int found) {
        this.candidates = candidates;
        this.foundFor = filled(candidates.length);
        this.expectedFor = filled(found);
        this.level = new int[candidates.length];
        this.next = new int[candidates.length];
    }

    private static int[] filled(int length) {
        int[] none = new int[length];
        Arrays.fill(none, NONE);
        return none;
    }

    /**
     * Returns a maximum pairing.
     *
     * @param candidates for each expectation what it accepts, by index
     * @param found how many there are to choose from
     */
    static Pairing of(int[][] candidates, int found) {
        Pairing pairing = new Pairing(candidates, found);
        while (pairing.layer()) {
            Arrays.fill(pairing.next, 0);
            for (int expected = 0; expected < candidates.length; expected++) {
                if (pairing.foundFor[expected] == NONE && pairing.augment(expected)) {
                    pairing.size++;
                }
            }
        }
        return pairing;
    }

    /** Gives each expectation its distance from a free one; says whether a path to a free candidate exists. */
    private boolean layer() {
        int[] queue = new int[candidates.length];
        int end = 0;
        for (int expected = 0; expected < candidates.length; expected++) {
            level[expected] = foundFor[expected] == NONE ? 0 : NONE;
            if (level[expected] == 0) {
                queue[end++] = expected;
            }
        }
        boolean reached = false;
        for (int start = 0; start < end; start++) {
            for (int found : candidates[queue[start]]) {
                int rival = expectedFor[found];
                if (rival == NONE) {
                    reached = true;
                } else if (level[rival] == NONE) {
                    level[rival] = level[queue[start]] + 1;
                    queue[end++] = rival;
                }
            }
        }
        return reached;
    }

    private boolean augment(int root) {
        int[] path = new int[candidates.length];
        int depth = 0;
        path[0] = root;
        while (depth >= 0) {
            int expected = path[depth];
            if (next[expected] == candidates[expected].length) {
                // no way on from here: nobody needs to try again in this round
                level[expected] = NONE;
                depth--;
                continue;
            }
            int rival = expectedFor[candidates[expected][next[expected]++]];
            if (rival == NONE) {
                take(path, depth);
                return true;
            }
            if (level[rival] == level[expected] + 1) {
                path[++depth] = rival;
            }
        }
        return false;
    }

    private void take(int[] path, int depth) {
        for (int i = depth; i >= 0; i--) {
            int expected = path[i];
            int found = candidates[expected][next[expected] - 1];
            foundFor[expected] = found;
            expectedFor[found] = expected;
        }
    }

    int size() {
        return size;
    }

    int[] foundFor() {
        return foundFor;
    }

    int[] expectedFor() {
        return expectedFor;
    }
}
