package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Task;
import org.assertj.core.api.InstanceOfAssertFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/**
 * The one class to import from, statically, beside AssertJ's own: where assertions about exception groups and tasks
 * begin.
 *
 * <pre>{@code
 * assertThatGroup(thrown).hasMessage("multiple errors").containsExactly(ValueError.class, TypeError.class);
 * assertThatGroupThrownBy(() -> fetchAll(urls))
 *         .containsExactlyInAnyOrder(leaf(IOException.class).withMessageContaining("timeout"), group(leaf(KeyError.class)));
 * assertThatTask(task).failedWith(ValueError.class);
 * }</pre>
 *
 * <p><b>Other people's groups.</b> An exception that carries others in its own way is no group, and the assertions say
 * so. Said explicitly, it is looked at as one: {@link #carriedBy}, {@link #withSuppressed}, {@link #orBare}; for
 * anything else {@code ExceptionGroup.of(message, its list)} will do.
 */
public final class GroupAssertions {
    /**
     * Leads from AssertJ's own assertions to these.
     *
     * <pre>{@code
     * assertThatThrownBy(() -> fetchAll(urls)).asInstanceOf(EXCEPTION_GROUP).contains(IOException.class);  // passes
     * assertThatThrownBy(() -> fetch(url)).asInstanceOf(EXCEPTION_GROUP).contains(IOException.class);      // fails
     * }</pre>
     */
    public static final InstanceOfAssertFactory<ExceptionGroup, GroupAssert> EXCEPTION_GROUP =
            new InstanceOfAssertFactory<>(ExceptionGroup.class, GroupAssert::new);

    /**
     * Leads from AssertJ's own assertions to those about a task.
     *
     * <pre>{@code
     * assertThat(tasks).first().asInstanceOf(TASK).succeededWith("Ada");   // passes
     * assertThat(tasks).last().asInstanceOf(TASK).succeeded();             // fails
     * }</pre>
     */
    @SuppressWarnings({"rawtypes", "unchecked"}) // a class literal knows no type arguments
    public static final InstanceOfAssertFactory<Task, TaskAssert<Object>> TASK =
            new InstanceOfAssertFactory<>(Task.class, task -> new TaskAssert<>((Task<Object>) task));

    private GroupAssertions() {}

    /**
     * Begins assertions about an exception that is expected to be a group. Each of them fails if it is not.
     *
     * <pre>{@code
     * assertThatGroup(eg).hasSize(2);                      // passes
     * assertThatGroup(new IOException()).hasSize(1);       // fails
     * }</pre>
     */
    public static GroupAssert assertThatGroup(@Nullable Throwable thrown) {
        return new GroupAssert(NotAGroup.orGroup(thrown));
    }

    /**
     * Runs code that is expected to throw a group, and begins assertions about it. Fails at once if the code throws
     * nothing, or something else.
     *
     * <pre>{@code
     * assertThatGroupThrownBy(() -> fetchAll(urls)).contains(IOException.class);   // passes
     * assertThatGroupThrownBy(() -> fetch(url));                                   // fails
     * }</pre>
     */
    public static GroupAssert assertThatGroupThrownBy(ThrowingCallable code) {
        return new GroupAssert(NotAGroup.thrownBy(code)).hasBeenThrown();
    }

    /**
     * Begins assertions about how a task ended.
     *
     * <pre>{@code
     * assertThatTask(user).succeededWith("Ada");           // passes
     * assertThatTask(order).succeeded();                   // fails
     * }</pre>
     */
    public static <T extends @Nullable Object> TaskAssert<T> assertThatTask(@Nullable Task<T> task) {
        return new TaskAssert<>(task);
    }

    /**
     * As {@link #assertThatGroup}, in the words of behaviour-driven tests.
     *
     * <pre>{@code
     * thenGroup(eg).hasSize(2);       // passes
     * thenGroup(eg).hasSize(3);       // fails
     * }</pre>
     */
    public static GroupAssert thenGroup(@Nullable Throwable thrown) {
        return assertThatGroup(thrown);
    }

    /**
     * As {@link #assertThatGroupThrownBy}, in the words of behaviour-driven tests.
     *
     * <pre>{@code
     * thenGroupThrownBy(() -> fetchAll(urls)).contains(IOException.class);    // passes
     * thenGroupThrownBy(() -> fetch(url)).contains(IOException.class);        // fails
     * }</pre>
     */
    public static GroupAssert thenGroupThrownBy(ThrowingCallable code) {
        return assertThatGroupThrownBy(code);
    }

    /**
     * As {@link #assertThatTask}, in the words of behaviour-driven tests.
     *
     * <pre>{@code
     * thenTask(user).succeededWith("Ada");    // passes
     * thenTask(order).succeeded();            // fails
     * }</pre>
     */
    public static <T extends @Nullable Object> TaskAssert<T> thenTask(@Nullable Task<T> task) {
        return assertThatTask(task);
    }

    /**
     * Returns a matcher for a leaf of this type.
     *
     * <pre>{@code
     * assertThatGroup(eg).contains(leaf(ValueError.class).withMessageContaining("bad"));   // passes
     * assertThatGroup(eg).contains(leaf(ValueError.class).withMessageContaining("good"));  // fails
     * }</pre>
     *
     * @throws IllegalArgumentException if it is a group type; use {@link #group}
     */
    public static <E extends Throwable> FailureMatcher<E> leaf(Class<E> type) {
        return LeafMatcher.leaf(type);
    }

    /**
     * Returns a matcher for a group, whatever it holds.
     *
     * <pre>{@code
     * assertThatGroup(outer).contains(group().withMessage("inner"));       // passes
     * assertThatGroup(outer).contains(group().withMessage("outer"));       // fails
     * }</pre>
     */
    public static GroupMatcher group() {
        return GroupMatcher.ofType(ExceptionGroup.class);
    }

    /**
     * Returns a matcher for a group of leaves of these types, in any order, and no others.
     *
     * <pre>{@code
     * assertThatGroup(outer).contains(group(TypeError.class, ValueError.class));   // passes
     * assertThatGroup(outer).contains(group(TypeError.class));                     // fails
     * }</pre>
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static GroupMatcher group(Class<? extends Throwable>... members) {
        return GroupMatcher.of(FailureMatcher.of(members));
    }

    /**
     * Returns a matcher for a group of what these matchers say, in any order, and no others.
     *
     * <pre>{@code
     * assertThatGroup(outer).contains(group(leaf(ValueError.class).withMessage("a"), leaf(TypeError.class)));  // passes
     * assertThatGroup(outer).contains(group(leaf(ValueError.class).withMessage("b"), leaf(TypeError.class)));  // fails
     * }</pre>
     */
    public static GroupMatcher group(FailureMatcher<?>... members) {
        return GroupMatcher.of(FailureMatcher.of(members));
    }

    /**
     * Looks at what an exception carries as a group: its list of failures, as in opentest4j's and AssertJ's multiple
     * failures and RxJava's composites; for any other its cause, if it has one, and then its suppressed exceptions, as
     * in an {@link java.util.concurrent.ExecutionException}, the JDK scope's {@code FailedException} and Reactor's
     * composites. A list is what a public {@code getFailures}, {@code getExceptions}, {@code getErrors} or
     * {@code getCauses} returns. Inside a list, exceptions that have a list themselves become groups too.
     *
     * <pre>{@code
     * assertThatGroup(carriedBy(multipleFailures)).hasSize(2);     // passes
     * assertThatGroup(carriedBy(new IOException())).hasSize(1);    // fails
     * }</pre>
     *
     * @return a group of what is carried; the exception itself if it is a group, or carries nothing; null for null
     */
    public static @Nullable Throwable carriedBy(@Nullable Throwable thrown) {
        return Carried.by(thrown);
    }

    /**
     * Looks at an exception as a group of itself and those suppressed in it: the first failure with the later ones, as in
     * Kotlin's coroutines or a try-with-resources.
     *
     * <pre>{@code
     * assertThatGroup(withSuppressed(failed)).containsExactly(IOException.class, ValueError.class);    // passes
     * assertThatGroup(withSuppressed(failed)).containsExactly(IOException.class);                      // fails
     * }</pre>
     *
     * @return that group; the exception itself if it is a group; null for null
     */
    public static @Nullable Throwable withSuppressed(@Nullable Throwable thrown) {
        return Carried.withSuppressed(thrown);
    }

    /**
     * Looks at a bare exception as a group of one, where a test does not care which of the two it gets.
     *
     * <pre>{@code
     * assertThatGroup(orBare(new IOException())).containsExactly(IOException.class);   // passes
     * assertThatGroup(orBare(eg)).containsExactly(IOException.class);                  // fails
     * }</pre>
     *
     * @return that group; the exception itself if it is a group; null for null
     */
    public static @Nullable Throwable orBare(@Nullable Throwable thrown) {
        return Carried.orBare(thrown);
    }
}
