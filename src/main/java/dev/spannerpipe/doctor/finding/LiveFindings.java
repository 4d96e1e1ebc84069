package dev.spannerpipe.doctor.finding;

import dev.spannerpipe.doctor.finding.Finding.Severity;
import dev.spannerpipe.failure.Failure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the services themselves answered.
///
/// @param findings by link, in the order in which they were asked
/// @param fixes the smallest changes, by link
public record LiveFindings(List<Finding> findings, Map<Link, List<Fix>> fixes) {
  /// Nobody was asked.
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

  /// Collects them.
  public static final class Collector {
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Link, List<Fix>> fixes = new EnumMap<>(Link.class);

    /// Keeps what a service did.
    public void note(Link link, String text) {
      findings.add(new Finding(Severity.NOTE, link, "", text));
    }

    /// Keeps what could not be told.
    public void unknown(Link link, String text) {
      findings.add(new Finding(Severity.UNKNOWN, link, "", text));
    }

    /// Keeps why a service refused, with what fixes it.
    public void broken(Link link, Failure failure, Fix... changes) {
      findings.add(
          new Finding(
              Severity.BROKEN, link, "", failure.description(), Optional.of(failure.action())));
      fix(link, changes);
    }

    /// Keeps what is wrong, and what fixes it.
    public void broken(Link link, String text, Fix... changes) {
      findings.add(new Finding(Severity.BROKEN, link, "", text));
      fix(link, changes);
    }

    private void fix(Link link, Fix... changes) {
      fixes.computeIfAbsent(link, _ -> new ArrayList<>()).addAll(List.of(changes));
    }

    /// Returns all that was kept.
    public LiveFindings findings() {
      return new LiveFindings(findings, fixes);
    }
  }
}
