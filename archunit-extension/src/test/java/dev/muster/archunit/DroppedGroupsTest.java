package dev.muster.archunit;

import static dev.muster.archunit.StructuredConcurrencyRules.NO_DROPPED_GROUPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.ScopeConfig;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class DroppedGroupsTest {
    @SuppressWarnings({"finally", "EmptyCatch"}) // this is what they break
    static class Breaking {
        void ignored(TaskScope scope) {
            try {
                scope.join();
            } catch (Exception e) {
            }
        }

        String replaced_by_a_value() {
            try {
                return TaskScope.call(scope -> "a");
            } catch (Exception e) {
                return "b";
            }
        }

        void replaced_by_another_failure(TaskScope scope) throws InterruptedException {
            try {
                scope.join();
            } catch (RuntimeException e) {
                throw new IllegalStateException("a task failed");
            }
        }

        void with_a_resource() {
            try (TaskScope scope = TaskScope.open()) {
                scope.fork(() -> "a");
            } catch (Throwable e) {
                System.exit(1);
            }
        }

        void thrown_into_an_outer_handler(TaskScope scope) {
            try {
                try {
                    scope.join();
                } finally {
                    scope.fork(() -> "b");
                }
            } catch (Exception e) {
                scope.close();
            }
        }

        boolean returned_from_finally(ScopeConfig config) throws InterruptedException {
            try {
                config.run(scope -> {});
            } finally {
                return true;
            }
        }

        Callable<String> in_a_lambda(TaskScope scope) {
            return () -> {
                try {
                    scope.join();
                } catch (RuntimeException e) {
                    return "b";
                }
                return "a";
            };
        }

        boolean only_its_type_is_asked_for(TaskScope scope) {
            try {
                scope.join();
                return true;
            } catch (Exception e) {
                return e instanceof InterruptedException;
            }
        }

        void suppressing_others(TaskScope scope, Exception other) {
            try {
                scope.join();
            } catch (Exception e) {
                e.addSuppressed(other);
            }
        }
    }

    static class Keeping {
        private static final Logger LOG = Logger.getLogger("test");
        private Exception last;

        void wrapped(TaskScope scope) {
            try {
                scope.join();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        void rethrown(TaskScope scope) throws Exception {
            try {
                scope.join();
            } catch (Exception e) {
                scope.close();
                throw e;
            }
        }

        void logged(TaskScope scope) {
            try {
                scope.join();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "failed", e);
            }
        }

        void told(TaskScope scope) {
            try {
                scope.join();
            } catch (Exception e) {
                LOG.warning("failed: " + e);
            }
        }

        void stored(TaskScope scope) {
            try {
                scope.join();
            } catch (Exception e) {
                last = e;
            }
        }

        Exception returned(TaskScope scope) {
            try {
                scope.join();
                return null;
            } catch (Exception e) {
                return e;
            }
        }

        Callable<Exception> captured(TaskScope scope) {
            try {
                scope.join();
                return null;
            } catch (Exception e) {
                return () -> e;
            }
        }

        void caught_by_name_first(TaskScope scope) {
            try {
                scope.join();
            } catch (ExceptionGroup e) {
                LOG.warning("" + e.exceptions());
            } catch (Exception e) {
                Thread.currentThread().interrupt();
            }
        }

        void dropped_by_name(TaskScope scope) throws InterruptedException {
            try {
                scope.join();
            } catch (ExceptionGroup visible) {
            }
        }

        void narrower(TaskScope scope) {
            try {
                scope.join();
                throw new IOException("no");
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void without_a_join() {
            try {
                LOG.info("a");
            } catch (Exception e) {
            }
        }

        void with_a_resource() throws InterruptedException {
            try (TaskScope scope = TaskScope.open()) {
                scope.join();
            }
        }

        synchronized void with_finally(TaskScope scope) throws InterruptedException {
            try {
                synchronized (scope) {
                    scope.join();
                }
            } finally {
                LOG.info("a");
            }
        }

        void join_outside_of_the_block(TaskScope scope) throws InterruptedException {
            try {
                LOG.info("a");
            } catch (Exception e) {
            }
            scope.join();
        }
    }

    @Test
    void handlers_that_lose_the_group_are_found() {
        Found.assertEachMethodBreaks(NO_DROPPED_GROUPS, Breaking.class);
    }

    @Test
    void handlers_that_do_something_with_the_group_keep_the_rule() {
        Found.assertNothingBreaks(NO_DROPPED_GROUPS, Keeping.class);
    }

    @Test
    void the_report_says_what_is_caught_around_which_join() {
        assertThat(Found.lines(NO_DROPPED_GROUPS, Breaking.class))
                .anySatisfy(line -> assertThat(line)
                        .matches("Method <dev\\.muster\\.archunit\\.DroppedGroupsTest\\$Breaking\\."
                                + "ignored\\(dev\\.muster\\.scope\\.TaskScope\\)>"
                                + " catches Exception around TaskScope\\.join and drops the group"
                                + " in \\(DroppedGroupsTest\\.java:\\d+\\)"))
                .anySatisfy(line -> assertThat(line)
                        .contains("drops the group of ScopeConfig.run in a finally block that does not let it out"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("Lambda in <dev.muster.archunit.DroppedGroupsTest$Breaking.in_a_lambda>"
                                + " catches RuntimeException around TaskScope.join"));
    }

    static class Futures {
        String waits(Future<String> future) {
            try {
                return future.get();
            } catch (Exception e) {
                return "";
            }
        }
    }

    @Test
    void other_joins_are_found_in_the_same_way() {
        DroppedGroups ofFutures = new DroppedGroups(
                java.util.Set.of("get"),
                owner -> owner.isAssignableTo(Future.class),
                "java/util/concurrent/ExecutionException",
                "failure");

        assertThat(Found.lines(
                        com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes()
                                .should(Finding.none("not drop", Places.none(), ofFutures::searchIn)),
                        Futures.class))
                .singleElement()
                .asString()
                .contains("catches Exception around Future.get and drops the failure");
    }
}
