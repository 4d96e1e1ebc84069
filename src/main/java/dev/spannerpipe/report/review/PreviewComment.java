package dev.spannerpipe.report.review;

import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.report.PlanReport;
import dev.spannerpipe.report.preview.DataLossText;
import dev.spannerpipe.report.preview.FindingText;
import dev.spannerpipe.report.preview.NotPreviewed;
import dev.spannerpipe.report.preview.PreviewFindings;
import dev.spannerpipe.report.preview.PreviewMarkdown;
import dev.spannerpipe.report.preview.PreviewSentences;
import dev.spannerpipe.text.English;
import java.util.List;
import java.util.stream.Stream;

/// The comment about a preview. If there is too much, the least severe findings are omitted first,
/// and then change sets; what is omitted is counted.
final class PreviewComment {
  private static final int LONGEST_PARAGRAPH = 1000;
  private static final int LONGEST_ITEM = 600;
  private static final int MOST_NOTES = 4;
  private static final int MOST_LOSSES = 10;

  /// The room for the lines that count findings and change sets.
  private static final int COUNTED = 300;

  private final Preview preview;
  private final ReviewContext context;
  private final CommentText text;
  private final List<LintFinding> findings;

  private PreviewComment(Preview preview, ReviewContext context) {
    this.preview = preview;
    this.context = context;
    this.text = new CommentText(context.redaction());
    this.findings = PreviewFindings.worstFirst(preview);
  }

  static String of(Preview preview, ReviewContext context) {
    return new PreviewComment(preview, context).text();
  }

  private String text() {
    int room = draft("", "").room() - COUNTED;
    List<String> items = findings.stream().limit(CommentDraft.MOST_LINES).map(this::item).toList();
    String changeSets = ChangeSetTable.of(preview, text, room - Math.min(size(items), room / 2));
    List<String> kept = CommentDraft.fitting(items, room - CommentText.bytes(changeSets));
    return draft(changeSets, findings(kept)).text();
  }

  private static int size(List<String> lines) {
    return lines.stream().mapToInt(line -> CommentText.bytes(line) + 1).sum();
  }

  private CommentDraft draft(String changeSets, String found) {
    CommentDraft draft = new CommentDraft(Review.marker(context.key()));
    draft.add("## " + text.escaped(context.title(), LONGEST_ITEM));
    draft.add("**%s.** %s".formatted(verdict(), sentence(PreviewSentences.result(preview))));
    draft.add(sentence(PreviewSentences.baseline(preview.baseline())));
    draft.add(sentence(PlanReport.summary(preview.plan())));
    list("", PreviewSentences.notes(preview), MOST_NOTES, "note", draft);
    draft.add(changeSets);
    draft.add(found);
    if (!preview.losses().isEmpty()) {
      list(
          sentence("Data loss: " + DataLossText.answer(preview)),
          preview.losses().stream().map(DataLossText::line).toList(),
          MOST_LOSSES,
          "data loss",
          draft);
    }
    NotPreviewed.of(preview).sentence().ifPresent(rest -> draft.add(sentence(rest)));
    context.build().flatMap(build -> CommentText.link("Build", build)).ifPresent(draft::add);
    return draft;
  }

  private String verdict() {
    return PreviewInsights.verdict(preview) == InsightsReport.Verdict.PASSED ? "Passed" : "Failed";
  }

  private String paragraph(String words) {
    return text.escaped(words, LONGEST_PARAGRAPH);
  }

  private String sentence(String words) {
    return paragraph(words) + ".";
  }

  private void list(String before, List<String> texts, int most, String noun, CommentDraft draft) {
    draft.add(before);
    draft.add(
        lines(
            texts.stream()
                .limit(most)
                .map(item -> "- " + text.escaped(item, LONGEST_ITEM))
                .toList()));
    if (texts.size() > most) {
      draft.add(more(texts.size() - most, noun));
    }
  }

  private String findings(List<String> items) {
    int omitted = findings.size() - items.size();
    return Stream.of(
            findings.isEmpty() ? "" : "Findings: " + PreviewFindings.words(findings) + ".",
            lines(items),
            omitted == 0 ? "" : more(omitted, "finding"))
        .filter(block -> !block.isEmpty())
        .reduce((one, other) -> one + "\n\n" + other)
        .orElse("");
  }

  private String item(LintFinding finding) {
    String place = FindingText.place(finding).strip();
    String sentences = FindingText.sentences(finding);
    return "- **%s**%s"
        .formatted(
            FindingText.label(finding),
            place.isEmpty()
                ? ": " + text.escaped(sentences, LONGEST_ITEM)
                : " "
                    + text.place(place, LONGEST_ITEM / 2)
                    + ": "
                    + text.escaped(sentences, LONGEST_ITEM / 2));
  }

  private static String lines(List<String> items) {
    return String.join("\n", items);
  }

  /// Returns how many things the comment omits: `… and 2 more findings, see report.md in the
  /// artifacts of the build.`.
  static String more(int number, String noun) {
    return "… and %s, see %s in the artifacts of the build."
        .formatted(English.count(number, "more " + noun), PreviewMarkdown.FILE);
  }
}
