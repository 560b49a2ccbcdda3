package dev.muster.scope;

import org.jspecify.annotations.Nullable;

/**
 * A point in the call tree of one thread from which scopes inherit: an open scope, or a stretch of code for which seams
 * were set.
 */
abstract class Place {
    // for threads that run no task
    private static final ThreadLocal<@Nullable Place> INNERMOST = new ThreadLocal<>();

    final @Nullable Place below;

    Place(@Nullable Place below) {
        this.below = below;
    }

    abstract Seams seams();

    /** Says whether it was left while something entered after it was not. */
    boolean isOver() {
        return false;
    }

    /** The place entered last on the calling thread and not left, within the task that it runs. */
    static @Nullable Place innermost(@Nullable ForkedTask<?> task) {
        return task == null ? INNERMOST.get() : task.innermost;
    }

    static void innermost(@Nullable ForkedTask<?> task, @Nullable Place entered) {
        Place place = entered;
        while (place != null && place.isOver()) {
            place = place.below;
        }
        if (task != null) {
            task.innermost = place;
        } else {
            // null too: removing the entry at each close costs more than keeping it
            INNERMOST.set(place);
        }
    }

    /** The seams that hold on the calling thread. */
    static Seams seamsHere() {
        ForkedTask<?> task = ForkedTask.current();
        return seamsAt(task, innermost(task));
    }

    static Seams seamsAt(@Nullable ForkedTask<?> task, @Nullable Place place) {
        if (place != null) {
            return place.seams();
        }
        return task == null ? Seams.none() : task.scope.seams();
    }

    /** The nearest scope at or below a place. */
    static @Nullable ScopeImpl scopeAt(@Nullable Place place) {
        Place next = place;
        while (next != null && !(next instanceof ScopeImpl)) {
            next = next.below;
        }
        return (ScopeImpl) next;
    }
}
