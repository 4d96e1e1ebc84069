package dev.spannerpipe.report.review;

import dev.spannerpipe.json.JsonObject;
import java.util.List;

/// All that is published about one preview.
///
/// @param key the stable name of what was previewed: lower-case letters, digits and `-`
/// @param annotations the most severe first, at most 1,000
/// @param moreFindings how many findings have no annotation; the last annotation counts them
/// @param comment the whole comment in Markdown, at most 30,000 characters, with the marker as its
///   last line
public record Review(
    String key,
    InsightsReport report,
    List<Annotation> annotations,
    int moreFindings,
    String comment) {
  /// The maximum number of annotations of a report.
  public static final int MOST_ANNOTATIONS = 1000;

  public Review {
    annotations = List.copyOf(annotations);
  }

  /// Returns the id of the report: the same for each preview of the same database.
  public String reportId() {
    return "spanner-pipe-" + key;
  }

  /// Returns the line by which the comment of an earlier preview of the same database is found.
  /// Markdown reads it as the definition of a link that is not used, and shows nothing.
  public String marker() {
    return marker(key);
  }

  static String marker(String key) {
    return "[comment]: # (spanner-pipe %s)".formatted(key);
  }

  /// Returns the report as Bitbucket accepts it.
  public JsonObject reportJson() {
    return report.json(reportId());
  }
}
