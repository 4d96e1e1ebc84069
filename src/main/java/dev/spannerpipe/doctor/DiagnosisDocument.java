package dev.spannerpipe.doctor;

import dev.spannerpipe.doctor.finding.Finding;
import dev.spannerpipe.doctor.finding.Fix;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Writes a diagnosis as JSON.
public final class DiagnosisDocument {
  private DiagnosisDocument() {}

  public static JsonObject of(Diagnosis diagnosis) {
    List<Json> fixes = new ArrayList<>();
    diagnosis
        .fixes()
        .forEach(
            (link, changes) ->
                changes.forEach(change -> fixes.add(fix(change).with("link", link.text()))));
    return Json.object()
        .with("sound", new JsonBoolean(diagnosis.isSound()))
        .with(
            "claims",
            new JsonArray(diagnosis.rows().stream().<Json>map(DiagnosisDocument::row).toList()))
        .with(
            "findings",
            new JsonArray(
                diagnosis.findings().stream().<Json>map(DiagnosisDocument::finding).toList()))
        .with("mends", new JsonArray(fixes));
  }

  private static JsonObject row(Diagnosis.Row row) {
    return Json.object()
        .with("claim", row.claim())
        .with("token", row.token())
        .with("google", row.google())
        .with("aws", row.aws())
        .with("policy", row.policy())
        .with("verdict", row.verdict());
  }

  private static JsonObject finding(Finding finding) {
    return Json.object()
        .with("severity", finding.severity().name().toLowerCase(Locale.ROOT))
        .with("link", finding.link().text())
        .with("claim", finding.claim())
        .with("text", finding.text())
        .with("action", finding.action().orElse(null));
  }

  private static JsonObject fix(Fix fix) {
    return Json.object().with("tool", fix.tool().text()).with("text", fix.text());
  }
}
