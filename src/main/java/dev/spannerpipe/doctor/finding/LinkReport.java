package dev.spannerpipe.doctor.finding;

import java.util.List;
import java.util.Map;

/// The findings about one [Link] of the chain of trust. The chain leads from the token to the
/// services that a run uses.
///
/// @param cells what the link requires of the claims; the key is the name of a claim
/// @param fixes the smallest change that fixes all findings about the link, written once for each
///   tool
public record LinkReport(
    Link link, Map<String, String> cells, List<Finding> findings, List<Fix> fixes) {
  public LinkReport {
    cells = Map.copyOf(cells);
    findings = List.copyOf(findings);
    fixes = List.copyOf(fixes);
  }
}
