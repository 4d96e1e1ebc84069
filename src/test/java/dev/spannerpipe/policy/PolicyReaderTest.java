package dev.spannerpipe.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReaderTest {
  private static final String WHEN =
      "when: {issuer: bitbucket, repositoryUuid: \"%s\"}".formatted(Policies.REPOSITORY);
  private static final String ALLOW =
      "allow: {do: spanner.ddl, on: \"%s\"}".formatted(Policies.ORDERS);

  private static ConfigurationFailure failure(String text) {
    return catchThrowableOfType(ConfigurationFailure.class, () -> Policies.of(text));
  }

  private static List<String> problems(String text) {
    return failure(text).details();
  }

  /// One rule with this condition, on line 10.
  private static List<String> problemsOfCondition(String condition) {
    return problems(
        Policies.HEAD
            + """
            rules:
              - id: a
                when: {issuer: bitbucket, repositoryUuid: "%s", %s}
                %s
            """
                .formatted(Policies.REPOSITORY, condition, ALLOW));
  }

  @Test
  void readsWhatAPolicyMaySay() {
    Policy policy =
        Policies.of(
            Policies.HEAD
                + """
                  accounts:
                    profile: oidc
                    issuer: https://login.example.com
                    audiences: pipe
                    algorithms: [RS256, ES256]
                    maxAge: 1h
                    claims: groups
                mode: audit
                defaults:
                  effect: deny
                  maxSession: 1h
                  requirePlan: true
                rules:
                  - id: deploy
                    when:
                      issuer: accounts
                      groups: [release, ~"team-[a-z]+"]
                    allow:
                      - do: [spanner.ddl]
                        on: spanner:projects/acme/instances/prod/databases/*
                        as: {google: a@b.iam.gserviceaccount.com, scope: https://www.googleapis.com/auth/spanner.data https://www.googleapis.com/auth/spanner.admin, databaseRole: r, maxSession: 30m}
                      - do: [sfn.start]
                        on: "arn:aws:states:eu-west-1:123456789012:stateMachine:x"
                        as: {aws: "arn:aws:iam::123456789012:role/x"}
                """
                    .replace("~\"team-[a-z]+\"", "'~\"team-[a-z]+\"'"));

    assertThat(policy.enforced()).isFalse();
    assertThat(policy.issuers())
        .containsExactly(
            new Issuer(
                "bitbucket",
                Issuer.Profile.BITBUCKET,
                Policies.ISSUER,
                List.of(Policies.AUDIENCE),
                List.of("RS256"),
                Optional.empty(),
                Optional.of(Policies.WORKSPACE)),
            new Issuer(
                "accounts",
                Issuer.Profile.OIDC,
                "https://login.example.com",
                List.of("pipe"),
                List.of("RS256", "ES256"),
                Optional.of(Duration.ofHours(1)),
                Optional.empty()));
    assertThat(policy.defaults().maxSession()).contains(Duration.ofHours(1));
    assertThat(policy.rules().getFirst().grants().getFirst().limits())
        .isEqualTo(
            new IdentityLimits(
                Optional.of("a@b.iam.gserviceaccount.com"),
                Optional.of(
                    "https://www.googleapis.com/auth/spanner.data https://www.googleapis.com/auth/spanner.admin"),
                Optional.of("r"),
                Optional.empty(),
                Optional.of(Duration.ofMinutes(30))));
    assertThat(policy.rules().getFirst().grants().getLast().limits().aws())
        .contains("arn:aws:iam::123456789012:role/x");
    assertThat(policy.warnings()).isEmpty();
  }

  @Test
  void saysAllProblemsAtOnce() {
    ConfigurationFailure failure =
        failure(
            Policies.HEAD
                + """
                rulse: []
                rules:
                  - id: deploy
                    wen: {issuer: bitbucket}
                    allow: {do: spanner.dll, on: "%s"}
                """
                    .formatted(Policies.ORDERS));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(failure)
        .hasMessage(
            "Could not read the policy policy.yaml: it has 4 problems. Fix the problems listed above.");
    assertThat(failure.details())
        .containsExactly(
            "line 8: unknown key rulse; did you mean rules?",
            "line 10: rules[0]: has no when",
            "line 11: rules[0]: unknown key wen; did you mean when?",
            "line 12: rules[0].allow.do: \"spanner.dll\" is not known; did you mean spanner.ddl?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n"})
  void refusesAnEmptyFile(String text) {
    assertThat(problems(text))
        .containsExactly(
            "line 1: the file is empty; for a policy that allows nothing, write rules: []");
  }

  @Test
  void refusesDeepNesting() {
    assertThat(problems("[".repeat(40) + "]".repeat(40)))
        .containsExactly("line 1: not YAML: Nesting Depth exceeded max 16");
  }

  @Test
  void refusesTabsAndOtherControlCharacters() {
    assertThat(problems(Policies.HEAD + "rules:\n\t- id: a\n"))
        .containsExactly(
            "line 9: not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)");
    assertThat(problems(Policies.HEAD + "# bell \u0007\nrules: []\n"))
        .containsExactly("line 8: not YAML: it contains a character that YAML does not allow");
  }

  @Test
  void takesAByteOrderMarkForNothing() {
    assertThat(Policies.of("\uFEFF" + Policies.HEAD + "rules: []\n").rules()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "deploymentEnvironmentUuid: production§deploymentEnvironmentUuid: \"production\" is not a UUID in braces: a name can change its owner, and a pattern can match other UUIDs",
        "deploymentEnvironmentUuid: '*'§deploymentEnvironmentUuid: \"*\" is not a UUID in braces: a name can change its owner, and a pattern can match other UUIDs",
        "sub: '*:{33333333-3333-4333-8333-333333333333}:*'§sub: must begin with a repository's UUID in braces and a colon, or other repositories match",
        "actor: ann§actor: tokens of issuer bitbucket have no claim actor; they have sub, aud, workspaceUuid, repositoryUuid, deploymentEnvironmentUuid, branchName, pipelineUuid, pipelineRunUuid, stepUuid, commitSha, compliant",
        "branchname: main§branchname: tokens of issuer bitbucket have no claim branchname; did you mean branchName?",
        "branchName: '**'§branchName: ** is not allowed in claims; * matches all characters except : and /",
        "branchName: ^main$§branchName: \"^main$\" looks like a regular expression but is a plain text: write ~\"…\", without ^ and $",
        "branchName: '~\"^main$\"'§branchName: ^ is not allowed, because a regular expression always matches the whole string",
        "branchName: '~\".*main\"'§branchName: the regular expression is not anchored: it begins or ends with .* or .+; write which characters may be there, such as [^/]+",
        "branchName: '~\"release/.+\"'§branchName: the regular expression is not anchored: it begins or ends with .* or .+; write which characters may be there, such as [^/]+",
        "branchName: '~\"a++\"'§branchName: a quantifier directly follows another quantifier",
        "branchName: '~\"(?=a)b\"'§branchName: only plain groups are allowed, no look-around, names or flags: write (…) or (?:…)",
        "branchName: '~\"((a{99}){99}){99}\"'§branchName: too large: its counts multiply to more than 25000 characters; use smaller counts",
        "branchName: '~\"[z-a]\"'§branchName: not a regular expression: RE2 reports \"invalid character class range\"; write it in the syntax of RE2",
        "branchName: '~\"a|*\"'§branchName: not a regular expression: RE2 reports \"missing argument to repetition operator\"; write it in the syntax of RE2",
        "branchName: '~\"(a)\\1\"'§branchName: \\1 is not allowed; the allowed escapes are \\d, \\D, \\w, \\W and escaped punctuation",
        "branchName: '~\"a{2,}\"'§branchName: write a count as {2} or {2,8}, and a literal brace as \\{",
        "branchName: '~\"[a\"'§branchName: a character class is written [a-z0-9_], without classes or \\ in it",
        "branchName: '~\"(a\"'§branchName: not a regular expression: RE2 reports \"missing closing )\"; write it in the syntax of RE2",
        "branchName: '~\"a)\"'§branchName: a ) has no (",
        "branchName: '~\"\"'§branchName: a regular expression has 1 to 256 characters",
        "branchName: '~\"main'§branchName: the regular expression has no closing quotation mark: write ~\"…\"",
        "branchName: \"ma\\u200bin\"§branchName: contains invisible characters",
        "branchName: \"\"§branchName: must be a non-empty string, a boolean or an integer, but is a string; put any other value in quotes",
        "branchName: 1.0§branchName: must be a non-empty string, a boolean or an integer, but is a number or a date; put any other value in quotes"
      })
  void refusesConditionsThatSaySomethingElseThanTheySeem(String condition, String problem) {
    assertThat(problemsOfCondition(condition)).containsExactly("line 10: rules[0].when." + problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:x@evil.example",
        "http://localhost@evil.example",
        "https://user@issuer.example",
        "https://a|b",
        "https://",
        "https://issuer.example/?a=b",
        "https://issuer.example/#a",
        "http://localhost.evil.example"
      })
  void refusesAnIssuerThatIsNoPlainAddress(String issuer) {
    assertThat(problems(issuer(issuer)))
        .containsExactly(
            "line 3: issuers.a.issuer: \"%s\" is not an address that begins with https:// (http:// for this machine only)"
                .formatted(issuer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://issuer.example/a/",
        "http://localhost:8080/a",
        "http://127.0.0.1:1",
        "http://host.docker.internal"
      })
  void takesAPlainAddressOfAnIssuer(String issuer) {
    assertThat(Policies.of(issuer(issuer)).issuers())
        .singleElement()
        .satisfies(known -> assertThat(known.address()).isEqualTo(issuer));
  }

  private static String issuer(String address) {
    return """
    version: 1
    issuers:
      a: {profile: oidc, issuer: "%s", audiences: pipe}
    rules: []
    """
        .formatted(address);
  }

  @Test
  void warnsOfEffectsThatNoEnvironmentProtects() {
    Policy policy = Policies.withRules("  - {id: a, %s, %s}\n".formatted(WHEN, ALLOW));

    assertThat(policy.warnings())
        .containsExactly(
            "rule a (line 9) allows changes without a deploymentEnvironmentUuid: any step of the repository can make them, and anyone who can push can choose the name of the branch");
  }
}
