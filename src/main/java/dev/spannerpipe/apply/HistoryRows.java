package dev.spannerpipe.apply;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.PlannedChangeSet;
import java.time.Instant;

/// Creates drafts of history rows, and history rows from drafts. A draft is a row of the history
/// (`DATABASECHANGELOG`) without its date. An intent (the row that announces statements before the
/// run sends them) stores drafts, because the dates are known only after the statements took
/// effect.
final class HistoryRows {
  /// The value of the column `LIQUIBASE`: the version of the Liquibase library that reads the
  /// changelogs, as plain Liquibase writes it.
  static final String LIQUIBASE_VERSION = "4.33.0";

  private HistoryRows() {}

  static JsonObject draft(PlannedChangeSet planned, long order, String deploymentId) {
    ChangeSet changeSet = planned.changeSet();
    return Json.object()
        .with("orderExecuted", order)
        .with("execType", planned.execType().name())
        .with("checksum", changeSet.checksum())
        .with("description", changeSet.description())
        .with("comments", changeSet.comments())
        .with("tag", changeSet.tag().orElse(null))
        .with("contexts", changeSet.contexts())
        .with("labels", changeSet.labels())
        .with("deploymentId", deploymentId);
  }

  static HistoryRow dated(ChangeSetId changeSet, JsonObject draft, Instant dateExecuted) {
    return new HistoryRow(
        changeSet,
        dateExecuted,
        draft.whole("orderExecuted"),
        HistoryRow.ExecType.valueOf(draft.text("execType").orElseThrow()),
        draft.text("checksum").orElse(null),
        draft.text("description").orElse(null),
        draft.text("comments").orElse(null),
        draft.text("tag").orElse(null),
        LIQUIBASE_VERSION,
        draft.text("contexts").orElse(null),
        draft.text("labels").orElse(null),
        draft.text("deploymentId").orElse(null));
  }
}
