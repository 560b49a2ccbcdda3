package dev.muster.junit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/** Hands exceptions that nobody caught to the test whose thread they ended; others go where they went before. */
final class StrayHandler implements Thread.UncaughtExceptionHandler, CloseableResource, AutoCloseable {
    private final Thread.@Nullable UncaughtExceptionHandler previous = Thread.getDefaultUncaughtExceptionHandler();

    static StrayHandler install() {
        StrayHandler handler = new StrayHandler();
        Thread.setDefaultUncaughtExceptionHandler(handler);
        return handler;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (Spawned.takes(thread, thrown)) {
            return;
        }
        if (previous != null) {
            previous.uncaughtException(thread, thrown);
        } else {
            // as the JVM does it where there is no handler
            System.err.print("Exception in thread \"" + thread.getName() + "\" ");
            thrown.printStackTrace();
        }
    }

    @Override
    public void close() {
        if (Thread.getDefaultUncaughtExceptionHandler() == this) {
            Thread.setDefaultUncaughtExceptionHandler(previous);
        }
    }
}
