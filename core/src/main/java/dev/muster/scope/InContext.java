package dev.muster.scope;

import dev.muster.group.ExceptionGroup;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Work within the context that was captured where it was forked. */
final class InContext<T extends @Nullable Object> implements Callable<T> {
    private final Callable<? extends T> work;
    private final Runnable wrapped;

    // for the thread that runs the task
    private boolean ran;
    private @Nullable T result;
    private @Nullable Exception failure;
    private @Nullable Error error;

    /** Called on the forking thread. */
    InContext(UnaryOperator<Runnable> hook, Callable<? extends T> work) {
        this.work = work;
        this.wrapped = Objects.requireNonNull(
                hook.apply(this::run),
                "the context hook returned null: let it return a Runnable that runs its argument");
    }

    private void run() {
        ran = true;
        try {
            result = work.call();
        } catch (Exception e) {
            failure = e;
        } catch (Error e) {
            error = e;
        }
    }

    @Override
    @SuppressWarnings("NullAway") // null where T allows it
    public T call() throws Exception {
        Throwable own = null;
        try {
            wrapped.run();
        } catch (Exception e) {
            own = e;
        }
        if (!ran && own == null) {
            own = new IllegalStateException("the context hook did not run the task: let it run its argument once");
        }
        Throwable ofWork = error == null ? failure : error;
        if (own != null && ofWork != null) {
            throw ExceptionGroup.of("the task and its context hook failed", ofWork, own);
        }
        if (error != null) {
            throw error;
        }
        if (failure != null || own != null) {
            throw (Exception) (failure == null ? own : failure);
        }
        return result;
    }
}
