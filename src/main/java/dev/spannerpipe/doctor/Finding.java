package dev.spannerpipe.doctor;

/// Something that a person should know of a link.
///
/// @param claim the claim that it is about; empty where it is about none
/// @param text a sentence without a full stop, never with the token in it
public record Finding(Severity severity, Link link, String claim, String text) {
  /// How bad it is.
  public enum Severity {
    /// The token does not get through.
    BROKEN("✖"),
    /// Others than the token's repository get through.
    DANGEROUS("⚠"),
    /// It could not be told, or it is worth a thought.
    NOTE("·");

    private final String sign;

    Severity(String sign) {
      this.sign = sign;
    }

    /// Returns the sign before a line.
    public String sign() {
      return sign;
    }
  }

  /// Returns it as a line of the report.
  public String line() {
    return "%s %s: %s".formatted(severity.sign(), link.text(), text);
  }
}
