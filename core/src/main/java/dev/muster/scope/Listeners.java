package dev.muster.scope;

import org.jspecify.annotations.Nullable;

/** Two listeners as one; the second is told too where the first throws. */
record Listeners(ScopeListener first, ScopeListener second) implements ScopeListener {

    static @Nullable ScopeListener both(@Nullable ScopeListener first, @Nullable ScopeListener second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return new Listeners(first, second);
    }

    private void inTurn(java.util.function.Consumer<ScopeListener> event) {
        try {
            event.accept(first);
        } finally {
            event.accept(second);
        }
    }

    @Override
    public void scopeOpened(TaskScope scope, @Nullable TaskScope parent, @Nullable Task<?> within) {
        inTurn(each -> each.scopeOpened(scope, parent, within));
    }

    @Override
    public void taskForked(TaskScope scope, Task<?> task) {
        inTurn(each -> each.taskForked(scope, task));
    }

    @Override
    public void taskStarted(TaskScope scope, Task<?> task) {
        inTurn(each -> each.taskStarted(scope, task));
    }

    @Override
    public void taskEnded(TaskScope scope, Task<?> task) {
        inTurn(each -> each.taskEnded(scope, task));
    }

    @Override
    public void scopeCancelled(TaskScope scope, String reason) {
        inTurn(each -> each.scopeCancelled(scope, reason));
    }

    @Override
    public void scopeClosed(TaskScope scope) {
        inTurn(each -> each.scopeClosed(scope));
    }
}
