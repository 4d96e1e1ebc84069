package dev.spannerpipe.plan.loss;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Optional;

/// Decides whether a possible loss is a real loss, depending on the objects that exist and on those
/// that the plan itself creates.
///
/// @param created the objects that earlier statements of the plan create
record LossJudgment(Dialect dialect, CreatedObjects created, LiveObjects live) {
  List<DataLoss> losses(ChangeSet changeSet, SourceLocation location, String statement) {
    return new StatementLosses(dialect)
        .of(statement).stream()
            .flatMap(
                possible ->
                    clause(possible).stream()
                        .map(
                            clause ->
                                new DataLoss(
                                    possible.kind(),
                                    possible.object(),
                                    changeSet.identity(),
                                    location,
                                    clause)))
            .toList();
  }

  /// Returns in words what is lost; empty if nothing is lost.
  private Optional<String> clause(PossibleLoss loss) {
    return switch (loss.kind()) {
      case ALTER_TYPE -> narrowing(loss);
      case SHORTEN_RETENTION ->
          isCreated(loss) ? Optional.empty() : new Retention(live).clause(loss);
      case EXPIRE_ROWS -> expiry(loss);
      default -> loss.alone() && isCreated(loss) ? Optional.empty() : Optional.of(loss.clause());
    };
  }

  /// Returns in words what a new row deletion policy loses. If the new policy keeps rows for at
  /// least as long as the present policy, nothing is lost.
  private Optional<String> expiry(PossibleLoss loss) {
    if (isCreated(loss)) {
      return Optional.empty();
    }
    Optional<RowDeletion> then = RowDeletion.parse(dialect, loss.part());
    String table = created.liveName(loss.name());
    Optional<RowDeletion> now =
        then.isEmpty() || table == null
            ? Optional.empty()
            : live.rowDeletionPolicy(table)
                .flatMap(expression -> RowDeletion.parse(dialect, expression));
    if (now.isEmpty() || !now.get().column().equals(then.get().column())) {
      return Optional.of(loss.clause());
    }
    return then.get().days() >= now.get().days()
        ? Optional.empty()
        : Optional.of(
            "%s after %s instead of %d"
                .formatted(loss.clause(), then.get().age(), now.get().days()));
  }

  private boolean isCreated(PossibleLoss loss) {
    return switch (loss.kind()) {
      case DROP_COLUMN -> created.isColumnCreated(loss.name(), loss.part());
      case DROP_TABLE, EXPIRE_ROWS -> created.isTableCreated(loss.name());
      case DELETE_ROWS -> created.isTableCreated(loss.name()) && !created.mayDeleteFromOldTables();
      case ALTER_OTHER ->
          loss.type().equals("table")
              ? created.isTableCreated(loss.name())
              : created.isOtherCreated(loss.type(), loss.name());
      case DROP_DATABASE, ALTER_TYPE -> false;
      case DROP_SCHEMA, DROP_SEQUENCE, DROP_CHANGE_STREAM, DROP_OTHER, SHORTEN_RETENTION ->
          created.isOtherCreated(loss.type(), loss.name());
    };
  }

  /// Returns in words how a change of type narrows a column; empty if it does not. A column whose
  /// type is not known may hold any value, so any change may narrow it.
  private Optional<String> narrowing(PossibleLoss loss) {
    if (created.isColumnCreated(loss.name(), loss.part())) {
      return Optional.empty();
    }
    String type = loss.clause();
    String table = created.liveName(loss.name());
    List<String> types = table == null ? List.of() : live.types(table, loss.part());
    String column = "column %s of %s".formatted(loss.part(), loss.name());
    return types.isEmpty()
        ? Optional.of(
            "may narrow %s to %s: the current type of the column is not known"
                .formatted(column, type))
        : types.stream()
            .filter(old -> ColumnTypes.narrows(old, type))
            .findFirst()
            .map(old -> "narrows %s from %s to %s".formatted(column, old, type));
  }
}
