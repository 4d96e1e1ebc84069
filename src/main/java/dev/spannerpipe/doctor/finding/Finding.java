package dev.spannerpipe.doctor.finding;

import java.util.Optional;

/// Something that a person should know of a link.
///
/// @param claim the claim that it is about; empty where it is about none
/// @param text a sentence without a full stop, never with the token in it
/// @param action what to do; empty where there is nothing to do, or where it is shown as a change
public record Finding(
    Severity severity, Link link, String claim, String text, Optional<String> action) {
  /// Makes one that says nothing of what to do.
  public Finding(Severity severity, Link link, String claim, String text) {
    this(severity, link, claim, text, Optional.empty());
  }

  /// How bad it is.
  public enum Severity {
    /// The token does not get through.
    BROKEN("✖"),
    /// Others than the token's repository get through.
    DANGEROUS("⚠"),
    /// It could not be told: a person has to look.
    UNKNOWN("?"),
    /// It is worth a thought, and changes nothing.
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

  /// Returns the same, without what to do.
  public Finding withoutAction() {
    return new Finding(severity, link, claim, text);
  }

  /// Returns it as a line of the report.
  public String line() {
    String line = "%s %s: %s".formatted(severity.sign(), link.text(), text);
    return action.map(what -> line + ". " + what).orElse(line);
  }
}
