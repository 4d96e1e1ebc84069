package dev.spannerpipe.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.apply.ApplySettings;
import dev.spannerpipe.apply.ResolveSettings;
import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.changelog.ChangelogSettings;
import dev.spannerpipe.credentials.aws.AwsSettings;
import dev.spannerpipe.credentials.google.GoogleSettings;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.identity.IdentitySettings;
import dev.spannerpipe.plan.review.ReviewedPlanSettings;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.spanner.SpannerSettings;
import dev.spannerpipe.text.DatabaseName;
import dev.spannerpipe.workflow.WorkflowSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("sets the locale of the process")
class SettingsReaderTest {
  private static final Path HERE = Path.of("/builds/here");
  private static final Path CLONE = Objects.requireNonNull(HERE.getParent());
  private static final IdentitySettings NOBODY =
      new IdentitySettings(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          new IdentitySettings.Step(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));
  private static final DoctorSettings NO_FILES =
      new DoctorSettings(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  @Test
  void fillsDefaults() {
    Settings settings = read(Map.of());

    assertThat(settings)
        .isEqualTo(
            new Settings(
                Command.APPLY,
                new ChangelogSettings(
                    HERE,
                    "schema/changelog.yaml",
                    List.of(HERE),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of()),
                Optional.empty(),
                Optional.of(
                    new SpannerSettings(
                        new DatabaseName("acme", "main", "orders"),
                        Optional.of("localhost:9010"),
                        Optional.empty(),
                        Optional.empty())),
                new AccessSettings(
                    NOBODY,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    new ReviewedPlanSettings(Optional.empty(), Optional.empty()),
                    HERE,
                    Map.of()),
                new ApplySettings(Duration.ofMinutes(10), Optional.empty(), false),
                Optional.empty(),
                new HistorySettings(false, Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                NO_FILES,
                Optional.empty(),
                new OutputSettings(
                    "orders",
                    HERE.resolve(".spanner-pipe/orders"),
                    HERE.resolve("test-results"),
                    new CloneDirectory(HERE),
                    LogFormat.TEXT,
                    false,
                    false),
                List.of()));
  }

  @Test
  void mapsEveryVariableThatThisVersionHas() {
    Map<String, String> given =
        Map.ofEntries(
            Map.entry("BITBUCKET_CLONE_DIR", CLONE.toString()),
            Map.entry("COMMAND", "resolve"),
            Map.entry("SPANNER_EMULATOR_HOST", ""),
            Map.entry("SPANNER_ENDPOINT", "http://127.0.0.1:8080"),
            Map.entry("SPANNER_DATABASE_ROLE", "migrator"),
            Map.entry("CHANGELOG_FILE", "db/changelog.xml"),
            Map.entry("SEARCH_PATH", "db, /shared"),
            Map.entry("CONTEXTS", "prod and !test"),
            Map.entry("LABELS", "a or b"),
            Map.entry("CHANGELOG_PARAMETERS", "owner=ops,rows=10"),
            Map.entry("PROTO_DESCRIPTORS_FILE", "db/all.pb"),
            Map.entry("LOCK_TIMEOUT", "0s"),
            Map.entry("TIMEOUT", "1h30m"),
            Map.entry("PLAN_SHA256", DIGEST.toUpperCase(Locale.ROOT)),
            Map.entry("PLAN_FILE", "reviewed/plan.json"),
            Map.entry("ALLOW_DESTRUCTIVE", "True"),
            Map.entry("VERIFY", "yes"),
            Map.entry("EXPECT_HEAD", DIGEST),
            Map.entry("RESOLVE_INTENT", "12.3"),
            Map.entry("RESOLVE_AS", "applied:2"),
            Map.entry("OUTPUT_DIR", "out"),
            Map.entry("LOG_FORMAT", "json"),
            Map.entry("DEBUG", "'true'"));

    assertThat(read(given))
        .isEqualTo(
            new Settings(
                Command.RESOLVE,
                new ChangelogSettings(
                    new CloneDirectory(CLONE),
                    "db/changelog.xml",
                    List.of(CLONE.resolve("db"), Path.of("/shared")),
                    Optional.of("prod and !test"),
                    Optional.of("a or b"),
                    Map.of("owner", "ops", "rows", "10"),
                    Optional.of(
                        InputFile.ofBranch(CLONE.resolve("db/all.pb"), new CloneDirectory(CLONE)))),
                Optional.empty(),
                Optional.of(
                    new SpannerSettings(
                        new DatabaseName("acme", "main", "orders"),
                        Optional.empty(),
                        Optional.of(URI.create("http://127.0.0.1:8080")),
                        Optional.of("migrator"))),
                new AccessSettings(
                    NOBODY,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    new ReviewedPlanSettings(
                        Optional.of(
                            InputFile.ofStep(
                                CLONE.resolve("reviewed/plan.json"), new CloneDirectory(CLONE))),
                        Optional.of(DIGEST)),
                    CLONE,
                    Map.of("SPANNER_ENDPOINT", "http://127.0.0.1:8080")),
                new ApplySettings(Duration.ZERO, Optional.of(Duration.ofMinutes(90)), true),
                Optional.empty(),
                new HistorySettings(true, Optional.of(DIGEST)),
                Optional.of(new ResolveSettings(12, 3, new ResolveSettings.AppliedFirst(2))),
                Optional.empty(),
                NO_FILES,
                Optional.empty(),
                new OutputSettings(
                    "orders",
                    CLONE.resolve("out/orders"),
                    CLONE.resolve("test-results"),
                    new CloneDirectory(CLONE),
                    LogFormat.JSON,
                    true,
                    true),
                List.of()));
    assertThat(read(given).resolve().orElseThrow().intent()).isEqualTo(new AttemptId(12, 3));
  }

  /// What the entry script takes for the size of the heap, `HeapIT` shows.
  @ParameterizedTest
  @ValueSource(
      strings = {"128m", "128M", "2g", "16G", "16384m", " 1g\t", "\"1g\"", "'700m'", "", "${HEAP}"})
  void acceptsSizesOfTheHeap(String value) {
    assertThat(read(Map.of("HEAP", value))).isEqualTo(read(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "much",
        "512",
        "512k",
        "512mb",
        "0512m",
        "0m",
        "-1g",
        "1.5g",
        "m",
        "127m",
        "16385m",
        "17g",
        "99999999999999999999g",
        "1g;touch evil",
        "$(touch evil)",
        "1 g",
        "١g"
      })
  void rejectsWhatIsNoSizeOfAHeap(String value) {
    assertThat(failure(Map.of("HEAP", value)))
        .hasMessage(
            "HEAP \"%s\" is not a size from 128m to 16g. Write it in megabytes or gigabytes, as in"
                + " 512m or 2g.",
            value);
  }

  @Test
  void reportsAllProblemsAtOnce() {
    ConfigurationFailure failure =
        failure(
            Map.of(
                "PROJECT", "",
                "SPANNER_INSTANCE", "M",
                "SPANNER_EMULATOR_HOST", "${EMULATOR}",
                "LOCK_TIMEOUT", "10x",
                "ALLOW_DESTRUCTIVE", "maybe",
                "STATE_MACHINE_ARN", "arn:nonsense",
                "PROJEKT", "acme"));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.INVALID);
    assertThat(failure).hasMessage("9 problems with the variables. Correct what is listed above.");
    assertThat(failure.details())
        .containsExactly(
            "SPANNER_INSTANCE \"M\" is not the id of an instance. Use 2 to 64 lowercase letters,"
                + " digits and hyphens, beginning with a letter.",
            "ALLOW_DESTRUCTIVE \"maybe\" is not true or false. Use true or false.",
            "LOCK_TIMEOUT \"10x\" is not a duration. Write it in days, hours, minutes and seconds, as in"
                + " 90s, 10m, 1h30m or 2d.",
            "STATE_MACHINE_ARN \"arn:nonsense\" is not the ARN of a state machine. Write it as"
                + " arn:aws:states:<region>:<account>:stateMachine:<name>, with a version or alias"
                + " if wanted.",
            "PROJECT is not given. Set it to the id of the Google Cloud project.",
            "STATE_MACHINE_ARN is given without AWS_OIDC_ROLE_ARN, so the run has no credentials"
                + " for AWS. Set AWS_OIDC_ROLE_ARN to the role that trusts this workspace.",
            "STATE_MACHINE_ARN is given, but there is no OIDC token to assume the role with. Set"
                + " oidc: true on the step; outside of Bitbucket Pipelines, set OIDC_TOKEN.",
            "GOOGLE_WORKLOAD_IDENTITY_PROVIDER is not given, so the run has no credentials for"
                + " Spanner. Set it to the provider that trusts this workspace, with oidc: true on"
                + " the step; or set SPANNER_EMULATOR_HOST to an emulator's host and port.",
            "PROJEKT is not a variable of this pipe; did you mean PROJECT? Nothing was changed.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          COMMAND|aply|COMMAND "aply" is not known. Use one of apply, preview, status, adopt, workflow, doctor, history, unlock, resolve.
          COMMAND|rollback|COMMAND "rollback" is not available in this version. Use apply, preview, status, adopt, workflow, doctor, history, unlock or resolve.
          PROJECT|Acme!|PROJECT "Acme!" is not the id of a project. Use the project's id, made of lowercase letters, digits and hyphens.
          SPANNER_DATABASE|a|SPANNER_DATABASE "a" is not the id of a database. Use 2 to 30 lowercase letters, digits, hyphens and underscores, beginning with a letter.
          SPANNER_EMULATOR_HOST|localhost|SPANNER_EMULATOR_HOST "localhost" is not a host and port. Write it as in localhost:9010.
          SPANNER_EMULATOR_HOST|localhost:70000|SPANNER_EMULATOR_HOST "localhost:70000" is not a host and port. Write it as in localhost:9010.
          SPANNER_DATABASE_ROLE|a b|SPANNER_DATABASE_ROLE "a b" is not the name of a database role. Use letters, digits and underscores, beginning with a letter.
          CHANGELOG_PARAMETERS|a=1,b|CHANGELOG_PARAMETERS "a=1,b" has the item "b", which is not name=value. Write each parameter as name=value.
          CHANGELOG_PARAMETERS|a=1,a=2|CHANGELOG_PARAMETERS "a=1,a=2" gives the parameter a twice. Give each parameter once.
          TIMEOUT|0s|TIMEOUT "0s" is zero. Use a duration above zero, as in 90s, 10m, 1h30m or 2d.
          TIMEOUT|600|TIMEOUT "600" is not a duration. Write it in days, hours, minutes and seconds, as in 90s, 10m, 1h30m or 2d.
          PLAN_SHA256|abc|PLAN_SHA256 "abc" is not a SHA-256. Write all 64 hexadecimal digits.
          LOG_FORMAT|xml|LOG_FORMAT "xml" is not known. Use one of text, json.
          RESOLVE_INTENT|12|RESOLVE_INTENT "12" is not the id of an intent. Copy the id, such as 12.3, from the message that requests the decision.
          RESOLVE_AS|done|RESOLVE_AS "done" is not known. Use applied, not-applied, or applied:<k> (only the first k statements took effect).
          AWS_DEFAULT_REGION|Frankfurt|AWS_DEFAULT_REGION "Frankfurt" is not an AWS region. Write it as in eu-west-1.
          AWS_OIDC_ROLE_ARN|deploy|AWS_OIDC_ROLE_ARN "deploy" is not the ARN of a role. Write it as arn:aws:iam::<account>:role/<name>.
          COMMAND|workflow|STATE_MACHINE_ARN is not given. Set it to the Step Functions state machine to start after the migration.
          WORKFLOW_INPUT|{"a": 1}|WORKFLOW_INPUT is given without STATE_MACHINE_ARN. Set STATE_MACHINE_ARN to the state machine to start, or remove this variable.
          WORKFLOW_KEY|second|WORKFLOW_KEY is given without STATE_MACHINE_ARN. Set STATE_MACHINE_ARN to the state machine to start, or remove this variable.
          WORKFLOW_TIMEOUT|2h|WORKFLOW_TIMEOUT is given without STATE_MACHINE_ARN. Set STATE_MACHINE_ARN to the state machine to start, or remove this variable.
          WORKFLOW_ON_TIMEOUT|stop|WORKFLOW_ON_TIMEOUT is given without STATE_MACHINE_ARN. Set STATE_MACHINE_ARN to the state machine to start, or remove this variable.
          WORKFLOW_ON_FAILURE|redrive|WORKFLOW_ON_FAILURE is given without STATE_MACHINE_ARN. Set STATE_MACHINE_ARN to the state machine to start, or remove this variable.
          WORKFLOW_ON_FAILURE|retry|WORKFLOW_ON_FAILURE "retry" is not known. Use one of fail, redrive.
          AWS_ENDPOINT_URL_STS|http://sts.example.com|AWS_ENDPOINT_URL_STS "http://sts.example.com" uses http to another machine. Use https; http is allowed only to a loopback address or BITBUCKET_DOCKER_HOST_INTERNAL.
          AWS_ENDPOINT_URL_STS|https://u@sts.example.com|AWS_ENDPOINT_URL_STS "https://u@sts.example.com" is not an https URL. Write it as in https://service.example.com, without user or query.
          SPANNER_ENDPOINT|https://localhost:1|SPANNER_EMULATOR_HOST and SPANNER_ENDPOINT give two addresses for one database. Remove one of them.
          GOOGLE_SERVICE_ACCOUNT|a@b.iam.gserviceaccount.com|SPANNER_EMULATOR_HOST would send a run with Google credentials (GOOGLE_SERVICE_ACCOUNT) to an emulator. Remove this variable, or remove the credentials.
          POLICY_SHA256|0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef|POLICY_SHA256 is given without POLICY_FILE. Set POLICY_FILE to the policy, or remove this variable.
          GCE_METADATA_HOST|http://metadata|GCE_METADATA_HOST "http://metadata" is not a host, with or without a port. Write it as in metadata.google.internal.
          GCE_METADATA_HOST|metadata.example.com:80|GCE_METADATA_HOST "metadata.example.com:80" is another machine, and the pipe would send plain http requests to it. Use metadata.google.internal, a loopback address or BITBUCKET_DOCKER_HOST_INTERNAL.
          OIDC_TOKEN|a\tb|OIDC_TOKEN contains a control character. Write it on one line, without tabs.
          CLOUD_LOGGING|true|CLOUD_LOGGING is not available in this version. Remove it.
          OIDC_ISSUER|http://issuer.example.com|OIDC_ISSUER "http://issuer.example.com" uses http to another machine. Use https; http is allowed only to a loopback address or BITBUCKET_DOCKER_HOST_INTERNAL.
          """)
  void saysWhatIsWrongAndWhatToDo(String variable, String value, String message) {
    ConfigurationFailure failure = failure(Map.of(variable, value));

    assertThat(failure).hasMessage(message);
    assertThat(failure.details()).isEmpty();
  }

  private static final String MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:orders";

  private static Map<String, String> workflow(String... variables) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "STATE_MACHINE_ARN", MACHINE,
                "AWS_OIDC_ROLE_ARN", "arn:aws:iam::123456789012:role/deploy",
                "OIDC_TOKEN", "token"));
    for (int index = 0; index < variables.length; index += 2) {
      all.put(variables[index], variables[index + 1]);
    }
    return all;
  }

  @Test
  void readsTheWorkflow() {
    Settings settings =
        read(
            workflow(
                "STATE_MACHINE_ARN", MACHINE + ":live",
                "AWS_DEFAULT_REGION", "eu-west-1",
                "AWS_ENDPOINT_URL_SFN", "https://vpce.example.com",
                "WORKFLOW_INPUT", "{\n}",
                "WORKFLOW_KEY", "second",
                "WORKFLOW_TIMEOUT", "2h",
                "WORKFLOW_ON_TIMEOUT", "stop",
                "WORKFLOW_ON_FAILURE", "REDRIVE"));

    assertThat(settings.workflow())
        .contains(
            new WorkflowSettings(
                MACHINE + ":live",
                Optional.of(URI.create("https://vpce.example.com")),
                "{\n}",
                new CloneDirectory(HERE),
                Optional.of("second"),
                Duration.ofHours(2),
                WorkflowSettings.OnTimeout.STOP,
                WorkflowSettings.OnFailure.REDRIVE));
    assertThat(settings.access().endpoints())
        .containsEntry("AWS_ENDPOINT_URL_SFN", "https://vpce.example.com");
  }

  @Test
  void tellsOnlyOfServicesThatTheCommandMayAsk() {
    Settings settings =
        read(
            workflow(
                "COMMAND", "status",
                "AWS_ENDPOINT_URL_SFN", "https://vpce.example.com",
                "OIDC_ISSUER", "https://issuer.example.com"));

    assertThat(settings.access().endpoints())
        .isEqualTo(Map.of("OIDC_ISSUER", "https://issuer.example.com"));
  }

  @Test
  void followsAWorkflowForAnHourWhereNobodySaysMore() {
    assertThat(read(workflow()).workflow())
        .contains(
            new WorkflowSettings(
                MACHINE,
                Optional.empty(),
                "{}",
                new CloneDirectory(HERE),
                Optional.empty(),
                Duration.ofHours(1),
                WorkflowSettings.OnTimeout.DETACH,
                WorkflowSettings.OnFailure.FAIL));
    assertThat(read(Map.of()).workflow()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "history", "unlock", "doctor"})
  void startsNoWorkflowForOtherCommands(String command) {
    assertThat(read(workflow("COMMAND", command, "AWS_OIDC_ROLE_ARN", "")).workflow()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AWS_OIDC_ROLE_ARN|''|STATE_MACHINE_ARN is given without AWS_OIDC_ROLE_ARN, so the run has no credentials for AWS. Set AWS_OIDC_ROLE_ARN to the role that trusts this workspace.
          OIDC_TOKEN|''|STATE_MACHINE_ARN is given, but there is no OIDC token to assume the role with. Set oidc: true on the step; outside of Bitbucket Pipelines, set OIDC_TOKEN.
          AWS_DEFAULT_REGION|us-east-1|STATE_MACHINE_ARN is in region eu-west-1, but AWS_DEFAULT_REGION is us-east-1. Set AWS_DEFAULT_REGION to the state machine's region, or remove it.
          """)
  void refusesAWorkflowThatCannotBeStarted(String variable, String value, String message) {
    assertThat(failure(workflow(variable, value))).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          deploy|is not the ARN of a state machine
          arn:aws:states:eu-west-1:123456789012:execution:deploy:x|is the ARN of a resource of the type execution, not of a state machine
          arn:aws:states:eu-west-1:123456789012:activity:x|is the ARN of a resource of the type activity, not of a state machine
          arn:aws:lambda:eu-west-1:123456789012:function:x|belongs to the service lambda, not to Step Functions
          arn:aws:states:eu-west-1:123456789012:stateMachine:deploy/label|is the ARN of a Distributed Map's child workflows, which cannot be started
          arn:aws:states:eu-west-1:12345:stateMachine:deploy|is not the ARN of a state machine
          arn:aws:states:cn-north-1:123456789012:stateMachine:deploy|names the partition aws, but the region cn-north-1 is in aws-cn
          """)
  void saysWhatElseAnArnNames(String arn, String reason) {
    assertThat(failure(workflow("STATE_MACHINE_ARN", arn)))
        .hasMessage(
            "STATE_MACHINE_ARN \"%s\" %s. Write it as arn:aws:states:<region>:<account>:stateMachine:<name>, with a version or alias if wanted."
                .formatted(arn, reason));
  }

  @Test
  void takesTheRuntimesIdentityForAWorkflow() {
    assertThat(
            read(cloud(
                    "STATE_MACHINE_ARN",
                    MACHINE,
                    "AWS_OIDC_ROLE_ARN",
                    "arn:aws:iam::123456789012:role/deploy",
                    "CLOUD_RUN_JOB",
                    "migrate"))
                .workflow())
        .isPresent();
  }

  private static final String PROVIDER =
      "projects/123456789012/locations/global/workloadIdentityPools/bitbucket/providers/acme";

  private static Map<String, String> cloud(String... variables) {
    Map<String, String> all = new HashMap<>(Map.of("SPANNER_EMULATOR_HOST", ""));
    for (int index = 0; index < variables.length; index += 2) {
      all.put(variables[index], variables[index + 1]);
    }
    return all;
  }

  private static Optional<GoogleSettings.Source> source(Map<String, String> environment) {
    return read(environment).access().google().map(GoogleSettings::source);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://spanner.example.com"})
  void saysHowToGetCredentialsWhereThereIsNoWay(String endpoint) {
    assertThat(failure(cloud("SPANNER_ENDPOINT", endpoint)))
        .hasMessage(
            "GOOGLE_WORKLOAD_IDENTITY_PROVIDER is not given, so the run has no credentials for"
                + " Spanner. Set it to the provider that trusts this workspace, with oidc: true on"
                + " the step; or set SPANNER_EMULATOR_HOST to an emulator's host and port.");
  }

  @Test
  void exchangesTheTokenOfTheStep() {
    Map<String, String> environment =
        cloud(
            "BITBUCKET_STEP_OIDC_TOKEN",
            "token",
            "GOOGLE_WORKLOAD_IDENTITY_PROVIDER",
            PROVIDER,
            "GOOGLE_SERVICE_ACCOUNT",
            "a@b.iam.gserviceaccount.com",
            "CLOUD_RUN_JOB",
            "job");

    assertThat(source(environment))
        .contains(
            new GoogleSettings.Exchange(PROVIDER, Optional.of("a@b.iam.gserviceaccount.com")));
    assertThat(read(environment).access().identity().token().orElseThrow().reveal())
        .isEqualTo("token");
  }

  @Test
  void prefersATokenThatIsGivenToThatOfTheStep() {
    Map<String, String> environment =
        cloud(
            "BITBUCKET_STEP_OIDC_TOKEN",
            "step",
            "OIDC_TOKEN",
            "own",
            "GOOGLE_WORKLOAD_IDENTITY_PROVIDER",
            PROVIDER);

    assertThat(read(environment).access().identity().token().orElseThrow().reveal())
        .isEqualTo("own");
  }

  @Test
  void readsTheConfigurationFile() {
    assertThat(source(cloud("OIDC_TOKEN", "token", "GOOGLE_OIDC_CONFIG_FILE", "oidc.json")))
        .contains(
            new GoogleSettings.ConfigurationFile(
                InputFile.ofStep(HERE.resolve("oidc.json"), new CloneDirectory(HERE))));
  }

  @ParameterizedTest
  @CsvSource({
    "CLOUD_RUN_JOB,job",
    "K_SERVICE,service",
    "GCE_METADATA_HOST,169.254.169.254",
    "GCE_METADATA_HOST,metadata:80",
    "GCE_METADATA_HOST,metadata.google.internal",
    "GCE_METADATA_HOST,[fd20:ce::254]",
    "GCE_METADATA_HOST,127.0.0.1:8080",
    "GCE_METADATA_HOST,host.docker.internal:8080"
  })
  void takesTheIdentityOfAGoogleRuntime(String variable, String value) {
    assertThat(source(cloud(variable, value))).contains(new GoogleSettings.Attached());
  }

  /// The platform passes on what nobody set.
  @ParameterizedTest
  @ValueSource(strings = {"CLOUD_RUN_JOB", "K_SERVICE", "GCE_METADATA_HOST"})
  void takesAnUnexpandedVariableForNoGoogleRuntime(String variable) {
    assertThat(failure(cloud(variable, "${" + variable + "}")))
        .hasMessage(failure(cloud()).getMessage());
  }

  /// A token says that the step is meant, not the machine it runs on.
  @Test
  void neverLeavesATokenAsideForTheIdentityOfTheRuntime() {
    assertThat(failure(cloud("CLOUD_RUN_JOB", "job", "OIDC_TOKEN", "token")))
        .hasMessageStartingWith("GOOGLE_WORKLOAD_IDENTITY_PROVIDER is not given, so the run has");
  }

  @Test
  void needsNoCredentialsForALoopbackAddress() {
    assertThat(source(cloud("SPANNER_ENDPOINT", "http://127.0.0.1:1", "OIDC_TOKEN", "token")))
        .isEmpty();
  }

  @Test
  void asksForTheTokenThatAProviderExchanges() {
    assertThat(failure(cloud("GOOGLE_WORKLOAD_IDENTITY_PROVIDER", PROVIDER)))
        .hasMessage(
            "GOOGLE_WORKLOAD_IDENTITY_PROVIDER is given, but there is no OIDC token to exchange."
                + " Set oidc: true on the step; outside of Bitbucket Pipelines, set OIDC_TOKEN.");
  }

  @Test
  void asksForTheProviderThatLeadsToAServiceAccount() {
    assertThat(failure(cloud("GOOGLE_SERVICE_ACCOUNT", "a@b.iam.gserviceaccount.com")))
        .hasMessage(
            "GOOGLE_SERVICE_ACCOUNT is given without GOOGLE_WORKLOAD_IDENTITY_PROVIDER. Set"
                + " GOOGLE_WORKLOAD_IDENTITY_PROVIDER to the provider that trusts this workspace.");
  }

  @Test
  void refusesTwoWaysToGetCredentials() {
    assertThat(
            failure(
                cloud(
                    "OIDC_TOKEN",
                    "token",
                    "GOOGLE_OIDC_CONFIG_FILE",
                    "oidc.json",
                    "GOOGLE_WORKLOAD_IDENTITY_PROVIDER",
                    PROVIDER)))
        .hasMessage(
            "GOOGLE_OIDC_CONFIG_FILE and GOOGLE_WORKLOAD_IDENTITY_PROVIDER both say how to get"
                + " Google credentials. Remove one of them.");
  }

  @Test
  void refusesASecretOnTheCommandLine() {
    Request request =
        new Request(complete(Map.of()), Map.of("OIDC_TOKEN", List.of("token")), false, HERE);

    assertThat(catchThrowableOfType(ConfigurationFailure.class, () -> SettingsReader.read(request)))
        .hasMessage(
            "--oidc-token is a secret, and other processes can read the command line. Set the"
                + " variable OIDC_TOKEN instead.");
  }

  @Test
  void letsDoctorLookAtFilesWithoutAWayToSpanner() {
    Settings settings =
        read(
            cloud(
                "COMMAND",
                "doctor",
                "DOCTOR_AWS_ROLE_FILE",
                "role.json",
                "AWS_OIDC_ROLE_ARN",
                "arn:aws:iam::123456789012:role/deploy",
                "STATE_MACHINE_ARN",
                "arn:aws:states:eu-west-1:123456789012:stateMachine:orders"));

    assertThat(settings.access().google()).isEmpty();
    assertThat(settings.access().aws())
        .contains(
            new AwsSettings(
                "arn:aws:iam::123456789012:role/deploy", "eu-west-1", Optional.empty()));
    assertThat(settings.doctor().awsRoleFile())
        .contains(InputFile.ofBranch(HERE.resolve("role.json"), new CloneDirectory(HERE)));
    assertThat(settings.doctor().stateMachineArn())
        .contains("arn:aws:states:eu-west-1:123456789012:stateMachine:orders");
  }

  @Test
  void asksResolveForItsVariables() {
    assertThat(failure(Map.of("COMMAND", "resolve")).details())
        .containsExactly(
            "RESOLVE_INTENT is not given. Copy it from the message that asked you to run the command resolve.",
            "RESOLVE_AS is not given. Copy it from the message that asked you to run the command resolve.");
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_DEFAULT_REGION,eu-west-1",
    "AWS_OIDC_ROLE_ARN,arn:aws:iam::123456789012:role/deploy",
    "BITBUCKET_ACCESS_TOKEN,token",
    "BITBUCKET_STEP_OIDC_TOKEN,token",
    "GCE_METADATA_HOST,169.254.169.254",
    "CLOUD_LOGGING,false",
    "WORKFLOW_TIMEOUT,1h",
    "PREFLIGHT,false",
    "PLAN_ID,7",
    "PLAN_SHA265,''",
    "PLAN_SHA265,${PLAN_SHA265}",
    "AWS_ENDPOINT_URL_S3,https://s3.example.com",
    "DATABASE,elsewhere",
    "BITBUCKET_COMMIT,0123"
  })
  void staysSilentAboutWhatIsHarmless(String variable, String value) {
    assertThat(read(Map.of(variable, value)).warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "LOCK_TIMEOUTS,did you mean LOCK_TIMEOUT?",
    "lock_timeout,did you mean LOCK_TIMEOUT?",
    "LABEL,did you mean LABELS?",
    "SPANNER_DATABASE_NAMES,has no effect",
    "WORKFLOW_NAME,has no effect",
    "POLICY_ARN,has no effect"
  })
  void warnsOfVariablesThatLookLikeOurs(String variable, String words) {
    assertThat(read(Map.of(variable, "x")).warnings())
        .singleElement()
        .asString()
        .startsWith(variable + " is not a variable of this pipe")
        .endsWith(words);
  }

  @ParameterizedTest
  @CsvSource({
    "POLICY_FLIE,POLICY_FILE",
    "POLICY_SHA25,POLICY_SHA256",
    "PLAN_SHA265,PLAN_SHA256",
    "PLANFILE,PLAN_FILE",
    "PLAN_FILES,PLAN_FILE",
    "ALLOW_DESTRUCTVE,ALLOW_DESTRUCTIVE",
    "allow_destructive,ALLOW_DESTRUCTIVE",
    "CONTEXT,CONTEXTS",
    "SPANNER_EMULATORHOST,SPANNER_EMULATOR_HOST",
    "STATE_MACHINE_ARNS,STATE_MACHINE_ARN",
    "TIME_OUT,TIMEOUT",
    "PROJEKT,PROJECT",
    "SPANER_INSTANCE,SPANNER_INSTANCE",
    "SPANNER_DATABAS,SPANNER_DATABASE"
  })
  void rejectsAMisspeltGuard(String variable, String meant) {
    Map<String, String> environment = new HashMap<>(Map.of(variable, "x", meant, ""));

    ConfigurationFailure failure = failure(environment);

    String sentence =
        "%s is not a variable of this pipe; did you mean %s? Nothing was changed."
            .formatted(variable, meant);
    assertThat(failure.details().isEmpty() ? failure.getMessage() : failure.details().getLast())
        .isEqualTo(sentence);
    assertThat(failure.exitCode()).isEqualTo(ExitCode.INVALID);
  }

  @Test
  void onlyWarnsOfAMisspeltGuardThatIsGivenItself() {
    assertThat(read(Map.of("PLAN_SHA265", "x", "PLAN_SHA256", "0".repeat(64))).warnings())
        .containsExactly("PLAN_SHA265 is not a variable of this pipe; did you mean PLAN_SHA256?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"apply", "status", "doctor", "history", "unlock", "workflow"})
  void rejectsWhatOnlyALaterVersionHasWithAnyCommand(String command) {
    Map<String, String> environment = new HashMap<>(workflow());
    environment.putAll(
        Map.of(
            "COMMAND", command,
            "CLOUD_LOGGING", "true",
            "PREFLIGHT", "true",
            "ROLLBACK_COUNT", "1",
            "ROLLBACK_TO_DATE", "2026-01-01",
            "ROLLBACK_TO_TAG", "v1"));

    assertThat(failure(environment).details())
        .containsExactly(
            "CLOUD_LOGGING is not available in this version. Remove it.",
            "ROLLBACK_TO_TAG is not available in this version. Remove it.",
            "ROLLBACK_COUNT is not available in this version. Remove it.",
            "ROLLBACK_TO_DATE is not available in this version. Remove it.",
            "PREFLIGHT is not available in this version. Remove it.");
  }

  @Test
  void guessesWhichNameWasMeantForOneThatIsMissing() {
    ConfigurationFailure failure = failure(Map.of("SPANNER_DATABASE", "", "DATABASE", "orders"));

    assertThat(failure)
        .hasMessage("SPANNER_DATABASE is not given. Set it to the id of the Spanner database.");
    assertThat(failure.details())
        .containsExactly("DATABASE is not a variable of this pipe; did you mean SPANNER_DATABASE?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "$LOCK_TIMEOUT", "${LOCK_TIMEOUT}", " ${OTHER} ", "\n"})
  void takesBlankAndUnexpandedForNotGiven(String value) {
    assertThat(read(Map.of("LOCK_TIMEOUT", value)).apply().lockTimeout())
        .isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void readsListsAsThePlatformGivesThem() {
    Settings settings =
        read(
            Map.of(
                "CHANGELOG_PARAMETERS_COUNT", "2",
                "CHANGELOG_PARAMETERS_0", "greeting=hello, world",
                "CHANGELOG_PARAMETERS_1", "empty=",
                "SEARCH_PATH", "[\"a\", 'b']",
                "CONTEXTS_COUNT", "2",
                "CONTEXTS_0", "prod",
                "CONTEXTS_1", "eu"));

    assertThat(settings.changelog().searchPath())
        .containsExactly(HERE.resolve("a"), HERE.resolve("b"));
    assertThat(settings.changelog().contexts()).contains("prod,eu");
    assertThat(settings.changelog().parameters()).containsEntry("empty", "").hasSize(2);
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void keepsAnItemOfThePlatformsListWhole() {
    Settings settings =
        read(
            Map.of(
                "CHANGELOG_PARAMETERS_COUNT", "1",
                "CHANGELOG_PARAMETERS_0", "greeting=hello, world"));

    assertThat(settings.changelog().parameters()).containsEntry("greeting", "hello, world");
  }

  @Test
  void letsAnOptionWin() {
    Map<String, String> environment = complete(Map.of("LOCK_TIMEOUT", "1m"));

    Settings settings =
        SettingsReader.read(
            new Request(environment, Map.of("LOCK_TIMEOUT", List.of("2m")), true, HERE));

    assertThat(settings.apply().lockTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.output().json()).isTrue();
  }

  @Test
  void namesTheOptionThatIsWrong() {
    Request request =
        new Request(complete(Map.of()), Map.of("LOCK_TIMEOUT", List.of("x")), false, HERE);

    assertThat(catchThrowableOfType(ConfigurationFailure.class, () -> SettingsReader.read(request)))
        .hasMessage(
            "--lock-timeout \"x\" is not a duration. Write it in days, hours, minutes and seconds, as in"
                + " 90s, 10m, 1h30m or 2d.");
  }

  @Test
  void neverShowsASecret() {
    ConfigurationFailure failure = failure(Map.of("BITBUCKET_ACCESS_TOKEN", "hush\u0007hush"));

    assertThat(failure)
        .hasMessage(
            "BITBUCKET_ACCESS_TOKEN contains a control character. Write it on one line, without"
                + " tabs.");
    assertThat(new Secret("hush")).hasToString("***");
  }

  @Test
  void replacesControlCharactersAndShortensWhatItRepeats() {
    assertThat(failure(Map.of("LOCK_TIMEOUT", "\u001b[31m" + "x".repeat(200))).description())
        .isEqualTo("LOCK_TIMEOUT \"\uFFFD[31m" + "x".repeat(94) + "…\" is not a duration");
  }

  @Test
  void acceptsTheStepsOwnHostWithoutTls() {
    assertThat(
            read(Map.of(
                    "BITBUCKET_DOCKER_HOST_INTERNAL", "172.17.0.1",
                    "AWS_ENDPOINT_URL_STS", "http://172.17.0.1:4566",
                    "AWS_ENDPOINT_URL_SFN", "http://host.docker.internal:4566"))
                .warnings())
        .isEmpty();
  }

  @Test
  void readsTheSameUnderATurkishLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    try {
      Settings settings = read(Map.of("COMMAND", "HISTORY", "VERIFY", "TRUE"));

      assertThat(settings.command()).isEqualTo(Command.HISTORY);
      assertThat(Command.HISTORY.word()).isEqualTo("history");
      assertThat(Variables.ALLOW_DESTRUCTIVE.option()).isEqualTo("--allow-destructive");
    } finally {
      Locale.setDefault(before);
    }
  }

  private static Settings read(Map<String, String> environment) {
    return SettingsReader.read(new Request(complete(environment), Map.of(), false, HERE));
  }

  private static ConfigurationFailure failure(Map<String, String> environment) {
    return catchThrowableOfType(ConfigurationFailure.class, () -> read(environment));
  }

  private static Map<String, String> complete(Map<String, String> environment) {
    Map<String, String> complete = new HashMap<>();
    complete.put("PROJECT", "acme");
    complete.put("SPANNER_INSTANCE", "main");
    complete.put("SPANNER_DATABASE", "orders");
    complete.put("SPANNER_EMULATOR_HOST", "localhost:9010");
    complete.putAll(environment);
    return complete;
  }
}
