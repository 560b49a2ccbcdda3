package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions for exception groups; {@link GroupAssertions} makes them. Subclass this to add assertions for a group type
 * of your own.
 *
 * @param <SELF> the type of the assertions themselves
 * @param <ACTUAL> the type of the group
 */
public abstract class AbstractGroupAssert<SELF extends AbstractGroupAssert<SELF, ACTUAL>, ACTUAL extends ExceptionGroup>
        extends AbstractThrowableAssert<SELF, ACTUAL> {
    private static final SoftSeam SOFT = SoftSeam.find(MethodHandles.lookup(), AbstractAssert.class);

    private final View view;

    /**
     * For subclasses.
     *
     * @param actual the group
     * @param selfType the class of the assertions
     */
    protected AbstractGroupAssert(@Nullable ACTUAL actual, Class<?> selfType) {
        this(actual, selfType, View.MEMBERS);
    }

    @SuppressWarnings("NullAway") // assertj's own fields may hold null
    AbstractGroupAssert(@Nullable ACTUAL actual, Class<?> selfType, View view) {
        super(actual, selfType);
        this.view = view;
    }

    /** Verifies that the text given to the group, {@link ExceptionGroup#message()}, is exactly this. */
    @Override
    public final SELF hasMessage(String message) {
        return check(() -> {
            ACTUAL group = group();
            if (!group.message().equals(message)) {
                String headline = "expected the message of the group to be " + Words.quoted(message) + ", but it is "
                        + Words.quoted(group.message());
                throw failure(Report.of(group, headline, Hints.message(group, message)), group.message(), message);
            }
        });
    }

    /** Verifies how many members the group has; after {@link #leaves()}, how many leaves. */
    public final SELF hasSize(int size) {
        return check(() -> sized(view, size));
    }

    /** Verifies how many leaves the group has at any depth. */
    public final SELF hasLeafCount(int count) {
        return check(() -> sized(View.LEAVES, count));
    }

    private void sized(View counted, int size) {
        ACTUAL group = group();
        List<Found> found = new Found.Scene().of(counted, group);
        if (found.size() == size) {
            return;
        }
        List<String> hints = counted == View.MEMBERS && group.leaves().size() == size
                ? List.of("it has " + View.LEAVES.count(size) + ": hasLeafCount(" + size + ") passes")
                : List.of();
        String headline = "expected " + Words.quoted(group.message()) + " to have " + counted.count(size)
                + ", but it has " + found.size();
        throw failure(Report.of(group, headline, counted, found, hints), found.size(), size);
    }

    /** Verifies that the group has a member of each of these types, one for each mention. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final SELF contains(Class<? extends Throwable>... types) {
        return compare(Rule.AT_LEAST, FailureMatcher.of(types));
    }

    /** Verifies that each of these matchers finds a member of its own. */
    public final SELF contains(FailureMatcher<?>... matchers) {
        return compare(Rule.AT_LEAST, List.of(matchers));
    }

    /** Verifies that the members are of these types, in this order, and that there are no others. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final SELF containsExactly(Class<? extends Throwable>... types) {
        return compare(Rule.IN_ORDER, FailureMatcher.of(types));
    }

    /** Verifies that the members are what these matchers say, in this order, and that there are no others. */
    public final SELF containsExactly(FailureMatcher<?>... matchers) {
        return compare(Rule.IN_ORDER, List.of(matchers));
    }

    /** Verifies that the members are of these types, in any order, and that there are no others. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final SELF containsExactlyInAnyOrder(Class<? extends Throwable>... types) {
        return compare(Rule.IN_ANY_ORDER, FailureMatcher.of(types));
    }

    /**
     * Verifies that the members are what these matchers say, in any order, and that there are no others. A pairing is
     * found if one exists.
     */
    public final SELF containsExactlyInAnyOrder(FailureMatcher<?>... matchers) {
        return compare(Rule.IN_ANY_ORDER, List.of(matchers));
    }

    private SELF compare(Rule rule, List<? extends FailureMatcher<?>> expected) {
        return check(() -> {
            Comparison comparison = Comparison.of(group(), view, rule, expected);
            if (!comparison.passed()) {
                throw failure(Report.of(comparison), Report.lines(comparison.found()), Report.lines(expected));
            }
        });
    }

    /** Verifies that no member is of one of these types. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final SELF doesNotContain(Class<? extends Throwable>... types) {
        return without(FailureMatcher.of(types));
    }

    /** Verifies that no member is what one of these matchers says. */
    public final SELF doesNotContain(FailureMatcher<?>... matchers) {
        return without(List.of(matchers));
    }

    private SELF without(List<FailureMatcher<?>> refused) {
        return check(() -> {
            ACTUAL group = group();
            List<Found> all = new Found.Scene().of(view, group);
            List<String> found = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                for (FailureMatcher<?> each : refused) {
                    Verdict verdict = all.get(i).verdict(each);
                    if (verdict.matches() || verdict.undecided()) {
                        found.add(each + " <- " + Report.place(i, all.size(), all.get(i))
                                + (verdict.matches() ? "" : "; " + verdict.text()));
                    }
                }
            }
            if (!found.isEmpty()) {
                throw failure(Report.without(group, view, refused, found));
            }
        });
    }

    /** Goes on with the members, where {@link #leaves()} was said before. */
    public final GroupAssert members() {
        check(this::group);
        return extracting(group -> standIn(group), GroupAssertions.EXCEPTION_GROUP);
    }

    /** Goes on with the leaves of the group, however deep, in place of its members. */
    public final AbstractGroupAssert<?, ?> leaves() {
        check(this::group);
        return extracting(group -> standIn(group), LeavesAssert.FACTORY);
    }

    private static ExceptionGroup standIn(@Nullable ExceptionGroup group) {
        return group == null ? NotAGroup.absent("there is no group") : group;
    }

    /**
     * Runs a check so that soft assertions collect its failure. Assertions that a subclass adds go through it.
     *
     * @param check throws an {@link AssertionError} if the assertion fails
     */
    protected SELF check(Runnable check) {
        SOFT.run(this, check);
        return myself;
    }

    /** Verifies that there is a group, as each assertion does first. */
    @Override
    protected final SELF hasBeenThrown() {
        return check(this::group);
    }

    /**
     * Returns the group, or fails with a text that says what there is instead; the guard that comes first in each
     * assertion.
     */
    protected final ACTUAL group() {
        if (actual == null) {
            throw failure(System.lineSeparator() + "expected an exception group, but was null");
        }
        if (actual instanceof NotAGroup other) {
            throw failure(other.text());
        }
        return actual;
    }

    private AssertionError failure(String text) {
        return attach(failure("%s", text));
    }

    /** With both sides, which IDEs show as a diff. */
    private AssertionError failure(String text, Object found, Object expected) {
        // assertj would turn a %n in somebody's message into a line end, here alone
        return text.contains("%n") ? failure(text) : attach(failureWithActualExpected(found, expected, "%s", text));
    }

    private AssertionError attach(AssertionError failure) {
        Throwable cause = actual instanceof NotAGroup other ? other.found() : actual;
        if (cause != null && failure.getCause() == null) {
            failure.initCause(cause);
        }
        return failure;
    }
}
