package dev.muster.assertj;

import static dev.muster.assertj.Failures.textOf;
import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.carriedBy;
import static dev.muster.assertj.GroupAssertions.group;
import static dev.muster.assertj.GroupAssertions.leaf;
import static dev.muster.assertj.GroupAssertions.orBare;
import static dev.muster.assertj.GroupAssertions.withSuppressed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.assertj.Failures.KeyError;
import dev.muster.assertj.Failures.TypeError;
import dev.muster.assertj.Failures.ValueError;
import dev.muster.group.ExceptionGroup;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.exceptions.CompositeException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import kotlin.Unit;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineScope;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.Job;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.MultipleFailuresError;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class OtherGroupsTest {
    @Nested
    class Carried {
        @Test
        void by_an_assert_all_nested_too() {
            Throwable thrown = catchThrowable(() -> Assertions.assertAll(
                    "checkout",
                    () -> Assertions.assertEquals(1, 2),
                    () -> Assertions.assertAll("inner", () -> Assertions.fail("a"), () -> Assertions.fail("b"))));
            assertThatGroup(carriedBy(thrown))
                    .hasMessage("checkout (2 failures)")
                    .containsExactly(
                            leaf(AssertionFailedError.class),
                            group(leaf(AssertionFailedError.class).withMessage("a"), leaf(AssertionFailedError.class))
                                    .withMessage("inner (2 failures)"))
                    .hasLeafCount(3);
        }

        @Test
        void by_soft_assertions_of_assertj() {
            Throwable thrown = catchThrowable(() -> SoftAssertions.assertSoftly(softly -> {
                softly.assertThat(1).isEqualTo(2);
                softly.assertThat("a").startsWith("b");
            }));
            assertThatGroup(carriedBy(thrown)).containsExactly(AssertionError.class, AssertionError.class);
        }

        @Test
        void by_a_composite_of_rxjava() {
            CompositeException thrown = catchThrowableOfType(
                    CompositeException.class,
                    () -> Completable.mergeArrayDelayError(
                                    Completable.error(new ValueError("a")), Completable.error(new TypeError("b")))
                            .blockingAwait());
            assertThatGroup(carriedBy(thrown))
                    .containsExactlyInAnyOrder(ValueError.class, TypeError.class)
                    .hasMessage("2 exceptions occurred.");
        }

        @Test
        void by_a_composite_of_reactor() {
            Throwable thrown = catchThrowable(() -> Flux.mergeDelayError(
                            1, Mono.error(new IllegalStateException("a")), Mono.error(new ValueError("b")))
                    .blockLast());
            assertThat(Exceptions.isMultiple(thrown)).isTrue();
            assertThatGroup(carriedBy(thrown))
                    .contains(IllegalStateException.class, ValueError.class)
                    .hasMessage("Multiple exceptions");
        }

        @Test
        void by_an_execution_exception_as_its_cause() {
            ExecutionException thrown = new ExecutionException(new IOException("a"));
            thrown.addSuppressed(new ValueError("b"));
            assertThatGroup(carriedBy(thrown)).containsExactly(IOException.class, ValueError.class);
        }

        @Test
        void by_a_completion_exception_of_a_future() {
            CompletionException thrown = catchThrowableOfType(
                    CompletionException.class,
                    () -> CompletableFuture.failedFuture(new MultipleFailuresError(
                                    "checks", List.of(new ValueError("a"), new TypeError("b"))))
                            .join());
            assertThatGroup(carriedBy(thrown))
                    .containsExactly(group(ValueError.class, TypeError.class))
                    .leaves()
                    .hasSize(2);
        }

        @Test
        void by_the_failed_exception_of_the_jdk_s_scope() throws Exception {
            assumeTrue(JdkScope.isThere(), "this JDK has no StructuredTaskScope.FailedException; 25 is the first");
            assertThat(JdkScope.runElsewhere()).isEqualTo("""
                    java.util.concurrent.StructuredTaskScope$FailedException is looked at as:
                    dev.muster.group.ExceptionGroup: java.io.IOException: stock is down (1 sub-exception: 1 IOException)
                      note: made of java.util.concurrent.StructuredTaskScope$FailedException
                    +- 1 of 1: java.io.IOException: stock is down
                    """);
        }

        @Test
        void by_nothing_leaves_the_exception_bare() {
            IOException bare = new IOException("alone");
            assertThat(carriedBy(bare)).isSameAs(bare);
            assertThat(textOf(() -> assertThatGroup(carriedBy(bare)).hasSize(0)))
                    .isEqualTo("\nexpected an exception group, but found a bare exception: IOException: alone");
        }

        @Test
        void by_itself_ends_as_a_leaf() {
            @SuppressWarnings("serial") // never serialized
            class Selfish extends RuntimeException {
                public List<Throwable> getErrors() {
                    return List.of(this, new IOException("x"));
                }
            }
            assertThatGroup(carriedBy(new Selfish()))
                    .hasMessage("Selfish")
                    .containsExactly(Selfish.class, IOException.class);
        }

        @Test
        void by_a_list_of_anything_else_is_no_list() {
            @SuppressWarnings("serial") // never serialized
            class Wordy extends RuntimeException {
                public List<String> getErrors() {
                    return List.of("a");
                }

                public List<Throwable> getCauses() {
                    throw new IllegalStateException("not now");
                }
            }
            Wordy wordy = new Wordy();
            assertThat(carriedBy(wordy)).isSameAs(wordy);
        }

        @Test
        void view_keeps_the_cause_and_says_what_it_is_made_of() {
            MultipleFailuresError thrown = new MultipleFailuresError("checks", List.of(new ValueError("a")));
            thrown.initCause(new IOException("why"));
            assertThatGroup(carriedBy(thrown)).hasCauseInstanceOf(IOException.class);
            assertThatGroup(carriedBy(thrown)).notes().containsExactly("made of org.opentest4j.MultipleFailuresError");
            assertThat(carriedBy(thrown).getStackTrace()).isEqualTo(thrown.getStackTrace());
        }
    }

    @Nested
    class Suppressed {
        @Test
        void exceptions_of_coroutines_that_fail_together_come_after_the_first() {
            CountDownLatch secondRuns = new CountDownLatch(1);
            CountDownLatch firstHasFailed = new CountDownLatch(1);
            Throwable thrown =
                    catchThrowable(() -> BuildersKt.runBlocking(EmptyCoroutineContext.INSTANCE, (all, end) -> {
                        launch(all, () -> {
                                    await(secondRuns);
                                    throw new IllegalStateException("first");
                                })
                                .invokeOnCompletion(cause -> {
                                    firstHasFailed.countDown();
                                    return Unit.INSTANCE;
                                });
                        launch(all, () -> {
                            secondRuns.countDown();
                            await(firstHasFailed);
                            throw new KeyError("second");
                        });
                        return Unit.INSTANCE;
                    }));
            assertThatGroup(withSuppressed(thrown))
                    .hasMessage("first")
                    .containsExactly(IllegalStateException.class, KeyError.class);
            assertThatGroup(carriedBy(thrown)).containsExactly(KeyError.class);
        }

        private static Job launch(CoroutineScope all, Runnable body) {
            return BuildersKt.launch(all, Dispatchers.getIO(), CoroutineStart.DEFAULT, (self, end) -> {
                body.run();
                return Unit.INSTANCE;
            });
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Test
        void exceptions_of_a_try_with_resources_count() {
            Throwable thrown = catchThrowable(() -> {
                AutoCloseable resource = () -> {
                    throw new ValueError("close");
                };
                try (resource) {
                    throw new IOException("body");
                }
            });
            assertThatGroup(withSuppressed(thrown)).containsExactly(IOException.class, ValueError.class);
        }
    }

    @Nested
    class Any_view {
        @Test
        void of_a_group_is_the_group() {
            ExceptionGroup eg = ExceptionGroup.of("eg", new ValueError("a"));
            assertThat(carriedBy(eg)).isSameAs(eg);
            assertThat(withSuppressed(eg)).isSameAs(eg);
            assertThat(orBare(eg)).isSameAs(eg);
        }

        @Test
        void of_null_is_null() {
            assertThat(carriedBy(null)).isNull();
            assertThat(withSuppressed(null)).isNull();
            assertThat(orBare(null)).isNull();
        }

        @Test
        void leaves_the_exception_as_it_was() {
            IOException bare = new IOException("alone");
            assertThatGroup(orBare(bare)).containsExactly(IOException.class);
            assertThat(bare).hasNoSuppressedExceptions().hasNoCause();
        }
    }
}
