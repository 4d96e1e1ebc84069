package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.doctor.SpannerRights;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SpannerGate.Passed;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a policy lets a run do, and that it is on record either way.
@Concurrent
class PolicyIT extends CloudStep {
  private static final String BRANCH = "branchName: main";

  private PipeRun guarded(String when, String more) {
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

  /// Returns the step with one piece of its policy exchanged.
  private PipeRun exchanged(String piece, String other) {
    PipeRun step = guarded(BRANCH, "");
    String policy = workspace.text("policy.yaml");
    assertThat(policy).contains(piece);
    workspace.with("policy.yaml", policy.replace(piece, other));
    return step;
  }

  /// Returns the step with more limits in the rule's `as`.
  private PipeRun limited(String limits) {
    return exchanged("}\n", ", " + limits + "}\n");
  }

  /// Returns the step with a guard in the rule.
  private PipeRun guardedBy(String guard) {
    return exchanged("}\n", "}\n    guard: {" + guard + "}\n");
  }

  private JsonObject only(String event) {
    List<JsonObject> found =
        workspace.lastRun(database.name()).stream()
            .filter(each -> each.text("name").orElseThrow().equals(event))
            .toList();
    assertThat(found).hasSize(1);
    return (JsonObject) found.getFirst().find("detail").orElseThrow();
  }

  private void assertLastLine(Result result, int exitCode, String line) {
    assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
    assertThat(told(result)).endsWith("\n✖ " + line + "\n");
  }

  private String planSha256() {
    return Json.parseObject(workspace.text(".spanner-pipe/" + database.name() + "/plan.json"))
        .text("sha256")
        .orElseThrow();
  }

  private List<JsonObject> decisions() {
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
            "WARNING: Policy <clone>/policy.yaml, SHA-256 <digest>: this policy is only advisory, because it comes from the branch that it restricts, and anyone who can push can change it.\n");
    assertThat(decisions())
        .hasSize(4)
        .allSatisfy(event -> assertThat(event.text("outcome")).hasValue("succeeded"));
    assertThat(((JsonObject) decisions().getLast().find("detail").orElseThrow()).canonical())
        .isEqualTo(
            Json.object()
                .with("actions", Json.texts(List.of("spanner.plan", "spanner.ddl")))
                .with("advice", new JsonBoolean(true))
                .with("allowed", new JsonBoolean(true))
                .with("mode", "enforce")
                .with("policyOrigin", workspace.directory().resolve("policy.yaml").toString())
                .with("policySha256", only("policyRead").text("sha256").orElseThrow())
                .with(
                    "reason",
                    "rule deploy (line 9) allows spanner.plan on spanner:%1$s; rule deploy (line 9) allows spanner.ddl on spanner:%1$s"
                        .formatted(database.resourceName()))
                .with("rule", "deploy")
                .with("target", "spanner:" + database.resourceName())
                .canonical());
    assertThat(database.rows("SELECT COUNT(*) FROM SPANNER_PIPE_STEP WHERE Name = 'policyDecided'"))
        .containsExactly(List.of("4"));
    assertInOrder(result);
  }

  @Test
  void actsAsTheAccountOfThePolicy() {
    Result result = guarded(BRANCH, "").without("GOOGLE_SERVICE_ACCOUNT").run();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(principals()).containsExactly(GoogleStandIns.ACCOUNT);
  }

  @Test
  void aPreviewNeedsOnlyThePlanAndOnlyReads() {
    Result result =
        exchanged("[spanner.read, spanner.plan, spanner.ddl]", "[spanner.plan]")
            .with("COMMAND", "preview")
            .with("SPANNER_EMULATOR_HOST", EmulatorServer.running().host())
            .run();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("adds the table T1");
    assertThat(decisions()).hasSize(1);
    assertThat(principals()).containsExactly(GoogleStandIns.ACCOUNT);
    assertThat(gate.calls())
        .extracting(Passed::method)
        .containsOnly("CreateSession", "ExecuteStreamingSql", "GetDatabaseDdl")
        .hasSizeLessThanOrEqualTo(7);
  }

  @Test
  void refusesAnotherAccountThanThatOfThePolicy() {
    Result result =
        guarded(BRANCH, "")
            .with("GOOGLE_SERVICE_ACCOUNT", "other@acme-prod.iam.gserviceaccount.com")
            .run();

    assertLastLine(
        result,
        4,
        "Could not begin on <database>: this run acts as"
            + " other@acme-prod.iam.gserviceaccount.com, but the policy requires"
            + " migrator@acme-prod.iam.gserviceaccount.com. Set GOOGLE_SERVICE_ACCOUNT to"
            + " migrator@acme-prod.iam.gserviceaccount.com.");
    assertThat(only("policyDecided").flag("allowed")).isFalse();
    assertThat(google.sts().requests()).isEmpty();
    after(result).onRecordInFiles();
  }

  @Test
  void refusesAnotherBranch() {
    Result result = guarded("branchName: release", "").run();

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(told(result))
        .endsWith(
            "✖ Could not begin on <database>: no rule of the policy allows spanner.plan on"
                + " spanner:<database> (rule deploy (line 9): branchName is \"main\", not \"release\")."
                + " Run with the branch, environment and repository that the policy names, or ask the policy owner to change the policy.\n");
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
                + " spanner:<database>. Run with the branch, environment and repository that the policy names, or ask the policy owner to change the policy.\n");
    assertThat(history()).isEmpty();
    after(result).onRecordInFiles().nothingLeftOpen();
    assertThat(gate.calls().stream().map(Passed::method)).doesNotContain("Commit");
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
    assertThat(result.lastLine()).endsWith("a token of another issuer is never accepted.");
  }

  @Test
  void readsNoPolicyWithMistakes() {
    Result result = guarded(BRANCH, "rulez: []").run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(told(result))
        .endsWith(
            """
              line 18: unknown key rulez; did you mean rules?
            ✖ Could not read the policy <clone>/policy.yaml: it has 1 problem. Fix the problems listed \
            above.
            """);
    assertThat(gate.calls()).isEmpty();
    assertThat(only("policyRead").find("problems").orElseThrow().canonical())
        .isEqualTo("[\"line 18: unknown key rulez; did you mean rules?\"]");
    after(result).onRecordInFiles();
  }

  @Test
  void takesOnlyThePinnedPolicy() {
    Result result = guarded(BRANCH, "").with("POLICY_SHA256", "0".repeat(64)).run();

    assertLastLine(
        result,
        4,
        "Rejected policy <clone>/policy.yaml: SHA-256 is <digest>, POLICY_SHA256"
            + " requires <digest>. Review what was changed in the policy, and set POLICY_SHA256 to its"
            + " SHA-256.");
    assertThat(gate.calls()).isEmpty();
    after(result).onRecordInFiles();
  }

  @Test
  void onlyWatchesInModeAudit() {
    workspace.withSql(table(1) + changeSet("2", "INSERT INTO T1 (Id) VALUES (1);"));

    Result result = guarded("branchName: release", "mode: audit").run();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(decisions())
        .allSatisfy(
            event ->
                assertThat(((JsonObject) event.find("detail").orElseThrow()).flag("allowed"))
                    .isFalse());
    assertThat(decisions()).hasSize(4);
    assertThat(told(result))
        .contains(
            "\nWARNING: Policy decision (default): no rule of the policy allows spanner.ddl on"
                + " spanner:<database> (rule deploy (line 9): branchName is \"main\", not"
                + " \"release\") (mode audit: not enforced).\n");
    assertThat(history()).containsExactly("1", "2");
  }

  @Test
  void readsNoPolicyThroughALinkOfTheBranch(@TempDir Path elsewhere) throws IOException {
    guarded(BRANCH, "");
    Path policy =
        Files.move(workspace.directory().resolve("policy.yaml"), elsewhere.resolve("policy.yaml"));
    Files.createSymbolicLink(workspace.directory().resolve("link.yaml"), policy);

    Result result = deployment().without("OIDC_ISSUER").with("POLICY_FILE", "link.yaml").run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(told(result))
        .endsWith(
            "✖ Could not read the policy <clone>/link.yaml: it is a symbolic link. Set POLICY_FILE to"
                + " a policy.\n");
    assertThat(database.ddl()).isEmpty();
  }

  @Test
  void allowsNothingToARunWithoutAToken() {
    guarded(BRANCH, "");
    Result result = attached().with("POLICY_FILE", "policy.yaml").run();

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(told(result))
        .endsWith(
            "✖ Could not begin on <database>: the policy allows nothing for a run without a verified token. Set oidc: true on the step.\n");
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
    gate.grant(SpannerRights.APPLY);

    Result result = guarded(BRANCH, "").run("doctor");

    assertThat(result.exitCode()).as(result.out()).isEqualTo(4);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ The policy does not allow everything that COMMAND=apply may have to do in this run. Make the changes"
                + " above, and run COMMAND=doctor again.");
    assertThat(result.out())
        .contains("✖ policy: no rule of the policy allows spanner.dml on spanner:");
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

    workspace.with(
        "policy.yaml",
        workspace
            .text("policy.yaml")
            .replace(
                "%s\"}".formatted(database.resourceName()),
                "%s\", as: {google: other@acme-prod.iam.gserviceaccount.com}}"
                    .formatted(database.resourceName())));
    assertLastLine(
        attached().with("POLICY_FILE", "policy.yaml").run(),
        4,
        "Could not begin on <database>: this run acts as job@acme-prod.iam.gserviceaccount.com, but"
            + " the policy requires other@acme-prod.iam.gserviceaccount.com. Attach"
            + " other@acme-prod.iam.gserviceaccount.com to the job.");
  }

  @Test
  void refusesAPlanThatItWantsDoneAsAnotherAccount() {
    PipeRun step = guarded(BRANCH, "");
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
                + " but the policy requires other@acme-prod.iam.gserviceaccount.com. Set"
                + " GOOGLE_SERVICE_ACCOUNT to other@acme-prod.iam.gserviceaccount.com.");
    assertThat(history()).isEmpty();
  }

  @Test
  void makesNoTablesWhereItAllowsNoSchemaChange() {
    PipeRun step = guarded(BRANCH, "");
    workspace.with("policy.yaml", workspace.text("policy.yaml").replace(", spanner.ddl]", "]"));

    Result result = step.run();

    assertThat(result.exitCode()).as(result.err()).isEqualTo(4);
    assertThat(told(result))
        .endsWith(
            "✖ Could not create the book-keeping tables in <database>: no rule of the policy allows"
                + " spanner.ddl on spanner:<database>. Run with the branch, environment and repository that the policy names, or ask the policy owner to change the policy.\n");
    assertThat(database.ddl()).isEmpty();
    after(result).onRecordInFiles();
  }

  @Test
  void tellsInModeAuditWhomItWouldWant() {
    Result result =
        exchanged(
                GoogleStandIns.ACCOUNT + "}\n",
                "other@acme-prod.iam.gserviceaccount.com}\nmode: audit\n")
            .run();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(told(result))
        .contains(
            "\nWARNING: Policy decision (deploy): this run acts as migrator@acme-prod.iam.gserviceaccount.com,"
                + " but the policy requires other@acme-prod.iam.gserviceaccount.com (mode"
                + " audit: not enforced).\n");
    assertThat(principals()).containsExactly(GoogleStandIns.ACCOUNT);
  }

  @Test
  void letsAPullRequestOnlyLook() {
    PipeRun step = guarded(BRANCH, "").with("BITBUCKET_PR_ID", "7");

    Result result = step.run();

    assertLastLine(
        result,
        4,
        "Could not create the book-keeping tables in <database>: a pull request build may only read and plan, so it may not use spanner.ddl. Merge the pull request, and apply the plan in a deployment step.");
    assertThat(database.ddl()).isEmpty();
    assertThat(step.run("status").exitCode()).isZero();
  }

  /// The rows as a run leaves them that is killed around its schema operation.
  private void leaveOpen() {
    database.update(
        "UPDATE SPANNER_PIPE_LEASE SET Epoch = 5, RunId = 'dead', StepRunNumber = 1, TakenAt ="
            + " TIMESTAMP '2026-01-02T03:04:05Z', ExpiresAt = TIMESTAMP '2026-01-02T03:05:05Z'"
            + " WHERE LeaseId = 1",
        "INSERT INTO SPANNER_PIPE_INTENT (Epoch, Number, RunId, Kind, State, CreatedAt, Recorded,"
            + " Content) VALUES (5, 1, 'dead', 'SCHEMA', 'OPEN', CURRENT_TIMESTAMP(), 0,"
            + " '{\"slices\":[],\"statements\":[\"CREATE TABLE T2 (Id INT64) PRIMARY KEY (Id)\"]}')");
  }

  private void assertNothingWritten() {
    assertThat(gate.calls().stream().map(Passed::method))
        .isNotEmpty()
        .doesNotContain("Commit", "UpdateDatabaseDdl");
  }

  private void assertNotSettled(PipeRun step, String reason) {
    apply();
    leaveOpen();

    Result result = step.run();

    assertLastLine(result, 4, "Could not recover what run dead left open: " + reason);
    assertThat(only("runEnded").find("exitCode")).contains(new JsonNumber(4));
    assertThat(decisions())
        .extracting(event -> event.text("outcome").orElseThrow())
        .containsExactly("succeeded", "failed");
    after(result).onRecordInFiles();
    assertNothingWritten();
    assertThat(database.rows("SELECT RunId FROM SPANNER_PIPE_INTENT WHERE State = 'OPEN'"))
        .containsExactly(List.of("dead"));
  }

  @Test
  void settlesNothingInAPullRequest() {
    assertNotSettled(
        guarded(BRANCH, "").with("BITBUCKET_PR_ID", "7"),
        "a pull request build may only read and plan, so it may not use spanner.ddl. Merge the pull request, and apply the plan in a deployment step.");
  }

  @Test
  void settlesNothingInAWindow() {
    assertNotSettled(
        guardedBy("denyWindows: [{from: \"00:00\", to: \"24:00\", zone: UTC}]"),
        "rule deploy (line 9) allows no changes in the window each day 00:00 to 24:00 UTC, and the time is <time>. Run again after the window.");
  }

  @Test
  void settlesWhatItAllows() {
    apply();
    leaveOpen();

    Result result = guarded(BRANCH, "").run();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(told(result))
        .contains("\nINFO: Recovered unfinished run dead: sp_5_1, never began.\n");
    assertThat(decisions()).hasSize(3);
    assertInOrder(result);
  }

  @Test
  void takesNoLeaseForAPlanInAPullRequest() {
    apply();
    workspace.withSql(tables(1, 2));

    Result result = guarded(BRANCH, "").with("BITBUCKET_PR_ID", "7").run();

    assertLastLine(
        result,
        4,
        "Could not apply the plan: a pull request build may only read and plan, so it may not use spanner.ddl."
            + " Merge the pull request, and apply the plan in a deployment step.");
    after(result).onRecordInFiles();
    assertNothingWritten();
  }

  @Test
  void resolvesOnlyWhereItAllowsSchemaChanges() {
    apply();
    leaveOpen();
    PipeRun step =
        exchanged("spanner.ddl]", "spanner.dml]")
            .with("RESOLVE_INTENT", "5.1")
            .with("RESOLVE_AS", "not-applied");

    assertLastLine(
        step.run("resolve"),
        4,
        "Could not begin on <database>: no rule of the policy allows spanner.ddl on"
            + " spanner:<database>. Run with the branch, environment and repository that the policy names, or ask the policy owner to change the policy.");
    assertThat(gate.calls()).isEmpty();
  }

  @Test
  void deniesWhateverOthersAllow() {
    Result result =
        exchanged(
                "}\n",
                """
                }
                  - id: freeze
                    when: {issuer: bitbucket, branchName: main}
                    deny: {do: spanner.ddl, on: "**"}
                """)
            .run();

    assertLastLine(
        result,
        4,
        "Could not create the book-keeping tables in <database>: rule freeze (line 18) denies"
            + " spanner.ddl on spanner:<database>. Run with the branch, environment and repository that the policy names, or ask the policy owner to change the policy.");
  }

  @Test
  void changesNothingInAWindow() {
    PipeRun step = guardedBy("denyWindows: [{from: \"00:00\", to: \"24:00\", zone: UTC}]");

    assertLastLine(
        step.run(),
        4,
        "Could not create the book-keeping tables in <database>: rule deploy (line 9) allows no changes in the window each day 00:00 to 24:00 UTC, and the time is <time>. Run again after the window.");
    assertThat(step.run("status").exitCode()).isZero();
  }

  @Test
  void appliesOnlyTheReviewedPlanWhereItSaysSo() {
    PipeRun step = guardedBy("requirePlan: true");

    assertLastLine(
        step.run(),
        4,
        "Could not create the book-keeping tables in <database>: rule deploy (line 9) requires a"
            + " reviewed plan, but neither PLAN_FILE nor PLAN_SHA256 is set. Review the plan that"
            + " COMMAND=status shows, and set PLAN_FILE to its plan.json or PLAN_SHA256 to its"
            + " digest.");

    assertThat(step.run("status").exitCode()).isZero();
    Result reviewed = step.with("PLAN_SHA256", planSha256()).run();

    assertThat(reviewed.exitCode()).as(reviewed.err()).isZero();
    assertInOrder(reviewed);
  }

  @Test
  void adoptsOnlyTheReviewedPlanAndOnlyWhereItAllowsDataChanges() {
    database.execute("CREATE TABLE T1 (Id INT64 NOT NULL) PRIMARY KEY (Id)");
    workspace.withSql(tables(1, 2));
    PipeRun step = guardedBy("requirePlan: true");

    Result shown = step.run("adopt");

    assertThat(shown.exitCode()).as(shown.err()).isZero();
    PipeRun reviewed =
        step.with(
            "PLAN_SHA256",
            Json.parseObject(workspace.text(".spanner-pipe/" + database.name() + "/adopt.json"))
                .text("sha256")
                .orElseThrow());
    Result refused = reviewed.run("adopt");
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(4);
    assertThat(told(refused))
        .contains(
            "\n✖ Could not begin on <database>: no rule of the policy allows spanner.dml on"
                + " spanner:<database>");

    workspace.with(
        "policy.yaml",
        workspace.text("policy.yaml").replace("spanner.ddl]", "spanner.ddl, spanner.dml]"));
    Result adopted = reviewed.run("adopt");

    assertThat(adopted.exitCode()).as(adopted.err()).isZero();
    assertThat(history()).containsExactly("1");
    assertInOrder(adopted);
  }

  @Test
  void takesNoDigestForAReviewWhereNoPlanIsDecidedOn() {
    PipeRun step = guardedBy("requirePlan: true");
    workspace.with(
        "policy.yaml",
        workspace.text("policy.yaml").replace("spanner.ddl]", "spanner.ddl, spanner.dml]"));

    assertLastLine(
        step.with("PLAN_SHA256", "0".repeat(64)).run("unlock"),
        4,
        "Could not begin on <database>: rule deploy (line 9) requires a reviewed plan, but this command"
            + " has no plan to review. Use COMMAND=apply, or ask the policy owner for a rule without requirePlan.");
    assertThat(gate.calls()).isEmpty();
  }

  @Test
  void losesNothingButWhatItNamesInAReviewedPlan() {
    apply();
    workspace.withSql(table(1) + changeSet("2", "DROP TABLE T1;"));
    String loss = "change set changelog.sql::2::ann at changelog.sql:5 drops the table t1";

    assertLastLine(
        guarded(BRANCH, "").run(),
        4,
        "Could not apply the plan: rule deploy (line 9) does not allow DROP_TABLE: "
            + loss
            + ". If the data loss is intended, ask the policy owner to add it to guard.destructive.");
    PipeRun step = guardedBy("destructive: DROP_TABLE");
    assertLastLine(
        step.with("ALLOW_DESTRUCTIVE", "true").run(),
        4,
        "Could not apply the plan: rule deploy (line 9) requires a reviewed plan because "
            + loss
            + ", but neither PLAN_FILE nor PLAN_SHA256 is set. Review the plan that COMMAND=status"
            + " shows, and set PLAN_FILE to its plan.json or PLAN_SHA256 to its digest.");
    assertThat(history()).containsExactly("1");

    Result reviewed =
        step.with("PLAN_FILE", ".spanner-pipe/" + database.name() + "/plan.json").run();

    assertThat(reviewed.exitCode()).as(reviewed.err()).isZero();
    assertThat(history()).containsExactly("1", "2");
  }

  @Test
  void asksForTokensAsShortAsThePolicyWants() {
    Result result = limited("maxSession: 10m").run();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(google.iam().requests())
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.body())
                    .isEqualTo(
                        "{\"lifetime\":\"600s\",\"scope\":[\"https://www.googleapis.com/auth/spanner.data\",\"https://www.googleapis.com/auth/spanner.admin\"]}"));
  }

  @Test
  void asksForNoMoreScopesThanThePolicyGives() {
    PipeRun step = exchanged(", spanner.ddl]", "]");
    workspace.with(
        "policy.yaml",
        workspace
            .text("policy.yaml")
            .replace("}\n", ", scope: https://www.googleapis.com/auth/spanner.data}\n"));

    Result result = step.run("status");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(google.iam().requests())
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.body())
                    .isEqualTo(
                        "{\"lifetime\":\"3300s\",\"scope\":[\"https://www.googleapis.com/auth/spanner.data\"]}"));
  }

  @Test
  void refusesTokensThatCannotBeAsShort() {
    PipeRun step =
        exchanged("as: {google: " + GoogleStandIns.ACCOUNT + "}", "as: {maxSession: 10m}")
            .without("GOOGLE_SERVICE_ACCOUNT");

    Result result = step.run();

    assertThat(result.exitCode()).as(result.err()).isEqualTo(4);
    assertThat(told(result).replaceAll("valid for [0-9]+ s", "valid for <life>"))
        .endsWith(
            "\n✖ Could not begin on <database>: this run's tokens may be valid for <life>, but the policy"
                + " requires at most 600 s. Set GOOGLE_SERVICE_ACCOUNT: only the tokens of an impersonated account can have a shorter lifetime.\n");
    assertThat(google.sts().requests()).isEmpty();
  }

  @Test
  void refusesAnotherDatabaseRoleThanThatOfThePolicy() {
    assertLastLine(
        limited("databaseRole: migrator").with("SPANNER_DATABASE_ROLE", "owner").run(),
        4,
        "Could not begin on <database>: this run uses the database role owner, but the policy requires"
            + " migrator. Set SPANNER_DATABASE_ROLE to migrator.");
    assertThat(google.sts().requests()).isEmpty();
  }

  @Test
  void takesNoTokenThatLivesLongerThanItsIssuerMay() {
    Result result = exchanged("    audiences:", "    maxAge: 10m\n    audiences:").run();

    assertLastLine(
        result,
        3,
        "Could not trust the OIDC token: its lifetime from iat to exp is 3600 s, expected at most 600 s"
            + " (lifetime_not_allowed). Let the issuer issue tokens with a shorter lifetime, or raise maxAge"
            + " of issuer bitbucket in the policy.");
    assertThat(google.sts().requests()).isEmpty();
  }

  @Test
  void callsAPolicyFromElsewhereNoAdvice(@TempDir Path elsewhere) throws IOException {
    PipeRun step = guarded(BRANCH, "");
    Path policy =
        Files.writeString(elsewhere.resolve("policy.yaml"), workspace.text("policy.yaml"));

    Result result = step.with("POLICY_FILE", policy.toString()).run();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(told(result).replace(policy.toString(), "<policy>"))
        .contains("\nINFO: Policy <policy>, SHA-256 <digest>.\n");
  }

  @Test
  void diagnosesNothingByAPolicyThatFailsItsOwnTests() {
    Result result =
        guarded(
                BRANCH,
                """
                tests:
                  - name: nobody may
                    token: {issuer: bitbucket, repositoryUuid: "%s", branchName: main}
                    do: spanner.ddl
                    on: spanner:%s
                    expect: deny
                """
                    .formatted(google.step().repositoryUuid(), database.resourceName())
                    .indent(8)
                    .strip())
            .run("doctor");

    assertLastLine(
        result,
        2,
        "Could not read the policy <clone>/policy.yaml: it has 1 problem. Fix the problems listed"
            + " above.");
    assertThat(told(result))
        .contains(
            "  line 19: test \"nobody may\" fails: expected deny, but the decision is allow by deploy: rule"
                + " deploy (line 9) allows spanner.ddl on spanner:<database>\n");
  }
}
