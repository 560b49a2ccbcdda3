package dev.muster.examples.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.muster.group.ExceptionGroup;
import dev.muster.junit.TaskScoped;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mock;
import org.mockito.MockedStatic;
import org.mockito.Mockito;
import org.mockito.MockitoSession;
import org.mockito.exceptions.misusing.PotentialStubbingProblem;
import org.mockito.exceptions.misusing.UnfinishedStubbingException;
import org.mockito.exceptions.misusing.UnnecessaryStubbingException;
import org.mockito.junit.jupiter.MockitoExtension;
import org.mockito.quality.Strictness;

/** {@code @TaskScoped} beside Mockito, which binds much of what it does to the thread of the test. */
class MockitoTest {

    static final class Shop {
        static String currency() {
            return "EUR";
        }

        private Shop() {}
    }

    @Nested
    @TaskScoped
    @ExtendWith(MockitoExtension.class)
    class Mocks {
        @Mock
        PriceList prices;

        @Test
        void are_called_by_tasks_and_verified_after_the_join(TaskScope scope) throws InterruptedException {
            when(prices.priceOf("tea")).thenReturn(3);

            Task<Integer> tea = scope.fork("tea", () -> prices.priceOf("tea"));
            scope.join();

            assertThat(tea.result()).isEqualTo(3);
            verify(prices).priceOf("tea");
        }
    }

    @Nested
    @TaskScoped
    class A_static_mock {
        private MockedStatic<Shop> shop;

        @BeforeEach
        void mock() {
            shop = mockStatic(Shop.class);
            shop.when(Shop::currency).thenReturn("CHF");
        }

        @AfterEach
        void unmock() {
            shop.close();
        }

        @Test
        void holds_in_the_method_and_not_in_its_tasks(TaskScope scope) throws InterruptedException {
            Task<String> inTask = scope.fork("currency", () -> Shop.currency());
            scope.join();

            assertThat(Shop.currency()).isEqualTo("CHF");
            assertThat(inTask.result()).isEqualTo("EUR");
        }
    }

    @Nested
    class Strictness_is_kept {

        @ParameterizedTest
        @ValueSource(classes = {ScopedFirst.class, MockitoFirst.class, Session.class})
        void for_a_stubbing_that_nobody_needed(Class<?> suite) {
            assertThat(Outcomes.of(suite).failure("needs_no_stubbing"))
                    .isExactlyInstanceOf(UnnecessaryStubbingException.class);
        }

        @ParameterizedTest
        @ValueSource(classes = {ScopedFirst.class, MockitoFirst.class, Session.class})
        void for_a_stubbing_that_a_task_needed(Class<?> suite) {
            assertThat(Outcomes.of(suite).passed("a_task_needs_it")).isTrue();
        }

        @ParameterizedTest
        @ValueSource(classes = {ScopedFirst.class, MockitoFirst.class})
        void for_a_call_with_other_arguments(Class<?> suite) {
            assertThat(Outcomes.of(suite).failure("asks_for_something_else"))
                    .isExactlyInstanceOf(PotentialStubbingProblem.class);
        }

        @ParameterizedTest
        @ValueSource(classes = {ScopedFirst.class, MockitoFirst.class})
        void for_such_a_call_in_a_task(Class<?> suite) {
            ExceptionGroup failure = (ExceptionGroup) Outcomes.of(suite).failure("a_task_asks_for_something_else");
            assertThat(failure.label(0)).contains("coffee");
            assertThat(failure.exceptions()).hasExactlyElementsOfTypes(PotentialStubbingProblem.class);
        }

        @ParameterizedTest
        @ValueSource(classes = {ScopedFirst.class, MockitoFirst.class})
        void for_a_stubbing_that_is_not_finished(Class<?> suite) {
            assertThat(Outcomes.of(suite).failure("stubs_half")).isInstanceOf(UnfinishedStubbingException.class);
        }

        // where a test has failed, Mockito leaves unnecessary stubbings out
        @ParameterizedTest
        @ValueSource(classes = {ScopedFirst.class, MockitoFirst.class})
        void beside_a_task_that_failed_as_beside_a_method(Class<?> suite) {
            Outcomes outcomes = Outcomes.of(suite);
            assertThat(outcomes.failure("needs_no_stubbing_and_fails"))
                    .hasMessage("connection reset")
                    .hasNoSuppressedExceptions();
            Throwable ofTask = outcomes.failure("needs_no_stubbing_and_a_task_fails");
            assertThat(ofTask).hasMessageContaining("[client] IOException: connection reset");
            assertThat(ofTask.getSuppressed()).hasSize(1);
        }

        // a session that is ended by hand knows of no failure
        @Test
        void beside_a_task_that_failed_by_a_session() {
            Throwable failure = Outcomes.of(Session.class).failure("needs_no_stubbing_and_a_task_fails");
            assertThat(failure).hasMessageContaining("[client] IOException: connection reset");
            assertThat(failure.getSuppressed())
                    .hasAtLeastOneElementOfType(IOException.class)
                    .hasAtLeastOneElementOfType(UnnecessaryStubbingException.class);
        }
    }

    private static void fail(TaskScope scope) {
        scope.fork("client", () -> {
            throw new IOException("connection reset");
        });
    }

    /** What both orders of the two extensions are tried with. */
    abstract static class Suite {
        @Mock
        PriceList prices;

        @Test
        void needs_no_stubbing() {
            when(prices.priceOf("tea")).thenReturn(3);
        }

        @Test
        void a_task_needs_it(TaskScope scope) {
            when(prices.priceOf("tea")).thenReturn(3);
            scope.fork("tea", () -> assertThat(prices.priceOf("tea")).isEqualTo(3));
        }

        @Test
        void needs_no_stubbing_and_a_task_fails(TaskScope scope) {
            when(prices.priceOf("tea")).thenReturn(3);
            fail(scope);
        }
    }

    abstract static class SuiteOfExtension extends Suite {
        @Test
        void asks_for_something_else() {
            when(prices.priceOf("tea")).thenReturn(3);
            PriceList.priceOfTwo(prices, "coffee");
        }

        @Test
        void a_task_asks_for_something_else(TaskScope scope) {
            when(prices.priceOf("tea")).thenReturn(3);
            scope.fork("coffee", () -> PriceList.priceOfTwo(prices, "coffee"));
        }

        @Test
        @SuppressWarnings({"CheckReturnValue", "MockitoUsage"}) // the half that is missing is what Mockito finds
        void stubs_half() {
            when(prices.priceOf("tea"));
        }

        @Test
        void needs_no_stubbing_and_fails() throws IOException {
            when(prices.priceOf("tea")).thenReturn(3);
            throw new IOException("connection reset");
        }
    }

    @TaskScoped
    @ExtendWith(MockitoExtension.class)
    static class ScopedFirst extends SuiteOfExtension {}

    @ExtendWith(MockitoExtension.class)
    @TaskScoped
    static class MockitoFirst extends SuiteOfExtension {}

    @TaskScoped
    static class Session extends Suite {
        private MockitoSession session;

        @BeforeEach
        void start() {
            session = Mockito.mockitoSession()
                    .initMocks(this)
                    .strictness(Strictness.STRICT_STUBS)
                    .startMocking();
        }

        @AfterEach
        void finish() {
            session.finishMocking();
        }
    }
}
