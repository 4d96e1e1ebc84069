package dev.spannerpipe.preview;

import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.Plan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The result of a preview.
///
/// @param changelog the path of the changelog
/// @param notes what the preview found in the database and leaves as it is, one sentence each: an
///   unfinished change, a lease in use
/// @param plan the pending change sets; it may have problems, and then `apply` would run none of
///   them
/// @param changeSets what the pending change sets will do, in their order
/// @param findings what the rules found, sorted: those of a change set by file and line, then those
///   of the plan as a whole
/// @param allowsLosses whether `ALLOW_DESTRUCTIVE` is `true`; not known if a policy decides
/// @param missing the names of the constructs that this emulator cannot hold
/// @param incomplete the statements of the baseline that the emulator does not have in whole, each
///   with what was taken out, or why the statement was left out
public record Preview(
    Baseline baseline,
    String changelog,
    List<String> notes,
    Plan plan,
    List<PreviewedChangeSet> changeSets,
    List<LintFinding> findings,
    Cost cost,
    Optional<Boolean> allowsLosses,
    Set<String> missing,
    Map<String, List<String>> incomplete) {
  /// Copies the collections.
  public Preview {
    notes = List.copyOf(notes);
    changeSets = List.copyOf(changeSets);
    findings = List.copyOf(findings);
    missing = Set.copyOf(missing);
    incomplete = Collections.unmodifiableMap(new LinkedHashMap<>(incomplete));
  }

  /// Returns the data losses that stop `apply` unless they are allowed.
  public List<DataLoss> losses() {
    return plan.losses();
  }

  /// Returns the findings about a change set.
  public List<LintFinding> findings(ChangeSetId changeSet) {
    return findings.stream()
        .filter(finding -> finding.changeSet().filter(changeSet::equals).isPresent())
        .toList();
  }

  /// Returns the findings that make the preview fail.
  public List<LintFinding> errors() {
    return findings.stream().filter(LintFinding::isError).toList();
  }
}
