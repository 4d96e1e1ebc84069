package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SpannerProxy;
import dev.spannerpipe.testing.TestDatabase;
import dev.spannerpipe.testing.cloud.AwsAccount;
import org.junit.jupiter.api.Test;

/// `doctor` where there is no token: on an emulator, which needs none, and in a step that lacks it.
@Concurrent
class DoctorWithoutTrustIT extends CloudStep {
  private static final String ROLE = AwsAccount.ROLE;

  private static final String NEEDS_NONE =
      "✔ The database can be used. It needs no token, trust or credentials.\n";

  private PipeRun onEmulator() {
    return pipe.with("COMMAND", "doctor");
  }

  private PipeRun withoutToken() {
    return deployment().with("COMMAND", "doctor").without("BITBUCKET_STEP_OIDC_TOKEN");
  }

  private static String emulator() {
    return "the emulator at " + EmulatorServer.running().host();
  }

  private static void assertPrints(Result result, String out, String err, int exitCode) {
    assertThat(result.out()).isEqualTo(out);
    assertThat(result.err()).isEqualTo(err);
    assertThat(result.exitCode()).isEqualTo(exitCode);
  }

  @Test
  void needsNothingForAnEmulator() {
    assertPrints(
        onEmulator().run(),
        """
        · token: no token, trust or credentials are needed for %1$s
        · database: %1$s has %2$s, in the GoogleSQL dialect
        · database: it has no book-keeping tables yet; the first run creates them
        """
            .formatted(emulator(), database.resourceName()),
        NEEDS_NONE,
        0);
    assertThat(database.ddl()).isEmpty();
  }

  @Test
  void doesNotTestATokenThatNobodyNeeds() {
    Result result = onEmulator().with("BITBUCKET_STEP_OIDC_TOKEN", "no.such.token").run();

    assertThat(result.out())
        .startsWith("· token: no token, trust or credentials are needed for " + emulator() + "\n");
    assertThat(result.err()).isEqualTo(NEEDS_NONE);
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void findsTheTablesOfEarlierRuns() {
    assertThat(pipe.run().exitCode()).isZero();

    assertThat(onEmulator().run().out()).endsWith("· database: it has all book-keeping tables\n");

    database.execute("DROP TABLE SPANNER_PIPE_VERSION");
    assertThat(onEmulator().run().out())
        .endsWith(
            "· database: it does not have the book-keeping tables SPANNER_PIPE_VERSION; the next"
                + " run creates them\n");
  }

  @Test
  void tellsTheDialect() {
    TestDatabase postgres = EmulatorServer.running().newDatabase(Dialect.POSTGRESQL);

    assertThat(PipeRun.in(workspace, postgres).run("doctor").out())
        .contains(
            "· database: %s has %s, in the PostgreSQL dialect\n"
                .formatted(emulator(), postgres.resourceName()));
  }

  @Test
  void createsNoDatabaseInAnEmulator() {
    String missing = EmulatorServer.running().newName();
    PipeRun doctor = onEmulator().with("SPANNER_DATABASE", missing);
    String out =
        """
        · token: no token, trust or credentials are needed for %1$s
        · database: %1$s does not have %2$s yet; the first run creates it
        """
            .formatted(emulator(), database.resourceName().replace(database.name(), missing));

    assertPrints(doctor.run(), out, NEEDS_NONE, 0);
    assertPrints(doctor.run(), out, NEEDS_NONE, 0);
  }

  @Test
  void reportsADatabaseThatIsMissingOnThisMachine() {
    String missing = EmulatorServer.running().newName();
    String name = database.resourceName().replace(database.name(), missing);
    try (SpannerProxy proxy = SpannerProxy.of(EmulatorServer.running().host())) {
      Result result =
          onEmulator()
              .without("SPANNER_EMULATOR_HOST")
              .with("SPANNER_ENDPOINT", "http://" + proxy.address())
              .with("SPANNER_DATABASE", missing)
              .run();

      assertPrints(
          result,
          """
          · token: no token, trust or credentials are needed for http://%1$s
          ✖ database: Could not open %2$s: the database %3$s does not exist in this instance. \
          Correct SPANNER_DATABASE, or create the database
          """
              .formatted(proxy.address(), name, missing),
          "✖ Could not use %s. Follow the advice above, and run COMMAND=doctor again.\n"
              .formatted(name),
          3);
    }
  }

  @Test
  void printsTheResultOfAnEmulatorAsJson() {
    assertThat(Json.parse(onEmulator().run("--json").out()))
        .isEqualTo(
            Json.parse(
                """
                {"sound": true, "claims": [], "mends": [], "findings": [
                  {"severity": "note", "link": "token", "claim": "",
                   "text": "no token, trust or credentials are needed for %1$s"},
                  {"severity": "note", "link": "database", "claim": "",
                   "text": "%1$s has %2$s, in the GoogleSQL dialect"},
                  {"severity": "note", "link": "database", "claim": "",
                   "text": "it has no book-keeping tables yet; the first run creates them"}]}
                """
                    .formatted(emulator(), database.resourceName())));
  }

  @Test
  void needsATokenForAwsBesideAnEmulator() {
    assertPrints(
        onEmulator().with("AWS_OIDC_ROLE_ARN", ROLE).run(),
        """
        ✖ token: the step has no OIDC token. Set oidc: true on the step; outside of Bitbucket \
        Pipelines, set OIDC_TOKEN
        · database: %1$s has %2$s, in the GoogleSQL dialect
        · database: it has no book-keeping tables yet; the first run creates them
        · AWS trust policy: not tested: there is no token
        """
            .formatted(emulator(), database.resourceName()),
        "✖ The chain of trust is broken: token. Follow the advice above, and run COMMAND=doctor"
            + " again.\n",
        3);
  }

  @Test
  void checksWhatItCanWithoutAToken() {
    workspace.with("provider.json", google.provider().described().canonical());
    workspace.with("role.json", AwsAccount.trust(google.issuer().issuer(), google.step()));

    assertPrints(
        withoutToken()
            .with("AWS_OIDC_ROLE_ARN", ROLE)
            .with("STATE_MACHINE_ARN", MACHINE)
            .with("DOCTOR_GOOGLE_PROVIDER_FILE", "provider.json")
            .with("DOCTOR_AWS_ROLE_FILE", "role.json")
            .run(),
        """
        ✖ token: the step has no OIDC token. Set oidc: true on the step; outside of Bitbucket \
        Pipelines, set OIDC_TOKEN
        · Google provider: its file was not tested: there is no token to compare it with
        · Google provider: not tested: there is no token
        · Spanner permissions: not tested: there is no token
        · AWS trust policy: its file was not tested: there is no token to compare it with
        · AWS trust policy: not tested: there is no token
        """,
        "✖ The chain of trust is broken: token. Follow the advice above, and run COMMAND=doctor"
            + " again.\n",
        3);
    assertThat(google.sts().requests()).isEmpty();
  }

  @Test
  void checksTheSettingsWithoutAToken() {
    Result result = withoutToken().with("GOOGLE_WORKLOAD_IDENTITY_PROVIDER", "pool").run();

    assertThat(result.err()).startsWith("✖ GOOGLE_WORKLOAD_IDENTITY_PROVIDER \"pool\" is not ");
    assertThat(result.exitCode()).isEqualTo(2);
  }

  @Test
  void reportsThatNothingIsConfigured() {
    assertPrints(
        onEmulator().without("SPANNER_EMULATOR_HOST").run(),
        """
        ✖ token: the step has no OIDC token. Set oidc: true on the step; outside of Bitbucket \
        Pipelines, set OIDC_TOKEN
        · Spanner permissions: not tested: no credentials for Spanner are configured
        """,
        "✖ The chain of trust is broken: token. Follow the advice above, and run COMMAND=doctor"
            + " again.\n",
        3);
  }
}
