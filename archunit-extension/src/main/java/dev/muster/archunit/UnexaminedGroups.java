package dev.muster.archunit;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds tests that ask whether a group is thrown and not what is in it. */
final class UnexaminedGroups {
    private static final Set<String> THROWS = Set.of("assertThrows", "assertThrowsExactly", "expectThrows");
    private static final Set<String> THROWS_OWNERS =
            Set.of("org/junit/jupiter/api/Assertions", "org/junit/Assert", "org/testng/Assert");
    private static final Set<String> TYPE_CHECKS = Set.of("isInstanceOf", "isExactlyInstanceOf");
    private static final Set<String> TYPED_ENTRIES = Set.of("assertThatExceptionOfType", "thenExceptionOfType");
    private static final Set<String> GROUP_ENTRIES = Set.of("assertThatGroupThrownBy", "thenGroupThrownBy");

    // what an assertion may say besides without having looked into the group
    private static final Set<String> BLIND = Set.of(
            "isInstanceOf",
            "isExactlyInstanceOf",
            "isNotNull",
            "isThrownBy",
            "as",
            "describedAs",
            "withFailMessage",
            "overridingErrorMessage");

    private UnexaminedGroups() {}

    static void search(JavaClass type, Finding found) {
        for (JavaCodeUnit method : type.getCodeUnits()) {
            if (method.getAnnotations().stream().anyMatch(UnexaminedGroups::expectsGroup)) {
                found.add(
                        method.getDescription() + " expects a group by its annotation, which cannot look into it",
                        method.getSourceCodeLocation().getLineNumber());
            }
        }
        Set<String> groups = type.getCodeUnits().stream()
                .flatMap(method -> method.getReferencedClassObjects().stream())
                .map(ReferencedClassObject::getValue)
                .filter(Muster::isGroup)
                .map(group -> group.getName().replace('.', '/'))
                .collect(Collectors.toSet());
        boolean opensGroups = type.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().getName().equals(Muster.ASSERTIONS));
        if (!groups.isEmpty() || opensGroups) {
            for (Code code : ClassFile.of(type).methods()) {
                new Search(code, groups, found).run();
            }
        }
    }

    private static boolean expectsGroup(JavaAnnotation<?> annotation) {
        String name = annotation.getRawType().getName();
        Optional<Object> expected = switch (name) {
            case "org.junit.Test" -> annotation.get("expected");
            case "org.testng.annotations.Test" -> annotation.get("expectedExceptions");
            default -> Optional.empty();
        };
        return expected.stream()
                .flatMap(each -> each instanceof Object[] several ? Arrays.stream(several) : Stream.of(each))
                .anyMatch(each -> each instanceof JavaClass group && Muster.isGroup(group));
    }

    /** The search in one method. */
    private static final class Search {
        private final Code code;
        private final Flow flow;
        private final Set<String> groups;
        private final Finding found;

        Search(Code code, Set<String> groups, Finding found) {
            this.code = code;
            this.groups = groups;
            this.found = found;
            flow = Flow.of(code);
        }

        void run() {
            for (int offset : code.offsets()) {
                ConstantPool.Member call = code.call(offset);
                if (call != null && flow.reaches(offset) && isBlind(call, offset)) {
                    found.add(code, offset, "expects a group with " + call.name() + " and does not look into it");
                }
            }
        }

        private boolean isBlind(ConstantPool.Member call, int offset) {
            if (THROWS.contains(call.name()) && THROWS_OWNERS.contains(call.owner())) {
                return takesGroup(offset, call) && isUnused(offset);
            }
            if (call.name().equals("assertInstanceOf") && THROWS_OWNERS.contains(call.owner())) {
                return takesGroup(offset, call) && isUnused(offset) && isUsedHereAlone(new Flow.Use(offset, 1));
            }
            if (GROUP_ENTRIES.contains(call.name())
                    && Descriptor.className(call.owner()).equals(Muster.ASSERTIONS)) {
                // there it is likely to be what the test is about
                return !code.isLambda() && isBlindFrom(offset);
            }
            if (!call.owner().startsWith("org/assertj/")) {
                return false;
            }
            if (TYPED_ENTRIES.contains(call.name())) {
                return takesGroup(offset, call) && isBlindFrom(offset);
            }
            return TYPE_CHECKS.contains(call.name())
                    && takesGroup(offset, call)
                    && isBlindUpTo(offset)
                    && isBlindFrom(offset);
        }

        private boolean takesGroup(int offset, ConstantPool.Member call) {
            return Stream.iterate(
                            0,
                            i -> i <= Descriptor.parameters(call.descriptor()).size(),
                            i -> i + 1)
                    .flatMap(operand -> flow.originsOf(new Flow.Use(offset, operand)).stream())
                    .filter(origin -> origin >= 0)
                    .map(code::classLiteral)
                    .anyMatch(each -> each != null && groups.contains(each));
        }

        private boolean isUnused(int offset) {
            return flow.usesOf(offset).isEmpty();
        }

        /** Says whether nothing else in this method takes what an operand is; no if that is not known. */
        private boolean isUsedHereAlone(Flow.Use use) {
            Set<Integer> origins = flow.originsOf(use);
            return !origins.isEmpty()
                    && origins.stream()
                            .allMatch(origin -> flow.usesOf(origin).stream().allMatch(use::equals));
        }

        /** Says whether an assertion goes on, if at all, with nothing but calls that do not look. */
        private boolean isBlindFrom(int start) {
            Deque<Integer> open = new ArrayDeque<>();
            Set<Integer> seen = new HashSet<>();
            open.push(start);
            while (!open.isEmpty()) {
                int offset = open.pop();
                for (Flow.Use use : flow.usesOf(offset)) {
                    if (use.operand() != 0 || !isBlindCall(code.call(use.offset()))) {
                        return false;
                    }
                    if (seen.add(use.offset())) {
                        open.push(use.offset());
                    }
                }
            }
            return true;
        }

        private static boolean isBlindCall(ConstantPool.@Nullable Member call) {
            return call != null && BLIND.contains(call.name());
        }

        /** Says whether an assertion has come here from its subject by nothing but calls that do not look. */
        private boolean isBlindUpTo(int start) {
            int offset = start;
            while (true) {
                Set<Integer> receivers = flow.originsOf(new Flow.Use(offset, 0));
                if (receivers.size() != 1) {
                    return false;
                }
                int before = receivers.iterator().next();
                ConstantPool.Member call = before < 0 ? null : code.call(before);
                if (call == null) {
                    return false;
                }
                if (call.name().startsWith("assertThat") || call.name().startsWith("then")) {
                    // one that runs code has its only look at the exception; of others the subject may be seen again
                    int subject = code.opcode(before) == Opcode.INVOKESTATIC ? 0 : 1;
                    return call.descriptor().contains("ThrowingCallable")
                            || isUsedHereAlone(new Flow.Use(before, subject));
                }
                if (!isBlindCall(call)) {
                    return false;
                }
                offset = before;
            }
        }
    }
}
