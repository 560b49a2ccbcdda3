package dev.muster.examples.cookbook;

import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.examples.KeyError;
import dev.muster.examples.ValueError;
import dev.muster.scope.Policy;
import dev.muster.scope.ScopeConfig;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Service;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Scopes in a Spring service, and the transactions that belong to threads. */
@SpringJUnitConfig(SpringServiceTest.Shop.class)
class SpringServiceTest {

    @Configuration
    @EnableTransactionManagement
    @Import({Prices.class, Orders.class})
    static class Shop {
        @Bean
        DataSource dataSource() {
            return new EmbeddedDatabaseBuilder()
                    .setType(EmbeddedDatabaseType.H2)
                    .generateUniqueName(true)
                    .build();
        }

        @Bean
        JdbcTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }

        @Bean
        JdbcTemplate jdbc(DataSource dataSource) {
            JdbcTemplate jdbc = new JdbcTemplate(dataSource);
            jdbc.execute("create table orders (article varchar(20), price int)");
            jdbc.execute("create table stock (article varchar(20), items int)");
            return jdbc;
        }
    }

    /** Asks others, so it waits. */
    @Service
    static class Prices {
        private final Map<String, Integer> prices = Map.of("pencil", 12, "paper", 30);

        int price(String article) {
            Integer price = prices.get(article);
            if (price == null) {
                throw new KeyError("no price for " + article);
            }
            return price;
        }

        int discount(String article) {
            if (!prices.containsKey(article)) {
                throw new ValueError("no discount for " + article);
            }
            return 2;
        }
    }

    @Service
    static class Orders {
        private static final ScopeConfig ORDERS = TaskScope.named("orders").policy(Policy.collectAll());

        private final Prices prices;
        private final JdbcTemplate jdbc;
        private final TransactionTemplate transactions;

        Orders(Prices prices, JdbcTemplate jdbc, PlatformTransactionManager transactionManager) {
            this.prices = prices;
            this.jdbc = jdbc;
            this.transactions = new TransactionTemplate(transactionManager);
        }

        @Transactional
        public void place(String article) throws InterruptedException {
            jdbc.update("insert into stock values (?, -1)", article);
            int price = ORDERS.call(scope -> {
                Task<Integer> full = scope.fork("price", () -> prices.price(article));
                Task<Integer> discount = scope.fork("discount", () -> prices.discount(article));
                scope.join();
                return full.result() - discount.result();
            });
            jdbc.update("insert into orders values (?, ?)", article, price);
        }

        @Transactional
        public int stockAsSeenByATask(String article) throws InterruptedException {
            jdbc.update("insert into stock values (?, 1)", article);
            return ORDERS.call(scope -> {
                Task<List<Integer>> seen = scope.fork(
                        "stock",
                        () -> jdbc.queryForList("select items from stock where article = ?", Integer.class, article));
                scope.join();
                return seen.result().size();
            });
        }

        public void restock(Map<String, Integer> deliveries) throws InterruptedException {
            ORDERS.run(scope -> deliveries.forEach((article, items) ->
                    scope.fork(article, () -> transactions.executeWithoutResult(status -> store(article, items)))));
        }

        private void store(String article, int items) {
            jdbc.update("insert into stock values (?, ?)", article, items);
            if (items < 0) {
                throw new ValueError(items + " of " + article);
            }
        }
    }

    @Autowired
    private Orders orders;

    @Autowired
    private JdbcTemplate jdbc;

    @BeforeEach
    void empty_the_tables() {
        jdbc.update("delete from orders");
        jdbc.update("delete from stock");
    }

    private List<Integer> column(String sql) {
        return jdbc.queryForList(sql, Integer.class);
    }

    @Test
    void what_the_owner_writes_is_one_transaction() throws InterruptedException {
        orders.place("pencil");

        assertThat(column("select price from orders")).containsExactly(10);
        assertThat(column("select items from stock")).containsExactly(-1);
    }

    @Test
    void a_group_rolls_the_transaction_back_as_any_unchecked_exception_does() {
        assertThatGroupThrownBy(() -> orders.place("ink")).containsExactly(KeyError.class, ValueError.class);

        assertThat(column("select price from orders")).isEmpty();
        assertThat(column("select items from stock")).isEmpty();
    }

    @Test
    void a_task_is_outside_of_the_transaction_and_does_not_see_what_it_has_not_committed() throws InterruptedException {
        assertThat(orders.stockAsSeenByATask("pencil")).isZero();
        assertThat(column("select items from stock")).containsExactly(1);
    }

    @Test
    void each_task_may_have_a_transaction_of_its_own() {
        Map<String, Integer> deliveries = new TreeMap<>(Map.of("ink", -3, "paper", 500, "pencil", 144));

        assertThatGroupThrownBy(() -> orders.restock(deliveries))
                .containsExactly(leaf(ValueError.class).withMessage("-3 of ink").inTask("ink"));

        assertThat(column("select items from stock order by items")).containsExactly(144, 500);
    }
}
