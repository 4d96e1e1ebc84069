package dev.spannerpipe.report.review;

import static dev.spannerpipe.report.review.Contexts.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.SourceLocation;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailureReviewTest {
  private static Failure unreadable() {
    return new ConfigurationFailure(
            "Could not read the changelog schema/a.yaml:7, column 3: found a tab",
            "Correct the file at that place")
        .at("schema/a.yaml", 7);
  }

  private static ChangelogProblem problem(String file, int line, String description) {
    return new ChangelogProblem(
        new SourceLocation(file, line),
        file + ":" + line + " " + description,
        "Correct it",
        Set.of(),
        ChangelogProblem.Effect.REJECTED);
  }

  private static List<String> annotations(Failure failure) {
    return ReviewWriter.of(failure, CONTEXT).annotations().stream()
        .map(Annotation::json)
        .map(JsonObject::canonical)
        .toList();
  }

  @Test
  void reportsAChangelogThatCannotBeRead() {
    Review review = ReviewWriter.of(unreadable(), CONTEXT);

    assertThat(review.reportJson())
        .isEqualTo(
            Json.parse(
                """
                {
                  "external_id": "spanner-pipe-database-76ae1146f486b306",
                  "title": "Spanner preview of shop",
                  "details": "The preview failed with exit code 2.\\n\
                Could not read the changelog schema/a.yaml:7, column 3: found a tab. Correct the \
                file at that place.",
                  "report_type": "TEST",
                  "reporter": "spanner-pipe",
                  "result": "FAILED",
                  "link": "https://bitbucket.org/acme/shop/pipelines/results/7",
                  "data": [{"title": "Exit code", "type": "NUMBER", "value": 2}]
                }
                """));
    assertThat(annotations(unreadable()))
        .containsExactly(
            """
            {"annotation_type":"BUG","details":"Correct the file at that place.",\
            "external_id":"FAILURE-4f65c9112ae9d18e811522c2346520f0","line":7,"path":"db/schema/a.yaml","result":"FAILED",\
            "severity":"HIGH","summary":"Could not read the changelog schema/a.yaml:7, column 3: \
            found a tab."}""");
    assertThat(review.comment())
        .isEqualTo(
            """
            ## Spanner preview of shop

            **The preview failed with exit code 2.**

            Could not read the changelog schema/a.yaml:7, column 3: found a tab. Correct the file \
            at that place.

            [Build](https://bitbucket.org/acme/shop/pipelines/results/7)

            [comment]: # (spanner-pipe database-76ae1146f486b306)
            """);
  }

  @Test
  void annotatesEachProblemOnItsLine() {
    Failure failure =
        ChangelogProblem.failure(
            List.of(
                problem("a.sql", 3, "has no end"),
                problem("b.sql", 0, "is empty"),
                problem("a.sql", 9, "has no end")));
    Review review = ReviewWriter.of(failure, CONTEXT);

    assertThat(
            review.annotations().stream().map(each -> each.path().orElse("") + ":" + each.line()))
        .containsExactly("db/a.sql:3", "db/b.sql:0", "db/a.sql:9");
    assertThat(review.annotations().get(2).externalId())
        .isEqualTo(review.annotations().get(0).externalId() + "-2");
    assertThat(review.report().details())
        .isEqualTo(
            """
            The preview failed with exit code 2.
            Could not plan the changelog: it has 3 problems. Fix each of them, and run again.
            a.sql:3 has no end. Correct it.
            b.sql:0 is empty. Correct it.
            a.sql:9 has no end. Correct it.""");
    assertThat(review.comment())
        .contains(
            """
            Could not plan the changelog: it has 3 problems. Fix each of them, and run again.

            - a.sql:3 has no end. Correct it.
            - b.sql:0 is empty. Correct it.
            - a.sql:9 has no end. Correct it.

            [Build]""");
  }

  @Test
  void keepsTheIdWhenLinesMove() {
    Failure moved =
        new ConfigurationFailure(
                "Could not read the changelog schema/a.yaml:71, column 5: found a tab", "Correct")
            .at("schema/a.yaml", 71);

    assertThat(ReviewWriter.of(moved, CONTEXT).annotations().getFirst().externalId())
        .isEqualTo(ReviewWriter.of(unreadable(), CONTEXT).annotations().getFirst().externalId());
  }

  @Test
  void reportsAFailureWithoutAPlace() {
    Review review =
        ReviewWriter.of(
            new AccessFailure("Could not reach @{ann} at <b>", "Grant | access"), CONTEXT);

    assertThat(review.annotations()).isEmpty();
    assertThat(review.report().details())
        .isEqualTo(
            "The preview failed with exit code 3.\nCould not reach @{ann} at <b>. Grant | access.");
    assertThat(review.comment())
        .contains("\n\nCould not reach @&#8203;\\{ann} at &lt;b&gt;. Grant &#124; access.\n\n");
  }

  @Test
  void shows1500ProblemsWithinTheLimits() {
    Failure failure =
        ChangelogProblem.failure(
            IntStream.rangeClosed(1, 1_500)
                .mapToObj(line -> problem("a.sql", line, "has no <end>"))
                .toList());
    Review review = ReviewWriter.of(failure, CONTEXT);

    assertThat(review.annotations()).hasSize(1_000);
    assertThat(review.moreFindings()).isEqualTo(501);
    assertThat(review.report().details().codePoints()).hasSize(2_000);
    assertThat(review.comment()).hasSizeBetween(29_000, 30_000);
    long shown = review.comment().lines().filter(line -> line.startsWith("- a.sql:")).count();
    assertThat(review.comment())
        .contains(
            "\n\n… and %d more problems, see the log of the build.\n\n".formatted(1_500 - shown))
        .contains("- a.sql:%d has no &lt;end&gt;. Correct it.\n\n… and".formatted(shown));
  }

  /// The secret has characters that Markdown escapes, and would be cut in a summary.
  @Test
  void removesASecretBeforeItIsCutOrEscaped() {
    String secret = "_s3cret*" + "k".repeat(100) + "_";
    String text = "x".repeat(Annotation.LONGEST_SUMMARY - 50) + " " + secret;
    Failure failure =
        ChangelogProblem.failure(
            List.of(problem("a.sql", 3, text), problem(secret + ".sql", 1, "is empty")));
    Review review =
        ReviewWriter.of(failure, Contexts.redacting(each -> each.replace(secret, "***")));

    assertThat(review.comment()).contains("xxx \\*\\*\\*").doesNotContain("s3cret");
    assertThat(review.reportJson().canonical()).contains("xxx ***").doesNotContain("s3cret");
    assertThat(review.annotations())
        .hasSize(2)
        .allSatisfy(each -> assertThat(each.json().canonical()).doesNotContain("s3cret"));
    assertThat(review.annotations().getLast().path()).isEmpty();
  }

  @Test
  void reportsAnInternalError() {
    Review review = ReviewWriter.of(new IllegalStateException("no <schema>"), CONTEXT);

    assertThat(review.annotations()).isEmpty();
    assertThat(review.report().verdict()).isEqualTo(InsightsReport.Verdict.FAILED);
    assertThat(review.report().details())
        .isEqualTo(
            """
            The preview failed with exit code 1.
            Internal error: java.lang.IllegalStateException: no <schema>. Run the preview again \
            with DEBUG: 'true', and report the error with the log of the build.""");
    assertThat(review.comment())
        .contains("Internal error: java.lang.IllegalStateException: no &lt;schema&gt;. Run");
  }
}
