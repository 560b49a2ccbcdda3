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
    // the dynamic test that runs on a thread, or whose task does
    private static final ThreadLocal<@Nullable ScopedRun> DYNAMIC_TEST = new ThreadLocal<>();

    private final String name;

    // written by the thread that runs the method
    private volatile @Nullable ScopedRun run;
    private volatile boolean hasEnded;

    ScopeHandle(String name) {
        this.name = name;
    }

    void open(ScopedRun opened) {
        run = opened;
    }

    void end() {
        hasEnded = true;
    }

    /** Lets the handles of a factory stand for the scope of its dynamic test on the calling thread, until null. */
    static void setDynamicTest(@Nullable ScopedRun run) {
        if (run == null) {
            DYNAMIC_TEST.remove();
        } else {
            DYNAMIC_TEST.set(run);
        }
    }

    /** Lets a task use the handles of a factory as the code that forks it does. */
    static Runnable carryDynamicTest(Runnable task) {
        ScopedRun run = DYNAMIC_TEST.get();
        return () -> {
            setDynamicTest(run);
            try {
                task.run();
            } finally {
                setDynamicTest(null);
            }
        };
    }

    private @Nullable ScopedRun dynamicTest() {
        ScopedRun run = DYNAMIC_TEST.get();
        return run != null && run.isDynamicTestOf(this) ? run : null;
    }

    private ScopedRun current() {
        ScopedRun dynamic = dynamicTest();
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
        ScopedRun dynamic = dynamicTest();
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
