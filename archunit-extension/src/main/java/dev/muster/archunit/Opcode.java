package dev.muster.archunit;

/** What the instructions of the JVM are called, how long they are, and what they take from the stack and put there. */
final class Opcode {
    static final int LDC = 18;
    static final int LDC_W = 19;
    static final int ILOAD = 21;
    static final int LLOAD = 22;
    static final int FLOAD = 23;
    static final int DLOAD = 24;
    static final int ALOAD = 25;
    static final int ILOAD_0 = 26;
    static final int IALOAD = 46;
    static final int ISTORE = 54;
    static final int LSTORE = 55;
    static final int FSTORE = 56;
    static final int DSTORE = 57;
    static final int ASTORE = 58;
    static final int ISTORE_0 = 59;
    static final int IASTORE = 79;
    static final int AASTORE = 83;
    static final int POP = 87;
    static final int POP2 = 88;
    static final int DUP = 89;
    static final int DUP_X1 = 90;
    static final int DUP_X2 = 91;
    static final int DUP2 = 92;
    static final int DUP2_X1 = 93;
    static final int DUP2_X2 = 94;
    static final int SWAP = 95;
    static final int IINC = 132;
    static final int IFEQ = 153;
    static final int GOTO = 167;
    static final int JSR = 168;
    static final int RET = 169;
    static final int TABLESWITCH = 170;
    static final int LOOKUPSWITCH = 171;
    static final int IRETURN = 172;
    static final int ARETURN = 176;
    static final int RETURN = 177;
    static final int GETSTATIC = 178;
    static final int PUTSTATIC = 179;
    static final int GETFIELD = 180;
    static final int PUTFIELD = 181;
    static final int INVOKEVIRTUAL = 182;
    static final int INVOKESTATIC = 184;
    static final int INVOKEINTERFACE = 185;
    static final int INVOKEDYNAMIC = 186;
    static final int ATHROW = 191;
    static final int CHECKCAST = 192;
    static final int WIDE = 196;
    static final int MULTIANEWARRAY = 197;
    static final int IFNULL = 198;
    static final int IFNONNULL = 199;
    static final int GOTO_W = 200;
    static final int JSR_W = 201;

    // a digit for each opcode; 0 where it depends on more than the opcode
    private static final String LENGTHS = "11111111111111112323322222111111111111111111111111"
            + "11112222211111111111111111111111111111111111111111"
            + "11111111111111111111111111111111311111111111111111"
            + "11133333333333333332001111113333333553231133110433"
            + "55";
    private static final String POPS = "00000000000000000000000000000000000000000000002222"
            + "22221212111112222111122221111343433331200000002424"
            + "24242424242424241212232323242424011122211122211142"
            + "24411111122222222000111212100000000000111111110011"
            + "00";
    private static final String PUSHES = "01111111122111221111212121111122221111222211111212"
            + "11110000000000000000000000000000000000000000001212"
            + "12121212121212121212121212121212021211212212111111"
            + "11100000000000000010000000000000000001111011000000"
            + "01";

    private Opcode() {}

    static int length(int opcode) {
        return LENGTHS.charAt(opcode) - '0';
    }

    static int pops(int opcode) {
        return POPS.charAt(opcode) - '0';
    }

    static int pushes(int opcode) {
        return PUSHES.charAt(opcode) - '0';
    }

    static boolean isJump(int opcode) {
        return (opcode >= IFEQ && opcode <= JSR) || opcode == IFNULL || opcode == IFNONNULL;
    }

    /** Says whether the next instruction is not reached from here. */
    static boolean endsFlow(int opcode) {
        return switch (opcode) {
            case GOTO, GOTO_W, RET, TABLESWITCH, LOOKUPSWITCH, ATHROW -> true;
            default -> opcode >= IRETURN && opcode <= RETURN;
        };
    }

    /** Says whether it is one of those with which compilers before Java 6 made {@code finally}. */
    static boolean isSubroutine(int opcode) {
        return opcode == JSR || opcode == JSR_W || opcode == RET;
    }
}
