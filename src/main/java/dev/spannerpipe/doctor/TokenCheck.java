package dev.spannerpipe.doctor;

import dev.spannerpipe.doctor.finding.DecodedToken;
import dev.spannerpipe.doctor.finding.Finding;
import dev.spannerpipe.doctor.finding.Finding.Severity;
import dev.spannerpipe.doctor.finding.Link;
import dev.spannerpipe.doctor.finding.LinkReport;
import dev.spannerpipe.json.JsonNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Examines whether the token has the standard claims and has not expired.
final class TokenCheck {
  private TokenCheck() {}

  static LinkReport examine(DecodedToken token, Instant now) {
    List<Finding> findings = new ArrayList<>();
    if (!token.verified()) {
      findings.add(
          finding(Severity.NOTE, "", "it was not verified; its claims are shown unchecked"));
    }
    for (String claim : List.of("iss", "sub", "aud", "iat", "exp")) {
      if (token.claims().find(claim).isEmpty()) {
        findings.add(finding(Severity.BROKEN, claim, "it has no " + claim));
      }
    }
    if (token.claims().values().get("exp") instanceof JsonNumber(long seconds)
        && !Instant.ofEpochSecond(seconds).isAfter(now)) {
      findings.add(
          finding(
              Severity.BROKEN,
              "exp",
              "it expired at %s; a step gets only one token, so run the step again"
                  .formatted(Instant.ofEpochSecond(seconds))));
    }
    return new LinkReport(Link.TOKEN, Map.of(), findings, List.of());
  }

  private static Finding finding(Severity severity, String claim, String text) {
    return new Finding(severity, Link.TOKEN, claim, text);
  }
}
