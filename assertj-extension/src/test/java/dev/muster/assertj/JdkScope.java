package dev.muster.assertj;

import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.carriedBy;
import static dev.muster.assertj.GroupAssertions.leaf;

import dev.muster.group.TreeFormat;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** The JDK's own scope, a preview of some JDKs, in a JVM of its own that has it turned on. */
final class JdkScope {
    private static final String SCOPE = "java.util.concurrent.StructuredTaskScope";

    private JdkScope() {}

    static boolean isThere() {
        try {
            Class.forName(SCOPE + "$FailedException", false, null);
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /** What {@link #main} prints. */
    static String runElsewhere() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-preview",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JdkScope.class.getName())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed.replace(System.lineSeparator(), "\n");
    }

    /** Fails with whatever is wrong, or prints the group. */
    public static void main(String[] args) throws Exception {
        Throwable thrown = failedScope();
        assertThatGroup(carriedBy(thrown))
                .containsExactly(leaf(IOException.class).withMessage("stock is down"))
                .notes()
                .containsExactly("made of " + SCOPE + "$FailedException");
        System.out.println(thrown.getClass().getName() + " is looked at as:");
        System.out.print(TreeFormat.standard().withoutFrames().format(carriedBy(thrown)));
    }

    // by reflection, since the class file would be tied to one JDK otherwise
    private static Throwable failedScope() throws Exception {
        Class<?> type = Class.forName(SCOPE);
        try (AutoCloseable scope = (AutoCloseable) type.getMethod("open").invoke(null)) {
            Callable<String> stock = () -> {
                throw new IOException("stock is down");
            };
            type.getMethod("fork", Callable.class).invoke(scope, stock);
            type.getMethod("join").invoke(scope);
            throw new AssertionError("the scope was expected to fail");
        } catch (InvocationTargetException thrown) {
            return thrown.getCause();
        }
    }
}
