package dev.muster.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Finds where a scope gets out of the block that opened it. */
final class EscapingScopes {
    private static final Set<String> CALLBACKS =
            Set.of(Muster.SCOPE + "$Body", Muster.SCOPE + "$VoidBody", Muster.SCOPE, "dev.muster.scope.ScopeListener");
    private static final List<Class<?>> HOLDERS = List.of(
            Iterable.class,
            Map.class,
            Optional.class,
            Supplier.class,
            Future.class,
            AtomicReference.class,
            Reference.class,
            ThreadLocal.class);
    private static final String JUNIT = "org.junit.";
    private static final String TESTNG = "org.testng.";

    private EscapingScopes() {}

    static void search(JavaClass type, Finding found) {
        for (JavaField field : type.getFields()) {
            if (!isSynthetic(field) && holdsScope(field.getType())) {
                found.add("Field <" + field.getFullName() + "> keeps a TaskScope", 0);
            }
        }
        for (JavaCodeUnit method : type.getCodeUnits()) {
            if (isSynthetic(method)) {
                continue;
            }
            if (holdsScope(method.getReturnType())) {
                found.add(method.getDescription() + " returns a TaskScope", line(method));
            }
            if (isApi(method)
                    && method.getParameters().stream()
                            .map(JavaParameter::getType)
                            .anyMatch(EscapingScopes::holdsScope)) {
                found.add(method.getDescription() + " takes a TaskScope and is public", line(method));
            }
        }
    }

    private static int line(JavaCodeUnit method) {
        return method.getSourceCodeLocation().getLineNumber();
    }

    /** A function that is given a scope has none yet, so only types that hold their arguments count. */
    private static boolean holdsScope(JavaType type) {
        JavaClass raw = type.toErasure();
        if (Muster.isScope(raw.getBaseComponentType())) {
            return true;
        }
        return type instanceof JavaParameterizedType parameterized
                && HOLDERS.stream().anyMatch(raw::isAssignableTo)
                && parameterized.getActualTypeArguments().stream().anyMatch(EscapingScopes::holdsScope);
    }

    /** What a compiler adds for itself, as the field in which a local class finds a local scope. */
    private static boolean isSynthetic(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static boolean isApi(JavaCodeUnit method) {
        return isVisible(method.getModifiers())
                && isVisible(method.getOwner())
                && !isCallback(method)
                && method.getAnnotations().stream()
                        .map(each -> each.getRawType().getName())
                        .noneMatch(each -> each.startsWith(JUNIT) || each.startsWith(TESTNG));
    }

    private static boolean isVisible(JavaClass type) {
        return isVisible(type.getModifiers())
                && type.getEnclosingClass().map(EscapingScopes::isVisible).orElse(true);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    /** Muster itself calls it, while the scope is open. */
    private static boolean isCallback(JavaCodeUnit method) {
        return method instanceof JavaMethod
                && method.getOwner().getAllRawInterfaces().stream()
                        .filter(each -> CALLBACKS.contains(each.getName()))
                        .flatMap(each -> each.getMethods().stream())
                        .anyMatch(each -> each.getName().equals(method.getName()));
    }
}
