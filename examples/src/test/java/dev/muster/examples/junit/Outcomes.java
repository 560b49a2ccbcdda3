package dev.muster.examples.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What came of each test of a class that was run for that, by the name of its method. */
final class Outcomes {
    private final Map<String, TestExecutionResult> results = new TreeMap<>();

    private Outcomes() {}

    static Outcomes of(Class<?> suite) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(suite))
                .configurationParameter("muster.junit.files", "never")
                .build();
        LauncherConfig quiet = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .build();
        Outcomes outcomes = new Outcomes();
        LauncherFactory.create(quiet).execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest() || result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                    outcomes.results.put(test.getDisplayName().replaceAll("\\(.*", ""), result);
                }
            }
        });
        return outcomes;
    }

    boolean passed(String test) {
        return result(test).getStatus() == TestExecutionResult.Status.SUCCESSFUL;
    }

    Throwable failure(String test) {
        return result(test).getThrowable().orElseThrow();
    }

    private TestExecutionResult result(String test) {
        TestExecutionResult result = results.get(test);
        if (result == null) {
            throw new AssertionError("there is no test " + test + " among " + results);
        }
        return result;
    }
}
