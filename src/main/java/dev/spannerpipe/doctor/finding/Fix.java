package dev.spannerpipe.doctor.finding;

/// A change that fixes what was found, ready to be copied.
public record Fix(Tool tool, String text) {
  /// What the change is written for.
  public enum Tool {
    /// Google's command line.
    GCLOUD("gcloud"),
    /// AWS's command line.
    AWS_CLI("AWS CLI"),
    /// Terraform.
    TERRAFORM("Terraform"),
    /// The policy's own language.
    POLICY("policy file");

    private final String text;

    Tool(String text) {
      this.text = text;
    }

    /// Returns its name for a person.
    public String text() {
      return text;
    }
  }
}
