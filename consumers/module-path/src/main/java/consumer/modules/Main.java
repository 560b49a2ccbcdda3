package consumer.modules;

import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.assertThatTask;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.muster.group.Attempt;
import dev.muster.group.ExceptionGroup;
import dev.muster.junit.TaskScoped;
import dev.muster.scope.Policy;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Uses scopes and groups, and runs a test, with every class in a named module. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        for (Class<?> type : new Class<?>[] {Main.class, TaskScope.class, Task.class, TaskScoped.class}) {
            assertThat(type.getModule().isNamed()).as("%s is in a named module", type).isTrue();
        }
        aScopeTellsEveryFailure();
        whatIsHandledIsGone();
        aTestRunsAndFails();
        System.out.println("module path: works on Java " + Runtime.version().feature());
    }

    private static void aScopeTellsEveryFailure() throws InterruptedException {
        try (TaskScope scope = TaskScope.open(Policy.collectAll())) {
            Task<String> good = scope.fork("good", () -> "fine");
            Task<Void> bad = scope.fork("bad", () -> {
                throw new IOException("unreadable");
            });
            scope.fork("worse", () -> {
                throw new TimeoutException("no answer");
            });
            try {
                scope.join();
                throw new AssertionError("two tasks failed, yet join returned");
            } catch (ExceptionGroup group) {
                assertThatGroup(group)
                        .containsExactly(
                                leaf(IOException.class).withMessage("unreadable").inTask("bad"),
                                leaf(TimeoutException.class).inTask("worse"));
                ExceptionGroup.Split split = group.split(IOException.class);
                assertThat(split.matching()).isPresent();
                assertThat(split.rest().map(ExceptionGroup::leaves).orElseThrow()).hasSize(1);
            }
            assertThatTask(good).succeededWith("fine");
            assertThatTask(bad).failedWith(IOException.class);
        }
    }

    private static void whatIsHandledIsGone() {
        StringBuilder said = new StringBuilder();
        Attempt.of(() -> {
                    throw ExceptionGroup.of("two", new IOException("a"), new IllegalStateException("b"));
                })
                .on(IOException.class, group -> said.append(group.leaves()))
                .on(IllegalStateException.class, group -> said.append(group.leaves()))
                .execute();
        assertThat(said).hasToString("[java.io.IOException: a][java.lang.IllegalStateException: b]");
    }

    private static void aTestRunsAndFails() {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(ScopedTestCase.class))
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
        assertThat(summary.getFailures()).singleElement().satisfies(failure -> assertThatGroup(failure.getException())
                .containsExactly(IOException.class, IllegalStateException.class));
    }
}
