package dev.muster.archunit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a rule finds in classes that are made for it. */
final class Found {
    private static final Pattern MEMBER = Pattern.compile("<[^>]*?\\.([a-z_A-Z<>]+)[(>]");

    private Found() {}

    /** The lines of the report. */
    static List<String> lines(ArchRule rule, Class<?>... classes) {
        return rule.evaluate(new ClassFileImporter().importClasses(classes))
                .getFailureReport()
                .getDetails();
    }

    /** Asserts that a rule finds something in each method that a class declares. */
    static void assertEachMethodBreaks(ArchRule rule, Class<?> type) {
        assertThat(methodsFound(rule, type)).containsExactlyElementsOf(methodsOf(type));
    }

    static void assertNothingBreaks(ArchRule rule, Class<?>... types) {
        assertThat(lines(rule, types)).isEmpty();
    }

    private static Set<String> methodsFound(ArchRule rule, Class<?> type) {
        Set<String> names = new TreeSet<>();
        for (String line : lines(rule, type)) {
            Matcher member = MEMBER.matcher(line);
            assertThat(member.find()).as(line).isTrue();
            names.add(member.group(1));
        }
        return names;
    }

    private static Set<String> methodsOf(Class<?> type) {
        Set<String> names = new TreeSet<>();
        Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .forEach(method -> names.add(method.getName()));
        return names;
    }
}
