package dev.muster.group;

import org.jspecify.annotations.Nullable;

/** A set of places in a list of members, kept and asked for in words of 64 bits. */
final class Places {
    static final int WORD = 64;
    private static final int BLOCK = 1024;

    // most lists are short, and then one word does without an array
    private final long @Nullable [] words;
    private long onlyWord;
    private int size;

    /** Makes an empty set for a list of so many members. */
    Places(int members) {
        words = members <= WORD ? null : new long[(members + WORD - 1) / WORD];
    }

    void add(int word, long bits) {
        if (words == null) {
            onlyWord |= bits;
        } else {
            words[word] |= bits;
        }
        size += Long.bitCount(bits);
    }

    void add(int place) {
        add(place / WORD, 1L << place);
    }

    int size() {
        return size;
    }

    boolean has(int place) {
        return (word(place / WORD) & 1L << place) != 0;
    }

    /** The number of places in the set that come before one. */
    int before(int place) {
        int before = Long.bitCount(word(place / WORD) & (1L << place) - 1);
        for (int word = 0; word < place / WORD; word++) {
            before += Long.bitCount(word(word));
        }
        return before;
    }

    /** Picks the members that are in the set's places. */
    Throwable[] of(Throwable[] members) {
        Throwable[] picked = new Throwable[size];
        // one by one a large array is slow to fill, since the collector tracks each store to it
        boolean inBlocks = size > BLOCK;
        Throwable[] block = inBlocks ? new Throwable[BLOCK] : picked;
        int used = 0;
        int done = 0;
        for (int word = 0; word * WORD < members.length; word++) {
            for (long left = word(word); left != 0; left &= left - 1) {
                block[used++] = members[word * WORD + Long.numberOfTrailingZeros(left)];
                if (used == BLOCK && inBlocks) {
                    System.arraycopy(block, 0, picked, done, used);
                    done += used;
                    used = 0;
                }
            }
        }
        if (inBlocks) {
            System.arraycopy(block, 0, picked, done, used);
        }
        return picked;
    }

    @Nullable
    Tag @Nullable [] of(@Nullable Tag @Nullable [] tags) {
        if (tags == null) {
            return null;
        }
        @Nullable Tag[] picked = new Tag[size];
        int used = 0;
        for (int i = 0; i < tags.length; i++) {
            if (has(i)) {
                picked[used++] = tags[i];
            }
        }
        return picked;
    }

    private long word(int index) {
        return words == null ? onlyWord : words[index];
    }
}
