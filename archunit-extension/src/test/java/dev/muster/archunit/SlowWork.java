package dev.muster.archunit;

/** Sleeps and is no test, wherever it was compiled. */
final class SlowWork {
    void work() throws InterruptedException {
        Thread.sleep(1);
    }
}
