package dev.muster.examples.api;

import dev.muster.junit.TaskScopeExtension;
import dev.muster.junit.TaskScoped;
import dev.muster.junit.report.FailureTreeListener;
import dev.muster.scope.Policy;
import dev.muster.scope.TaskScope;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.platform.launcher.TestExecutionListener;

/** Only compiled. */
final class JUnitApi {
    private JUnitApi() {}

    @TaskScoped(
            policy = TaskScoped.Cancel.FAIL_FAST,
            failures = TaskScoped.Failures.AS_GROUP,
            joinTimeout = "1 s",
            grace = "1 s",
            threads = TaskScoped.Threads.PLATFORM,
            leaks = TaskScoped.Leaks.IGNORE,
            dump = TaskScoped.Dump.NEVER,
            files = TaskScoped.Files.NEVER)
    private @interface OfMine {}

    @OfMine
    @ExtendWith(TaskScopeExtension.class)
    private static final class Annotated {
        @TaskScoped
        void method(TaskScope scope) {}
    }

    static void settings(TaskScoped settings) {
        TaskScoped.Cancel policy = settings.policy();
        TaskScoped.Failures failures = settings.failures();
        String joinTimeout = settings.joinTimeout();
        String grace = settings.grace();
        TaskScoped.Threads threads = settings.threads();
        TaskScoped.Leaks leaks = settings.leaks();
        TaskScoped.Dump dump = settings.dump();
        TaskScoped.Files files = settings.files();
    }

    static void report() {
        TestExecutionListener listener = new FailureTreeListener();
    }

    static void values() {
        List<TaskScoped.Cancel> policies =
                List.of(TaskScoped.Cancel.INHERITED, TaskScoped.Cancel.COLLECT_ALL, TaskScoped.Cancel.FAIL_FAST);
        List<TaskScoped.Failures> failures =
                List.of(TaskScoped.Failures.INHERITED, TaskScoped.Failures.BY_KIND, TaskScoped.Failures.AS_GROUP);
        List<TaskScoped.Threads> threads =
                List.of(TaskScoped.Threads.INHERITED, TaskScoped.Threads.STANDARD, TaskScoped.Threads.PLATFORM);
        List<TaskScoped.Leaks> leaks =
                List.of(TaskScoped.Leaks.INHERITED, TaskScoped.Leaks.FAIL, TaskScoped.Leaks.IGNORE);
        List<TaskScoped.Dump> dumps =
                List.of(TaskScoped.Dump.INHERITED, TaskScoped.Dump.ON_TIMEOUT, TaskScoped.Dump.NEVER);
        List<TaskScoped.Files> files =
                List.of(TaskScoped.Files.INHERITED, TaskScoped.Files.ON_FAILURE, TaskScoped.Files.NEVER);
    }

    static void extension(ParameterContext parameter, ExtensionContext context) {
        Extension built = TaskScopeExtension.builder()
                .policy(Policy.failFast())
                .failures(TaskScoped.Failures.AS_GROUP)
                .joinTimeout(Duration.ZERO)
                .grace(Duration.ZERO)
                .threads(TaskScoped.Threads.PLATFORM)
                .leaks(TaskScoped.Leaks.IGNORE)
                .dump(TaskScoped.Dump.NEVER)
                .files(TaskScoped.Files.NEVER)
                .build();
        TaskScope scope = new TaskScopeExtension().resolveParameter(parameter, context);
    }
}
