package dev.spannerpipe.config;

import dev.spannerpipe.workflow.WorkflowSettings;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The types of variables that contain a name or an id. They check the syntax that the service
/// requires. Where the service's exact rule is not certain, the check is lenient, and the service
/// itself rejects an invalid name.
final class NameTypes {
  static final ValueType<String> PROJECT_ID =
      ValueTypes.matching(
          "id",
          "(?:[a-z][a-z0-9.-]*:)?[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
          "is not the id of a project",
          "Use the project's id, made of lowercase letters, digits and hyphens",
          Function.identity());

  static final ValueType<String> INSTANCE_ID =
      ValueTypes.matching(
          "id",
          "[a-z][a-z0-9-]{0,62}[a-z0-9]",
          "is not the id of an instance",
          "Use 2 to 64 lowercase letters, digits and hyphens, beginning with a letter",
          Function.identity());

  static final ValueType<String> DATABASE_ID =
      ValueTypes.matching(
          "id",
          "[a-z][a-z0-9_-]{0,28}[a-z0-9]",
          "is not the id of a database",
          "Use 2 to 30 lowercase letters, digits, hyphens and underscores, beginning with a letter",
          Function.identity());

  static final ValueType<String> DATABASE_ROLE =
      ValueTypes.matching(
          "name",
          "[A-Za-z][A-Za-z0-9_]{0,127}",
          "is not the name of a database role",
          "Use letters, digits and underscores, beginning with a letter",
          Function.identity());

  static final ValueType<String> WORKLOAD_IDENTITY_PROVIDER =
      ValueTypes.matching(
          "resource name",
          "projects/[0-9]+/locations/global/workloadIdentityPools/[a-z0-9-]+/providers/[a-z0-9-]+",
          "is not the name of a workload identity provider",
          "Write it as projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>",
          Function.identity());

  static final ValueType<String> SERVICE_ACCOUNT =
      ValueTypes.matching(
          "email address",
          "[A-Za-z0-9._-]+@[a-z0-9.-]+\\.gserviceaccount\\.com",
          "is not a service account",
          "Write the email address of the service account, as in"
              + " name@project.iam.gserviceaccount.com",
          Function.identity());

  static final ValueType<String> ROLE_ARN =
      ValueTypes.matching(
          "ARN",
          "arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+",
          "is not the ARN of a role",
          "Write it as arn:aws:iam::<account>:role/<name>",
          Function.identity());

  static final ValueType<String> REGION =
      ValueTypes.matching(
          "region",
          "[a-z]{2,}(?:-[a-z]+)+-[0-9]+",
          "is not an AWS region",
          "Write it as in eu-west-1",
          Function.identity());

  static final ValueType<String> STATE_MACHINE_ARN =
      ValueType.ofText("ARN", (text, _) -> stateMachineArn(text));

  static final ValueType<String> INTENT_ID =
      ValueTypes.matching(
          "epoch.number",
          "(?:0|[1-9][0-9]{0,17})\\.(?:0|[1-9][0-9]{0,17})",
          "is not the id of an intent",
          "Copy the id, such as 12.3, from the message that requests the decision",
          Function.identity());

  static final ValueType<String> DATE =
      ValueTypes.matching(
          "date",
          "[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2}))?",
          "is not a date",
          "Write it as in 2026-01-31 or 2026-01-31T12:00:00Z",
          Function.identity());

  static final ValueType<String> SHA256 =
      ValueTypes.matching(
          "SHA-256",
          "[0-9A-Fa-f]{64}",
          "is not a SHA-256",
          "Write all 64 hexadecimal digits",
          text -> text.toLowerCase(Locale.ROOT));

  private NameTypes() {}

  private static String stateMachineArn(String text) throws InvalidValueException {
    Optional<String> wrong = WorkflowSettings.wrongStateMachineArn(text);
    if (wrong.isPresent()) {
      throw new InvalidValueException(
          wrong.get(),
          "Write it as arn:aws:states:<region>:<account>:stateMachine:<name>, with a version or"
              + " alias if wanted");
    }
    return text;
  }
}
