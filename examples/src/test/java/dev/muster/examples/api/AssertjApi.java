package dev.muster.examples.api;

import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static dev.muster.assertj.GroupAssertions.assertThatTask;
import static dev.muster.assertj.GroupAssertions.group;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.assertj.AbstractGroupAssert;
import dev.muster.assertj.BDDSoftGroupAssertions;
import dev.muster.assertj.FailureMatcher;
import dev.muster.assertj.GroupAssert;
import dev.muster.assertj.GroupAssertions;
import dev.muster.assertj.GroupMatcher;
import dev.muster.assertj.SoftGroupAssertions;
import dev.muster.assertj.SoftGroupAssertionsProvider;
import dev.muster.assertj.TaskAssert;
import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Task;
import java.io.IOException;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ListAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowingConsumer;

/** Only compiled. */
final class AssertjApi {
    private AssertjApi() {}

    static void groups(Throwable thrown, ThrowingConsumer<Object> check, FailureMatcher<?> matcher) {
        GroupAssert asserted = assertThatGroup(thrown)
                .hasMessage("message")
                .hasSize(1)
                .hasLeafCount(1)
                .contains(IOException.class, Error.class)
                .contains(matcher, leaf(Error.class), group(Error.class))
                .containsExactly(IOException.class, Error.class)
                .containsExactly(matcher, group())
                .containsExactlyInAnyOrder(IOException.class, Error.class)
                .containsExactlyInAnyOrder(matcher, group())
                .containsOnly(IOException.class, Error.class)
                .containsOnly(matcher, group())
                .satisfiesExactly(check, member -> assertThat(member).hasNoCause())
                .doesNotContain(IOException.class, Error.class)
                .doesNotContain(matcher, group())
                .containsAtLeast(1, IOException.class)
                .containsAtLeast(1, matcher)
                .containsAtMost(1, IOException.class)
                .containsAtMost(1, matcher)
                .containsTimes(1, IOException.class)
                .containsTimes(1, matcher)
                .allSatisfy(check)
                .anySatisfy(check)
                .as("inherited")
                .hasNoCause();
        GroupAssert members = asserted.members();
        AbstractGroupAssert<?, ?> leaves = asserted.leaves();
        AbstractThrowableAssert<?, ?> member = asserted.member(0);
        AbstractThrowableAssert<?, ?> leaf = asserted.leaf(0);
        AbstractThrowableAssert<?, ?> first = asserted.firstFailure();
        GroupAssert part = asserted.subgroup(IOException.class).subgroup(IOException.class, Error.class);
        GroupAssert rest = asserted.rest(IOException.class, Error.class);
        ListAssert<String> notes = asserted.notes();
        GroupAssert byHand = new GroupAssert(ExceptionGroup.of("message", thrown));
        GroupAssert navigated = assertThat((Object) thrown).asInstanceOf(GroupAssertions.EXCEPTION_GROUP);
    }

    static void entries(Throwable thrown, ThrowingCallable code, Task<Integer> task) {
        GroupAssert assertion = assertThatGroupThrownBy(code);
        assertion = GroupAssertions.thenGroup(thrown);
        assertion = GroupAssertions.thenGroupThrownBy(code);
        assertion = assertThatGroup(GroupAssertions.carriedBy(thrown));
        assertion = assertThatGroup(GroupAssertions.withSuppressed(thrown));
        assertion = assertThatGroup(GroupAssertions.orBare(thrown));
        TaskAssert<Integer> asserted = GroupAssertions.thenTask(task);
    }

    static void tasks(Task<Integer> task) {
        TaskAssert<Integer> asserted = assertThatTask(task)
                .hasName("name")
                .isRunning()
                .succeeded()
                .succeededWith(1)
                .failed()
                .failedWith(IOException.class)
                .failedWith(leaf(IOException.class))
                .isCancelled();
        AbstractObjectAssert<?, Integer> result = asserted.result();
        AbstractThrowableAssert<?, ?> exception = asserted.exception();
        TaskAssert<Integer> byHand = new TaskAssert<>(task);
        TaskAssert<Object> navigated = assertThat((Object) task).asInstanceOf(GroupAssertions.TASK);
    }

    static void leaves(Predicate<Object> broad, ThrowingConsumer<Object> check, FailureMatcher<?> cause) {
        FailureMatcher<MissingException> matcher = leaf(MissingException.class)
                .withMessage("message")
                .withMessageContaining("part")
                .withMessageMatching("pattern")
                .withCause(IOException.class)
                .withCause(cause)
                .with("what", MissingException::what, "value")
                .matching(broad, "condition")
                .matching(missing -> missing.what().isEmpty(), "condition")
                .satisfying(check)
                .satisfying(missing -> assertThat(missing.what()).isEmpty())
                .inTask("task")
                .as("name");
        String text = matcher.toString();
    }

    static void nested(Predicate<Object> broad, ThrowingConsumer<Object> check, FailureMatcher<?> member) {
        GroupMatcher matcher = group().withMessage("message")
                .withMessageContaining("part")
                .withMessageMatching("pattern")
                .withCause(IOException.class)
                .withCause(member)
                .with("message", ExceptionGroup::message, "value")
                .matching(broad, "condition")
                .matching(group -> group.notes().isEmpty(), "condition")
                .satisfying(check)
                .inTask("task")
                .as("name")
                .inOrder()
                .flattened()
                .orBare()
                .withNote("note");
        matcher = group(IOException.class, Error.class);
        matcher = group(member, matcher);
        FailureMatcher<ExceptionGroup> broader = matcher;
    }

    static void soft(Throwable thrown, ThrowingCallable code, Task<Integer> task) {
        SoftGroupAssertions.assertSoftly(softly -> {
            GroupAssert group = softly.assertThatGroup(thrown);
            group = softly.assertThatGroupThrownBy(code);
            TaskAssert<Integer> asserted = softly.assertThatTask(task);
            softly.assertThat(1).isOne();
        });
        BDDSoftGroupAssertions.thenSoftly(softly -> {
            GroupAssert group = softly.thenGroup(thrown);
            group = softly.thenGroupThrownBy(code);
            TaskAssert<Integer> asserted = softly.thenTask(task);
            softly.then(1).isOne();
        });
        new SoftGroupAssertions().assertAll();
        new BDDSoftGroupAssertions().assertAll();
        SoftGroupAssertionsProvider provider = new SoftGroupAssertions();
    }

    /** What a user writes who asserts on a group of their own. */
    static final class OrderAssert extends AbstractGroupAssert<OrderAssert, GroupApi.OrderFailures> {
        OrderAssert(GroupApi.OrderFailures actual) {
            super(actual, OrderAssert.class);
        }

        OrderAssert isWellFormed() {
            return hasMessage("orders").check(() -> assertThat(group().stored()).isNotNull());
        }

        OrderAssert wasThrown() {
            return hasBeenThrown();
        }
    }

    /** Likewise for a task. */
    static final class ResultAssert extends TaskAssert<Integer> {
        ResultAssert(Task<Integer> task) {
            super(task);
        }

        TaskAssert<Integer> isSmall() {
            return check(() -> result().isEqualTo(1));
        }
    }

    private static final class MissingException extends RuntimeException {
        private static final long serialVersionUID = 1;

        String what() {
            return "";
        }
    }
}
