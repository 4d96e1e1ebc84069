package dev.spannerpipe.report;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Segment;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.text.English;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.List;

/// Formats a plan as text for people.
public final class PlanReport {
  private static final int MOST_LINES = 20;
  private static final int LONGEST_LINE = 160;

  private PlanReport() {}

  /// Returns the whole plan: its summary, the pending change sets with their SQL, the data losses
  /// and the warnings. Long statements are cut; `plan.json` has them in full.
  public static String text(Plan plan) {
    StringBuilder text = new StringBuilder(summary(plan)).append(".\n");
    for (int i = 0; i < plan.pending().size(); i++) {
      pending(i + 1, plan.pending().get(i), text);
    }
    plan.losses()
        .forEach(
            loss ->
                text.append(SafeText.line("DATA LOSS: %s (%s)".formatted(loss.text(), loss.kind())))
                    .append(".\n"));
    plan.definitionLosses()
        .forEach(
            loss -> text.append(SafeText.line("DEFINITION LOSS: " + loss.text())).append(".\n"));
    warnings(plan).forEach(warning -> text.append("WARNING: ").append(warning).append(".\n"));
    return text.toString();
  }

  /// Returns what is pending, how many operations the plan has, and the plan's digest, as a
  /// sentence without a full stop.
  public static String summary(Plan plan) {
    String pending =
        plan.pending().isEmpty()
            ? "Nothing is pending"
            : English.count(plan.pending().size(), "change set") + " pending: " + work(plan);
    return pending + "; " + plan.applied() + " applied; plan " + plan.digest();
  }

  /// Returns the text for a plan in which nothing is pending, without a full stop: `all 3 change
  /// sets of this changelog are applied to shop`. If the database has change sets that the
  /// changelog does not have (for example, in a build of an older commit), the text reports them,
  /// too.
  ///
  /// @param where the text after "applied", such as ` to shop`
  public static String upToDate(Plan plan, String where) {
    String applied =
        switch (plan.applied()) {
          case 0 -> "this changelog has no change set to apply" + where;
          case 1 -> "the one change set of this changelog is applied" + where;
          default -> "all " + plan.applied() + " change sets of this changelog are applied" + where;
        };
    return plan.unknown().isEmpty() ? applied : applied + ". The database has " + ahead(plan);
  }

  private static String ahead(Plan plan) {
    int unknown = plan.unknown().size();
    ChangeSetId last = plan.unknown().getLast().changeSet();
    return unknown == 1
        ? "one more that is not in this changelog (" + last + ")"
        : unknown + " more that are not in this changelog (the last one is " + last + ")";
  }

  /// Returns where a pending change set is, its id and author, and why it is pending unless it is
  /// new: `schema/001.sql:12 create-singers (alice), changed since it ran`.
  public static String heading(PlannedChangeSet planned) {
    ChangeSet changeSet = planned.changeSet();
    return SafeText.line(
        "%s %s (%s)%s"
            .formatted(
                changeSet.location(),
                changeSet.identity().id(),
                changeSet.identity().author(),
                why(planned)));
  }

  /// Returns the number of data losses as a suffix, such as `, with 2 data losses`; empty if there
  /// are none.
  public static String losses(Plan plan) {
    int losses = plan.losses().size();
    return losses == 0 ? "" : ", with " + losses + (losses == 1 ? " data loss" : " data losses");
  }

  /// Returns the warnings of the plan, each a sentence without a full stop.
  public static List<String> warnings(Plan plan) {
    List<String> warnings = new ArrayList<>();
    for (HistoryRow row : plan.unknown()) {
      warnings.add(
          SafeText.line(
              "Change set " + row.changeSet() + " is applied, but the changelog does not have it"));
    }
    for (ChangeSet changeSet : plan.outOfOrder()) {
      warnings.add(
          SafeText.line(
              "%s: change set %s is out of order: a later one is already applied"
                  .formatted(changeSet.location(), changeSet.identity().id())));
    }
    plan.notices().forEach(notice -> warnings.add(SafeText.line(notice)));
    return warnings;
  }

  /// Returns the amount of work, such as `82 statements in 3 schema operations and 1 transaction`.
  private static String work(Plan plan) {
    long statements = plan.segments().stream().mapToLong(each -> each.steps().size()).sum();
    List<String> parts = new ArrayList<>();
    add(plan.schemaOperations(), "schema operation", parts);
    add(segments(plan, Segment.Kind.DATA), "transaction", parts);
    add(segments(plan, Segment.Kind.PARTITIONED), "partitioned update", parts);
    add(segments(plan, Segment.Kind.QUERY), "query", parts);
    return parts.isEmpty()
        ? "only rows to write in DATABASECHANGELOG"
        : English.count(statements, "statement") + " in " + English.list(parts);
  }

  private static long segments(Plan plan, Segment.Kind kind) {
    return plan.segments().stream().filter(segment -> segment.kind() == kind).count();
  }

  private static void add(long number, String noun, List<String> parts) {
    if (number > 0) {
      parts.add(English.count(number, noun));
    }
  }

  private static void pending(int number, PlannedChangeSet planned, StringBuilder text) {
    text.append(number).append(". ").append(heading(planned)).append('\n');
    ChangeSet changeSet = planned.changeSet();
    changeSet.precondition().ifPresent(condition -> block(condition.words(), text));
    planned.rest().forEach(step -> block(sql(step), text));
  }

  private static String why(PlannedChangeSet planned) {
    return switch (planned.reason()) {
      case NEW -> "";
      case RUN_ALWAYS -> ", runs each time";
      case CHANGED -> ", changed since it ran";
      case MARK_RAN -> ", only to be marked as run";
      case HALF_FINISHED ->
          ", half-finished: %d of %s done"
              .formatted(
                  planned.firstStep(),
                  English.count(planned.changeSet().steps().size(), "statement"));
    };
  }

  private static String sql(Step step) {
    return switch (step) {
      case Step.Sql sql -> sql.text();
      case Step.Live(String change, _, _) -> "generated from the live schema: " + change;
    };
  }

  private static void block(String content, StringBuilder text) {
    List<String> lines = SafeText.lines(content).strip().lines().toList();
    for (String line : lines.subList(0, Math.min(lines.size(), MOST_LINES))) {
      text.append("     ").append(SafeText.shortened(line, LONGEST_LINE)).append('\n');
    }
    if (lines.size() > MOST_LINES) {
      text.append("     … ")
          .append(English.count(lines.size() - MOST_LINES, "more line"))
          .append('\n');
    }
  }
}
