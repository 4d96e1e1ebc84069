package dev.spannerpipe.report.review;

import static dev.spannerpipe.report.review.Contexts.CONTEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.report.SamplePlan;
import dev.spannerpipe.report.preview.Previews;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReviewWriterTest {
  @Test
  void reportsAPreviewWithErrorsAsFailed() {
    assertThat(ReviewWriter.of(Previews.rich(), CONTEXT).reportJson())
        .isEqualTo(
            Json.parse(
                """
                {
                  "external_id": "spanner-pipe-database-76ae1146f486b306",
                  "title": "Spanner preview of shop",
                  "details": "4 change sets are pending, with 6 effects, 3 errors and 1 warning.\\n\
                Compared with the database projects/acme/instances/main/databases/shop, as of \
                2026-11-30T12:00:00Z.\\n\
                4 change sets pending: 5 statements in 1 schema operation; 7 applied; plan %1$s.\\n\
                Data loss: 1 data loss; apply will stop with exit code 4 unless ALLOW_DESTRUCTIVE \
                is true. A waiver does not change this.\\n\
                Not previewed, or only in part: 2 statements of the change sets and 2 statements \
                of the baseline; the emulator does not support ON UPDATE and roles.\\n\
                report.md, an artifact of the build, has the whole preview.\\n\
                The lease is held by run run-a.\\n\
                Change set x stays pending: no table x.",
                  "report_type": "TEST",
                  "reporter": "spanner-pipe",
                  "result": "FAILED",
                  "link": "https://bitbucket.org/acme/shop/pipelines/results/7",
                  "data": [
                    {"title": "Pending change sets", "type": "NUMBER", "value": 4},
                    {"title": "Effects", "type": "NUMBER", "value": 6},
                    {"title": "Errors", "type": "NUMBER", "value": 3},
                    {"title": "Warnings", "type": "NUMBER", "value": 1},
                    {"title": "Waived findings", "type": "NUMBER", "value": 1},
                    {"title": "Data losses", "type": "NUMBER", "value": 1},
                    {"title": "Schema operations", "type": "NUMBER", "value": 2},
                    {"title": "Backfills and validations", "type": "NUMBER", "value": 2},
                    {"title": "Compared with", "type": "TEXT", "value": "the live database"},
                    {"title": "Plan SHA-256", "type": "TEXT", "value": "%1$s"}
                  ]
                }
                """
                    .formatted(SamplePlan.DIGEST)));
  }

  @Test
  void reportsAPreviewOfNothingAsPassed() {
    ReviewContext context =
        new ReviewContext(
            Optional.empty(),
            Previews.CHANGELOG,
            Optional.empty(),
            _ -> Optional.empty(),
            text -> text);
    Review review = ReviewWriter.of(Previews.nothing(Previews.DESTINATION), context);

    assertThat(review.reportJson())
        .isEqualTo(
            Json.parse(
                """
                {
                  "external_id": "spanner-pipe-changelog-683f9db08da3d8c4",
                  "title": "Spanner preview of schema/changelog.yaml",
                  "details": "Nothing is pending: the baseline has all 7 change sets of this \
                changelog; no errors and no warnings.\\n\
                Compared with the changelog of the destination commit \
                0123456789012345678901234567890123456789 (neither Google credentials nor \
                SPANNER_ENDPOINT is set).\\n\
                Nothing is pending; 7 applied; plan %1$s.\\n\
                report.md, an artifact of the build, has the whole preview.",
                  "report_type": "TEST",
                  "reporter": "spanner-pipe",
                  "result": "PASSED",
                  "data": [
                    {"title": "Pending change sets", "type": "NUMBER", "value": 0},
                    {"title": "Effects", "type": "NUMBER", "value": 0},
                    {"title": "Errors", "type": "NUMBER", "value": 0},
                    {"title": "Warnings", "type": "NUMBER", "value": 0},
                    {"title": "Waived findings", "type": "NUMBER", "value": 0},
                    {"title": "Data losses", "type": "NUMBER", "value": 0},
                    {"title": "Schema operations", "type": "NUMBER", "value": 0},
                    {"title": "Backfills and validations", "type": "NUMBER", "value": 0},
                    {"title": "Compared with", "type": "TEXT", \
                "value": "the destination commit 01234567890…"},
                    {"title": "Plan SHA-256", "type": "TEXT", "value": "%1$s"}
                  ]
                }
                """
                    .formatted(SamplePlan.DIGEST)));
    assertThat(review.annotations()).isEmpty();
    assertThat(review.moreFindings()).isZero();
  }

  @Test
  void cutsTheReportAtCodePoints() {
    String long450 = "\uD83D\uDE00".repeat(449) + "…";
    String long2000 = "\uD83D\uDE00".repeat(1999) + "…";
    InsightsReport report =
        new InsightsReport(
            "\uD83D\uDE00".repeat(451),
            "\uD83D\uDE00".repeat(2001),
            InsightsReport.Verdict.PASSED,
            Optional.empty(),
            List.of());

    assertThat(report.title()).isEqualTo(long450);
    assertThat(report.details()).isEqualTo(long2000);
    InsightsReport same =
        new InsightsReport(
            "\uD83D\uDE00".repeat(450),
            "\uD83D\uDE00".repeat(2000),
            InsightsReport.Verdict.PASSED,
            Optional.empty(),
            List.of());
    assertThat(same.title()).isEqualTo("\uD83D\uDE00".repeat(450));
    assertThat(same.details()).isEqualTo("\uD83D\uDE00".repeat(2000));
  }

  @Test
  void givesEachDatabaseAndEachChangelogAKeyOfItsOwn() {
    ReviewContext shop = Contexts.of(Optional.of(Contexts.SHOP), "a.yaml");
    ReviewContext test =
        Contexts.of(Optional.of("projects/acme/instances/test/databases/shop"), "a.yaml");
    ReviewContext named = Contexts.of(Optional.empty(), Contexts.SHOP);

    assertThat(List.of(shop.key(), test.key(), named.key()))
        .containsExactly(
            "database-76ae1146f486b306", "database-8965ba379eff98a0", "changelog-76ae1146f486b306");
    assertThat(List.of(shop.title(), test.title(), named.title()))
        .containsExactly(
            "Spanner preview of shop",
            "Spanner preview of shop",
            "Spanner preview of projects/acme/instances/main/databases/shop");
  }

  @Test
  void marksTheCommentWithTheKey() {
    Review review = ReviewWriter.of(Previews.rich(), CONTEXT);

    assertThat(review.reportId()).isEqualTo("spanner-pipe-database-76ae1146f486b306");
    assertThat(review.marker()).isEqualTo("[comment]: # (spanner-pipe database-76ae1146f486b306)");
    assertThat(review.comment()).endsWith("\n\n" + review.marker() + "\n");
  }

  @Test
  void linksNoAddressThatMarkdownWouldReadOtherwise() {
    assertThat(CommentText.link("Build", URI.create("https://b.org/a(b)?c=%20d")))
        .contains("[Build](https://b.org/a%28b%29?c=%20d)");
    assertThat(CommentText.link("Build", URI.create("https://b.org/" + "a".repeat(1500))))
        .isEmpty();
  }

  @Test
  void removesSecretsFromAllTexts() {
    ReviewContext context =
        Contexts.redacting(text -> text.replaceAll("(?i)orders|customers", "***"));
    Review review = ReviewWriter.of(Previews.rich(), context);

    assertThat(ReviewWriter.of(Previews.rich(), CONTEXT).comment()).containsIgnoringCase("orders");
    assertThat(review.comment()).doesNotContainIgnoringCase("orders").contains("\\*\\*\\*");
    assertThat(review.reportJson().canonical()).doesNotContainIgnoringCase("orders");
    assertThat(review.annotations())
        .isNotEmpty()
        .allSatisfy(
            each -> assertThat(each.json().canonical()).doesNotContainIgnoringCase("orders"));
  }
}
