package dev.spannerpipe.doctor;

import dev.spannerpipe.doctor.finding.DecodedToken;
import dev.spannerpipe.doctor.finding.Finding;
import dev.spannerpipe.doctor.finding.Finding.Severity;
import dev.spannerpipe.doctor.finding.Link;
import dev.spannerpipe.doctor.finding.LinkReport;
import dev.spannerpipe.doctor.finding.ShownValue;
import dev.spannerpipe.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Builds the table that shows for each claim what Google, AWS and the pipe's policy file require
/// of the claim.
record TrustTable(DecodedToken token, List<LinkReport> reports, List<Finding> findings) {
  private static final List<String> FIRST =
      List.of(
          "iss",
          "aud",
          "sub",
          "workspaceUuid",
          "repositoryUuid",
          "deploymentEnvironmentUuid",
          "branchName");

  List<Diagnosis.Row> rows() {
    Set<String> claims = new LinkedHashSet<>(FIRST);
    claims.addAll(token.claims().values().keySet());
    reports.forEach(report -> claims.addAll(report.cells().keySet()));
    List<Diagnosis.Row> rows = new ArrayList<>();
    for (String claim : claims) {
      String google = cell(claim, Link.GOOGLE_PROVIDER, Link.GOOGLE_BINDING);
      String aws = cell(claim, Link.AWS_TRUST);
      String policy = cell(claim, Link.POLICY);
      boolean silent = google.isEmpty() && aws.isEmpty() && policy.isEmpty();
      if (!silent || hasFinding(claim, Severity.BROKEN) || (FIRST.contains(claim) && has(claim))) {
        rows.add(
            new Diagnosis.Row(claim, value(claim), google, aws, policy, verdict(claim, silent)));
      }
    }
    return rows;
  }

  private boolean has(String claim) {
    return token.claims().find(claim).isPresent();
  }

  private String value(String claim) {
    return token
        .claims()
        .find(claim)
        .map(value -> value instanceof JsonString(String text) ? text : value.canonical())
        .map(ShownValue::line)
        .orElse("(missing)");
  }

  private String cell(String claim, Link... links) {
    return reports.stream()
        .filter(report -> List.of(links).contains(report.link()))
        .flatMap(report -> report.cells().entrySet().stream())
        .filter(cell -> cell.getKey().equals(claim))
        .map(cell -> ShownValue.line(cell.getValue()))
        .collect(Collectors.joining(", "));
  }

  private boolean hasFinding(String claim, Severity severity) {
    return findings.stream()
        .anyMatch(finding -> finding.claim().equals(claim) && finding.severity() == severity);
  }

  /// Returns the sign of the most severe finding about a claim; notes do not count. Without such a
  /// finding, returns a check mark, but only if some link checks the claim or the token was
  /// verified. Otherwise returns an empty string.
  ///
  /// @param silent whether neither Google nor AWS nor the policy require anything of the claim
  private String verdict(String claim, boolean silent) {
    return Stream.of(Severity.BROKEN, Severity.DANGEROUS, Severity.UNKNOWN)
        .filter(severity -> hasFinding(claim, severity))
        .findFirst()
        .map(Severity::sign)
        .orElse(silent && !token.verified() ? "" : "✔");
  }
}
