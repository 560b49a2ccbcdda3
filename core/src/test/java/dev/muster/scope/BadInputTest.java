package dev.muster.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input is refused by a message that says what to give. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(ScopeKit.class)
class BadInputTest {
    private static final ScopeConfig CONFIG = ScopeConfig.defaults();

    static Stream<Arguments> nulls() {
        return Stream.of(
                bad("name is null: say what the scope is for", () -> CONFIG.name(null)),
                bad("name is null: say what the scope is for", () -> TaskScope.named(null)),
                bad(
                        "policy is null: choose Policy.failFast(), Policy.collectAll() or your own",
                        () -> CONFIG.policy(null)),
                bad(
                        "policy is null: choose Policy.failFast(), Policy.collectAll() or your own",
                        () -> TaskScope.open(null)),
                bad("timeout is null: leave it out for none", () -> CONFIG.timeout(null)),
                bad(
                        "factory is null: leave it out for virtual threads, or the pool before Java 21",
                        () -> CONFIG.threadFactory(null)),
                bad("hook is null: leave it out for no context", () -> CONFIG.context(null)),
                bad("body is null: give the code to run in the scope", () -> CONFIG.call(null)),
                bad("body is null: give the code to run in the scope", () -> CONFIG.run(null)),
                bad("body is null: give the code to run in the scope", () -> TaskScope.call(null)),
                bad("body is null: give the code to run in the scope", () -> TaskScope.run(null)),
                inScope("name is null: name the task, or leave the name out", s -> s.fork(null, () -> 1)),
                inScope("name is null: name the task, or leave the name out", s -> s.fork(null, () -> {})),
                inScope("work is null: give what the task shall do", s -> s.fork((Callable<?>) null)),
                inScope("work is null: give what the task shall do", s -> s.fork((TaskScope.Action) null)),
                inScope("work is null: give what the task shall do", s -> s.fork("t", (Callable<?>) null)),
                inScope("work is null: give what the task shall do", s -> s.fork("t", (TaskScope.Action) null)),
                inScope("reason is null: say why, for the people who read it", s -> s.cancel(null)));
    }

    static Stream<Arguments> wrongValues() {
        return Stream.of(
                bad("name is blank: say what the scope is for", () -> CONFIG.name("")),
                bad("name is blank: say what the scope is for", () -> TaskScope.named(" \t")),
                bad("timeout is PT0S: give a time longer than zero", () -> CONFIG.timeout(Duration.ZERO)),
                bad("timeout is PT-0.001S: give a time longer than zero", () -> CONFIG.timeout(Duration.ofMillis(-1))),
                bad(
                        "grace is PT0S: give a time longer than zero",
                        () -> Seams.none().abandonAfter(Duration.ZERO)),
                bad("maxConcurrency is 0: give at least 1", () -> CONFIG.maxConcurrency(0)),
                bad("maxConcurrency is -7: give at least 1", () -> CONFIG.maxConcurrency(-7)),
                inScope("name is blank: name the task, or leave the name out", s -> s.fork(" ", () -> 1)),
                inScope("name is blank: name the task, or leave the name out", s -> s.fork("", () -> {})),
                inScope("reason is blank: say why, for the people who read it", s -> s.cancel(" ")));
    }

    private static Arguments bad(String message, ThrowingCallable call) {
        return Arguments.of(message, call);
    }

    private static Arguments inScope(String message, ScopeKit.Body call) {
        return bad(message, () -> {
            try (TaskScope scope = TaskScope.open()) {
                call.run(scope);
            }
        });
    }

    @Test
    void a_configuration_tells_its_settings() {
        assertThat(ScopeConfig.defaults()
                        .name("orders")
                        .policy(Policy.collectAll())
                        .timeout(Duration.ofSeconds(1))
                        .maxConcurrency(3))
                .hasToString(
                        "ScopeConfig[name=orders, policy=" + Policy.collectAll() + ", timeout=PT1S, maxConcurrency=3]");
        assertThat(ScopeConfig.defaults().policy(Policy.failFast()).toString())
                .endsWith(", timeout=none, maxConcurrency=unlimited]");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nulls")
    void null_is_refused(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isExactlyInstanceOf(NullPointerException.class).hasMessage(message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongValues")
    void a_wrong_value_is_refused(String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
