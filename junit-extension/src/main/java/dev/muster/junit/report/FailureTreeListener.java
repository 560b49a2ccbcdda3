package dev.muster.junit.report;

import dev.muster.group.ExceptionGroup;
import dev.muster.group.TreeFormat;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints, at the end of a run, each failure that is an {@link ExceptionGroup} or holds one, as a tree with the names of
 * tests and tasks, since many tools show only a part of it:
 *
 * <pre>
 * Muster: 1 failure of several exceptions
 *
 * CheckoutTest > both_sides_agree(TaskScope)
 * dev.muster.group.ExceptionGroup: scope "both_sides_agree" failed in 2 of 2 tasks (2 sub-exceptions: ...)
 * +- 1 of 2 [client]: java.io.IOException: connection reset
 * +- 2 of 2 [server]: java.lang.AssertionError: wrong request
 * see target/junit-jupiter/CheckoutTest/both_sides_agree(dev.muster.scope.TaskScope)/tasks.txt
 * see target/junit-jupiter/CheckoutTest/both_sides_agree(dev.muster.scope.TaskScope)/timeline.html
 * </pre>
 *
 * <p>JUnit's launcher finds it where this library is on the class path; no test needs to be {@code @TaskScoped}. It
 * prints to the standard output, and nothing if there is no such failure. The configuration parameter
 * {@code muster.junit.report} turns it {@code OFF}.
 *
 * <p><b>Threads.</b> JUnit may call it from any thread.
 */
public final class FailureTreeListener implements TestExecutionListener {
    private static final String PARAMETER = "muster.junit.report";
    private static final int PRINTED = 100;

    // what a task-scoped test publishes
    private static final Set<String> FILES = Set.of("tasks.txt", "timeline.html");

    // frames that are the same in every test
    private static final List<String> MACHINERY = List.of(
            "dev.muster.group.",
            "dev.muster.junit.",
            "dev.muster.scope.",
            "java.lang.Thread",
            "java.lang.VirtualThread",
            "java.lang.reflect.",
            "java.util.ArrayList",
            "java.util.concurrent.",
            "jdk.internal.",
            "org.apache.maven.surefire.",
            "org.gradle.",
            "org.junit.");
    private static final TreeFormat FORMAT =
            TreeFormat.standard().frames(frame -> MACHINERY.stream().noneMatch(frame.getClassName()::startsWith));

    private final @Nullable PrintStream out;
    private final ReentrantLock lock = new ReentrantLock();

    // all guarded by lock
    private final List<Failure> printed = new ArrayList<>();
    private final Map<String, List<Path>> files = new HashMap<>();
    private int failures;
    private @Nullable TestPlan plan;

    /** A failure as text, and the test whose files belong to it. */
    private record Failure(String text, String test) {}

    /** Creates a listener; for JUnit. */
    public FailureTreeListener() {
        this(null);
    }

    /** Null stands for the standard output of the moment. */
    FailureTreeListener(@Nullable PrintStream out) {
        this.out = out;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        lock.lock();
        try {
            plan = started;
            forget();
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        printed.clear();
        files.clear();
        failures = 0;
    }

    @Override
    public void fileEntryPublished(TestIdentifier test, FileEntry file) {
        Path name = file.getPath().getFileName();
        if (name == null || !FILES.contains(name.toString())) {
            return;
        }
        lock.lock();
        try {
            files.computeIfAbsent(test.getUniqueId(), id -> new ArrayList<>()).add(file.getPath());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            result.getThrowable().flatMap(FailureTreeListener::told).ifPresent(thrown -> add(test, thrown));
        }
    }

    private void add(TestIdentifier test, Throwable thrown) {
        lock.lock();
        try {
            failures++;
            if (printed.size() < PRINTED) {
                printed.add(
                        new Failure(path(test) + System.lineSeparator() + FORMAT.format(thrown), ownerOfFiles(test)));
            }
        } finally {
            lock.unlock();
        }
    }

    /** What there is to tell of a failure: the group that it is or stands for, or all of it if it holds one. */
    private static Optional<Throwable> told(Throwable thrown) {
        boolean isMore = Arrays.stream(thrown.getSuppressed()).anyMatch(ExceptionGroup.class::isInstance);
        if (thrown instanceof ExceptionGroup || isMore) {
            return Optional.of(thrown);
        }
        return thrown.getCause() instanceof ExceptionGroup group ? Optional.of(group) : Optional.empty();
    }

    private String path(TestIdentifier test) {
        List<String> names = new ArrayList<>();
        names.add(test.getDisplayName());
        TestPlan known = plan;
        Optional<TestIdentifier> parent = known == null ? Optional.empty() : known.getParent(test);
        // the engine, at the root, says nothing
        while (parent.isPresent()
                && known != null
                && known.getParent(parent.get()).isPresent()) {
            names.add(0, parent.get().getDisplayName());
            parent = known.getParent(parent.get());
        }
        return String.join(" > ", names);
    }

    /** The test that publishes files: for a dynamic test that is its factory. */
    private String ownerOfFiles(TestIdentifier test) {
        TestIdentifier owner = test;
        while (owner.getUniqueIdObject().getLastSegment().getType().startsWith("dynamic-") && plan != null) {
            Optional<TestIdentifier> parent = plan.getParent(owner);
            if (parent.isEmpty()) {
                break;
            }
            owner = parent.get();
        }
        return owner.getUniqueId();
    }

    @Override
    public void testPlanExecutionFinished(TestPlan finished) {
        String setting = finished.getConfigurationParameters().get(PARAMETER).orElse("ON");
        boolean isOff = setting.strip().toUpperCase(Locale.ROOT).equals("OFF");
        boolean isOn = setting.strip().toUpperCase(Locale.ROOT).equals("ON");
        StringBuilder text = new StringBuilder();
        if (!isOff && !isOn) {
            line(
                    text,
                    "configuration parameter " + PARAMETER + " is \"" + setting
                            + "\", which is not allowed: give ON or OFF");
        }
        lock.lock();
        try {
            if (!isOff && failures > 0) {
                write(text);
            }
            forget();
            plan = null;
        } finally {
            lock.unlock();
        }
        if (text.length() > 0) {
            PrintStream to = out == null ? System.out : out;
            to.print(text);
            to.flush();
        }
    }

    private void write(StringBuilder text) {
        line(text, "");
        line(text, "Muster: " + failures + (failures == 1 ? " failure" : " failures") + " of several exceptions");
        Path here = Path.of("").toAbsolutePath();
        for (Failure each : printed) {
            line(text, "");
            text.append(each.text);
            for (Path file : files.getOrDefault(each.test, List.of())) {
                line(text, "see " + (file.startsWith(here) ? here.relativize(file) : file));
            }
        }
        if (failures > printed.size()) {
            line(text, "");
            line(text, "... and " + (failures - printed.size()) + " more");
        }
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append(System.lineSeparator());
    }
}
