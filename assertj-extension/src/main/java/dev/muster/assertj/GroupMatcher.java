package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowingConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes a group that a group is expected to hold, made by {@link GroupAssertions#group}. Its members must be exactly
 * the expected ones, in any order unless {@link #inOrder()} is said. Immutable; each option returns a new matcher.
 *
 * <pre>{@code
 * group(leaf(KeyError.class), leaf(ValueError.class)).inOrder().withMessage("inner")
 * }</pre>
 *
 * <p>The examples below are about these groups:
 *
 * <pre>{@code
 * var eg = ExceptionGroup.of("multiple errors", new ValueError("bad value"), new TypeError("wrong type"));
 * var inner = ExceptionGroup.of("inner", new ValueError("a"), new TypeError("b"));
 * var outer = ExceptionGroup.of("outer", new IOException("disk full"), inner).addNote("order 7");
 * var wrapped = ExceptionGroup.of("wrapped", outer);
 * }</pre>
 */
public final class GroupMatcher extends FailureMatcher<ExceptionGroup> {
    private static final int SHOWN = 10;

    // null where the contents do not matter
    private final @Nullable List<FailureMatcher<?>> contents;
    private final View view;
    private final Rule rule;
    private final boolean acceptsBare;

    private GroupMatcher(
            Class<? extends ExceptionGroup> type,
            @Nullable List<FailureMatcher<?>> contents,
            View view,
            Rule rule,
            boolean acceptsBare,
            List<Trait<? super ExceptionGroup>> traits,
            @Nullable String description) {
        super(type, traits, description);
        this.contents = contents;
        this.view = view;
        this.rule = rule;
        this.acceptsBare = acceptsBare;
    }

    static GroupMatcher ofType(Class<? extends ExceptionGroup> type) {
        return new GroupMatcher(type, null, View.MEMBERS, Rule.IN_ANY_ORDER, false, List.of(), null);
    }

    static GroupMatcher of(List<FailureMatcher<?>> contents) {
        return new GroupMatcher(
                ExceptionGroup.class, contents, View.MEMBERS, Rule.IN_ANY_ORDER, false, List.of(), null);
    }

    /**
     * Asks for the members in the given order.
     *
     * <pre>{@code
     * assertThatGroup(outer).contains(group(ValueError.class, TypeError.class).inOrder());    // passes
     * assertThatGroup(outer).contains(group(TypeError.class, ValueError.class).inOrder());    // fails
     * }</pre>
     */
    public GroupMatcher inOrder() {
        requireContents("inOrder()");
        return new GroupMatcher(type(), contents, view, Rule.IN_ORDER, acceptsBare, traits(), description());
    }

    /**
     * Compares the leaves of the group, however deep, instead of its members.
     *
     * <pre>{@code
     * assertThatGroup(wrapped).contains(group(IOException.class, ValueError.class, TypeError.class).flattened());     // passes
     * assertThatGroup(wrapped).contains(group(IOException.class, ValueError.class).flattened());                      // fails
     * }</pre>
     *
     * @throws IllegalStateException if a group is among the expected, because leaves are never groups
     */
    public GroupMatcher flattened() {
        for (FailureMatcher<?> each : requireContents("flattened()")) {
            if (each instanceof GroupMatcher) {
                throw new IllegalStateException("flattened() compares leaves, and " + each
                        + " is never a leaf: expect leaves alone, or leave flattened() out");
            }
        }
        return new GroupMatcher(type(), contents, View.LEAVES, rule, acceptsBare, traits(), description());
    }

    /**
     * Also accepts, in place of the group, the one expected exception itself. Conditions on the group do not apply to
     * it.
     *
     * <pre>{@code
     * assertThatGroup(eg).contains(group(ValueError.class).orBare());     // passes
     * assertThatGroup(eg).contains(group(KeyError.class).orBare());       // fails
     * }</pre>
     *
     * @throws IllegalStateException unless exactly one leaf is expected
     */
    public GroupMatcher orBare() {
        List<FailureMatcher<?>> expected = requireContents("orBare()");
        if (expected.size() != 1 || expected.get(0) instanceof GroupMatcher) {
            throw new IllegalStateException("orBare() accepts one exception in place of a group of it, but " + this
                    + " does not ask for exactly one leaf: leave orBare() out");
        }
        return new GroupMatcher(type(), contents, view, rule, true, traits(), description());
    }

    private List<FailureMatcher<?>> requireContents(String option) {
        if (contents == null) {
            throw new IllegalStateException(
                    option + " is about the members, and group() asks for none: give them, as in group(leaf(...))");
        }
        return contents;
    }

    /**
     * Asks for this note.
     *
     * <pre>{@code
     * assertThatGroup(wrapped).contains(group().withNote("order 7"));     // passes
     * assertThatGroup(wrapped).contains(group().withNote("order 8"));     // fails
     * }</pre>
     */
    public GroupMatcher withNote(String note) {
        Objects.requireNonNull(note, "note is null: give the line");
        return (GroupMatcher) with(Trait.<ExceptionGroup>other(
                "with note " + Words.quoted(note),
                (group, found) -> group.notes().contains(note)
                        ? null
                        : () -> group.notes().isEmpty() ? "it has no notes" : "its notes are " + group.notes()));
    }

    @Override
    public GroupMatcher withMessage(String message) {
        return (GroupMatcher) super.withMessage(message);
    }

    @Override
    public GroupMatcher withMessageContaining(String part) {
        return (GroupMatcher) super.withMessageContaining(part);
    }

    @Override
    public GroupMatcher withMessageMatching(String regex) {
        return (GroupMatcher) super.withMessageMatching(regex);
    }

    @Override
    public GroupMatcher withCause(Class<? extends Throwable> type) {
        return (GroupMatcher) super.withCause(type);
    }

    @Override
    public GroupMatcher withCause(FailureMatcher<?> cause) {
        return (GroupMatcher) super.withCause(cause);
    }

    @Override
    public GroupMatcher with(
            String name,
            Function<? super ExceptionGroup, ? extends @Nullable Object> property,
            @Nullable Object value) {
        return (GroupMatcher) super.with(name, property, value);
    }

    @Override
    public GroupMatcher matching(Predicate<? super ExceptionGroup> condition, String description) {
        return (GroupMatcher) super.matching(condition, description);
    }

    @Override
    public GroupMatcher satisfying(ThrowingConsumer<? super ExceptionGroup> assertions) {
        return (GroupMatcher) super.satisfying(assertions);
    }

    @Override
    public GroupMatcher inTask(String name) {
        return (GroupMatcher) super.inTask(name);
    }

    @Override
    public GroupMatcher as(String description) {
        return (GroupMatcher) super.as(description);
    }

    @Override
    GroupMatcher copy(List<Trait<? super ExceptionGroup>> traits, @Nullable String description) {
        return new GroupMatcher(type(), contents, view, rule, acceptsBare, traits, description);
    }

    @Override
    Verdict test(Found found) {
        if (!(found.throwable() instanceof ExceptionGroup group)) {
            return testBare(found);
        }
        if (!type().isInstance(group)) {
            return Verdict.difference(0, () -> Words.isNot(group.getClass(), type()));
        }
        Verdict own = testTraits(group, found);
        if (!own.matches() || contents == null) {
            return own;
        }
        List<Found> inside = found.inside(view, group);
        Rule.Outcome outcome = rule.apply(contents, inside);
        return outcome.passed()
                ? Verdict.MATCH
                : Verdict.difference(traits().size() + 1, () -> inside(found, group, contents, inside, outcome));
    }

    private Verdict testBare(Found found) {
        if (contents == null || contents.size() != 1 || contents.get(0) instanceof GroupMatcher) {
            return Verdict.difference(0, () -> "it is no group");
        }
        Verdict bare = found.verdict(contents.get(0));
        if (acceptsBare) {
            return bare;
        }
        return Verdict.difference(0, () -> "it is no group" + (bare.matches() ? ", but orBare() would accept it" : ""));
    }

    private String inside(
            Found found,
            ExceptionGroup group,
            List<FailureMatcher<?>> expected,
            List<Found> inside,
            Rule.Outcome outcome) {
        List<String> differences = new ArrayList<>();
        List<FailureMatcher<?>> missing = unpaired(expected, outcome.foundFor());
        List<Found> others = unpaired(inside, outcome.expectedFor());
        if (!missing.isEmpty()) {
            differences.add("missing " + list(missing));
        }
        if (!others.isEmpty()) {
            differences.add("unexpected " + list(others));
        }
        if (missing.size() == 1 && others.size() == 1) {
            Verdict verdict = others.get(0).verdict(missing.get(0));
            if (!verdict.matches()) {
                differences.add(verdict.text());
            }
        }
        if (rule == Rule.IN_ORDER && Rule.IN_ANY_ORDER.apply(expected, inside).passed()) {
            differences.add("without inOrder() it would match");
        }
        if (view == View.MEMBERS && mayBeFlattened(expected) && isWorthTrying(expected, group)) {
            if (rule.apply(expected, found.inside(View.LEAVES, group)).passed()) {
                differences.add("flattened() would match");
            }
        }
        return "its " + view.many() + " differ: " + String.join("; ", differences);
    }

    private static boolean mayBeFlattened(List<FailureMatcher<?>> expected) {
        return expected.stream().noneMatch(GroupMatcher.class::isInstance);
    }

    private static boolean isWorthTrying(List<FailureMatcher<?>> expected, ExceptionGroup group) {
        return (long) expected.size() * group.leaves().size() <= Rule.LIMIT;
    }

    private static <T> List<T> unpaired(List<T> all, int[] partners) {
        List<T> alone = new ArrayList<>();
        for (int i = 0; i < partners.length; i++) {
            if (partners[i] == Pairing.NONE) {
                alone.add(all.get(i));
            }
        }
        return alone;
    }

    private static String list(List<?> items) {
        String shown = items.stream().limit(SHOWN).map(Object::toString).collect(Collectors.joining(", "));
        return items.size() > SHOWN ? shown + " and " + (items.size() - SHOWN) + " more" : shown;
    }

    @Override
    String noun() {
        String noun = type() == ExceptionGroup.class ? "a group" : Words.aKind(type());
        if (contents == null) {
            return noun;
        }
        return noun + (view == View.LEAVES ? " with the leaves [" : " of [") + list(contents) + "]"
                + (rule == Rule.IN_ORDER ? " in order" : "") + (acceptsBare ? " or bare" : "");
    }
}
