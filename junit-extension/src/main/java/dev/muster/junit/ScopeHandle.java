package dev.muster.junit;

import dev.muster.scope.ForwardingTaskScope;
import dev.muster.scope.TaskScope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code TaskScope} parameter gets. JUnit asks for it before the scope exists, and perhaps on another thread than
 * the one that will own the scope.
 */
final class ScopeHandle extends ForwardingTaskScope {
    private final String name;

    // written by the thread that runs the method
    private volatile @Nullable ScopedRun run;
    private volatile boolean hasEnded;

    // the dynamic test that runs on a thread, or whose task does
    private final ThreadLocal<@Nullable ScopedRun> ofDynamicTest = new ThreadLocal<>();

    ScopeHandle(String name) {
        this.name = name;
    }

    void open(ScopedRun opened) {
        run = opened;
    }

    void end() {
        hasEnded = true;
    }

    /** Stands for the scope of a dynamic test, on the calling thread, until it is called with null. */
    void standFor(@Nullable ScopedRun dynamic) {
        if (dynamic == null) {
            ofDynamicTest.remove();
        } else {
            ofDynamicTest.set(dynamic);
        }
    }

    /** Lets a task use this handle as the code that forks it does. */
    Runnable carriedInto(Runnable task) {
        ScopedRun dynamic = ofDynamicTest.get();
        return () -> {
            standFor(dynamic);
            try {
                task.run();
            } finally {
                standFor(null);
            }
        };
    }

    private ScopedRun current() {
        ScopedRun dynamic = ofDynamicTest.get();
        if (dynamic != null) {
            return dynamic;
        }
        ScopedRun current = run;
        if (current == null) {
            throw new IllegalStateException(
                    "scope \"" + name + "\" is not open yet: use it in the method that has it as a parameter");
        }
        if (hasEnded) {
            throw new IllegalStateException("scope \"" + name
                    + "\" has ended with its method: use it in that method only; each has a scope of its own");
        }
        return current;
    }

    private @Nullable ScopedRun lastKnown() {
        ScopedRun dynamic = ofDynamicTest.get();
        return dynamic == null ? run : dynamic;
    }

    @Override
    protected TaskScope delegate() {
        return current().scope();
    }

    @Override
    public void join() throws InterruptedException {
        ScopedRun current = current();
        current.boundJoin();
        current.scope().join();
    }

    @Override
    public String name() {
        ScopedRun known = lastKnown();
        return known == null ? name : known.name();
    }

    @Override
    public Optional<String> cancelReason() {
        ScopedRun known = lastKnown();
        return known == null ? Optional.empty() : known.cancelReason();
    }

    @Override
    public String toString() {
        return "scope \"" + name() + "\"";
    }
}
