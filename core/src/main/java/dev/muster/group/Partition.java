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
            Throwable[] members = top.matching.source.members();
            if (top.next < members.length) {
                int index = top.next++;
                Throwable member = members[index];
                if (member instanceof ExceptionGroup group) {
                    top = new Frame(group, top);
                } else if (condition.test(member)) {
                    top.matching.keep(index, member);
                } else if (keepsRest) {
                    top.rest.keep(index, member);
                }
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
        private int size;
        private Throwable @Nullable [] kept;
        private @Nullable Tag @Nullable [] tags;
        private int first = ExceptionGroup.NONE;

        Part(ExceptionGroup source) {
            this.source = source;
        }

        void keep(int index, Part part) {
            ExceptionGroup group = part.orNull();
            if (group != null) {
                keep(index, group);
            }
        }

        void keep(int index, Throwable member) {
            if (index == source.first()) {
                first = size;
            }
            Throwable[] own = kept;
            if (own == null) {
                if (size == index && member == source.members()[index]) {
                    size++;
                    return;
                }
                own = copy(Math.max(8, size * 2));
            } else if (size == own.length) {
                own = copy(size * 2);
            }
            own[size] = member;
            if (tags != null) {
                tags[size] = source.tag(index);
            }
            size++;
        }

        /** Moves what is kept so far to arrays of its own, or to larger ones. */
        private Throwable[] copy(int wanted) {
            int capacity = Math.min(source.members().length, wanted);
            Throwable[] own = Arrays.copyOf(kept == null ? source.members() : kept, capacity);
            kept = own;
            @Nullable Tag @Nullable [] ownTags = tags;
            if (ownTags == null) {
                ownTags = source.tags();
            }
            if (ownTags != null) {
                tags = Arrays.copyOf(ownTags, capacity);
            }
            return own;
        }

        @Nullable
        ExceptionGroup orNull() {
            if (size == 0) {
                return null;
            }
            if (kept == null && size == source.members().length) {
                return source;
            }
            Throwable[] own = kept;
            return source.part(own == null || own.length != size ? copy(size) : own, tags, first);
        }

        Optional<ExceptionGroup> toGroup() {
            return Optional.ofNullable(orNull());
        }
    }
}
