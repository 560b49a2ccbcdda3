package dev.muster.archunit;

import static dev.muster.archunit.StructuredConcurrencyRules.NO_SWALLOWED_INTERRUPTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class SwallowedInterruptsTest {
    private static final Logger LOG = Logger.getLogger("test");

    @SuppressWarnings("EmptyCatch") // this is what they break
    static class Breaking {
        void ignored(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
            }
        }

        void logged(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                LOG.log(Level.WARNING, "interrupted", e);
            }
        }

        void told(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                LOG.warning("interrupted: " + e + e.getMessage());
                LOG.warning(String.valueOf(e));
            }
        }

        void logged_with_others(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                LOG.log(Level.WARNING, "interrupted {0} {1}", new Object[] {latch, e});
            }
        }

        String with_another(Future<String> future) {
            try {
                return future.get();
            } catch (InterruptedException | ExecutionException e) {
                return "";
            }
        }

        Callable<String> in_a_lambda(BlockingQueue<String> queue) {
            return () -> {
                try {
                    return queue.take();
                } catch (InterruptedException e) {
                    return "";
                }
            };
        }

        void failing_later_for_another_reason(CountDownLatch latch, boolean isBad) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                LOG.info("interrupted");
            }
            if (isBad) {
                throw new IllegalStateException("bad");
            }
        }

        void under_a_lock(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                synchronized (this) {
                    notifyAll();
                }
            }
        }

        void run(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
            }
        }

        Runnable that_goes_on_waiting(BlockingQueue<String> queue) {
            return () -> {
                while (!queue.isEmpty()) {
                    try {
                        queue.take();
                    } catch (InterruptedException e) {
                    }
                }
            };
        }
    }

    static class Keeping implements Runnable {
        private final CountDownLatch latch = new CountDownLatch(1);
        private InterruptedException last;

        void interrupted_again() {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void interrupted_again_by_a_method() {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interruptAgain();
            }
        }

        private static void interruptAgain() {
            Thread.currentThread().interrupt();
        }

        String interrupted_after_a_loop(BlockingQueue<String> queue) {
            boolean isInterrupted = false;
            try {
                while (true) {
                    try {
                        return queue.take();
                    } catch (InterruptedException e) {
                        isInterrupted = true;
                    }
                }
            } finally {
                if (isInterrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        void thrown() throws InterruptedException {
            try {
                latch.await();
            } catch (InterruptedException e) {
                LOG.info("interrupted");
                throw e;
            }
        }

        void wrapped() {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void failing_otherwise() {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("stopped");
            }
        }

        void handed_on(CompletableFuture<String> future) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                future.completeExceptionally(e);
            }
        }

        void stored() {
            try {
                latch.await();
            } catch (InterruptedException e) {
                last = e;
            }
        }

        InterruptedException returned() {
            try {
                latch.await();
                return null;
            } catch (InterruptedException e) {
                return e;
            }
        }

        Callable<Exception> captured() {
            try {
                latch.await();
                return null;
            } catch (InterruptedException e) {
                return () -> e;
            }
        }

        void expected() {
            try {
                latch.await();
                fail("not interrupted");
            } catch (InterruptedException expected) {
            }
        }

        void failing_the_test() {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Assertions.fail("interrupted");
            }
        }

        void ending_the_program() {
            try {
                latch.await();
            } catch (InterruptedException e) {
                System.exit(1);
            }
        }

        @Override
        public void run() {
            try {
                latch.await();
            } catch (InterruptedException e) {
                LOG.info("stopped");
            }
        }

        Runnable as_a_lambda(BlockingQueue<String> queue) {
            return () -> {
                try {
                    while (true) {
                        queue.take();
                    }
                } catch (InterruptedException e) {
                    LOG.info("stopped");
                }
            };
        }

        void nothing_to_catch() {
            try {
                latch.countDown();
            } catch (IllegalStateException e) {
            }
        }
    }

    @Test
    void handlers_after_which_nobody_knows_of_the_interrupt_are_found() {
        Found.assertEachMethodBreaks(NO_SWALLOWED_INTERRUPTS, Breaking.class);
    }

    @Test
    void handlers_that_pass_it_on_or_stop_keep_the_rule() {
        Found.assertNothingBreaks(NO_SWALLOWED_INTERRUPTS, Keeping.class);
    }

    static class Twice {
        @SuppressWarnings("EmptyCatch") // this is what it breaks
        int in_a_finally_block(CountDownLatch latch) {
            try {
                return 1 / (int) latch.getCount();
            } finally {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                }
            }
        }
    }

    @Test
    void a_handler_that_the_compiler_copied_is_reported_once() {
        assertThat(Found.lines(NO_SWALLOWED_INTERRUPTS, Twice.class))
                .singleElement()
                .asString()
                .matches("Method <dev\\.muster\\.archunit\\.SwallowedInterruptsTest\\$Twice\\.in_a_finally_block"
                        + "\\(java\\.util\\.concurrent\\.CountDownLatch\\)> swallows an InterruptedException"
                        + " in \\(SwallowedInterruptsTest\\.java:\\d+\\)");
    }
}
