package dev.muster.group;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks the leaves of a tree from left to right, without recursion: trees may be deeper than any stack. */
final class LeafCursor {
    private ExceptionGroup[] path = new ExceptionGroup[8];
    private int[] next = new int[8];
    private int depth = 1;
    private int deepest = 1;
    private @Nullable Throwable leaf;

    LeafCursor(ExceptionGroup root) {
        path[0] = root;
    }

    boolean advance() {
        while (depth > 0) {
            Throwable[] members = path[depth - 1].members;
            int index = next[depth - 1];
            if (index == members.length) {
                depth--;
                continue;
            }
            next[depth - 1] = index + 1;
            Throwable member = members[index];
            if (!(member instanceof ExceptionGroup group)) {
                leaf = member;
                return true;
            }
            push(group);
        }
        return false;
    }

    private void push(ExceptionGroup group) {
        if (depth == path.length) {
            path = Arrays.copyOf(path, depth * 2);
            next = Arrays.copyOf(next, depth * 2);
        }
        path[depth] = group;
        next[depth] = 0;
        depth++;
        deepest = Math.max(deepest, depth);
    }

    @SuppressWarnings("unchecked") // each element was seen to be of the type
    static <E extends Throwable> List<E> leaves(ExceptionGroup root, Class<E> type) {
        Gathered found = new Gathered();
        LeafCursor leaves = new LeafCursor(root);
        while (leaves.depth > 0) {
            leaves.gather(type, found);
        }
        return (List<E>) Collections.unmodifiableList(Arrays.asList(found.toArray()));
    }

    private void gather(Class<?> type, Gathered found) {
        Throwable[] members = path[depth - 1].members;
        for (int i = next[depth - 1]; i < members.length; i++) {
            Throwable member = members[i];
            if (member instanceof ExceptionGroup group) {
                next[depth - 1] = i + 1;
                push(group);
                return;
            }
            if (type.isInstance(member)) {
                found.add(member);
            }
        }
        depth--;
    }

    /** The number of levels of the tree, the root's included. */
    static int levels(ExceptionGroup root) {
        LeafCursor leaves = new LeafCursor(root);
        while (leaves.advance()) {
            // only walks
        }
        return leaves.deepest;
    }

    Throwable leaf() {
        if (leaf == null) {
            throw new IllegalStateException("advance first");
        }
        return leaf;
    }

    /** Says whether the leaf is the first failure of its group, which is that of the group above, up to the root. */
    boolean isFirstFailure() {
        for (int i = 0; i < depth; i++) {
            if (path[i].first != next[i] - 1) {
                return false;
            }
        }
        return true;
    }

    /** The label nearest above the leaf, its own if it has one. */
    @Nullable
    Tag tag() {
        for (int i = depth - 1; i >= 0; i--) {
            Tag tag = path[i].tag(next[i] - 1);
            if (tag != null) {
                return tag;
            }
        }
        return null;
    }
}
