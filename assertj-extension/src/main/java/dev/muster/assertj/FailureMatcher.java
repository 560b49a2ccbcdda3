package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowingConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Describes one failure that a group is expected to hold: a {@linkplain GroupAssertions#leaf leaf} or a
 * {@linkplain GroupAssertions#group group}, by type and by whatever else is known of it. Immutable; each option
 * returns a new matcher.
 *
 * <pre>{@code
 * leaf(IOException.class).withMessageContaining("timeout").inTask("stock")
 * group(leaf(KeyError.class)).withMessage("inner")
 * }</pre>
 *
 * <p>A matcher is tried on each throwable at most once. What a condition throws does not end the assertion: the
 * throwable counts as not matched, and the failure text says what was thrown.
 *
 * <p>A team's own vocabulary is a method that returns a matcher:
 *
 * <pre>{@code
 * static FailureMatcher<SQLException> deadlock() {
 *     return leaf(SQLException.class).with("SQL state", SQLException::getSQLState, "40001").as("a deadlock");
 * }
 * }</pre>
 *
 * <p>The examples below are about this group:
 *
 * <pre>{@code
 * var deadlock = new SQLException("deadlock found", "40001", new IOException("reset"));
 * var locked = ExceptionGroup.builder("order 7 failed").add("stock", deadlock).build();
 * }</pre>
 *
 * @param <E> the type of the throwable
 */
public abstract sealed class FailureMatcher<E extends Throwable> permits LeafMatcher, GroupMatcher, AnyMatcher {
    private final Class<? extends E> type;
    private final List<Trait<? super E>> traits;
    private final @Nullable String description;

    FailureMatcher(Class<? extends E> type, List<Trait<? super E>> traits, @Nullable String description) {
        this.type = type;
        this.traits = traits;
        this.description = description;
    }

    /**
     * Asks for exactly this message; of a group, for exactly the text given to it.
     *
     * <pre>{@code
     * assertThatGroup(locked).contains(leaf(SQLException.class).withMessage("deadlock found"));       // passes
     * assertThatGroup(locked).contains(leaf(SQLException.class).withMessage("deadlock"));             // fails
     * }</pre>
     */
    public FailureMatcher<E> withMessage(String message) {
        Objects.requireNonNull(message, "message is null: to ask for no message, use matching");
        return with(Trait.message(message));
    }

    /**
     * Asks for a message that contains this text.
     *
     * <pre>{@code
     * assertThatGroup(locked).contains(leaf(SQLException.class).withMessageContaining("deadlock"));       // passes
     * assertThatGroup(locked).contains(leaf(SQLException.class).withMessageContaining("timeout"));        // fails
     * }</pre>
     */
    public FailureMatcher<E> withMessageContaining(String part) {
        Objects.requireNonNull(part, "part is null: give the text to look for");
        return with(Trait.text(
                "with message containing " + Words.quoted(part), text -> text != null && text.contains(part)));
    }

    /**
     * Asks for a message that matches this regular expression as a whole; a dot stands for line ends too.
     *
     * <pre>{@code
     * assertThatGroup(locked).contains(leaf(SQLException.class).withMessageMatching("dead.*"));       // passes
     * assertThatGroup(locked).contains(leaf(SQLException.class).withMessageMatching("dead"));         // fails
     * }</pre>
     */
    public FailureMatcher<E> withMessageMatching(String regex) {
        Pattern pattern = Pattern.compile(
                Objects.requireNonNull(regex, "regex is null: give the pattern to match"), Pattern.DOTALL);
        return with(Trait.text(
                "with message matching " + Words.quoted(regex),
                text -> text != null && pattern.matcher(text).matches(),
                actual -> "its message is " + Words.quoted(actual)
                        + (regex.equals(actual) ? ", the same text, but not what it matches: use withMessage" : "")));
    }

    /**
     * Asks for a cause of this type; a group type asks for a group.
     *
     * <pre>{@code
     * assertThatGroup(locked).contains(leaf(SQLException.class).withCause(IOException.class));    // passes
     * assertThatGroup(locked).contains(leaf(SQLException.class).withCause(ValueError.class));     // fails
     * }</pre>
     */
    public FailureMatcher<E> withCause(Class<? extends Throwable> type) {
        return withCause(of(type));
    }

    /**
     * Asks for a cause that this matcher accepts.
     *
     * <pre>{@code
     * assertThatGroup(locked).contains(leaf(SQLException.class).withCause(leaf(IOException.class).withMessage("reset")));     // passes
     * assertThatGroup(locked).contains(leaf(SQLException.class).withCause(leaf(IOException.class).withMessage("eof")));       // fails
     * }</pre>
     */
    public FailureMatcher<E> withCause(FailureMatcher<?> cause) {
        Objects.requireNonNull(cause, "cause is null: to ask for no cause, use matching");
        return with(Trait.other("with cause (" + cause + ")", (throwable, found) -> {
            Throwable actual = throwable.getCause();
            if (actual == null) {
                return () -> "it has no cause";
            }
            Verdict verdict = found.beside(actual).verdict(cause);
            return verdict.matches() ? null : () -> "its cause is " + Words.line(actual) + "; " + verdict.text();
        }));
    }

    /**
     * Asks for a property with this value.
     *
     * <pre>{@code
     * assertThatGroup(locked).contains(leaf(SQLException.class).with("SQL state", SQLException::getSQLState, "40001"));       // passes
     * assertThatGroup(locked).contains(leaf(SQLException.class).with("SQL state", SQLException::getSQLState, "40002"));       // fails
     * }</pre>
     *
     * @param name how a failure text names the property
     */
    public FailureMatcher<E> with(
            String name, Function<? super E, ? extends @Nullable Object> property, @Nullable Object value) {
        Objects.requireNonNull(name, "name is null: say which property it is");
        Objects.requireNonNull(property, "property is null: give the getter");
        return with(Trait.<E>other("with " + name + " " + Words.value(value), (throwable, found) -> {
            Object actual = property.apply(throwable);
            return Objects.deepEquals(actual, value) ? null : () -> "its " + name + " is " + Words.value(actual);
        }));
    }

    /**
     * Asks for what a condition accepts.
     *
     * <pre>{@code
     * assertThatGroup(locked).contains(leaf(SQLException.class).matching(e -> e.getErrorCode() == 0, "has no code"));     // passes
     * assertThatGroup(locked).contains(leaf(SQLException.class).matching(e -> e.getErrorCode() > 0, "has a code"));       // fails
     * }</pre>
     *
     * @param condition the condition, asked once for each throwable of the type
     * @param description how a failure text names it, such as {@code "is retryable"}
     */
    public FailureMatcher<E> matching(Predicate<? super E> condition, String description) {
        Objects.requireNonNull(condition, "condition is null: give the test");
        Objects.requireNonNull(description, "description is null: say what the condition asks for");
        return with(Trait.<E>other(
                "matching \"" + description + "\"",
                (throwable, found) -> condition.test(throwable) ? null : () -> "it does not match: " + description));
    }

    /**
     * Asks for what passes these assertions; the failure text says which one failed.
     *
     * <pre>{@code
     * assertThatGroup(locked).contains(leaf(SQLException.class).satisfying(e -> assertThat(e.getErrorCode()).isZero()));      // passes
     * assertThatGroup(locked).contains(leaf(SQLException.class).satisfying(e -> assertThat(e.getErrorCode()).isOne()));       // fails
     * }</pre>
     */
    public FailureMatcher<E> satisfying(ThrowingConsumer<? super E> assertions) {
        Objects.requireNonNull(assertions, "assertions is null: give what to assert");
        return with(Trait.<E>other("satisfying the given assertions", (throwable, found) -> {
            try {
                assertions.acceptThrows(throwable);
                return null;
            } catch (AssertionError failure) {
                return () -> "it does not satisfy them: " + Words.flat(failure);
            }
        }));
    }

    /**
     * Asks for the failure of the task of this name; in a group made by hand, for this label.
     *
     * <pre>{@code
     * assertThatGroup(locked).contains(leaf(SQLException.class).inTask("stock"));     // passes
     * assertThatGroup(locked).contains(leaf(SQLException.class).inTask("price"));     // fails
     * }</pre>
     */
    public FailureMatcher<E> inTask(String name) {
        Objects.requireNonNull(name, "name is null: give the name of the task");
        return with(Trait.other("in task \"" + name + "\"", (throwable, found) -> {
            String label = found.label();
            return name.equals(label)
                    ? null
                    : () -> label == null ? "it belongs to no task" : "its task is \"" + label + "\"";
        }));
    }

    /**
     * Sets how failure texts name this matcher as a whole.
     *
     * <pre>{@code
     * assertThatGroup(locked).contains(leaf(SQLException.class).as("a database error"));      // passes
     * assertThatGroup(locked).contains(leaf(IOException.class).as("a network error"));        // fails
     * }</pre>
     */
    public FailureMatcher<E> as(String description) {
        return copy(traits, Objects.requireNonNull(description, "description is null: give the name to show"));
    }

    FailureMatcher<E> with(Trait<? super E> trait) {
        List<Trait<? super E>> all = new ArrayList<>(traits);
        all.add(trait);
        return copy(all, description);
    }

    abstract FailureMatcher<E> copy(List<Trait<? super E>> traits, @Nullable String description);

    /** The matcher that a class alone stands for. */
    static FailureMatcher<?> of(Class<? extends Throwable> type) {
        Objects.requireNonNull(type, "type is null: give the class of the expected failure");
        return ExceptionGroup.class.isAssignableFrom(type)
                ? GroupMatcher.ofType(type.asSubclass(ExceptionGroup.class))
                : new LeafMatcher<>(type, List.of(), null);
    }

    static List<FailureMatcher<?>> of(Class<? extends Throwable>[] types) {
        Objects.requireNonNull(types, "types is null: give the classes of the expected failures");
        List<FailureMatcher<?>> matchers = new ArrayList<>(types.length);
        for (int i = 0; i < types.length; i++) {
            matchers.add(of(Objects.requireNonNull(types[i], nameless("type", i, types.length))));
        }
        return matchers;
    }

    static List<FailureMatcher<?>> of(FailureMatcher<?>[] matchers) {
        Objects.requireNonNull(matchers, "matchers is null: give the matchers of the expected failures");
        for (int i = 0; i < matchers.length; i++) {
            Objects.requireNonNull(matchers[i], nameless("matcher", i, matchers.length));
        }
        return List.of(matchers);
    }

    private static Supplier<String> nameless(String what, int index, int count) {
        return () -> what + " " + (index + 1) + " of " + count + " is null: leave it out";
    }

    /** For what would pass whatever the group holds. */
    static List<FailureMatcher<?>> notEmpty(List<FailureMatcher<?>> expected) {
        if (expected.isEmpty()) {
            throw new IllegalArgumentException(
                    "nothing is asked for, so this would always pass: name a type or a matcher");
        }
        return expected;
    }

    Class<? extends E> type() {
        return type;
    }

    List<Trait<? super E>> traits() {
        return traits;
    }

    @Nullable
    String description() {
        return description;
    }

    /** Whether this asks for something of the text, and this text has all of it. */
    boolean likesText(@Nullable String text) {
        boolean asks = false;
        for (Trait<? super E> trait : traits) {
            if (trait.text() != null) {
                if (!trait.text().test(text)) {
                    return false;
                }
                asks = true;
            }
        }
        return asks;
    }

    /** Says whether the throwable is what this matcher asks for; called through the memory that {@link Found} keeps. */
    abstract Verdict test(Found found);

    Verdict testTraits(E throwable, Found found) {
        int score = 1;
        for (Trait<? super E> trait : traits) {
            Verdict verdict = Verdict.of(score, () -> trait.check().difference(throwable, found));
            if (!verdict.matches()) {
                return verdict;
            }
            score++;
        }
        return Verdict.MATCH;
    }

    abstract String noun();

    @Override
    public final String toString() {
        if (description != null) {
            return description;
        }
        String options = traits.stream().map(Trait::phrase).collect(Collectors.joining(", "));
        return options.isEmpty() ? noun() : noun() + " " + options;
    }
}
