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
    private volatile @Nullable TaskScope scope;
    private volatile boolean hasEnded;

    // the scope of the dynamic test that runs on a thread, and in its tasks
    private final ThreadLocal<@Nullable TaskScope> ofDynamicTest = new ThreadLocal<>();

    ScopeHandle(String name) {
        this.name = name;
    }

    void open(TaskScope opened) {
        scope = opened;
    }

    void end() {
        hasEnded = true;
    }

    /** Stands for the scope of a dynamic test, on the calling thread, until it is called with null. */
    void standFor(@Nullable TaskScope dynamic) {
        if (dynamic == null) {
            ofDynamicTest.remove();
        } else {
            ofDynamicTest.set(dynamic);
        }
    }

    /** Lets a task use this handle as the code that forks it does. */
    Runnable carriedInto(Runnable task) {
        TaskScope dynamic = ofDynamicTest.get();
        return () -> {
            standFor(dynamic);
            try {
                task.run();
            } finally {
                standFor(null);
            }
        };
    }

    @Override
    protected TaskScope delegate() {
        TaskScope dynamic = ofDynamicTest.get();
        if (dynamic != null) {
            return dynamic;
        }
        TaskScope current = scope;
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

    private @Nullable TaskScope current() {
        TaskScope dynamic = ofDynamicTest.get();
        return dynamic == null ? scope : dynamic;
    }

    @Override
    public String name() {
        TaskScope current = current();
        return current == null ? name : current.name();
    }

    @Override
    public Optional<String> cancelReason() {
        TaskScope current = current();
        return current == null ? Optional.empty() : current.cancelReason();
    }

    @Override
    public String toString() {
        return "scope \"" + name() + "\"";
    }
}
