package dev.muster.examples.showcase;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** One run of the suite that fails on purpose: what became of each test, by the name of its method. */
public record SuiteRun(Map<String, TestExecutionResult> results) {

    public static SuiteRun start() {
        Map<String, TestExecutionResult> results = Collections.synchronizedMap(new HashMap<>());
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(OrderSuite.class))
                .configurationParameter(OnlyInShowcase.KEY, "yes")
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.getSource().orElse(null) instanceof MethodSource method) {
                    results.put(method.getMethodName(), result);
                }
            }
        });
        return new SuiteRun(results);
    }

    public String outcome(String test) {
        return switch (result(test).getStatus()) {
            case SUCCESSFUL -> "passed";
            case FAILED -> "failed";
            case ABORTED -> "aborted";
        };
    }

    public @Nullable Throwable thrown(String test) {
        return result(test).getThrowable().orElse(null);
    }

    private TestExecutionResult result(String test) {
        return Objects.requireNonNull(results.get(test), () -> "the test " + test + " did not run");
    }
}
