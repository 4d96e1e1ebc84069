package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.testing.Pipe;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a policy lets a run do, and that it is on record either way.
class PolicyIT extends CloudStep {
  private static final String BRANCH = "branchName: main";

  private Pipe guarded(String when, String more) {
    workspace.with(
        "policy.yaml",
        """
        version: 1
        issuers:
          bitbucket:
            profile: bitbucket
            issuer: %s
            workspaceUuid: "%s"
            audiences: "%s"
        rules:
          - id: deploy
            when:
              issuer: bitbucket
              repositoryUuid: "%s"
              %s
            allow:
              do: [spanner.read, spanner.plan, spanner.ddl]
              on: spanner:%s
              as: {google: %s}
        %s
        """
            .formatted(
                google.issuer().issuer(),
                google.step().workspaceUuid(),
                google.step().audience(),
                google.step().repositoryUuid(),
                when,
                database.resourceName(),
                GoogleStandIns.ACCOUNT,
                more));
    return deployment().without("OIDC_ISSUER").with("POLICY_FILE", "policy.yaml");
  }

  private List<Json.Members> decisions() {
    return workspace.lastRun(database.name()).stream()
        .filter(event -> event.text("name").orElseThrow().equals("policyDecided"))
        .toList();
  }

  @Test
  void letsThroughWhatItAllows() {
    Result result = guarded(BRANCH, "").run();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(told(result))
        .contains(
            "WARNING: Policy <clone>/policy.yaml, SHA-256 <digest>: this is advice, no boundary, as"
                + " it comes from the branch that it restricts and whoever can push can change"
                + " it.\n");
    assertThat(decisions())
        .hasSize(2)
        .allSatisfy(event -> assertThat(event.text("outcome")).hasValue("succeeded"));
    assertInOrder(result);
  }

  @Test
  void actsAsTheAccountOfThePolicy() {
    Result result = guarded(BRANCH, "").without("GOOGLE_SERVICE_ACCOUNT").run();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(principals()).containsExactly(GoogleStandIns.ACCOUNT);
  }

  @Test
  void refusesAnotherAccountThanThatOfThePolicy() {
    Result result =
        guarded(BRANCH, "")
            .with("GOOGLE_SERVICE_ACCOUNT", "other@acme-prod.iam.gserviceaccount.com")
            .run();

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not act as other@acme-prod.iam.gserviceaccount.com: the policy wants it done"
                + " as migrator@acme-prod.iam.gserviceaccount.com. Set GOOGLE_SERVICE_ACCOUNT to"
                + " migrator@acme-prod.iam.gserviceaccount.com.");
    assertThat(google.iam().requests()).isEmpty();
  }

  @Test
  void refusesAnotherBranch() {
    Result result = guarded("branchName: release", "").run();

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(told(result))
        .endsWith(
            "✖ Could not begin on <database>: no rule of the policy allows spanner.plan on"
                + " spanner:<database> (rule deploy (line 9): branchName is \"main\", not \"release\")."
                + " Run it with the branch, environment and repository that the policy names, or"
                + " have the policy changed by those who own it.\n");
    assertThat(decisions())
        .singleElement()
        .satisfies(event -> assertThat(event.text("outcome")).hasValue("failed"));
    assertThat(google.sts().requests()).isEmpty();
    after(result).onRecordInFiles();
  }

  @Test
  void refusesAPlanThatItDoesNotAllow() {
    workspace.withSql(table(1) + changeSet("2", "INSERT INTO T1 (Id) VALUES (1);"));
    Result result = guarded(BRANCH, "").run();

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(told(result))
        .endsWith(
            "✖ Could not apply the plan: no rule of the policy allows spanner.dml on"
                + " spanner:<database>. Run it with the branch, environment and repository that the"
                + " policy names, or have the policy changed by those who own it.\n");
    assertThat(history()).isEmpty();
    assertInOrder(result);
  }

  @Test
  void believesNoIssuerThatThePolicyDoesNotName() {
    Result result =
        guarded(BRANCH, "")
            .with(
                "BITBUCKET_STEP_OIDC_TOKEN",
                google.google().issue(google.step().claims(Instant.now())))
            .run();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.lastLine()).endsWith("a token of another issuer is never taken.");
  }

  @Test
  void readsNoPolicyWithMistakes() {
    Result result = guarded(BRANCH, "rulez: []").run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(told(result))
        .endsWith(
            """
              line 18: unknown key rulez; did you mean rules?
            ✖ Could not read the policy <clone>/policy.yaml: it has 1 problem. Mend what is listed \
            above.
            """);
    assertThat(gate.calls()).isEmpty();
  }

  @Test
  void takesOnlyThePinnedPolicy() {
    Result result = guarded(BRANCH, "").with("POLICY_SHA256", "0".repeat(64)).run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(told(result))
        .endsWith(
            "✖ Could not read the policy <clone>/policy.yaml: its SHA-256 is <digest>, but"
                + " POLICY_SHA256 wants <digest>. Set POLICY_FILE to the policy, and POLICY_SHA256,"
                + " if at all, to its SHA-256.\n");
  }

  @Test
  void onlyWatchesInModeAudit() {
    workspace.withSql(table(1) + changeSet("2", "INSERT INTO T1 (Id) VALUES (1);"));

    Result result = guarded("branchName: release", "mode: audit").run();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(decisions())
        .allSatisfy(
            event ->
                assertThat(((Json.Members) event.find("detail").orElseThrow()).flag("allowed"))
                    .isFalse());
    assertThat(history()).containsExactly("1", "2");
  }

  @Test
  void allowsNothingToARunWithoutAToken() {
    guarded(BRANCH, "");
    Result result = attached().with("POLICY_FILE", "policy.yaml").run();

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(told(result))
        .endsWith(
            "✖ Could not begin on <database>: the policy allows nothing to a run without a verified"
                + " token. Set oidc: true on the step.\n");
  }

  @Test
  void keepsClaimsOfTheTokenApartFromThoseOfTheEnvironment() {
    Result result =
        guarded(BRANCH, "")
            .with("BITBUCKET_STEP_OIDC_TOKEN", token(Map.of("branchName", "feature")))
            .with("BITBUCKET_BRANCH", "main")
            .run();

    assertThat(result.exitCode()).isEqualTo(4);
  }

  @Test
  void saysInADiagnosisWhatItDoesNotAllow() {
    Result result = guarded(BRANCH, "").run("doctor");

    assertThat(result.exitCode()).as(result.out()).isEqualTo(4);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ The policy does not let this run do what apply may have to do. Make the changes"
                + " above, and run COMMAND=doctor again.");
    assertThat(result.out())
        .contains("✖ policy: no rule of the policy allows spanner.dml on spanner:")
        .contains("· Spanner permissions: this Spanner does not tell permissions, as an emulator");
  }

  @Test
  void knowsTheIdentityOfARuntimeByGooglesWord() {
    workspace.with(
        "policy.yaml",
        """
        version: 1
        issuers:
          google:
            profile: google
            issuer: %s
            audiences: spanner-pipe
        rules:
          - id: job
            when: {issuer: google, email: %s}
            allow: {do: [spanner.plan, spanner.ddl], on: "spanner:%s"}
        """
            .formatted(google.google().issuer(), GoogleStandIns.ATTACHED, database.resourceName()));

    Result result = attached().with("POLICY_FILE", "policy.yaml").run();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(decisions())
        .allSatisfy(event -> assertThat(event.text("outcome")).hasValue("succeeded"));
  }

  @Test
  void refusesAPlanThatItWantsDoneAsAnotherAccount() {
    Pipe step = guarded(BRANCH, "");
    workspace.with(
        "policy.yaml",
        workspace
            .text("policy.yaml")
            .replaceFirst(
                "(?s)    allow:.*",
                """
                    allow:
                      - {do: spanner.plan, on: "spanner:%1$s"}
                      - {do: spanner.ddl, on: "spanner:%1$s", as: {google: other@acme-prod.iam.gserviceaccount.com}}
                """
                    .formatted(database.resourceName())));

    Result result = step.run();

    assertThat(result.exitCode()).as(result.err()).isEqualTo(4);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply the plan: this run acts as migrator@acme-prod.iam.gserviceaccount.com,"
                + " but the policy wants it done as other@acme-prod.iam.gserviceaccount.com. Set"
                + " GOOGLE_SERVICE_ACCOUNT to other@acme-prod.iam.gserviceaccount.com.");
    assertThat(history()).isEmpty();
  }

  @Test
  void makesNoTablesWhereItAllowsNoSchemaChange() {
    Pipe step = guarded(BRANCH, "");
    workspace.with("policy.yaml", workspace.text("policy.yaml").replace(", spanner.ddl]", "]"));

    Result result = step.run();

    assertThat(result.exitCode()).as(result.err()).isEqualTo(4);
    assertThat(told(result))
        .endsWith(
            "✖ Could not create the book-keeping tables in <database>: no rule of the policy allows"
                + " spanner.ddl on spanner:<database>. Run it with the branch, environment and"
                + " repository that the policy names, or have the policy changed by those who own"
                + " it.\n");
    assertThat(database.ddl()).isEmpty();
    after(result).onRecordInFiles();
  }
}
