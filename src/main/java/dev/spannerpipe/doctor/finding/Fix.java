package dev.spannerpipe.doctor.finding;

/// A change that fixes a finding.
///
/// @param text the command or configuration that makes the change, ready to be copied
public record Fix(Tool tool, String text) {
  /// The tool that a change is written for.
  public enum Tool {
    /// Google's command line.
    GCLOUD("gcloud"),
    /// AWS's command line.
    AWS_CLI("AWS CLI"),
    /// Terraform.
    TERRAFORM("Terraform"),
    /// The pipe's policy file.
    POLICY("policy file");

    private final String text;

    Tool(String text) {
      this.text = text;
    }

    /// Returns the tool's name for people.
    public String text() {
      return text;
    }
  }
}
