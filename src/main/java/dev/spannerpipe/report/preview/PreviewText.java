package dev.spannerpipe.report.preview;

import dev.spannerpipe.failure.PreviewFailure;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.report.PlanReport;
import dev.spannerpipe.text.English;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.List;

/// A preview on the console: one screen. What does not fit is counted; `report.md` has it all.
public final class PreviewText {
  /// The maximum number of lines.
  static final int MOST_LINES = 40;

  private static final int MOST_NOTES = 4;
  private static final int MOST_LOSSES = 3;
  private static final int MOST_FINDINGS = 5;
  private static final int LONGEST_LINE = 300;

  private final Preview preview;
  private final PreviewFindings findings;

  private PreviewText(Preview preview) {
    this.preview = preview;
    this.findings = new PreviewFindings(preview);
  }

  /// Returns the preview as at most 40 lines.
  public static String of(Preview preview) {
    return String.join("\n", new PreviewText(preview).lines()) + "\n";
  }

  /// Returns the last line of a run whose preview found no error, a sentence without a full stop.
  public static String sentence(Preview preview) {
    return PreviewSentences.result(preview);
  }

  /// Returns the failure of a preview that found at least one error.
  public static PreviewFailure failure(Preview preview) {
    return PreviewSentences.failure(preview);
  }

  private List<String> lines() {
    List<String> head = head();
    List<String> tail = tail();
    List<String> lines = new ArrayList<>(head);
    lines.addAll(
        new ChangeSetBlocks(preview, findings).within(MOST_LINES - head.size() - tail.size()));
    lines.addAll(tail);
    return lines;
  }

  private List<String> head() {
    List<String> lines = new ArrayList<>();
    lines.add(PreviewSentences.baseline(preview.baseline()) + ".");
    add(
        PreviewSentences.notes(preview).stream().map(note -> "Note: " + note).toList(),
        MOST_NOTES,
        "note",
        lines);
    lines.add(PlanReport.summary(preview.plan()) + ".");
    return lines;
  }

  private List<String> tail() {
    List<String> lines = new ArrayList<>();
    add(
        findings.others().stream().map(FindingText::line).toList(),
        MOST_FINDINGS,
        "finding",
        lines);
    CostText.of(preview.cost()).forEach(clause -> lines.add("Cost: " + clause + "."));
    lines.add("Data loss: " + DataLossText.answer(preview) + ".");
    add(
        preview.losses().stream().map(loss -> "  " + DataLossText.line(loss)).toList(),
        MOST_LOSSES,
        "data loss",
        lines);
    NotPreviewed.of(preview)
        .sentence()
        .ifPresent(sentence -> lines.add(sentence + "; see " + PreviewMarkdown.FILE + "."));
    return lines;
  }

  /// Adds at most this many texts, and how many are left out.
  private static void add(List<String> texts, int most, String noun, List<String> lines) {
    texts.stream().limit(most).forEach(text -> lines.add(SafeText.line(text, LONGEST_LINE)));
    if (texts.size() > most) {
      lines.add(
          "… and %s, see %s"
              .formatted(English.count(texts.size() - most, "more " + noun), PreviewMarkdown.FILE));
    }
  }
}
