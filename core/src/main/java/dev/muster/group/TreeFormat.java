package dev.muster.group;

import java.util.Objects;
import java.util.function.Predicate;

/**
 * Writes a throwable as a readable tree: numbered members with their labels, notes, stack frames, suppressed exceptions
 * and causes. Immutable; each option returns a new format.
 *
 * <pre>{@code
 * TreeFormat.standard().withoutFrames().format(group);
 * }</pre>
 *
 * <p>Any throwable can be written, also one whose own methods fail. One that occurs again, as a shared or circular
 * cause does, is written once and referred to after that.
 */
public final class TreeFormat {
    private static final TreeFormat STANDARD = new TreeFormat(15, 10, frame -> true);

    final int width;
    final int depth;
    final Predicate<StackTraceElement> frames;

    private TreeFormat(int width, int depth, Predicate<StackTraceElement> frames) {
        this.width = width;
        this.depth = depth;
        this.frames = frames;
    }

    /** Returns the format of {@link ExceptionGroup#printStackTrace()}: 15 members a group, 10 levels, all frames. */
    public static TreeFormat standard() {
        return STANDARD;
    }

    /** Returns a format that writes at most this many members of each group, and counts the others. */
    public TreeFormat width(int members) {
        return new TreeFormat(positive("width", members), depth, frames);
    }

    /** Returns a format that writes groups nested at most this deep, and counts the members of deeper ones. */
    public TreeFormat depth(int levels) {
        return new TreeFormat(width, positive("depth", levels), frames);
    }

    /** Returns a format that writes only the stack frames that satisfy the condition. */
    public TreeFormat frames(Predicate<StackTraceElement> shown) {
        Objects.requireNonNull(shown, "shown is null: give a test for stack frames");
        return new TreeFormat(width, depth, shown);
    }

    /** Returns a format that writes no stack frames. */
    public TreeFormat withoutFrames() {
        return frames(frame -> false);
    }

    private static int positive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " is " + value + ": give at least 1");
        }
        return value;
    }

    /** Returns the tree, each line ended by the system's line separator. */
    public String format(Throwable throwable) {
        Objects.requireNonNull(throwable, "throwable is null: there is nothing to format");
        return new TreeWriter(this).write(throwable);
    }
}
