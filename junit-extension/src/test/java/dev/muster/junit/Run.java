package dev.muster.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** One run of test cases through the real engine, and what came of each test. */
final class Run {
    private final EngineExecutionResults results;

    private Run(EngineExecutionResults results) {
        this.results = results;
    }

    static Run of(Class<?>... cases) {
        return with(Map.of(), cases);
    }

    static Run with(Map<String, String> parameters, Class<?>... cases) {
        return run(
                parameters, Arrays.stream(cases).map(each -> selectClass(each)).toArray(DiscoverySelector[]::new));
    }

    /** Runs the only method of that name. */
    static Run ofMethod(Class<?> type, String name) {
        List<Method> methods = Arrays.stream(type.getDeclaredMethods())
                .filter(each -> each.getName().equals(name))
                .toList();
        if (methods.size() != 1) {
            throw new AssertionError(methods.size() + " methods named " + name + " in " + type);
        }
        return run(Map.of(), selectMethod(type, methods.get(0)));
    }

    private static Run run(Map<String, String> parameters, DiscoverySelector... selectors) {
        return new Run(EngineTestKit.engine("junit-jupiter")
                .configurationParameters(parameters)
                .selectors(selectors)
                .execute());
    }

    Events tests() {
        return results.testEvents();
    }

    Events containers() {
        return results.containerEvents();
    }

    /** What the only test failed with. */
    Throwable failure() {
        return only(results.allEvents().failed().list());
    }

    /** What the only test was aborted by. */
    Throwable abort() {
        return only(results.allEvents().aborted().list());
    }

    /** What each failed test or container failed with, by its displayed name. */
    Map<String, Throwable> failures() {
        return results.allEvents().failed().stream()
                .collect(Collectors.toMap(each -> each.getTestDescriptor().getDisplayName(), Run::thrown));
    }

    Run allSucceeded(int tests) {
        results.testEvents().assertStatistics(counts -> counts.started(tests).succeeded(tests));
        results.containerEvents().assertStatistics(counts -> counts.failed(0));
        return this;
    }

    private Throwable only(List<Event> events) {
        if (events.size() != 1) {
            throw new AssertionError("one such event expected, but there were " + events.size() + " in "
                    + results.allEvents().list());
        }
        return thrown(events.get(0));
    }

    private static Throwable thrown(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }
}
