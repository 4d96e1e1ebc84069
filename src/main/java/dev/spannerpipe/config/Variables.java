package dev.spannerpipe.config;

import static dev.spannerpipe.config.Variable.Availability.LATER;

import dev.spannerpipe.adopt.AdoptSettings;
import dev.spannerpipe.apply.ResolveSettings;
import dev.spannerpipe.config.Variable.Group;
import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.workflow.WorkflowSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The variables of the pipe.
public final class Variables {
  /// The commands, beside `apply`, that read the changelog.
  private static final Command[] OTHERS_WITH_CHANGELOG = {
    Command.PREVIEW, Command.STATUS, Command.ROLLBACK, Command.RESOLVE, Command.ADOPT
  };

  static final Variable<Command> COMMAND =
      Variable.of("COMMAND", Group.COMMAND, ValueTypes.COMMAND, "command to run")
          .withDefault("apply");

  static final Variable<String> PROJECT =
      Variable.of("PROJECT", Group.TARGET, NameTypes.PROJECT_ID, "id of the Google Cloud project")
          .whichIsRequired();
  static final Variable<String> SPANNER_INSTANCE =
      Variable.of(
              "SPANNER_INSTANCE", Group.TARGET, NameTypes.INSTANCE_ID, "id of the Spanner instance")
          .whichIsRequired();
  static final Variable<String> SPANNER_DATABASE =
      Variable.of(
              "SPANNER_DATABASE", Group.TARGET, NameTypes.DATABASE_ID, "id of the Spanner database")
          .whichIsRequired();
  static final Variable<InputFile> PARAMETERS_FILE =
      Variable.of(
          "PARAMETERS_FILE",
          Group.TARGET,
          ValueTypes.FILE_OF_STEP,
          "path of a JSON file that sets targets and changelog parameters: the output of terraform"
              + " output -json, that of kubectl get -o json for Crossplane or Config Connector, or a"
              + " flat object");
  static final Variable<String> SPANNER_DATABASE_ROLE =
      Variable.of(
          "SPANNER_DATABASE_ROLE",
          Group.TARGET,
          NameTypes.DATABASE_ROLE,
          "database role for data statements; it also needs privileges on the book-keeping tables");
  static final Variable<String> SPANNER_EMULATOR_HOST =
      Variable.of(
          "SPANNER_EMULATOR_HOST",
          Group.TARGET,
          ValueTypes.HOST,
          "host and port of a Spanner emulator to use instead of the service; a missing instance or"
              + " database is created there; for preview, and for adopt with credentials: the emulator that replays the changes");
  static final Variable<DialectName> SPANNER_DIALECT =
      Variable.of(
              "SPANNER_DIALECT",
              Group.TARGET,
              ValueTypes.DIALECT,
              "for preview: dialect if there is no database that can be asked")
          .withDefault("googlesql")
          .usedBy(Command.PREVIEW);

  static final Variable<String> CHANGELOG_FILE =
      Variable.of("CHANGELOG_FILE", Group.CHANGELOG, ValueTypes.TEXT, "path of the changelog")
          .withDefault("schema/changelog.yaml")
          .usedBy(Command.APPLY, OTHERS_WITH_CHANGELOG);
  static final Variable<List<Path>> SEARCH_PATH =
      Variable.of(
              "SEARCH_PATH",
              Group.CHANGELOG,
              ValueTypes.PATHS,
              "folders that changelog paths are relative to, like Liquibase's search path")
          .defaultDescription("the clone directory")
          .usedBy(Command.APPLY, OTHERS_WITH_CHANGELOG);
  static final Variable<String> CONTEXTS =
      Variable.of(
              "CONTEXTS",
              Group.CHANGELOG,
              ValueTypes.EXPRESSION,
              "Liquibase's contexts, separated by commas")
          .defaultDescription("all")
          .usedBy(Command.APPLY, OTHERS_WITH_CHANGELOG);
  static final Variable<String> LABELS =
      Variable.of("LABELS", Group.CHANGELOG, ValueTypes.EXPRESSION, "Liquibase's label expression")
          .defaultDescription("all")
          .usedBy(Command.APPLY, OTHERS_WITH_CHANGELOG);
  static final Variable<Map<String, String>> CHANGELOG_PARAMETERS =
      Variable.of(
              "CHANGELOG_PARAMETERS",
              Group.CHANGELOG,
              ValueTypes.PARAMETERS,
              "changelog parameters as a list of name=value; environment variables are not used as parameters")
          .usedBy(Command.APPLY, OTHERS_WITH_CHANGELOG);
  static final Variable<InputFile> PROTO_DESCRIPTORS_FILE =
      Variable.of(
              "PROTO_DESCRIPTORS_FILE",
              Group.CHANGELOG,
              ValueTypes.FILE_OF_BRANCH,
              "proto descriptor set for proto bundle changes, if the changelog specifies none")
          .usedBy(Command.APPLY, Command.PREVIEW, Command.ROLLBACK, Command.ADOPT);

  static final Variable<Secret> OIDC_TOKEN =
      Variable.of("OIDC_TOKEN", Group.IDENTITY, ValueTypes.SECRET, "the step's OIDC token")
          .defaultDescription("BITBUCKET_STEP_OIDC_TOKEN");
  static final Variable<URI> OIDC_ISSUER =
      Variable.of("OIDC_ISSUER", Group.IDENTITY, ValueTypes.ENDPOINT, "trusted token issuer")
          .defaultDescription("the workspace's issuer");
  static final Variable<String> OIDC_AUDIENCE =
      Variable.of(
              "OIDC_AUDIENCE",
              Group.IDENTITY,
              ValueTypes.TEXT,
              "expected audience of the OIDC token")
          .defaultDescription("the workspace's audience");
  static final Variable<String> GOOGLE_WORKLOAD_IDENTITY_PROVIDER =
      Variable.of(
          "GOOGLE_WORKLOAD_IDENTITY_PROVIDER",
          Group.IDENTITY,
          NameTypes.WORKLOAD_IDENTITY_PROVIDER,
          "workload identity provider that accepts the OIDC token");
  static final Variable<String> GOOGLE_SERVICE_ACCOUNT =
      Variable.of(
              "GOOGLE_SERVICE_ACCOUNT",
              Group.IDENTITY,
              NameTypes.SERVICE_ACCOUNT,
              "service account to impersonate")
          .defaultDescription("direct federated access");
  static final Variable<InputFile> GOOGLE_OIDC_CONFIG_FILE =
      Variable.of(
          "GOOGLE_OIDC_CONFIG_FILE",
          Group.IDENTITY,
          ValueTypes.FILE_OF_STEP,
          "external account credential configuration file (JSON), instead of provider and service"
              + " account");
  static final Variable<String> AWS_OIDC_ROLE_ARN =
      Variable.of(
              "AWS_OIDC_ROLE_ARN", Group.IDENTITY, NameTypes.ROLE_ARN, "AWS role for the workflow")
          .usedBy(Command.APPLY, Command.ROLLBACK, Command.WORKFLOW, Command.DOCTOR);
  static final Variable<String> AWS_DEFAULT_REGION =
      Variable.of(
              "AWS_DEFAULT_REGION", Group.IDENTITY, NameTypes.REGION, "AWS region for the workflow")
          .usedBy(Command.APPLY, Command.ROLLBACK, Command.WORKFLOW, Command.DOCTOR);

  static final Variable<URI> SPANNER_ENDPOINT =
      endpoint("SPANNER_ENDPOINT", "alternative address of Spanner");
  static final Variable<URI> GOOGLE_STS_ENDPOINT =
      endpoint("GOOGLE_STS_ENDPOINT", "alternative address of Google's Security Token Service");
  static final Variable<URI> GOOGLE_IAM_CREDENTIALS_ENDPOINT =
      endpoint(
          "GOOGLE_IAM_CREDENTIALS_ENDPOINT",
          "alternative address of Google's Service Account Credentials API");
  static final Variable<String> GCE_METADATA_HOST =
      Variable.of(
          "GCE_METADATA_HOST",
          Group.ENDPOINTS,
          ValueTypes.METADATA_HOST,
          "alternative host of Google's metadata server, with an optional port; only a loopback"
              + " address or BITBUCKET_DOCKER_HOST_INTERNAL");
  static final Variable<URI> AWS_ENDPOINT_URL_STS =
      endpoint("AWS_ENDPOINT_URL_STS", "alternative address of AWS STS")
          .usedBy(Command.APPLY, Command.ROLLBACK, Command.WORKFLOW, Command.DOCTOR);
  static final Variable<URI> AWS_ENDPOINT_URL_SFN =
      endpoint("AWS_ENDPOINT_URL_SFN", "alternative address of Step Functions")
          .usedBy(Command.APPLY, Command.ROLLBACK, Command.WORKFLOW);
  static final Variable<URI> BITBUCKET_PROXY_ENDPOINT =
      Variable.of(
              "BITBUCKET_PROXY_ENDPOINT",
              Group.ENDPOINTS,
              ValueTypes.PROXY,
              "for preview: address of the proxy of Bitbucket Pipelines that authorizes requests to"
                  + " Code Insights (http, only to a loopback address or"
                  + " BITBUCKET_DOCKER_HOST_INTERNAL)")
          .defaultDescription("port 29418 of the step's host")
          .usedBy(Command.PREVIEW);
  static final Variable<URI> BITBUCKET_API_ENDPOINT =
      endpoint(
              "BITBUCKET_API_ENDPOINT",
              "for preview: alternative address of Bitbucket's API for pull request comments")
          .usedBy(Command.PREVIEW);

  static final Variable<InputFile> POLICY_FILE =
      Variable.of(
          "POLICY_FILE",
          Group.SAFETY,
          ValueTypes.FILE_OF_STEP,
          "path of the policy file, which contains the guardrails");
  static final Variable<String> POLICY_SHA256 =
      sha256("POLICY_SHA256", Group.SAFETY, "SHA-256 that the policy file must have");
  static final Variable<String> PLAN_SHA256 =
      sha256("PLAN_SHA256", Group.SAFETY, "digest of the reviewed plan; no other plan may run")
          .usedBy(Command.APPLY, Command.ROLLBACK, Command.ADOPT);
  static final Variable<InputFile> PLAN_FILE =
      Variable.of(
              "PLAN_FILE",
              Group.SAFETY,
              ValueTypes.FILE_OF_STEP,
              "path of the reviewed plan.json; no other plan may run, and a difference is shown by"
                  + " change set and statement")
          .usedBy(Command.APPLY, Command.ROLLBACK);
  static final Variable<Boolean> ALLOW_DESTRUCTIVE =
      Variable.of(
              "ALLOW_DESTRUCTIVE",
              Group.SAFETY,
              ValueTypes.FLAG,
              "whether statements that cause data loss may run")
          .withDefault("false")
          .usedBy(Command.APPLY, Command.PREVIEW, Command.ROLLBACK);

  static final Variable<Duration> LOCK_TIMEOUT =
      Variable.of(
              "LOCK_TIMEOUT",
              Group.TIME,
              ValueTypes.DURATION,
              "how long to wait for another run's lease or Liquibase's lock; 0s = not at all")
          .withDefault("10m")
          .usedBy(Command.APPLY, Command.ROLLBACK, Command.UNLOCK, Command.RESOLVE, Command.ADOPT);
  static final Variable<Duration> TIMEOUT =
      Variable.of(
              "TIMEOUT",
              Group.TIME,
              ValueTypes.POSITIVE_DURATION,
              "how long the run may take; a submitted schema operation continues in the background, and"
                  + " the next run attaches to it")
          .defaultDescription("no limit");
  static final Variable<Integer> HEAP =
      Variable.of(
              "HEAP",
              Group.TIME,
              HeapSize.TYPE,
              "size of the Java heap, from 128m to 16g; less where the container has too little"
                  + " memory for it")
          .defaultDescription("512m, and 256m for preview");

  static final Variable<String> STATE_MACHINE_ARN =
      workflow(
              "STATE_MACHINE_ARN",
              NameTypes.STATE_MACHINE_ARN,
              "Step Functions state machine to start after the migration")
          .usedBy(Command.APPLY, Command.ROLLBACK, Command.WORKFLOW, Command.DOCTOR);
  static final Variable<String> WORKFLOW_INPUT =
      workflow(
              "WORKFLOW_INPUT",
              ValueTypes.DOCUMENT,
              "input of the workflow: a JSON object, or the path of a JSON file")
          .withDefault("{}");
  static final Variable<String> WORKFLOW_KEY =
      workflow(
          "WORKFLOW_KEY",
          ValueTypes.TEXT,
          "key that distinguishes workflows started by the same pipeline");
  static final Variable<Duration> WORKFLOW_TIMEOUT =
      workflow("WORKFLOW_TIMEOUT", ValueTypes.POSITIVE_DURATION, "how long to follow the workflow")
          .withDefault("60m");
  static final Variable<WorkflowSettings.OnTimeout> WORKFLOW_ON_TIMEOUT =
      workflow(
              "WORKFLOW_ON_TIMEOUT",
              ValueTypes.ON_TIMEOUT,
              "what to do when WORKFLOW_TIMEOUT expires: detach (stop following the execution) or"
                  + " stop (stop the execution)")
          .withDefault("detach");
  static final Variable<WorkflowSettings.OnFailure> WORKFLOW_ON_FAILURE =
      workflow(
              "WORKFLOW_ON_FAILURE",
              ValueTypes.ON_FAILURE,
              "what to do when the workflow fails: fail (end the run) or redrive (run the failed"
                  + " states again, once)")
          .withDefault("fail");

  static final Variable<Path> OUTPUT_DIR =
      Variable.of(
              "OUTPUT_DIR",
              Group.OUTPUT,
              ValueTypes.PATH,
              "folder for the output files, which go into a subfolder named after the database; for"
                  + " serve: the folder to read, with all folders in it")
          .withDefault(".spanner-pipe")
          .usedByAll();
  static final Variable<LogFormat> LOG_FORMAT =
      Variable.of(
              "LOG_FORMAT",
              Group.OUTPUT,
              ValueTypes.LOG_FORMAT,
              "format of the log; json = one object per line")
          .defaultDescription("text, and json in a Cloud Run job");
  static final Variable<Boolean> DEBUG =
      Variable.of(
              "DEBUG",
              Group.OUTPUT,
              ValueTypes.FLAG,
              "whether to log more detail; secrets are never logged")
          .withDefault("false")
          .usedByAll();
  static final Variable<Boolean> CLOUD_LOGGING =
      Variable.of(
              "CLOUD_LOGGING",
              Group.OUTPUT,
              ValueTypes.FLAG,
              "whether to also write each event to Cloud Logging")
          .withDefault("false")
          .which(LATER);
  static final Variable<Boolean> CODE_INSIGHTS =
      Variable.of(
              "CODE_INSIGHTS",
              Group.OUTPUT,
              ValueTypes.FLAG,
              "for preview: whether to publish the findings to Code Insights, as a report with"
                  + " annotations")
          .defaultDescription("true in a pull request")
          .usedBy(Command.PREVIEW);
  static final Variable<Secret> BITBUCKET_ACCESS_TOKEN =
      Variable.of(
              "BITBUCKET_ACCESS_TOKEN",
              Group.OUTPUT,
              ValueTypes.SECRET,
              "for preview: access token that may write to pull requests; with it, one comment per"
                  + " database shows the result")
          .usedBy(Command.PREVIEW);

  static final Variable<Boolean> VERIFY =
      Variable.of(
              "VERIFY",
              Group.COMMANDS,
              ValueTypes.FLAG,
              "for history: whether to verify the record's hash chain")
          .withDefault("false")
          .usedBy(Command.HISTORY);
  static final Variable<String> EXPECT_HEAD =
      sha256(
              "EXPECT_HEAD",
              Group.COMMANDS,
              "for history: a record head (the hash of a run's last event, from the log) that was"
                  + " saved earlier; the record's hash chain must contain it")
          .usedBy(Command.HISTORY);
  static final Variable<String> RESOLVE_INTENT =
      Variable.of(
              "RESOLVE_INTENT",
              Group.COMMANDS,
              NameTypes.INTENT_ID,
              "for resolve: intent id from the message that requests the decision")
          .usedBy(Command.RESOLVE);
  static final Variable<ResolveSettings.Answer> RESOLVE_AS =
      Variable.of(
              "RESOLVE_AS",
              Group.COMMANDS,
              ValueTypes.ANSWER,
              "for resolve: applied, not-applied, or applied:k (only the first k statements took"
                  + " effect)")
          .usedBy(Command.RESOLVE);
  static final Variable<AdoptSettings.From> ADOPT_FROM =
      Variable.of(
              "ADOPT_FROM",
              Group.COMMANDS,
              ValueTypes.ADOPT_FROM,
              "for adopt: what built the database; live decides by the schema alone")
          .withDefault("live")
          .usedBy(Command.ADOPT);
  static final Variable<Long> ADOPT_COUNT =
      Variable.of(
              "ADOPT_COUNT",
              Group.COMMANDS,
              ValueTypes.COUNT,
              "for adopt: how many change sets to adopt, from the first one")
          .usedBy(Command.ADOPT);
  static final Variable<String> ADOPT_TO_TAG =
      Variable.of(
              "ADOPT_TO_TAG",
              Group.COMMANDS,
              ValueTypes.TEXT,
              "for adopt: tag of the last change set to adopt, as tagDatabase sets it")
          .usedBy(Command.ADOPT);
  static final Variable<Boolean> ADOPT_UNCHECKED =
      Variable.of(
              "ADOPT_UNCHECKED",
              Group.COMMANDS,
              ValueTypes.FLAG,
              "for adopt: whether objects may differ that the emulator cannot replay")
          .withDefault("false")
          .usedBy(Command.ADOPT);
  static final Variable<String> ROLLBACK_TO_TAG =
      rollback("ROLLBACK_TO_TAG", ValueTypes.TEXT, "for rollback: the tag to go back to");
  static final Variable<Long> ROLLBACK_COUNT =
      rollback("ROLLBACK_COUNT", ValueTypes.COUNT, "for rollback: how many change sets to undo");
  static final Variable<String> ROLLBACK_TO_DATE =
      rollback("ROLLBACK_TO_DATE", NameTypes.DATE, "for rollback: the date to go back to");
  static final Variable<Boolean> PREFLIGHT =
      Variable.of(
              "PREFLIGHT",
              Group.COMMANDS,
              ValueTypes.FLAG,
              "for preview: whether to check the live data with read-only queries")
          .withDefault("false")
          .usedBy(Command.PREVIEW)
          .which(LATER);

  static final Variable<InputFile> DOCTOR_GOOGLE_PROVIDER_FILE =
      doctor(
          "DOCTOR_GOOGLE_PROVIDER_FILE",
          "the output of `gcloud iam workload-identity-pools providers describe --format=json`");
  static final Variable<InputFile> DOCTOR_SERVICE_ACCOUNT_POLICY_FILE =
      doctor(
          "DOCTOR_SERVICE_ACCOUNT_POLICY_FILE",
          "the output of `gcloud iam service-accounts get-iam-policy --format=json`");
  static final Variable<InputFile> DOCTOR_AWS_ROLE_FILE =
      doctor(
          "DOCTOR_AWS_ROLE_FILE",
          "the output of `aws iam get-role`, or only the role's trust policy");
  static final Variable<InputFile> DOCTOR_SESSION_POLICY_FILE =
      doctor(
          "DOCTOR_SESSION_POLICY_FILE",
          "the AWS session's inline policy, if it differs from the policy that the pipe generates"
              + " for STATE_MACHINE_ARN");

  /// All variables, in the order in which the documentation lists them.
  public static final List<Variable<?>> ALL =
      List.of(
          COMMAND,
          PROJECT,
          SPANNER_INSTANCE,
          SPANNER_DATABASE,
          PARAMETERS_FILE,
          SPANNER_DATABASE_ROLE,
          SPANNER_EMULATOR_HOST,
          SPANNER_DIALECT,
          CHANGELOG_FILE,
          SEARCH_PATH,
          CONTEXTS,
          LABELS,
          CHANGELOG_PARAMETERS,
          PROTO_DESCRIPTORS_FILE,
          OIDC_TOKEN,
          OIDC_ISSUER,
          OIDC_AUDIENCE,
          GOOGLE_WORKLOAD_IDENTITY_PROVIDER,
          GOOGLE_SERVICE_ACCOUNT,
          GOOGLE_OIDC_CONFIG_FILE,
          AWS_OIDC_ROLE_ARN,
          AWS_DEFAULT_REGION,
          SPANNER_ENDPOINT,
          GOOGLE_STS_ENDPOINT,
          GOOGLE_IAM_CREDENTIALS_ENDPOINT,
          GCE_METADATA_HOST,
          AWS_ENDPOINT_URL_STS,
          AWS_ENDPOINT_URL_SFN,
          BITBUCKET_PROXY_ENDPOINT,
          BITBUCKET_API_ENDPOINT,
          POLICY_FILE,
          POLICY_SHA256,
          PLAN_SHA256,
          PLAN_FILE,
          ALLOW_DESTRUCTIVE,
          LOCK_TIMEOUT,
          TIMEOUT,
          HEAP,
          STATE_MACHINE_ARN,
          WORKFLOW_INPUT,
          WORKFLOW_KEY,
          WORKFLOW_TIMEOUT,
          WORKFLOW_ON_TIMEOUT,
          WORKFLOW_ON_FAILURE,
          OUTPUT_DIR,
          LOG_FORMAT,
          DEBUG,
          CLOUD_LOGGING,
          CODE_INSIGHTS,
          BITBUCKET_ACCESS_TOKEN,
          VERIFY,
          EXPECT_HEAD,
          RESOLVE_INTENT,
          RESOLVE_AS,
          ADOPT_FROM,
          ADOPT_COUNT,
          ADOPT_TO_TAG,
          ADOPT_UNCHECKED,
          ROLLBACK_TO_TAG,
          ROLLBACK_COUNT,
          ROLLBACK_TO_DATE,
          PREFLIGHT,
          DOCTOR_GOOGLE_PROVIDER_FILE,
          DOCTOR_SERVICE_ACCOUNT_POLICY_FILE,
          DOCTOR_AWS_ROLE_FILE,
          DOCTOR_SESSION_POLICY_FILE);

  private Variables() {}

  private static Variable<URI> endpoint(String name, String sentence) {
    return Variable.of(
        name,
        Group.ENDPOINTS,
        ValueTypes.ENDPOINT,
        sentence + " (https; http only to a loopback address or BITBUCKET_DOCKER_HOST_INTERNAL)");
  }

  private static Variable<String> sha256(String name, Group group, String sentence) {
    return Variable.of(name, group, NameTypes.SHA256, sentence);
  }

  private static <T> Variable<T> workflow(String name, ValueType<T> type, String sentence) {
    return Variable.of(name, Group.WORKFLOW, type, sentence)
        .usedBy(Command.APPLY, Command.ROLLBACK, Command.WORKFLOW);
  }

  private static Variable<InputFile> doctor(String name, String sentence) {
    return Variable.of(
            name, Group.COMMANDS, ValueTypes.FILE_OF_BRANCH, "for doctor: file with " + sentence)
        .usedBy(Command.DOCTOR);
  }

  private static <T> Variable<T> rollback(String name, ValueType<T> type, String sentence) {
    return Variable.of(name, Group.COMMANDS, type, sentence).usedBy(Command.ROLLBACK).which(LATER);
  }
}
