package dev.muster.examples;

import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static dev.muster.assertj.GroupAssertions.group;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.muster.group.ExceptionGroup;
import dev.muster.group.TreeFormat;
import dev.muster.scope.Policy;
import dev.muster.scope.ScopeConfig;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The samples of the frequently asked questions. */
class FaqTest {
    private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

    private final List<Integer> ids = List.of(1, -2, -3);

    private static String load(int id) {
        if (id < 0) {
            throw new KeyError("no order " + id);
        }
        return "order " + id;
    }

    private static void save(String file) throws IOException {
        throw new IOException(file + ": disk full");
    }

    private static void saveAll() throws InterruptedException {
        TaskScope.named("save").policy(Policy.collectAll()).run(scope -> {
            scope.fork("orders", () -> save("orders.csv"));
            scope.fork("users", () -> save("users.csv"));
        });
    }

    void saveOrders() throws IOException, InterruptedException {
        try {
            TaskScope.run(scope -> scope.fork("orders", () -> save("orders.csv")));
        } catch (ExceptionGroup group) {
            group.throwIfAny(IOException.class);
            throw group;
        }
    }

    @Test
    void a_boundary_throws_what_its_callers_expect() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> saveOrders());
    }

    @Test
    void a_parallel_stream_throws_one_failure_and_a_scope_all() {
        Throwable one =
                catchThrowable(() -> ids.parallelStream().map(id -> load(id)).toList());
        assertThat(one).isInstanceOf(KeyError.class);

        assertThatGroupThrownBy(() ->
                        TaskScope.named("orders").policy(Policy.collectAll()).all(ids, id -> load(id)))
                .containsExactly(KeyError.class, KeyError.class);
    }

    @Test
    void logback_prints_the_members_though_it_knows_nothing_of_groups() throws InterruptedException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Logger log = logger(file);

        try {
            saveAll();
        } catch (ExceptionGroup failed) {
            log.error("not saved", failed);
        }

        assertThat(withoutFrames(file)).isEqualTo("""
                        ERROR not saved
                        dev.muster.group.ExceptionGroup: scope "save" failed in 2 of 2 tasks (2 sub-exceptions: 2 IOException)
                          [orders] IOException: orders.csv: disk full
                          [users] IOException: users.csv: disk full
                            Suppressed: java.io.IOException: orders.csv: disk full
                            Suppressed: java.io.IOException: users.csv: disk full
                        """);
    }

    private static String withoutFrames(ByteArrayOutputStream file) {
        return file.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.matches("\\s+(at|\\.\\.\\.) .*"))
                .map(line -> line.replace("\t", "    ") + "\n")
                .collect(Collectors.joining());
    }

    private static Logger logger(ByteArrayOutputStream file) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%level %msg%n");
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(file);
        appender.start();
        Logger log = context.getLogger("faq");
        log.setAdditive(false);
        log.addAppender(appender);
        return log;
    }

    @Test
    void a_log_may_have_the_tree_in_place_of_the_stack_traces() {
        Throwable failed = catchThrowable(() -> saveAll());

        String tree = TreeFormat.standard().withoutFrames().format(failed);

        assertThat(tree).isEqualTo("""
                dev.muster.group.ExceptionGroup: scope "save" failed in 2 of 2 tasks (2 sub-exceptions: 2 IOException)
                +- 1 of 2 [orders]: java.io.IOException: orders.csv: disk full
                +- 2 of 2 [users]: java.io.IOException: users.csv: disk full
                """);
    }

    @Test
    void a_fatal_error_comes_out_bare_and_loses_nothing() {
        CountDownLatch running = new CountDownLatch(1);
        OutOfMemoryError fatal = new OutOfMemoryError("Java heap space");

        Throwable thrown = catchThrowable(() -> TaskScope.named("save")
                .policy(Policy.collectAll())
                .run(scope -> {
                    scope.fork("orders", () -> {
                        running.countDown();
                        save("orders.csv");
                    });
                    scope.fork("users", () -> {
                        running.await();
                        throw fatal;
                    });
                }));

        assertThat(thrown).isSameAs(fatal);
        assertThatGroup(thrown.getSuppressed()[0]).containsExactly(IOException.class);
    }

    @Test
    void a_thread_local_is_carried_by_a_hook() throws InterruptedException {
        TENANT.set("acme");
        ScopeConfig orders = TaskScope.named("orders").context(task -> {
            String tenant = TENANT.get();
            return () -> {
                TENANT.set(tenant);
                try {
                    task.run();
                } finally {
                    TENANT.remove();
                }
            };
        });

        String seen = orders.call(scope -> {
            Task<String> task = scope.fork("tenant", () -> TENANT.get());
            scope.join();
            return task.result();
        });

        assertThat(seen).isEqualTo("acme");
        TENANT.remove();
    }

    @Test
    void a_loop_that_only_computes_has_to_look_whether_it_is_asked_to_stop() throws InterruptedException {
        CountDownLatch computes = new CountDownLatch(1);
        AtomicBoolean stopped = new AtomicBoolean();

        TaskScope.run(scope -> {
            scope.fork("compute", () -> {
                while (!Thread.currentThread().isInterrupted()) {
                    computes.countDown();
                }
                stopped.set(true);
            });
            computes.await();
            scope.cancel("enough");
        });

        assertThat(stopped).isTrue();
    }

    @Test
    void a_background_task_ends_with_the_one_that_opened_its_scope() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);

        Optional<String> reason = TaskScope.call(scope -> {
            scope.fork("heartbeat", () -> never.await());
            scope.cancel("the work is done");
            return scope.cancelReason();
        });

        assertThat(reason).contains("the work is done");
    }

    @Test
    void nesting_can_be_asked_for_and_be_removed() {
        ExceptionGroup nested = ExceptionGroup.of("outer", ExceptionGroup.of("inner", new KeyError("id")));

        assertThatGroup(nested).containsExactly(group(KeyError.class));
        assertThatGroup(nested.flatten()).containsExactly(KeyError.class);
        assertThat(nested.collapse()).isInstanceOf(KeyError.class);
    }
}
