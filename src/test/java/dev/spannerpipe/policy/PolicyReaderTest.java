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
  private static final String MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:x";
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
  void refusesAnAliasBombBeforeItExpands() {
    assertThat(problems("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b]\n"))
        .containsExactly(
            "line 1: anchors are not allowed: &a",
            "line 2: anchors are not allowed: &b",
            "line 2: aliases are not allowed: write out *a",
            "line 3: aliases are not allowed: write out *b");
  }

  @Test
  void makesNoObjectsFromTags() {
    assertThat(problems("!!javax.script.ScriptEngineManager [a]\n"))
        .containsExactly(
            "line 1: tags are not allowed: tag:yaml.org,2002:javax.script.ScriptEngineManager");
  }

  @Test
  void refusesASecondDocument() {
    assertThat(problems(Policies.HEAD + "rules: []\n---\nrules: []\n"))
        .containsExactly("line 9: a policy is one YAML document, not several");
  }

  @Test
  void refusesDeepNesting() {
    assertThat(problems("[".repeat(40) + "]".repeat(40)))
        .containsExactly("line 1: not YAML: Nesting Depth exceeded max 16");
  }

  @Test
  void refusesWhatIsNoYaml() {
    assertThat(problems(Policies.HEAD + "rules: [\n"))
        .containsExactly("line 9: not YAML: expected the node content, but found '<stream end>'");
  }

  @Test
  void refusesTabsAndOtherControlCharacters() {
    assertThat(problems(Policies.HEAD + "rules:\n\t- id: a\n"))
        .containsExactly(
            "line 9: not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)");
    assertThat(problems(Policies.HEAD + "# bell \u0007\nrules: []\n"))
        .containsExactly("line 8: not YAML: it holds a character that YAML does not allow");
  }

  @Test
  void mergesNothing() {
    assertThat(problems(Policies.HEAD + "rules: []\n<<: {mode: audit}\n"))
        .containsExactly(
            "line 9: unknown key <<; known are version, mode, issuers, defaults, rules, tests");
  }

  @Test
  void takesAByteOrderMarkForNothing() {
    assertThat(Policies.of("\uFEFF" + Policies.HEAD + "rules: []\n").rules()).isEmpty();
  }

  @Test
  void saysThatAnExpressionInAListNeedsQuotes() {
    assertThat(problemsOfCondition("branchName: [main, ~\"a[0-9]\"]"))
        .containsExactly(
            "line 10: not YAML: expected ',' or ']', but got [; put a regular expression in a list in quotes: '~\"…\"'");
  }

  @Test
  void refusesAFileThatIsNoMapping() {
    assertThat(problems("- a\n"))
        .containsExactly(
            "line 1: must be a mapping with the keys version, mode, issuers, defaults, rules, tests, but is a list");
  }

  @Test
  void refusesDuplicateKeysAndIds() {
    assertThat(
            problems(
                Policies.HEAD
                    + """
                    rules:
                      - id: a
                        id: b
                        %1$s
                        %2$s
                      - id: a
                        %1$s
                        %2$s
                    """
                        .formatted(WHEN, ALLOW)))
        .containsExactly("line 10: duplicate key id", "line 13: rules[1]: duplicate id a");
  }

  @Test
  void refusesWrongTypes() {
    assertThat(
            problems(
                """
                version: one
                mode: on
                issuers: []
                rules: none
                defaults: {requirePlan: yes, maxSession: 60}
                """))
        .containsExactly(
            "line 1: version: \"one\" is not known; it can be 1",
            "line 2: mode: \"on\" is not known; it can be enforce, audit",
            "line 3: issuers: must be a mapping with at least one key, but is a list",
            "line 4: rules: must be a list, but is a text",
            "line 5: defaults.requirePlan: \"yes\" is not true or false",
            "line 5: defaults.maxSession: must be a duration such as 30m, 1h30m or 2d, so put it in quotes, but is a number");
  }

  @Test
  void saysThatBracesNeedQuotes() {
    assertThat(
            problems(
                Policies.HEAD
                    + """
                    rules:
                      - id: a
                        when: {issuer: bitbucket, repositoryUuid: %s}
                        %s
                    """
                        .formatted(Policies.REPOSITORY, ALLOW)))
        .containsExactly(
            "line 10: rules[0].when.repositoryUuid: must be a string, a boolean or an integer; put other texts in quotes, but is a mapping (a text that begins with a brace needs quotes)");
  }

  @Test
  void refusesARuleThatIsForEverybody() {
    assertThat(
            problems(
                Policies.HEAD
                    + """
                      other:
                        profile: oidc
                        issuer: https://login.example.com
                        audiences: pipe
                    rules:
                      - id: a
                        when: {issuer: bitbucket, branchName: main}
                        %1$s
                      - id: b
                        when: {issuer: other, aud: pipe}
                        %1$s
                      - id: c
                        when: {issuer: bitbucket, branchName: main}
                        deny: {do: spanner.ddl, on: "**"}
                    """
                        .formatted(ALLOW)))
        .containsExactly(
            "line 14: rules[0].when: names neither repositoryUuid nor sub: every repository of the workspace would be let in",
            "line 17: rules[1].when: names no claim but the issuer: everybody whom it knows would be let in");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "deploymentEnvironmentUuid: production§deploymentEnvironmentUuid: \"production\" is not a UUID in braces: names can change hands, and patterns match others",
        "deploymentEnvironmentUuid: '*'§deploymentEnvironmentUuid: \"*\" is not a UUID in braces: names can change hands, and patterns match others",
        "sub: '*:{33333333-3333-4333-8333-333333333333}:*'§sub: must begin with a repository's UUID in braces and a colon, or other repositories match",
        "actor: ann§actor: tokens of issuer bitbucket have no claim actor; they have sub, aud, workspaceUuid, repositoryUuid, deploymentEnvironmentUuid, branchName, pipelineUuid, pipelineRunUuid, stepUuid, commitSha, compliant",
        "branchname: main§branchname: tokens of issuer bitbucket have no claim branchname; did you mean branchName?",
        "branchName: '**'§branchName: ** is not for claims: * crosses no : and no /",
        "branchName: ^main$§branchName: \"^main$\" looks like a regular expression but is a plain text: write ~\"…\", without ^ and $",
        "branchName: '~\"^main$\"'§branchName: ^ is not wanted: a regular expression always matches the whole text",
        "branchName: '~\".*main\"'§branchName: the regular expression is not anchored: it begins or ends with .* or .+, say what may stand there, such as [^/]+",
        "branchName: '~\"release/.+\"'§branchName: the regular expression is not anchored: it begins or ends with .* or .+, say what may stand there, such as [^/]+",
        "branchName: '~\"a++\"'§branchName: nested quantifiers: one follows another",
        "branchName: '~\"(?=a)b\"'§branchName: only plain groups are allowed, no look-around, names or flags: write (…) or (?:…)",
        "branchName: '~\"((a{99}){99}){99}\"'§branchName: too large: its counts multiply to more than 25000 characters, count less",
        "branchName: '~\"[z-a]\"'§branchName: not a regular expression: RE2 reports \"invalid character class range\"; write it in the syntax of RE2",
        "branchName: '~\"a|*\"'§branchName: not a regular expression: RE2 reports \"missing argument to repetition operator\"; write it in the syntax of RE2",
        "branchName: '~\"(a)\\1\"'§branchName: \\1 is not allowed, only \\d, \\w and escaped signs",
        "branchName: '~\"a{2,}\"'§branchName: a count is written {2} or {2,8}, and \\{ is the sign itself",
        "branchName: '~\"[a\"'§branchName: a character class is written [a-z0-9_], without classes or \\ in it",
        "branchName: '~\"(a\"'§branchName: not a regular expression: RE2 reports \"missing closing )\"; write it in the syntax of RE2",
        "branchName: '~\"a)\"'§branchName: a ) has no (",
        "branchName: '~\"\"'§branchName: a regular expression has 1 to 256 characters",
        "branchName: '~\"main'§branchName: the regular expression has no closing quotation mark: write ~\"…\"",
        "branchName: \"ma\\u200bin\"§branchName: holds characters that cannot be seen",
        "branchName: \"\"§branchName: must be a string, a boolean or an integer; put other texts in quotes, but is a text",
        "branchName: 1.0§branchName: must be a string, a boolean or an integer; put other texts in quotes, but is a number or a date"
      })
  void refusesConditionsThatSaySomethingElseThanTheySeem(String condition, String problem) {
    assertThat(problemsOfCondition(condition)).containsExactly("line 10: rules[0].when." + problem);
  }

  @Test
  void refusesTargetsThatAreTooWideOrOfAnotherKind() {
    assertThat(
            problems(
                Policies.HEAD
                    + """
                    rules:
                      - id: a
                        %1$s
                        allow: {do: spanner.ddl, on: "spanner:**"}
                      - id: b
                        %1$s
                        allow: {do: [spanner.read, sfn.start], on: "%2$s"}
                      - id: c
                        %1$s
                        allow: {do: spanner.read, on: "**"}
                      - id: d
                        %1$s
                        allow: {do: spanner.read, on: "arn:aws:states:eu-west-1:123456789012:stateMachine:x"}
                      - id: e
                        %1$s
                    """
                        .formatted(WHEN, Policies.ORDERS)))
        .containsExactly(
            "line 11: rules[0].allow[0].on: ** is for actions that only read: name the target",
            "line 14: rules[1].allow[0].on: \"spanner:projects/acme/instances/prod/databases/orders\" is no target of these actions: sfn actions require a state machine's ARN",
            "line 20: rules[3].allow[0].on: \"arn:aws:states:eu-west-1:123456789012:stateMachine:x\" is no target of these actions: spanner actions require spanner:projects/…/instances/…/databases/…",
            "line 21: rules[4]: must have exactly one of allow and deny, but has neither");
  }

  @Test
  void refusesWrongGuards() {
    assertThat(
            problems(
                Policies.HEAD
                    + """
                    rules:
                      - id: a
                        %s
                        %s
                        guard:
                          destructive: DROP_TABEL
                          denyWindows:
                            - {days: [firday], from: 22:00, to: "06:00", zone: Europe/Berlim}
                            - {from: 25:00, to: 26:00, zone: UTC}
                            - {from: 2026-12-24T00:00, to: "06:00", zone: UTC}
                            - {from: 2026-12-24T00:00, to: 2026-12-23T00:00, zone: UTC}
                            - {days: monday, from: 2026-12-24T00:00, to: 2026-12-25T00:00, zone: UTC}
                    """
                        .formatted(WHEN, ALLOW)))
        .containsExactly(
            "line 13: rules[0].guard.destructive: \"DROP_TABEL\" is not known; did you mean DROP_TABLE?",
            "line 15: rules[0].guard.denyWindows[0].days[0]: \"firday\" is not known; did you mean friday?",
            "line 15: rules[0].guard.denyWindows[0].zone: \"Europe/Berlim\" is no time zone such as Europe/Berlin",
            "line 16: rules[0].guard.denyWindows[1]: from or to is no time of any day",
            "line 17: rules[0].guard.denyWindows[2]: from and to must both have a date, or neither",
            "line 18: rules[0].guard.denyWindows[3]: ends before it begins",
            "line 19: rules[0].guard.denyWindows[4]: a window with dates has no days");
  }

  @Test
  void refusesLimitsThatCannotBeHeldTo() {
    assertThat(
            problems(
                Policies.HEAD
                    + """
                    defaults: {requireAudit: false}
                    rules:
                      - id: a
                        %1$s
                        allow:
                          - {do: spanner.ddl, on: "%2$s", as: {google: deploy, scope: spanner.data, aws: deploy, maxSession: 1 hour}}
                          - {do: spanner.ddl, on: "%2$s", as: {scope: https://www.googleapis.com/auth/spanner.data}}
                          - {do: spanner.dml, on: "%2$s", as: {scope: https://www.googleapis.com/auth/spanner.admin}}
                          - {do: spanner.dml, on: "%2$s", as: {aws: "arn:aws:iam::123456789012:role/x"}}
                          - {do: sfn.start, on: "%3$s", as: {google: a@b.iam.gserviceaccount.com, maxSession: 10m}}
                    """
                        .formatted(WHEN, Policies.ORDERS, MACHINE)))
        .containsExactly(
            "line 8: defaults.requireAudit: \"false\" is not known; it can be true",
            "line 13: rules[0].allow[0].as.google: \"deploy\" is not a service account's e-mail address",
            "line 13: rules[0].allow[0].as.scope: \"spanner.data\" is not https://www.googleapis.com/auth/ with spanner.data, spanner.admin or cloud-platform, or several of them with blanks between",
            "line 13: rules[0].allow[0].as.aws: \"deploy\" is not a role's ARN",
            "line 13: rules[0].allow[0].as.maxSession: \"1 hour\" is not a duration such as 30m, 1h30m or 2d",
            "line 13: rules[0].allow[0].as.aws: is for sfn actions, of which there is none",
            "line 13: rules[0].allow[0].as.scope: these actions cannot be done without https://www.googleapis.com/auth/spanner.data",
            "line 14: rules[0].allow[1].as.scope: these actions cannot be done without https://www.googleapis.com/auth/spanner.admin",
            "line 15: rules[0].allow[2].as.scope: these actions cannot be done without https://www.googleapis.com/auth/spanner.data",
            "line 16: rules[0].allow[3].as.aws: is for sfn actions, of which there is none",
            "line 17: rules[0].allow[4].as.google: is for spanner actions, of which there is none",
            "line 17: rules[0].allow[4].as.maxSession: AWS gives no session of less than 15m");
  }

  @Test
  void refusesGuardsAndLimitsThatNothingWouldEverAsk() {
    assertThat(
            problems(
                Policies.HEAD
                    + """
                    rules:
                      - id: a
                        %1$s
                        deny: {do: spanner.ddl, on: "%2$s", as: {databaseRole: r}}
                        guard: {requirePlan: true}
                      - id: b
                        %1$s
                        allow: {do: spanner.plan, on: "%2$s"}
                        guard: {requirePlan: true}
                      - id: c
                        %1$s
                        allow: {do: sfn.start, on: "%3$s"}
                        guard: {destructive: DROP_TABLE}
                      - id: d
                        %1$s
                        allow: {do: spanner.ddl, on: "%2$s"}
                        guard: {backupNewerThan: 1h}
                    """
                        .formatted(WHEN, Policies.ORDERS, MACHINE)))
        .containsExactly(
            "line 11: rules[0].deny[0].as: a rule that denies has no as: nothing is done",
            "line 12: rules[0].guard: a rule that denies has no guard: it denies in any case",
            "line 16: rules[1].guard: is for effects, and this rule allows none",
            "line 20: rules[2].guard.destructive: is for spanner.ddl and spanner.dml, which this rule does not allow",
            "line 24: rules[3].guard: unknown key backupNewerThan; known are destructive, requirePlan, denyWindows");
  }

  @Test
  void refusesWrongIssuers() {
    assertThat(
            problems(
                """
                version: 1
                issuers:
                  a: {profile: bitbucket, audiences: x}
                  b: {profile: bitbucket, workspace: w, issuer: "https://x", workspaceUuid: "{w}", audiences: x, claims: y}
                  c: {profile: google, audiences: x, workspace: w}
                  d: {profile: oidc, issuer: "http://example.com", audiences: []}
                  e: {profile: oidc, audiences: x}
                  f: {profile: google, audiences: x}
                  g: {profile: google, audiences: x}
                rules:
                  - id: a
                    when: {issuer: aa, sub: x}
                    %s
                """
                    .formatted(ALLOW)))
        .containsExactly(
            "line 3: issuers.a: has no workspace",
            "line 3: issuers.a: has no workspaceUuid: a workspace's slug can be given up and taken by somebody else",
            "line 4: issuers.b.workspaceUuid: \"{w}\" is not a UUID in braces and quotes",
            "line 4: issuers.b: Bitbucket's claims are known: leave out claims",
            "line 4: issuers.b: has both workspace and issuer, which follow from each other",
            "line 5: issuers.c: workspace and workspaceUuid are for profile bitbucket",
            "line 6: issuers.d.issuer: \"http://example.com\" is not an address that begins with https:// (http:// for this machine only)",
            "line 6: issuers.d.audiences: is an empty list",
            "line 7: issuers.e: has no issuer",
            "line 9: issuers.g: another issuer of the policy has the same address https://accounts.google.com",
            "line 12: rules[0].when: unknown issuer aa; did you mean a?");
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
  void refusesAPolicyThatFailsItsOwnTests() {
    assertThat(
            problems(
                Policies.HEAD
                    + """
                    rules:
                      - id: a
                        %1$s
                        %2$s
                    tests:
                      - name: others may not
                        token: {issuer: bitbucket, repositoryUuid: "%3$s"}
                        do: spanner.ddl
                        on: "%4$s"
                        expect: deny
                      - name: ours may
                        token: {issuer: bitbucket, repositoryUuid: "%3$s"}
                        do: spanner.ddl
                        on: "%4$s"
                        expect: allow
                        rule: a
                    """
                        .formatted(WHEN, ALLOW, Policies.REPOSITORY, Policies.ORDERS)))
        .containsExactly(
            "line 13: test \"others may not\" fails: wanted deny, but it is allow by a: rule a (line 9) allows spanner.ddl on spanner:projects/acme/instances/prod/databases/orders");
  }

  @Test
  void refusesTestsThatNameWhatIsNotThere() {
    assertThat(
            problems(
                Policies.HEAD
                    + """
                    rules: []
                    tests:
                      - {name: a, token: {issuer: bitbuckets}, do: spanner.ddl, on: x, expect: maybe, rule: b, at: 2026-99-99T00:00:00Z}
                      - {name: b, token: {issuer: bitbucket}, do: spanner.ddl, on: x, expect: deny, at: 2026-99-99T00:00:00Z}
                    """))
        .containsExactly(
            "line 10: tests[0].expect: \"maybe\" is not known; it can be allow, deny",
            "line 10: tests[0].token: unknown issuer bitbuckets",
            "line 10: tests[0].rule: there is no rule b",
            "line 11: tests[1].at: \"2026-99-99T00:00:00Z\" is no time");
  }

  @Test
  void warnsOfEffectsThatNoEnvironmentProtects() {
    Policy policy = Policies.withRules("  - {id: a, %s, %s}\n".formatted(WHEN, ALLOW));

    assertThat(policy.warnings())
        .containsExactly(
            "rule a (line 9) allows effects without a deploymentEnvironmentUuid: any step of the repository may do so, also on a branch that somebody just named like that");
  }
}
