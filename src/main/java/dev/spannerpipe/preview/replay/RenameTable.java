package dev.spannerpipe.preview.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes `RENAME TABLE a TO b, c TO d` as one `ALTER TABLE … RENAME TO` for each table.
final class RenameTable {
  private RenameTable() {}

  static Optional<List<String>> without(DdlText statement) {
    if (!statement.is(0, "rename", "table")) {
      return Optional.empty();
    }
    List<String> renames = new ArrayList<>();
    int at = 2;
    while (statement.at(at).isName()) {
      int to = statement.afterName(at);
      int end = statement.afterName(to + 1);
      if (!statement.is(to, "to")) {
        return Optional.of(List.of());
      }
      renames.add(
          "ALTER TABLE "
              + statement.text(new DdlText.Range(at, to))
              + " RENAME TO "
              + statement.text(new DdlText.Range(to + 1, end)));
      at = end + (statement.is(end, ",") ? 1 : 0);
    }
    return Optional.of(renames);
  }
}
