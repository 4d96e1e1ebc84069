package dev.spannerpipe.report.review;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// A Code Insights report.
///
/// @param title at most 450 code points
/// @param details at most 2,000 code points
/// @param link the address of the build
/// @param data at most 10
public record InsightsReport(
    String title, String details, Verdict verdict, Optional<URI> link, List<DataField> data) {
  private static final String REPORTER = "spanner-pipe";

  public InsightsReport {
    data = List.copyOf(data);
  }

  /// The result that Bitbucket shows. It never prevents a merge.
  public enum Verdict {
    PASSED,
    FAILED
  }

  /// Returns the report as Bitbucket accepts it.
  JsonObject json(String externalId) {
    JsonObject json =
        Json.object()
            .with("external_id", externalId)
            .with("title", title)
            .with("details", details)
            .with("report_type", "TEST")
            .with("reporter", REPORTER)
            .with("result", verdict.name())
            .with("data", new JsonArray(data.stream().<Json>map(DataField::json).toList()));
    return link.map(address -> json.with("link", address.toString())).orElse(json);
  }
}
