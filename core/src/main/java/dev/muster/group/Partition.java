package dev.muster.group;

import dev.muster.group.ExceptionGroup.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a tree in two by a condition on its leaves: in one pass, in linear time, and without recursion. A subtree from
 * which nothing is removed is kept as the object it is.
 */
@SuppressWarnings("ReferenceEquality") // throwables are told apart by identity alone
final class Partition {
    private final Predicate<Throwable> condition;
    private final boolean keepsRest;

    private Partition(Predicate<Throwable> condition, boolean keepsRest) {
        this.condition = condition;
        this.keepsRest = keepsRest;
    }

    static Split split(ExceptionGroup root, Predicate<Throwable> condition) {
        Frame parts = new Partition(condition, true).run(root);
        return new Split(toGroup(parts.matching), toGroup(parts.rest));
    }

    static Optional<ExceptionGroup> subgroup(ExceptionGroup root, Predicate<Throwable> condition) {
        return toGroup(new Partition(condition, false).run(root).matching);
    }

    private static Optional<ExceptionGroup> toGroup(@Nullable Part part) {
        return part == null ? Optional.empty() : Optional.ofNullable(part.orNull());
    }

    static ExceptionGroup flatten(ExceptionGroup root) {
        if (Arrays.stream(root.members()).noneMatch(ExceptionGroup.class::isInstance)) {
            return root;
        }
        List<Throwable> members = new ArrayList<>();
        List<@Nullable Tag> tags = new ArrayList<>();
        int first = ExceptionGroup.NONE;
        LeafCursor leaves = new LeafCursor(root);
        while (leaves.advance()) {
            if (leaves.isFirstFailure()) {
                first = members.size();
            }
            members.add(leaves.leaf());
            tags.add(leaves.tag());
        }
        return root.part(members.toArray(new Throwable[0]), Tag.arrayOf(tags), first);
    }

    private Frame run(ExceptionGroup root) {
        Frame top = new Frame(root, keepsRest, null);
        while (true) {
            ExceptionGroup inner = sortLeaves(top);
            if (inner != null) {
                top = new Frame(inner, keepsRest, top);
            } else if (top.above == null) {
                return top;
            } else {
                Frame done = top;
                top = top.above;
                top.matching.keep(top.next - 1, done.matching);
                if (top.rest != null && done.rest != null) {
                    top.rest.keep(top.next - 1, done.rest);
                }
            }
        }
    }

    /** Goes on through the members of a group, up to the next one that is a group itself. */
    private @Nullable ExceptionGroup sortLeaves(Frame frame) {
        Throwable[] members = frame.group.members();
        int i = frame.next;
        while (i < members.length) {
            int end = Math.min((i | 63) + 1, members.length);
            int word = i >> 6;
            long matching = 0;
            long rest = 0;
            ExceptionGroup inner = null;
            for (; i < end; i++) {
                Throwable member = members[i];
                if (member instanceof ExceptionGroup group) {
                    inner = group;
                    break;
                }
                if (condition.test(member)) {
                    matching |= 1L << i;
                } else {
                    rest |= 1L << i;
                }
            }
            frame.matching.keep(word, matching);
            if (frame.rest != null) {
                frame.rest.keep(word, rest);
            }
            if (inner != null) {
                frame.next = i + 1;
                return inner;
            }
        }
        frame.next = i;
        return null;
    }

    /** One group on the way from the root to where the walk is. */
    private static final class Frame {
        final ExceptionGroup group;
        final Part matching;
        final @Nullable Part rest;
        final @Nullable Frame above;
        int next;
        private @Nullable List<Throwable> extras;

        Frame(ExceptionGroup group, boolean keepsRest, @Nullable Frame above) {
            this.group = group;
            this.matching = new Part(this);
            this.rest = keepsRest ? new Part(this) : null;
            this.above = above;
        }

        /** Asked for once, since a throwable hands out a copy under a lock. */
        List<Throwable> extras() {
            if (extras == null) {
                extras = group.suppressedExtras();
            }
            return extras;
        }
    }

    /** What goes to one side: a bit for each member, and those inner groups that are not kept as they are. */
    private static final class Part {
        private static final int BLOCK = 1024;

        private final Frame frame;
        private final ExceptionGroup source;
        private final long[] kept;
        private int size;
        private List<CutDown> cutDown = List.of();

        Part(Frame frame) {
            this.frame = frame;
            this.source = frame.group;
            this.kept = new long[(source.members().length + 63) >> 6];
        }

        void keep(int word, long members) {
            kept[word] |= members;
            size += Long.bitCount(members);
        }

        void keep(int index, Part part) {
            ExceptionGroup group = part.orNull();
            if (group != null) {
                keep(index >> 6, 1L << index);
                if (group != source.members()[index]) {
                    if (cutDown.isEmpty()) {
                        cutDown = new ArrayList<>();
                    }
                    cutDown.add(new CutDown(index, group));
                }
            }
        }

        @Nullable
        ExceptionGroup orNull() {
            if (size == 0) {
                return null;
            }
            if (size == source.members().length && cutDown.isEmpty()) {
                return source;
            }
            return source.part(members(), tags(), first(), source.getCause(), frame.extras());
        }

        private Throwable[] members() {
            Throwable[] all = source.members();
            Throwable[] members = new Throwable[size];
            // one by one a large array is slow to fill, since the collector tracks each store to it
            boolean inBlocks = size > BLOCK;
            Throwable[] block = inBlocks ? new Throwable[BLOCK] : members;
            int used = 0;
            int done = 0;
            for (int word = 0; word < kept.length; word++) {
                for (long left = kept[word]; left != 0; left &= left - 1) {
                    block[used++] = all[(word << 6) + Long.numberOfTrailingZeros(left)];
                    if (used == BLOCK && inBlocks) {
                        System.arraycopy(block, 0, members, done, used);
                        done += used;
                        used = 0;
                    }
                }
            }
            if (inBlocks) {
                System.arraycopy(block, 0, members, done, used);
            }
            return cutDown.isEmpty() ? members : withCutDown(members);
        }

        private Throwable[] withCutDown(Throwable[] members) {
            int word = 0;
            int before = 0;
            for (CutDown each : cutDown) {
                for (; word < each.index >> 6; word++) {
                    before += Long.bitCount(kept[word]);
                }
                members[before + Long.bitCount(kept[word] & below(each.index))] = each.group;
            }
            return members;
        }

        private @Nullable Tag @Nullable [] tags() {
            @Nullable Tag[] all = source.tags();
            if (all == null) {
                return null;
            }
            @Nullable Tag[] tags = new Tag[size];
            int next = 0;
            for (int i = 0; i < all.length; i++) {
                if (keeps(i)) {
                    tags[next++] = all[i];
                }
            }
            return tags;
        }

        private int first() {
            int first = source.first();
            if (first == ExceptionGroup.NONE || !keeps(first)) {
                return ExceptionGroup.NONE;
            }
            int before = Long.bitCount(kept[first >> 6] & below(first));
            for (int word = 0; word < first >> 6; word++) {
                before += Long.bitCount(kept[word]);
            }
            return before;
        }

        private boolean keeps(int index) {
            return (kept[index >> 6] & 1L << index) != 0;
        }

        private static long below(int index) {
            return (1L << index) - 1;
        }
    }

    /** An inner group that lost leaves, by the place of what it was cut from. */
    private record CutDown(int index, ExceptionGroup group) {}
}
