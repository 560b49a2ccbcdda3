package dev.muster.examples.architecture;

import static com.tngtech.archunit.library.freeze.FreezingArchRule.freeze;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_DROPPED_GROUPS;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_ESCAPING_SCOPES;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_RAW_THREADS;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_SLEEPING_TESTS;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_SWALLOWED_INTERRUPTS;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_UNEXAMINED_GROUPS;
import static dev.muster.archunit.StructuredConcurrencyRules.allowing;
import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.muster.examples.KeyError;
import dev.muster.group.Attempt;
import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Policy;
import dev.muster.scope.ScopeConfig;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule on code that breaks it and on code that keeps it. */
class ArchitectureRulesTest {

    static void send(String mail) throws IOException {
        throw new IOException("no connection for " + mail);
    }

    static String load(int id) throws KeyError {
        throw new KeyError("order " + id);
    }

    static void checkout() throws InterruptedException {
        TaskScope.named("checkout").policy(Policy.collectAll()).run(scope -> {
            scope.fork("mail", () -> send("receipt"));
            scope.fork("order", () -> load(7));
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // this is what it breaks
    static class RawThreads {
        void broken(Runnable work) {
            new Thread(work).start(); // who waits for it?
            CompletableFuture.runAsync(work); // who is told of its failure?
        }
    }

    static class OwnedThreads {
        void kept(Runnable work, Executor executor) throws InterruptedException {
            TaskScope.run(scope -> scope.fork("work", () -> work.run()));
            CompletableFuture.runAsync(work, executor).join();
        }

        ThreadFactory factory() {
            return work -> new Thread(work, "batch"); // the scope starts it and waits for it
        }
    }

    static class EscapingScopes {
        private final TaskScope scope = TaskScope.open(); // who closes it?

        TaskScope broken() {
            return scope;
        }
    }

    static class OwnedScopes {
        private static final ScopeConfig CRAWL = TaskScope.named("crawl").maxConcurrency(8);

        List<String> kept(Path start) throws InterruptedException {
            return CRAWL.call(scope -> {
                List<Task<String>> found = new ArrayList<>();
                crawl(scope, start, found);
                scope.join();
                return found.stream().map(Task::result).toList();
            });
        }

        private static void crawl(TaskScope scope, Path directory, List<Task<String>> found) {
            found.add(scope.fork(() -> directory.toString()));
        }
    }

    static class DroppedGroups {
        @Nullable
        String broken(TaskScope scope) {
            Task<String> order = scope.fork("order", () -> load(7));
            try {
                scope.join();
                return order.result();
            } catch (Exception e) {
                return null; // also if the disk was full
            }
        }
    }

    static class HandledGroups {
        @Nullable
        String kept() throws InterruptedException {
            return Attempt.of(() -> TaskScope.call(scope -> {
                        Task<String> order = scope.fork("order", () -> load(7));
                        scope.join();
                        return order.result();
                    }))
                    .recover(KeyError.class, unknown -> "none")
                    .orElse(null);
        }
    }

    static class SwallowedInterrupts {
        void broken(BlockingQueue<String> mails) throws IOException {
            while (true) {
                try {
                    send(mails.take());
                } catch (InterruptedException e) {
                    System.getLogger("mail").log(System.Logger.Level.WARNING, "interrupted", e);
                }
            }
        }
    }

    static class HeededInterrupts {
        void kept(BlockingQueue<String> mails) throws IOException {
            try {
                send(mails.take());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static class UnexaminedGroups {
        void broken() {
            assertThrows(ExceptionGroup.class, () -> checkout());
            assertThatThrownBy(() -> checkout()).isInstanceOf(ExceptionGroup.class);
        }
    }

    static class ExaminedGroups {
        void kept() {
            assertThatGroup(assertThrows(ExceptionGroup.class, () -> checkout()))
                    .hasSize(2);
            assertThatGroupThrownBy(() -> checkout()).containsExactly(IOException.class, KeyError.class);
        }
    }

    static class SleepingTests {
        void broken(Thread server, List<String> served) throws InterruptedException {
            server.start();
            Thread.sleep(500);
            assertThat(served).hasSize(1);
        }
    }

    static class WaitingTests {
        void kept(Thread server, List<String> served, CountDownLatch isServed) throws InterruptedException {
            server.start();
            isServed.await();
            assertThat(served).hasSize(1);
        }
    }

    @Test
    void threads_without_an_owner_are_found() {
        assertThat(linesOf(NO_RAW_THREADS, RawThreads.class)).isEqualTo(3);
        assertThat(linesOf(NO_RAW_THREADS, OwnedThreads.class)).isZero();
    }

    @Test
    void scopes_that_escape_are_found() {
        assertThat(linesOf(NO_ESCAPING_SCOPES, EscapingScopes.class)).isEqualTo(2);
        assertThat(linesOf(NO_ESCAPING_SCOPES, OwnedScopes.class)).isZero();
    }

    @Test
    void groups_that_are_dropped_are_found() {
        assertThat(linesOf(NO_DROPPED_GROUPS, DroppedGroups.class)).isEqualTo(1);
        assertThat(linesOf(NO_DROPPED_GROUPS, HandledGroups.class)).isZero();
    }

    @Test
    void interrupts_that_are_swallowed_are_found() {
        assertThat(linesOf(NO_SWALLOWED_INTERRUPTS, SwallowedInterrupts.class)).isEqualTo(1);
        assertThat(linesOf(NO_SWALLOWED_INTERRUPTS, HeededInterrupts.class)).isZero();
    }

    @Test
    void assertions_that_look_away_are_found() {
        assertThat(linesOf(NO_UNEXAMINED_GROUPS, UnexaminedGroups.class)).isEqualTo(2);
        assertThat(linesOf(NO_UNEXAMINED_GROUPS, ExaminedGroups.class)).isZero();
        new ExaminedGroups().kept();
    }

    @Test
    void tests_that_sleep_are_found() {
        assertThat(linesOf(NO_SLEEPING_TESTS, SleepingTests.class)).isEqualTo(1);
        assertThat(linesOf(NO_SLEEPING_TESTS, WaitingTests.class)).isZero();
    }

    @Test
    void the_report_says_what_and_why() {
        JavaClasses classes = new ClassFileImporter().importClasses(DroppedGroups.class);

        assertThatThrownBy(() -> NO_DROPPED_GROUPS.check(classes)).message().matches("""
                        Architecture Violation \\[Priority: MEDIUM\\] - Rule 'classes should not drop the group that a join throws, because it holds every failure of the tasks, those that nobody expected too: handle what you expect with Attempt or split, and let the others go on' was violated \\(1 times\\):
                        Method <\\S+\\.broken\\(dev\\.muster\\.scope\\.TaskScope\\)> catches Exception around TaskScope\\.join and drops the group in \\(ArchitectureRulesTest\\.java:\\d+\\)""".replace("\n", "\\R"));
    }

    @Test
    void allowed_places_are_left_alone() {
        ArchRule threads = allowing("com.acme.pool..", "com.acme.Main").noRawThreads();

        assertThat(linesOf(threads, RawThreads.class)).isEqualTo(3);
        assertThat(linesOf(allowing("dev.muster.examples..").noRawThreads(), RawThreads.class))
                .isZero();
    }

    @Test
    void a_frozen_rule_finds_what_is_new(@TempDir Path store) {
        ArchConfiguration.withThreadLocalScope(configuration -> {
            configuration.setProperty("freeze.store.default.path", store.toString());
            configuration.setProperty("freeze.store.default.allowStoreCreation", "true");

            ArchRule interrupts = freeze(NO_SWALLOWED_INTERRUPTS);

            interrupts.check(new ClassFileImporter().importClasses(HeededInterrupts.class));
            assertThat(linesOf(interrupts, SwallowedInterrupts.class)).isEqualTo(1);
        });
    }

    private static int linesOf(ArchRule rule, Class<?> type) {
        return rule.evaluate(new ClassFileImporter().importClasses(type))
                .getFailureReport()
                .getDetails()
                .size();
    }
}
