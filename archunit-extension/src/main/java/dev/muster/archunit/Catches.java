package dev.muster.archunit;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the handlers of a method do with what they catch. */
final class Catches {
    private final Code code;
    private final Flow flow;

    Catches(Code code) {
        this.code = code;
        flow = Flow.of(code);
    }

    /** The handler that gets a throwable of one of these types first, if an instruction throws it. */
    Optional<Code.Handler> catcher(int offset, Set<String> types) {
        return code.handlers().stream()
                .filter(each -> each.covers(offset) && types.contains(each.caught()))
                .findFirst();
    }

    List<Flow.Use> uses(Code.Handler handler) {
        return flow.usesOf(Flow.caughtAt(handler.target()));
    }

    /**
     * Says whether a handler does nothing with what it catches: it neither looks at it nor hands it to anything, and if it
     * throws it, then only to a handler of the same method that does nothing with it either.
     */
    boolean drops(Code.Handler handler, Set<String> types) {
        return flow.reaches(handler.target()) && drops(handler, types, new HashSet<>());
    }

    private boolean drops(Code.Handler handler, Set<String> types, Set<Integer> asked) {
        if (!asked.add(handler.target())) {
            return true;
        }
        return uses(handler).stream().allMatch(use -> {
            if (code.opcode(use.offset()) == Opcode.ATHROW) {
                return catcher(use.offset(), types)
                        .filter(next -> drops(next, types, asked))
                        .isPresent();
            }
            return !isLook(use);
        });
    }

    private boolean isLook(Flow.Use use) {
        int opcode = code.opcode(use.offset());
        ConstantPool.Member call = code.call(use.offset());
        if (call != null) {
            // the failure of a close goes into it, by the compiler's hand too
            return !(use.operand() == 0 && call.name().equals("addSuppressed"));
        }
        return switch (opcode) {
            case Opcode.INVOKEDYNAMIC, Opcode.ARETURN, Opcode.PUTFIELD, Opcode.PUTSTATIC, Opcode.AASTORE -> true;
            default -> false;
        };
    }
}
