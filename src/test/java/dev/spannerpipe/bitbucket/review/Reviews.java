package dev.spannerpipe.bitbucket.review;

import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.report.review.Annotation;
import dev.spannerpipe.report.review.DataField;
import dev.spannerpipe.report.review.InsightsReport;
import dev.spannerpipe.report.review.Review;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Reviews of a database, as short as possible.
final class Reviews {
  private Reviews() {}

  /// Returns a review with so many findings in `db/a b.sql`.
  static Review of(String key, int findings) {
    return of(key, findings, "Something is wrong");
  }

  /// Returns a review with so many findings.
  ///
  /// @param text the text of each finding, and the comment
  static Review of(String key, int findings, String text) {
    return new Review(
        key,
        new InsightsReport(
            "Preview of " + key,
            text,
            InsightsReport.Verdict.FAILED,
            Optional.of(URI.create("https://bitbucket.org/team/shop/pipelines/results/7")),
            List.of(new DataField("Findings", DataField.Type.NUMBER, new JsonNumber(findings)))),
        IntStream.rangeClosed(1, findings).mapToObj(number -> annotation(number, text)).toList(),
        0,
        text + "\n\n[comment]: # (spanner-pipe " + key + ")");
  }

  private static Annotation annotation(int number, String text) {
    return new Annotation(
        "finding-" + number,
        Annotation.Type.BUG,
        text,
        "Finding " + number,
        Optional.of("db/a b.sql"),
        number,
        Annotation.Severity.HIGH,
        Annotation.Result.FAILED);
  }
}
