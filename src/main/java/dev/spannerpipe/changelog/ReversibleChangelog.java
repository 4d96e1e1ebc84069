package dev.spannerpipe.changelog;

import dev.spannerpipe.plan.ChangeSet.Rollback;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Changelog;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A changelog, and how its change sets are undone.
///
/// @param rollbacks the rollback of each change set, in the order of the changelog
public record ReversibleChangelog(Changelog changelog, Map<ChangeSetId, Rollback> rollbacks) {
  /// Copies the map.
  public ReversibleChangelog {
    rollbacks = Collections.unmodifiableMap(new LinkedHashMap<>(rollbacks));
  }
}
