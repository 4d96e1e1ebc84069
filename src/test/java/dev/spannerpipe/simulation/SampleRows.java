package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.record.Chain;
import dev.spannerpipe.record.RunRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Book-keeping rows that nothing is special about.
final class SampleRows {
  static final Instant TIME = Instant.parse("2026-03-01T10:20:30.123456Z");
  static final AttemptId FIRST = new AttemptId(1, 1);
  static final ChangeSetId CHANGE_SET = new ChangeSetId("schema.sql", "c1", "ann");
  static final Cursor CURSOR =
      new Cursor(CHANGE_SET, Cursor.Direction.APPLY, "1.1", List.of(PortsUnderTest.TABLE));

  private SampleRows() {}

  static Lease lease(long epoch, String runId) {
    return new Lease(
        epoch,
        Optional.of(new Lease.Holder(runId, null, null, 1, TIME)),
        TIME.plusSeconds(60),
        new Lease.DatabaseIdentity("projects/p/instances/i/databases/d", null),
        0,
        Chain.GENESIS,
        Optional.empty());
  }

  static Intent intent(AttemptId attempt, Intent.State state) {
    return new Intent(
        attempt,
        "r1",
        Intent.Kind.SCHEMA,
        state,
        TIME,
        null,
        0,
        Json.object().with("statements", Json.texts(List.of(PortsUnderTest.TABLE))),
        state == Intent.State.OPEN ? null : "done");
  }

  static RunRow run(String runId, Optional<RunRow.Link> link) {
    return new RunRow(
        runId, "apply", "0.1.0", null, null, TIME, null, null, null, 2, "a".repeat(64), link);
  }

  static HistoryRow history(String id, long order, String checksum) {
    return new HistoryRow(
        new ChangeSetId("schema.sql", id, "ann"),
        TIME,
        order,
        HistoryRow.ExecType.EXECUTED,
        checksum,
        "sql",
        "",
        null,
        "4.33.0",
        null,
        null,
        "1234567890");
  }
}
