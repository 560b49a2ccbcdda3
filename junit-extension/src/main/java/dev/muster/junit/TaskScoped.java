package dev.muster.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test method a task scope of its own, and reports every failure of the test and of its tasks.
 *
 * <pre>{@code
 * @TaskScoped
 * class CheckoutTest {
 *     @Test
 *     void both_sides_agree(TaskScope scope) {
 *         scope.fork("client", () -> assertThat(client.call()).isEqualTo("ok"));
 *         scope.fork("server", () -> server.serveOnce());
 *     } // joined here
 * }
 * }</pre>
 *
 * <p>The test runs on JUnit's own thread, inside a {@link dev.muster.scope.TaskScope} that is opened right before it and
 * joined right after it: the test ends when all its tasks have ended. A parameter of type {@code TaskScope} is that
 * scope. Lifecycle methods such as {@code @BeforeEach} have a scope of their own, each its own.
 *
 * <p><b>Results.</b> If only the test method itself failed, what it threw is reported as it is. Otherwise the failures
 * of method and tasks are told together:
 *
 * <ul>
 *   <li>all are aborted assumptions: the test is aborted, by a {@code TestAbortedException} that names each;
 *   <li>all are assertion errors: an {@code org.opentest4j.MultipleFailuresError} of them all, which tools count as a
 *       failure and show comparison by comparison;
 *   <li>anything else: the {@link dev.muster.group.ExceptionGroup} of all failures.
 * </ul>
 *
 * <p><b>Cancels.</b> Tasks are cancelled if the method fails or is aborted, if the join takes longer than
 * {@link #joinTimeout()}, at JUnit's {@code @Timeout}, and if the {@link #policy()} wants it. What they fail with after
 * that is reported too. A task that ignores its interrupt is named and left behind after the {@link #grace()}.
 *
 * <p><b>Leaks.</b> A thread that the test started outside of its scope and that outlives it fails the test, and so does
 * an exception that nobody caught in such a thread; see {@link #leaks()}.
 *
 * <p><b>Threads.</b> The scope may be used by the method and by its tasks, while the method runs. Tests may run at once.
 *
 * <p><b>Settings</b> may stand at a method, its class, a superclass, an interface or an enclosing class; each is taken
 * from the nearest place that sets it, then from JUnit's configuration parameters {@code muster.junit.*}, then from the
 * default. The annotation may be used as a meta-annotation. Two annotations at the same place that set the same thing
 * to different values are an error.
 *
 * @see TaskScopeExtension
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(TaskScopeExtension.class)
public @interface TaskScoped {

    /** When the scope cancels its tasks. Parameter {@code muster.junit.policy}; default {@code COLLECT_ALL}. */
    Cancel policy() default Cancel.INHERITED;

    /** How failures are reported. Parameter {@code muster.junit.failures}; default {@code BY_KIND}. */
    Failures failures() default Failures.INHERITED;

    /**
     * How long the join waits for tasks after the method has ended; tasks that still run then are cancelled, and the test
     * fails with the tree of its tasks. A number and a unit, such as {@code "500 ms"}: ns, us, ms, s, m or h. Parameter
     * {@code muster.junit.joinTimeout}; default {@code "30 s"}.
     */
    String joinTimeout() default "";

    /**
     * How long a scope that was cancelled waits for tasks that ignore it; the test then fails, naming those that still
     * run, and goes on without them. As {@link #joinTimeout()}. Parameter {@code muster.junit.grace}; default {@code "5 s"}.
     */
    String grace() default "";

    /** What tasks run on. Parameter {@code muster.junit.threads}; default {@code STANDARD}. */
    Threads threads() default Threads.INHERITED;

    /**
     * What happens where threads outlive the test that started them, and where exceptions in them were not caught.
     * Parameter {@code muster.junit.leaks}; default {@code FAIL}.
     */
    Leaks leaks() default Leaks.INHERITED;

    /**
     * Whether the tree of tasks is part of the failure after a timeout. Parameter {@code muster.junit.dump}; default
     * {@code ON_TIMEOUT}.
     */
    Dump dump() default Dump.INHERITED;

    /**
     * Whether a test that failed publishes {@code tasks.txt}, the tree of its tasks, and {@code timeline.html}, a bar for
     * each of them. Parameter {@code muster.junit.files}; default {@code ON_FAILURE}.
     */
    Files files() default Files.INHERITED;

    /** What makes a scope cancel its tasks; a test method that fails always does. */
    enum Cancel {
        /** As set at the next place. */
        INHERITED,
        /** No task is cancelled because another one failed. */
        COLLECT_ALL,
        /** The first task that fails cancels the others, and interrupts the test method if that is blocked. */
        FAIL_FAST
    }

    /** How several failures are reported. */
    enum Failures {
        /** As set at the next place. */
        INHERITED,
        /** As a {@code MultipleFailuresError} if all are assertion errors, else as a group. */
        BY_KIND,
        /** Always as a group. */
        AS_GROUP
    }

    /** What the tasks of a test run on. */
    enum Threads {
        /** As set at the next place. */
        INHERITED,
        /** Virtual threads where the JVM has them, else pooled ones. */
        STANDARD,
        /** A new platform thread for each task. */
        PLATFORM
    }

    /** What happens where threads outlive their test or die of an exception. */
    enum Leaks {
        /** As set at the next place. */
        INHERITED,
        /** The test fails. */
        FAIL,
        /** Nothing. */
        IGNORE
    }

    /** Whether the tree of tasks is shown. */
    enum Dump {
        /** As set at the next place. */
        INHERITED,
        /** In the failure, after a timeout. */
        ON_TIMEOUT,
        /** Nowhere. */
        NEVER
    }

    /** Whether a test publishes files about its tasks. */
    enum Files {
        /** As set at the next place. */
        INHERITED,
        /** If it failed and had tasks. */
        ON_FAILURE,
        /** Never. */
        NEVER
    }
}
