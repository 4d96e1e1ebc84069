package dev.spannerpipe.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.apply.port.Database;
import dev.spannerpipe.apply.port.SchemaChanges;
import dev.spannerpipe.apply.port.SchemaChanges.Answer;
import dev.spannerpipe.apply.port.SchemaChanges.Operation;
import dev.spannerpipe.apply.port.Write;
import java.util.List;
import java.util.Optional;

/// The ports of one empty database, and short ways to use them.
interface PortsUnderTest {
  String TABLE = "CREATE TABLE T1 (Id INT64 NOT NULL, V INT64, P INT64) PRIMARY KEY (Id)";
  String OTHER_TABLE = "CREATE TABLE T2 (Id INT64 NOT NULL, V INT64, P INT64) PRIMARY KEY (Id)";
  String ROW = "INSERT INTO T1 (Id, V) VALUES (1, 0)";
  String OTHER_ROW = "INSERT INTO T1 (Id, V) VALUES (2, 0)";
  String INCREASE = "UPDATE T1 SET V = V + 5 WHERE Id = 1";

  /// Returns an empty database with the book-keeping tables, the same for the whole test.
  Database database();

  /// Returns another client's way to the same database: a port takes one call at a time.
  Database otherClient();

  /// Returns that database's schema operations.
  SchemaChanges schema();

  default void write(Write... writes) {
    database()
        .transact(
            "test",
            transaction -> {
              transaction.read(Optional.empty());
              List.of(writes).forEach(transaction::write);
              return true;
            });
  }

  default List<Long> update(List<String> statements) {
    return database()
        .transact(
            "test",
            transaction -> {
              transaction.read(Optional.empty());
              List<Long> counts = transaction.update(statements);
              transaction.write(new Write.PutVersion(7));
              return counts;
            });
  }

  default Operation started(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Started.class);
    return ((Answer.Started) answer).operation();
  }

  default String tables(String name) {
    return String.valueOf(
        database()
            .query(
                "SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = '" + name + "'")
            .getFirst()
            .getFirst());
  }
}
