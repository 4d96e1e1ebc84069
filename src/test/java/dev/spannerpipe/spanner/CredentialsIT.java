package dev.spannerpipe.spanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.apply.port.OperationListener;
import dev.spannerpipe.apply.port.SchemaChanges;
import dev.spannerpipe.apply.port.SchemaChanges.Answer;
import dev.spannerpipe.credentials.google.AccessToken;
import dev.spannerpipe.credentials.google.GoogleAccess;
import dev.spannerpipe.credentials.google.GoogleAccessFactory;
import dev.spannerpipe.credentials.google.GoogleScopes;
import dev.spannerpipe.credentials.google.GoogleSettings;
import dev.spannerpipe.credentials.google.RenewedAccess;
import dev.spannerpipe.credentials.google.TokenTerms;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.http.JdkHttp;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.FastTime;
import dev.spannerpipe.testing.SpannerGate;
import dev.spannerpipe.testing.SpannerGate.Passed;
import dev.spannerpipe.testing.TestDatabase;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import dev.spannerpipe.text.DatabaseName;
import io.grpc.Status;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which credentials reach Spanner: a gate lets nobody through without a token that was really
/// given. Time is simulated: a token lasts seconds, and no machine is too slow for it.
@Concurrent
class CredentialsIT {
  private final FastTime time =
      new FastTime(Instant.now().truncatedTo(ChronoUnit.SECONDS), Duration.ZERO);
  private final Retry retry = new Retry(time, () -> 0.5);
  private final GoogleStandIns google = GoogleStandIns.by(time::now);
  private TestDatabase database;
  private SpannerGate gate;

  @BeforeEach
  void open() {
    database = EmulatorServer.running().newDatabase(Dialect.GOOGLE_STANDARD_SQL);
    gate = SpannerGate.of(EmulatorServer.running().host(), google.tokens());
  }

  @AfterEach
  void close() {
    gate.close();
    google.close();
  }

  private RenewedAccess access(GoogleSettings settings, VerifiedToken token, GoogleScopes scopes) {
    return new GoogleAccessFactory(new JdkHttp(), retry, time, _ -> {})
        .open(settings, TokenTerms.of(scopes), Optional.of(token));
  }

  private RenewedAccess access(GoogleSettings settings) {
    return access(settings, google.token(Duration.ofHours(1)), GoogleScopes.DATA_AND_SCHEMA);
  }

  private SpannerConnection connect(Optional<GoogleAccess> access) {
    SpannerSettings settings =
        new SpannerSettings(
            new DatabaseName(database.project(), database.instance(), database.name()),
            Optional.empty(),
            Optional.of(URI.create("http://" + gate.address())),
            Optional.empty());
    return SpannerConnection.open(settings, access, time, retry);
  }

  private List<String> principals() {
    return gate.calls().stream().map(Passed::principal).distinct().toList();
  }

  private void createTablesAs(RenewedAccess access) {
    try (SpannerConnection connection = connect(Optional.of(access))) {
      DatabaseDescription description =
          connection.createTables(connection.describe(), OperationListener.NONE);

      assertThat(description.missingTables()).isEmpty();
      assertThat(connection.identity().name()).isEqualTo(database.resourceName());
    }
    assertThat(gate.calls()).extracting(Passed::status).containsOnly(Status.Code.OK);
    assertThat(gate.calls())
        .extracting(Passed::method)
        .contains("CreateSession", "ExecuteStreamingSql", "UpdateDatabaseDdl", "GetDatabase");
  }

  @Test
  void bringsTheAccountsTokenToDataAndSchema() {
    createTablesAs(access(google.impersonation()));

    assertThat(principals()).containsExactly(GoogleStandIns.ACCOUNT);
  }

  @Test
  void bringsTheFederatedToken() {
    createTablesAs(access(google.direct()));

    assertThat(principals())
        .singleElement()
        .satisfies(
            principal ->
                assertThat(principal)
                    .startsWith("principal://iam.googleapis.com/projects/123456789012/"));
  }

  @Test
  void bringsTheTokenOfTheRuntime() {
    createTablesAs(access(google.attached()));

    assertThat(principals()).containsExactly(GoogleStandIns.ATTACHED);
  }

  @Test
  void isRefusedWithoutCredentials() {
    try (SpannerConnection connection = connect(Optional.empty())) {
      assertThatThrownBy(connection::describe)
          .isInstanceOf(AccessFailure.class)
          .hasMessageContaining("Request had invalid authentication credentials");
    }
    assertThat(principals()).containsExactly("");
  }

  @Test
  void isRefusedWithATokenThatNobodyGave() {
    AccessToken forged =
        new AccessToken(new Secret("ya29.forged"), Instant.now().plusSeconds(3600));
    try (SpannerConnection connection = connect(Optional.of(() -> forged))) {
      assertThatThrownBy(connection::describe)
          .isInstanceOf(AccessFailure.class)
          .hasMessageContaining("Check how this run gets its credentials")
          .hasMessageNotContaining("ya29");
    }
  }

  @Test
  void cannotChangeTheSchemaWithTheScopeForData() {
    RenewedAccess access =
        access(google.impersonation(), google.token(Duration.ofHours(1)), GoogleScopes.DATA);
    try (SpannerConnection connection = connect(Optional.of(access))) {
      DatabaseDescription description = connection.describe();

      assertThatThrownBy(() -> connection.createTables(description, OperationListener.NONE))
          .isInstanceOf(AccessFailure.class)
          .hasMessageContaining("Request had insufficient authentication scopes");
    }
  }

  @Test
  void saysWhyThereAreNoCredentials() {
    google.iam().bind(GoogleStandIns.ACCOUNT);

    try (SpannerConnection connection = connect(Optional.of(access(google.impersonation())))) {
      assertThatThrownBy(connection::describe)
          .isInstanceOf(AccessFailure.class)
          .hasMessageStartingWith(
              "Could not act as the service account " + GoogleStandIns.ACCOUNT + ": Permission");
    }
    assertThat(gate.calls()).isEmpty();
  }

  /// Each token lasts 3 s, and the identity outlasts the work.
  @Test
  void goesOnWithNewTokensWhereTheyLiveSeconds() {
    google.iam().limit(3);
    workFor(
        access(
            google.impersonation(),
            google.token(Duration.ofMinutes(5)),
            GoogleScopes.DATA_AND_SCHEMA),
        Duration.ofSeconds(12));

    assertThat(gate.calls()).extracting(Passed::status).containsOnly(Status.Code.OK);
    assertThat(google.iam().requests().size()).isBetween(4, 14);
    assertThat(google.tokens().all()).hasSizeGreaterThan(8);
  }

  /// The last token of the account is made just before the OIDC token ends, and lasts beyond it.
  @Test
  void outlivesTheOidcToken() {
    Instant end = time.now().plusSeconds(15);
    workFor(
        access(
            google.impersonation(),
            google.token(Duration.ofSeconds(15)),
            GoogleScopes.DATA_AND_SCHEMA),
        Duration.ofSeconds(18));

    assertThat(time.now()).isAfter(end);
    assertThat(gate.calls()).extracting(Passed::status).containsOnly(Status.Code.OK);
    assertThat(google.iam().requests()).hasSize(2);
  }

  @Test
  void endsUnfinishedWhereNothingCanBeRenewed() {
    RenewedAccess access =
        access(google.direct(), google.token(Duration.ofSeconds(10)), GoogleScopes.DATA_AND_SCHEMA);

    assertThatThrownBy(() -> workFor(access, Duration.ofMinutes(1)))
        .isInstanceOf(UnfinishedFailure.class)
        .hasMessageStartingWith(
            "Could not renew the credentials for Spanner: the step's OIDC token expire")
        .hasMessageEndingWith("Run the step again: the new run continues where this one stopped.");
    assertThat(gate.calls()).extracting(Passed::status).containsOnly(Status.Code.OK);
  }

  @Test
  void endsUnfinishedWhereTheTokenIsNoLongerTaken() {
    try (SpannerConnection connection = connect(Optional.of(access(google.impersonation())))) {
      connection.describe();
      google.tokens().revoke();

      assertThatThrownBy(connection::describe)
          .isInstanceOf(UnfinishedFailure.class)
          .hasMessageStartingWith(
              "Spanner no longer accepts the credentials of this run: Request had invalid"
                  + " authentication credentials.")
          .hasMessageEndingWith(
              "Run the step again: the new run continues where this one stopped.");
    }
  }

  /// Asks for data and for schema operations, again and again.
  private void workFor(RenewedAccess access, Duration duration) {
    assertThat(access.token().expiresAt()).isAfter(time.now());
    try (SpannerConnection connection = connect(Optional.of(access))) {
      SchemaChanges schema = connection.schemaChanges();
      Duration end = time.elapsed().plus(duration);
      Stream.iterate(1, number -> number + 1)
          .takeWhile(_ -> time.elapsed().compareTo(end) < 0)
          .forEach(
              number -> {
                connection.describe();
                assertThat(
                        schema.submit(
                            "sp_1_" + number,
                            List.of("CREATE TABLE t" + number + " (a INT64) PRIMARY KEY (a)")))
                    .isInstanceOf(Answer.Started.class);
                time.sleep(Duration.ofMillis(500));
              });
    }
  }
}
