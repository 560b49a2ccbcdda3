package dev.muster.examples;

import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParseException;
import dev.muster.examples.fetch.Fetched;
import dev.muster.examples.fetch.Fetcher;
import dev.muster.examples.fetch.UnexpectedStatusException;
import dev.muster.examples.fetch.UnreliableServer;
import dev.muster.examples.showcase.SuiteRun;
import dev.muster.group.ExceptionGroup;
import dev.muster.group.TreeFormat;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.opentest4j.MultipleFailuresError;
import org.opentest4j.TestAbortedException;

/**
 * Shows what a user of Muster sees, and checks that it is what the documents announce. Ends with exit code 0 if it is,
 * and with 1 if not.
 */
public final class Showcase {
    private final PrintStream out;
    private final ExceptionGroup.Builder surprises = ExceptionGroup.builder("not as announced");

    Showcase(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        System.exit(new Showcase(System.out).run() ? 0 : 1);
    }

    /** Says whether everything behaved as announced. */
    boolean run() throws IOException, InterruptedException {
        fetch();
        test();
        out.printf("== Was that as announced?%n%n");
        if (surprises.isEmpty()) {
            out.println("Yes, all of it.");
            return true;
        }
        tree(surprises.build(), "");
        return false;
    }

    private void fetch() throws IOException, InterruptedException {
        List<ExceptionGroup> groups = new ArrayList<>();
        try (UnreliableServer server = UnreliableServer.start()) {
            heading("Six URLs at once, from a server that answers one of them well");
            Fetched fetched = new Fetcher(Duration.ofSeconds(2)).fetchAll(server.urls(), groups::add);
            server.urls().forEach(url -> out.printf("%-10s%s%n", url.getPath(), outcome(fetched, url)));

            expect("the good answer is there", () -> {
                assertThat(fetched.results()).containsOnlyKeys(server.url("/ok"));
            });
            expect("each other URL has its error", () -> {
                assertThat(fetched.errors())
                        .containsOnlyKeys(server.urls("/missing", "/broken", "/dropped", "/slow", "/garbled"));
            });
        }
        heading("The same failures, as the group that the scope threw");
        groups.forEach(group -> tree(group, ""));
        expect("the failures are one group, in the order of the URLs", () -> {
            assertThat(groups).hasSize(1);
            assertThatGroup(groups.get(0))
                    .containsExactly(
                            UnexpectedStatusException.class,
                            UnexpectedStatusException.class,
                            IOException.class,
                            HttpTimeoutException.class,
                            JsonParseException.class);
        });
    }

    private static String outcome(Fetched fetched, URI url) {
        Throwable error = fetched.errors().get(url);
        return error == null
                ? String.valueOf(fetched.results().get(url))
                : error.getClass().getSimpleName();
    }

    private void test() {
        heading("A test class whose tests fail on purpose");
        SuiteRun suite = SuiteRun.start();

        show(suite, "an_order_goes_through");
        expect("a test whose tasks succeed passes", () -> {
            assertThat(suite.outcome("an_order_goes_through")).isEqualTo("passed");
        });

        show(suite, "three_wrong_answers");
        expect("wrong answers alone are one failure that holds them all", () -> {
            assertThat(suite.thrown("three_wrong_answers")).isInstanceOfSatisfying(MultipleFailuresError.class, all -> {
                assertThat(all.getFailures()).hasSize(3);
            });
        });

        show(suite, "a_wrong_answer_and_two_services_that_are_down");
        expect("failures of several kinds are a group", () -> {
            assertThatGroup(suite.thrown("a_wrong_answer_and_two_services_that_are_down"))
                    .containsExactly(AssertionError.class, CriticalError.class, KeyError.class);
        });

        show(suite, "failures_inside_of_what_is_tested");
        expect("a scope inside of a task is a group inside of the group", () -> {
            assertThatGroup(suite.thrown("failures_inside_of_what_is_tested"))
                    .containsExactly(ExceptionGroup.class, CriticalError.class);
        });

        show(suite, "a_printer_is_needed");
        expect("a test that does not apply is aborted", () -> {
            assertThat(suite.outcome("a_printer_is_needed")).isEqualTo("aborted");
            assertThat(suite.thrown("a_printer_is_needed")).isInstanceOf(TestAbortedException.class);
        });
    }

    private void show(SuiteRun suite, String test) {
        out.printf("%-9s%s%n", suite.outcome(test), test);
        Throwable thrown = suite.thrown(test);
        if (thrown != null) {
            tree(thrown, "    ");
        }
        out.println();
    }

    private void expect(String announced, ThrowingCallable check) {
        try {
            check.call();
        } catch (Throwable surprise) {
            surprises.add(announced, surprise);
        }
    }

    private void heading(String text) {
        out.printf("%n== %s%n%n", text);
    }

    private void tree(Throwable thrown, String indent) {
        TreeFormat.standard().withoutFrames().format(thrown).lines().forEach(line -> out.println(indent + line));
    }
}
