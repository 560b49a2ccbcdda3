package dev.muster.junit;

import java.lang.reflect.Executable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What the scope of a method is called in messages, thread names and dumps. */
final class ScopeName {

    private ScopeName() {}

    /** The method's name and, for one of several invocations of it, what JUnit displays. */
    static String of(Executable method, ExtensionContext context) {
        boolean isTemplate = context.getUniqueId().contains("[test-template-invocation:")
                && context.getTestMethod().filter(method::equals).isPresent();
        return isTemplate ? method.getName() + " " + context.getDisplayName() : method.getName();
    }
}
