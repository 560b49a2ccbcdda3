package dev.muster.examples.cookbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests as they are written without scopes. */
class BeforeMigrationTest {
    private final BlockingQueue<String> wire = new SynchronousQueue<>();

    @Test
    void client_and_server_with_a_latch() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        CountDownLatch done = new CountDownLatch(2);
        pool.submit(() -> {
            wire.put("ping");
            done.countDown();
            return null;
        });
        pool.submit(() -> {
            assertEquals("ping", wire.take());
            done.countDown();
            return null;
        });
        assertTrue(done.await(5, TimeUnit.SECONDS));
        pool.shutdown();
    }

    @Test
    void a_latch_does_not_tell_what_failed() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        CountDownLatch done = new CountDownLatch(2);
        pool.submit(() -> {
            wire.put("ping");
            done.countDown();
            return null;
        });
        pool.submit(() -> {
            assertEquals("pong", wire.take());
            done.countDown();
            return null;
        });
        pool.shutdown();
        assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

        // all that there is to see, for as long as one waits
        assertThat(done.getCount()).isEqualTo(1);
    }
}
