package dev.muster.archunit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

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
    private static final Set<String> PUBLIC_TYPES = Set.of("dev.muster.archunit.StructuredConcurrencyRules");

    private static final JavaClasses EXTENSION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.muster.archunit");

    @Test
    void the_extension_needs_archunit_alone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.muster.archunit",
                        "java..",
                        "com.tngtech.archunit.base..",
                        "com.tngtech.archunit.core..",
                        "com.tngtech.archunit.lang..",
                        // its annotation, which the jvm leaves out where it is missing
                        "com.tngtech.archunit.junit",
                        "org.jspecify..")
                .because("rules know what they look for by its name")
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
                .because("what deserves a log line is part of a report")
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

    static List<ArchRule> rules() {
        return List.of(
                StructuredConcurrencyRules.NO_RAW_THREADS,
                StructuredConcurrencyRules.NO_ESCAPING_SCOPES,
                StructuredConcurrencyRules.NO_DROPPED_GROUPS,
                StructuredConcurrencyRules.NO_SWALLOWED_INTERRUPTS);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_rules_keep_themselves(ArchRule rule) {
        rule.check(EXTENSION);
    }
}
