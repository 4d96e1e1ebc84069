package dev.spannerpipe.preview.replay;

import java.util.List;

/// Change sets that were executed together, with the schema before and after them. No two of them
/// touch the same object, so each difference belongs to one of them.
///
/// @param before the schema as the emulator writes it
/// @param rowsLost whether the emulator was restarted before them, so that the rows of earlier
///   change sets are missing
public record ReplayedGroup(
    List<ReplayedChangeSet> changeSets, List<String> before, List<String> after, boolean rowsLost) {
  public ReplayedGroup {
    changeSets = List.copyOf(changeSets);
    before = List.copyOf(before);
    after = List.copyOf(after);
  }
}
