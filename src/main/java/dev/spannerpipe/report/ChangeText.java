package dev.spannerpipe.report;

import static dev.spannerpipe.report.EventText.clause;

import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.record.ChangeSetEvent;
import dev.spannerpipe.record.ChangeSetEvent.ChangeSetRecorded;
import dev.spannerpipe.record.ChangeSetEvent.ChangeSetSkipped;
import dev.spannerpipe.record.ChangeSetEvent.ChunkCommitted;
import dev.spannerpipe.record.ChangeSetEvent.PartitionedSent;
import dev.spannerpipe.record.ChangeSetEvent.PreconditionChecked;
import dev.spannerpipe.record.ChangeSetEvent.StatementCommitted;
import dev.spannerpipe.record.ChangeSetEvent.StatementFailed;
import dev.spannerpipe.record.ChangeSetEvent.StatementPlace;
import dev.spannerpipe.record.SchemaOperationEvent;
import dev.spannerpipe.record.SchemaOperationEvent.BatchFenced;
import dev.spannerpipe.record.SchemaOperationEvent.BatchProgress;
import dev.spannerpipe.record.SchemaOperationEvent.BatchRefused;
import dev.spannerpipe.record.SchemaOperationEvent.BatchSubmitted;
import dev.spannerpipe.record.SchemaOperationEvent.BatchUnclear;
import dev.spannerpipe.text.English;
import org.jspecify.annotations.Nullable;

/// Describes events of change sets and schema operations, in sentences without a full stop.
final class ChangeText {
  private ChangeText() {}

  static String of(SchemaOperationEvent event) {
    String operation = "Schema operation " + event.operationId();
    String statements = English.count(event.statements(), "statement");
    return operation
        + switch (event) {
          case BatchSubmitted submitted ->
              (submitted.attached() ? " found: " : " submitted: ") + statements;
          case BatchProgress progress -> progress(progress, statements);
          // The reason follows in the line about the failing statement.
          case BatchRefused _ ->
              " rejected (" + statements + "); bisecting to find the failing statement";
          case BatchUnclear unclear ->
              ": no clear answer from Spanner"
                  + clause(", ", unclear.reason())
                  + "; checking whether it began";
          case BatchFenced fenced ->
              " never began; "
                  + (fenced.next().equals(BatchFenced.AGAIN)
                      ? "sending its " + statements + " once more"
                      : "bisecting its " + statements + " to find the failing one");
        };
  }

  private static String progress(BatchProgress progress, String statements) {
    return ": "
        + progress.committed()
        + " of "
        + statements
        + " done"
        + (progress.progressPercent() > 0
            ? ", next statement " + progress.progressPercent() + "% done"
            : "")
        + (progress.throttled() ? ", throttled by Spanner" : "");
  }

  static String of(ChangeSetEvent event) {
    return switch (event) {
      case PreconditionChecked checked ->
          "Precondition of "
              + checked.changeSet()
              + clause(": ", checked.outcome())
              + clause(": ", checked.reason());
      case PartitionedSent sent ->
          place(sent.place()) + ": sent as a partitioned update; Spanner reports no progress";
      case ChunkCommitted chunk ->
          place(chunk.changeSet(), chunk.file(), chunk.line(), null)
              + ": statements "
              + chunk.from()
              + " to "
              + chunk.to()
              + " of "
              + chunk.of()
              + rows(chunk.rows());
      case StatementCommitted committed ->
          place(committed.place())
              + ": "
              + StatementSummary.of(committed.place().statement())
              + rows(committed.rows());
      case StatementFailed failed ->
          place(failed.place()) + " failed" + clause(": ", failed.reason());
      case ChangeSetRecorded recorded -> recorded.changeSet() + recorded(recorded);
      case ChangeSetSkipped skipped ->
          skipped.changeSet() + " stays pending" + clause(": ", skipped.reason());
    };
  }

  /// Returns how a change set was recorded, as the text after the change set's name.
  private static String recorded(ChangeSetRecorded recorded) {
    if (ChangeSetRecorded.ADOPTED.equals(recorded.how())) {
      return ": adopted, nothing was executed";
    }
    String execType = recorded.execType();
    return switch (execType) {
      case "EXECUTED" -> ": applied";
      case "MARK_RAN" -> ": marked as run, nothing was executed";
      default -> clause(" recorded as ", execType);
    };
  }

  private static String rows(@Nullable Long rows) {
    return rows == null ? "" : ", " + English.count(rows, "row");
  }

  private static String place(StatementPlace place) {
    return place(place.changeSet(), place.file(), place.line(), place.lastLine());
  }

  /// Returns the location and the id of a change set: `schema/001.sql:12 change set 2 (ann)`.
  private static String place(String changeSet, String file, long line, @Nullable Long lastLine) {
    if (file.isEmpty()) {
      return changeSet;
    }
    String id =
        ChangeSetId.parse(changeSet)
            .map(known -> "change set %s (%s)".formatted(known.id(), known.author()))
            .orElse(changeSet);
    return file + (line == 0 ? "" : ":" + line + clause("-", lastLine)) + " " + id;
  }
}
