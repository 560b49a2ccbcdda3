package dev.muster.scope;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/**
 * Writes scopes and tasks into a flight recording, as events {@code dev.muster.Scope} and {@code dev.muster.Task}. Asked
 * once for each scope that is opened: where nothing is recorded then, the scope's tasks pay nothing.
 */
final class FlightRecording implements ScopeListener {
    private static final boolean IS_PRESENT = isPresent();

    private final Map<Task<?>, TaskEvent> running = new ConcurrentHashMap<>();
    private final ScopeEvent event = new ScopeEvent();

    private FlightRecording() {}

    /** The listener for a scope that is being opened; null where nothing is recorded. */
    static @Nullable ScopeListener orNull() {
        return IS_PRESENT && FlightRecorder.isInitialized() && isOn() ? new FlightRecording() : null;
    }

    private static boolean isOn() {
        return new ScopeEvent().isEnabled() || new TaskEvent().isEnabled();
    }

    private static boolean isPresent() {
        try {
            // a JVM may be built without the module
            return FlightRecorder.isAvailable();
        } catch (NoClassDefFoundError absent) {
            return false;
        }
    }

    @Override
    public void scopeOpened(TaskScope scope, @Nullable TaskScope parent, @Nullable Task<?> within) {
        event.scope = scope.name();
        event.parent = parent == null ? null : parent.name();
        event.task = within == null ? null : within.name();
        event.begin();
    }

    @Override
    public void taskStarted(TaskScope scope, Task<?> task) {
        TaskEvent started = new TaskEvent();
        started.scope = scope.name();
        started.task = task.name();
        started.begin();
        running.put(task, started);
    }

    @Override
    public void taskEnded(TaskScope scope, Task<?> task) {
        TaskEvent ended = running.remove(task);
        if (ended != null) {
            ended.state = task.state().name();
            ended.failure = task.exception()
                    .map(failure -> failure.getClass().getName())
                    .orElse(null);
            ended.commit();
        }
    }

    @Override
    public void scopeClosed(TaskScope scope) {
        event.cancelReason = scope.cancelReason().orElse(null);
        event.commit();
    }

    @Name("dev.muster.Scope")
    @Label("Task Scope")
    @Category("Muster")
    @SuppressWarnings("UnusedVariable") // read by the recorder
    private static final class ScopeEvent extends Event {
        @Label("Scope")
        @Nullable
        String scope;

        @Label("Parent Scope")
        @Nullable
        String parent;

        @Label("Opened In Task")
        @Nullable
        String task;

        @Label("Cancel Reason")
        @Nullable
        String cancelReason;
    }

    @Name("dev.muster.Task")
    @Label("Task")
    @Category("Muster")
    @SuppressWarnings("UnusedVariable") // read by the recorder
    private static final class TaskEvent extends Event {
        @Label("Scope")
        @Nullable
        String scope;

        @Label("Task")
        @Nullable
        String task;

        @Label("State")
        @Nullable
        String state;

        @Label("Failure")
        @Nullable
        String failure;
    }
}
