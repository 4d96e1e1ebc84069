package dev.spannerpipe.plan;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.plan.Destruction.ChangedColumn;
import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds what a plan would lose, with a look at the live schema where the statements alone do not
/// tell.
public final class Losses {
  private final Dialect dialect;
  private final LiveDatabase database;

  /// Looks at this database, whose statements are of this dialect.
  public Losses(Dialect dialect, LiveDatabase database) {
    this.dialect = dialect;
    this.database = database;
  }

  /// What is lost, and by what.
  ///
  /// @param text a clause: `change set a.sql::1::ann at a.sql:3 drops the table singers`
  public record Found(Destruction.Kind kind, String text) {}

  /// Returns what the statements that are still to be executed lose, in their order.
  public List<Found> of(Plan plan) {
    List<Found> losses = new ArrayList<>();
    for (PlannedChangeSet planned : plan.pending()) {
      for (Step step : planned.rest()) {
        losses.addAll(of(planned.changeSet(), step.location(), statements(step)));
      }
    }
    return losses;
  }

  /// Returns what these statements of a change set lose.
  public List<Found> of(ChangeSet changeSet, List<String> statements) {
    return of(changeSet, changeSet.location(), statements);
  }

  /// What cannot be made from the schema as it is now is asked about again just before it is sent.
  private List<String> statements(Step step) {
    return switch (step) {
      case Step.Sql sql -> List.of(sql.text());
      case Step.Live live -> {
        try {
          yield live.resolver().resolve(database);
        } catch (Failure _) {
          yield List.of();
        }
      }
    };
  }

  private List<Found> of(ChangeSet changeSet, SourceLocation location, List<String> statements) {
    return statements.stream()
        .flatMap(statement -> loss(statement).stream())
        .map(
            loss ->
                new Found(
                    loss.kind(),
                    "change set %s at %s %s"
                        .formatted(changeSet.identity(), location, loss.text())))
        .toList();
  }

  private Optional<Destruction.Loss> loss(String statement) {
    return Destruction.loss(dialect, statement)
        .or(() -> Destruction.changedColumn(dialect, statement).flatMap(this::narrowing));
  }

  private Optional<Destruction.Loss> narrowing(ChangedColumn column) {
    return liveType(column)
        .filter(type -> Destruction.narrows(type, column.type()))
        .map(
            type ->
                new Destruction.Loss(
                    Destruction.Kind.ALTER_TYPE,
                    "narrows column %s of %s from %s to %s"
                        .formatted(column.column(), column.table(), type, column.type())));
  }

  /// A column that is not there yet holds no data.
  private Optional<String> liveType(ChangedColumn column) {
    int dot = column.table().lastIndexOf('.');
    String schema = dot < 0 ? defaultSchema() : column.table().substring(0, dot);
    List<List<@Nullable String>> rows =
        database.query(
            "select spanner_type from information_schema.columns where lower(table_name) = '%s' and lower(column_name) = '%s' and lower(table_schema) = '%s'"
                .formatted(
                    quoted(column.table().substring(dot + 1)),
                    quoted(column.column()),
                    quoted(schema)));
    return rows.isEmpty() ? Optional.empty() : Optional.ofNullable(rows.getFirst().getFirst());
  }

  private String defaultSchema() {
    return switch (dialect) {
      case GOOGLE_STANDARD_SQL -> "";
      case POSTGRESQL -> "public";
    };
  }

  /// Names hold no quotes and no backslashes in either dialect.
  private static String quoted(String name) {
    return name.replaceAll("['\\\\]", "");
  }
}
