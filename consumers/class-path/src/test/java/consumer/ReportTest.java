package consumer;

import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.carriedBy;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.muster.junit.TaskScoped;
import dev.muster.scope.TaskScope;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.opentest4j.AssertionFailedError;

class ReportTest {
    /** Fails on purpose; surefire leaves nested classes alone. */
    @TaskScoped
    static class FailingTestCase {
        @Test
        void both_sides_disagree(TaskScope scope) {
            scope.fork("client", () -> assertEquals("ok", "late"));
            scope.fork("server", () -> assertEquals(1, 2));
        }
    }

    @Test
    void a_test_fails_with_all_that_failed_in_it() {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(FailingTestCase.class))
                                .build(),
                        listener);

        assertEquals(1, listener.getSummary().getTestsFailedCount());
        Throwable failure = listener.getSummary().getFailures().get(0).getException();
        assertThatGroup(carriedBy(failure))
                .containsExactly(
                        leaf(AssertionFailedError.class).withMessageContaining("<ok> but was: <late>"),
                        leaf(AssertionFailedError.class).withMessageContaining("<1> but was: <2>"));
    }
}
