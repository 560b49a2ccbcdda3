package dev.muster.examples.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.transaction.support.TransactionSynchronizationManager.isActualTransactionActive;

import dev.muster.group.ExceptionGroup;
import dev.muster.junit.TaskScoped;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.test.context.transaction.AfterTransaction;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;

/** {@code @TaskScoped} beside Spring's tests, whose transactions are bound to the thread of the test. */
class SpringTest {

    @Configuration(proxyBeanMethods = false)
    static class Shop {
        @Bean
        DataSource dataSource() {
            return new EmbeddedDatabaseBuilder()
                    .setType(EmbeddedDatabaseType.H2)
                    .generateUniqueName(true)
                    .build();
        }

        @Bean
        PlatformTransactionManager transactions(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }

        @Bean
        JdbcTemplate jdbc(DataSource dataSource) {
            JdbcTemplate jdbc = new JdbcTemplate(dataSource);
            jdbc.execute("create table orders (article varchar(20))");
            return jdbc;
        }
    }

    private static int orders(JdbcTemplate jdbc) {
        Integer count = jdbc.queryForObject("select count(*) from orders", Integer.class);
        assertThat(count).isNotNull();
        return count;
    }

    private static void order(JdbcTemplate jdbc, String article) {
        jdbc.update("insert into orders values (?)", article);
    }

    @Nested
    @SpringJUnitConfig(Shop.class)
    @Transactional
    @TaskScoped
    class A_transaction {
        @Autowired
        JdbcTemplate jdbc;

        @Test
        void is_that_of_the_test_method(TaskScope scope) throws InterruptedException {
            order(jdbc, "tea"); // in the test's transaction, which is rolled back
            Task<Integer> seenByTask = scope.fork("count", () -> orders(jdbc));
            scope.join();

            assertThat(orders(jdbc)).isEqualTo(1);
            assertThat(seenByTask.result()).isZero(); // a task is on a thread of its own, outside of it
        }

        @Test
        void can_be_ended_so_that_tasks_see_what_it_did(TaskScope scope) throws InterruptedException {
            order(jdbc, "tea");
            TestTransaction.flagForCommit();
            TestTransaction.end();

            Task<Integer> seenByTask = scope.fork("count", () -> orders(jdbc));
            scope.join();

            assertThat(seenByTask.result()).isEqualTo(1);
            jdbc.update("delete from orders"); // committed, so nobody rolls it back
        }

        @Test
        void goes_with_parameters_of_both(TaskScope scope, ApplicationContext context) {
            assertThat(isActualTransactionActive()).isTrue();
            scope.fork(
                    "context",
                    () -> assertThat(context.getBean(JdbcTemplate.class)).isSameAs(jdbc));
        }

        @AfterTransaction
        void nothing_is_left() {
            assertThat(orders(jdbc)).isZero();
        }
    }

    @Nested
    class In_both_orders_of_the_extensions {
        @BeforeEach
        void forget() {
            Suite.LEFT.clear();
        }

        @ParameterizedTest
        @ValueSource(classes = {ScopedFirst.class, SpringFirst.class})
        void a_transaction_is_active_before_in_and_after_the_test(Class<?> suite) {
            Outcomes outcomes = Outcomes.of(suite);
            assertThat(outcomes.passed("orders_tea")).isTrue();
            assertThat(Suite.LEFT).containsOnly(0);
        }

        @ParameterizedTest
        @ValueSource(classes = {ScopedFirst.class, SpringFirst.class})
        void it_is_rolled_back_where_a_task_fails(Class<?> suite) {
            Throwable failure = Outcomes.of(suite).failure("orders_tea_and_a_task_fails");
            assertThat(failure).isExactlyInstanceOf(ExceptionGroup.class).hasMessageContaining("[client] IOException");
            assertThat(Suite.LEFT).hasSize(3).containsOnly(0);
        }

        @ParameterizedTest
        @ValueSource(classes = {ScopedFirst.class, SpringFirst.class})
        void what_a_task_wrote_by_itself_stays(Class<?> suite) {
            assertThat(Outcomes.of(suite).passed("a_task_orders_coffee")).isTrue();
        }
    }

    @Transactional
    @ContextConfiguration(classes = Shop.class)
    abstract static class Suite {
        static final List<Integer> LEFT = new CopyOnWriteArrayList<>();

        @Autowired
        JdbcTemplate jdbc;

        @BeforeEach
        @AfterEach
        void a_transaction_is_active() {
            assertThat(isActualTransactionActive()).isTrue();
        }

        @Test
        void orders_tea() {
            order(jdbc, "tea");
            assertThat(isActualTransactionActive()).isTrue();
        }

        @Test
        void orders_tea_and_a_task_fails(TaskScope scope) {
            order(jdbc, "tea");
            scope.fork("client", () -> {
                throw new IOException("connection reset");
            });
        }

        @Test
        void a_task_orders_coffee(TaskScope scope) throws InterruptedException {
            scope.fork("coffee", () -> order(jdbc, "coffee"));
            scope.join();
            assertThat(jdbc.update("delete from orders")).isEqualTo(1);
            TestTransaction.flagForCommit();
        }

        @AfterTransaction
        void count() {
            LEFT.add(orders(jdbc));
        }
    }

    @TaskScoped
    @ExtendWith(SpringExtension.class)
    static class ScopedFirst extends Suite {}

    @ExtendWith(SpringExtension.class)
    @TaskScoped
    static class SpringFirst extends Suite {}
}
