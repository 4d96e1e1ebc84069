package dev.spannerpipe.report.review;

import dev.spannerpipe.lint.Severity;
import dev.spannerpipe.preview.Baseline;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.report.PlanReport;
import dev.spannerpipe.report.preview.DataLossText;
import dev.spannerpipe.report.preview.NotPreviewed;
import dev.spannerpipe.report.preview.PreviewFindings;
import dev.spannerpipe.report.preview.PreviewMarkdown;
import dev.spannerpipe.report.preview.PreviewSentences;
import dev.spannerpipe.report.review.InsightsReport.Verdict;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.List;

/// The Code Insights report of a preview.
final class PreviewInsights {
  /// The longest sentence, in code points. All sentences together fit into the report, with the
  /// exception of notes.
  private static final int LONGEST_SENTENCE = 350;

  private PreviewInsights() {}

  static InsightsReport of(Preview preview, ReviewContext context) {
    return new InsightsReport(
        context.title(),
        details(preview, context),
        verdict(preview),
        context.build(),
        data(preview));
  }

  static Verdict verdict(Preview preview) {
    return preview.errors().isEmpty() ? Verdict.PASSED : Verdict.FAILED;
  }

  private static String details(Preview preview, ReviewContext context) {
    List<String> sentences = new ArrayList<>();
    sentences.add(PreviewSentences.result(preview));
    sentences.add(PreviewSentences.baseline(preview.baseline()));
    sentences.add(PlanReport.summary(preview.plan()));
    if (!preview.losses().isEmpty()) {
      sentences.add("Data loss: " + DataLossText.answer(preview));
    }
    NotPreviewed.of(preview).sentence().ifPresent(sentences::add);
    List<String> lines = new ArrayList<>();
    sentences.forEach(
        each -> lines.add(SafeText.line(context.redacted(each), LONGEST_SENTENCE) + "."));
    lines.add(PreviewMarkdown.FILE + ", an artifact of the build, has the whole preview.");
    PreviewSentences.notes(preview).forEach(note -> lines.add(context.redacted(note)));
    return String.join("\n", lines);
  }

  /// Returns what a reviewer looks for first.
  private static List<DataField> data(Preview preview) {
    long effects = preview.changeSets().stream().mapToLong(each -> each.effects().size()).sum();
    return List.of(
        DataField.number("Pending change sets", preview.plan().pending().size()),
        DataField.number("Effects", effects),
        DataField.number("Errors", preview.errors().size()),
        DataField.number("Warnings", PreviewFindings.count(preview.findings(), Severity.WARNING)),
        DataField.number("Waived findings", PreviewFindings.waived(preview.findings())),
        DataField.number("Data losses", preview.losses().size()),
        DataField.number("Schema operations", preview.cost().operations()),
        DataField.number("Backfills and validations", preview.cost().work().size()),
        DataField.text("Compared with", baseline(preview.baseline())),
        DataField.text("Plan SHA-256", preview.plan().digest()));
  }

  private static String baseline(Baseline baseline) {
    return switch (baseline) {
      case Baseline.Live _ -> "the live database";
      case Baseline.Destination destination ->
          "the destination commit " + SafeText.line(destination.commit(), 12);
      case Baseline.Empty _ -> "an empty database";
    };
  }
}
