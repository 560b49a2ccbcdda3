package dev.muster.archunit;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds handlers that catch more than they say, and lose by it what a join throws. */
final class DroppedGroups {
    private static final DroppedGroups OF_SCOPES = new DroppedGroups(
            Set.of("join", "close", "call", "run", "all", "firstSuccess"),
            owner -> Muster.isScope(owner) || owner.getName().equals(Muster.CONFIG),
            Muster.GROUP.replace('.', '/'),
            "group");

    private final Set<String> joins;
    private final Predicate<JavaClass> isJoined;
    private final String thrown;
    private final String word;
    private final Set<String> catching;

    /** Takes the names of the methods that join, what they belong to, and what they throw, as a class and as a word. */
    DroppedGroups(Set<String> joins, Predicate<JavaClass> isJoined, String thrown, String word) {
        this.joins = joins;
        this.isJoined = isJoined;
        this.thrown = thrown;
        this.word = word;
        catching = Set.of(
                thrown,
                "java/lang/RuntimeException",
                "java/lang/Exception",
                "java/lang/Throwable",
                Code.Handler.FINALLY);
    }

    static void search(JavaClass type, Finding found) {
        OF_SCOPES.searchIn(type, found);
    }

    void searchIn(JavaClass type, Finding found) {
        Set<String> owners = type.getMethodCallsFromSelf().stream()
                .filter(call -> joins.contains(call.getName()))
                .map(JavaAccess::getTargetOwner)
                .filter(isJoined)
                .map(owner -> owner.getName().replace('.', '/'))
                .collect(Collectors.toSet());
        if (!owners.isEmpty()) {
            ClassFile.of(type).methods().forEach(code -> searchIn(code, owners, found));
        }
    }

    private void searchIn(Code code, Set<String> owners, Finding found) {
        if (code.handlers().isEmpty()) {
            return;
        }
        Catches catches = new Catches(code);
        Map<Integer, String> dropped = new TreeMap<>();
        for (int offset : code.offsets()) {
            ConstantPool.Member call = code.call(offset);
            if (call != null && joins.contains(call.name()) && owners.contains(call.owner())) {
                catches.catcher(offset, catching)
                        .filter(handler -> !handler.caught().equals(thrown))
                        .filter(handler -> catches.drops(handler, catching))
                        .ifPresent(handler -> dropped.putIfAbsent(handler.target(), text(call, handler)));
            }
        }
        dropped.forEach((target, text) -> found.add(code, target, text));
    }

    private String text(ConstantPool.Member call, Code.Handler handler) {
        String joined = simple(call.owner()) + "." + call.name();
        String caught = handler.caught();
        return caught.equals(Code.Handler.FINALLY)
                ? "drops the " + word + " of " + joined + " in a finally block that does not let it out"
                : "catches " + simple(caught) + " around " + joined + " and drops the " + word;
    }

    private static String simple(String internalName) {
        return internalName.substring(internalName.lastIndexOf('/') + 1).replace('$', '.');
    }
}
