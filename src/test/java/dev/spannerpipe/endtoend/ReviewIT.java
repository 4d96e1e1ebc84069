package dev.spannerpipe.endtoend;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.Workspace;
import dev.spannerpipe.testing.bitbucket.Asked;
import dev.spannerpipe.testing.bitbucket.BitbucketStandIn;
import dev.spannerpipe.testing.bitbucket.Side;
import dev.spannerpipe.testing.bitbucket.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A preview in the pipeline of a pull request, which publishes its result in Bitbucket. The
/// stand-in rejects what Bitbucket would reject.
@Concurrent
class ReviewIT {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final String CHANGELOG = "db changes/shop.sql";

  private static final String SINGERS =
      """
      --liquibase formatted sql
      --changeset ann:1
      CREATE TABLE Singers (Id INT64 NOT NULL, Name STRING(50)) PRIMARY KEY (Id);
      """;

  private static final String TWICE =
      """
      --changeset ann:2
      ALTER TABLE Singers ADD COLUMN Name STRING(50);
      """;

  @TempDir private Path directory;
  private Workspace workspace;
  private BitbucketStandIn bitbucket;
  private PipeRun preview;

  @BeforeEach
  void open() {
    workspace = new Workspace(directory).with(CHANGELOG, SINGERS + TWICE);
    bitbucket = BitbucketStandIn.start("acme/shop", directory);
    bitbucket.open("7");
    preview =
        PipeRun.in(
            directory,
            Map.ofEntries(
                Map.entry("COMMAND", "preview"),
                Map.entry("CHANGELOG_FILE", CHANGELOG),
                Map.entry("SPANNER_EMULATOR_HOST", EmulatorServer.running().host()),
                Map.entry("PROJECT", "acme-prod"),
                Map.entry("SPANNER_INSTANCE", "main"),
                Map.entry("SPANNER_DATABASE", "shop"),
                Map.entry("BITBUCKET_COMMIT", COMMIT),
                Map.entry("BITBUCKET_REPO_FULL_NAME", "acme/shop"),
                Map.entry("BITBUCKET_BUILD_NUMBER", "12"),
                Map.entry("BITBUCKET_PR_ID", "7"),
                Map.entry("BITBUCKET_PROXY_ENDPOINT", bitbucket.proxy().toString()),
                Map.entry("BITBUCKET_API_ENDPOINT", bitbucket.api().toString()),
                Map.entry("BITBUCKET_ACCESS_TOKEN", BitbucketStandIn.TOKEN)));
  }

  @AfterEach
  void sendsNothingThatBitbucketWouldReject() {
    List<String> problems = bitbucket.problems();
    bitbucket.close();
    assertThat(problems).isEmpty();
  }

  private static Result previewed(PipeRun run, int exitCode) {
    Result result = run.run();
    assertThat(result.exitCode()).as("%s", result).isEqualTo(exitCode);
    assertThat(result.out() + result.err()).doesNotContain(BitbucketStandIn.TOKEN);
    return result;
  }

  private String onlyReport() {
    assertThat(bitbucket.reports()).hasSize(1);
    return bitbucket.reports().keySet().iterator().next();
  }

  private JsonObject report() {
    return bitbucket.reports().get(onlyReport());
  }

  /// Returns each annotation as `path:line severity summary`; without a place where it has none.
  private List<String> annotations() {
    return bitbucket.annotations(onlyReport()).values().stream().map(ReviewIT::text).toList();
  }

  private static String text(JsonObject annotation) {
    String place =
        annotation.has("path")
            ? "%s:%s ".formatted(annotation.get("path").getAsString(), annotation.get("line"))
            : "";
    return place
        + annotation.get("severity").getAsString()
        + " "
        + annotation.get("summary").getAsString();
  }

  @Test
  void thePullRequestShowsTheFindingsOnItsLinesAndOneComment() {
    Result result = previewed(preview, 9);

    assertThat(onlyReport()).startsWith(COMMIT + "/spanner-pipe-");
    assertThat(report().get("result").getAsString()).isEqualTo("FAILED");
    assertThat(annotations().getFirst()).startsWith(CHANGELOG + ":5 ").contains("SP001");
    assertThat(bitbucket.comments("7")).hasSize(1);
    assertThat(bitbucket.comments("7").getFirst())
        .contains("SP001", CHANGELOG + ":5", digest(), "/pipelines/results/12");
    assertThat(result.err())
        .contains(
            "Published a Code Insights report with "
                + bitbucket.annotations(onlyReport()).size()
                + " annotations and a new comment on the pull request.");
    assertThat(result.warnings()).isEmpty();
  }

  private String digest() {
    return workspace
        .text(".spanner-pipe/shop/outputs.env")
        .replaceFirst("(?s).*SPANNER_PIPE_PLAN_SHA256=([0-9a-f]{64}).*", "$1");
  }

  @Test
  void theNextPreviewReplacesReportAnnotationsAndComment() {
    previewed(preview, 9);
    workspace.with(CHANGELOG, SINGERS);

    Result result = previewed(preview, 0);

    assertThat(report().get("result").getAsString()).isEqualTo("PASSED");
    assertThat(annotations()).noneMatch(text -> text.contains("SP001"));
    assertThat(bitbucket.comments("7")).hasSize(1);
    assertThat(bitbucket.comments("7").getFirst()).doesNotContain("SP001");
    assertThat(result.err()).contains("and the updated comment on the pull request.");
  }

  @Test
  void aChangelogThatCannotBeReadIsShownOnItsLine() {
    previewed(preview, 9);
    workspace.with(CHANGELOG, SINGERS + "--changeset ann:1\nDROP TABLE Singers;\n");

    previewed(preview, 9);

    assertThat(report().get("result").getAsString()).isEqualTo("FAILED");
    assertThat(annotations()).anyMatch(text -> text.startsWith(CHANGELOG + ":4 "));
    assertThat(bitbucket.comments("7")).hasSize(1);

    workspace.with(CHANGELOG, "--liquibase formatted sql\n--changeset ann\nDROP TABLE Singers;\n");

    Result result = previewed(preview, 2);

    assertThat(report().get("result").getAsString()).isEqualTo("FAILED");
    assertThat(report().get("details").getAsString())
        .contains(result.lastLine().substring("✖ ".length()));
    assertThat(annotations()).anyMatch(text -> text.startsWith(CHANGELOG + ":2 "));
    assertThat(bitbucket.comments("7")).hasSize(1);
    assertThat(bitbucket.comments("7").getFirst()).contains(CHANGELOG + ":2");
    assertThat(result.warnings()).isEmpty();
  }

  @Test
  void whatLooksLikeASecretIsNotPublished() {
    String key = "AKIA" + "ABCDEFGHIJKLMNOP";
    workspace.with(CHANGELOG, SINGERS + TWICE.replace("ann:2", key + ":2"));

    Result result = previewed(preview, 9);

    assertThat(bitbucket.requests()).noneMatch(asked -> asked.body().contains(key));
    assertThat(bitbucket.annotations(onlyReport()).values())
        .first()
        .satisfies(each -> assertThat(each.get("details").getAsString()).contains("::2::***"));
    assertThat(bitbucket.comments("7").getFirst()).contains("| 2 | \\*\\*\\* |");
    assertThat(result.warnings()).isEmpty();
  }

  @Test
  void twoDatabasesOfOnePullRequestHaveAReportAndACommentEach() {
    previewed(preview, 9);
    previewed(preview.with("SPANNER_DATABASE", "shop-eu"), 9);
    previewed(preview, 9);

    assertThat(bitbucket.reports()).hasSize(2);
    assertThat(bitbucket.comments("7")).hasSize(2);
    assertThat(bitbucket.comments("7").getFirst()).contains("shop");
    assertThat(bitbucket.comments("7").getLast()).contains("shop-eu");
  }

  @Test
  void theCommentsOfOthersRemain() {
    IntStream.range(0, 150).forEach(number -> bitbucket.comment("7", "Please explain " + number));
    previewed(preview, 9);
    previewed(preview, 9);

    assertThat(bitbucket.comments("7")).hasSize(151);
    assertThat(bitbucket.comments("7")).filteredOn(text -> text.contains("SP001")).hasSize(1);
  }

  @Test
  void aCommentThatWasDeletedIsWrittenAgain() {
    previewed(preview, 9);
    bitbucket.deleteComments("7");

    previewed(preview, 9);

    assertThat(bitbucket.comments("7")).hasSize(1);
  }

  @Test
  void withoutATokenThereIsOnlyTheReport() {
    previewed(preview.without("BITBUCKET_ACCESS_TOKEN"), 9);

    assertThat(bitbucket.reports()).hasSize(1);
    assertThat(bitbucket.requests(Side.API)).isEmpty();
  }

  @Test
  void withoutCodeInsightsThereIsOnlyTheComment() {
    previewed(preview.with("CODE_INSIGHTS", "false"), 9);

    assertThat(bitbucket.comments("7")).hasSize(1);
    assertThat(bitbucket.requests(Side.PROXY)).isEmpty();
  }

  @Test
  void outsideOfAPullRequestNothingIsPublishedUnlessTheStepWantsAReport() {
    PipeRun branch = preview.without("BITBUCKET_PR_ID");
    previewed(branch, 9);
    assertThat(bitbucket.requests()).isEmpty();

    previewed(branch.with("CODE_INSIGHTS", "true"), 9);
    assertThat(bitbucket.reports()).hasSize(1);
    assertThat(bitbucket.requests(Side.API)).isEmpty();
  }

  @Test
  void aThousandFindingsArePublishedInTheirLimits() {
    workspace.with(
        CHANGELOG,
        IntStream.range(0, 600)
            .mapToObj(
                number ->
                    "--changeset ann:%d\nCREATE TABLE `%s` (Id STRING(MAX)) PRIMARY KEY (Id);\n"
                        .formatted(number, "Order" + number))
            .collect(joining("", "--liquibase formatted sql\n", "")));
    bitbucket.comment("7", "Please explain");

    Result result = previewed(preview, 0);

    assertThat(bitbucket.annotations(onlyReport()).size()).isBetween(600, 1000);
    assertThat(bitbucket.requests()).hasSizeLessThanOrEqualTo(16);
    assertThat(bitbucket.comments("7").getLast().length()).isLessThanOrEqualTo(30_000);
    assertThat(result.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PROXY,BAD_REQUEST",
    "PROXY,FORBIDDEN",
    "PROXY,NOT_FOUND",
    "PROXY,TOO_LARGE",
    "PROXY,TOO_MANY",
    "PROXY,BROKEN",
    "PROXY,GARBAGE",
    "PROXY,CLOSE",
    "PROXY,HANG",
    "API,FORBIDDEN",
    "API,NOT_FOUND",
    "API,TOO_MANY",
    "API,BROKEN",
    "API,GARBAGE",
    "API,HANG"
  })
  void aFailureToPublishIsOneWarningAndChangesNothingElse(Side side, Trouble trouble) {
    Result as =
        previewed(preview.with("CODE_INSIGHTS", "false").without("BITBUCKET_ACCESS_TOKEN"), 9);
    bitbucket.fail(side, trouble);
    Instant begin = Instant.now();

    Result result = previewed(preview, 9);

    // 30 s, and what a slow machine needs for the rest.
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(50));
    assertThat(result.out()).isEqualTo(as.out());
    assertThat(result.lastLine()).isEqualTo(as.lastLine());
    assertThat(result.warnings()).hasSize(1);
    assertThat(result.warnings().getFirst()).startsWith("Could not ");
    assertThat(bitbucket.requests()).hasSizeLessThanOrEqualTo(16);
    // The other half is published.
    if (side == Side.PROXY) {
      assertThat(bitbucket.comments("7")).hasSize(1);
    } else {
      assertThat(bitbucket.reports()).hasSize(1);
    }
  }

  @Test
  void anExpiredTokenAndAPullRequestThatIsGoneAreNamed() {
    bitbucket.replaceToken("another");
    assertThat(previewed(preview, 9).warnings()).singleElement().asString().contains("401");

    bitbucket.replaceToken(BitbucketStandIn.TOKEN);
    bitbucket.remove("7");
    assertThat(previewed(preview, 9).warnings()).singleElement().asString().contains("404");
  }

  @Test
  void whereThereIsNoProxyTheStepIsNamedThatNeedsIt() {
    PipeRun elsewhere =
        preview
            .with("BITBUCKET_PROXY_ENDPOINT", "http://127.0.0.1:1")
            .without("BITBUCKET_ACCESS_TOKEN");

    assertThat(previewed(elsewhere, 9).warnings())
        .singleElement()
        .asString()
        .contains("127.0.0.1:1");
  }

  @Test
  void aPreviewOutsideOfBitbucketSaysWhichVariableIsMissing() {
    Result result = previewed(preview.without("BITBUCKET_COMMIT"), 9);

    assertThat(result.warnings())
        .singleElement()
        .asString()
        .endsWith(
            "Could not publish the preview in Bitbucket: BITBUCKET_COMMIT or"
                + " BITBUCKET_REPO_FULL_NAME is not set. Run the preview in a step of Bitbucket"
                + " Pipelines, or set CODE_INSIGHTS: 'false'.");
    assertThat(bitbucket.requests()).isEmpty();
  }

  @Test
  void theAnnotationsKeepTheirIdsWhileLinesMove() {
    previewed(preview, 9);
    List<String> before = List.copyOf(bitbucket.annotations(onlyReport()).keySet());
    workspace.with(CHANGELOG, SINGERS.replace("--changeset", "\n\n--changeset") + TWICE);

    previewed(preview, 9);

    assertThat(bitbucket.annotations(onlyReport()).keySet()).containsExactlyElementsOf(before);
    assertThat(annotations().getFirst()).startsWith(CHANGELOG + ":7 ");
  }

  @Test
  void theRunNamesTheOtherAddresses() {
    assertThat(previewed(preview, 9).err())
        .contains("Endpoint override: BITBUCKET_PROXY_ENDPOINT=" + bitbucket.proxy())
        .contains("Endpoint override: BITBUCKET_API_ENDPOINT=" + bitbucket.api());
  }

  @Test
  void everyReportIsDeletedBeforeItIsReplacedBecauseAnnotationsOnlyEndWithTheReport() {
    previewed(preview, 9);

    assertThat(bitbucket.requests().stream().filter(asked -> asked.side() == Side.PROXY))
        .extracting(Asked::method)
        .containsExactly("DELETE", "PUT", "POST");
  }
}
