package dev.spannerpipe.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.doctor.finding.DecodedToken;
import dev.spannerpipe.doctor.finding.Tokens;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.policy.Action;
import dev.spannerpipe.policy.EvaluationContext;
import dev.spannerpipe.policy.Policy;
import dev.spannerpipe.policy.PolicyReader;
import dev.spannerpipe.policy.PolicySettings;
import dev.spannerpipe.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {
  private static final Path SOUND = Path.of("src/test/resources/doctor/sound");
  private static final String MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:orders";

  @TempDir private Path directory;

  private static Optional<JsonObject> sound(TrustFile kind, String file) throws IOException {
    return Optional.of(kind.parse(file, Files.readString(SOUND.resolve(file))));
  }

  private Policy policy(String branch) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("policy.yaml"),
            """
            version: 1
            issuers:
              bitbucket:
                profile: bitbucket
                workspace: acme
                workspaceUuid: "{11111111-1111-4111-8111-111111111111}"
                audiences: "ari:cloud:bitbucket::workspace/11111111-1111-4111-8111-111111111111"
            rules:
              - id: deploy
                when:
                  issuer: bitbucket
                  repositoryUuid: "%s"
                  deploymentEnvironmentUuid: "%s"
                  branchName: %s
                allow: {do: spanner.ddl, on: "spanner:projects/a/instances/b/databases/c"}
            tests:
              - name: the branch is wanted
                token: {issuer: bitbucket, branchName: other}
                do: spanner.ddl
                on: spanner:projects/a/instances/b/databases/c
                expect: deny
            """
                .formatted(Tokens.REPOSITORY, Tokens.ENVIRONMENT, branch));
    return PolicyReader.read(
        new PolicySettings(
            InputFile.ofStep(file, new CloneDirectory(file.resolveSibling("clone"))),
            Optional.empty()),
        Optional.empty());
  }

  private Diagnosis withPolicy(String branch) throws IOException {
    PolicyQuestion question =
        new PolicyQuestion(
            policy(branch),
            List.of(
                new PolicyQuestion.Intention(
                    List.of(Action.SPANNER_DDL), "spanner:projects/a/instances/b/databases/c")),
            new EvaluationContext(
                Tokens.NOW, false, List.of(), Optional.empty(), Optional.empty(), true));
    TrustFiles files =
        new TrustFiles(
            sound(TrustFile.GOOGLE_PROVIDER, "provider.json"),
            sound(TrustFile.SERVICE_ACCOUNT_POLICY, "service-account.json"),
            Optional.empty(),
            sound(TrustFile.AWS_ROLE, "trust.json"),
            Optional.empty(),
            Optional.of("bb-orders-7"),
            Optional.empty(),
            Optional.empty(),
            Optional.of(question));
    return Diagnosis.of(Tokens.bitbucket(), files, Tokens.NOW);
  }

  private static List<String> rows(Diagnosis diagnosis) {
    return diagnosis.rows().stream()
        .map(
            row ->
                String.join(
                    " | ",
                    row.claim(),
                    row.token(),
                    row.google(),
                    row.aws(),
                    row.policy(),
                    row.verdict()))
        .toList();
  }

  @Test
  void setsClaimsAndLinksSideBySide() throws IOException {
    Diagnosis diagnosis = withPolicy("release/*");

    assertThat(rows(diagnosis))
        .containsExactly(
            "iss | https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc | https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc | api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc | issuer bitbucket | ✔",
            "aud | ari:cloud:bitbucket::workspace/11111111-1111-4111-8111-111111111111 | ari:cloud:bitbucket::workspace/11111111-1111-4111-8111-111111111111 | StringEquals \"ari:cloud:bitbucket::workspace/11111111-1111-4111-8111-111111111111\" | ari:cloud:bitbucket::workspace/11111111-1111-4111-8111-111111111111 | ✔",
            "sub | {22222222-2222-4222-8222-222222222222}:{33333333-3333-4333-8333-333333333333}:{44444444-4444-4444-8444-444444444444} | google.subject | StringLike \"{22222222-2222-4222-8222-222222222222}:{33333333-3333-4333-8333-333333333333}:*\" |  | ✔",
            "workspaceUuid | {11111111-1111-4111-8111-111111111111} | condition |  | {11111111-1111-4111-8111-111111111111} | ✔",
            "repositoryUuid | {22222222-2222-4222-8222-222222222222} | attribute.repository, condition, binding of attribute.repository |  | \"{22222222-2222-4222-8222-222222222222}\" | ✔",
            "deploymentEnvironmentUuid | {33333333-3333-4333-8333-333333333333} |  |  | \"{33333333-3333-4333-8333-333333333333}\" | ✔",
            "branchName | main |  |  | \"release/*\" | ✖");
    assertThat(diagnosis.lines())
        .containsExactly(
            "✖ policy: no rule of the policy allows spanner.ddl on spanner:projects/a/instances/b/databases/c (rule deploy (line 9): branchName is \"main\", not \"release/*\")",
            "· policy: 1 of its 1 tests pass",
            "To fix the policy, if this token should be accepted:",
            "  policy file:",
            "    rules:",
            "      - id: the-step-that-doctor-saw",
            "        when: {issuer: bitbucket, repositoryUuid: \"{22222222-2222-4222-8222-222222222222}\", deploymentEnvironmentUuid: \"{33333333-3333-4333-8333-333333333333}\"}",
            "        allow:",
            "          - {do: [spanner.ddl], on: \"spanner:projects/a/instances/b/databases/c\"}");
  }

  @Test
  void isSoundWhereEverybodyAgrees() throws IOException {
    assertThat(withPolicy("main").isSound()).isTrue();
  }

  @Test
  void looksAtTheTokenByItself() {
    DecodedToken token = new DecodedToken(Tokens.claims().with("sub", new JsonNull()), false);

    Diagnosis diagnosis = Diagnosis.of(token, TrustFiles.NONE, Tokens.NOW.plusSeconds(3540));

    assertThat(diagnosis.lines())
        .containsExactly(
            "· token: it was not verified; its claims are shown unchecked",
            "✖ token: it has no sub",
            "✖ token: it expired at 2026-01-07T12:59:00Z; a step gets only one token, so run the step again");
    assertThat(rows(diagnosis)).contains("sub | (missing) |  |  |  | ✖");
  }

  @Test
  void decodesWithoutVerifyingAndNeverShowsTheToken() {
    String payload =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Tokens.claims().canonical().getBytes(UTF_8));
    Secret secret = new Secret("aGVhZGVy." + payload + ".c2lnbmF0dXJl");

    DecodedToken token = DecodedToken.unverified(secret).orElseThrow();

    assertThat(token.verified()).isFalse();
    assertThat(token.claims()).isEqualTo(Tokens.claims());
    assertThat(token).hasToString("DecodedToken[verified=false]");
    assertThat(String.join("\n", Diagnosis.of(token, TrustFiles.NONE, Tokens.NOW).lines()))
        .doesNotContain(payload)
        .doesNotContain("c2lnbmF0dXJl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "a.b.c", "a.!!!.c", "a.W10.c", "a.eyJhIjoxLjV9.c"})
  void takesNothingElseForAToken(String text) {
    assertThat(DecodedToken.unverified(new Secret(text))).isEmpty();
  }

  private static List<String> session(String policy) {
    TrustFiles files =
        new TrustFiles(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(TrustFile.SESSION_POLICY.parse("session.json", policy)),
            Optional.of(MACHINE),
            Optional.empty());
    return Diagnosis.of(Tokens.bitbucket(), files, Tokens.NOW).lines();
  }

  @Test
  void looksAtTheSessionPolicy() {
    String start =
        "{\"Effect\":\"Allow\",\"Action\":\"states:StartExecution\",\"Resource\":\"%s\"}"
            .formatted(MACHINE);
    String follow =
        "{\"Effect\":\"Allow\",\"Action\":[\"states:DescribeExecution\",\"states:GetExecutionHistory\"],\"Resource\":\"arn:aws:states:eu-west-1:123456789012:execution:orders:bb-*\"}";
    String all = "{\"Effect\":\"Allow\",\"Action\":\"states:*\",\"Resource\":\"*\"}";

    assertThat(session("{\"Statement\":[%s,%s]}".formatted(start, follow))).isEmpty();
    assertThat(session("{\"Statement\":%s}".formatted(start)))
        .containsExactly(
            "✖ AWS session policy: it does not allow states:DescribeExecution on arn:aws:states:eu-west-1:123456789012:execution:orders:bb-x",
            "✖ AWS session policy: it does not allow states:GetExecutionHistory on arn:aws:states:eu-west-1:123456789012:execution:orders:bb-x");
    assertThat(session("{\"Statement\":%s}".formatted(all)))
        .containsExactly("⚠ AWS session policy: a statement allows its actions on all resources");
    assertThat(
            session(
                "{\"Id\":\"%s\",\"Statement\":[%s,%s]}".formatted("x".repeat(2048), start, follow)))
        .hasSize(1)
        .first()
        .asString()
        .matches("✖ AWS session policy: it has 2\\d{3} characters, but at most 2048 are allowed");
  }

  @Test
  void takesTheTrustPolicyOutOfTheRole() {
    assertThat(
            TrustFile.AWS_ROLE.parse(
                "role.json",
                "{\"Role\":{\"AssumeRolePolicyDocument\":{\"Statement\":{\"Effect\":\"Allow\"}}}}"))
        .isEqualTo(Json.object().with("Statement", Json.object().with("Effect", "Allow")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GOOGLE_PROVIDER|no|not a JSON object|a workload identity provider, as it comes from gcloud iam workload-identity-pools providers describe --format=json",
        "GOOGLE_PROVIDER|[]|not a JSON object|a workload identity provider, as it comes from gcloud iam workload-identity-pools providers describe --format=json",
        "GOOGLE_PROVIDER|{\"name\":\"projects/p/serviceAccounts/a\",\"oidc\":{}}|not a workload identity provider|a workload identity provider, as it comes from gcloud iam workload-identity-pools providers describe --format=json",
        "GOOGLE_PROVIDER|{\"name\":\"projects/1/locations/global/workloadIdentityPools/p/providers/q\",\"saml\":{}}|not a workload identity provider|a workload identity provider, as it comes from gcloud iam workload-identity-pools providers describe --format=json",
        "SERVICE_ACCOUNT_POLICY|{\"email\":\"a@b\",\"etag\":\"x\"}|not the IAM policy of a service account|the IAM policy of a service account, as it comes from gcloud iam service-accounts get-iam-policy --format=json",
        "SERVICE_ACCOUNT_POLICY|{\"bindings\":{}}|not the IAM policy of a service account|the IAM policy of a service account, as it comes from gcloud iam service-accounts get-iam-policy --format=json",
        "AWS_ROLE|{\"Role\":{\"Arn\":\"x\"}}|not a role with its trust policy|a role with its trust policy, as it comes from aws iam get-role --output json",
        "AWS_ROLE|{\"Role\":[]}|not a role with its trust policy|a role with its trust policy, as it comes from aws iam get-role --output json",
        "SESSION_POLICY|{}|not a session policy|a session policy, as it comes from the policy's author"
      })
  void refusesWhatIsSomethingElse(TrustFile kind, String text, String why, String wanted) {
    assertThatThrownBy(() -> kind.parse("given.json", text))
        .hasMessage(
            "Could not read given.json: it is %s. Give a file with %s.".formatted(why, wanted));
  }
}
