package dev.spannerpipe.report.preview;

import static dev.spannerpipe.report.preview.Previews.CHANGELOG;
import static dev.spannerpipe.report.preview.Previews.LIVE;
import static dev.spannerpipe.report.preview.Previews.changeSet;
import static dev.spannerpipe.report.preview.Previews.column;
import static dev.spannerpipe.report.preview.Previews.finding;
import static dev.spannerpipe.report.preview.Previews.name;
import static dev.spannerpipe.report.preview.Previews.object;
import static dev.spannerpipe.report.preview.Previews.plan;
import static dev.spannerpipe.report.preview.Previews.planned;

import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.lint.LintRule;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.preview.Cost;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.preview.PreviewedChangeSet;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.sql.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/// Previews that do not fit on a screen.
public final class LargePreviews {
  private LargePreviews() {}

  /// Returns a preview whose change sets have these findings, each change set five of them: one
  /// error, one warning and three notes.
  public static Preview withFindings(int number) {
    ChangeSet[] changeSets =
        IntStream.range(0, number / 5)
            .mapToObj(
                index -> changeSet("schema/%03d.sql".formatted(index), 1, "c" + index, "CREATE …"))
            .toArray(ChangeSet[]::new);
    List<LintFinding> findings = new ArrayList<>();
    for (ChangeSet changeSet : changeSets) {
      findings.add(finding(LintRule.SP002, changeSet, 1, "Not previewed: one", ""));
      findings.add(finding(LintRule.SP002, changeSet, 2, "Not previewed: two", ""));
      findings.add(finding(LintRule.SP002, changeSet, 3, "Not previewed: three", ""));
      findings.add(finding(LintRule.SP301, changeSet, 4, "The key grows", "Use a UUID"));
      findings.add(finding(LintRule.SP101, changeSet, 5, "The table is dropped", "Keep it"));
    }
    return Previews.of(plan(changeSets), List.of(changeSets), findings);
  }

  /// Returns a preview that has twenty of everything.
  public static Preview ofTwenty() {
    List<ChangeSet> changeSets = new ArrayList<>();
    List<PreviewedChangeSet> previewed = new ArrayList<>();
    List<LintFinding> findings = new ArrayList<>();
    List<DataLoss> losses = new ArrayList<>();
    List<Cost.RowWork> work = new ArrayList<>();
    for (int index = 1; index <= 20; index++) {
      ChangeSet changeSet = changeSet("a.sql", index, "c" + index, "CREATE …");
      changeSets.add(changeSet);
      previewed.add(withEffects(changeSet, 20, 2));
      findings.add(finding(LintRule.SP301, changeSet, index, "The key grows", ""));
      findings.add(LintFinding.ofPlan(LintRule.SP610, "Problem " + index, "Fix it"));
      SourceLocation location = new SourceLocation("a.sql", index);
      losses.add(
          new DataLoss(
              DataLoss.Kind.DROP_TABLE, "table T", changeSet.identity(), location, "drops T"));
      work.add(
          new Cost.RowWork(
              Cost.Kind.VALIDATION,
              column("T" + index, "C"),
              name("T" + index),
              OptionalLong.of(index * 1024L),
              changeSet.identity()));
    }
    return new Preview(
        LIVE,
        CHANGELOG,
        IntStream.rangeClosed(1, 20).mapToObj(index -> "Note " + index).toList(),
        plan(changeSets.toArray(ChangeSet[]::new)).with(losses),
        previewed,
        findings,
        new Cost(20, 20, 20, work),
        Optional.of(true),
        Set.of(),
        Map.of("CREATE …", List.of("depends on what is left out")));
  }

  /// Returns a preview of so many change sets, each with an effect.
  public static Preview ofEffects(int number) {
    ChangeSet[] changeSets =
        IntStream.range(0, number)
            .mapToObj(index -> changeSet("a.sql", index, "c" + index, "CREATE …"))
            .toArray(ChangeSet[]::new);
    Preview empty = Previews.of(plan(changeSets), List.of(), List.of());
    return new Preview(
        empty.baseline(),
        empty.changelog(),
        empty.notes(),
        empty.plan(),
        List.of(changeSets).stream().map(each -> withEffects(each, 1, 0)).toList(),
        empty.findings(),
        empty.cost(),
        empty.allowsLosses(),
        empty.missing(),
        empty.incomplete());
  }

  private static PreviewedChangeSet withEffects(ChangeSet changeSet, int effects, int dataChanges) {
    return new PreviewedChangeSet(
        planned(changeSet),
        IntStream.rangeClosed(1, effects)
            .<Effect>mapToObj(effect -> new Effect.Added(object(ObjectKind.TABLE, "T" + effect)))
            .toList(),
        dataChanges,
        List.of(),
        List.of(),
        Optional.empty(),
        false,
        false);
  }
}
