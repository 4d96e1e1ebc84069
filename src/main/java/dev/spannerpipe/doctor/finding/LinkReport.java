package dev.spannerpipe.doctor.finding;

import java.util.List;
import java.util.Map;

/// The findings at one link.
///
/// @param cells what the link requires of each claim, for the table
/// @param fixes the smallest change for all findings together, once for each tool
public record LinkReport(
    Link link, Map<String, String> cells, List<Finding> findings, List<Fix> fixes) {
  public LinkReport {
    cells = Map.copyOf(cells);
    findings = List.copyOf(findings);
    fixes = List.copyOf(fixes);
  }
}
