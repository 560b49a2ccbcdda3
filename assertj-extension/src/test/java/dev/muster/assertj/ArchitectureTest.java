package dev.muster.assertj;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_DROPPED_GROUPS;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_ESCAPING_SCOPES;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_RAW_THREADS;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_SLEEPING_TESTS;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_SWALLOWED_INTERRUPTS;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_UNEXAMINED_GROUPS;

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
            "dev.muster.assertj.AbstractGroupAssert",
            "dev.muster.assertj.BDDSoftGroupAssertions",
            "dev.muster.assertj.FailureMatcher",
            "dev.muster.assertj.GroupAssert",
            "dev.muster.assertj.GroupAssertions",
            "dev.muster.assertj.GroupMatcher",
            "dev.muster.assertj.SoftGroupAssertions",
            "dev.muster.assertj.SoftGroupAssertionsProvider",
            "dev.muster.assertj.TaskAssert");

    private static final JavaClasses EXTENSION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.muster.assertj");

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("dev.muster.assertj");

    @Test
    void the_extension_needs_core_and_assertj_alone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.muster.assertj",
                        "dev.muster.group",
                        "dev.muster.scope",
                        "java..",
                        "org.assertj.core..",
                        "org.jspecify..")
                .because("an extension uses what core exports, as any user could, and the library that it extends")
                .check(EXTENSION);
    }

    @Test
    void packages_form_no_cycle() {
        slices().matching("dev.muster.(**)")
                .should()
                .beFreeOfCycles()
                .because("a package that is understood alone stays small")
                .check(EXTENSION);
    }

    @Test
    void nothing_is_printed() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS
                .because("a library reports by exceptions and listeners; its output is the user's to choose")
                .check(EXTENSION);
    }

    @Test
    void nothing_is_logged() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .because("what deserves a log line is part of a group or goes to a listener")
                .check(EXTENSION);
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
                .check(EXTENSION);
    }

    static List<ArchRule> rulesForCode() {
        return List.of(NO_RAW_THREADS, NO_ESCAPING_SCOPES, NO_DROPPED_GROUPS, NO_SWALLOWED_INTERRUPTS);
    }

    @ParameterizedTest
    @MethodSource("rulesForCode")
    void threads_failures_and_interrupts_have_an_owner(ArchRule rule) {
        rule.check(EXTENSION);
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
