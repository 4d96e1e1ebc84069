package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Aftermath;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.DeploymentClouds;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SpannerGate;
import dev.spannerpipe.testing.SpannerGate.Passed;
import dev.spannerpipe.testing.Workspace;
import dev.spannerpipe.testing.cloud.AwsAccount;
import dev.spannerpipe.testing.cloud.AwsSts;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import dev.spannerpipe.testing.cloud.GoogleSts;
import dev.spannerpipe.testing.cloud.Provider;
import dev.spannerpipe.testing.tls.Exposure;
import dev.spannerpipe.testing.tls.TestAuthority;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The pipe's process with services that speak TLS, as those of the clouds do, and with some that
/// are not what their address says.
@Concurrent
class TlsIT {
  private static TestAuthority authority;
  private static Exposure trusted;
  private static Exposure strange;
  private static Exposure misnamed;

  @TempDir private Path folder;
  private DeploymentClouds clouds;

  @BeforeAll
  static void issueCertificates(@TempDir Path certificates) {
    authority = TestAuthority.in(certificates.resolve("trusted"));
    trusted = Exposure.secured("localhost", authority.issue("localhost", "127.0.0.1"));
    misnamed = Exposure.secured("localhost", authority.issue("spanner.example.com"));
    TestAuthority stranger = TestAuthority.in(certificates.resolve("strange"));
    strange = Exposure.secured("localhost", stranger.issue("localhost", "127.0.0.1"));
  }

  @BeforeEach
  void openClouds() {
    clouds = DeploymentClouds.open(EmulatorServer.running().host(), trusted);
  }

  @AfterEach
  void closeClouds() {
    clouds.close();
  }

  private Site site(Dialect dialect) {
    return Site.create(
        clouds.gate().address(),
        folder,
        "--liquibase formatted sql\n"
            + WholeTool.changeSet(
                "table",
                dialect == Dialect.POSTGRESQL
                    ? "CREATE TABLE t1 (id bigint NOT NULL PRIMARY KEY);"
                    : "CREATE TABLE T1 (Id INT64 NOT NULL) PRIMARY KEY (Id);")
            + WholeTool.changeSet("row", "INSERT INTO T1 (Id) VALUES (1);"),
        dialect);
  }

  private Result apply(Site site, Map<String, String> others) {
    Map<String, String> variables = site.variables(1);
    variables.putAll(clouds.variables());
    variables.putAll(others);
    return PipeProcess.startTrusting(authority, variables, folder).await();
  }

  @ParameterizedTest
  @EnumSource
  void appliesAndDeploys(Dialect dialect) {
    Site site = site(dialect);

    Result result = apply(site, Map.of());

    assertThat(result.lastLine())
        .as("%s", result)
        .matches(
            "✔ Applied 2 change sets to \\S+ in <duration>; last change set:"
                + " changelog\\.sql::row::ann; execution \\S+ succeeded\\.");
    assertThat(result.exitCode()).isZero();
    assertThat(site.database().rows("SELECT Id FROM T1")).hasSize(1);
    assertThat(clouds.gate().calls()).extracting(Passed::status).containsOnly(Status.Code.OK);
    assertThat(clouds.gate().calls())
        .extracting(Passed::principal)
        .containsOnly(GoogleStandIns.ACCOUNT);
    assertThat(clouds.aws().workflows().service().starts()).isEqualTo(1);
    new Aftermath(new Workspace(folder), site.database(), result)
        .onRecordInFiles()
        .onRecordInDatabase()
        .nothingLeftOpen();
  }

  private static Stream<Arguments> impostors() {
    return Stream.of(
        arguments(strange, "unable to find valid certification path to requested target"),
        arguments(misnamed, "No subject alternative DNS name matching localhost found"));
  }

  @ParameterizedTest
  @MethodSource("impostors")
  void doesNotTalkToAnotherSpanner(Exposure exposure, String why) {
    Site site = site(Dialect.GOOGLE_STANDARD_SQL);
    try (SpannerGate impostor =
        SpannerGate.of(EmulatorServer.running().host(), clouds.google().tokens(), exposure)) {
      String endpoint = impostor.endpoint().toString();

      Result result = apply(site, Map.of("SPANNER_ENDPOINT", endpoint));

      assertGivenUp(
          site,
          result,
          "Could not reach Spanner at "
              + endpoint
              + " for "
              + site.database().resourceName()
              + ": the certificate of the server is not trusted ("
              + why
              + "). Check the address, and check that this machine can reach it over the network.");
      assertThat(impostor.calls()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("impostors")
  void showsItsTokenToNoOtherTokenServiceOfGoogle(Exposure exposure, String why) {
    Site site = site(Dialect.GOOGLE_STANDARD_SQL);
    try (GoogleSts impostor =
        new GoogleSts(clouds.google().tokens(), clouds.google().provider(), exposure)) {

      Result result = apply(site, Map.of("GOOGLE_STS_ENDPOINT", impostor.address().toString()));

      assertGivenUp(
          site,
          result,
          "Could not exchange the OIDC token at "
              + Provider.NAME
              + ": the certificate of the server is not trusted. Let the step reach"
              + " sts.googleapis.com, and run again.");
      assertThat(impostor.requests()).as(why).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("impostors")
  void showsItsTokenToNoOtherTokenServiceOfAws(Exposure exposure, String why) {
    Site site = site(Dialect.GOOGLE_STANDARD_SQL);
    try (AwsSts impostor = new AwsSts(Instant::now, exposure)) {

      Result result = apply(site, Map.of("AWS_ENDPOINT_URL_STS", impostor.address().toString()));

      assertGivenUp(
          site,
          result,
          "Could not assume role "
              + AwsAccount.ROLE
              + ": the certificate of the server is not trusted ("
              + why
              + "). Let the step reach AWS's token service, and run again.");
      assertThat(impostor.requests()).isEmpty();
    }
  }

  /// No line is that of a stack trace, and nothing was changed.
  private static void assertGivenUp(Site site, Result result, String message) {
    assertThat(result.lastLine()).as("%s", result).isEqualTo("✖ " + message);
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.lines()).allMatch(line -> line.matches("(INFO|ERROR|✖).*"));
    assertThat(site.database().ddl()).isEmpty();
  }
}
