package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.doctor.SpannerRights;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.cloud.AwsAccount;
import dev.spannerpipe.testing.cloud.Clouds;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import dev.spannerpipe.testing.oidc.BitbucketStep;
import dev.spannerpipe.testing.stepfunctions.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `doctor` asks the services themselves, and says which of them does not let the run in.
@Concurrent
class DoctorIT extends CloudStep {
  private AwsAccount aws;

  @BeforeEach
  void openAws() {
    aws = account();
    gate.grant(SpannerRights.APPLY);
  }

  @AfterEach
  void closeAws() {
    aws.close();
  }

  private PipeRun doctor() {
    return deployment()
        .with("COMMAND", "doctor")
        .with(aws.variables())
        .with("STATE_MACHINE_ARN", MACHINE);
  }

  @Test
  void findsASoundChain() {
    Result result = doctor().run();

    assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
    assertThat(told(result))
        .isEqualTo("✔ The chain of trust is sound, as far as it could be checked.\n");
    assertThat(result.out())
        .contains(
            "· Spanner permissions: migrator@acme-prod.iam.gserviceaccount.com has every permission that"
                + " apply needs\n");
  }

  @Test
  void getsAwsCredentialsThatCarryTheSessionPolicy() {
    doctor().run();

    assertThat(aws.sts().sessions())
        .singleElement()
        .satisfies(
            session -> {
              assertThat(session.sessionName()).isEqualTo("bb-run-0-57e90000-doctor");
              assertThat(Json.parseObject(session.policy()).canonical())
                  .contains("\"states:StartExecution\"", MACHINE);
            });
  }

  @Test
  void namesTheMissingBindingAndGoesOn() {
    google.iam().bind(GoogleStandIns.ACCOUNT);

    Result result = doctor().run();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ The chain of trust is broken: Google service account. Follow the advice above, and"
                + " run COMMAND=doctor again.");
    assertThat(result.out()).contains("✖ Google service account: ", "--member='principalSet://");
    assertThat(aws.sts().sessions()).hasSize(1);
  }

  @Test
  void namesMissingPermissionsAndWhatGrantsThem() {
    gate.grant(
        SpannerRights.APPLY.stream()
            .filter(permission -> !permission.equals("spanner.databases.updateDdl"))
            .toList());

    Result result = doctor().run();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out())
        .contains(
            "✖ Spanner permissions: migrator@acme-prod.iam.gserviceaccount.com lacks permissions on %s: spanner.databases.updateDdl\n"
                .formatted(database.name()),
            "    gcloud spanner databases add-iam-policy-binding %s --instance=%s --project=%s --member='serviceAccount:migrator@acme-prod.iam.gserviceaccount.com' --role=roles/spanner.databaseUser\n"
                .formatted(database.name(), database.instance(), database.project()));
  }

  @Test
  void namesATrustPolicyOfAnotherRepository() {
    aws.sts()
        .role(
            AwsAccount.ROLE,
            AwsAccount.trust(google.issuer().issuer(), google.step())
                .replace("5e905170", "5e905171"),
            3600);

    Result result = doctor().run();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.lastLine()).startsWith("✖ The chain of trust is broken: AWS trust policy.");
    assertThat(result.out()).contains("✖ AWS trust policy: Could not ");
  }

  @Test
  void looksAtFilesWhereTheTokenIsNotTrusted() {
    workspace.with(
        "trust.json",
        AwsAccount.trust(google.issuer().issuer(), google.step()).replace("5e905170", "5e905171"));

    Result result =
        doctor()
            .with(
                "BITBUCKET_STEP_OIDC_TOKEN",
                token(Map.of("exp", 1_700_003_600L, "iat", 1_700_000_000L)))
            .with("DOCTOR_AWS_ROLE_FILE", "trust.json")
            .run();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.lastLine())
        .startsWith("✖ The chain of trust is broken: token, AWS trust policy.");
    assertThat(result.out())
        .contains("(token_expired)", "it was not verified; its claims are shown unchecked");
    assertThat(google.sts().requests()).isEmpty();
    assertThat(aws.sts().sessions()).isEmpty();
  }

  @Test
  void setsClaimsAndLinksSideBySide() {
    workspace.with("provider.json", google.provider().described().canonical());
    workspace.with(
        "account.json",
        Clouds.policy("roles/iam.workloadIdentityUser", google.member()).canonical());
    workspace.with(
        "role.json",
        AwsAccount.trust(google.issuer().issuer(), google.step())
            .replace("{5e905170", "{5e905171"));

    Result result =
        doctor()
            .with("DOCTOR_GOOGLE_PROVIDER_FILE", "provider.json")
            .with("DOCTOR_SERVICE_ACCOUNT_POLICY_FILE", "account.json")
            .with("DOCTOR_AWS_ROLE_FILE", "role.json")
            .run();

    assertThat(result.out().replaceFirst("(?s)\n\n.*", "\n").replaceAll("127.0.0.1:\\d+", "<host>"))
        .isEqualTo(
            """
            CLAIM                      TOKEN                                             GOOGLE                                            AWS                                     POLICY  VERDICT
            iss                        http://<host>/2.0/works…g/identity/oidc  same                                              same                                            ✔
            aud                        ari:cloud:bitbucket::workspace/0a11ce00…          same                                              StringEquals same                               ✔
            sub                        {5e905170…}:{de910900…}:{57e90000…}               google.subject                                    StringLike "{5e905171…}:{de910900…}:*"          ✖
            workspaceUuid              {0a11ce00…}                                       attribute.workspace, condition                                                                    ✔
            repositoryUuid             {5e905170…}                                       attribute.repository, condition                                                                   ✔
            deploymentEnvironmentUuid  {de910900…}                                       attribute.environment, binding o…ute.environment                                                  ✔
            branchName                 main                                                                                                                                                ✔
            """);
  }

  @Test
  void doesNotCallSoundWhatItDoesNotUnderstand() {
    String condition =
        "assertion.repositoryUuid.lowerAscii() == '%s'".formatted(google.step().repositoryUuid());
    workspace.with(
        "provider.json", google.provider().withCondition(condition).described().canonical());

    Result result = doctor().with("DOCTOR_GOOGLE_PROVIDER_FILE", "provider.json").run();

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.out())
        .contains(
            "? Google provider: the condition has the function lowerAscii, which is not supported here: check it yourself\n");
    assertThat(told(result))
        .isEqualTo(
            "✖ The chain of trust could not be judged: Google provider. Check what the lines with a question mark report.\n");
  }

  @Test
  void readsNoFileThroughALinkOfTheBranch(@TempDir Path elsewhere) throws IOException {
    Path provider =
        Files.writeString(
            elsewhere.resolve("provider.json"), google.provider().described().canonical());
    Files.createSymbolicLink(workspace.directory().resolve("link.json"), provider);

    Result result = doctor().with("DOCTOR_GOOGLE_PROVIDER_FILE", "link.json").run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(told(result))
        .isEqualTo(
            "✖ Could not read <clone>/link.json: it is a symbolic link. Give the path of a file that"
                + " gcloud or the AWS CLI printed.\n");
  }

  @Test
  void refusesAFileThatIsSomethingElse() {
    workspace.with("provider.json", AwsAccount.trust(google.issuer().issuer(), google.step()));

    Result result = doctor().with("DOCTOR_GOOGLE_PROVIDER_FILE", "provider.json").run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(told(result))
        .isEqualTo(
            "✖ Could not read <clone>/provider.json: it is not a workload identity provider. Give a"
                + " file with a workload identity provider, as it comes from gcloud iam"
                + " workload-identity-pools providers describe --format=json.\n");
  }

  @Test
  void leadsFromAnotherAudienceToAProviderThatTakesIt() {
    String audience = "https://spanner-pipe.example.com";
    workspace.with("provider.json", google.provider().described().canonical());
    PipeRun step =
        doctor()
            .with("BITBUCKET_STEP_OIDC_TOKEN", token(Map.of("aud", audience)))
            .with("DOCTOR_GOOGLE_PROVIDER_FILE", "provider.json");

    assertThat(step.run().out())
        .contains(
            "✖ token: Could not trust the OIDC token: claim aud is \"https://spanner-pipe.example.com\", expected"
                + " \"ari:cloud:bitbucket::workspace/0a11ce00-0000-4000-8000-000000000001\" (audience_mismatch)."
                + " Give the step this audience under oidc: audiences, or correct OIDC_AUDIENCE\n");

    assertThat(step.with("OIDC_AUDIENCE", audience).run().out())
        .doesNotContain("✖ token")
        .contains(
            "✖ Google provider: it accepts the audience \"ari:cloud:bitbucket::workspace/0a11ce00-0000-4000-8000-000000000001\", but the token has \"https://spanner-pipe.example.com\"\n",
            "--allowed-audiences='ari:cloud:bitbucket::workspace/0a11ce00-0000-4000-8000-000000000001,https://spanner-pipe.example.com'\n");
  }

  private String policy() {
    BitbucketStep step = google.step();
    return """
    version: 1
    issuers:
      bitbucket:
        profile: bitbucket
        issuer: %s
        workspaceUuid: "%s"
        audiences: "%s"
    rules:
      - id: deploy
        when: {issuer: bitbucket, repositoryUuid: "%s", branchName: release}
        allow: {do: [spanner.plan, spanner.ddl, spanner.dml], on: "spanner:%s"}
    """
        .formatted(
            google.issuer().issuer(),
            step.workspaceUuid(),
            step.audience(),
            step.repositoryUuid(),
            database.resourceName());
  }

  @Test
  void saysWhatThePolicyDenies() {
    workspace.with("policy.yaml", policy());

    Result result = doctor().with("POLICY_FILE", "policy.yaml").run();

    assertThat(result.out())
        .contains(
            "✖ policy: no rule of the policy allows spanner.plan on spanner:%s (rule deploy (line 9): branchName is \"main\", not \"release\")\n"
                .formatted(database.resourceName()),
            "✖ policy: no rule of the policy allows sfn.start on %s\n".formatted(MACHINE));
    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(told(result))
        .isEqualTo(
            "✖ The policy does not allow everything that COMMAND=apply may have to do in this run. Make the changes"
                + " above, and run COMMAND=doctor again.\n");
  }

  @Test
  void writesTheRuleThatThePolicyLacks() {
    workspace.with("policy.yaml", policy());
    PipeRun step = deployment().with(aws.variables()).with("STATE_MACHINE_ARN", MACHINE);
    PipeRun guarded = step.with("POLICY_FILE", "policy.yaml");
    aws.workflows().service().machine(MACHINE).plays(Script.empty().started().succeeded(1));

    String told = guarded.run("doctor").out();

    String rule =
        """
            rules:
              - id: the-step-that-doctor-saw
                when: {issuer: bitbucket, repositoryUuid: "%s", deploymentEnvironmentUuid: "%s"}
                allow:
                  - {do: [spanner.plan, spanner.ddl, spanner.dml], on: "spanner:%s"}
                  - {do: [sfn.start, sfn.describe], on: "%s"}
        """
            .formatted(
                google.step().repositoryUuid(),
                google.step().environmentUuid(),
                database.resourceName(),
                MACHINE);
    assertThat(told)
        .endsWith("To fix the policy, if this token should be accepted:\n  policy file:\n" + rule);
    workspace.with(
        "policy.yaml",
        policy() + rule.indent(-4).lines().skip(1).collect(Collectors.joining("\n", "", "\n")));
    Result sound = guarded.run("doctor");
    assertThat(sound.exitCode()).as(sound.out() + sound.err()).isZero();
    Result applied = guarded.run();
    assertThat(applied.exitCode()).as(applied.err()).isZero();
  }

  @Test
  void grantsToTheFederatedIdentityWhatItLacks() {
    gate.grant(List.of());

    Result result = doctor().without("GOOGLE_SERVICE_ACCOUNT").run();

    assertThat(result.out())
        .contains(
            " --member='principalSet://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/bitbucket/attribute.environment/{de910900-0000-4000-8000-000000000003}' --role=roles/spanner.databaseUser\n");
  }

  @Test
  void looksAtTheIdentityOfARuntime() {
    aws.sts().setGoogle(google.google().issuer());
    aws.sts().role(AwsAccount.ROLE, ofRuntime("104029292929292929292"), 3600);
    gate.grant(List.of());
    PipeRun job =
        attached()
            .with("COMMAND", "doctor")
            .with(aws.variables())
            .with("STATE_MACHINE_ARN", MACHINE);

    Result lacking = job.run();
    gate.grant(SpannerRights.APPLY);
    Result sound = job.run();

    assertThat(lacking.out())
        .contains(
            " --member='serviceAccount:job@acme-prod.iam.gserviceaccount.com' --role=roles/spanner.databaseUser\n");
    assertThat(sound.exitCode()).as(sound.out() + sound.err()).isZero();
    assertThat(aws.sts().sessions()).hasSize(2);
  }

  private static String ofRuntime(String account) {
    return """
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
      "Principal": {"Federated": "accounts.google.com"},
      "Condition": {"StringEquals": {"accounts.google.com:sub": "%s", "accounts.google.com:oaud": "sts.amazonaws.com"}}}]}
    """
        .formatted(account);
  }

  @Test
  void namesAStateMachineThatCannotBeUsed() {
    String other = MACHINE.replace("orders", "carts");
    String express = MACHINE.replace("orders", "express");
    aws.workflows().service().machine(express, "EXPRESS");

    assertThat(doctor().with("STATE_MACHINE_ARN", other).run().out())
        .contains(
            "✖ state machine: Could not read the state machine %1$s: State Machine Does Not Exist: '%1$s' (StateMachineDoesNotExist). Check STATE_MACHINE_ARN: name, account, region, version or alias\n"
                .formatted(other));
    assertThat(doctor().with("STATE_MACHINE_ARN", express).run().out())
        .contains(
            "✖ state machine: Could not start the workflow %s: it is an Express workflow, which has no history to follow and whose interrupted start cannot be detected. Use a state machine of the type STANDARD, which may run the Express one as a step\n"
                .formatted(express));
  }

  @Test
  void printsJson() {
    JsonObject json = Json.parseObject(doctor().run("--json").out());

    assertThat(json.flag("sound")).isTrue();
    assertThat(json.values()).containsOnlyKeys(List.of("claims", "findings", "mends", "sound"));
  }
}
