package dev.spannerpipe.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.spanner.SpannerSettings;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.text.DatabaseName;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which database a preview compares the changelog with, and in which emulator it replays changes.
class PreviewSettingsTest {
  private static final Path CLONE = Path.of("/clone");

  private static final String PROVIDER =
      "projects/1/locations/global/workloadIdentityPools/pool/providers/bitbucket";

  private static final Map<String, String> TARGET =
      Map.of("PROJECT", "acme", "SPANNER_INSTANCE", "main", "SPANNER_DATABASE", "orders");

  private static final ReviewSettings UNPUBLISHED =
      new ReviewSettings(
          Optional.empty(),
          false,
          Optional.empty(),
          URI.create("https://api.bitbucket.org"),
          Optional.empty());

  @Test
  void withoutCredentialsItHasNoDatabaseAndNeedsNoName() {
    Settings settings = read(Map.of());

    assertThat(settings.target()).isEmpty();
    assertThat(settings.preview())
        .contains(
            new PreviewSettings(
                Optional.empty(), Dialect.GOOGLE_STANDARD_SQL, Optional.empty(), UNPUBLISHED));
    assertThat(settings.output().directory()).isEqualTo(CLONE.resolve(".spanner-pipe/preview"));
  }

  @Test
  void anEmulatorIsNeverItsDatabase() {
    Settings settings = read(with(TARGET, "SPANNER_EMULATOR_HOST", "localhost:9010"));

    assertThat(settings.target()).isEmpty();
    assertThat(settings.preview().orElseThrow().emulator()).contains("localhost:9010");
    assertThat(settings.output().directory()).isEqualTo(CLONE.resolve(".spanner-pipe/orders"));
  }

  @Test
  void theDestinationCommitAndTheDialectAreUsedWithoutADatabase() {
    assertThat(
            read(Map.of(
                    "BITBUCKET_PR_DESTINATION_COMMIT",
                    "0123456789ab",
                    "SPANNER_DIALECT",
                    "PostgreSQL"))
                .preview())
        .contains(
            new PreviewSettings(
                Optional.empty(), Dialect.POSTGRESQL, Optional.of("0123456789ab"), UNPUBLISHED));
  }

  @Test
  void credentialsLeadToADatabaseBesideTheEmulator() {
    Map<String, String> variables =
        with(
            with(
                with(TARGET, "GOOGLE_WORKLOAD_IDENTITY_PROVIDER", PROVIDER), "OIDC_TOKEN", "token"),
            "SPANNER_EMULATOR_HOST",
            "localhost:9010");

    assertThat(read(variables).target())
        .contains(
            new SpannerSettings(
                new DatabaseName("acme", "main", "orders"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(read(variables).access().google()).isPresent();
  }

  @Test
  void aLoopbackEndpointLeadsToADatabaseWithoutCredentials() {
    Settings settings = read(with(TARGET, "SPANNER_ENDPOINT", "http://127.0.0.1:9010"));

    assertThat(settings.target().flatMap(SpannerSettings::endpoint))
        .contains(URI.create("http://127.0.0.1:9010"));
    assertThat(settings.isSpannerOpen()).isTrue();
  }

  @Test
  void anEmulatorOnTheHostOfTheStepMayBeTheDatabase() {
    Settings settings =
        read(
            with(
                with(TARGET, "BITBUCKET_DOCKER_HOST_INTERNAL", "10.0.0.1"),
                "SPANNER_ENDPOINT",
                "http://10.0.0.1:9010"));

    assertThat(settings.target().flatMap(SpannerSettings::endpoint))
        .contains(URI.create("http://10.0.0.1:9010"));
  }

  @Test
  void credentialsWithoutTheNameOfADatabaseAreAMistake() {
    ConfigurationFailure failure =
        failure(Map.of("GOOGLE_WORKLOAD_IDENTITY_PROVIDER", PROVIDER, "OIDC_TOKEN", "token"));

    assertThat(failure.details())
        .containsExactly(
            "PROJECT is not given. Set it to the id of the Google Cloud project.",
            "SPANNER_INSTANCE is not given. Set it to the id of the Spanner instance.",
            "SPANNER_DATABASE is not given. Set it to the id of the Spanner database.");
  }

  @Test
  void credentialsWithoutATokenAreAMistakeAndNotAnotherBaseline() {
    assertThat(failure(with(TARGET, "GOOGLE_WORKLOAD_IDENTITY_PROVIDER", PROVIDER)))
        .hasMessage(
            "GOOGLE_WORKLOAD_IDENTITY_PROVIDER is given, but there is no OIDC token to exchange. Set"
                + " oidc: true on the step; outside of Bitbucket Pipelines, set OIDC_TOKEN.");
  }

  @Test
  void anotherEndpointWithoutCredentialsIsAMistake() {
    assertThat(failure(with(TARGET, "SPANNER_ENDPOINT", "https://spanner.example.com")))
        .hasMessage(
            "GOOGLE_WORKLOAD_IDENTITY_PROVIDER is not given, so the run has no credentials for"
                + " Spanner. Set it to the provider that trusts this workspace, with oidc: true on"
                + " the step; or remove SPANNER_ENDPOINT to preview without a database.");
  }

  @Test
  void anUnknownDialectIsAMistake() {
    assertThat(failure(Map.of("SPANNER_DIALECT", "mysql")))
        .hasMessage("SPANNER_DIALECT \"mysql\" is not known. Use one of googlesql, postgresql.");
  }

  @Test
  void aPreviewOfAPullRequestIsPublishedToCodeInsights() {
    assertThat(review(Map.of("BITBUCKET_PR_ID", "7")).codeInsights()).isTrue();
    assertThat(review(Map.of("BITBUCKET_PR_ID", "${BITBUCKET_PR_ID}")).codeInsights()).isFalse();
  }

  @Test
  void codeInsightsCanBeTurnedOffInAPullRequestAndOnElsewhere() {
    assertThat(review(Map.of("BITBUCKET_PR_ID", "7", "CODE_INSIGHTS", "false")).codeInsights())
        .isFalse();
    assertThat(review(Map.of("CODE_INSIGHTS", "true")).codeInsights()).isTrue();
  }

  @Test
  void theReviewNamesTheDatabaseEvenIfThePreviewDoesNotConnectToIt() {
    assertThat(review(TARGET).database()).contains("projects/acme/instances/main/databases/orders");
    assertThat(review(Map.of("SPANNER_DATABASE", "orders")).database()).contains("orders");
    assertThat(review(Map.of()).database()).isEmpty();
  }

  @Test
  void theProxyAndTheApiMayHaveOtherAddresses() {
    Map<String, String> variables =
        Map.of(
            "BITBUCKET_PROXY_ENDPOINT",
            "http://10.0.0.1:29419",
            "BITBUCKET_API_ENDPOINT",
            "https://bitbucket.example.com",
            "BITBUCKET_DOCKER_HOST_INTERNAL",
            "10.0.0.1");

    ReviewSettings review = review(variables);

    assertThat(review.proxy()).contains(URI.create("http://10.0.0.1:29419"));
    assertThat(review.api()).isEqualTo(URI.create("https://bitbucket.example.com"));
    assertThat(read(variables).access().endpoints())
        .containsExactly(
            Map.entry("BITBUCKET_API_ENDPOINT", "https://bitbucket.example.com"),
            Map.entry("BITBUCKET_PROXY_ENDPOINT", "http://10.0.0.1:29419"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://localhost:29418|is not the http URL of a proxy. Write it as in"
            + " http://host.docker.internal:29418.",
        "http://localhost|is not the http URL of a proxy. Write it as in"
            + " http://host.docker.internal:29418.",
        "http://localhost:29418/2.0|is not the http URL of a proxy. Write it as in"
            + " http://host.docker.internal:29418.",
        "localhost:29418|is not the http URL of a proxy. Write it as in"
            + " http://host.docker.internal:29418.",
        "http://proxy.example.com:29418|is another machine, and the pipe would send plain http"
            + " requests to it. Use host.docker.internal, a loopback address or"
            + " BITBUCKET_DOCKER_HOST_INTERNAL."
      })
  void theProxyMustBeAPlainAddressOnThisMachine(String value, String problem) {
    assertThat(failure(Map.of("BITBUCKET_PROXY_ENDPOINT", value)))
        .hasMessage("BITBUCKET_PROXY_ENDPOINT \"" + value + "\" " + problem);
  }

  @Test
  void theAccessTokenMustNotBeSentInPlainTextToAnotherMachine() {
    assertThat(failure(Map.of("BITBUCKET_API_ENDPOINT", "http://bitbucket.example.com")))
        .hasMessage(
            "BITBUCKET_API_ENDPOINT \"http://bitbucket.example.com\" uses http to another machine."
                + " Use https; http is allowed only to a loopback address or"
                + " BITBUCKET_DOCKER_HOST_INTERNAL.");
  }

  private static ReviewSettings review(Map<String, String> variables) {
    return read(variables).preview().orElseThrow().review();
  }

  private static Map<String, String> with(Map<String, String> all, String name, String value) {
    Map<String, String> more = new HashMap<>(all);
    more.put(name, value);
    return more;
  }

  private static Settings read(Map<String, String> variables) {
    return SettingsReader.read(
        new Request(with(variables, "COMMAND", "preview"), Map.of(), false, CLONE));
  }

  private static ConfigurationFailure failure(Map<String, String> variables) {
    return catchThrowableOfType(ConfigurationFailure.class, () -> read(variables));
  }
}
