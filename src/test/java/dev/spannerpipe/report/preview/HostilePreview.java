package dev.spannerpipe.report.preview;

import static dev.spannerpipe.report.preview.Previews.changeSet;
import static dev.spannerpipe.report.preview.Previews.column;
import static dev.spannerpipe.report.preview.Previews.finding;
import static dev.spannerpipe.report.preview.Previews.name;
import static dev.spannerpipe.report.preview.Previews.object;
import static dev.spannerpipe.report.preview.Previews.plan;
import static dev.spannerpipe.report.preview.Previews.planned;

import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.lint.LintRule;
import dev.spannerpipe.lint.Severity;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.StatusCode;
import dev.spannerpipe.preview.Baseline;
import dev.spannerpipe.preview.Cost;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.preview.PreviewedChangeSet;
import dev.spannerpipe.preview.replay.PartialStatement;
import dev.spannerpipe.preview.replay.RejectedStatement;
import dev.spannerpipe.preview.replay.Rejection;
import dev.spannerpipe.preview.replay.RejectionKind;
import dev.spannerpipe.schema.Property;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.sql.ObjectKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A preview with names that try to break out of a report.
public final class HostilePreview {
  /// Quotes, backticks, a bidirectional override, an escape sequence, HTML, Markdown and a cell.
  public static final String HOSTILE =
      "a\"b'c`d\u202ee\u001b[2Jf<script>alert(1)</script>|g*h*[i](https://j)~~k~~ _l_ #1\n# m\n- n";

  private HostilePreview() {}

  /// Returns a preview in which every text from outside is hostile.
  public static Preview preview() {
    ChangeSet changeSet = changeSet(HOSTILE, 1, HOSTILE, HOSTILE);
    PreviewedChangeSet previewed =
        new PreviewedChangeSet(
            planned(changeSet),
            List.of(
                new Effect.Added(object(ObjectKind.TABLE, HOSTILE)),
                new Effect.Changed(
                    column(HOSTILE, HOSTILE), Property.option(HOSTILE), HOSTILE, HOSTILE)),
            0,
            List.of(
                new RejectedStatement(
                    new SourceLocation(HOSTILE, 2),
                    HOSTILE + "\n```\n",
                    new Rejection(StatusCode.NOT_FOUND, HOSTILE),
                    RejectionKind.UNCERTAIN)),
            List.of(
                new PartialStatement(
                    new SourceLocation(HOSTILE, 3), HOSTILE, List.of(HOSTILE), false)),
            Optional.of(new Precondition.Outcome.Run(HOSTILE)),
            false,
            false);
    LintFinding finding = finding(LintRule.SP101, changeSet, 1, HOSTILE, HOSTILE);
    DataLoss loss =
        new DataLoss(
            DataLoss.Kind.DROP_TABLE,
            HOSTILE,
            changeSet.identity(),
            new SourceLocation(HOSTILE, 1),
            HOSTILE);
    return new Preview(
        new Baseline.Destination(HOSTILE),
        HOSTILE,
        List.of(HOSTILE),
        plan(changeSet).with(List.of(loss)),
        List.of(previewed),
        List.of(
            finding,
            new LintFinding(
                LintRule.SP102,
                Severity.ERROR,
                finding.location(),
                finding.changeSet(),
                HOSTILE,
                HOSTILE,
                HOSTILE,
                Optional.of(HOSTILE)),
            LintFinding.ofPlan(LintRule.SP610, HOSTILE, HOSTILE)),
        new Cost(
            1,
            1,
            1,
            List.of(
                new Cost.RowWork(
                    Cost.Kind.BACKFILL,
                    object(ObjectKind.INDEX, HOSTILE),
                    name(HOSTILE),
                    OptionalLong.of(1),
                    changeSet.identity()))),
        Optional.empty(),
        Set.of(HOSTILE),
        Map.of(HOSTILE, List.of(HOSTILE)));
  }
}
