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

    ScopeHandle(String name) {
        this.name = name;
    }

    void open(TaskScope opened) {
        scope = opened;
    }

    void end() {
        hasEnded = true;
    }

    @Override
    protected TaskScope delegate() {
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

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> cancelReason() {
        TaskScope current = scope;
        return current == null ? Optional.empty() : current.cancelReason();
    }

    @Override
    public String toString() {
        return "scope \"" + name + "\"";
    }
}
