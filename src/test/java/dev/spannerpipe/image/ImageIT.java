package dev.spannerpipe.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.git.GitHistory;
import dev.spannerpipe.testing.Aftermath;
import dev.spannerpipe.testing.DeploymentClouds;
import dev.spannerpipe.testing.Fault;
import dev.spannerpipe.testing.Faults;
import dev.spannerpipe.testing.Pace;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SlowSpanner;
import dev.spannerpipe.testing.SpannerGate.Passed;
import dev.spannerpipe.testing.bitbucket.BitbucketStandIn;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import dev.spannerpipe.testing.tls.Exposure;
import dev.spannerpipe.testing.tls.TestAuthority;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The built image in a step of Bitbucket Pipelines: what it may use is what the platform gives to
/// a pipe, and the step's services are at the step's machine.
@BuiltImage
class ImageIT {
  private static final int PROXY_OF_PIPELINES = 29_418;
  private static final String CERTIFICATES = "/opt/java/lib/security/cacerts";
  private static final String CHANGES = "schema/example/changes/tidy.sql";

  @TempDir(factory = BelowTarget.class)
  private Path folder;

  private Example example;

  @BeforeEach
  void open() {
    example = Example.in(folder);
  }

  /// Adds a change that a reviewer should not miss.
  private void loseAColumn() {
    example
        .step()
        .workspace()
        .with(
            CHANGES,
            """
            --liquibase formatted sql

            --changeset example:orders-without-currency
            ALTER TABLE Orders DROP COLUMN Currency;
            """)
        .with(
            "schema/example/changelog.yaml",
            example.step().workspace().text("schema/example/changelog.yaml")
                + "  - include:\n      file: changes/tidy.sql\n      relativeToChangelogFile: true\n");
  }

  @Test
  void appliesOnce() {
    example.assertApplied(example.step().run());
    example.assertNothingToDo(example.step().with("BITBUCKET_STEP_RUN_NUMBER", "2").run());

    Path clone = example.step().workspace().directory();
    Path results = clone.resolve(".spanner-pipe").resolve(example.database().name());
    assertThat(example.written())
        .contains(
            results.resolve("outputs.env"),
            results.resolve("plan.json"),
            results.resolve("record.jsonl"),
            clone.resolve("test-results/spanner-pipe-" + example.database().name() + ".xml"));
    example.assertVerified(2);
  }

  @Test
  void showsAPullRequestWhatItWouldDoToTheDatabase() {
    example.assertApplied(example.step().run());
    loseAColumn();
    try (BitbucketStandIn bitbucket = bitbucket()) {
      bitbucket.open("7");

      Result result =
          published(pullRequest(), bitbucket)
              .with("SPANNER_ENDPOINT", Example.emulatorService())
              .run();

      assertRejected(result, bitbucket);
      assertThat(result.out())
          .startsWith("Compared with the database " + example.database().resourceName() + ", as");
      new Aftermath(example.step().workspace(), example.database(), result).onRecordInFiles();
    }
  }

  @Test
  void showsAPullRequestWhatItWouldDoToTheDestinationBranch() {
    String destination = GitHistory.commitAll(example.step().workspace().directory());
    loseAColumn();
    try (BitbucketStandIn bitbucket = bitbucket()) {
      bitbucket.open("7");

      Result result =
          published(pullRequest(), bitbucket)
              .with("BITBUCKET_PR_DESTINATION_COMMIT", destination.substring(0, 12))
              .run();

      assertRejected(result, bitbucket);
      assertThat(result.out())
          .startsWith("Compared with the changelog of the destination commit " + destination);
    }
  }

  /// Asserts that the lost column is an error in the log and on the pull request.
  private void assertRejected(Result result, BitbucketStandIn bitbucket) {
    assertThat(result.lastLine())
        .as("%s", result)
        .isEqualTo(
            "✖ Could not approve schema/example/changelog.yaml: SP102 at "
                + CHANGES
                + ":4: The column Currency of Orders is dropped, with its values. Check that nobody"
                + " needs the data, and permit the loss when you apply (ALLOW_DESTRUCTIVE, or a rule"
                + " of the policy), or waive SP102 with the comment line \"spanner-pipe: allow SP102"
                + " <reason>\" in its change set.");
    assertThat(result.exitCode()).isEqualTo(9);
    assertThat(result.warnings()).isEmpty();
    assertThat(result.out()).contains("     drops the column Currency of Orders\n");
    assertThat(result.lines())
        .contains(
            "INFO: Published a Code Insights report with 2 annotations and a new comment on the pull"
                + " request.");
    String report = bitbucket.reports().keySet().iterator().next();
    assertThat(report).startsWith(Step.COMMIT + "/spanner-pipe-");
    assertThat(bitbucket.reports().get(report).get("result").getAsString()).isEqualTo("FAILED");
    assertThat(bitbucket.annotations(report).values())
        .anyMatch(
            annotation ->
                annotation.has("line")
                    && annotation.get("path").getAsString().equals(CHANGES)
                    && annotation.get("line").getAsInt() == 4);
    assertThat(bitbucket.comments("7"))
        .singleElement()
        .asString()
        .contains("SP102", CHANGES + ":4");
    assertThat(bitbucket.problems()).isEmpty();
    example.assertModes();
  }

  /// A step of a pull request, in which there is no emulator but the image's own.
  private Step pullRequest() {
    return example
        .step()
        .without("SPANNER_EMULATOR_HOST")
        .with("COMMAND", "preview")
        .with("BITBUCKET_BRANCH", "tidy")
        .with("BITBUCKET_PR_ID", "7")
        .with("BITBUCKET_PR_DESTINATION_BRANCH", "main");
  }

  /// Starts Bitbucket, with the proxy where a step has it, unless somebody else is there.
  private BitbucketStandIn bitbucket() {
    Path clone = example.step().workspace().directory();
    Exposure exposure = Exposure.outside(Step.HOST, Optional.empty());
    try {
      return BitbucketStandIn.start("acme/orders", clone, exposure, PROXY_OF_PIPELINES);
    } catch (UncheckedIOException taken) {
      if (taken.getCause() instanceof BindException) {
        return BitbucketStandIn.start("acme/orders", clone, exposure, 0);
      }
      throw taken;
    }
  }

  private static Step published(Step step, BitbucketStandIn bitbucket) {
    Step reviewed =
        step.with("BITBUCKET_ACCESS_TOKEN", BitbucketStandIn.TOKEN)
            .with("BITBUCKET_API_ENDPOINT", bitbucket.api().toString());
    return bitbucket.proxy().getPort() == PROXY_OF_PIPELINES
        ? reviewed
        : reviewed.with("BITBUCKET_PROXY_ENDPOINT", bitbucket.proxy().toString());
  }

  /// A deployment that calls the clouds over TLS. Of all certificates, it trusts this authority's.
  private Step deployment(TestAuthority authority, DeploymentClouds clouds) {
    return example
        .step()
        .without("SPANNER_EMULATOR_HOST")
        .with(clouds.variables())
        .replacing(CERTIFICATES, authority.trustStore());
  }

  private DeploymentClouds clouds(TestAuthority authority, String spanner) {
    return DeploymentClouds.open(
        spanner, Exposure.outside(Step.HOST, Optional.of(authority.issue(Step.HOST, "127.0.0.1"))));
  }

  @Test
  void trustsTheAuthoritiesOfTheCloudsAndOfBitbucket() throws Exception {
    example.step().shell("cat " + CERTIFICATES + " >certificates").succeeded();

    KeyStore certificates =
        KeyStore.getInstance(
            example.step().workspace().directory().resolve("certificates").toFile(),
            "changeit".toCharArray());
    assertThat(Collections.list(certificates.aliases()))
        .map(alias -> (X509Certificate) certificates.getCertificate(alias))
        .map(certificate -> certificate.getSubjectX500Principal().getName())
        .anyMatch(name -> name.startsWith("CN=GTS Root R1,"))
        .anyMatch(name -> name.startsWith("CN=Amazon Root CA 1,"))
        .anyMatch(name -> name.startsWith("CN=DigiCert Global Root G2,"));
  }

  @Test
  void migratesAndDeploysWithTheTokenOfTheStep() {
    TestAuthority authority = TestAuthority.in(folder.resolve("authority"));
    try (DeploymentClouds clouds = clouds(authority, Example.emulator())) {

      Result result = deployment(authority, clouds).run();

      assertThat(result.lastLine())
          .as("%s", result)
          .matches(
              "✔ Applied 7 change sets to \\S+ in <duration>; last change set: \\S+; execution"
                  + " orders-production-[0-9a-f]{16}-a1 succeeded\\.");
      example.assertOrderly(result);
      assertDeployedOnce(clouds);
      example.assertVerified(1);
    }
  }

  @Test
  void finishesASchemaChangeThatWasStopped() {
    TestAuthority authority = TestAuthority.in(folder.resolve("authority"));
    try (SlowSpanner spanner = SlowSpanner.inFrontOf(Example.emulator(), Pace.AT_ONCE);
        DeploymentClouds clouds = clouds(authority, spanner.address());
        PipeContainer stopped = deployment(authority, clouds).container()) {
      // The first call makes the book-keeping tables.
      spanner.faults(
          Faults.at("UpdateDatabaseDdl", 2, Fault.ending(Fault.Moment.AFTER, stopped::kill)));
      stopped.start();
      Result killed = stopped.await();
      spanner.faults(Faults.NONE);

      Result result = deployment(authority, clouds).with("BITBUCKET_STEP_RUN_NUMBER", "2").run();

      assertThat(killed.exitCode()).as("%s", killed).isEqualTo(Result.KILLED);
      assertThat(result.lines())
          .as("%s", result)
          .contains("INFO: Schema operation sp_1_1 found: 6 statements.");
      assertThat(result.lastLine())
          .matches(
              "✔ Applied 2 change sets to \\S+ in <duration>; last change set: \\S+; execution"
                  + " orders-production-[0-9a-f]{16}-a1 succeeded\\.");
      example.assertOrderly(result);
      assertDeployedOnce(clouds);
      example.assertVerified(2);
    }
  }

  @Test
  void findsTheWorkflowThatAStoppedRunStarted() {
    TestAuthority authority = TestAuthority.in(folder.resolve("authority"));
    try (DeploymentClouds clouds = clouds(authority, Example.emulator());
        PipeContainer stopped = deployment(authority, clouds).container()) {
      clouds.aws().workflows().endCallerAt("StartExecution", true, stopped::kill);
      stopped.start();
      Result killed = stopped.await();

      Result result = deployment(authority, clouds).with("BITBUCKET_STEP_RUN_NUMBER", "2").run();

      assertThat(killed.exitCode()).as("%s", killed).isEqualTo(Result.KILLED);
      assertThat(result.lastLine())
          .as("%s", result)
          .matches(
              "✔ Nothing to do: all 7 change sets of this changelog are applied to \\S+"
                  + " \\(<duration>\\); execution orders-production-[0-9a-f]{16}-a1 succeeded\\.");
      example.assertOrderly(result);
      assertDeployedOnce(clouds);
      example.assertVerified(2);
    }
  }

  /// Asserts that every call to Spanner was made with the token of the service account.
  private static void assertDeployedOnce(DeploymentClouds clouds) {
    assertThat(clouds.aws().workflows().service().starts()).isEqualTo(1);
    assertThat(clouds.gate().calls())
        .extracting(Passed::principal)
        .containsOnly(GoogleStandIns.ACCOUNT);
  }
}
