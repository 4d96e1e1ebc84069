package dev.spannerpipe.apply;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.Destruction;
import dev.spannerpipe.plan.Destruction.ChangedColumn;
import dev.spannerpipe.plan.Dialect;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rule where no policy says otherwise: what loses data runs only if `ALLOW_DESTRUCTIVE` says
/// so.
public final class DestructiveGate implements Gate {
  private static final String RULE = "ALLOW_DESTRUCTIVE";

  private final Dialect dialect;
  private final boolean allowed;

  /// @param allowed whether statements that lose data may run
  public DestructiveGate(Dialect dialect, boolean allowed) {
    this.dialect = dialect;
    this.allowed = allowed;
  }

  @Override
  public Decision decide(Plan plan, LiveDatabase database) {
    List<String> losses = new ArrayList<>();
    for (PlannedChangeSet planned : plan.pending()) {
      for (Step step : planned.rest()) {
        for (String statement : statements(step, database)) {
          loss(statement, database)
              .ifPresent(
                  loss ->
                      losses.add(describe(planned.changeSet(), step.location().toString(), loss)));
        }
      }
    }
    return decision(losses);
  }

  /// What cannot be made from the schema as it is now is asked about again just before it is sent.
  private static List<String> statements(Step step, LiveDatabase database) {
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

  @Override
  public Decision decide(ChangeSet changeSet, List<String> statements, LiveDatabase database) {
    List<String> losses = new ArrayList<>();
    for (String statement : statements) {
      loss(statement, database)
          .ifPresent(
              loss -> losses.add(describe(changeSet, changeSet.location().toString(), loss)));
    }
    return decision(losses);
  }

  private static String describe(ChangeSet changeSet, String location, String loss) {
    return "change set %s at %s %s".formatted(changeSet.identity(), location, loss);
  }

  private Decision decision(List<String> losses) {
    String reason = losses.isEmpty() ? "nothing in it loses data" : String.join("; ", losses);
    return new Decision(
        allowed || losses.isEmpty(),
        RULE,
        reason,
        "If that loss is wanted, set ALLOW_DESTRUCTIVE=true for this run");
  }

  private Optional<String> loss(String statement, LiveDatabase database) {
    return Destruction.of(dialect, statement)
        .or(
            () ->
                Destruction.changedColumn(dialect, statement)
                    .flatMap(column -> narrowing(column, database)));
  }

  private static Optional<String> narrowing(ChangedColumn column, LiveDatabase database) {
    return liveType(column, database)
        .filter(type -> Destruction.narrows(type, column.type()))
        .map(
            type ->
                "narrows column %s of %s from %s to %s"
                    .formatted(column.column(), column.table(), type, column.type()));
  }

  /// A column that is not there yet holds no data.
  private static Optional<String> liveType(ChangedColumn column, LiveDatabase database) {
    int dot = column.table().lastIndexOf('.');
    String schema =
        dot < 0
            ? ""
            : " and lower(table_schema) = '%s'".formatted(quoted(column.table().substring(0, dot)));
    List<List<@Nullable String>> rows =
        database.query(
            "select spanner_type from information_schema.columns where lower(table_name) = '%s' and lower(column_name) = '%s'%s"
                .formatted(
                    quoted(column.table().substring(dot + 1)), quoted(column.column()), schema));
    return rows.isEmpty() ? Optional.empty() : Optional.ofNullable(rows.getFirst().getFirst());
  }

  /// Names hold no quotes and no backslashes in either dialect.
  private static String quoted(String name) {
    return name.replaceAll("['\\\\]", "");
  }
}
