package dev.spannerpipe.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Write;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the engine may rely on where it changes data or asks for it.
interface DataContract extends PortsUnderTest {
  @Test
  default void commitsDataWithTheRowsBesideIt() {
    started(schema().submit("sp_1_1", List.of(TABLE)));

    List<Long> counts = update(List.of(ROW, INCREASE, "UPDATE T1 SET V = V + 5 WHERE Id = 7"));

    assertThat(counts).containsExactly(1L, 1L, 0L);
    assertThat(database().query("SELECT COUNT(*) FROM T1")).containsExactly(List.of("1"));
    assertThat(database().view().state().majorVersion()).isEqualTo(7);
  }

  @Test
  default void aTransactionSeesWhatItChanged() {
    started(schema().submit("sp_1_1", List.of(TABLE)));

    List<Long> counts =
        database()
            .transact(
                "test",
                transaction -> {
                  BookkeepingState _ = transaction.read(Optional.empty());
                  List<Long> _ = transaction.update(List.of(ROW));
                  return transaction.update(List.of(INCREASE));
                });

    assertThat(counts).containsExactly(1L);
  }

  @Test
  default void whereARowIsNotInsertedTheDataIsNotChangedEither() {
    started(schema().submit("sp_1_1", List.of(TABLE)));
    Write own = new Write.InsertIntent(SampleRows.intent(SampleRows.FIRST, Intent.State.CLOSED));
    write(own);

    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () ->
                database()
                    .transact(
                        "test",
                        transaction -> {
                          BookkeepingState _ = transaction.read(Optional.empty());
                          List<Long> counts = transaction.update(List.of(ROW));
                          transaction.write(own);
                          return counts;
                        }));

    assertThat(failure.isRefusal()).isTrue();
    assertThat(database().query("SELECT COUNT(*) FROM T1")).containsExactly(List.of("0"));
  }

  @Test
  default void namesTheStatementThatItRefuses() {
    started(schema().submit("sp_1_1", List.of(TABLE)));

    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () -> update(List.of(ROW, "INSERT INTO T1 (Id, V) VALUES (1, 9)")));

    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.REFUSED);
    assertThat(failure.statement()).hasValue(1);
    assertThat(database().query("SELECT COUNT(*) FROM T1")).containsExactly(List.of("0"));
    assertThat(database().view().state().majorVersion()).isZero();
  }

  @Test
  default void refusesDataOfATableThatIsNotThere() {
    DatabaseException failure =
        catchThrowableOfType(DatabaseException.class, () -> update(List.of(ROW)));

    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.REFUSED);
  }

  @Test
  default void executesPartitionedUpdates() {
    String fill = "UPDATE T1 SET P = 3 WHERE P IS NULL";
    started(schema().submit("sp_1_1", List.of(TABLE)));
    update(List.of(ROW, OTHER_ROW));

    long first = database().updatePartitioned(fill, Duration.ofMinutes(1), "test");
    long second = database().updatePartitioned(fill, Duration.ofMinutes(1), "test");

    assertThat(first).isEqualTo(2);
    assertThat(second).isZero();
    assertThat(database().partitionedUpdateActive()).isFalse();
  }

  @Test
  default void refusesAPartitionedUpdateOfATableThatIsNotThere() {
    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () ->
                database()
                    .updatePartitioned(
                        "UPDATE T1 SET P = 3 WHERE P IS NULL", Duration.ofMinutes(1), "test"));

    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.REFUSED);
  }

  @Test
  default void refusesAQueryOfATableThatIsNotThere() {
    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class, () -> database().query("SELECT COUNT(*) FROM T1"));

    assertThat(failure.isRefusal()).isTrue();
  }
}
