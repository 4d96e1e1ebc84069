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

/// The part of an intent that belongs to one change set. With it, the history row and the cursor
/// can be written without the changelog.
///
/// @param start where the change set starts
/// @param statements for each statement, where it is stored; with `sqlFile` and `loadData`, this is
///   not the file of the change set
/// @param before the cursor lines of the steps that were applied before
/// @param live the cursor line of a step whose statements were made from the live schema; otherwise
///   null
/// @param row the history row without its date, if this slice finishes the change set; otherwise
///   null
/// @param stepCount how many steps the change set has in all
/// @param tolerated whether its failure does not end the run
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

  /// Returns the part of an intent that belongs to this slice.
  ///
  /// @param before the cursor lines of the steps that were applied before
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

  /// Returns the same slice for statements that were made from the live schema.
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

  /// Returns how many steps were applied before.
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

  /// Returns where a statement is stored. If its line is not known and it is in the change set's
  /// file, this is the start of the change set.
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
