package dev.spannerpipe.report;

import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.LiquibaseLock;
import dev.spannerpipe.apply.port.SchemaChanges;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.sql.SqlText;
import dev.spannerpipe.text.English;
import dev.spannerpipe.text.SafeText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A database's status as text: first what is pending, and at the end what prevents applying it.
public final class StatusReport {
  private final DatabaseStatus status;
  private final StringBuilder text = new StringBuilder();

  private StatusReport(DatabaseStatus status) {
    this.status = status;
  }

  /// Returns the status as lines of text.
  public static String text(DatabaseStatus status) {
    StatusReport report = new StatusReport(status);
    report.write();
    return report.text.toString();
  }

  private void write() {
    BookkeepingState state = status.view().state();
    status.plan().ifPresent(plan -> text.append(PlanReport.text(plan)));
    status.edited().forEach(this::edited);
    state.cursor().ifPresent(this::halfFinished);
    state.lease().ifPresentOrElse(this::lease, () -> line("No run has taken the lease yet"));
    state.open().ifPresent(this::intent);
    lock(state.lock());
    status.warnings().forEach(warning -> line("Warning: " + bare(warning.text())));
    status.problem().ifPresent(_ -> problems());
  }

  private void edited(ChangeSet changeSet) {
    line(
        "Changed since it was applied: %s %s (%s)"
            .formatted(
                changeSet.location(), changeSet.identity().id(), changeSet.identity().author()));
  }

  private void halfFinished(Cursor cursor) {
    String direction =
        switch (cursor.direction()) {
          case APPLY -> "applied";
          case ROLLBACK -> "rolled back";
        };
    String done = English.count(cursor.count(), "statement");
    line(
        "Half-finished: change set %s, %s %s, last by intent %s"
            .formatted(cursor.changeSet(), done, direction, cursor.attempt()));
  }

  private void lease(Lease lease) {
    lease
        .holder()
        .ifPresentOrElse(
            holder -> line(held(lease, holder)),
            () -> line("The lease is free (epoch " + lease.epoch() + ")"));
  }

  private String held(Lease lease, Lease.Holder holder) {
    String url = holder.url() == null ? "" : " (" + holder.url() + ")";
    String until =
        status.leaseExpired(lease)
            ? "it expired at %s, so the next run may take it"
            : "it expires at %s unless it is renewed";
    return "The lease is held by run %s%s since %s (epoch %d); "
            .formatted(holder.runId(), url, holder.since(), lease.epoch())
        + until.formatted(lease.expiresAt());
  }

  private void intent(Intent intent) {
    String what =
        switch (intent.kind()) {
          case SCHEMA -> "schema operation " + intent.attempt().operationId();
          case DATA -> "data changes";
          case PARTITIONED -> "a partitioned update";
        };
    line(
        "Intent %s of run %s is open since %s: %s"
                .formatted(intent.attempt(), intent.runId(), intent.createdAt(), what)
            + state(intent));
    int number = 0;
    for (String statement : intent.content().texts("statements")) {
      number++;
      text.append("  ")
          .append(number)
          .append(". ")
          .append(SqlText.shortened(SafeText.line(statement), 300))
          .append('\n');
    }
    if (!status.liveSchema().isEmpty()) {
      line("The current schema, to compare with these statements");
      status
          .liveSchema()
          .forEach(
              statement ->
                  text.append("  ")
                      .append(SqlText.shortened(SafeText.line(statement), 1_000))
                      .append('\n'));
    }
  }

  private String state(Intent intent) {
    if (intent.kind() != Intent.Kind.SCHEMA) {
      Instant deadline = intent.deadline();
      return deadline == null ? "" : ", to be sent before " + deadline;
    }
    return status
        .operation()
        .map(StatusReport::state)
        .orElse(", which Spanner does not know" + recoveredBy(intent));
  }

  private String recoveredBy(Intent intent) {
    if (status.problem().isPresent()) {
      return "";
    }
    return intent.mayBeForgotten(status.view().state().databaseTime())
        ? "; Spanner may have forgotten it, so only COMMAND=resolve can close it"
        : "; the next run recovers it";
  }

  private static String state(SchemaChanges.Operation operation) {
    List<String> parts = new ArrayList<>();
    String error = operation.error();
    parts.add(
        !operation.done() ? "still running" : error == null ? "succeeded" : "failed: " + error);
    parts.add(
        operation.committed().size()
            + " of "
            + English.count(operation.statements().size(), "statement")
            + " committed");
    if (operation.throttled()) {
      parts.add("throttled by Spanner");
    }
    return ", " + String.join(", ", parts);
  }

  private void lock(LiquibaseLock lock) {
    if (lock.locked()) {
      Instant granted = lock.granted();
      line(
          "Liquibase's lock is held"
              + (lock.lockedBy() == null ? "" : " by " + lock.lockedBy())
              + (granted == null ? "" : " since " + granted));
    }
  }

  private void problems() {
    // The last line of the run reports why, and what to do.
    line("Nothing can be applied in this state");
    if (status.problems().size() > 1) {
      status.problems().forEach(each -> line(bare(each.text())));
    }
  }

  private static String bare(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private void line(String sentence) {
    text.append(SafeText.line(sentence)).append(".\n");
  }
}
