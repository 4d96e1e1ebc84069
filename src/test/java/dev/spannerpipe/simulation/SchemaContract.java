package dev.spannerpipe.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.apply.port.SchemaChanges.Answer;
import dev.spannerpipe.apply.port.SchemaChanges.Operation;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the engine may rely on from schema operations.
interface SchemaContract extends PortsUnderTest {
  @Test
  default void tellsWhatASchemaOperationDid() {
    Instant before = database().view().state().databaseTime();

    Operation operation = started(schema().submit("sp_1_1", List.of(TABLE, OTHER_TABLE)));

    assertThat(operation.id()).isEqualTo("sp_1_1");
    assertThat(operation.done()).isTrue();
    assertThat(operation.statements()).containsExactly(TABLE, OTHER_TABLE);
    assertThat(operation.committed()).hasSize(2).allMatch(at -> !at.isBefore(before));
    assertThat(operation.error()).isNull();
    assertThat(schema().find("sp_1_1")).contains(operation);
    assertThat(schema().find("sp_1_2")).isEmpty();
  }

  @Test
  default void anIdHasAnEffectOnce() {
    started(schema().submit("sp_1_1", List.of(TABLE)));

    Answer again = schema().submit("sp_1_1", List.of(OTHER_TABLE));

    assertThat(again).isEqualTo(new Answer.AlreadyExists());
    assertThat(schema().find("sp_1_1").map(Operation::statements)).contains(List.of(TABLE));
    assertThat(tables("T2")).isEqualTo("0");
  }

  @Test
  default void aRefusedBatchHasNoEffectAndLeavesItsIdFree() {
    started(schema().submit("sp_1_1", List.of(TABLE)));

    Answer repeated = schema().submit("sp_1_2", List.of(OTHER_TABLE, TABLE));
    Answer missing = schema().submit("sp_1_2", List.of("CREATE INDEX I1 ON Missing (V)"));
    Answer nonsense = schema().submit("sp_1_2", List.of("CREATE NONSENSE"));

    assertThat(List.of(repeated, missing, nonsense)).allMatch(Answer.Refused.class::isInstance);
    assertThat(schema().find("sp_1_2")).isEmpty();
    assertThat(tables("T2")).isEqualTo("0");
    started(schema().submit("sp_1_2", List.of(OTHER_TABLE)));
  }

  @Test
  default void whatTheDataForbidsFailsAfterWhatStandsBeforeIt() {
    started(schema().submit("sp_1_1", List.of(TABLE)));
    update(List.of(ROW, OTHER_ROW));

    Operation operation =
        started(
            schema()
                .submit(
                    "sp_1_2",
                    List.of(OTHER_TABLE, "CREATE UNIQUE INDEX U1 ON T1 (P)", "DROP TABLE T2")));

    assertThat(operation.done()).isTrue();
    assertThat(operation.committed()).hasSize(1);
    assertThat(operation.error()).isNotBlank();
    assertThat(tables("T2")).isEqualTo("1");
  }

  @Test
  default void anOperationThatFailedHasUsedItsIdUp() {
    started(schema().submit("sp_1_1", List.of(TABLE)));
    List<Long> _ = update(List.of(ROW, OTHER_ROW));
    Operation failed =
        started(
            schema().submit("sp_1_2", List.of(OTHER_TABLE, "CREATE UNIQUE INDEX U1 ON T1 (P)")));

    Answer again = schema().submit("sp_1_2", List.of("DROP TABLE T2"));

    assertThat(again).isEqualTo(new Answer.AlreadyExists());
    assertThat(schema().find("sp_1_2")).contains(failed);
    assertThat(tables("T2")).isEqualTo("1");
  }

  @Test
  default void theDatabasesClockAgreesWithWhatItSaysOfOperations() {
    Instant before = database().view().state().databaseTime();

    Operation first = started(schema().submit("sp_1_1", List.of(TABLE)));
    Instant between = database().view().state().databaseTime();
    Operation second = started(schema().submit("sp_1_2", List.of(OTHER_TABLE)));

    assertThat(first.committed().getFirst()).isBetween(before, between);
    assertThat(second.committed().getFirst()).isAfterOrEqualTo(between);
  }

  @Test
  default void anIdCanBeSpentOnNothing() {
    Operation spent =
        started(schema().submit("sp_1_1", List.of("DROP INDEX IF EXISTS SPANNER_PIPE_SPENT")));

    assertThat(spent.error()).isNull();
    assertThat(schema().submit("sp_1_1", List.of(TABLE))).isEqualTo(new Answer.AlreadyExists());
  }

  @Test
  default void changesTheSchemaAsTheSimulationDoes() {
    started(
        schema()
            .submit(
                "sp_1_1",
                List.of(
                    TABLE,
                    "ALTER TABLE T1 ADD COLUMN C1 INT64",
                    "DROP INDEX IF EXISTS R1",
                    "CREATE INDEX R1 ON T1 (V)",
                    OTHER_TABLE,
                    "DROP TABLE T2",
                    OTHER_TABLE)));

    assertThat(tables("T1")).isEqualTo("1");
    assertThat(tables("T2")).isEqualTo("1");
    assertThat(columns("T1", "C1")).isEqualTo("1");
    assertThat(columns("T1", "C2")).isEqualTo("0");
    assertThat(schema().submit("sp_1_2", List.of("DROP TABLE T1")))
        .isInstanceOf(Answer.Refused.class);
    assertThat(schema().submit("sp_1_2", List.of("DROP INDEX R2")))
        .isInstanceOf(Answer.Refused.class);
  }

  private String columns(String table, String column) {
    return String.valueOf(
        database()
            .query(
                "SELECT COUNT(*) FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = '"
                    + table
                    + "' AND COLUMN_NAME = '"
                    + column
                    + "'")
            .getFirst()
            .getFirst());
  }
}
