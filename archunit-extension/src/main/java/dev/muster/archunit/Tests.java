package dev.muster.archunit;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** Tells tests from other code. */
final class Tests {
    private static final DescribedPredicate<JavaAnnotation<?>> MARKING_TESTS = DescribedPredicate.describe(
            "marking tests",
            annotation -> isOfTestFramework(annotation.getRawType().getName()));

    private Tests() {}

    /** Says whether a class was compiled as a test, or has a test method itself or in a class around or inside of it. */
    static boolean include(JavaClass type) {
        return type.getSource()
                        .filter(source ->
                                ImportOption.Predefined.ONLY_INCLUDE_TESTS.includes(Location.of(source.getUri())))
                        .isPresent()
                || hasTests(type);
    }

    private static boolean hasTests(JavaClass type) {
        return type.isAssignableTo("junit.framework.TestCase")
                || type.getAllMethods().stream()
                        .anyMatch(method ->
                                method.isAnnotatedWith(MARKING_TESTS) || method.isMetaAnnotatedWith(MARKING_TESTS))
                || type.getEnclosingClass().map(Tests::hasTests).orElse(false);
    }

    private static boolean isOfTestFramework(String annotation) {
        return annotation.equals("org.junit.platform.commons.annotation.Testable")
                || annotation.equals("org.junit.jupiter.api.Test")
                || annotation.equals("org.junit.Test")
                || annotation.equals("org.testng.annotations.Test");
    }
}
