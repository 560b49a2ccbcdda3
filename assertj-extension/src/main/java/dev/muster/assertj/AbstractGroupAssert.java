package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.InstanceOfAssertFactory;
import org.assertj.core.api.ListAssert;
import org.assertj.core.api.ThrowingConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The assertions for exception groups. {@link GroupAssertions} makes them.
 *
 * <p><b>Three views.</b> The assertions about contents look at the <em>members</em> of the group. After
 * {@link #leaves()} they look at its <em>leaves</em>, however deep. The <em>nested structure</em> is asked for by
 * matchers: {@link GroupAssertions#group group(...)} among the expected members. A class stands for a leaf of that type,
 * never for a group, unless it is a group type.
 *
 * <p><b>Failures</b> say what was expected, what matched, what is missing with its nearest candidate and the first
 * difference, and what is unexpected; hints, which are true, since they were tried; and then the tree. The group is the
 * cause of the failure. Long lists are cut and the rest is counted.
 *
 * <p><b>Messages.</b> {@link #hasMessage} and the matchers of groups compare the text given to the group. The assertions
 * about messages that are inherited from AssertJ see {@link ExceptionGroup#getMessage()}, which goes on with the kinds of
 * leaves and their messages.
 *
 * <p><b>Your own.</b> Assertions for a group type of yours extend this class and go through {@link #check}:
 *
 * <pre>{@code
 * class OrderGroupAssert extends AbstractGroupAssert<OrderGroupAssert, OrderGroup> {
 *     public OrderGroupAssert(OrderGroup actual) {
 *         super(actual, OrderGroupAssert.class);
 *     }
 *
 *     OrderGroupAssert hasOrder(int id) {
 *         return check(() -> assertThat(group().order()).isEqualTo(id));
 *     }
 * }
 * }</pre>
 *
 * <p>The examples below are about these two groups:
 *
 * <pre>{@code
 * var eg = ExceptionGroup.of("multiple errors", new ValueError("bad value"), new TypeError("wrong type"));
 * var inner = ExceptionGroup.of("inner", new ValueError("a"), new TypeError("b"));
 * var outer = ExceptionGroup.of("outer", new IOException("disk full"), inner);
 * }</pre>
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

    /**
     * Verifies that the text given to the group, {@link ExceptionGroup#message()}, is exactly this.
     *
     * <pre>{@code
     * assertThatGroup(eg).hasMessage("multiple errors");   // passes
     * assertThatGroup(eg).hasMessage("errors");            // fails
     * }</pre>
     */
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

    /**
     * Verifies how many members the group has; after {@link #leaves()}, how many leaves.
     *
     * <pre>{@code
     * assertThatGroup(outer).hasSize(2);                   // passes
     * assertThatGroup(outer).hasSize(3);                   // fails
     * }</pre>
     */
    public final SELF hasSize(int size) {
        return check(() -> sized(view, size));
    }

    /**
     * Verifies how many leaves the group has at any depth.
     *
     * <pre>{@code
     * assertThatGroup(outer).hasLeafCount(3);              // passes
     * assertThatGroup(outer).hasLeafCount(2);              // fails
     * }</pre>
     */
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

    /**
     * Verifies that the group has a member of each of these types, one for each mention.
     *
     * <pre>{@code
     * assertThatGroup(eg).contains(TypeError.class);                   // passes
     * assertThatGroup(eg).contains(TypeError.class, TypeError.class);  // fails
     * }</pre>
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final SELF contains(Class<? extends Throwable>... types) {
        return compare(Rule.AT_LEAST, FailureMatcher.notEmpty(FailureMatcher.of(types)));
    }

    /**
     * Verifies that each of these matchers finds a member of its own.
     *
     * <pre>{@code
     * assertThatGroup(eg).contains(leaf(TypeError.class).withMessage("wrong type"));   // passes
     * assertThatGroup(eg).contains(leaf(TypeError.class).withMessage("bad value"));    // fails
     * }</pre>
     */
    public final SELF contains(FailureMatcher<?>... matchers) {
        return compare(Rule.AT_LEAST, FailureMatcher.notEmpty(FailureMatcher.of(matchers)));
    }

    /**
     * Verifies that the members are of these types, in this order, and that there are no others.
     *
     * <pre>{@code
     * assertThatGroup(eg).containsExactly(ValueError.class, TypeError.class);  // passes
     * assertThatGroup(eg).containsExactly(TypeError.class, ValueError.class);  // fails
     * }</pre>
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final SELF containsExactly(Class<? extends Throwable>... types) {
        return compare(Rule.IN_ORDER, FailureMatcher.of(types));
    }

    /**
     * Verifies that the members are what these matchers say, in this order, and that there are no others.
     *
     * <pre>{@code
     * assertThatGroup(outer).containsExactly(leaf(IOException.class), group(ValueError.class, TypeError.class));  // passes
     * assertThatGroup(outer).containsExactly(leaf(IOException.class), group(ValueError.class));                   // fails
     * }</pre>
     */
    public final SELF containsExactly(FailureMatcher<?>... matchers) {
        return compare(Rule.IN_ORDER, FailureMatcher.of(matchers));
    }

    /**
     * Verifies that the members are of these types, in any order, and that there are no others.
     *
     * <pre>{@code
     * assertThatGroup(eg).containsExactlyInAnyOrder(TypeError.class, ValueError.class);    // passes
     * assertThatGroup(eg).containsExactlyInAnyOrder(TypeError.class);                      // fails
     * }</pre>
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final SELF containsExactlyInAnyOrder(Class<? extends Throwable>... types) {
        return compare(Rule.IN_ANY_ORDER, FailureMatcher.of(types));
    }

    /**
     * Verifies that the members are what these matchers say, in any order, and that there are no others. A pairing is
     * found if one exists, however the matchers overlap.
     *
     * <pre>{@code
     * assertThatGroup(inner).containsExactlyInAnyOrder(leaf(Exception.class), leaf(ValueError.class));     // passes
     * assertThatGroup(inner).containsExactlyInAnyOrder(leaf(ValueError.class), leaf(ValueError.class));    // fails
     * }</pre>
     */
    public final SELF containsExactlyInAnyOrder(FailureMatcher<?>... matchers) {
        return compare(Rule.IN_ANY_ORDER, FailureMatcher.of(matchers));
    }

    /**
     * Verifies that there is a member of each of these types, any number of them, and no other.
     *
     * <pre>{@code
     * assertThatGroup(eg).containsOnly(TypeError.class, ValueError.class);     // passes
     * assertThatGroup(eg).containsOnly(TypeError.class);                       // fails
     * }</pre>
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final SELF containsOnly(Class<? extends Throwable>... types) {
        return compare(Rule.ONLY, FailureMatcher.of(types));
    }

    /**
     * Verifies that each of these matchers finds a member, that each member is found, and that one matcher may stand for
     * several.
     *
     * <pre>{@code
     * assertThatGroup(eg).containsOnly(leaf(Exception.class));                 // passes
     * assertThatGroup(outer).containsOnly(leaf(Exception.class));              // fails
     * }</pre>
     */
    public final SELF containsOnly(FailureMatcher<?>... matchers) {
        return compare(Rule.ONLY, FailureMatcher.of(matchers));
    }

    /**
     * Verifies that the members satisfy these assertions, one for each, in this order.
     *
     * <pre>{@code
     * assertThatGroup(eg).satisfiesExactly(e -> assertThat(e).hasMessage("bad value"), e -> assertThat(e).hasNoCause());   // passes
     * assertThatGroup(eg).satisfiesExactly(e -> assertThat(e).hasMessage("bad value"));                                    // fails
     * }</pre>
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final SELF satisfiesExactly(ThrowingConsumer<? super Throwable>... assertions) {
        List<FailureMatcher<?>> matchers = new ArrayList<>(assertions.length);
        for (int i = 0; i < assertions.length; i++) {
            matchers.add(AnyMatcher.satisfying(
                    required(assertions[i], "assertions " + (i + 1)), "satisfying assertions " + (i + 1)));
        }
        return compare(Rule.IN_ORDER, matchers);
    }

    private SELF compare(Rule rule, List<? extends FailureMatcher<?>> expected) {
        return check(() -> {
            Comparison comparison = Comparison.of(group(), view, rule, expected);
            if (!comparison.passed()) {
                throw failure(Report.of(comparison), Report.lines(comparison.found()), Report.lines(expected));
            }
        });
    }

    /**
     * Verifies that no member is of one of these types.
     *
     * <pre>{@code
     * assertThatGroup(outer).doesNotContain(TypeError.class);              // passes
     * assertThatGroup(outer).leaves().doesNotContain(TypeError.class);     // fails
     * }</pre>
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final SELF doesNotContain(Class<? extends Throwable>... types) {
        return without(FailureMatcher.notEmpty(FailureMatcher.of(types)));
    }

    /**
     * Verifies that no member is what one of these matchers says. A matcher that throws fails this, because what it was
     * asked stays open.
     *
     * <pre>{@code
     * assertThatGroup(eg).doesNotContain(leaf(TypeError.class).withMessage("bad value"));      // passes
     * assertThatGroup(eg).doesNotContain(leaf(TypeError.class).withMessage("wrong type"));     // fails
     * }</pre>
     */
    public final SELF doesNotContain(FailureMatcher<?>... matchers) {
        return without(FailureMatcher.notEmpty(FailureMatcher.of(matchers)));
    }

    private SELF without(List<? extends FailureMatcher<?>> refused) {
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

    /**
     * Verifies that at least so many members are of this type.
     *
     * <pre>{@code
     * assertThatGroup(eg).containsAtLeast(2, Exception.class);             // passes
     * assertThatGroup(eg).containsAtLeast(2, ValueError.class);            // fails
     * }</pre>
     */
    public final SELF containsAtLeast(int count, Class<? extends Throwable> type) {
        return containsAtLeast(count, FailureMatcher.of(type));
    }

    /**
     * Verifies that at least so many members are what this matcher says.
     *
     * <pre>{@code
     * assertThatGroup(eg).containsAtLeast(1, leaf(Exception.class).withMessageContaining("value"));    // passes
     * assertThatGroup(eg).containsAtLeast(2, leaf(Exception.class).withMessageContaining("value"));    // fails
     * }</pre>
     */
    public final SELF containsAtLeast(int count, FailureMatcher<?> matcher) {
        return counted("at least " + count, count, matcher, found -> found >= count, false);
    }

    /**
     * Verifies that at most so many members are of this type.
     *
     * <pre>{@code
     * assertThatGroup(eg).containsAtMost(1, ValueError.class);             // passes
     * assertThatGroup(eg).containsAtMost(1, Exception.class);              // fails
     * }</pre>
     */
    public final SELF containsAtMost(int count, Class<? extends Throwable> type) {
        return containsAtMost(count, FailureMatcher.of(type));
    }

    /**
     * Verifies that at most so many members are what this matcher says.
     *
     * <pre>{@code
     * assertThatGroup(eg).containsAtMost(1, leaf(Exception.class).withMessageContaining("value"));     // passes
     * assertThatGroup(eg).containsAtMost(0, leaf(Exception.class).withMessageContaining("value"));     // fails
     * }</pre>
     */
    public final SELF containsAtMost(int count, FailureMatcher<?> matcher) {
        return counted("at most " + count, count, matcher, found -> found <= count, true);
    }

    /**
     * Verifies that exactly so many members are of this type.
     *
     * <pre>{@code
     * assertThatGroup(eg).containsTimes(1, ValueError.class);              // passes
     * assertThatGroup(eg).containsTimes(1, Exception.class);               // fails
     * }</pre>
     */
    public final SELF containsTimes(int count, Class<? extends Throwable> type) {
        return containsTimes(count, FailureMatcher.of(type));
    }

    /**
     * Verifies that exactly so many members are what this matcher says.
     *
     * <pre>{@code
     * assertThatGroup(eg).containsTimes(1, leaf(Exception.class).withMessageContaining("value"));      // passes
     * assertThatGroup(eg).containsTimes(2, leaf(Exception.class).withMessageContaining("value"));      // fails
     * }</pre>
     */
    public final SELF containsTimes(int count, FailureMatcher<?> matcher) {
        return counted("exactly " + count, count, matcher, found -> found == count, true);
    }

    private SELF counted(
            String amount, int count, FailureMatcher<?> matcher, IntPredicate enough, boolean mustBeDecided) {
        required(matcher, "matcher");
        if (count < 0) {
            throw new IllegalArgumentException("count is " + count + ": give zero or more");
        }
        return check(() -> {
            ACTUAL group = group();
            List<Found> all = new Found.Scene().of(view, group);
            List<String> matched = new ArrayList<>();
            List<String> undecided = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                Verdict verdict = all.get(i).verdict(matcher);
                if (verdict.matches()) {
                    matched.add(Report.place(i, all.size(), all.get(i)));
                } else if (verdict.undecided()) {
                    undecided.add(Report.place(i, all.size(), all.get(i)) + "; " + verdict.text());
                }
            }
            if (!enough.test(matched.size()) || (mustBeDecided && !undecided.isEmpty())) {
                String headline = "expected " + amount + " of the " + view.many() + " of "
                        + Words.quoted(group.message()) + " to be " + matcher + ", but " + matched.size()
                        + (matched.size() == 1 ? " is" : " are");
                throw failure(Report.counted(group, headline, matched, undecided));
            }
        });
    }

    /**
     * Verifies that each member satisfies these assertions.
     *
     * <pre>{@code
     * assertThatGroup(eg).allSatisfy(e -> assertThat(e).hasNoCause());                     // passes
     * assertThatGroup(eg).allSatisfy(e -> assertThat(e).hasMessageContaining("value"));    // fails
     * }</pre>
     */
    public final SELF allSatisfy(ThrowingConsumer<? super Throwable> assertions) {
        return satisfied(assertions, "each", refused -> refused == 0);
    }

    /**
     * Verifies that at least one member satisfies these assertions.
     *
     * <pre>{@code
     * assertThatGroup(eg).anySatisfy(e -> assertThat(e).hasMessageContaining("value"));    // passes
     * assertThatGroup(eg).anySatisfy(e -> assertThat(e).hasMessageContaining("key"));      // fails
     * }</pre>
     */
    public final SELF anySatisfy(ThrowingConsumer<? super Throwable> assertions) {
        return satisfied(assertions, "one", null);
    }

    private SELF satisfied(
            ThrowingConsumer<? super Throwable> assertions, String amount, @Nullable IntPredicate enough) {
        FailureMatcher<Throwable> matcher =
                AnyMatcher.satisfying(required(assertions, "assertions"), "satisfying the given assertions");
        return check(() -> {
            ACTUAL group = group();
            List<Found> all = new Found.Scene().of(view, group);
            List<String> refused = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                Verdict verdict = all.get(i).verdict(matcher);
                if (!verdict.matches()) {
                    refused.add(Report.place(i, all.size(), all.get(i)) + "; " + verdict.text());
                }
            }
            if (enough == null ? refused.size() == all.size() : !enough.test(refused.size())) {
                String headline = "expected " + amount + " of the " + view.many() + " of "
                        + Words.quoted(group.message()) + " to satisfy the given assertions, but " + refused.size()
                        + " of " + all.size() + (refused.size() == 1 ? " does not" : " do not");
                throw failure(Report.refused(group, headline, refused));
            }
        });
    }

    /**
     * Goes back to the members, where {@link #leaves()} was said before.
     *
     * <pre>{@code
     * assertThatGroup(outer).leaves().hasSize(3).members().hasSize(2);     // passes
     * assertThatGroup(outer).leaves().hasSize(3).members().hasSize(3);     // fails
     * }</pre>
     */
    public final GroupAssert members() {
        check(this::group);
        return step(group -> present(group), GroupAssertions.EXCEPTION_GROUP);
    }

    /**
     * Goes on with the leaves of the group, however deep, in place of its members.
     *
     * <pre>{@code
     * assertThatGroup(outer).leaves().containsExactly(IOException.class, ValueError.class, TypeError.class);   // passes
     * assertThatGroup(outer).leaves().containsExactly(ValueError.class, TypeError.class);                      // fails
     * }</pre>
     */
    public final AbstractGroupAssert<?, ?> leaves() {
        check(this::group);
        return step(group -> present(group), LeavesAssert.FACTORY);
    }

    /**
     * Goes on with a member.
     *
     * <pre>{@code
     * assertThatGroup(outer).member(0).hasMessage("disk full");                                        // passes
     * assertThatGroup(outer).member(1).asInstanceOf(EXCEPTION_GROUP).contains(IOException.class);      // fails
     * }</pre>
     *
     * @param index its place among the members, from zero, as in {@link ExceptionGroup#exceptions()}
     */
    public final AbstractThrowableAssert<?, ?> member(int index) {
        return at(View.MEMBERS, index, ExceptionGroup::exceptions);
    }

    /**
     * Goes on with a leaf.
     *
     * <pre>{@code
     * assertThatGroup(outer).leaf(2).hasMessage("b");                      // passes
     * assertThatGroup(outer).leaf(3).hasMessage("b");                      // fails
     * }</pre>
     *
     * @param index its place among the leaves, from zero, as in {@link ExceptionGroup#leaves()}
     */
    public final AbstractThrowableAssert<?, ?> leaf(int index) {
        return at(View.LEAVES, index, ExceptionGroup::leaves);
    }

    private AbstractThrowableAssert<?, ?> at(
            View counted, int index, Function<ExceptionGroup, List<Throwable>> contents) {
        if (index < 0) {
            throw new IllegalArgumentException("index is " + index + ": count from zero");
        }
        return one(
                group -> contents.apply(group).stream().skip(index).findFirst(),
                group -> Words.quoted(group.message()) + " to have a " + counted.one() + " at index " + index
                        + ", but it has " + counted.count(contents.apply(group).size()));
    }

    /**
     * Goes on with the member that came first in time, which made its scope cancel.
     *
     * <pre>{@code
     * assertThatGroup(reported).firstFailure().isInstanceOf(IOException.class);    // passes
     * assertThatGroup(eg).firstFailure().isInstanceOf(ValueError.class);           // fails
     * }</pre>
     */
    public final AbstractThrowableAssert<?, ?> firstFailure() {
        return one(
                ExceptionGroup::firstFailure,
                group -> Words.quoted(group.message())
                        + " to know its first failure, but nothing says which came first");
    }

    private AbstractThrowableAssert<?, ?> one(
            Function<ExceptionGroup, Optional<Throwable>> find, Function<ExceptionGroup, String> expectation) {
        check(() -> {
            ACTUAL group = group();
            if (find.apply(group).isEmpty()) {
                throw failure(Report.of(group, "expected " + expectation.apply(group), List.of()));
            }
        });
        return step(
                group -> Optional.of(present(group))
                        .filter(each -> !(each instanceof NotAGroup))
                        .flatMap(find)
                        .orElseGet(() -> NotAGroup.absentLeaf("nothing, because the step before this failed")),
                InstanceOfAssertFactories.THROWABLE);
    }

    /**
     * Goes on with the group cut down to the leaves of these types, as {@link ExceptionGroup#subgroup} does; fails if
     * there are none.
     *
     * <pre>{@code
     * assertThatGroup(outer).subgroup(ValueError.class).hasLeafCount(1);   // passes
     * assertThatGroup(outer).subgroup(KeyError.class).hasLeafCount(1);     // fails
     * }</pre>
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final GroupAssert subgroup(Class<? extends Throwable> type, Class<? extends Throwable>... more) {
        return part(
                group -> group.subgroup(type, more),
                group -> Words.quoted(group.message()) + " to have a leaf that is " + either(type, more)
                        + ", but it has none");
    }

    /**
     * Goes on with the group without the leaves of these types, the other part of {@link ExceptionGroup#split}; fails
     * if nothing is left.
     *
     * <pre>{@code
     * assertThatGroup(outer).rest(ValueError.class).hasLeafCount(2);       // passes
     * assertThatGroup(outer).rest(Exception.class).hasLeafCount(0);        // fails
     * }</pre>
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final GroupAssert rest(Class<? extends Throwable> type, Class<? extends Throwable>... more) {
        return part(
                group -> group.split(type, more).rest(),
                group -> Words.quoted(group.message()) + " to have a leaf that is not " + either(type, more)
                        + ", but it has no other");
    }

    private static String either(Class<?> type, Class<?>[] more) {
        return Stream.concat(Stream.of(type), Stream.of(more)).map(Words::aKind).collect(Collectors.joining(" or "));
    }

    private GroupAssert part(
            Function<ExceptionGroup, Optional<ExceptionGroup>> cut, Function<ExceptionGroup, String> expectation) {
        check(() -> {
            ACTUAL group = group();
            if (cut.apply(group).isEmpty()) {
                throw failure(Report.of(group, "expected " + expectation.apply(group), List.of()));
            }
        });
        return step(
                group -> Optional.of(present(group))
                        .filter(each -> !(each instanceof NotAGroup))
                        .flatMap(cut)
                        .orElseGet(() -> NotAGroup.absent("there is no group, because the step before this failed")),
                GroupAssertions.EXCEPTION_GROUP);
    }

    /**
     * Goes on with the notes of the group.
     *
     * <pre>{@code
     * assertThatGroup(reported).notes().containsExactly("order 7");        // passes
     * assertThatGroup(eg).notes().containsExactly("order 7");              // fails
     * }</pre>
     */
    public final ListAssert<String> notes() {
        check(this::group);
        return step(group -> present(group).notes(), InstanceOfAssertFactories.list(String.class));
    }

    private <T, A extends AbstractAssert<?, ?>> A step(
            Function<? super ACTUAL, T> to, InstanceOfAssertFactory<?, A> assertions) {
        return SoftSeam.step(this, () -> extracting(to, assertions));
    }

    /** For what soft assertions navigate from after the step before has failed. */
    private static ExceptionGroup present(@Nullable ExceptionGroup group) {
        return group == null ? NotAGroup.absent("there is no group, because the step before this failed") : group;
    }

    private static <T> T required(T argument, String name) {
        return Objects.requireNonNull(argument, () -> name + " is null: leave it out or give one");
    }

    /**
     * Runs a check so that soft assertions collect its failure. The assertions that a subclass adds go through it.
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
