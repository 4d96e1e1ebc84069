package dev.spannerpipe.doctor.finding;

import java.util.List;
import java.util.Map;

/// The findings about one link of the chain of trust.
///
/// @param cells what the link requires of a claim, by the name of the claim
/// @param fixes the smallest change that fixes all these findings, written once for each tool
public record LinkReport(
    Link link, Map<String, String> cells, List<Finding> findings, List<Fix> fixes) {
  public LinkReport {
    cells = Map.copyOf(cells);
    findings = List.copyOf(findings);
    fixes = List.copyOf(fixes);
  }
}
