package dev.muster.junit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final Set<String> PUBLIC_TYPES = Set.of(
            "dev.muster.junit.TaskScopeExtension",
            "dev.muster.junit.TaskScoped",
            "dev.muster.junit.report.FailureTreeListener");

    // what the JVM would print otherwise, and the printed report
    private static final Set<String> PRINTING_TYPES =
            Set.of("dev.muster.junit.StrayHandler", "dev.muster.junit.report.FailureTreeListener");

    private static final JavaClasses EXTENSION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.muster.junit");

    @Test
    void the_extension_needs_core_and_junit_alone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.muster.junit..",
                        "dev.muster.group",
                        "dev.muster.scope",
                        "java..",
                        "org.junit.jupiter.api..",
                        "org.junit.platform.commons..",
                        "org.junit.platform.engine..",
                        "org.junit.platform.launcher..",
                        "org.opentest4j..",
                        "org.jspecify..")
                .because("an extension uses what core exports, as any user could, and the library that it extends")
                .check(EXTENSION);
    }

    @Test
    void only_the_report_needs_the_launcher() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.muster.junit.report")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.muster.junit.report", "org.junit.platform.engine..", "org.junit.platform.launcher..")
                .because("the launcher is an optional dependency")
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
                .check(EXTENSION.that(DescribedPredicate.describe(
                        "have no output by purpose", type -> !PRINTING_TYPES.contains(type.getName()))));
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
}
