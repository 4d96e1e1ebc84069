package dev.spannerpipe.adopt;

import dev.spannerpipe.plan.ChangeSet;
import java.util.List;
import java.util.Optional;

/// Which of the prefixes that a search found is adopted.
public sealed interface Verdict {
  /// This one.
  record One(Prefix prefix) implements Verdict {}

  /// Several fit, and the settings do not choose one.
  record Several(List<Prefix> prefixes) implements Verdict {
    public Several {
      prefixes = List.copyOf(prefixes);
    }
  }

  /// None fits.
  ///
  /// @param nearest the one with the fewest differences; empty if the changelog has no change set
  record None(Optional<Prefix> nearest) implements Verdict {}

  /// The schema fits, but the version that another tool stored does not.
  ///
  /// @param prefix the longest of those whose schema fits
  /// @param table what the tool's table says, as a clause
  /// @param reason why the version does not fit, as a clause
  record OtherVersion(Prefix prefix, String table, String reason) implements Verdict {}

  /// Chooses among the prefixes.
  ///
  /// @param changeSets all change sets of the changelog, in order
  /// @param versions what another tool stored; empty if the schema alone decides
  static Verdict of(
      AdoptionSearch.Result found, List<ChangeSet> changeSets, Optional<VersionTable> versions) {
    List<Prefix> fitting =
        found.candidates().stream()
            .filter(
                prefix ->
                    versions.flatMap(table -> table.mismatch(changeSets, prefix.count())).isEmpty())
            .toList();
    if (found.candidates().isEmpty()) {
      return new None(found.nearest());
    }
    if (fitting.isEmpty()) {
      Prefix last = found.candidates().getLast();
      VersionTable table = versions.orElseThrow();
      return new OtherVersion(
          last, table.words(), table.mismatch(changeSets, last.count()).orElse(""));
    }
    return fitting.size() == 1 ? new One(fitting.getFirst()) : new Several(fitting);
  }
}
