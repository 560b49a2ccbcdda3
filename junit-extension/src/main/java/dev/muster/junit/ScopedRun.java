package dev.muster.junit;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.ScopeConfig;
import dev.muster.scope.TaskScope;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/** One invocation of a method in a scope of its own, and what is thrown for it. */
final class ScopedRun {
    private final String name;
    private final Settings settings;
    private final List<ScopeHandle> handles;
    private final List<ScopeHandle> ofFactory;

    // written and read by the thread that runs the method
    private @Nullable Throwable thrownByMethod;

    private ScopedRun(String name, Settings settings, List<ScopeHandle> handles, List<ScopeHandle> ofFactory) {
        this.name = name;
        this.settings = settings;
        this.handles = handles;
        this.ofFactory = ofFactory;
    }

    static ScopedRun ofMethod(String name, Settings settings, List<ScopeHandle> handles) {
        return new ScopedRun(name, settings, handles, List.of());
    }

    /** A dynamic test has no parameters: inside it, the handles of its factory stand for its scope. */
    static ScopedRun ofDynamicTest(String name, Settings settings, List<ScopeHandle> ofFactory) {
        return new ScopedRun(name, settings, List.of(), ofFactory);
    }

    <T extends @Nullable Object> T call(Invocation<T> invocation) throws Throwable {
        Result<T> result = new Result<>();
        try {
            config().run(scope -> {
                handles.forEach(handle -> handle.open(scope));
                ofFactory.forEach(handle -> handle.standFor(scope));
                try {
                    result.value = invocation.proceed();
                } catch (Throwable thrown) {
                    thrownByMethod = thrown;
                    ScopedRun.<Exception>rethrow(thrown);
                }
            });
        } catch (ExceptionGroup group) {
            throw Verdict.on(isOfMethodAlone(group) ? group.exceptions().get(0) : group, settings.failures());
        } finally {
            handles.forEach(ScopeHandle::end);
            ofFactory.forEach(handle -> handle.standFor(null));
        }
        return result.value();
    }

    private ScopeConfig config() {
        ScopeConfig config = TaskScope.named(name).policy(settings.policy());
        return ofFactory.isEmpty() ? config : config.context(this::carried);
    }

    private Runnable carried(Runnable task) {
        Runnable carried = task;
        for (ScopeHandle handle : ofFactory) {
            carried = handle.carriedInto(carried);
        }
        return carried;
    }

    private boolean isOfMethodAlone(ExceptionGroup group) {
        return group != thrownByMethod
                && group.exceptions().size() == 1
                && group.exceptions().get(0) == thrownByMethod;
    }

    private static final class Result<T extends @Nullable Object> {
        @Nullable
        T value;

        @SuppressWarnings("NullAway") // null where T allows it: the method returned it
        T value() {
            return value;
        }
    }

    @SuppressWarnings("unchecked") // passes through code that only knows Exception
    private static <X extends Throwable> void rethrow(Throwable throwable) throws X {
        throw (X) throwable;
    }
}
