package dev.muster.archunit;

import com.tngtech.archunit.core.domain.JavaClass;

/** Muster's own types, known by name so that the rules need nothing of it. */
final class Muster {
    static final String GROUP = "dev.muster.group.ExceptionGroup";
    static final String SCOPE = "dev.muster.scope.TaskScope";
    static final String CONFIG = "dev.muster.scope.ScopeConfig";
    static final String ASSERTIONS = "dev.muster.assertj.GroupAssertions";

    private Muster() {}

    static boolean isGroup(JavaClass type) {
        return type.isAssignableTo(GROUP);
    }

    static boolean isScope(JavaClass type) {
        return type.isAssignableTo(SCOPE);
    }
}
