package dev.muster.junit;

import dev.muster.scope.ScopeListener;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Takes down what happens in the scope of a method and in all scopes below it. */
final class Recorder implements ScopeListener {
    private final LongSupplier clock;
    private final @Nullable Spawned spawned;

    // those that have not ended
    private final Map<TaskScope, ScopeTrace> scopes = new ConcurrentHashMap<>();
    private final Map<Task<?>, TaskTrace> tasks = new ConcurrentHashMap<>();

    // written by the thread that runs the method
    private volatile @Nullable ScopeTrace root;

    /** Where the threads of the test are watched, tasks belong to it. */
    Recorder(LongSupplier clock, @Nullable Spawned spawned) {
        this.clock = clock;
        this.spawned = spawned;
    }

    /** The scope of the method; null before it is opened. */
    @Nullable
    ScopeTrace root() {
        return root;
    }

    @Override
    public void scopeOpened(TaskScope scope, @Nullable TaskScope parent, @Nullable Task<?> within) {
        ScopeTrace trace = new ScopeTrace(scope.name(), clock);
        scopes.put(scope, trace);
        Kept<ScopeTrace> around = around(parent, within);
        if (around != null) {
            around.add(trace);
        } else if (root == null) {
            root = trace;
        }
    }

    private @Nullable Kept<ScopeTrace> around(@Nullable TaskScope parent, @Nullable Task<?> within) {
        TaskTrace task = within == null ? null : tasks.get(within);
        if (task != null) {
            return task.inner();
        }
        ScopeTrace scope = parent == null ? null : scopes.get(parent);
        return scope == null ? null : scope.inner();
    }

    @Override
    public void taskForked(TaskScope scope, Task<?> task) {
        ScopeTrace around = scopes.get(scope);
        if (around != null) {
            TaskTrace trace = new TaskTrace(task, clock);
            tasks.put(task, trace);
            around.tasks().add(trace);
        }
    }

    @Override
    public void taskStarted(TaskScope scope, Task<?> task) {
        TaskTrace trace = tasks.get(task);
        if (trace != null) {
            trace.started();
        }
        if (spawned != null) {
            spawned.enter();
        }
    }

    @Override
    public void taskEnded(TaskScope scope, Task<?> task) {
        TaskTrace trace = tasks.remove(task);
        if (trace != null) {
            if (spawned != null && trace.isRunByThisThread()) {
                Spawned.leave();
            }
            trace.ended();
            ScopeTrace around = scopes.get(scope);
            if (around != null && task.state() == Task.State.SUCCEEDED) {
                around.tasks().isDone(trace);
            }
        }
    }

    @Override
    public void scopeCancelled(TaskScope scope, String reason) {
        ScopeTrace trace = scopes.get(scope);
        if (trace != null) {
            // a task whose end leads to the cancel ended before it, though that is told later
            trace.tasks().all().stream()
                    .filter(task -> task.isRunByThisThread() && task.state() != Task.State.RUNNING)
                    .forEach(TaskTrace::workEnded);
            trace.cancelled(reason);
        }
    }

    @Override
    public void scopeClosed(TaskScope scope) {
        ScopeTrace trace = scopes.remove(scope);
        if (trace != null) {
            trace.closed();
        }
    }
}
