package dev.muster.examples.batch;

import static dev.muster.assertj.GroupAssertions.assertThatGroup;
import static dev.muster.assertj.GroupAssertions.group;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchImportTest {
    private final JdbcDataSource database = new JdbcDataSource();
    private Connection keepsTheDatabase;

    @BeforeEach
    void create_the_table() throws SQLException {
        database.setUrl("jdbc:h2:mem:people");
        keepsTheDatabase = database.getConnection();
        try (Statement statement = keepsTheDatabase.createStatement()) {
            statement.execute("create table people (id int primary key, name varchar(100) not null)");
        }
    }

    @AfterEach
    void drop_the_database() throws SQLException {
        keepsTheDatabase.close();
    }

    @Test
    void all_lines_are_imported() throws Exception {
        Import done = new BatchImport(database, 10).run(people(1, 95));

        assertThat(done.failed()).isEmpty();
        assertThat(done.rows()).isEqualTo(95);
        assertThat(rowsInTheDatabase()).isEqualTo(95);
    }

    @Test
    void each_bad_line_is_named_and_the_other_batches_are_imported() throws Exception {
        List<String> lines = people(1, 30);
        lines.set(11, "twelve;Ada");
        lines.set(14, "15;");

        Import done = new BatchImport(database, 10).run(lines);

        assertThat(done.rows()).isEqualTo(20);
        assertThat(rowsInTheDatabase()).isEqualTo(20);
        assertThat(done.failed())
                .hasValueSatisfying(failed -> assertThat(failed).hasMessage("""
                                scope "import" failed in 1 of 3 tasks (2 sub-exceptions: 2 BadRowException)
                                  [line 12] BadRowException: "twelve" is no number
                                  [line 15] BadRowException: "15;" has no name"""));
    }

    @Test
    void a_batch_that_the_database_refuses_is_rolled_back() throws Exception {
        List<String> lines = people(1, 20);
        lines.set(15, "16;" + "A".repeat(101));
        lines.set(2, "garbage");

        Import done = new BatchImport(database, 10).run(lines);

        assertThat(rowsInTheDatabase()).isZero();
        assertThat(done.failed())
                .hasValueSatisfying(failed -> assertThatGroup(failed)
                        .containsExactly(
                                group(leaf(BadRowException.class).withMessage("\"garbage\" has 1 fields, not 2")),
                                leaf(SQLException.class).withMessageContaining("Value too long")));
    }

    @Test
    void of_two_batches_with_the_same_key_one_is_imported() throws Exception {
        List<String> lines = people(1, 10);
        lines.addAll(people(10, 19));

        Import done = new BatchImport(database, 10).run(lines);

        assertThat(rowsInTheDatabase()).isEqualTo(10);
        assertThat(done.failed())
                .hasValueSatisfying(failed -> assertThatGroup(failed).containsExactly(SQLException.class));
    }

    private static List<String> people(int first, int last) {
        return new ArrayList<>(IntStream.rangeClosed(first, last)
                .mapToObj(id -> id + ";Person " + id)
                .toList());
    }

    private int rowsInTheDatabase() throws SQLException {
        try (Statement statement = keepsTheDatabase.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from people")) {
            count.next();
            return count.getInt(1);
        }
    }
}
