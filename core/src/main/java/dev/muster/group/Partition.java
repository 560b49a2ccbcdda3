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
        return new Split(parts.matching.toGroup(), parts.rest.toGroup());
    }

    static Optional<ExceptionGroup> subgroup(ExceptionGroup root, Predicate<Throwable> condition) {
        return new Partition(condition, false).run(root).matching.toGroup();
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
        Frame top = new Frame(root, null);
        while (true) {
            ExceptionGroup inner = sortLeaves(top);
            if (inner != null) {
                top = new Frame(inner, top);
            } else if (top.above == null) {
                return top;
            } else {
                Frame done = top;
                top = top.above;
                top.matching.keep(top.next - 1, done.matching);
                top.rest.keep(top.next - 1, done.rest);
            }
        }
    }

    /** Goes on through the members of a group, up to the next one that is a group itself. */
    private @Nullable ExceptionGroup sortLeaves(Frame frame) {
        Part matching = frame.matching;
        Part rest = frame.rest;
        Throwable[] members = matching.source.members();
        for (int i = frame.next; i < members.length; i++) {
            Throwable member = members[i];
            if (member instanceof ExceptionGroup group) {
                frame.next = i + 1;
                return group;
            }
            if (condition.test(member)) {
                matching.keep(i, member);
            } else if (keepsRest) {
                rest.keep(i, member);
            }
        }
        return null;
    }

    /** One group on the way from the root to where the walk is. */
    private static final class Frame {
        final Part matching;
        final Part rest;
        final @Nullable Frame above;
        int next;

        Frame(ExceptionGroup group, @Nullable Frame above) {
            this.matching = new Part(group);
            this.rest = new Part(group);
            this.above = above;
        }
    }

    /** What goes to one side; copies nothing until something was left out. */
    private static final class Part {
        final ExceptionGroup source;

        // as long as nothing was left out, the number of members kept
        private int whole;
        private @Nullable Gathered others;
        private @Nullable List<@Nullable Tag> tags;
        private int first = ExceptionGroup.NONE;

        Part(ExceptionGroup source) {
            this.source = source;
        }

        void keep(int index, Part part) {
            ExceptionGroup group = part.orNull();
            if (group == source.members()[index]) {
                keep(index, group);
            } else if (group != null) {
                gather(index, group);
            }
        }

        void keep(int index, Throwable member) {
            if (index == whole) {
                whole++;
            } else {
                gather(index, member);
            }
        }

        private void gather(int index, Throwable member) {
            Gathered gathered = others;
            if (gathered == null) {
                gathered = new Gathered(source.members().length - index);
                others = gathered;
                @Nullable Tag[] all = source.tags();
                tags = all == null ? null : new ArrayList<>(Arrays.asList(all).subList(0, whole));
            }
            if (index == source.first()) {
                first = whole + gathered.size();
            }
            if (tags != null) {
                tags.add(source.tag(index));
            }
            gathered.add(member);
        }

        @Nullable
        ExceptionGroup orNull() {
            Throwable[] all = source.members();
            if (others != null) {
                return source.part(
                        others.after(all, whole),
                        tags == null ? null : tags.toArray(new Tag[0]),
                        source.first() < whole ? source.first() : first);
            }
            if (whole == 0) {
                return null;
            }
            if (whole == all.length) {
                return source;
            }
            @Nullable Tag[] allTags = source.tags();
            return source.part(
                    Arrays.copyOf(all, whole),
                    allTags == null ? null : Arrays.copyOf(allTags, whole),
                    source.first() < whole ? source.first() : ExceptionGroup.NONE);
        }

        Optional<ExceptionGroup> toGroup() {
            return Optional.ofNullable(orNull());
        }
    }
}
