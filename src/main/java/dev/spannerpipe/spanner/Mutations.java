package dev.spannerpipe.spanner;

import com.google.cloud.spanner.Key;
import com.google.cloud.spanner.Mutation;
import com.google.cloud.spanner.Mutation.WriteBuilder;
import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.record.RecordedEvent;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.record.WorkflowIntent;

/// Converts the writes of the package `apply` to mutations of the Spanner client.
final class Mutations {
  private final DatabaseDescription description;

  Mutations(DatabaseDescription description) {
    this.description = description;
  }

  Mutation of(Write write) {
    return switch (write) {
      case Write.PutLease(Lease lease) -> lease(lease);
      case Write.PutLock(var lock) ->
          HistoryTable.putLock(description.shape(BookKeepingTable.DATABASECHANGELOGLOCK), lock);
      case Write.InsertIntent(Intent intent) ->
          intent(Mutation.newInsertBuilder("SPANNER_PIPE_INTENT"), intent);
      case Write.UpdateIntent(Intent intent) ->
          intent(Mutation.newUpdateBuilder("SPANNER_PIPE_INTENT"), intent);
      case Write.DeleteIntent(AttemptId attempt) ->
          Mutation.delete("SPANNER_PIPE_INTENT", Key.of(attempt.epoch(), attempt.number()));
      case Write.PutClosedBefore(long epoch) -> version(BookKeepingQuery.CLOSED_BEFORE_ROW, epoch);
      case Write.PutCursor(Cursor cursor, String runId) -> cursor(cursor, runId);
      case Write.DeleteCursor(ChangeSetId changeSet) ->
          Mutation.delete(
              "SPANNER_PIPE_CURSOR", Key.of(changeSet.path(), changeSet.id(), changeSet.author()));
      case Write.PutHistory(var row) ->
          HistoryTable.put(description.shape(BookKeepingTable.DATABASECHANGELOG), row);
      case Write.DeleteHistory(ChangeSetId changeSet) ->
          HistoryTable.delete(description.shape(BookKeepingTable.DATABASECHANGELOG), changeSet);
      case Write.PutRun(RunRow row) -> run(row);
      case Write.PutEvent(RecordedEvent event) -> event(event);
      case Write.PutVersion(long major) -> version(BookKeepingQuery.VERSION_ROW, major);
      case Write.InsertExecution(WorkflowIntent intent) -> execution(intent);
      case Write.UpdateExecution(WorkflowIntent intent) -> redrive(intent);
    };
  }

  private static Mutation version(long row, long number) {
    return put("SPANNER_PIPE_VERSION").set("VersionId").to(row).set("Major").to(number).build();
  }

  private static Mutation lease(Lease lease) {
    WriteBuilder write = put("SPANNER_PIPE_LEASE").set("LeaseId").to(1);
    Lease.Holder holder = lease.holder().orElse(null);
    Lease.Deployment deployment = lease.deployment().orElse(null);
    write.set("Epoch").to(lease.epoch());
    write.set("RunId").to(holder == null ? null : holder.runId());
    write.set("BuildUrl").to(holder == null ? null : holder.url());
    write.set("TakeoverKey").to(holder == null ? null : holder.takeoverKey());
    write.set("StepRunNumber").to(holder == null ? null : (Long) holder.stepRunNumber());
    write.set("TakenAt").to(Times.stored(holder == null ? null : holder.since()));
    write.set("ExpiresAt").to(Times.stored(lease.expiresAt()));
    write.set("DatabaseName").to(lease.database().name());
    write.set("DatabaseCreatedAt").to(Times.stored(lease.database().createdAt()));
    write.set("Links").to(lease.links()).set("Link").to(lease.link());
    write.set("PlanSha256").to(deployment == null ? null : deployment.planSha256());
    write.set("DeploymentId").to(deployment == null ? null : deployment.deploymentId());
    return write.build();
  }

  private static Mutation intent(WriteBuilder write, Intent intent) {
    write.set("Epoch").to(intent.attempt().epoch());
    write.set("Number").to(intent.attempt().number());
    write.set("RunId").to(intent.runId());
    write.set("Kind").to(intent.kind().name());
    write.set("State").to(intent.state().name());
    write.set("CreatedAt").to(Times.stored(intent.createdAt()));
    write.set("Deadline").to(Times.stored(intent.deadline()));
    write.set("Recorded").to(intent.recorded());
    write.set("Content").to(intent.content().canonical());
    write.set("Result").to(intent.result());
    return write.build();
  }

  private static Mutation cursor(Cursor cursor, String runId) {
    ChangeSetId changeSet = cursor.changeSet();
    return put("SPANNER_PIPE_CURSOR")
        .set("Path")
        .to(changeSet.path())
        .set("Id")
        .to(changeSet.id())
        .set("Author")
        .to(changeSet.author())
        .set("Direction")
        .to(cursor.direction().name())
        .set("Attempt")
        .to(cursor.attempt())
        .set("Applied")
        .to(Json.object().with("steps", Json.texts(cursor.applied())).canonical())
        .set("RunId")
        .to(runId)
        .build();
  }

  private static Mutation run(RunRow row) {
    WriteBuilder write = put("SPANNER_PIPE_RUN").set("RunId").to(row.runId());
    write.set("Command").to(row.command()).set("Version").to(row.version());
    write.set("CommitId").to(row.commit()).set("BuildUrl").to(row.buildUrl());
    write.set("StartedAt").to(Times.stored(row.startedAt()));
    write.set("EndedAt").to(Times.stored(row.endedAt()));
    write.set("ExitCode").to(row.exitCode()).set("PlanSha256").to(row.planSha256());
    write.set("HeadSequence").to(row.headSequence()).set("Head").to(row.head());
    // The link is the place of this run in the hash chain of all runs. If this RunRow has no link,
    // a link that the database has must remain: another run may have added this run to the chain
    // while the process of this run was suspended.
    row.link().ifPresent(link -> link(write, link));
    return write.build();
  }

  private static void link(WriteBuilder write, RunRow.Link link) {
    write.set("LinkNumber").to(link.number()).set("LinkSequence").to(link.sequence());
    write.set("LinkHead").to(link.head()).set("LinkPrevious").to(link.previous());
    write.set("LinkHash").to(link.hash());
  }

  private static Mutation event(RecordedEvent event) {
    WriteBuilder write = put("SPANNER_PIPE_STEP").set("RunId").to(event.runId());
    write.set("Sequence").to(event.sequence());
    write.set("Name").to(event.event().name());
    write.set("Outcome").to(event.outcome().text());
    write.set("StartedAt").to(Times.stored(event.startedAt()));
    write.set("EndedAt").to(Times.stored(event.endedAt()));
    write.set("EventHash").to(event.hash());
    write.set("Event").to(event.line());
    return write.build();
  }

  private static Mutation execution(WorkflowIntent intent) {
    WriteBuilder write = Mutation.newInsertBuilder("SPANNER_PIPE_EXECUTION");
    write.set("StateMachine").to(intent.stateMachineArn());
    write.set("Input").to(intent.input());
    write.set("RunId").to(intent.runId());
    write.set("CreatedAt").to(Times.stored(intent.createdAt()));
    return redrive(write, intent);
  }

  /// Updates the row of an attempt to run the workflow. In such a row, only the columns about the
  /// redrive ever change; the key columns identify the row. A redrive continues a failed execution.
  private static Mutation redrive(WorkflowIntent intent) {
    return redrive(Mutation.newUpdateBuilder("SPANNER_PIPE_EXECUTION"), intent);
  }

  private static Mutation redrive(WriteBuilder write, WorkflowIntent intent) {
    WorkflowIntent.Redrive redrive = intent.redrive().orElse(null);
    write.set("Deployment").to(intent.deployment());
    write.set("Attempt").to(intent.attempt());
    write.set("RedriveToken").to(redrive == null ? null : redrive.clientToken());
    write
        .set("RedriveCountBefore")
        .to(redrive == null ? null : (Long) (long) redrive.countBefore());
    return write.build();
  }

  private static WriteBuilder put(String table) {
    return Mutation.newInsertOrUpdateBuilder(table);
  }
}
