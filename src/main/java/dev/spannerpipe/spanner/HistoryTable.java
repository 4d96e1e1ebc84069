package dev.spannerpipe.spanner;

import com.google.cloud.spanner.Key;
import com.google.cloud.spanner.Mutation;
import dev.spannerpipe.apply.port.LiquibaseLock;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.HistoryRow.ExecType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads and writes rows of `DATABASECHANGELOG` and `DATABASECHANGELOGLOCK`. The case of the names,
/// and the lengths of the columns, depend on the program that created the tables.
final class HistoryTable {
  /// The text columns of `DATABASECHANGELOG`, in the order in which they are read.
  static final List<String> TEXTS =
      List.of(
          "ID",
          "AUTHOR",
          "FILENAME",
          "EXECTYPE",
          "MD5SUM",
          "DESCRIPTION",
          "COMMENTS",
          "TAG",
          "LIQUIBASE",
          "CONTEXTS",
          "LABELS",
          "DEPLOYMENT_ID");

  private static final Map<String, ExecType> EXEC_TYPES =
      Map.of(
          "EXECUTED", ExecType.EXECUTED,
          "RERAN", ExecType.RERAN,
          "MARK_RAN", ExecType.MARK_RAN);

  private HistoryTable() {}

  static HistoryRow read(Branch.Row row) {
    return new HistoryRow(
        new ChangeSetId(row.text(2), row.text(0), row.text(1)),
        row.time(0),
        row.number(0),
        EXEC_TYPES.getOrDefault(row.text(3), ExecType.OTHER),
        row.optionalText(4),
        row.optionalText(5),
        row.optionalText(6),
        row.optionalText(7),
        row.optionalText(8),
        row.optionalText(9),
        row.optionalText(10),
        row.optionalText(11));
  }

  static Mutation put(TableShape shape, HistoryRow row) {
    Mutation.WriteBuilder write = Mutation.newInsertOrUpdateBuilder(shape.name());
    text(write, shape, "ID", row.changeSet().id());
    text(write, shape, "AUTHOR", row.changeSet().author());
    text(write, shape, "FILENAME", row.changeSet().path());
    write.set(shape.column("DATEEXECUTED")).to(Times.stored(row.dateExecuted()));
    write.set(shape.column("ORDEREXECUTED")).to(row.orderExecuted());
    text(write, shape, "EXECTYPE", word(row.execType()));
    text(write, shape, "MD5SUM", row.checksum());
    shortened(write, shape, "DESCRIPTION", row.description());
    shortened(write, shape, "COMMENTS", row.comments());
    text(write, shape, "TAG", row.tag());
    shortened(write, shape, "LIQUIBASE", row.liquibase());
    shortened(write, shape, "CONTEXTS", row.contexts());
    shortened(write, shape, "LABELS", row.labels());
    text(write, shape, "DEPLOYMENT_ID", row.deploymentId());
    return write.build();
  }

  static Mutation delete(TableShape shape, ChangeSetId changeSet) {
    return Mutation.delete(
        shape.name(), Key.of(changeSet.id(), changeSet.author(), changeSet.path()));
  }

  static LiquibaseLock readLock(Branch.Row row) {
    return new LiquibaseLock(row.number(0) == 1, row.optionalTime(0), row.optionalText(0));
  }

  static Mutation putLock(TableShape shape, LiquibaseLock lock) {
    Mutation.WriteBuilder write = Mutation.newInsertOrUpdateBuilder(shape.name());
    write.set(shape.column("ID")).to(1);
    write.set(shape.column("LOCKED")).to(lock.locked());
    write.set(shape.column("LOCKGRANTED")).to(Times.stored(lock.granted()));
    shortened(write, shape, "LOCKEDBY", lock.lockedBy());
    return write.build();
  }

  private static void text(
      Mutation.WriteBuilder write, TableShape shape, String column, @Nullable String text) {
    write.set(shape.column(column)).to(text);
  }

  /// Writes a text that only people read, cut to the length of the column. A shorter text is better
  /// than a rejected row.
  private static void shortened(
      Mutation.WriteBuilder write, TableShape shape, String column, @Nullable String text) {
    text(write, shape, column, shape.fitted(column, text));
  }

  private static String word(ExecType execType) {
    return switch (execType) {
      case EXECUTED, RERAN, MARK_RAN -> execType.name();
      case OTHER -> throw new IllegalArgumentException("a word that is not known is never written");
    };
  }
}
