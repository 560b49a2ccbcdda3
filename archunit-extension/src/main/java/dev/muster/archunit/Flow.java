package dev.muster.archunit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the values of a method come from and where they go: for each exception that is caught, each result of a call and
 * each class literal, the instructions that take it from the stack, on any path. Values that come from elsewhere, such as
 * parameters and fields, have no origin.
 */
final class Flow {

    /** An instruction that takes a value, and as which of its operands; of a call, the receiver is the first. */
    record Use(int offset, int operand) {}

    private final Code code;
    private final Map<Integer, State> before = new TreeMap<>();
    private final Map<Integer, List<Use>> uses = new HashMap<>();
    private final Map<Use, Set<Integer>> origins = new HashMap<>();

    private Flow(Code code) {
        this.code = code;
    }

    /** Follows the values of a method; of one with subroutines, as compilers made before Java 6, none. */
    static Flow of(Code code) {
        Flow flow = new Flow(code);
        if (code.offsets().stream().noneMatch(offset -> Opcode.isSubroutine(code.opcode(offset)))) {
            flow.follow();
            flow.before.forEach((offset, state) -> flow.new Step(offset, state.copy()).take(true));
        }
        return flow;
    }

    /** The origin of what is caught by the handler that begins here. */
    static int caughtAt(int handler) {
        return ~handler;
    }

    /** What takes the value of this origin, other than to move it to and fro. */
    List<Use> usesOf(int origin) {
        return uses.getOrDefault(origin, List.of());
    }

    /** Where an operand may come from; empty if that is not known. */
    Set<Integer> originsOf(Use use) {
        return origins.getOrDefault(use, Set.of());
    }

    /** Says whether an instruction can be reached at all. */
    boolean reaches(int offset) {
        return before.containsKey(offset);
    }

    private void follow() {
        Deque<Integer> open = new ArrayDeque<>();
        enter(0, State.empty(code.locals()), open);
        while (!open.isEmpty()) {
            int offset = open.pop();
            State state = before.get(offset);
            if (state == null) {
                continue;
            }
            for (Code.Handler handler : code.handlers()) {
                if (handler.covers(offset)) {
                    enter(handler.target(), state.caught(caughtAt(handler.target())), open);
                }
            }
            State after = state.copy();
            new Step(offset, after).take(false);
            for (int next : code.successors(offset)) {
                enter(next, after, open);
            }
        }
    }

    private void enter(int offset, State state, Deque<Integer> open) {
        State known = before.get(offset);
        if (known == null) {
            before.put(offset, state.copy());
            open.push(offset);
        } else if (known.add(state)) {
            open.push(offset);
        }
    }

    /** The origins of what the locals and the words of the stack hold at one instruction. */
    private record State(List<Set<Integer>> locals, List<Set<Integer>> stack) {

        static State empty(int locals) {
            List<Set<Integer>> unknown = new ArrayList<>();
            for (int i = 0; i < locals; i++) {
                unknown.add(Set.of());
            }
            return new State(unknown, new ArrayList<>());
        }

        State copy() {
            return new State(new ArrayList<>(locals), new ArrayList<>(stack));
        }

        State caught(int origin) {
            return new State(new ArrayList<>(locals), new ArrayList<>(List.of(Set.of(origin))));
        }

        /** Adds what another path brings, and says whether that is new. */
        boolean add(State other) {
            if (stack.size() != other.stack.size()) {
                throw new IllegalStateException("two paths meet with " + stack.size() + " and with "
                        + other.stack.size() + " words on the stack");
            }
            boolean isNew = addAll(locals, other.locals);
            return addAll(stack, other.stack) || isNew;
        }

        private static boolean addAll(List<Set<Integer>> known, List<Set<Integer>> more) {
            boolean isNew = false;
            for (int i = 0; i < known.size(); i++) {
                if (!known.get(i).containsAll(more.get(i))) {
                    Set<Integer> both = new HashSet<>(known.get(i));
                    both.addAll(more.get(i));
                    known.set(i, both);
                    isNew = true;
                }
            }
            return isNew;
        }

        void push(Set<Integer> word) {
            stack.add(word);
        }

        Set<Integer> pop() {
            return stack.remove(stack.size() - 1);
        }
    }

    /** What one instruction does to the state before it. */
    private final class Step {
        private final int offset;
        private final State state;
        private boolean isNoted;

        Step(int offset, State state) {
            this.offset = offset;
            this.state = state;
        }

        /** Does it, and notes what it takes. */
        void take(boolean noting) {
            isNoted = noting;
            int opcode = code.opcode(offset);
            Code.Move move = code.move(offset);
            if (move != null) {
                move(move);
            } else if (opcode >= Opcode.POP && opcode <= Opcode.SWAP) {
                shuffle(opcode);
            } else if (opcode >= Opcode.GETSTATIC && opcode <= Opcode.PUTFIELD) {
                field(opcode);
            } else if (opcode >= Opcode.INVOKEVIRTUAL && opcode <= Opcode.INVOKEDYNAMIC) {
                call(opcode);
            } else if (code.classLiteral(offset) != null) {
                state.push(Set.of(offset));
            } else if (opcode == Opcode.MULTIANEWARRAY) {
                plain(code.unsignedByte(offset + 3), 1);
            } else if (opcode != Opcode.CHECKCAST) {
                plain(Opcode.pops(opcode), Opcode.pushes(opcode));
            }
        }

        private void move(Code.Move move) {
            if (move.isLoad()) {
                push(move.words(), state.locals.get(move.local()));
            } else {
                if (move.words() == 2) {
                    state.pop();
                    state.locals.set(move.local() + 1, Set.of());
                }
                state.locals.set(move.local(), state.pop());
            }
        }

        private void shuffle(int opcode) {
            if (opcode == Opcode.POP || opcode == Opcode.POP2) {
                for (int i = Opcode.POP; i <= opcode; i++) {
                    state.pop();
                }
            } else if (opcode == Opcode.SWAP) {
                Set<Integer> top = state.pop();
                state.stack.add(state.stack.size() - 1, top);
            } else {
                // one word or two, put below none, one or two others
                int copied = opcode < Opcode.DUP2 ? 1 : 2;
                int skipped = (opcode - Opcode.DUP) % 3;
                int size = state.stack.size();
                List<Set<Integer>> words = List.copyOf(state.stack.subList(size - copied, size));
                state.stack.addAll(size - copied - skipped, words);
            }
        }

        private void field(int opcode) {
            String type =
                    code.constants().member(code.unsignedShort(offset + 1)).descriptor();
            int words = Descriptor.words(type);
            boolean isStatic = opcode == Opcode.GETSTATIC || opcode == Opcode.PUTSTATIC;
            boolean isGet = opcode == Opcode.GETSTATIC || opcode == Opcode.GETFIELD;
            plain((isStatic ? 0 : 1) + (isGet ? 0 : words), isGet ? words : 0);
        }

        private void call(int opcode) {
            int constant = code.unsignedShort(offset + 1);
            boolean isDynamic = opcode == Opcode.INVOKEDYNAMIC;
            String descriptor = isDynamic
                    ? code.constants().dynamicDescriptor(constant)
                    : code.constants().member(constant).descriptor();
            List<Integer> sizes = new ArrayList<>();
            if (!isDynamic && opcode != Opcode.INVOKESTATIC) {
                sizes.add(1);
            }
            Descriptor.parameters(descriptor).forEach(type -> sizes.add(Descriptor.words(type)));
            for (int operand = sizes.size() - 1; operand >= 0; operand--) {
                Set<Integer> word = state.pop();
                if (sizes.get(operand) == 2) {
                    state.pop();
                }
                note(operand, word);
            }
            push(Descriptor.words(Descriptor.result(descriptor)), Set.of(offset));
        }

        private void plain(int pops, int pushes) {
            for (int operand = pops - 1; operand >= 0; operand--) {
                note(operand, state.pop());
            }
            push(pushes, Set.of());
        }

        private void push(int words, Set<Integer> first) {
            for (int i = 0; i < words; i++) {
                state.push(i == 0 ? first : Set.of());
            }
        }

        private void note(int operand, Set<Integer> word) {
            if (isNoted && !word.isEmpty()) {
                Use use = new Use(offset, operand);
                origins.put(use, word);
                word.forEach(origin ->
                        uses.computeIfAbsent(origin, any -> new ArrayList<>()).add(use));
            }
        }
    }
}
