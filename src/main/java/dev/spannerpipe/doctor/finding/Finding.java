package dev.spannerpipe.doctor.finding;

import java.util.Optional;

/// A finding about one [Link] of the chain of trust. The chain leads from the token to the services
/// that a run uses.
///
/// @param claim the claim that the finding is about; an empty string if it is about no claim
/// @param text a sentence without a full stop, which never contains the token
/// @param action what to do; empty if there is nothing to do, or if a [Fix] shows what to do
public record Finding(
    Severity severity, Link link, String claim, String text, Optional<String> action) {
  /// Creates a finding without an action.
  public Finding(Severity severity, Link link, String claim, String text) {
    this(severity, link, claim, text, Optional.empty());
  }

  /// The severity of a finding.
  public enum Severity {
    /// The link rejects the token.
    BROKEN("✖"),
    /// The link also accepts tokens of others, for example of other repositories.
    DANGEROUS("⚠"),
    /// The link could not be judged, so a person has to check it.
    UNKNOWN("?"),
    /// Information that does not affect the result.
    NOTE("·");

    private final String sign;

    Severity(String sign) {
      this.sign = sign;
    }

    /// Returns the sign with which the line of such a finding begins.
    public String sign() {
      return sign;
    }
  }

  /// Returns this finding without its action.
  public Finding withoutAction() {
    return new Finding(severity, link, claim, text);
  }

  /// Returns the finding as a line of the report.
  public String line() {
    String line = "%s %s: %s".formatted(severity.sign(), link.text(), text);
    return action.map(what -> line + ". " + what).orElse(line);
  }
}
