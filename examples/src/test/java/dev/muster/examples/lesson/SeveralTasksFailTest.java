package dev.muster.examples.lesson;

import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.examples.KeyError;
import dev.muster.examples.TypeError;
import dev.muster.examples.ValueError;
import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Policy;
import dev.muster.scope.TaskScope;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** Part 1: several tasks fail at once, each in its own way, and all of the failures are seen. */
class SeveralTasksFailTest {

    static void failingTask1() {
        throw new ValueError("bad value");
    }

    static void failingTask2() {
        throw new TypeError("wrong type");
    }

    static void failingTask3() {
        throw new KeyError("no such key");
    }

    static void main() throws InterruptedException {
        TaskScope.named("main").policy(Policy.collectAll()).run(scope -> {
            scope.fork("one", () -> failingTask1());
            scope.fork("two", () -> failingTask2());
            scope.fork("three", () -> failingTask3());
        });
    }

    @Test
    void every_failure_is_a_member_of_the_group_in_the_order_of_the_forks() {
        ExceptionGroup eg = catchThrowableOfType(ExceptionGroup.class, () -> main());

        assertThatGroup(eg).containsExactly(ValueError.class, TypeError.class, KeyError.class);
    }

    @Test
    void the_message_names_each_failure_with_its_task() {
        ExceptionGroup eg = catchThrowableOfType(ExceptionGroup.class, () -> main());

        assertThat(eg).hasMessage("""
                        scope "main" failed in 3 of 3 tasks (3 sub-exceptions: 1 ValueError, 1 TypeError, 1 KeyError)
                          [one] ValueError: bad value
                          [two] TypeError: wrong type
                          [three] KeyError: no such key""");
    }

    @Test
    void tasks_that_fail_at_the_same_moment_are_all_members_though_the_first_cancels_the_others() {
        CyclicBarrier allStarted = new CyclicBarrier(2);

        ExceptionGroup eg = catchThrowableOfType(
                ExceptionGroup.class,
                () -> TaskScope.run(scope -> {
                    scope.fork("one", () -> {
                        allStarted.await();
                        failingTask1();
                    });
                    scope.fork("two", () -> {
                        allStarted.await();
                        failingTask2();
                    });
                }));

        assertThatGroup(eg).containsExactly(ValueError.class, TypeError.class);
    }
}
