package dev.spannerpipe.report.preview;

import static dev.spannerpipe.report.preview.MarkdownText.block;
import static dev.spannerpipe.report.preview.MarkdownText.escaped;

import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.preview.Cost.RowWork;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.preview.PreviewedChangeSet;
import dev.spannerpipe.preview.replay.PartialStatement;
import dev.spannerpipe.preview.replay.RejectedStatement;
import dev.spannerpipe.report.PlanReport;
import dev.spannerpipe.text.English;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A preview in Markdown: the content of `report.md`. It has no HTML, because Bitbucket does not
/// show any. Only findings are cut: of more than 300, the most severe are listed, and the others
/// are counted; `preview.json` has them all.
public final class PreviewMarkdown {
  /// The name of the file.
  public static final String FILE = "report.md";

  /// The maximum number of findings that the report lists.
  static final int MOST_FINDINGS = 300;

  private final Preview preview;
  private final PreviewFindings findings;
  private final FindingQuota quota;
  private final StringBuilder text = new StringBuilder();

  private PreviewMarkdown(Preview preview) {
    this.preview = preview;
    this.findings = new PreviewFindings(preview);
    this.quota = new FindingQuota(preview, MOST_FINDINGS);
  }

  /// Returns the report.
  public static String of(Preview preview) {
    PreviewMarkdown report = new PreviewMarkdown(preview);
    report.write();
    return report.text.toString();
  }

  private void write() {
    text.append("# Preview of ").append(escaped(preview.changelog())).append('\n');
    paragraph("**" + escaped(PreviewSentences.result(preview)) + ".**");
    paragraph(escaped(PreviewSentences.baseline(preview.baseline()) + "."));
    paragraph(escaped(PlanReport.summary(preview.plan()) + "."));
    list(PreviewSentences.notes(preview));
    for (int index = 0; index < preview.changeSets().size(); index++) {
      changeSet(index + 1, preview.changeSets().get(index));
    }
    if (!findings.others().isEmpty()) {
      heading("The changelog as a whole");
      findings(findings.others());
    }
    cost();
    losses();
    notPreviewed();
  }

  private void heading(String title) {
    text.append("\n## ").append(title).append('\n');
  }

  private void paragraph(String markdown) {
    text.append('\n').append(markdown).append('\n');
  }

  /// Adds a list of texts, which are escaped here; nothing if there are none.
  private void list(List<String> items) {
    items(items.stream().map(MarkdownText::escaped).toList());
  }

  private void items(List<String> markdown) {
    if (!markdown.isEmpty()) {
      text.append('\n');
      markdown.forEach(item -> text.append("- ").append(item).append('\n'));
    }
  }

  private void changeSet(int number, PreviewedChangeSet changeSet) {
    heading(number + ". " + escaped(PlanReport.heading(changeSet.planned())));
    list(
        Stream.concat(
                changeSet.effects().stream().map(EffectText::of),
                ChangeSetRemarks.of(changeSet).stream())
            .toList());
    findings(findings.of(changeSet.planned().changeSet().identity()));
    changeSet.rejected().forEach(this::rejected);
    changeSet.partial().forEach(this::partial);
  }

  private void findings(List<LintFinding> found) {
    if (found.isEmpty()) {
      return;
    }
    List<LintFinding> listed = quota.take(found);
    paragraph("Findings: " + PreviewFindings.words(found) + ".");
    items(listed.stream().map(PreviewMarkdown::finding).toList());
    if (listed.size() < found.size()) {
      paragraph(
          "… and %s, see %s."
              .formatted(
                  English.count(found.size() - listed.size(), "more finding"),
                  PreviewDocument.FILE));
    }
  }

  private static String finding(LintFinding finding) {
    return "**%s**%s: %s"
        .formatted(
            FindingText.label(finding),
            escaped(FindingText.place(finding)),
            escaped(FindingText.sentences(finding)));
  }

  private void rejected(RejectedStatement statement) {
    String what =
        switch (statement.kind()) {
          case CERTAIN -> "rejects the statement";
          case UNCERTAIN -> "rejects the statement, which Spanner may accept";
          case GAP -> "does not support the statement";
        };
    paragraph(
        escaped(
            "%s: the emulator %s: %s"
                .formatted(statement.location(), what, statement.rejection().words())));
    text.append('\n').append(block(statement.statement()));
  }

  private void partial(PartialStatement statement) {
    String what = statement.leftOut() ? "skips the statement" : "executes the statement without";
    paragraph(
        escaped(
            "%s: the emulator %s %s:"
                .formatted(
                    statement.location(),
                    what,
                    reasons(statement.without(), statement.leftOut()))));
    text.append('\n').append(block(statement.statement()));
  }

  private static String reasons(List<String> without, boolean leftOut) {
    return leftOut ? "(" + English.list(without) + ")" : English.list(without);
  }

  private void cost() {
    heading("Cost");
    list(CostText.of(preview.cost()));
    if (!preview.cost().work().isEmpty()) {
      text.append("\n| Work | Object | Table | Size of the table | Change set |\n");
      text.append("|---|---|---|---|---|\n");
      preview.cost().work().forEach(this::row);
    }
  }

  private void row(RowWork work) {
    text.append("| ").append(work.kind().name().toLowerCase(Locale.ROOT));
    cell(work.object().toString());
    cell(work.table().text());
    cell(CostText.size(work));
    cell(work.changeSet().toString());
    text.append(" |\n");
  }

  private void cell(String content) {
    text.append(" | ").append(escaped(content));
  }

  private void losses() {
    heading("Data loss");
    list(
        Stream.concat(
                Stream.of(DataLossText.answer(preview)),
                preview.losses().stream().map(DataLossText::line))
            .toList());
  }

  private void notPreviewed() {
    NotPreviewed rest = NotPreviewed.of(preview);
    rest.sentence()
        .ifPresent(
            sentence -> {
              heading("Not previewed");
              paragraph(escaped(sentence + "."));
            });
    rest.baseline()
        .forEach(
            (statement, without) -> {
              paragraph(
                  "Statement of the baseline, previewed only in part or not at all (%s):"
                      .formatted(escaped(English.list(without))));
              text.append('\n').append(block(statement));
            });
  }
}
