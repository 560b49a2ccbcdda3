package dev.muster.group;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Several failures that belong together: a message and an ordered, non-empty list of members, each an exception or
 * another group.
 *
 * <p>A group is a tree. Its <em>members</em> are its direct children; its <em>leaves</em> are the throwables anywhere
 * below it that are not groups themselves. Conditions ({@link #split(Class, Class[]) split},
 * {@link #subgroup(Class, Class[]) subgroup}, {@link #leaves(Class) leaves}) test leaves and never groups, so that the
 * nesting, which says where a failure came from, survives every question about what failed.
 *
 * <pre>{@code
 * throw ExceptionGroup.of("multiple errors", new ValueError("bad value"), new TypeError("wrong type"));
 *
 * ExceptionGroup.Split split = group.split(ValueError.class);
 * split.matching();   // the group cut down to its ValueErrors
 * split.rest();       // the group without them
 * }</pre>
 *
 * <p><b>Parts.</b> What {@code split} and {@code subgroup} return keeps nesting, order, message, cause, notes, labels,
 * suppressed exceptions and stack trace of the group it was taken from. A group left empty disappears, a group left
 * with one member stays a group, and where nothing was removed the same object comes back.
 *
 * <p><b>Reports.</b> {@link #getMessage()} names the leaves, {@link #printStackTrace()} prints the tree, and the
 * members are mirrored as {@linkplain #getSuppressed() suppressed exceptions}, so that loggers and test reports that
 * know nothing of groups show them too. Members themselves are never changed.
 *
 * <p><b>Threads.</b> Message, members and labels never change after construction. Notes, cause and stack trace may be
 * set from any thread.
 *
 * <p>The semantics are those of Python's exception groups (PEP 654) and notes (PEP 678).
 */
// cloneable for its own use: a part is a copy of a bare template, which shares the captured stack (see #template)
@SuppressWarnings("ReferenceEquality") // throwables are told apart by identity alone
public class ExceptionGroup extends RuntimeException implements Cloneable {
    @Serial
    private static final long serialVersionUID = 1L;

    // written once, before the group is handed out; not final because parts start as copies; fields for the package,
    // since the JVM does not inline a throwable's methods into other classes
    Throwable[] members;

    @Nullable
    Tag @Nullable [] tags;

    int first = NONE;

    // set once, under a lock, the cause before the flag
    volatile @Nullable Throwable cause;
    private volatile boolean causeIsSet;

    // never changed, only replaced
    private volatile String[] notes = {};

    // what a group and all parts split from it have in common
    private transient Object lineage;

    // a bare copy taken before anything was suppressed; null in subclasses and after deserialization
    private transient volatile @Nullable ExceptionGroup template;

    static final int NONE = -1;

    /**
     * Creates a group; for subclasses, which should override {@link #derive(List)} too.
     *
     * @throws NullPointerException if the message, the collection or one of the members is null
     * @throws IllegalArgumentException if there is no member
     */
    @SuppressWarnings("this-escape") // to final methods alone
    protected ExceptionGroup(String message, Collection<? extends Throwable> members) {
        this(message, copyOf(message, members), null, NONE);
    }

    ExceptionGroup(String message, Throwable[] members, @Nullable Tag @Nullable [] tags, int first) {
        super(message, null);
        this.lineage = new Object();
        this.template = getClass() == ExceptionGroup.class ? copy().asTemplate() : null;
        this.members = members;
        this.tags = tags;
        this.first = first;
        mirror(members);
    }

    /**
     * Returns a group of the given members, in the given order.
     *
     * @param message what the members have in common, such as {@code "loading orders"}
     * @param members one or more exceptions or groups; the same instance may occur more than once
     * @throws NullPointerException if the message or one of the members is null
     * @throws IllegalArgumentException if there is no member
     */
    public static ExceptionGroup of(String message, Throwable... members) {
        requireMembers(message, members);
        return new ExceptionGroup(message, copyOf(message, Arrays.asList(members)), null, NONE);
    }

    /**
     * Returns a group of the given members, in the order of the collection, which is copied.
     *
     * @throws NullPointerException if the message, the collection or one of the members is null
     * @throws IllegalArgumentException if the collection is empty
     */
    public static ExceptionGroup of(String message, Collection<? extends Throwable> members) {
        return new ExceptionGroup(message, copyOf(message, members), null, NONE);
    }

    /** Returns a builder for a group whose members carry labels, or that is filled step by step. */
    public static Builder builder(String message) {
        return new Builder(message);
    }

    private static Throwable[] copyOf(String message, Collection<? extends Throwable> members) {
        requireMessage(message);
        requireMembers(message, members);
        @Nullable Throwable[] copy = members.toArray(new Throwable[0]);
        if (copy.length == 0) {
            throw new IllegalArgumentException(
                    "the group \"" + message
                            + "\" was given no member: a group holds at least one exception, so make it only when there is one");
        }
        for (int i = 0; i < copy.length; i++) {
            if (copy[i] == null) {
                throw new NullPointerException("member " + (i + 1) + " of " + copy.length + " of the group \"" + message
                        + "\" is null: leave it out");
            }
        }
        @SuppressWarnings("NullAway") // each element was just seen not to be null
        Throwable[] all = copy;
        return all;
    }

    private static void requireMembers(String message, @Nullable Object members) {
        if (members == null) {
            requireMessage(message);
            throw new NullPointerException(
                    "the members of the group \"" + message + "\" are null: give the exceptions that belong to it");
        }
    }

    private static void requireMessage(String message) {
        Objects.requireNonNull(message, "the message of a group is null: say what its members have in common");
    }

    /** Returns the text given when the group was made; {@link #getMessage()} adds what the group holds. */
    public final String message() {
        return Objects.requireNonNull(super.getMessage());
    }

    /**
     * Returns the {@linkplain #message() text given}, the number of leaves and their kinds, and then one short line for
     * each of the first leaves; for the many reports that show the message and nothing else.
     */
    @Override
    public String getMessage() {
        return Summary.of(this).lines();
    }

    /** Returns one line: the class, the {@linkplain #message() text given}, the number of leaves and their kinds. */
    @Override
    public String toString() {
        return getClass().getName() + ": " + Summary.of(this).line();
    }

    /** Returns the members, in order, as an unmodifiable list. */
    public final List<Throwable> exceptions() {
        return Collections.unmodifiableList(Arrays.asList(members));
    }

    /** Returns all leaves of the tree, from left to right. */
    public final List<Throwable> leaves() {
        return leaves(Throwable.class);
    }

    /**
     * Returns the leaves of the given type, from left to right.
     *
     * @throws IllegalArgumentException if the type is a group type
     */
    public final <E extends Throwable> List<E> leaves(Class<E> type) {
        Condition.requireLeafType(type);
        return LeafCursor.leaves(this, type);
    }

    /** The two parts of a group: together they hold every leaf occurrence exactly once. */
    public record Split(Optional<ExceptionGroup> matching, Optional<ExceptionGroup> rest) {}

    /**
     * Splits this group by the type of its leaves.
     *
     * @return the group cut down to the leaves that are an instance of one of the types, and the group without them
     * @throws IllegalArgumentException if one of the types is a group type
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final Split split(Class<? extends Throwable> type, Class<? extends Throwable>... more) {
        return Partition.split(this, Condition.anyOf(type, Arrays.asList(more)));
    }

    /**
     * Splits this group by a condition on its leaves, which is asked once for each leaf occurrence, from left to right.
     * What the condition throws leaves as it is.
     */
    public final Split split(Predicate<? super Throwable> condition) {
        return Partition.split(this, Condition.of(condition));
    }

    /**
     * Returns this group cut down to the leaves that are an instance of one of the types; empty if there is none.
     *
     * @throws IllegalArgumentException if one of the types is a group type
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final Optional<ExceptionGroup> subgroup(
            Class<? extends Throwable> type, Class<? extends Throwable>... more) {
        return Partition.subgroup(this, Condition.anyOf(type, Arrays.asList(more)));
    }

    /** Returns this group cut down to the leaves that satisfy the condition; empty if there is none. */
    public final Optional<ExceptionGroup> subgroup(Predicate<? super Throwable> condition) {
        return Partition.subgroup(this, Condition.of(condition));
    }

    /**
     * Makes the group that holds some of this group's members: the hook by which a subclass keeps its type when it is
     * split. Stack trace, cause, notes and labels are carried over by the caller. A result that does not hold exactly
     * the given members is not used: a plain group with a note takes its place.
     *
     * @param members what is left of this group's members, in order, never empty
     */
    protected ExceptionGroup derive(List<Throwable> members) {
        return new ExceptionGroup(message(), members.toArray(new Throwable[0]), null, NONE);
    }

    /**
     * Adds a note, a line of context that every report shows with the group.
     *
     * @return this group, so that a {@code throw} can add one
     */
    public final synchronized ExceptionGroup addNote(String note) {
        Objects.requireNonNull(note, "note is null: give the line to show with the group");
        String[] all = Arrays.copyOf(notes, notes.length + 1);
        all[notes.length] = note;
        notes = all;
        return this;
    }

    /** Returns the notes, in the order they were added. */
    public final List<String> notes() {
        return List.of(notes);
    }

    /**
     * Returns the label of a member, such as the name of the task that failed with it.
     *
     * @param index the member's place in {@link #exceptions()}
     * @throws IndexOutOfBoundsException if there is no such member
     */
    public final Optional<String> label(int index) {
        return Optional.ofNullable(tag(index)).map(Tag::label);
    }

    /**
     * Returns the remark on a member, such as that it came after its scope was cancelled.
     *
     * @param index the member's place in {@link #exceptions()}
     * @throws IndexOutOfBoundsException if there is no such member
     */
    public final Optional<String> remark(int index) {
        return Optional.ofNullable(tag(index)).map(Tag::remark);
    }

    @Nullable
    Tag tag(int index) {
        Objects.checkIndex(index, members.length);
        return tags == null ? null : tags[index];
    }

    /** Returns the member that came first in time; empty where that is not known, as in a group made by hand. */
    public final Optional<Throwable> firstFailure() {
        return first == NONE ? Optional.empty() : Optional.of(members[first]);
    }

    /**
     * Returns the leaf if this group holds exactly one, else this group: for a boundary behind which callers do not
     * expect groups.
     */
    public final Throwable collapse() {
        LeafCursor leaves = new LeafCursor(this);
        leaves.advance();
        Throwable leaf = leaves.leaf();
        return leaves.advance() ? this : leaf;
    }

    /**
     * Throws if any leaf is of the given type: that leaf itself if this group holds nothing else, else this whole group,
     * so that nothing is lost. Returns normally if there is no such leaf.
     *
     * @throws X the only leaf, if it is of the type
     * @throws ExceptionGroup this group, if it holds a leaf of the type and others beside it
     * @throws IllegalArgumentException if the type is a group type
     */
    public final <X extends Throwable> void throwIfAny(Class<X> type) throws X {
        Condition.requireLeafType(type);
        Throwable whole = collapse();
        if (type.isInstance(whole) && whole != this) {
            throw type.cast(whole);
        }
        if (!leaves(type).isEmpty()) {
            throw this;
        }
    }

    /**
     * Returns this group without nesting: its members are all the leaves, from left to right, each with the nearest
     * label above it. Returns this group if it has no nesting. Messages and notes of the inner groups are left behind.
     */
    public final ExceptionGroup flatten() {
        return Partition.flatten(this);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it reads a volatile field, which is set once
    public final @Nullable Throwable getCause() {
        return cause;
    }

    /**
     * Sets the cause of this group, once.
     *
     * @return this group, so that a {@code throw} can set it
     * @throws IllegalStateException if it was set before
     * @throws IllegalArgumentException if the cause is this group
     */
    @Override
    public final synchronized ExceptionGroup initCause(@Nullable Throwable cause) {
        if (causeIsSet) {
            throw new IllegalStateException("the cause of the group \"" + message() + "\" is set already", this);
        }
        if (cause == this) {
            throw new IllegalArgumentException("the group \"" + message() + "\" cannot be its own cause", this);
        }
        this.cause = cause;
        causeIsSet = true;
        return this;
    }

    @Override
    public void setStackTrace(StackTraceElement[] stackTrace) {
        super.setStackTrace(stackTrace);
        ExceptionGroup shared = template;
        if (shared != null) {
            // parts made before now keep the trace that they were made with
            ExceptionGroup own = shared.copy();
            own.template = null;
            own.setStackTrace(stackTrace);
            template = own.asTemplate();
        }
    }

    @Override
    public void printStackTrace(PrintStream out) {
        out.print(TreeFormat.standard().format(this));
    }

    @Override
    public void printStackTrace(PrintWriter out) {
        out.print(TreeFormat.standard().format(this));
    }

    /** A group is not cloned: it is immutable where it matters, and its parts are made by {@code split}. */
    @Override
    protected final Object clone() throws CloneNotSupportedException {
        throw new CloneNotSupportedException(getClass().getName());
    }

    /** Makes the copies of this group know what they were copied from. */
    private ExceptionGroup asTemplate() {
        template = this;
        return this;
    }

    private ExceptionGroup copy() {
        try {
            return (ExceptionGroup) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    boolean hasSameOrigin(ExceptionGroup other) {
        return lineage == other.lineage;
    }

    private void mirror(Throwable[] members) {
        // one lock in place of one for each member
        synchronized (this) {
            for (int i = 0; i < Math.min(members.length, Mirror.LIMIT); i++) {
                addSuppressed(members[i]);
            }
            if (members.length > Mirror.LIMIT) {
                addSuppressed(Mirror.others(members.length));
            }
        }
    }

    /** The suppressed exceptions that are not mirrored members: what somebody added to this group. */
    List<Throwable> suppressedExtras() {
        Throwable[] all = getSuppressed();
        int mirrored = Mirror.size(members.length);
        return all.length <= mirrored ? List.of() : Arrays.asList(all).subList(mirrored, all.length);
    }

    /** Makes a part of this group. */
    ExceptionGroup part(Throwable[] members, @Nullable Tag @Nullable [] tags, int first) {
        return part(members, tags, first, getCause(), suppressedExtras());
    }

    ExceptionGroup part(
            Throwable[] members,
            @Nullable Tag @Nullable [] tags,
            int first,
            @Nullable Throwable cause,
            List<Throwable> extras) {
        ExceptionGroup shared = template;
        ExceptionGroup part;
        if (shared != null) {
            part = shared.copy();
            part.members = members;
            part.mirror(members);
            if (notes.length > 0) {
                part.notes = notes;
            }
        } else {
            part = derived(members);
            part.lineage = lineage;
            part.setStackTrace(getStackTrace());
            String[] own = part.notes;
            part.notes = notes;
            for (String note : own) {
                part.addNote(note);
            }
        }
        part.tags = tags;
        part.first = first;
        if (causeIsSet) {
            part.cause = cause;
            part.causeIsSet = true;
        }
        if (!extras.isEmpty()) {
            extras.forEach(part::addSuppressed);
        }
        return part;
    }

    private ExceptionGroup derived(Throwable[] members) {
        String why;
        try {
            ExceptionGroup derived = derive(Collections.unmodifiableList(Arrays.asList(members)));
            if (holdsExactly(derived, members)) {
                return derived;
            }
            why = "returned " + (derived == null ? "null" : "other members");
        } catch (Throwable e) {
            if (Attempt.isFatal(e)) {
                throw e;
            }
            // the failures in flight matter more than the broken hook, which the note still shows
            why = "threw " + Describe.oneLine(e);
        }
        return new ExceptionGroup(message(), members, null, NONE)
                .addNote(getClass().getName() + ".derive " + why + ": a plain group stands in");
    }

    private static boolean holdsExactly(@Nullable ExceptionGroup group, Throwable[] members) {
        if (group == null || group.members.length != members.length) {
            return false;
        }
        for (int i = 0; i < members.length; i++) {
            if (group.members[i] != members[i]) {
                return false;
            }
        }
        return true;
    }

    /** Gives serialization this group, or a copy in which stand-ins replace what cannot be serialized. */
    @Serial
    protected final Object writeReplace() {
        return Storable.of(this);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        if (members == null || members.length == 0 || Arrays.asList(members).contains(null)) {
            throw new InvalidObjectException("a group was read that has no member, or one that is null");
        }
        if ((tags != null && tags.length != members.length) || first < NONE || first >= members.length) {
            throw new InvalidObjectException("a group was read whose labels do not fit its members");
        }
        lineage = new Object();
    }

    /**
     * Collects failures one by one, with labels, and makes a group of them. For one thread.
     *
     * <pre>{@code
     * var failures = ExceptionGroup.builder("closing connections");
     * for (Connection each : connections) {
     *     try {
     *         each.close();
     *     } catch (IOException e) {
     *         failures.add(each.name(), e);
     *     }
     * }
     * failures.throwIfAny();
     * }</pre>
     */
    public static final class Builder {
        private final String message;
        private final List<Throwable> members = new ArrayList<>();
        private final List<@Nullable Tag> tags = new ArrayList<>();
        private int first = NONE;

        private Builder(String message) {
            requireMessage(message);
            this.message = message;
        }

        /** Adds a member without a label. */
        public Builder add(Throwable member) {
            return add(member, null);
        }

        /** Adds a member with a label, such as the name of what failed. */
        public Builder add(String label, Throwable member) {
            return add(member, new Tag(requireLabel(label), null));
        }

        /** Adds a member with a label and a remark that reports show beside it, such as {@code "after the cancel"}. */
        public Builder add(String label, Throwable member, String remark) {
            Objects.requireNonNull(remark, "remark is null: leave it out");
            return add(member, new Tag(requireLabel(label), remark));
        }

        private static String requireLabel(String label) {
            return Objects.requireNonNull(label, "label is null: name the member, or add it without a label");
        }

        private Builder add(Throwable member, @Nullable Tag tag) {
            if (member == null) {
                throw new NullPointerException(
                        "member " + (members.size() + 1) + " of the group \"" + message + "\" is null: leave it out");
            }
            members.add(member);
            tags.add(tag);
            return this;
        }

        /** Says that the member added last is the one that {@linkplain ExceptionGroup#firstFailure() came first}. */
        public Builder asFirstFailure() {
            if (members.isEmpty()) {
                throw new IllegalStateException(
                        "the group \"" + message + "\" has no member yet: add the one that came first, then say so");
            }
            first = members.size() - 1;
            return this;
        }

        /** Says whether nothing was added yet. */
        public boolean isEmpty() {
            return members.isEmpty();
        }

        /**
         * Returns the group of what was added, in that order.
         *
         * @throws IllegalArgumentException if nothing was added
         */
        public ExceptionGroup build() {
            return new ExceptionGroup(message, copyOf(message, members), Tag.arrayOf(tags), first);
        }

        /** Throws the group of what was added; returns normally if nothing was. */
        public void throwIfAny() {
            if (!isEmpty()) {
                throw build();
            }
        }
    }
}
