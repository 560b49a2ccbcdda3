package dev.muster.scope;

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
    private @Nullable Throwable failure;

    /** Called on the forking thread. */
    InContext(UnaryOperator<Runnable> hook, Callable<? extends T> work) {
        this.work = work;
        this.wrapped = Objects.requireNonNull(
                hook.apply(this::runOnce),
                "the context hook returned null: let it return a Runnable that runs its argument");
    }

    private void runOnce() {
        if (ran) {
            throw new IllegalStateException("the context hook ran the task twice: let it run its argument once");
        }
        ran = true;
        try {
            result = work.call();
        } catch (Throwable e) {
            failure = e;
        }
    }

    @Override
    @SuppressWarnings("NullAway") // null where T allows it
    public T call() {
        Throwable ofHook = null;
        try {
            wrapped.run();
        } catch (Throwable e) {
            ofHook = e;
        }
        if (!ran && ofHook == null) {
            ofHook = new IllegalStateException("the context hook did not run the task: let it run its argument once");
        }
        if (failure != null && ofHook != null) {
            ScopeImpl.<RuntimeException>rethrow(Failures.both("the task and its context hook failed", failure, ofHook));
        }
        if (failure != null || ofHook != null) {
            ScopeImpl.<RuntimeException>rethrow(failure == null ? ofHook : failure);
        }
        return result;
    }
}
