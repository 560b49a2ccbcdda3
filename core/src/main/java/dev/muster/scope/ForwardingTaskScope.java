package dev.muster.scope;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A scope that hands every call on to another one, for test tools and frameworks that give out a scope before the thread
 * that will own it has opened it, or that watch what is done with one.
 */
public abstract non-sealed class ForwardingTaskScope implements TaskScope {

    /** For subclasses. */
    protected ForwardingTaskScope() {}

    /** Returns the scope that does the work; asked at each call. */
    protected abstract TaskScope delegate();

    private TaskScope target() {
        return Objects.requireNonNull(delegate(), () -> getClass().getName() + ".delegate() returned null");
    }

    @Override
    public <T extends @Nullable Object> Task<T> fork(String name, Callable<? extends T> work) {
        return target().fork(name, work);
    }

    @Override
    public Task<@Nullable Void> fork(String name, Action work) {
        return target().fork(name, work);
    }

    @Override
    public <T extends @Nullable Object> Task<T> fork(Callable<? extends T> work) {
        return target().fork(work);
    }

    @Override
    public Task<@Nullable Void> fork(Action work) {
        return target().fork(work);
    }

    @Override
    public void join() throws InterruptedException {
        target().join();
    }

    @Override
    public void cancel(String reason) {
        target().cancel(reason);
    }

    @Override
    public Optional<String> cancelReason() {
        return target().cancelReason();
    }

    @Override
    public String name() {
        return target().name();
    }

    @Override
    public void close() {
        target().close();
    }
}
