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

    private static Optional<ExceptionGroup> toGroup(@Nullable Side side) {
        return side == null ? Optional.empty() : Optional.ofNullable(side.toGroup());
    }

    static ExceptionGroup flatten(ExceptionGroup root) {
        if (Arrays.stream(root.members).noneMatch(ExceptionGroup.class::isInstance)) {
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
            if (inner == null) {
                Frame above = top.above;
                if (above == null) {
                    return top;
                }
                above.take(top.matching.toGroup(), top.rest == null ? null : top.rest.toGroup());
                top = above;
            } else if (isSmallAndFlat(inner)) {
                cutInPlace(inner, top);
            } else {
                top = new Frame(inner, keepsRest, top);
            }
        }
    }

    /** Goes on through the members of a group, up to the next one that is a group itself. */
    private @Nullable ExceptionGroup sortLeaves(Frame frame) {
        Throwable[] members = frame.group.members;
        int i = frame.next;
        while (i < members.length) {
            int end = Math.min((i | Places.WORD - 1) + 1, members.length);
            int word = i / Places.WORD;
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
            frame.matching.places.add(word, matching);
            if (frame.rest != null) {
                frame.rest.places.add(word, rest);
            }
            if (inner != null) {
                frame.next = i + 1;
                return inner;
            }
        }
        frame.next = i;
        return null;
    }

    private static boolean isSmallAndFlat(ExceptionGroup group) {
        if (group.members.length > Places.WORD) {
            return false;
        }
        for (Throwable member : group.members) {
            if (member instanceof ExceptionGroup) {
                return false;
            }
        }
        return true;
    }

    /** Cuts a group as most inner groups are, without a frame of its own. */
    private void cutInPlace(ExceptionGroup group, Frame above) {
        Throwable[] members = group.members;
        long matching = 0;
        for (int i = 0; i < members.length; i++) {
            if (condition.test(members[i])) {
                matching |= 1L << i;
            }
        }
        long all = -1L >>> -members.length;
        if (matching == all) {
            above.take(group, null);
        } else if (matching == 0) {
            above.take(null, group);
        } else {
            List<Throwable> extras = group.suppressedExtras();
            above.take(part(group, matching, extras), keepsRest ? part(group, all & ~matching, extras) : null);
        }
    }

    private static ExceptionGroup part(ExceptionGroup group, long bits, List<Throwable> extras) {
        Places places = new Places(Places.WORD);
        places.add(0, bits);
        return part(group, group.members, places, extras);
    }

    private static ExceptionGroup part(
            ExceptionGroup group, Throwable[] members, Places places, List<Throwable> extras) {
        int first = group.first;
        return group.part(
                places.of(members),
                places.of(group.tags),
                first == ExceptionGroup.NONE || !places.has(first) ? ExceptionGroup.NONE : places.before(first),
                group.cause,
                extras);
    }

    /** One group on the way from the root to where the walk is. */
    private static final class Frame {
        final ExceptionGroup group;
        final Side matching;
        final @Nullable Side rest;
        final @Nullable Frame above;
        int next;
        private @Nullable List<Throwable> extras;

        Frame(ExceptionGroup group, boolean keepsRest, @Nullable Frame above) {
            this.group = group;
            this.matching = new Side(this);
            this.rest = keepsRest ? new Side(this) : null;
            this.above = above;
        }

        /** Takes what each side got of the inner group that the walk met last; null is nothing. */
        void take(@Nullable ExceptionGroup matching, @Nullable ExceptionGroup rest) {
            this.matching.take(next - 1, matching);
            if (this.rest != null) {
                this.rest.take(next - 1, rest);
            }
        }

        /** Asked for once, since a throwable hands out a copy under a lock. */
        List<Throwable> extras() {
            if (extras == null) {
                extras = group.suppressedExtras();
            }
            return extras;
        }
    }

    /** What one side of the cut gets of a group. */
    private static final class Side {
        final Places places;
        private final Frame frame;

        // the group's own, or a copy of them with parts in the place of the inner groups that were cut
        private Throwable[] members;

        Side(Frame frame) {
            this.frame = frame;
            this.members = frame.group.members;
            this.places = new Places(members.length);
        }

        void take(int index, @Nullable ExceptionGroup inner) {
            if (inner == null) {
                return;
            }
            places.add(index);
            if (inner != members[index]) {
                if (members == frame.group.members) {
                    members = members.clone();
                }
                members[index] = inner;
            }
        }

        /** The group where this side gets all of it, a part of it, or null where this side gets nothing. */
        @Nullable
        ExceptionGroup toGroup() {
            ExceptionGroup group = frame.group;
            if (places.size() == 0) {
                return null;
            }
            return places.size() == members.length && members == group.members
                    ? group
                    : part(group, members, places, frame.extras());
        }
    }
}
