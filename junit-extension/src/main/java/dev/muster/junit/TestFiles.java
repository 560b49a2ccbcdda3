package dev.muster.junit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.MediaType;

/** Publishes what was seen of a failed test as files of it. Alone in knowing JUnit's class for media types. */
final class TestFiles {

    private TestFiles() {}

    static void publish(ExtensionContext context, List<ScopeTrace> scopes, @Nullable Throwable failure) {
        String test = name(context);
        try {
            publish(context, "tasks.txt", MediaType.TEXT_PLAIN_UTF_8, text(test, scopes, failure));
            publish(
                    context,
                    "timeline.html",
                    MediaType.create("text", "html", StandardCharsets.UTF_8),
                    TimelinePage.of(test, scopes, failure));
        } catch (Exception e) {
            // the failure of the test matters more; where there is no place for files, the report says so
            context.publishReportEntry("muster.junit.files", "could not be written: " + e);
        }
    }

    private static void publish(ExtensionContext context, String name, MediaType type, String text) {
        context.publishFile(name, type, file -> Files.writeString(file, text));
    }

    private static String text(String test, List<ScopeTrace> scopes, @Nullable Throwable failure) {
        String end = System.lineSeparator();
        return test
                + end
                + end
                + scopes.stream().map(TreeText::of).collect(Collectors.joining(end))
                + end
                + (failure == null ? "" : end + Frames.tree(failure));
    }

    private static String name(ExtensionContext context) {
        String own = context.getDisplayName();
        return context.getTestMethod().isEmpty()
                ? own
                : context.getParent().map(ExtensionContext::getDisplayName).orElse("") + " > " + own;
    }
}
