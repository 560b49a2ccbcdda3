package dev.muster.examples.batch;

import dev.muster.group.Attempt;
import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Policy;
import dev.muster.scope.ScopeConfig;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** Imports people, in batches that are written at once. Each batch is a transaction: it is written whole or not at all. */
public final class BatchImport {
    private static final ScopeConfig IMPORT =
            TaskScope.named("import").policy(Policy.collectAll()).maxConcurrency(4);

    private final DataSource database;
    private final int batchSize;

    public BatchImport(DataSource database, int batchSize) {
        this.database = database;
        this.batchSize = batchSize;
    }

    public Import run(List<String> lines) throws InterruptedException {
        List<Task<Integer>> batches = new ArrayList<>();
        AtomicReference<ExceptionGroup> failed = new AtomicReference<>();
        Attempt.of(() -> IMPORT.run(scope -> {
                    for (int first = 0; first < lines.size(); first += batchSize) {
                        int from = first;
                        int to = Math.min(from + batchSize, lines.size());
                        batches.add(scope.fork(
                                "lines " + (from + 1) + " to " + to,
                                () -> write(parse(lines.subList(from, to), from + 1))));
                    }
                }))
                .on(failed::set, BadRowException.class, SQLException.class)
                .execute();
        int rows = batches.stream()
                .filter(batch -> batch.state() == Task.State.SUCCEEDED)
                .mapToInt(Task::result)
                .sum();
        return new Import(rows, Optional.ofNullable(failed.get()));
    }

    private static List<Person> parse(List<String> lines, int firstNumber) {
        List<Person> people = new ArrayList<>();
        ExceptionGroup.Builder bad = ExceptionGroup.builder("bad rows");
        for (int i = 0; i < lines.size(); i++) {
            try {
                people.add(Person.parse(lines.get(i)));
            } catch (BadRowException e) {
                bad.add("line " + (firstNumber + i), e);
            }
        }
        bad.throwIfAny();
        return people;
    }

    private int write(List<Person> people) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into people (id, name) values (?, ?)")) {
            connection.setAutoCommit(false);
            for (Person person : people) {
                insert.setInt(1, person.id());
                insert.setString(2, person.name());
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
            return people.size();
        }
    }
}
