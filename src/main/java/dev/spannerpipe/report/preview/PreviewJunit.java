package dev.spannerpipe.report.preview;

import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.preview.PreviewedChangeSet;
import dev.spannerpipe.record.OutputDirectory;
import dev.spannerpipe.report.JunitCase;
import dev.spannerpipe.report.JunitReport;
import dev.spannerpipe.report.JunitSuite;
import dev.spannerpipe.text.SafeText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A preview as a JUnit report, with one case per pending change set. Findings of severity error
/// fail the case. A change set that is not pending and has an error, for example because it was
/// edited, has a case too, and so have the errors that are about no change set.
public final class PreviewJunit {
  private static final ChangeSetId WHOLE = new ChangeSetId("spanner-pipe", "preview", "");

  private PreviewJunit() {}

  /// Writes `spanner-pipe-<database>.xml` and returns its path.
  ///
  /// @param directory `test-results` in the clone directory, where Bitbucket searches for reports
  public static Path write(OutputDirectory directory, String database, Preview preview) {
    return directory.write(JunitReport.name(database), xml(database, preview));
  }

  /// Returns the XML of the report.
  static String xml(String database, Preview preview) {
    PreviewFindings findings = new PreviewFindings(preview);
    List<JunitCase> cases = new ArrayList<>();
    for (PreviewedChangeSet changeSet : preview.changeSets()) {
      ChangeSetId id = changeSet.planned().changeSet().identity();
      cases.add(
          failed(id, findings.of(id))
              .or(() -> skipped(id, changeSet))
              .orElseGet(() -> JunitCase.passed(name(id))));
    }
    Map<ChangeSetId, List<LintFinding>> others =
        findings.others().stream()
            .collect(
                Collectors.groupingBy(
                    finding -> finding.changeSet().orElse(WHOLE),
                    LinkedHashMap::new,
                    Collectors.toList()));
    others.forEach((id, found) -> failed(id, found).ifPresent(cases::add));
    return new JunitSuite(database, cases).xml();
  }

  /// Returns the case of a change set that has an error. The message is the first one, and the text
  /// has all findings.
  private static Optional<JunitCase> failed(ChangeSetId id, List<LintFinding> findings) {
    return findings.stream()
        .filter(LintFinding::isError)
        .findFirst()
        .map(
            first ->
                JunitCase.failed(
                    name(id),
                    first.rule().id() + ": " + FindingText.sentences(first),
                    findings.stream().map(FindingText::line).collect(Collectors.joining("\n"))));
  }

  private static Optional<JunitCase> skipped(ChangeSetId id, PreviewedChangeSet changeSet) {
    return changeSet
        .precondition()
        .filter(outcome -> !(outcome instanceof Precondition.Outcome.Run))
        .map(_ -> JunitCase.skipped(name(id), String.join("; ", ChangeSetRemarks.of(changeSet))));
  }

  private static String name(ChangeSetId id) {
    return SafeText.line(id.toString());
  }
}
