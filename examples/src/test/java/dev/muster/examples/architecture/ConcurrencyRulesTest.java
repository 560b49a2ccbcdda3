package dev.muster.examples.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import dev.muster.archunit.StructuredConcurrencyRules;

@AnalyzeClasses(packages = "dev.muster.examples", importOptions = ImportOption.DoNotIncludeTests.class)
class ConcurrencyRulesTest {
    @ArchTest
    static final ArchTests concurrency = ArchTests.in(StructuredConcurrencyRules.class);
}
