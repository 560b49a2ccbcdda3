package dev.muster.assertj;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.function.Supplier;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.description.Description;
import org.jspecify.annotations.Nullable;

/**
 * Runs a check so that soft assertions can collect its failure. AssertJ 3 and 4.0.0-M1 do that by a proxy around the
 * method that calls this; later ones by a protected {@code executeAssertion(Runnable)}, which is used where it exists.
 */
final class SoftSeam {
    private final @Nullable MethodHandle execute;

    private SoftSeam(@Nullable MethodHandle execute) {
        this.execute = execute;
    }

    /**
     * Looks for the method.
     *
     * @param lookup of the subclass that will run its checks, since the method is protected
     * @param declaring the class of AssertJ that has the method, if any has
     */
    static SoftSeam find(MethodHandles.Lookup lookup, Class<?> declaring) {
        try {
            return new SoftSeam(
                    lookup.findVirtual(declaring, "executeAssertion", MethodType.methodType(declaring, Runnable.class))
                            .asType(MethodType.methodType(void.class, Object.class, Runnable.class)));
        } catch (NoSuchMethodException | IllegalAccessException absent) {
            return new SoftSeam(null);
        }
    }

    /** Navigates without the word that assertj's main branch puts into the description on the way. */
    static <A extends AbstractAssert<?, ?>> A step(AbstractAssert<?, ?> from, Supplier<A> navigation) {
        Description said = from.getWritableAssertionInfo().description();
        A to = navigation.get();
        from.getWritableAssertionInfo().description(said);
        to.getWritableAssertionInfo().description(said);
        return to;
    }

    void run(Object self, Runnable check) {
        if (execute == null) {
            runUnseen(check);
            return;
        }
        try {
            execute.invokeExact(self, (Runnable) () -> runUnseen(check));
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Leaves this class out of the stack trace of a failure, as AssertJ does with its own. */
    private static void runUnseen(Runnable check) {
        try {
            check.run();
        } catch (AssertionError failure) {
            failure.setStackTrace(Arrays.stream(failure.getStackTrace())
                    .filter(frame -> !frame.getClassName().equals(SoftSeam.class.getName()))
                    .toArray(StackTraceElement[]::new));
            throw failure;
        }
    }
}
