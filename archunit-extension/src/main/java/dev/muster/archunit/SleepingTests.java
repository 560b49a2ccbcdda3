package dev.muster.archunit;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.util.Map;

/** Finds tests that wait for time to pass. */
final class SleepingTests {
    private static final Map<String, String> SLEEPS = Map.of(
            "java.lang.Thread", "sleep",
            "java.util.concurrent.TimeUnit", "sleep",
            "com.google.common.util.concurrent.Uninterruptibles", "sleepUninterruptibly");

    private SleepingTests() {}

    static void search(JavaClass type, Finding found) {
        if (!Tests.include(type)) {
            return;
        }
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
            if (access instanceof JavaCodeUnitAccess<?> && isSleep(access)) {
                found.add(access);
            }
        }
    }

    private static boolean isSleep(JavaAccess<?> access) {
        return SLEEPS.entrySet().stream()
                .anyMatch(each -> access.getName().equals(each.getValue())
                        && access.getTargetOwner().isAssignableTo(each.getKey()));
    }
}
