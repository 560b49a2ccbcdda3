package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Task;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;

/**
 * The assertions for a task, made by {@link GroupAssertions#assertThatTask}: how it ended, and with what.
 *
 * @param <T> the type of the task's result
 */
public class TaskAssert<T extends @Nullable Object> extends AbstractObjectAssert<TaskAssert<T>, Task<T>> {
    private static final SoftSeam SOFT = SoftSeam.find(MethodHandles.lookup(), AbstractAssert.class);

    /** For AssertJ, which makes soft assertions by it; tests use {@link GroupAssertions#assertThatTask}. */
    @SuppressWarnings("NullAway") // assertj's own fields may hold null
    public TaskAssert(@Nullable Task<T> actual) {
        super(actual, TaskAssert.class);
    }

    /**
     * Verifies the name of the task.
     *
     * <pre>{@code
     * assertThatTask(user).hasName("user");    // passes
     * assertThatTask(user).hasName("order");   // fails
     * }</pre>
     */
    public final TaskAssert<T> hasName(String name) {
        return check(() -> {
            if (!task().name().equals(name)) {
                throw failure("expected the name of the task to be " + Words.quoted(name) + ", but it is "
                        + Words.quoted(task().name()));
            }
        });
    }

    /**
     * Verifies that the task has not ended.
     *
     * <pre>{@code
     * assertThatTask(waiting).isRunning();     // passes
     * assertThatTask(user).isRunning();        // fails
     * }</pre>
     */
    public final TaskAssert<T> isRunning() {
        return is(Task.State.RUNNING, "to be running");
    }

    /**
     * Verifies that the task returned a result.
     *
     * <pre>{@code
     * assertThatTask(user).succeeded();        // passes
     * assertThatTask(order).succeeded();       // fails
     * }</pre>
     */
    public final TaskAssert<T> succeeded() {
        return is(Task.State.SUCCEEDED, "to have succeeded");
    }

    /**
     * Verifies that the task returned this result.
     *
     * <pre>{@code
     * assertThatTask(user).succeededWith("Ada");   // passes
     * assertThatTask(user).succeededWith("Bob");   // fails
     * }</pre>
     */
    public final TaskAssert<T> succeededWith(T result) {
        return check(() -> {
            requireState(Task.State.SUCCEEDED, "to have succeeded with " + Words.value(result));
            T actual = task().result();
            if (!Objects.deepEquals(actual, result)) {
                throw failureWithActualExpected(
                        actual,
                        result,
                        "%s",
                        System.lineSeparator() + "expected " + name() + " to have succeeded with " + Words.value(result)
                                + ", but its result is " + Words.value(actual));
            }
        });
    }

    /**
     * Verifies that the task failed.
     *
     * <pre>{@code
     * assertThatTask(order).failed();          // passes
     * assertThatTask(user).failed();           // fails
     * }</pre>
     */
    public final TaskAssert<T> failed() {
        return is(Task.State.FAILED, "to have failed");
    }

    /**
     * Verifies that the task failed with an exception of this type.
     *
     * <pre>{@code
     * assertThatTask(order).failedWith(IOException.class);     // passes
     * assertThatTask(order).failedWith(SQLException.class);    // fails
     * }</pre>
     */
    public final TaskAssert<T> failedWith(Class<? extends Throwable> type) {
        return failedWith(FailureMatcher.of(type));
    }

    /**
     * Verifies that the task failed with what this matcher says; {@link GroupAssertions#group} where the task itself ran
     * a scope.
     *
     * <pre>{@code
     * assertThatTask(order).failedWith(leaf(IOException.class).withMessageContaining("timeout"));   // passes
     * assertThatTask(order).failedWith(leaf(IOException.class).withMessage("disk full"));           // fails
     * }</pre>
     */
    public final TaskAssert<T> failedWith(FailureMatcher<?> matcher) {
        return check(() -> {
            requireState(Task.State.FAILED, "to have failed with " + matcher);
            Throwable thrown = task().exception().orElseThrow();
            Verdict verdict = new Found.Scene().of(thrown, task().name()).verdict(matcher);
            if (!verdict.matches()) {
                throw failure("expected " + name() + " to have failed with:" + System.lineSeparator() + "  " + matcher
                        + System.lineSeparator() + "but it failed with:" + System.lineSeparator() + "  "
                        + Words.line(thrown) + System.lineSeparator() + "  " + verdict.text());
            }
        });
    }

    /**
     * Verifies that the task was cancelled.
     *
     * <pre>{@code
     * assertThatTask(stopped).isCancelled();   // passes
     * assertThatTask(user).isCancelled();      // fails
     * }</pre>
     */
    public final TaskAssert<T> isCancelled() {
        return is(Task.State.CANCELLED, "to have been cancelled");
    }

    /**
     * Goes on with the result of the task.
     *
     * <pre>{@code
     * assertThatTask(user).result().isEqualTo("Ada");                  // passes
     * assertThatTask(user).result().asString().startsWith("B");        // fails
     * }</pre>
     */
    public final AbstractObjectAssert<?, T> result() {
        succeeded();
        return SoftSeam.step(this, () -> extracting(TaskAssert::resultOf));
    }

    @SuppressWarnings("NullAway") // null where there is none; the check before this has failed then
    private static <T extends @Nullable Object> T resultOf(@Nullable Task<T> task) {
        return task != null && task.state() == Task.State.SUCCEEDED ? task.result() : null;
    }

    /**
     * Goes on with what the task failed with.
     *
     * <pre>{@code
     * assertThatTask(order).exception().hasMessageContaining("timeout");   // passes
     * assertThatTask(order).exception().hasNoCause();                      // fails
     * }</pre>
     */
    public final AbstractThrowableAssert<?, ?> exception() {
        failed();
        return SoftSeam.step(this, () -> extracting(task -> exceptionOf(task), InstanceOfAssertFactories.THROWABLE));
    }

    private static Throwable exceptionOf(@Nullable Task<?> task) {
        Optional<Throwable> thrown =
                task == null || task.state() == Task.State.RUNNING ? Optional.empty() : task.exception();
        return thrown.orElseGet(() -> NotAGroup.absentLeaf("the task has not failed"));
    }

    private TaskAssert<T> is(Task.State state, String phrase) {
        return check(() -> requireState(state, phrase));
    }

    private void requireState(Task.State state, String phrase) {
        if (task().state() != state) {
            throw failure("expected " + name() + " " + phrase + ", but " + end());
        }
    }

    private String name() {
        return "task " + Words.quoted(task().name());
    }

    private String end() {
        Task<T> task = task();
        return switch (task.state()) {
            case RUNNING -> "it is still running";
            case SUCCEEDED -> "it succeeded with " + Words.value(task.result());
            case CANCELLED -> "it was cancelled";
            case FAILED -> "it failed with " + Words.line(task.exception().orElseThrow());
        };
    }

    private Task<T> task() {
        if (actual == null) {
            throw failure("%s", System.lineSeparator() + "expected a task, but was null");
        }
        return actual;
    }

    /** With the tree of a group, and what the task failed with as the cause. */
    private AssertionError failure(String text) {
        Throwable thrown =
                task().state() == Task.State.RUNNING ? null : task().exception().orElse(null);
        AssertionError failure = failure(
                "%s",
                thrown instanceof ExceptionGroup group
                        ? Report.of(group, text, List.of())
                        : System.lineSeparator() + text);
        if (thrown != null && failure.getCause() == null) {
            failure.initCause(thrown);
        }
        return failure;
    }

    /** The seam of soft assertions. */
    protected TaskAssert<T> check(Runnable check) {
        SOFT.run(this, check);
        return myself;
    }
}
