package dev.spannerpipe.doctor.finding;

/// A link of the chain of trust, which leads from the token to the services that a run uses. Each
/// link decides whether a run with this token may do its work.
public enum Link {
  /// The token itself.
  TOKEN("token"),
  /// Google's workload identity provider.
  GOOGLE_PROVIDER("Google provider"),
  /// The identities that may impersonate the Google service account.
  GOOGLE_BINDING("Google service account"),
  /// The permissions in Spanner that the run's Google identity has.
  SPANNER("Spanner permissions"),
  /// The database itself, if it needs no credentials, like a database in an emulator.
  DATABASE("database"),
  /// The issuer and the audiences that the AWS account accepts.
  AWS_PROVIDER("AWS identity provider"),
  /// The identities that may assume the AWS role.
  AWS_TRUST("AWS trust policy"),
  /// The policy that limits the permissions of the AWS session.
  AWS_SESSION("AWS session policy"),
  /// The state machine that a run would start.
  STATE_MACHINE("state machine"),
  /// The pipe's own policy (`POLICY_FILE`).
  POLICY("policy");

  private final String text;

  Link(String text) {
    this.text = text;
  }

  /// Returns the link's name for people.
  public String text() {
    return text;
  }
}
