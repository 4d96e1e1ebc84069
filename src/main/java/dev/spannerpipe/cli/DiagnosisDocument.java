package dev.spannerpipe.cli;

import dev.spannerpipe.doctor.Diagnosis;
import dev.spannerpipe.doctor.Finding;
import dev.spannerpipe.doctor.Mend;
import dev.spannerpipe.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A diagnosis as JSON.
final class DiagnosisDocument {
  private DiagnosisDocument() {}

  static Json.Members of(Diagnosis diagnosis) {
    List<Json> mends = new ArrayList<>();
    diagnosis
        .mends()
        .forEach(
            (link, changes) ->
                changes.forEach(change -> mends.add(mend(change).with("link", link.text()))));
    return Json.object()
        .with("sound", new Json.Flag(diagnosis.isSound()))
        .with(
            "claims",
            new Json.Items(diagnosis.rows().stream().<Json>map(DiagnosisDocument::row).toList()))
        .with(
            "findings",
            new Json.Items(
                diagnosis.findings().stream().<Json>map(DiagnosisDocument::finding).toList()))
        .with("mends", new Json.Items(mends));
  }

  private static Json.Members row(Diagnosis.Row row) {
    return Json.object()
        .with("claim", row.claim())
        .with("token", row.token())
        .with("google", row.google())
        .with("aws", row.aws())
        .with("policy", row.policy())
        .with("verdict", row.verdict());
  }

  private static Json.Members finding(Finding finding) {
    return Json.object()
        .with("severity", finding.severity().name().toLowerCase(Locale.ROOT))
        .with("link", finding.link().text())
        .with("claim", finding.claim())
        .with("text", finding.text())
        .with("action", finding.action().orElse(null));
  }

  private static Json.Members mend(Mend mend) {
    return Json.object().with("tool", mend.tool().text()).with("text", mend.text());
  }
}
