package dev.muster.examples.api;

import com.tngtech.archunit.lang.ArchRule;
import dev.muster.archunit.StructuredConcurrencyRules;
import java.util.List;

/** Only compiled. */
final class ArchUnitApi {
    private ArchUnitApi() {}

    static void rules() {
        List<ArchRule> rules = List.of(
                StructuredConcurrencyRules.NO_RAW_THREADS,
                StructuredConcurrencyRules.NO_ESCAPING_SCOPES,
                StructuredConcurrencyRules.NO_DROPPED_GROUPS,
                StructuredConcurrencyRules.NO_SWALLOWED_INTERRUPTS,
                StructuredConcurrencyRules.NO_UNEXAMINED_GROUPS,
                StructuredConcurrencyRules.NO_SLEEPING_TESTS);
    }

    static void allowing() {
        StructuredConcurrencyRules allowing = StructuredConcurrencyRules.allowing("com.example.server..");
        ArchRule noRawThreads = allowing.noRawThreads();
        ArchRule noEscapingScopes = allowing.noEscapingScopes();
        ArchRule noDroppedGroups = allowing.noDroppedGroups();
        ArchRule noSwallowedInterrupts = allowing.noSwallowedInterrupts();
        ArchRule noUnexaminedGroups = allowing.noUnexaminedGroups();
        ArchRule noSleepingTests = allowing.noSleepingTests();
        List<ArchRule> all = allowing.all();
    }
}
