package dev.spannerpipe.lint;

import java.util.List;

/// Looks for one kind of trouble in one change set. A check looks only at the effects and steps
/// that the change set owns, because change sets that were replayed together share their schemas.
@FunctionalInterface
interface ChangeSetCheck {
  /// Returns what it finds; empty if there is nothing to find.
  List<LintFinding> check(LintedChangeSet changeSet);
}
