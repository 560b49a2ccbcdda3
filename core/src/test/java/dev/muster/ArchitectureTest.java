package dev.muster;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_DROPPED_GROUPS;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_SLEEPING_TESTS;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_SWALLOWED_INTERRUPTS;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_UNEXAMINED_GROUPS;
import static dev.muster.archunit.StructuredConcurrencyRules.allowing;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    private static final Set<String> PUBLIC_TYPES = Set.of(
            "dev.muster.group.Attempt",
            "dev.muster.group.ExceptionGroup",
            "dev.muster.group.TreeFormat",
            "dev.muster.scope.ForwardingTaskScope",
            "dev.muster.scope.Policy",
            "dev.muster.scope.ScopeClock",
            "dev.muster.scope.ScopeConfig",
            "dev.muster.scope.ScopeListener",
            "dev.muster.scope.ScopeTimeoutException",
            "dev.muster.scope.Seams",
            "dev.muster.scope.Settled",
            "dev.muster.scope.Task",
            "dev.muster.scope.TaskScope");

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.muster.group", "dev.muster.scope");

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("dev.muster.group", "dev.muster.scope");

    @Test
    void core_needs_the_jdk_alone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.muster.group", "dev.muster.scope", "java..", "jdk.jfr..", "org.jspecify..")
                .because("core has no runtime dependency")
                .check(CORE);
    }

    @Test
    void groups_know_nothing_of_scopes() {
        noClasses()
                .that()
                .resideInAPackage("dev.muster.group..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.muster.scope..")
                .because("groups are of use without scopes, and scopes are built on groups")
                .check(CORE);
    }

    @Test
    void packages_form_no_cycle() {
        slices().matching("dev.muster.(**)")
                .should()
                .beFreeOfCycles()
                .because("a package that is understood alone stays small")
                .check(CORE);
    }

    @Test
    void nothing_is_printed() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS
                .because("a library reports by exceptions and listeners; its output is the user's to choose")
                .check(CORE);
    }

    @Test
    void nothing_is_logged() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .because("what deserves a log line is part of a group or goes to a listener")
                .check(CORE);
    }

    @Test
    void every_public_type_is_meant_to_be_public() {
        classes()
                .that()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .should(ArchCondition.from(DescribedPredicate.<JavaClass>describe(
                        "be on the list of public types", type -> PUBLIC_TYPES.contains(type.getName()))))
                .because("a public type is a promise: add it to the list only on purpose")
                .allowEmptyShould(true)
                .check(CORE);
    }

    static List<ArchRule> rulesForCode() {
        return List.of(
                // the threads of tasks come from the one, the alarms of timeouts from the other
                allowing("dev.muster.scope.Threads", "dev.muster.scope.SystemClock")
                        .noRawThreads(),
                // here scopes are made
                allowing("dev.muster.scope").noEscapingScopes(),
                NO_DROPPED_GROUPS,
                NO_SWALLOWED_INTERRUPTS);
    }

    @ParameterizedTest
    @MethodSource("rulesForCode")
    void threads_failures_and_interrupts_have_an_owner(ArchRule rule) {
        rule.check(CORE);
    }

    @ParameterizedTest
    @MethodSource("rulesForTests")
    void tests_look_into_groups_and_do_not_sleep(ArchRule rule) {
        rule.check(TESTS);
    }

    static List<ArchRule> rulesForTests() {
        return List.of(NO_UNEXAMINED_GROUPS, NO_SLEEPING_TESTS);
    }
}
