package dev.muster.archunit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Rules that keep threads, failures and interrupts where somebody answers for them.
 *
 * <p>With {@code archunit-junit5}, one line checks all of them:
 *
 * <pre>{@code
 * @AnalyzeClasses(packages = "com.acme")
 * class ArchitectureTest {
 *     @ArchTest
 *     static final ArchTests concurrency = ArchTests.in(StructuredConcurrencyRules.class);
 * }
 * }</pre>
 *
 * <p>Without it, or one by one, they are rules like any other: {@code NO_RAW_THREADS.check(classes)}. The constants allow
 * nothing. {@link #allowing} makes the same rules for all places but some:
 *
 * <pre>{@code
 * @ArchTest
 * static final ArchRule threads = allowing("com.acme.pool..").noRawThreads();
 * }</pre>
 *
 * <p>A rule can be frozen, with {@code FreezingArchRule.freeze}. What is frozen is kept under the rule's description, which
 * does not tell what is allowed, so that a list can grow or shrink later.
 *
 * <p><b>What they see.</b> Classes that were imported from class files, on the class path or in jars. What ArchUnit's model
 * leaves out, such as the code of a {@code catch} block, is read from the same files when a rule is checked, so they must
 * still be there then. Code that is reached by reflection or through a variable of a more general type is not seen. Muster's
 * types are known by their names: nothing of Muster is needed to check code.
 *
 * <p>Immutable; rules may be checked from any thread.
 */
public final class StructuredConcurrencyRules {
    private static final StructuredConcurrencyRules ALLOWING_NOTHING = new StructuredConcurrencyRules(Places.none());

    /**
     * No class makes or starts a thread, a pool or a timer, and none hands work to the pool that everybody shares.
     *
     * <pre>{@code
     * new Thread(() -> send(mail)).start();                                        // breaks it, twice
     * CompletableFuture.supplyAsync(() -> load(id));                               // breaks it
     * TaskScope.run(scope -> scope.fork("mail", () -> send(mail)));                // keeps it
     * CompletableFuture.supplyAsync(() -> load(id), executor);                     // keeps it
     * }</pre>
     *
     * <p>Found are the constructors of {@link Thread}, {@link java.util.concurrent.ThreadPoolExecutor}, {@link
     * java.util.concurrent.ForkJoinPool}, {@link java.util.Timer} and their subclasses, {@link Thread#start()}, the
     * builders' {@code start} and {@code unstarted}, {@code startVirtualThread}, the methods of {@link
     * java.util.concurrent.Executors} that begin with {@code new}, and the methods of {@link
     * java.util.concurrent.CompletionStage}s that end with {@code Async} and are given no executor.
     *
     * <p>Not found are a method or lambda that returns a thread it has not started, since whoever starts it is found, and a
     * thread that is made in a method which registers a shutdown hook. Nor parallel streams and {@code
     * ForkJoinPool.commonPool()}: both use a pool that is there already, and a stream waits for its work.
     */
    @ArchTest
    public static final ArchRule NO_RAW_THREADS = ALLOWING_NOTHING.noRawThreads();

    /**
     * No scope is kept in a field, returned, or taken by a method that others can call.
     *
     * <pre>{@code
     * private final TaskScope scope = TaskScope.open();                            // breaks it
     * public void crawl(TaskScope scope, Path directory) { … }                     // breaks it
     * private void crawl(TaskScope scope, Path directory) { … }                    // keeps it
     * private static final ScopeConfig CRAWL = TaskScope.named("crawl");           // keeps it
     * }</pre>
     *
     * <p>What holds a scope, as a list, map, supplier, reference or future, counts as the scope. Parameters count where
     * method and class are public or protected, except in what Muster itself calls, such as {@code TaskScope.Body} and
     * listeners, and in methods with annotations of JUnit or TestNG. A scope in a local variable that a lambda takes with it
     * is not found. Handles of tasks may go anywhere: they are values once the scope has ended.
     */
    @ArchTest
    public static final ArchRule NO_ESCAPING_SCOPES = ALLOWING_NOTHING.noEscapingScopes();

    /**
     * No {@code catch} of {@link Exception}, {@link RuntimeException} or {@link Throwable} around a join loses the group.
     *
     * <pre>{@code
     * try { scope.join(); } catch (Exception e) { return null; }                   // breaks it
     * try { scope.join(); } catch (Exception e) { throw new OrderException(); }    // breaks it
     * try { scope.join(); } catch (Exception e) { throw new OrderException(e); }   // keeps it
     * try { scope.join(); } catch (ExceptionGroup e) { return null; }              // keeps it: one sees what is dropped
     * }</pre>
     *
     * <p>A join is a call of {@code join}, {@code close}, {@code call}, {@code run}, {@code all} or {@code firstSuccess} on
     * a scope or its configuration. A group is lost if no path through the handler returns, stores or throws what was
     * caught, passes it to a call, or calls a method of it. A {@code finally} block that returns loses it too. So a handler
     * that only logs the group keeps the rule, as does one that uses it under a condition. A join inside a method that is
     * called in the {@code try} block is not seen.
     */
    @ArchTest
    public static final ArchRule NO_DROPPED_GROUPS = ALLOWING_NOTHING.noDroppedGroups();

    /**
     * No {@code catch} of {@link InterruptedException} goes on as if nothing had happened.
     *
     * <pre>{@code
     * catch (InterruptedException e) { }                                           // breaks it
     * catch (InterruptedException e) { log.warn("interrupted", e); }               // breaks it
     * catch (InterruptedException e) { Thread.currentThread().interrupt(); }       // keeps it
     * catch (InterruptedException e) { throw new OrderException(e); }              // keeps it
     * }</pre>
     *
     * <p>A handler keeps the rule if it throws anything or fails a test, if it hands the exception to anything but a log or
     * a text, or if {@code Thread.interrupt()}, or a method that calls it, can be reached from it, as where a flag is set
     * in a loop and the thread is interrupted after it. So does a handler in a {@code Runnable} whose code ends after it
     * without another wait, and one in a test that fails unless it is interrupted.
     *
     * <p>A {@code catch} of {@link Exception} around a wait is not found. Code that owns its thread and decides to ignore
     * interrupts breaks the rule, as it should: allow it. A handler that stops in another way, as by calling a method of
     * its own, breaks the rule too.
     */
    @ArchTest
    public static final ArchRule NO_SWALLOWED_INTERRUPTS = ALLOWING_NOTHING.noSwallowedInterrupts();

    /**
     * No test expects a group and leaves open what is in it.
     *
     * <pre>{@code
     * assertThrows(ExceptionGroup.class, () -> checkout());                        // breaks it
     * assertThatThrownBy(() -> checkout()).isInstanceOf(ExceptionGroup.class);     // breaks it
     * assertThatGroupThrownBy(() -> checkout()).containsExactly(IOException.class);// keeps it
     * assertEquals(2, assertThrows(ExceptionGroup.class, () -> checkout()).exceptions().size()); // keeps it
     * }</pre>
     *
     * <p>Known are {@code assertThrows}, {@code assertThrowsExactly}, {@code assertInstanceOf} and {@code expectThrows} of
     * JUnit and TestNG, the {@code expected} exceptions of their annotations, AssertJ's {@code isInstanceOf}, {@code
     * isExactlyInstanceOf} and {@code assertThatExceptionOfType}, and {@code assertThatGroupThrownBy} outside of lambdas. Any use of what they
     * return counts as a look, its message too. Where the exception is a parameter or a field, another method may look at
     * it, so nothing is said.
     */
    @ArchTest
    public static final ArchRule NO_UNEXAMINED_GROUPS = ALLOWING_NOTHING.noUnexaminedGroups();

    /**
     * No test waits for time to pass.
     *
     * <pre>{@code
     * server.start(); Thread.sleep(500); assertTrue(server.isUp());                // breaks it
     * server.start(); up.await(); assertTrue(server.isUp());                       // keeps it
     * }</pre>
     *
     * <p>Found are {@code sleep} of {@link Thread} and {@link java.util.concurrent.TimeUnit}, and Guava's {@code
     * sleepUninterruptibly}. A class is a test if it was compiled into a folder of tests, as ArchUnit knows them of Maven,
     * Gradle and IntelliJ, or if it has a test method of JUnit or TestNG, itself or in a class around it. A sleep that
     * the code under test is given as slow work is found as well.
     */
    @ArchTest
    public static final ArchRule NO_SLEEPING_TESTS = ALLOWING_NOTHING.noSleepingTests();

    private final Places allowed;

    private StructuredConcurrencyRules(Places allowed) {
        this.allowed = allowed;
    }

    /**
     * Returns the rules, except for some places.
     *
     * @param places packages, as {@code "com.acme.pool"}, or {@code "com.acme.pool.."} for it and all below, in ArchUnit's
     *     syntax; and classes, as {@code "com.acme.pool.Workers"}, for one and all that is nested in it
     * @throws IllegalArgumentException if there is no place, or one that can name neither a package nor a class
     */
    public static StructuredConcurrencyRules allowing(String... places) {
        return new StructuredConcurrencyRules(Places.of(places));
    }

    /** Returns the rule of {@link #NO_RAW_THREADS}, but for the places allowed. */
    public ArchRule noRawThreads() {
        return rule(
                "not make threads or pools of their own",
                RawThreads::search,
                "nobody waits for such a thread and nobody hears of its failure: fork into a TaskScope,"
                        + " or allow the one package that owns threads");
    }

    /** Returns the rule of {@link #NO_ESCAPING_SCOPES}, but for the places allowed. */
    public ArchRule noEscapingScopes() {
        return rule(
                "not let a TaskScope out of the block that opened it",
                EscapingScopes::search,
                "a scope ends with its block, and who keeps it forks into one that is closed:"
                        + " hand it down to methods that are not public, and return results or a ScopeConfig");
    }

    /** Returns the rule of {@link #NO_DROPPED_GROUPS}, but for the places allowed. */
    public ArchRule noDroppedGroups() {
        return rule(
                "not drop the group that a join throws",
                DroppedGroups::search,
                "it holds every failure of the tasks, those that nobody expected too:"
                        + " handle what you expect with Attempt or split, and let the others go on");
    }

    /** Returns the rule of {@link #NO_SWALLOWED_INTERRUPTS}, but for the places allowed. */
    public ArchRule noSwallowedInterrupts() {
        return rule(
                "not swallow an InterruptedException",
                SwallowedInterrupts::search,
                "it is how a scope asks its tasks to stop, and a task that goes on holds up the scope:"
                        + " let it out, or call Thread.currentThread().interrupt()");
    }

    /** Returns the rule of {@link #NO_UNEXAMINED_GROUPS}, but for the places allowed. */
    public ArchRule noUnexaminedGroups() {
        return rule(
                "not expect a group without a look into it",
                UnexaminedGroups::search,
                "such a test passes whatever has failed:"
                        + " name the members, as with assertThatGroup(thrown).containsExactly(...)");
    }

    /** Returns the rule of {@link #NO_SLEEPING_TESTS}, but for the places allowed. */
    public ArchRule noSleepingTests() {
        return rule(
                "not sleep in tests",
                SleepingTests::search,
                "a sleep is too short on a busy machine and too long on every other:"
                        + " join the scope, wait for a latch, or turn a clock of your own");
    }

    /** Returns all six rules, in the order of the constants. */
    public List<ArchRule> all() {
        return List.of(
                noRawThreads(),
                noEscapingScopes(),
                noDroppedGroups(),
                noSwallowedInterrupts(),
                noUnexaminedGroups(),
                noSleepingTests());
    }

    private ArchRule rule(String description, BiConsumer<JavaClass, Finding> search, String reason) {
        return classes().should(Finding.none(description, allowed, search)).because(reason);
    }
}
