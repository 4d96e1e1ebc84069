package dev.spannerpipe.doctor.finding;

/// A link of the chain of trust: one of the places that decide whether a run with this token may do
/// its work.
public enum Link {
  /// The token itself.
  TOKEN("token"),
  /// Google's workload identity provider.
  GOOGLE_PROVIDER("Google provider"),
  /// The identities that may impersonate the Google service account.
  GOOGLE_BINDING("Google service account"),
  /// The identity's permissions in Spanner.
  SPANNER("Spanner permissions"),
  /// The database itself, if it needs no credentials, as in an emulator.
  DATABASE("database"),
  /// The issuer and the audiences that the AWS account accepts.
  AWS_PROVIDER("AWS identity provider"),
  /// The identities that may assume the AWS role.
  AWS_TRUST("AWS trust policy"),
  /// The permissions of the AWS session.
  AWS_SESSION("AWS session policy"),
  /// The state machine that would be started.
  STATE_MACHINE("state machine"),
  /// The local policy.
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
