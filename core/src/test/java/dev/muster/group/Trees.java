package dev.muster.group;

import dev.muster.group.CpythonCases.A;
import dev.muster.group.CpythonCases.B;
import dev.muster.group.CpythonCases.C;
import dev.muster.group.CpythonCases.K;
import dev.muster.group.Fixtures.OrderFailures;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Trees for laws: every group has a message of its own, and leaves come from a small pool, so that some repeat. */
final class Trees {
    private Trees() {}

    static final List<Throwable> POOL = Stream.of(1, 2, 3)
            .flatMap(i -> Stream.<Throwable>of(new A("A" + i), new B("B" + i), new C("C" + i), new K("K" + i)))
            .toList();

    /** What a tree is to become; {@code label} and {@code trait} choose what else the member and the group carry. */
    record Plan(int leaf, List<Plan> members, int label, int trait) {}

    static Arbitrary<ExceptionGroup> groups() {
        return groupPlans(4).map(plan -> (ExceptionGroup) new Maker().make(plan));
    }

    private static Arbitrary<Plan> groupPlans(int depth) {
        Arbitrary<Plan> leaves = Combinators.combine(
                        Arbitraries.integers().between(0, POOL.size() - 1),
                        Arbitraries.integers().between(0, 3))
                .as((leaf, label) -> new Plan(leaf, List.of(), label, 0));
        Arbitrary<Plan> members =
                depth == 0 ? leaves : Arbitraries.lazy(() -> Arbitraries.oneOf(leaves, leaves, groupPlans(depth - 1)));
        return Combinators.combine(
                        members.list().ofMinSize(1).ofMaxSize(5),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 63))
                .as((list, label, trait) -> new Plan(-1, list, label, trait));
    }

    /** Some of the pool, as a condition on leaves. */
    static Arbitrary<Set<Throwable>> leafSets() {
        return Arbitraries.subsetOf(POOL);
    }

    static Predicate<Throwable> in(Set<Throwable> leaves) {
        return leaves::contains;
    }

    private static final class Maker {
        private int groups;

        Throwable make(Plan plan) {
            return plan.members.isEmpty() ? POOL.get(plan.leaf) : group(plan);
        }

        private ExceptionGroup group(Plan plan) {
            String message = "g" + groups++;
            if (has(plan, 0)) {
                return traits(
                        new OrderFailures(
                                message,
                                groups,
                                plan.members.stream().map(this::make).toList()),
                        plan);
            }
            ExceptionGroup.Builder builder = ExceptionGroup.builder(message);
            for (Plan each : plan.members) {
                switch (each.label) {
                    case 0 -> builder.add("label" + groups, make(each));
                    case 1 -> builder.add("label" + groups, make(each), "remark" + groups);
                    default -> builder.add(make(each));
                }
                if (has(plan, 1) && each.label == 3) {
                    builder.asFirstFailure();
                }
            }
            return traits(builder.build(), plan);
        }

        private static ExceptionGroup traits(ExceptionGroup group, Plan plan) {
            if (has(plan, 2)) {
                group.addNote("note of " + group.message());
            }
            if (has(plan, 3)) {
                group.initCause(new IllegalStateException("cause of " + group.message()));
            }
            if (has(plan, 4)) {
                group.addSuppressed(new IllegalStateException("beside " + group.message()));
            }
            return has(plan, 5) ? Fixtures.at(group, "Place." + group.message() + ":1") : group;
        }

        private static boolean has(Plan plan, int trait) {
            return (plan.trait & 1 << trait) != 0;
        }
    }

    /** All that a group shows of itself and of its tree, members aside that do not satisfy the condition. */
    static String describe(ExceptionGroup group, Predicate<Throwable> kept) {
        StringBuilder out = new StringBuilder(group.getClass().getSimpleName())
                .append(' ')
                .append(group.message())
                .append(group.notes())
                .append(group.getCause())
                .append(List.of(group.getStackTrace()).hashCode())
                .append(group.suppressedExtras());
        List<String> members = new ArrayList<>();
        for (int i = 0; i < group.exceptions().size(); i++) {
            Throwable member = group.exceptions().get(i);
            String text = member instanceof ExceptionGroup inner
                    ? describe(inner, kept)
                    : kept.test(member) ? member.toString() : "";
            if (!text.isEmpty()) {
                members.add(group.label(i) + " " + group.remark(i) + (group.first == i ? " first " : " ") + text);
            }
        }
        return members.isEmpty() ? "" : out.append(members).toString();
    }

    static String describe(ExceptionGroup group) {
        return describe(group, leaf -> true);
    }

    /** All groups of a tree, itself first. */
    static List<ExceptionGroup> groupsOf(ExceptionGroup root) {
        List<ExceptionGroup> all = new ArrayList<>();
        Deque<ExceptionGroup> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            ExceptionGroup group = open.pop();
            all.add(group);
            group.exceptions().stream()
                    .filter(ExceptionGroup.class::isInstance)
                    .map(ExceptionGroup.class::cast)
                    .forEach(open::push);
        }
        return all;
    }
}
