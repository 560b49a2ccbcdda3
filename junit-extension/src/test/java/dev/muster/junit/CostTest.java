package dev.muster.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.muster.scope.TaskScope;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A measurement, which a busy machine would fail: {@code mvn -pl junit-extension -am test -Dtest=CostTest -Dmuster.cost=true}. */
@EnabledIfSystemProperty(named = "muster.cost", matches = "true")
class CostTest {
    private static final int TESTS = 10_000;

    @Test
    void an_empty_test_costs_little_more_with_a_scope() {
        double plain = Double.MAX_VALUE;
        double scoped = Double.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            plain = Math.min(plain, millis(PlainTestCase.class));
            scoped = Math.min(scoped, millis(ScopedTestCase.class));
        }
        double each = (scoped - plain) / TESTS;
        assertThat(each)
                .as("%.1f ms for %d plain tests, %.1f ms with scopes: %.4f ms more each", plain, TESTS, scoped, each)
                .isLessThan(0.2);
        // who measures wants the number
        System.out.printf(
                "%.1f ms for %d plain tests, %.1f ms with scopes: %.4f ms more each%n", plain, TESTS, scoped, each);
    }

    private static double millis(Class<?> type) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(type))
                .build();
        Launcher launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .build());
        long start = System.nanoTime();
        launcher.execute(request);
        double millis = (System.nanoTime() - start) / 1e6;
        return millis;
    }

    static class PlainTestCase {
        @RepeatedTest(TESTS)
        void empty() {}
    }

    @TaskScoped
    static class ScopedTestCase {
        @RepeatedTest(TESTS)
        void empty(TaskScope scope) {}
    }
}
