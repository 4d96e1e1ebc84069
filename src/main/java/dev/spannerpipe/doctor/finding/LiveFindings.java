package dev.spannerpipe.doctor.finding;

import dev.spannerpipe.doctor.finding.Finding.Severity;
import dev.spannerpipe.failure.Failure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The findings that were determined by queries to the services, not from files.
///
/// @param findings the findings, in the order of the queries
/// @param fixes maps each link of the chain of trust to the smallest changes that fix its findings
public record LiveFindings(List<Finding> findings, Map<Link, List<Fix>> fixes) {
  /// No service was queried.
  public static final LiveFindings NONE = new LiveFindings(List.of(), Map.of());

  /// Copies the collections.
  public LiveFindings {
    findings = List.copyOf(findings);
    fixes = Map.copyOf(fixes);
  }

  public LinkReport report(Link link) {
    return new LinkReport(
        link,
        Map.of(),
        findings.stream().filter(finding -> finding.link() == link).toList(),
        fixes.getOrDefault(link, List.of()));
  }

  /// Collects findings and fixes.
  public static final class Collector {
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Link, List<Fix>> fixes = new EnumMap<>(Link.class);

    /// Records information that is not a problem.
    public void note(Link link, String text) {
      findings.add(new Finding(Severity.NOTE, link, "", text));
    }

    /// Records that something could not be determined.
    public void unknown(Link link, String text) {
      findings.add(new Finding(Severity.UNKNOWN, link, "", text));
    }

    /// Records why a service rejected a request, and the changes that fix the problem.
    public void broken(Link link, Failure failure, Fix... changes) {
      findings.add(
          new Finding(
              Severity.BROKEN, link, "", failure.description(), Optional.of(failure.action())));
      fix(link, changes);
    }

    /// Records a problem, and the changes that fix it.
    public void broken(Link link, String text, Fix... changes) {
      findings.add(new Finding(Severity.BROKEN, link, "", text));
      fix(link, changes);
    }

    private void fix(Link link, Fix... changes) {
      fixes.computeIfAbsent(link, _ -> new ArrayList<>()).addAll(List.of(changes));
    }

    /// Returns all recorded findings and fixes.
    public LiveFindings findings() {
      return new LiveFindings(findings, fixes);
    }
  }
}
