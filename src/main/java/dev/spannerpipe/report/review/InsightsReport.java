package dev.spannerpipe.report.review;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.text.SafeText;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// A Code Insights report. Texts that are longer than Bitbucket accepts are cut; Bitbucket counts
/// code points.
///
/// @param title one line of at most 450 code points
/// @param details lines of together at most 2,000 code points
/// @param link the address of the build
/// @param data at most 10
public record InsightsReport(
    String title, String details, Verdict verdict, Optional<URI> link, List<DataField> data) {
  private static final String REPORTER = "spanner-pipe";
  private static final int LONGEST_TITLE = 450;
  private static final int LONGEST_DETAILS = 2000;

  /// Cuts the texts, and copies the list.
  public InsightsReport {
    title = SafeText.line(title, LONGEST_TITLE);
    details = SafeText.shortened(SafeText.lines(details), LONGEST_DETAILS);
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
