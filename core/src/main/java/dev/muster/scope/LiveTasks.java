package dev.muster.scope;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that have not ended, in the order of their forks.
 *
 * <p>Each fork takes the next slot in a list of chunks, and each end marks its slot; neither takes a lock. Chunks with
 * no task left are dropped as new ones are added, a few looked at each time, so that a scope that lives long stays small.
 */
final class LiveTasks {
    private static final int FIRST_CHUNK = 8;
    private static final int CHUNK = 64;
    private static final int LOOKS = 4;
    private static final Object GONE = new Object();
    private static final VarHandle ADDED;

    static {
        try {
            ADDED = MethodHandles.lookup().findVarHandle(LiveTasks.class, "added", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static final class Chunk {
        final long base;

        // each slot is null until it is taken, then a task, then GONE
        private final AtomicReferenceArray<@Nullable Object> slots;

        // written under lock; a dropped chunk keeps its way onward for a walk that is on it
        private volatile @Nullable Chunk after;
        private @Nullable Chunk before;

        private Chunk(long base, int length) {
            this.base = base;
            this.slots = new AtomicReferenceArray<>(length);
        }

        private long end() {
            return base + slots.length();
        }

        private boolean holds(long order) {
            return order >= base && order < end();
        }

        private boolean isSpent() {
            for (int i = 0; i < slots.length(); i++) {
                if (slots.getOpaque(i) != GONE) {
                    return false;
                }
            }
            return true;
        }
    }

    private volatile long added;
    private final ReentrantLock lock = new ReentrantLock();

    // written under lock
    private volatile Chunk first = new Chunk(0, FIRST_CHUNK);
    private volatile Chunk last = first;

    // guarded by lock
    private Chunk nextLook = first;

    /** How many tasks were added so far. */
    long added() {
        return added;
    }

    void add(ForkedTask<?> task) {
        long order = (long) ADDED.getAndAdd(this, 1L);
        Chunk chunk = last;
        if (!chunk.holds(order)) {
            chunk = chunkFor(order);
        }
        task.place(chunk, order);
        // volatile: a cancel either finds the task here, or the fork finds the scope cancelled
        chunk.slots.set((int) (order - chunk.base), task);
    }

    void remove(ForkedTask<?> task) {
        Chunk chunk = task.chunk;
        if (chunk != null) {
            chunk.slots.setRelease((int) (task.order() - chunk.base), GONE);
            // a handle that is kept shall not keep the list
            task.chunk = null;
        }
    }

    void forEach(Consumer<ForkedTask<?>> action) {
        for (Chunk chunk = first; chunk != null; chunk = chunk.after) {
            for (int i = 0; i < chunk.slots.length(); i++) {
                if (chunk.slots.get(i) instanceof ForkedTask<?> task) {
                    action.accept(task);
                }
            }
        }
    }

    /** Lets go of the list when all have ended, for the sake of those who keep a handle. */
    void forget() {
        if (first == last) {
            return;
        }
        lock.lock();
        try {
            // its own, since a task that was abandoned may fork yet
            Chunk empty = new Chunk(added, 0);
            first = empty;
            last = empty;
            nextLook = empty;
        } finally {
            lock.unlock();
        }
    }

    private Chunk chunkFor(long order) {
        lock.lock();
        try {
            Chunk chunk = last;
            while (order >= chunk.end()) {
                chunk = append(chunk);
            }
            while (order < chunk.base && chunk.before != null) {
                chunk = chunk.before;
            }
            return chunk;
        } finally {
            lock.unlock();
        }
    }

    private Chunk append(Chunk tail) {
        Chunk chunk = new Chunk(tail.end(), CHUNK);
        chunk.before = tail;
        tail.after = chunk;
        last = chunk;
        for (int i = 0; i < LOOKS; i++) {
            look();
        }
        return chunk;
    }

    /** Looks at one chunk, in turn, and drops it if all its tasks are gone. */
    private void look() {
        Chunk chunk = nextLook;
        Chunk after = chunk.after;
        nextLook = after == null ? first : after;
        if (after == null || !chunk.isSpent()) {
            return;
        }
        Chunk before = chunk.before;
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        after.before = before;
    }
}
