package dev.muster.archunit;

import static dev.muster.archunit.StructuredConcurrencyRules.NO_DROPPED_GROUPS;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_ESCAPING_SCOPES;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_RAW_THREADS;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_SLEEPING_TESTS;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_SWALLOWED_INTERRUPTS;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_UNEXAMINED_GROUPS;
import static dev.muster.archunit.StructuredConcurrencyRules.allowing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.freeze.FreezingArchRule;
import com.tngtech.archunit.library.freeze.ViolationStore;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StructuredConcurrencyRulesTest {
    private static final List<ArchRule> CONSTANTS = List.of(
            NO_RAW_THREADS,
            NO_ESCAPING_SCOPES,
            NO_DROPPED_GROUPS,
            NO_SWALLOWED_INTERRUPTS,
            NO_UNEXAMINED_GROUPS,
            NO_SLEEPING_TESTS);

    // frozen violations are kept under it: a change makes everybody's store start anew
    @Test
    void the_descriptions_teach_and_stay() {
        assertThat(CONSTANTS)
                .extracting(ArchRule::getDescription)
                .containsExactly(
                        "classes should not make threads or pools of their own, because nobody waits for such a thread"
                                + " and nobody hears of its failure: fork into a TaskScope,"
                                + " or allow the one package that owns threads",
                        "classes should not let a TaskScope out of the block that opened it, because a scope ends with"
                                + " its block, and who keeps it forks into one that is closed: hand it down to methods"
                                + " that are not public, and return results or a ScopeConfig",
                        "classes should not drop the group that a join throws, because it holds every failure of the"
                                + " tasks, those that nobody expected too: handle what you expect with Attempt or split,"
                                + " and let the others go on",
                        "classes should not swallow an InterruptedException, because it is how a scope asks its tasks"
                                + " to stop, and a task that goes on holds up the scope: let it out,"
                                + " or call Thread.currentThread().interrupt()",
                        "classes should not expect a group without a look into it, because such a test passes whatever"
                                + " has failed: name the members, as with assertThatGroup(thrown).containsExactly(...)",
                        "classes should not sleep in tests, because a sleep is too short on a busy machine and too long"
                                + " on every other: join the scope, wait for a latch, or turn a clock of your own");
    }

    @Test
    void what_is_allowed_does_not_change_the_descriptions() {
        assertThat(allowing("com.acme").all())
                .extracting(ArchRule::getDescription)
                .containsExactlyElementsOf(
                        CONSTANTS.stream().map(ArchRule::getDescription).toList());
    }

    @Test
    void the_constants_are_what_archunit_finds_in_a_class_of_rules() {
        List<Field> found = Arrays.stream(StructuredConcurrencyRules.class.getFields())
                .filter(field -> field.isAnnotationPresent(ArchTest.class))
                .toList();

        assertThat(found)
                .extracting(field -> field.get(null))
                .containsExactlyInAnyOrderElementsOf(
                        CONSTANTS.stream().map(rule -> (Object) rule).toList());
    }

    static class Known {
        void start(Thread thread) {
            thread.start();
        }
    }

    static class New {
        void start(Thread thread) {
            thread.start();
        }
    }

    @Test
    void a_frozen_rule_finds_what_is_new() {
        ArchRule frozen = FreezingArchRule.freeze(NO_RAW_THREADS).persistIn(new InMemory());
        frozen.check(imported(Known.class));

        frozen.check(imported(Known.class));
        assertThatThrownBy(() -> frozen.check(imported(Known.class, New.class)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("$New.start(java.lang.Thread)>")
                .hasMessageNotContaining("$Known.start");
    }

    @Test
    void a_rule_that_was_given_no_class_fails() {
        assertThatThrownBy(() -> NO_SWALLOWED_INTERRUPTS.check(imported()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("failed to check any classes");
    }

    @Test
    void a_class_file_that_is_gone_is_no_pass(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("Known.class");
        try (InputStream in = Known.class.getResourceAsStream("StructuredConcurrencyRulesTest$Known.class")) {
            Files.copy(in, file);
        }
        JavaClasses classes = new ClassFileImporter().importPath(directory);
        Files.delete(file);

        assertThatThrownBy(() -> NO_SWALLOWED_INTERRUPTS.check(classes))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot read the class file of " + Known.class.getName() + " at " + file.toUri()
                        + ": check the rule while the files that were imported are still there");
    }

    private static JavaClasses imported(Class<?>... types) {
        return new ClassFileImporter().importClasses(types);
    }

    /** A store that is gone after the test. */
    private static final class InMemory implements ViolationStore {
        private final Map<String, List<String>> violations = new HashMap<>();

        @Override
        public void initialize(Properties properties) {}

        @Override
        public boolean contains(ArchRule rule) {
            return violations.containsKey(rule.getDescription());
        }

        @Override
        public void save(ArchRule rule, List<String> lines) {
            violations.put(rule.getDescription(), new ArrayList<>(lines));
        }

        @Override
        public List<String> getViolations(ArchRule rule) {
            return violations.get(rule.getDescription());
        }
    }
}
