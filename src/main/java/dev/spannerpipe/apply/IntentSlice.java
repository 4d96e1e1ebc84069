package dev.spannerpipe.apply;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Marks;
import dev.spannerpipe.plan.Slice;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The part of an intent that belongs to one change set. An intent is the row that announces
/// statements before the run sends them. From this part, a run can write the history row and the
/// cursor of the change set without the changelog. A cursor has lines that show which steps of a
/// half-finished change set were applied. A step is one statement, or one change whose statements
/// are generated from the live schema.
///
/// @param start the source location of the change set
/// @param statements the source location of each statement; with `sqlFile` and `loadData`, a
///   statement comes from another file than its change set
/// @param before the cursor lines of the steps that were applied before this intent
/// @param live the cursor line of the only step, if its statements were generated from the live
///   schema; otherwise null
/// @param row the history row without its date, if this slice finishes the change set; otherwise
///   null
/// @param stepCount the number of all steps of the change set
/// @param tolerated whether the run continues if the change set fails (`failOnError: false`)
record IntentSlice(
    ChangeSetId changeSet,
    SourceLocation start,
    List<SourceLocation> statements,
    List<String> before,
    @Nullable String live,
    @Nullable JsonObject row,
    int stepCount,
    boolean tolerated) {
  IntentSlice {
    statements = List.copyOf(statements);
    before = List.copyOf(before);
  }

  /// Returns the part of an intent for a slice of the plan.
  ///
  /// @param before the cursor lines of the steps that were applied before this intent
  /// @param order the value of `ORDEREXECUTED` in the history row
  /// @param deploymentId the value of `DEPLOYMENT_ID` in the history row
  static IntentSlice of(Slice slice, List<String> before, long order, String deploymentId) {
    ChangeSet changeSet = slice.planned().changeSet();
    List<Step> steps = slice.planned().steps();
    return new IntentSlice(
        changeSet.identity(),
        changeSet.location(),
        slice.steps().stream().map(Step::location).toList(),
        before,
        null,
        slice.completes() ? HistoryRows.draft(slice.planned(), order, deploymentId) : null,
        steps.size(),
        !changeSet.failOnError());
  }

  /// Returns a copy of this slice for a step whose statements were generated from the live schema.
  ///
  /// @param count the number of generated statements
  IntentSlice withLiveStatements(Step.Live step, int count) {
    return new IntentSlice(
        changeSet,
        start,
        Collections.nCopies(count, step.location()),
        before,
        step.text(),
        row,
        stepCount,
        tolerated);
  }

  /// Returns how many steps of the change set were applied before this intent.
  int countBefore() {
    return Marks.count(before);
  }

  JsonObject toJson() {
    JsonObject json =
        Json.object()
            .with("path", changeSet.path())
            .with("id", changeSet.id())
            .with("author", changeSet.author())
            .with("file", start.file())
            .with("line", start.line())
            .with("lines", IntentLines.lines(statements))
            .with("before", Json.texts(before))
            .with("live", live)
            .with("stepCount", stepCount)
            .with("tolerated", new JsonBoolean(tolerated));
    JsonObject all = IntentLines.addFiles(json, start.file(), statements);
    return row == null ? all : all.with("row", row);
  }

  /// Returns the source location of a statement. If the statement is in the same file as the change
  /// set, but its line is not known, returns the location of the change set.
  ///
  /// @param statement the index of the statement, counted from 0
  SourceLocation locationOf(int statement) {
    SourceLocation own = statements.get(statement);
    return own.line() == 0 && own.file().equals(start.file()) ? start : own;
  }

  static IntentSlice parse(Json json) {
    JsonObject members = (JsonObject) json;
    Optional<Json> row = members.find("row");
    return new IntentSlice(
        new ChangeSetId(text(members, "path"), text(members, "id"), text(members, "author")),
        new SourceLocation(text(members, "file"), (int) members.whole("line")),
        IntentLines.parse(members),
        members.texts("before"),
        members.text("live").orElse(null),
        (JsonObject) row.orElse(null),
        (int) members.whole("stepCount"),
        members.flag("tolerated"));
  }

  private static String text(JsonObject members, String name) {
    return members.text(name).orElse("");
  }
}
