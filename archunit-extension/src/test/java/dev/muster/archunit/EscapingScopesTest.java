package dev.muster.archunit;

import static dev.muster.archunit.StructuredConcurrencyRules.NO_ESCAPING_SCOPES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.scope.ScopeConfig;
import dev.muster.scope.TaskScope;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EscapingScopesTest {
    static class Fields {
        TaskScope scope;
        private Map<TaskScope, String> names;
        static final AtomicReference<TaskScope> CURRENT = new AtomicReference<>();
    }

    static class Keeping {
        private static final ScopeConfig CONFIG = new ScopeConfig();
        private Consumer<TaskScope> function;
        private Callable<String> task;

        void handed_down(TaskScope scope) {}

        public Callable<String> handle(String name) {
            return task;
        }

        void local_class() {
            TaskScope scope = TaskScope.open();
            Runnable captures = new Runnable() {
                @Override
                public void run() {
                    scope.close();
                }
            };
            captures.run();
        }
    }

    static class Hidden {
        public void taken(TaskScope scope) {}
    }

    @Test
    void scopes_that_are_returned_or_that_others_can_hand_over_are_found() {
        Found.assertEachMethodBreaks(NO_ESCAPING_SCOPES, PublicApi.class);
        assertThat(Found.lines(NO_ESCAPING_SCOPES, PublicApi.class))
                .filteredOn(line -> line.contains("taken("))
                .singleElement()
                .asString()
                .startsWith("Method <dev.muster.archunit.PublicApi.taken(java.lang.String, dev.muster.scope.TaskScope)>"
                        + " takes a TaskScope and is public in (PublicApi.java:");
    }

    @Test
    void scopes_in_fields_are_found() {
        assertThat(Found.lines(NO_ESCAPING_SCOPES, Fields.class))
                .containsExactlyInAnyOrder(field("scope"), field("names"), field("CURRENT"));
    }

    private static String field(String name) {
        return "Field <dev.muster.archunit.EscapingScopesTest$Fields." + name
                + "> keeps a TaskScope in (EscapingScopesTest.java:0)";
    }

    @Test
    void scopes_that_stay_below_their_block_keep_the_rule() throws ClassNotFoundException {
        Found.assertNothingBreaks(
                NO_ESCAPING_SCOPES, Keeping.class, Class.forName(Keeping.class.getName() + "$1"), Hidden.class);
    }

    @Test
    void what_muster_and_junit_call_keeps_the_rule() {
        Found.assertNothingBreaks(
                NO_ESCAPING_SCOPES, PublicApi.Listener.class, PublicApi.Body.class, PublicApi.Fixture.class);
    }
}
