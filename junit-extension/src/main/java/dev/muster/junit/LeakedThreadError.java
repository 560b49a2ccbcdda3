package dev.muster.junit;

import java.io.Serial;

/** Says that a thread outlived the test that started it; its stack is where the thread is. */
final class LeakedThreadError extends AssertionError {
    @Serial
    private static final long serialVersionUID = 1L;

    LeakedThreadError(Thread thread) {
        super("thread \"" + thread.getName() + "\" outlives the test that started it and is " + thread.getState()
                + ": end it in the test or in @AfterEach, or allow it by leaks = IGNORE");
        setStackTrace(thread.getStackTrace());
    }
}
