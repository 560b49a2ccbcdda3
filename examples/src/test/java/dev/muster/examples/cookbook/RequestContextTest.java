package dev.muster.examples.cookbook;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.muster.scope.ScopeConfig;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class RequestContextTest {
    private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

    private final Logger log = (Logger) LoggerFactory.getLogger("orders");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void watch_the_log() {
        logged.start();
        log.addAppender(logged);
        log.setAdditive(false);
    }

    @AfterEach
    void clean_up() {
        log.detachAppender(logged);
        MDC.clear();
        TENANT.remove();
    }

    static final ScopeConfig WITH_MDC = TaskScope.named("orders").context(task -> {
        Map<String, String> captured =
                Optional.ofNullable(MDC.getCopyOfContextMap()).orElse(Map.of());
        return () -> {
            MDC.setContextMap(captured);
            try {
                task.run();
            } finally {
                MDC.clear();
            }
        };
    });

    @Test
    void what_tasks_log_carries_the_request() throws InterruptedException {
        MDC.put("request", "r-42");

        WITH_MDC.run(scope -> scope.fork("order", () -> log.info("loading")));

        assertThat(logged.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("loading");
        assertThat(logged.list)
                .first()
                .satisfies(event -> assertThat(event.getMDCPropertyMap()).containsEntry("request", "r-42"));
    }

    @Test
    void a_task_without_a_request_gets_none() throws InterruptedException {
        WITH_MDC.run(scope -> scope.fork("order", () -> log.info("loading")));

        assertThat(logged.list)
                .first()
                .satisfies(event -> assertThat(event.getMDCPropertyMap()).isEmpty());
    }

    @Test
    void anything_that_micrometer_knows_of_is_carried() throws InterruptedException {
        ContextRegistry registry = new ContextRegistry().registerThreadLocalAccessor("tenant", TENANT);
        ContextSnapshotFactory snapshots =
                ContextSnapshotFactory.builder().contextRegistry(registry).build();
        ScopeConfig orders =
                TaskScope.named("orders").context(task -> snapshots.captureAll().wrap(task));
        TENANT.set("acme");

        String seen = orders.call(scope -> {
            Task<String> tenant = scope.fork("tenant", () -> TENANT.get());
            scope.join();
            return tenant.result();
        });

        assertThat(seen).isEqualTo("acme");
    }
}
