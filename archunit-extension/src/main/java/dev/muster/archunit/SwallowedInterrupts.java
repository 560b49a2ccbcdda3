package dev.muster.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds handlers after which nobody knows that the thread was asked to stop, and the thread goes on. */
final class SwallowedInterrupts {
    private static final String INTERRUPTED = "java/lang/InterruptedException";
    private static final String INTERRUPT = "interrupt";
    private static final String RUNNABLE = "Ljava/lang/Runnable;";

    private final JavaClass type;
    private final ClassFile file;
    private final Set<String> interrupting;

    private SwallowedInterrupts(JavaClass type, ClassFile file) {
        this.type = type;
        this.file = file;
        interrupting = type.getMethodCallsFromSelf().stream()
                .filter(SwallowedInterrupts::isInterrupting)
                .map(call -> key(call.getTargetOwner().getName(), call.getName()))
                .collect(Collectors.toSet());
    }

    static void search(JavaClass type, Finding found) {
        ClassFile file = ClassFile.of(type);
        if (file.methods().stream().anyMatch(SwallowedInterrupts::catchesInterrupts)) {
            new SwallowedInterrupts(type, file).search(found);
        }
    }

    private static boolean catchesInterrupts(Code code) {
        return code.handlers().stream().anyMatch(each -> INTERRUPTED.equals(each.caught()));
    }

    /** A call of {@link Thread#interrupt()}, or of a method that calls it. */
    private static boolean isInterrupting(JavaMethodCall call) {
        return isInterrupt(call)
                || call.getTarget()
                        .resolveMember()
                        .filter(method ->
                                method.getMethodCallsFromSelf().stream().anyMatch(SwallowedInterrupts::isInterrupt))
                        .isPresent();
    }

    private static boolean isInterrupt(JavaMethodCall call) {
        return call.getName().equals(INTERRUPT) && call.getTargetOwner().isAssignableTo(Thread.class);
    }

    private static String key(String owner, String name) {
        return owner + "." + name;
    }

    private void search(Finding found) {
        for (Code code : file.methods()) {
            if (!catchesInterrupts(code)) {
                continue;
            }
            Catches catches = new Catches(code);
            Set<Integer> seen = new HashSet<>();
            for (Code.Handler handler : code.handlers()) {
                if (INTERRUPTED.equals(handler.caught())
                        && seen.add(handler.target())
                        && isSwallowed(code, catches, handler)) {
                    found.add(code, handler.target(), "swallows an InterruptedException");
                }
            }
        }
    }

    private boolean isSwallowed(Code code, Catches catches, Code.Handler handler) {
        return catches.uses(handler).stream().noneMatch(use -> isHandedOn(code, use))
                && !breaksOff(code, handler.target())
                && !interrupts(code, handler.target())
                && !endsThread(code, handler.target())
                && !isExpected(code, handler);
    }

    /** Says whether an instruction gives the exception to something that may act on it, which a log does not. */
    private static boolean isHandedOn(Code code, Flow.Use use) {
        ConstantPool.Member call = code.call(use.offset());
        if (call != null) {
            boolean isReceiver = use.operand() == 0 && code.opcode(use.offset()) != Opcode.INVOKESTATIC;
            return !isReceiver && !isText(call) && !isLog(call);
        }
        return switch (code.opcode(use.offset())) {
            case Opcode.INVOKEDYNAMIC -> !code.dynamicResult(use.offset()).equals("Ljava/lang/String;");
            case Opcode.ARETURN, Opcode.ATHROW, Opcode.PUTFIELD, Opcode.PUTSTATIC -> true;
            default -> false;
        };
    }

    private static boolean isText(ConstantPool.Member call) {
        return call.owner().equals("java/lang/String") || call.owner().startsWith("java/lang/StringBu");
    }

    private static boolean isLog(ConstantPool.Member call) {
        String owner = call.owner().substring(call.owner().lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return owner.endsWith("log")
                || owner.contains("logger")
                || owner.contains("logging")
                || call.name().startsWith("log");
    }

    /** Says whether the handler itself throws anything, fails a test, or ends the JVM. */
    private static boolean breaksOff(Code code, int handler) {
        return code.reachedOnlyThrough(handler).stream()
                .anyMatch(offset -> code.opcode(offset) == Opcode.ATHROW || isFailOrExit(code.call(offset)));
    }

    private static boolean isFailOrExit(ConstantPool.@Nullable Member call) {
        return isFail(call) || isCall(call, "java/lang/System", "exit");
    }

    private static boolean isCall(ConstantPool.@Nullable Member call, String owner, String name) {
        return call != null && call.owner().equals(owner) && call.name().equals(name);
    }

    private static boolean isFail(ConstantPool.@Nullable Member call) {
        return call != null && call.name().equals("fail") && call.owner().contains("Assert");
    }

    private boolean interrupts(Code code, int handler) {
        return code.reachedFrom(handler).stream().anyMatch(offset -> {
            ConstantPool.Member call = code.call(offset);
            return call != null && interrupting.contains(key(Descriptor.className(call.owner()), call.name()));
        });
    }

    /** Says whether the code that a thread runs comes to its end after the handler and waits no more. */
    private boolean endsThread(Code code, int handler) {
        boolean isRun = file.isLambdaFor(code, RUNNABLE) || (isRun(code) && type.isAssignableTo(Runnable.class));
        BitSet reached = code.reachedFrom(handler);
        return isRun
                && code.handlers().stream()
                        .filter(each -> INTERRUPTED.equals(each.caught()))
                        .noneMatch(each -> reached.get(each.start(), each.end()).cardinality() > 0);
    }

    private static boolean isRun(Code code) {
        return code.name().equals("run") && code.descriptor().equals("()V");
    }

    /** Says whether it is a test that fails if it is not interrupted. */
    private static boolean isExpected(Code code, Code.Handler handler) {
        return code.offsets().stream().filter(handler::covers).map(code::call).anyMatch(SwallowedInterrupts::isFail);
    }
}
