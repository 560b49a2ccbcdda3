package dev.muster.archunit;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaCodeUnitReference;
import java.util.List;
import java.util.Set;

/** Finds where threads, and pools of them, come from that no scope owns. */
final class RawThreads {
    private static final Set<String> POOLS =
            Set.of("java.util.concurrent.ThreadPoolExecutor", "java.util.concurrent.ForkJoinPool", "java.util.Timer");

    private RawThreads() {}

    static void search(JavaClass type, Finding found) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
            if (access instanceof JavaCodeUnitAccess<?> call && isRaw(call)) {
                found.add(call);
            }
        }
    }

    private static boolean isRaw(JavaCodeUnitAccess<?> call) {
        CodeUnitAccessTarget target = call.getTarget();
        JavaClass owner = target.getOwner();
        return switch (target.getName()) {
            case "<init>" ->
                !isToSuper(call) && (POOLS.stream().anyMatch(owner::isAssignableTo) || makesThread(call, owner));
            case "start" ->
                isBuilder(owner) || (owner.isAssignableTo(Thread.class) && isWithout(target) && !isToSuper(call));
            case "startVirtualThread" -> owner.isEquivalentTo(Thread.class);
            case "unstarted" -> isBuilder(owner) && !isFactory(call);
            default -> isPool(target) || isOnSharedPool(target);
        };
    }

    /** The builders are of JDK 21, and rules may be checked on an older one. */
    private static boolean isBuilder(JavaClass owner) {
        return owner.getName().startsWith("java.lang.Thread$Builder");
    }

    private static boolean isPool(CodeUnitAccessTarget target) {
        return target.getOwner().getName().equals("java.util.concurrent.Executors")
                && target.getName().startsWith("new");
    }

    private static boolean isOnSharedPool(CodeUnitAccessTarget target) {
        return target.getName().endsWith("Async")
                && target.getOwner().isAssignableTo("java.util.concurrent.CompletionStage")
                && target.getRawParameterTypes().stream()
                        .noneMatch(each -> each.isAssignableTo("java.util.concurrent.Executor"));
    }

    private static boolean makesThread(JavaCodeUnitAccess<?> call, JavaClass owner) {
        return owner.isAssignableTo(Thread.class) && !isFactory(call) && !isShutdownHook(call.getOrigin());
    }

    /** What returns a thread has not started it: whoever starts it is found. */
    private static boolean isFactory(JavaCodeUnitAccess<?> call) {
        if (call instanceof JavaCodeUnitReference<?>) {
            return true;
        }
        if (call.isDeclaredInLambda()) {
            return isInLambdaOfThread(call);
        }
        return call.getOrigin().getRawReturnType().isAssignableTo(Thread.class);
    }

    /** ArchUnit counts the code of a lambda to the method around it. */
    private static boolean isInLambdaOfThread(JavaCodeUnitAccess<?> call) {
        String owner = call.getTargetOwner().getName();
        String name = call.getTarget().getName();
        for (Code code : ClassFile.of(call.getOriginOwner()).methods()) {
            if (code.isLambda() && Descriptor.result(code.descriptor()).equals("Ljava/lang/Thread;")) {
                for (int offset : code.offsets()) {
                    ConstantPool.Member called = code.call(offset);
                    if (called != null
                            && called.name().equals(name)
                            && Descriptor.className(called.owner()).equals(owner)
                            && code.line(offset) == call.getLineNumber()) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** The JVM takes its hooks as threads and in no other way. */
    private static boolean isShutdownHook(JavaCodeUnit origin) {
        return origin.getCallsFromSelf().stream()
                .anyMatch(call -> call.getName().equals("addShutdownHook")
                        && call.getTargetOwner().isEquivalentTo(Runtime.class));
    }

    /** A subclass that calls its superclass makes and starts nothing itself. */
    private static boolean isToSuper(JavaCodeUnitAccess<?> call) {
        return call.getOrigin().getName().equals(call.getTarget().getName())
                && !call.isDeclaredInLambda()
                && call.getOriginOwner().isAssignableTo(call.getTargetOwner().getName());
    }

    private static boolean isWithout(CodeUnitAccessTarget target) {
        return target.getRawParameterTypes().equals(List.of());
    }
}
