package dev.muster.archunit;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The instructions of one method. Each is known by its offset. */
final class Code {

    /** Where the exceptions of a type that a stretch of code throws are caught; or of any, in {@code finally}. */
    record Handler(int start, int end, int target, String caught) {
        static final String FINALLY = "finally";

        boolean covers(int offset) {
            return start <= offset && offset < end;
        }
    }

    /** What an instruction moves from a local to the stack, or back. */
    record Move(boolean isLoad, int local, int words) {}

    /** What the class file says about a method before its code. */
    record Header(String name, String descriptor) {}

    private static final String LAMBDA = "lambda$";

    private final Header header;
    private final ConstantPool constants;
    private final int locals;
    private final byte[] bytes;
    private final List<Handler> handlers;
    private final int[] lines;

    Code(Header header, ConstantPool constants, int locals, byte[] bytes, List<Handler> handlers, int[] lines) {
        this.header = header;
        this.constants = constants;
        this.locals = locals;
        this.bytes = bytes;
        this.handlers = handlers;
        this.lines = lines;
    }

    String name() {
        return header.name;
    }

    String descriptor() {
        return header.descriptor;
    }

    boolean isLambda() {
        return name().startsWith(LAMBDA);
    }

    int locals() {
        return locals;
    }

    List<Handler> handlers() {
        return handlers;
    }

    /** The method as reports name it, and a lambda by the method that it stands in. */
    String describe(JavaClass owner) {
        if (isLambda()) {
            int end = name().lastIndexOf('$');
            String outer = name().substring(LAMBDA.length(), Math.max(end, LAMBDA.length()));
            return "Lambda in <" + owner.getName() + "." + outer + ">";
        }
        String parameters = Descriptor.parameters(descriptor()).stream()
                .map(Descriptor::readable)
                .collect(Collectors.joining(", ", "(", ")"));
        String kind =
                name().equals("<init>") ? "Constructor" : name().equals("<clinit>") ? "Static Initializer" : "Method";
        return kind + " <" + owner.getName() + "." + name() + parameters + ">";
    }

    /** The line of an instruction; 0 if the class file has no lines. */
    int line(int offset) {
        int at = offset;
        while (at > 0 && lines[at] == 0) {
            at--;
        }
        return lines[at];
    }

    int opcode(int offset) {
        return bytes[offset] & 0xFF;
    }

    int unsignedByte(int offset) {
        return bytes[offset] & 0xFF;
    }

    int unsignedShort(int offset) {
        return unsignedByte(offset) << 8 | unsignedByte(offset + 1);
    }

    private int signedInt(int offset) {
        return unsignedShort(offset) << 16 | unsignedShort(offset + 2);
    }

    /** The method that an instruction calls; null if it calls none, or one that is only known at run time. */
    ConstantPool.@Nullable Member call(int offset) {
        int opcode = opcode(offset);
        return opcode >= Opcode.INVOKEVIRTUAL && opcode <= Opcode.INVOKEINTERFACE
                ? constants.member(unsignedShort(offset + 1))
                : null;
    }

    /** The class that an instruction loads as a literal; null if it does something else. */
    @Nullable
    String classLiteral(int offset) {
        return switch (opcode(offset)) {
            case Opcode.LDC -> constants.classOrNull(unsignedByte(offset + 1));
            case Opcode.LDC_W -> constants.classOrNull(unsignedShort(offset + 1));
            default -> null;
        };
    }

    /** Which bootstrap method links a call that is linked at run time. */
    int bootstrap(int offset) {
        return constants.bootstrap(unsignedShort(offset + 1));
    }

    /** The type that a call which is linked at run time returns. */
    String dynamicResult(int offset) {
        return Descriptor.result(constants.dynamicDescriptor(unsignedShort(offset + 1)));
    }

    ConstantPool constants() {
        return constants;
    }

    /** The move that an instruction is; null if it is none. */
    @Nullable
    Move move(int offset) {
        int opcode = opcode(offset);
        if (opcode == Opcode.WIDE) {
            return move(unsignedByte(offset + 1), unsignedShort(offset + 2));
        }
        // the short forms are four for each type, in the order of the long ones
        if (opcode >= Opcode.ILOAD_0 && opcode < Opcode.IALOAD) {
            int form = opcode - Opcode.ILOAD_0;
            return move(Opcode.ILOAD + form / 4, form % 4);
        }
        if (opcode >= Opcode.ISTORE_0 && opcode < Opcode.IASTORE) {
            int form = opcode - Opcode.ISTORE_0;
            return move(Opcode.ISTORE + form / 4, form % 4);
        }
        return offset + 1 < bytes.length ? move(opcode, unsignedByte(offset + 1)) : null;
    }

    private static @Nullable Move move(int opcode, int local) {
        return switch (opcode) {
            case Opcode.ILOAD, Opcode.FLOAD, Opcode.ALOAD -> new Move(true, local, 1);
            case Opcode.LLOAD, Opcode.DLOAD -> new Move(true, local, 2);
            case Opcode.ISTORE, Opcode.FSTORE, Opcode.ASTORE -> new Move(false, local, 1);
            case Opcode.LSTORE, Opcode.DSTORE -> new Move(false, local, 2);
            default -> null;
        };
    }

    /** The offsets of all instructions, in order. */
    List<Integer> offsets() {
        List<Integer> all = new ArrayList<>();
        for (int offset = 0; offset < bytes.length; offset += length(offset)) {
            all.add(offset);
        }
        return all;
    }

    private int length(int offset) {
        int opcode = opcode(offset);
        return switch (opcode) {
            case Opcode.TABLESWITCH -> {
                int at = aligned(offset);
                yield at + 12 + 4 * (signedInt(at + 8) - signedInt(at + 4) + 1) - offset;
            }
            case Opcode.LOOKUPSWITCH -> {
                int at = aligned(offset);
                yield at + 8 + 8 * signedInt(at + 4) - offset;
            }
            case Opcode.WIDE -> unsignedByte(offset + 1) == Opcode.IINC ? 6 : 4;
            default -> Opcode.length(opcode);
        };
    }

    private static int aligned(int offset) {
        return (offset & ~3) + 4;
    }

    /** Where an instruction may lead to when it does not throw. */
    List<Integer> successors(int offset) {
        int opcode = opcode(offset);
        List<Integer> all = new ArrayList<>();
        if (opcode == Opcode.TABLESWITCH) {
            int at = aligned(offset);
            all.add(offset + signedInt(at));
            for (int i = signedInt(at + 8) - signedInt(at + 4); i >= 0; i--) {
                all.add(offset + signedInt(at + 12 + 4 * i));
            }
        } else if (opcode == Opcode.LOOKUPSWITCH) {
            int at = aligned(offset);
            all.add(offset + signedInt(at));
            for (int i = signedInt(at + 4); i > 0; i--) {
                all.add(offset + signedInt(at + 4 + 8 * i));
            }
        } else {
            if (Opcode.isJump(opcode)) {
                all.add(offset + (short) unsignedShort(offset + 1));
            } else if (opcode == Opcode.GOTO_W) {
                all.add(offset + signedInt(offset + 1));
            }
            if (!Opcode.endsFlow(opcode)) {
                all.add(offset + length(offset));
            }
        }
        return all;
    }

    /** What is reached from an instruction without exceptions, itself included. */
    BitSet reachedFrom(int start) {
        return reached(start, -1, false);
    }

    /** What is reached only through an instruction: for the first one of a handler, the handler's own code. */
    BitSet reachedOnlyThrough(int start) {
        BitSet own = reachedFrom(start);
        own.andNot(reached(0, start, true));
        return own;
    }

    private BitSet reached(int start, int without, boolean throwing) {
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        open.push(start);
        while (!open.isEmpty()) {
            int offset = open.pop();
            if (offset == without || seen.get(offset)) {
                continue;
            }
            seen.set(offset);
            open.addAll(successors(offset));
            if (throwing) {
                handlers.stream().filter(each -> each.covers(offset)).forEach(each -> open.push(each.target));
            }
        }
        return seen;
    }
}
