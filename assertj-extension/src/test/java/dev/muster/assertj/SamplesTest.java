package dev.muster.assertj;

import static dev.muster.assertj.GroupAssertions.EXCEPTION_GROUP;
import static dev.muster.assertj.GroupAssertions.TASK;
import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static dev.muster.assertj.GroupAssertions.assertThatTask;
import static dev.muster.assertj.GroupAssertions.carriedBy;
import static dev.muster.assertj.GroupAssertions.group;
import static dev.muster.assertj.GroupAssertions.leaf;
import static dev.muster.assertj.GroupAssertions.orBare;
import static dev.muster.assertj.GroupAssertions.thenGroup;
import static dev.muster.assertj.GroupAssertions.thenGroupThrownBy;
import static dev.muster.assertj.GroupAssertions.thenTask;
import static dev.muster.assertj.GroupAssertions.withSuppressed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.assertj.Failures.KeyError;
import dev.muster.assertj.Failures.TypeError;
import dev.muster.assertj.Failures.ValueError;
import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Policy;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.MultipleFailuresError;

/** The lines that the documentation shows as passing and as failing. */
class SamplesTest {
    private final ExceptionGroup eg =
            ExceptionGroup.of("multiple errors", new ValueError("bad value"), new TypeError("wrong type"));
    private final ExceptionGroup inner = ExceptionGroup.of("inner", new ValueError("a"), new TypeError("b"));
    private final ExceptionGroup outer = ExceptionGroup.of("outer", new IOException("disk full"), inner);
    private final ExceptionGroup reported = ExceptionGroup.builder("order 7 failed")
            .add("stock", new IOException("timeout"))
            .asFirstFailure()
            .build()
            .addNote("order 7");
    private final SQLException deadlock = new SQLException("deadlock found", "40001", new IOException("reset"));
    private final ExceptionGroup locked =
            ExceptionGroup.builder("order 7 failed").add("stock", deadlock).build();
    private final List<String> urls = List.of("a", "b");
    private final String url = "a";
    private final MultipleFailuresError multipleFailures =
            new MultipleFailuresError("two checks", List.of(new AssertionError("one"), new AssertionError("two")));
    private final IOException failed = new IOException("first");

    {
        failed.addSuppressed(new ValueError("second"));
    }

    private static void fetch(String url) throws IOException {
        throw new IOException(url);
    }

    private static void fetchAll(List<String> urls) {
        throw ExceptionGroup.of("fetching", urls.stream().map(IOException::new).toList());
    }

    private static void softly(Consumer<SoftGroupAssertions> assertions) {
        SoftGroupAssertions.assertSoftly(assertions);
    }

    private static void thenSoftly(Consumer<BDDSoftGroupAssertions> assertions) {
        BDDSoftGroupAssertions.thenSoftly(assertions);
    }

    private static void fails(ThrowingCallable assertion) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion);
    }

    @Test
    void those_about_groups_hold() {
        assertThatGroup(eg).hasMessage("multiple errors");
        fails(() -> assertThatGroup(eg).hasMessage("errors"));
        assertThatGroup(outer).hasSize(2);
        fails(() -> assertThatGroup(outer).hasSize(3));
        assertThatGroup(outer).hasLeafCount(3);
        fails(() -> assertThatGroup(outer).hasLeafCount(2));
        assertThatGroup(eg).contains(TypeError.class);
        fails(() -> assertThatGroup(eg).contains(TypeError.class, TypeError.class));
        assertThatGroup(eg).contains(leaf(TypeError.class).withMessage("wrong type"));
        fails(() -> assertThatGroup(eg).contains(leaf(TypeError.class).withMessage("bad value")));
        assertThatGroup(eg).containsExactly(ValueError.class, TypeError.class);
        fails(() -> assertThatGroup(eg).containsExactly(TypeError.class, ValueError.class));
        assertThatGroup(outer).containsExactly(leaf(IOException.class), group(ValueError.class, TypeError.class));
        fails(() -> assertThatGroup(outer).containsExactly(leaf(IOException.class), group(ValueError.class)));
        assertThatGroup(eg).containsExactlyInAnyOrder(TypeError.class, ValueError.class);
        fails(() -> assertThatGroup(eg).containsExactlyInAnyOrder(TypeError.class));
        assertThatGroup(inner).containsExactlyInAnyOrder(leaf(Exception.class), leaf(ValueError.class));
        fails(() -> assertThatGroup(inner).containsExactlyInAnyOrder(leaf(ValueError.class), leaf(ValueError.class)));
        assertThatGroup(eg).containsOnly(TypeError.class, ValueError.class);
        fails(() -> assertThatGroup(eg).containsOnly(TypeError.class));
        assertThatGroup(eg).containsOnly(leaf(Exception.class));
        fails(() -> assertThatGroup(outer).containsOnly(leaf(Exception.class)));
        assertThatGroup(eg)
                .satisfiesExactly(
                        e -> assertThat(e).hasMessage("bad value"),
                        e -> assertThat(e).hasNoCause());
        fails(() -> assertThatGroup(eg).satisfiesExactly(e -> assertThat(e).hasMessage("bad value")));
        assertThatGroup(outer).doesNotContain(TypeError.class);
        fails(() -> assertThatGroup(outer).leaves().doesNotContain(TypeError.class));
        assertThatGroup(eg).doesNotContain(leaf(TypeError.class).withMessage("bad value"));
        fails(() -> assertThatGroup(eg).doesNotContain(leaf(TypeError.class).withMessage("wrong type")));
        assertThatGroup(eg).containsAtLeast(2, Exception.class);
        fails(() -> assertThatGroup(eg).containsAtLeast(2, ValueError.class));
        assertThatGroup(eg).containsAtLeast(1, leaf(Exception.class).withMessageContaining("value"));
        fails(() -> assertThatGroup(eg).containsAtLeast(2, leaf(Exception.class).withMessageContaining("value")));
        assertThatGroup(eg).containsAtMost(1, ValueError.class);
        fails(() -> assertThatGroup(eg).containsAtMost(1, Exception.class));
        assertThatGroup(eg).containsAtMost(1, leaf(Exception.class).withMessageContaining("value"));
        fails(() -> assertThatGroup(eg).containsAtMost(0, leaf(Exception.class).withMessageContaining("value")));
        assertThatGroup(eg).containsTimes(1, ValueError.class);
        fails(() -> assertThatGroup(eg).containsTimes(1, Exception.class));
        assertThatGroup(eg).containsTimes(1, leaf(Exception.class).withMessageContaining("value"));
        fails(() -> assertThatGroup(eg).containsTimes(2, leaf(Exception.class).withMessageContaining("value")));
        assertThatGroup(eg).allSatisfy(e -> assertThat(e).hasNoCause());
        fails(() -> assertThatGroup(eg).allSatisfy(e -> assertThat(e).hasMessageContaining("value")));
        assertThatGroup(eg).anySatisfy(e -> assertThat(e).hasMessageContaining("value"));
        fails(() -> assertThatGroup(eg).anySatisfy(e -> assertThat(e).hasMessageContaining("key")));
        assertThatGroup(outer).leaves().hasSize(3).members().hasSize(2);
        fails(() -> assertThatGroup(outer).leaves().hasSize(3).members().hasSize(3));
        assertThatGroup(outer).leaves().containsExactly(IOException.class, ValueError.class, TypeError.class);
        fails(() -> assertThatGroup(outer).leaves().containsExactly(ValueError.class, TypeError.class));
        assertThatGroup(outer).member(0).hasMessage("disk full");
        fails(() ->
                assertThatGroup(outer).member(1).asInstanceOf(EXCEPTION_GROUP).contains(IOException.class));
        assertThatGroup(outer).leaf(2).hasMessage("b");
        fails(() -> assertThatGroup(outer).leaf(3).hasMessage("b"));
        assertThatGroup(reported).firstFailure().isInstanceOf(IOException.class);
        fails(() -> assertThatGroup(eg).firstFailure().isInstanceOf(ValueError.class));
        assertThatGroup(outer).subgroup(ValueError.class).hasLeafCount(1);
        fails(() -> assertThatGroup(outer).subgroup(KeyError.class).hasLeafCount(1));
        assertThatGroup(outer).rest(ValueError.class).hasLeafCount(2);
        fails(() -> assertThatGroup(outer).rest(Exception.class).hasLeafCount(0));
        assertThatGroup(reported).notes().containsExactly("order 7");
        fails(() -> assertThatGroup(eg).notes().containsExactly("order 7"));
    }

    @Test
    void those_about_matchers_hold() {
        ExceptionGroup outer =
                ExceptionGroup.of("outer", new IOException("disk full"), inner).addNote("order 7");
        ExceptionGroup wrapped = ExceptionGroup.of("wrapped", outer);
        assertThatGroup(locked).contains(leaf(SQLException.class).withMessage("deadlock found"));
        fails(() -> assertThatGroup(locked).contains(leaf(SQLException.class).withMessage("deadlock")));
        assertThatGroup(locked).contains(leaf(SQLException.class).withMessageContaining("deadlock"));
        fails(() -> assertThatGroup(locked).contains(leaf(SQLException.class).withMessageContaining("timeout")));
        assertThatGroup(locked).contains(leaf(SQLException.class).withMessageMatching("dead.*"));
        fails(() -> assertThatGroup(locked).contains(leaf(SQLException.class).withMessageMatching("dead")));
        assertThatGroup(locked).contains(leaf(SQLException.class).withCause(IOException.class));
        fails(() -> assertThatGroup(locked).contains(leaf(SQLException.class).withCause(ValueError.class)));
        assertThatGroup(locked)
                .contains(leaf(SQLException.class)
                        .withCause(leaf(IOException.class).withMessage("reset")));
        fails(() -> assertThatGroup(locked)
                .contains(leaf(SQLException.class)
                        .withCause(leaf(IOException.class).withMessage("eof"))));
        assertThatGroup(locked)
                .contains(leaf(SQLException.class)
                        .satisfying(e -> assertThat(e.getErrorCode()).isZero()));
        fails(() -> assertThatGroup(locked)
                .contains(leaf(SQLException.class)
                        .satisfying(e -> assertThat(e.getErrorCode()).isOne())));
        assertThatGroup(locked).contains(leaf(SQLException.class).inTask("stock"));
        fails(() -> assertThatGroup(locked).contains(leaf(SQLException.class).inTask("price")));
        assertThatGroup(locked).contains(leaf(SQLException.class).as("a database error"));
        fails(() -> assertThatGroup(locked).contains(leaf(IOException.class).as("a network error")));
        assertThatGroup(locked)
                .contains(leaf(SQLException.class).with("SQL state", SQLException::getSQLState, "40001"));
        fails(() -> assertThatGroup(locked)
                .contains(leaf(SQLException.class).with("SQL state", SQLException::getSQLState, "40002")));
        assertThatGroup(locked).contains(leaf(SQLException.class).matching(e -> e.getErrorCode() == 0, "has no code"));
        fails(() -> assertThatGroup(locked)
                .contains(leaf(SQLException.class).matching(e -> e.getErrorCode() > 0, "has a code")));
        assertThatGroup(outer).contains(group(ValueError.class, TypeError.class).inOrder());
        fails(() -> assertThatGroup(outer)
                .contains(group(TypeError.class, ValueError.class).inOrder()));
        assertThatGroup(wrapped)
                .contains(group(IOException.class, ValueError.class, TypeError.class)
                        .flattened());
        fails(() -> assertThatGroup(wrapped)
                .contains(group(IOException.class, ValueError.class).flattened()));
        assertThatGroup(eg).contains(group(ValueError.class).orBare());
        fails(() -> assertThatGroup(eg).contains(group(KeyError.class).orBare()));
        assertThatGroup(wrapped).contains(group().withNote("order 7"));
        fails(() -> assertThatGroup(wrapped).contains(group().withNote("order 8")));
    }

    @Test
    void those_about_the_entry_points_hold() throws Exception {
        Task<String> user;
        Task<String> order;
        try (TaskScope scope = TaskScope.open(Policy.collectAll())) {
            user = scope.fork("user", () -> "Ada");
            order = scope.fork("order", () -> {
                throw new IOException("timeout after 2 s");
            });
            assertThatGroupThrownBy(scope::join).containsExactly(IOException.class);
        }
        List<Task<String>> tasks = List.of(user, order);
        assertThat(tasks).first().asInstanceOf(TASK).succeededWith("Ada");
        fails(() -> assertThat(tasks).last().asInstanceOf(TASK).succeeded());
        assertThatThrownBy(() -> fetchAll(urls)).asInstanceOf(EXCEPTION_GROUP).contains(IOException.class);
        fails(() -> assertThatThrownBy(() -> fetch(url))
                .asInstanceOf(EXCEPTION_GROUP)
                .contains(IOException.class));
        assertThatGroup(eg).hasSize(2);
        fails(() -> assertThatGroup(new IOException()).hasSize(1));
        assertThatGroupThrownBy(() -> fetchAll(urls)).contains(IOException.class);
        fails(() -> assertThatGroupThrownBy(() -> fetch(url)));
        assertThatTask(user).succeededWith("Ada");
        fails(() -> assertThatTask(order).succeeded());
        assertThatGroup(eg).contains(leaf(ValueError.class).withMessageContaining("bad"));
        fails(() -> assertThatGroup(eg).contains(leaf(ValueError.class).withMessageContaining("good")));
        assertThatGroup(outer).contains(group().withMessage("inner"));
        fails(() -> assertThatGroup(outer).contains(group().withMessage("outer")));
        assertThatGroup(outer).contains(group(TypeError.class, ValueError.class));
        fails(() -> assertThatGroup(outer).contains(group(TypeError.class)));
        assertThatGroup(outer).contains(group(leaf(ValueError.class).withMessage("a"), leaf(TypeError.class)));
        fails(() ->
                assertThatGroup(outer).contains(group(leaf(ValueError.class).withMessage("b"), leaf(TypeError.class))));
        assertThatGroup(carriedBy(multipleFailures)).hasSize(2);
        fails(() -> assertThatGroup(carriedBy(new IOException())).hasSize(1));
        assertThatGroup(withSuppressed(failed)).containsExactly(IOException.class, ValueError.class);
        fails(() -> assertThatGroup(withSuppressed(failed)).containsExactly(IOException.class));
        assertThatGroup(orBare(new IOException())).containsExactly(IOException.class);
        fails(() -> assertThatGroup(orBare(eg)).containsExactly(IOException.class));
        thenGroup(eg).hasSize(2);
        fails(() -> thenGroup(eg).hasSize(3));
        thenGroupThrownBy(() -> fetchAll(urls)).contains(IOException.class);
        fails(() -> thenGroupThrownBy(() -> fetch(url)).contains(IOException.class));
        thenTask(user).succeededWith("Ada");
        fails(() -> thenTask(order).succeeded());
        softly(softly -> softly.assertThatGroup(eg).hasSize(2));
        fails(() -> softly(softly -> softly.assertThatGroup(eg).hasSize(3)));
        softly(softly -> softly.assertThatGroupThrownBy(() -> fetchAll(urls)).contains(IOException.class));
        fails(() -> softly(
                softly -> softly.assertThatGroupThrownBy(() -> fetch(url)).contains(IOException.class)));
        softly(softly -> softly.assertThatTask(user).succeededWith("Ada"));
        fails(() -> softly(softly -> softly.assertThatTask(order).succeeded()));
        thenSoftly(softly -> softly.thenGroup(eg).hasSize(2));
        fails(() -> thenSoftly(softly -> softly.thenGroup(eg).hasSize(3)));
        thenSoftly(softly -> softly.thenGroupThrownBy(() -> fetchAll(urls)).contains(IOException.class));
        fails(() ->
                thenSoftly(softly -> softly.thenGroupThrownBy(() -> fetch(url)).contains(IOException.class)));
        thenSoftly(softly -> softly.thenTask(user).succeededWith("Ada"));
        fails(() -> thenSoftly(softly -> softly.thenTask(order).succeeded()));
    }

    @Test
    void those_about_tasks_hold() throws Exception {
        Task<String> user;
        Task<String> order;
        Task<String> stopped;
        Task<String> waiting;
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (TaskScope scope = TaskScope.open(Policy.collectAll())) {
            user = scope.fork("user", () -> "Ada");
            order = scope.fork("order", () -> {
                throw new IOException("timeout after 2 s", new IllegalStateException("socket closed"));
            });
            waiting = scope.fork("waiting", () -> {
                begun.countDown();
                end.await();
                return "done";
            });
            begun.await();
            assertThatTask(waiting).isRunning();
            end.countDown();
            assertThatGroupThrownBy(scope::join).containsExactly(IOException.class);
        }
        try (TaskScope scope = TaskScope.open()) {
            stopped = scope.fork("stopped", () -> {
                new CountDownLatch(1).await();
                return "never";
            });
            scope.cancel("enough");
        }
        assertThatTask(user).hasName("user");
        fails(() -> assertThatTask(user).hasName("order"));
        fails(() -> assertThatTask(user).isRunning());
        assertThatTask(user).succeeded();
        fails(() -> assertThatTask(order).succeeded());
        assertThatTask(user).succeededWith("Ada");
        fails(() -> assertThatTask(user).succeededWith("Bob"));
        assertThatTask(order).failed();
        fails(() -> assertThatTask(user).failed());
        assertThatTask(order).failedWith(IOException.class);
        fails(() -> assertThatTask(order).failedWith(SQLException.class));
        assertThatTask(order).failedWith(leaf(IOException.class).withMessageContaining("timeout"));
        fails(() -> assertThatTask(order).failedWith(leaf(IOException.class).withMessage("disk full")));
        assertThatTask(stopped).isCancelled();
        fails(() -> assertThatTask(user).isCancelled());
        assertThatTask(user).result().isEqualTo("Ada");
        fails(() -> assertThatTask(user).result().asString().startsWith("B"));
        assertThatTask(order).exception().hasMessageContaining("timeout");
        fails(() -> assertThatTask(order).exception().hasNoCause());
    }

    static List<Path> documentation() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            return sources.filter(each -> each.toString().endsWith(".java")).toList();
        }
    }

    record Sample(String line, boolean passes) {
        private static final Pattern FORM =
                Pattern.compile("(?m)^[ *]*((?:assertThat|then|softly).*);\\s+// (passes|fails)$");

        static Stream<Sample> in(Path page) {
            try {
                return FORM.matcher(Files.readString(page))
                        .results()
                        .map(each -> new Sample(
                                squeezed(each.group(1)), each.group(2).equals("passes")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Whether it is run here, and is expected to come out as the documentation says. */
        boolean isRunBy(String tests) {
            String run = passes ? line + ";" : "fails(()->" + line + ");";
            String runSoftly = "oftly(softly->" + line + ")";
            return line.startsWith("softly.")
                    ? tests.contains((passes ? ";s" : "fails(()->s") + runSoftly)
                            || tests.contains((passes ? ";thenS" : "fails(()->thenS") + runSoftly)
                    : tests.contains(run);
        }
    }

    @ParameterizedTest
    @MethodSource("documentation")
    void each_line_of_the_documentation_is_run_here(Path page) throws IOException {
        String tests = squeezed(
                Files.readString(Path.of("src", "test", "java", "dev", "muster", "assertj", "SamplesTest.java")));
        assertThat(Sample.in(page)).filteredOn(sample -> !sample.isRunBy(tests)).isEmpty();
    }

    static Stream<String> assertions() {
        return Stream.of(
                        AbstractGroupAssert.class,
                        TaskAssert.class,
                        GroupAssertions.class,
                        FailureMatcher.class,
                        GroupMatcher.class,
                        SoftGroupAssertionsProvider.class,
                        BDDSoftGroupAssertions.class)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                .map(Method::getName)
                .filter(name -> !name.equals("toString") && !name.equals("thenSoftly"))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("assertions")
    void each_assertion_has_a_line_that_passes_and_one_that_fails(String name) throws IOException {
        List<Sample> about = documentation().stream()
                .flatMap(Sample::in)
                .filter(sample -> sample.line().matches(".*\\b" + name + "\\(.*"))
                .toList();
        assertThat(about).as(name).extracting(Sample::passes).contains(true, false);
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s", "");
    }
}
