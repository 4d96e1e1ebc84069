package dev.spannerpipe.policy;

import static dev.spannerpipe.policy.Policies.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.failure.BlockedFailure;
import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.plan.DataLoss;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationTest {
  private static final String MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:orders";

  private static final Policy POLICY =
      Policies.withRules(
          """
            - id: deploy
              when:
                issuer: bitbucket
                repositoryUuid: "%1$s"
                deploymentEnvironmentUuid: "%2$s"
                branchName: [main, release/*]
              allow:
                - do: [spanner.plan, spanner.ddl, spanner.dml]
                  on: spanner:projects/acme/instances/prod/databases/*
                  as: {google: deploy@acme.iam.gserviceaccount.com, maxSession: 30m}
                - do: [sfn.start, sfn.describe]
                  on: "%3$s"
                  as: {aws: "arn:aws:iam::123456789012:role/deploy"}
              guard:
                destructive: [DROP_COLUMN]
                denyWindows: [{days: friday, from: 16:00, to: "24:00", zone: Europe/Berlin}]
            - id: preview
              when: {issuer: bitbucket, repositoryUuid: "%1$s"}
              allow: {do: [spanner.read, spanner.plan], on: "**"}
            - id: freeze
              when: {issuer: bitbucket, branchName: release/old}
              deny: {do: [spanner.ddl, spanner.dml], on: "**"}
          """
              .formatted(Policies.REPOSITORY, Policies.ENVIRONMENT, MACHINE));

  private static Decision decide(String branch, Action action, String target) {
    return POLICY.decide(
        Optional.of(Policies.claims(branch)), List.of(action), target, Policies.circumstances());
  }

  private static Decision decide(EvaluationContext circumstances) {
    return POLICY.decide(
        Optional.of(Policies.claims()), List.of(Action.SPANNER_DDL), ORDERS, circumstances);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "main|SPANNER_DDL|spanner:projects/acme/instances/prod/databases/orders|true|deploy",
        "release/2|SPANNER_DML|spanner:projects/acme/instances/prod/databases/other|true|deploy",
        "release/2/x|SPANNER_DDL|spanner:projects/acme/instances/prod/databases/orders|false|default",
        "Main|SPANNER_DDL|spanner:projects/acme/instances/prod/databases/orders|false|default",
        "release/old|SPANNER_DDL|spanner:projects/acme/instances/prod/databases/orders|false|freeze",
        "release/old|SPANNER_PLAN|spanner:projects/acme/instances/prod/databases/orders|true|deploy",
        "main|SPANNER_DDL|spanner:projects/acme/instances/test/databases/orders|false|default",
        "main|SPANNER_BACKUP|spanner:projects/acme/instances/prod/databases/orders|false|default",
        "feature/x|SPANNER_READ|spanner:projects/a/instances/b/databases/c|true|preview",
        "main|SFN_START|arn:aws:states:eu-west-1:123456789012:stateMachine:orders|true|deploy",
        "main|SFN_START|arn:aws:states:eu-west-1:123456789012:stateMachine:other|false|default",
        "main|SFN_REDRIVE|arn:aws:states:eu-west-1:123456789012:stateMachine:orders|false|default"
      })
  void decidesByTheRules(
      String branch, Action action, String target, boolean allowed, String rule) {
    Decision decision = decide(branch, action, target);

    assertThat(decision.allowed()).isEqualTo(allowed);
    assertThat(decision.rule()).isEqualTo(rule);
  }

  @Test
  void explainsARefusal() {
    Decision decision = decide("feature/x", Action.SPANNER_DDL, ORDERS);

    assertThat(decision.reason())
        .isEqualTo(
            "no rule of the policy allows spanner.ddl on"
                + " spanner:projects/acme/instances/prod/databases/orders (rule deploy (line 9):"
                + " branchName is \"feature/x\", not \"main\" or \"release/*\")");
    assertThat(decision.explanation())
        .containsExactly(
            "rule deploy (line 9): branchName is \"feature/x\", not \"main\" or \"release/*\"");
    assertThatThrownBy(() -> decision.require("Could not apply the plan"))
        .isInstanceOf(BlockedFailure.class)
        .hasMessage(
            "Could not apply the plan: "
                + decision.reason()
                + ". Run with the branch, environment and repository that the policy names, or ask the policy owner to change the policy.");
  }

  @Test
  void keepsItsDecisionForTheRecord() {
    Decision decision = decide("main", Action.SPANNER_DDL, ORDERS);

    assertThat(decision.rule()).isEqualTo("deploy");
    assertThat(decision.reason()).isEqualTo("rule deploy (line 9) allows spanner.ddl on " + ORDERS);
    assertThat(decision.actions()).containsExactly(Action.SPANNER_DDL);
    assertThat(decision.target()).isEqualTo(ORDERS);
    assertThat(decision.policy()).isEqualTo(new Origin("policy.yaml", "0".repeat(64), false));
  }

  @Test
  void saysWithWhichIdentity() {
    IdentityLimits google = decide("main", Action.SPANNER_DDL, ORDERS).limits();
    IdentityLimits aws = decide("main", Action.SFN_START, MACHINE).limits();

    assertThat(google.google()).contains("deploy@acme.iam.gserviceaccount.com");
    assertThat(google.maxSession()).contains(Duration.ofMinutes(30));
    assertThat(aws.aws()).contains("arn:aws:iam::123456789012:role/deploy");
    assertThat(decide("x", Action.SPANNER_DDL, ORDERS).limits()).isEqualTo(IdentityLimits.NONE);
  }

  @Test
  void allowsNothingWithoutAToken() {
    Decision decision =
        POLICY.decide(
            Optional.empty(), List.of(Action.SPANNER_READ), ORDERS, Policies.circumstances());

    assertThat(decision.allowed()).isFalse();
    assertThat(decision.reason())
        .isEqualTo("the policy allows nothing for a run without a verified token");
    assertThat(decision.action()).isEqualTo("Set oidc: true on the step");
  }

  @Test
  void knowsOnlyTheIssuersItNames() {
    JsonObject all = Policies.claims().all().with("iss", "https://example.com");

    Decision decision = decide(Policies.claims(all));

    assertThat(decision.reason())
        .isEqualTo("the policy does not list the issuer https://example.com");
  }

  @Test
  void pinsTheWorkspace() {
    JsonObject all = Policies.claims().all().with("workspaceUuid", Policies.STEP);

    Decision decision = decide(Policies.claims(all));

    assertThat(decision.allowed()).isFalse();
    assertThat(decision.reason())
        .isEqualTo(
            "workspaceUuid is {44444444-4444-4444-8444-444444444444}, but the policy pins issuer bitbucket to {11111111-1111-4111-8111-111111111111}");
  }

  private static Decision decide(Claims claims) {
    return POLICY.decide(
        Optional.of(claims), List.of(Action.SPANNER_READ), ORDERS, Policies.circumstances());
  }

  @Test
  void aPullRequestMayReadOnly() {
    EvaluationContext pullRequest =
        new EvaluationContext(
            Policies.circumstances().now(),
            true,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            true);

    Decision decision = decide(pullRequest);

    assertThat(decision.rule()).isEqualTo("builtIn");
    assertThat(decision.reason())
        .isEqualTo("a pull request build may only read and plan, so it may not use spanner.ddl");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-09T14:59:59Z,true",
    "2026-01-09T15:00:00Z,false",
    "2026-01-09T22:59:59Z,false",
    "2026-01-09T23:00:00Z,true",
    "2026-07-10T13:59:59Z,true",
    "2026-07-10T14:00:00Z,false"
  })
  void deniesEffectsInAWindowByTheZonesClock(String now, boolean allowed) {
    Decision decision = decide(Policies.at(now));

    assertThat(decision.allowed()).isEqualTo(allowed);
    if (!allowed) {
      assertThat(decision.reason())
          .isEqualTo(
              "rule deploy (line 9) allows no changes in the window friday 16:00 to 24:00"
                  + " Europe/Berlin, and the time is "
                  + now);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DROP_COLUMN,same,true,",
    "DROP_COLUMN,other,false,'rule deploy (line 9) requires a reviewed plan because x loses y, but"
        + " the reviewed plan (PLAN_FILE or PLAN_SHA256) is another one'",
    "DROP_COLUMN,,false,'rule deploy (line 9) requires a reviewed plan because x loses y, but"
        + " neither PLAN_FILE nor PLAN_SHA256 is set'",
    "DROP_TABLE,same,false,rule deploy (line 9) does not allow DROP_TABLE: x loses y"
  })
  void losesDataOnlyAsAllowedAndReviewed(
      DataLoss.Kind kind, String reviewed, boolean allowed, String reason) {
    Decision decision =
        decide(
            new EvaluationContext(
                Policies.circumstances().now(),
                false,
                List.of(new EvaluationContext.Loss(kind, "x loses y")),
                Optional.of("same"),
                Optional.ofNullable(reviewed),
                true));

    assertThat(decision.allowed()).isEqualTo(allowed);
    if (!allowed) {
      assertThat(decision.reason()).isEqualTo(reason);
    }
  }

  @Test
  void wantsAReviewedPlanWhereItSaysSo() {
    Policy policy =
        Policies.of(
            Policies.HEAD
                + """
                defaults: {requirePlan: true}
                rules:
                  - id: a
                    when: {issuer: bitbucket, repositoryUuid: "%s"}
                    allow: {do: [spanner.plan, spanner.ddl], on: "%s"}
                """
                    .formatted(Policies.REPOSITORY, ORDERS));

    assertThat(ask(policy, Action.SPANNER_PLAN).allowed()).isTrue();
    assertThat(ask(policy, Action.SPANNER_DDL).reason())
        .isEqualTo(
            "rule a (line 10) requires a reviewed plan, but neither PLAN_FILE nor PLAN_SHA256 is set");
    assertThat(ask(policy, true).allowed()).isTrue();
    assertThat(ask(policy, false).reason())
        .isEqualTo(
            "rule a (line 10) requires a reviewed plan, but this command has no plan to review");
    assertThat(ask(policy, false).action())
        .isEqualTo("Use COMMAND=apply, or ask the policy owner for a rule without requirePlan");
  }

  /// Asks before there is a plan, with `PLAN_SHA256` set to anything.
  private static Decision ask(Policy policy, boolean planning) {
    return policy.decide(
        Optional.of(Policies.claims()),
        List.of(Action.SPANNER_DDL),
        ORDERS,
        new EvaluationContext(
            Policies.circumstances().now(),
            false,
            List.of(),
            Optional.empty(),
            Optional.of("anything"),
            planning));
  }

  private static Decision ask(Policy policy, Action... actions) {
    return policy.decide(
        Optional.of(Policies.claims()), List.of(actions), ORDERS, Policies.circumstances());
  }

  @ParameterizedTest
  @CsvSource({"512,true,allow", "513,false,freeze"})
  void deniesWhatIsTooLongToTell(int length, boolean allowed, String rule) {
    Policy policy =
        Policies.withRules(
            """
            - id: allow
              when: {issuer: bitbucket, repositoryUuid: "%1$s"}
              allow: {do: spanner.ddl, on: "%2$s"}
            - id: freeze
              when: {issuer: bitbucket, branchName: '~"hotfix/[a-z]+"'}
              deny: {do: spanner.ddl, on: "**"}
            """
                .formatted(Policies.REPOSITORY, ORDERS));

    Decision decision =
        policy.decide(
            Optional.of(Policies.claims("x".repeat(length))),
            List.of(Action.SPANNER_DDL),
            ORDERS,
            Policies.circumstances());

    assertThat(decision.allowed()).isEqualTo(allowed);
    assertThat(decision.rule()).isEqualTo(rule);
  }

  @Test
  void watchesOnlyInAuditMode() {
    Policy policy = Policies.of(Policies.HEAD + "mode: audit\nrules: []\n");

    Decision decision = ask(policy, Action.SPANNER_DDL);

    assertThat(decision.allowed()).isFalse();
    assertThat(decision.goesOn()).isTrue();
    assertThat(decision.reason())
        .isEqualTo(
            "no rule of the policy allows spanner.ddl on"
                + " spanner:projects/acme/instances/prod/databases/orders (mode audit: not"
                + " enforced)");
    decision.require("Could not apply");
  }

  @Test
  void refusesTwoIdentitiesInOneRun() {
    Policy policy =
        Policies.withRules(
            """
            - {id: a, when: &, allow: {do: spanner.plan, on: "ORDERS", as: {google: a@x.iam.gserviceaccount.com}}}
            - {id: b, when: &, allow: {do: spanner.ddl, on: "ORDERS", as: {google: b@x.iam.gserviceaccount.com}}}
            """
                .replace(
                    "&",
                    "{issuer: bitbucket, repositoryUuid: \"%s\"}".formatted(Policies.REPOSITORY))
                .replace("ORDERS", ORDERS));

    assertThat(ask(policy, Action.SPANNER_PLAN, Action.SPANNER_DDL).reason())
        .isEqualTo(
            "the policy requires another identity for spanner.ddl on"
                + " spanner:projects/acme/instances/prod/databases/orders than for the rest of the"
                + " run");
  }

  @Test
  void matchesClaimsThatAreNoTexts() {
    Policy policy =
        Policies.of(
            """
            version: 1
            issuers:
              a: {profile: oidc, issuer: "https://x", audiences: pipe, claims: [level, verified]}
            rules:
              - id: a
                when: {issuer: a, level: 3, verified: true}
                allow: {do: spanner.ddl, on: "%s"}
            """
                .formatted(ORDERS));
    JsonObject claims =
        Json.object()
            .with("iss", "https://x")
            .with("level", 3)
            .with("verified", new JsonBoolean(true));

    assertThat(ask(policy, claims).allowed()).isTrue();
    assertThat(ask(policy, claims.with("verified", "true")).reason())
        .endsWith("(rule a (line 5): verified is \"true\", not true)");
  }

  @Test
  void aClaimThatIsAListAllowsNothingAndIsDeniedByEachOfItsValues() {
    Policy policy =
        Policies.of(
            """
            version: 1
            issuers:
              a: {profile: oidc, issuer: "https://x", audiences: "AUDIENCE", claims: [groups]}
            rules:
              - id: devs
                when: {issuer: a, groups: [ops, "dev*"]}
                allow: {do: spanner.ddl, on: "ORDERS"}
              - id: guests
                when: {issuer: a, groups: guest}
                deny: {do: spanner.ddl, on: "ORDERS"}
              - id: pipes
                when: {issuer: a, aud: "AUDIENCE", groups: pipe}
                allow: {do: spanner.ddl, on: "ORDERS"}
            """
                .replace("ORDERS", ORDERS)
                .replace("AUDIENCE", Policies.AUDIENCE));
    JsonObject claims = Json.object().with("iss", "https://x").with("groups", "devs");

    assertThat(ask(policy, claims).allowed()).isTrue();
    for (List<String> groups :
        List.of(List.of("devs"), List.of("all", "devs"), List.<String>of())) {
      assertThat(ask(policy, claims.with("groups", Json.texts(groups))).reason())
          .endsWith("(rule devs (line 5): groups is a list, which no allow rule accepts)");
    }
    assertThat(ask(policy, claims.with("groups", Json.texts(List.of("devs", "guest")))).reason())
        .startsWith("rule guests (line 8) denies spanner.ddl on ");
    assertThat(
            ask(
                    policy,
                    claims
                        .with("groups", "pipe")
                        .with("aud", Json.texts(List.of("other", Policies.AUDIENCE))))
                .allowed())
        .isTrue();
  }

  private static Decision ask(Policy policy, JsonObject claims) {
    return policy.decide(
        Optional.of(Policies.claims(claims)),
        List.of(Action.SPANNER_DDL),
        ORDERS,
        new EvaluationContext(
            Instant.EPOCH, false, List.of(), Optional.empty(), Optional.empty(), true));
  }
}
