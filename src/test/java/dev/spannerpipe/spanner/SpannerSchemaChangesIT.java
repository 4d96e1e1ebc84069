package dev.spannerpipe.spanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.spanner.AbortedException;
import com.google.cloud.spanner.ResultSet;
import com.google.cloud.spanner.Statement;
import com.google.cloud.spanner.TransactionContext;
import com.google.cloud.spanner.TransactionManager;
import dev.spannerpipe.apply.port.SchemaChanges;
import dev.spannerpipe.apply.port.SchemaChanges.Answer;
import dev.spannerpipe.apply.port.SchemaChanges.Operation;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Schema operations against an emulator, in both dialects.
@Concurrent
class SpannerSchemaChangesIT {
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void submitsAndFindsAnOperation(Dialect dialect) {
    try (Fresh fresh = Fresh.of(dialect)) {
      List<String> statements = List.of(table(fresh, "A"), table(fresh, "B"));

      Operation operation = started(fresh.schema().submit("sp_1_1", statements));

      assertThat(operation.id()).isEqualTo("sp_1_1");
      assertThat(operation.done()).isTrue();
      assertThat(operation.statements()).isEqualTo(statements);
      assertThat(operation.committed())
          .hasSize(2)
          .allSatisfy(time -> assertThat(time).isAfter(Instant.now().minusSeconds(60)));
      assertThat(operation.progressPercent()).isEmpty();
      assertThat(operation.throttled()).isFalse();
      assertThat(operation.error()).isNull();
      assertThat(fresh.schema().find("sp_1_1")).contains(operation);
      assertThat(fresh.schema().ddl()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void findsNothingUnderAnUnusedId(Dialect dialect) {
    try (Fresh fresh = Fresh.of(dialect)) {
      assertThat(fresh.schema().find("sp_9_9")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void answersWithTheFirstStatementsWhereAnIdWasUsed(Dialect dialect) {
    try (Fresh fresh = Fresh.of(dialect)) {
      started(fresh.schema().submit("sp_1_1", List.of(table(fresh, "A"))));

      Answer second = fresh.schema().submit("sp_1_1", List.of(table(fresh, "B")));

      assertThat(second).isEqualTo(new Answer.AlreadyExists());
      assertThat(fresh.schema().find("sp_1_1").map(Operation::statements))
          .contains(List.of(table(fresh, "A")));
      assertThat(fresh.schema().ddl()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void keepsTheIdFreeWhereTheStatementsAreRefused(Dialect dialect) {
    try (Fresh fresh = Fresh.of(dialect)) {
      started(fresh.schema().submit("sp_1_1", List.of(table(fresh, "A"))));

      Answer duplicate =
          fresh.schema().submit("sp_1_2", List.of(table(fresh, "B"), table(fresh, "A")));
      Answer syntax = fresh.schema().submit("sp_1_2", List.of("CREATE NONSENSE"));

      assertThat(refused(duplicate)).contains("Duplicate name in schema");
      assertThat(refused(syntax)).isNotBlank().doesNotContain("io.grpc", "\n");
      assertThat(fresh.schema().find("sp_1_2")).isEmpty();
      assertThat(fresh.schema().ddl()).hasSize(1);
      started(fresh.schema().submit("sp_1_2", List.of(table(fresh, "B"))));
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void reportsTheStatementsThatTookEffectBeforeOneThatFailed(Dialect dialect) {
    try (Fresh fresh = Fresh.of(dialect)) {
      fresh.database().execute(table(fresh, "A"));
      fresh.database().update("INSERT INTO A (Id, Name) VALUES (1, 'x'), (2, 'x')");

      Operation operation =
          started(
              fresh
                  .schema()
                  .submit(
                      "sp_1_1",
                      List.of(
                          table(fresh, "B"),
                          "CREATE UNIQUE INDEX AByName ON A (Name)",
                          table(fresh, "C"))));

      assertThat(operation.done()).isTrue();
      assertThat(operation.committed()).hasSize(1);
      assertThat(operation.error()).containsIgnoringCase("unique");
      assertThat(fresh.schema().find("sp_1_1")).contains(operation);
      assertThat(fresh.schema().ddl()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void isBusyBesideATransactionAndTheIdStaysFree(Dialect dialect) {
    // The emulator now and then aborts the transaction instead of turning the schema change away.
    assertThat(IntStream.range(0, 20).anyMatch(_ -> wasBusyBesideATransaction(dialect))).isTrue();
  }

  private static boolean wasBusyBesideATransaction(Dialect dialect) {
    try (Fresh fresh = Fresh.of(dialect)) {
      fresh.database().execute(table(fresh, "A"));
      try (TransactionManager other = fresh.database().client().transactionManager()) {
        TransactionContext transaction = other.begin();
        read(transaction);

        Answer answer = fresh.schema().submit("sp_1_1", List.of(table(fresh, "B")));

        if (answer instanceof Answer.Started) {
          assertThatThrownBy(() -> read(transaction)).isInstanceOf(AbortedException.class);
          return false;
        }
        assertThat(answer)
            .isEqualTo(
                new Answer.Busy(
                    "Schema change operation rejected because a concurrent schema change operation"
                        + " or read-write transaction is already in progress."));
      }
      started(fresh.schema().submit("sp_1_1", List.of(table(fresh, "B"))));
      return true;
    }
  }

  private static void read(TransactionContext transaction) {
    try (ResultSet rows = transaction.executeQuery(Statement.of("SELECT Id FROM A"))) {
      rows.next();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void spendsAnIdOnAStatementThatChangesNothing(Dialect dialect) {
    try (Fresh fresh = Fresh.of(dialect)) {
      started(fresh.schema().submit("sp_1_1", List.of("DROP INDEX IF EXISTS SPANNER_PIPE_SPENT")));

      assertThat(fresh.schema().ddl()).isEmpty();
      assertThat(fresh.schema().submit("sp_1_1", List.of(table(fresh, "A"))))
          .isEqualTo(new Answer.AlreadyExists());
    }
  }

  private static String table(Fresh fresh, String name) {
    return fresh
        .database()
        .either(
            "CREATE TABLE " + name + " (Id INT64, Name STRING(10)) PRIMARY KEY (Id)",
            "CREATE TABLE " + name + " (Id bigint PRIMARY KEY, Name varchar(10))");
  }

  private static Operation started(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Started.class);
    return ((Answer.Started) answer).operation();
  }

  private static String refused(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return ((Answer.Refused) answer).reason();
  }

  /// A database without anything in it, and its schema operations.
  private record Fresh(TestDatabase database, SpannerConnection connection, SchemaChanges schema)
      implements AutoCloseable {
    static Fresh of(Dialect dialect) {
      TestDatabase database = EmulatorServer.running().newDatabase(dialect);
      SpannerConnection connection = Opened.connect(database.settings());
      return new Fresh(database, connection, connection.schemaChanges());
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
