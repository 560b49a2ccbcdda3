package dev.muster.examples.architecture;

import static dev.muster.archunit.StructuredConcurrencyRules.NO_DROPPED_GROUPS;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_ESCAPING_SCOPES;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_SLEEPING_TESTS;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_SWALLOWED_INTERRUPTS;
import static dev.muster.archunit.StructuredConcurrencyRules.NO_UNEXAMINED_GROUPS;
import static dev.muster.archunit.StructuredConcurrencyRules.allowing;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConcurrencyRulesForTestsTest {
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            // breaks the rules to show them
            .withImportOption(location -> !location.contains("/ArchitectureRulesTest"))
            // uses each signature once, and is only compiled
            .withImportOption(location -> !location.contains("/dev/muster/examples/api/"))
            .importPackages("dev.muster.examples");

    static List<ArchRule> rules() {
        return List.of(
                allowing(
                                // their threads serve requests for as long as the servers are open
                                "dev.muster.examples.fetch.UnreliableServer",
                                "dev.muster.examples.ratelimit.BusyServer",
                                // show what Muster takes the place of
                                "dev.muster.examples.comingfrom.FromTheJdkTest",
                                "dev.muster.examples.cookbook.BeforeMigrationTest")
                        .noRawThreads(),
                NO_ESCAPING_SCOPES,
                NO_DROPPED_GROUPS,
                NO_SWALLOWED_INTERRUPTS,
                NO_UNEXAMINED_GROUPS,
                NO_SLEEPING_TESTS);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void the_rule_is_kept(ArchRule rule) {
        rule.check(TESTS);
    }
}
