package dev.spannerpipe.report.review;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.text.SafeText;
import java.util.Optional;

/// An annotation of a Code Insights report: a finding on its line, where it has one. Texts that are
/// longer than Bitbucket accepts are cut; Bitbucket counts code points.
///
/// @param externalId unique in the report, and the same in the next preview of the same finding
/// @param summary one line of at most 450 code points
/// @param details lines of together at most 2,000 code points; may be empty
/// @param path the path in the repository, without a leading slash
/// @param line from 1; 0 if it is not known or there is no path
public record Annotation(
    String externalId,
    Type type,
    String summary,
    String details,
    Optional<String> path,
    int line,
    Severity severity,
    Result result) {
  /// The maximum number of code points of a summary.
  static final int LONGEST_SUMMARY = 450;

  private static final int LONGEST_DETAILS = 2000;

  /// Cuts the texts.
  public Annotation {
    summary = SafeText.line(summary, LONGEST_SUMMARY);
    details = SafeText.shortened(SafeText.lines(details), LONGEST_DETAILS);
  }

  /// What Bitbucket calls the annotation. No rule searches for a vulnerability, so there is none.
  public enum Type {
    CODE_SMELL,
    BUG
  }

  /// How severe the finding is.
  public enum Severity {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW
  }

  /// What the finding means for the preview.
  public enum Result {
    PASSED,
    FAILED,
    IGNORED
  }

  /// Returns the annotation as Bitbucket accepts it.
  public JsonObject json() {
    JsonObject json =
        Json.object()
            .with("external_id", externalId)
            .with("annotation_type", type.name())
            .with("summary", summary)
            .with("severity", severity.name())
            .with("result", result.name());
    if (!details.isEmpty()) {
      json = json.with("details", details);
    }
    if (path.isPresent()) {
      json = json.with("path", path.get());
    }
    return path.isPresent() && line > 0 ? json.with("line", line) : json;
  }
}
