package dev.muster.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** No leaf is lost or doubled, whatever the handlers do. */
class AttemptLawsTest {

    enum Action {
        PASS,
        THROW_THE_MATCHES,
        THROW_A_PART,
        THROW_THE_ORIGINAL,
        THROW_THE_FIRST_MATCHES_SEEN,
        THROW_A_NEW_FAILURE,
        THROW_A_NEW_GROUP,
        THROW_A_BARE_LEAF,
        THROW_A_MEMBER_GROUP
    }

    record Clause(Set<Throwable> wanted, Action action, Set<Throwable> part) {}

    @Provide
    Arbitrary<ExceptionGroup> groups() {
        return Trees.groups();
    }

    @Provide
    Arbitrary<Throwable> leaves() {
        return Arbitraries.of(Trees.POOL);
    }

    @Provide
    Arbitrary<List<Clause>> clauses() {
        return Combinators.combine(Trees.leafSets(), Arbitraries.of(Action.class), Trees.leafSets())
                .as(Clause::new)
                .list()
                .ofMaxSize(5);
    }

    @Property(tries = 2000)
    void every_leaf_of_a_group_comes_out_as_often_as_it_should(
            @ForAll("groups") ExceptionGroup group, @ForAll("clauses") List<Clause> clauses) {
        assertOutcome(group, clauses);
    }

    @Property
    void a_naked_exception_comes_out_as_often_as_it_should(
            @ForAll("leaves") Throwable leaf, @ForAll("clauses") List<Clause> clauses) {
        assertOutcome(leaf, clauses);
    }

    private static void assertOutcome(Throwable thrown, List<Clause> clauses) {
        Run run = new Run(thrown);
        Throwable outcome = run.outcome(clauses);
        assertThat(text(outcome)).isEqualTo(run.expected());
    }

    /** Runs the clauses and says what must come out, from what each handler saw and threw. */
    private static final class Run {
        private final Throwable thrown;
        private final List<ExceptionGroup> seen = new ArrayList<>();
        private final List<Throwable> raised = new ArrayList<>();
        private final Set<Throwable> handled = new HashSet<>();
        private final Set<Throwable> back = new HashSet<>();

        Run(Throwable thrown) {
            this.thrown = thrown;
        }

        @Nullable
        Throwable outcome(List<Clause> clauses) {
            Attempt<?, Throwable> attempt = Attempt.<Throwable>of(() -> {
                throw thrown;
            });
            for (Clause clause : clauses) {
                attempt = attempt.on(Trees.in(clause.wanted), matches -> handle(clause, matches));
            }
            Attempt<?, Throwable> all = attempt;
            return catchThrowable(all::execute);
        }

        private void handle(Clause clause, ExceptionGroup matches) throws Throwable {
            assertThat(matches.leaves()).allMatch(clause.wanted::contains).noneMatch(handled::contains);
            seen.add(matches);
            handled.addAll(matches.leaves());
            switch (clause.action) {
                case PASS -> {}
                case THROW_THE_MATCHES -> giveBack(matches);
                case THROW_A_PART -> {
                    Optional<ExceptionGroup> part = matches.subgroup(Trees.in(clause.part));
                    if (part.isPresent()) {
                        giveBack(part.get());
                    }
                }
                case THROW_THE_ORIGINAL -> giveBack(thrown instanceof ExceptionGroup group ? group : matches);
                case THROW_THE_FIRST_MATCHES_SEEN -> giveBack(seen.get(0));
                case THROW_A_NEW_FAILURE -> raise(new IllegalStateException("new " + raised.size()));
                case THROW_A_NEW_GROUP ->
                    raise(ExceptionGroup.of("new " + raised.size(), new IllegalStateException("inside")));
                case THROW_A_BARE_LEAF -> raise(matches.leaves().get(0));
                case THROW_A_MEMBER_GROUP -> {
                    if (matches.exceptions().get(0) instanceof ExceptionGroup member) {
                        raise(member);
                    }
                }
                default -> throw new AssertionError(clause.action);
            }
        }

        private void giveBack(ExceptionGroup group) {
            back.addAll(group.leaves());
            throw group;
        }

        private void raise(Throwable failure) throws Throwable {
            raised.add(failure);
            throw failure;
        }

        private boolean isLeft(Throwable leaf) {
            return !handled.contains(leaf) || back.contains(leaf);
        }

        private String left() {
            return thrown instanceof ExceptionGroup group
                    ? Trees.describe(group, this::isLeft)
                    : isLeft(thrown) ? thrown.toString() : "";
        }

        String expected() {
            String left = left();
            if (raised.isEmpty()) {
                return left.isEmpty() ? "nothing" : left;
            }
            if (raised.size() == 1 && left.isEmpty()) {
                return text(raised.get(0));
            }
            List<String> members = new ArrayList<>();
            raised.forEach(each -> members.add(text(each)));
            if (!left.isEmpty()) {
                members.add(left);
            }
            return members.toString();
        }
    }

    private static String text(@Nullable Throwable throwable) {
        if (throwable == null) {
            return "nothing";
        }
        if (!(throwable instanceof ExceptionGroup group)) {
            return throwable.toString();
        }
        return group.message().startsWith("handling ")
                ? group.exceptions().stream()
                        .map(AttemptLawsTest::text)
                        .toList()
                        .toString()
                : Trees.describe(group);
    }
}
