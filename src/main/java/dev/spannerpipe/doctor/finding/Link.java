package dev.spannerpipe.doctor.finding;

/// A link of the chain of trust.
public enum Link {
  /// The token itself.
  TOKEN("token"),
  /// Google's workload identity provider.
  GOOGLE_PROVIDER("Google provider"),
  /// Who may act as the Google service account.
  GOOGLE_BINDING("Google service account"),
  /// What the identity may do in Spanner.
  SPANNER("Spanner permissions"),
  /// The issuer and the audiences that the AWS account knows.
  AWS_PROVIDER("AWS identity provider"),
  /// Who may assume the AWS role.
  AWS_TRUST("AWS trust policy"),
  /// What the AWS session may do.
  AWS_SESSION("AWS session policy"),
  /// The state machine that would be started.
  STATE_MACHINE("state machine"),
  /// The local policy.
  POLICY("policy");

  private final String text;

  Link(String text) {
    this.text = text;
  }

  /// Returns its name for a person.
  public String text() {
    return text;
  }
}
