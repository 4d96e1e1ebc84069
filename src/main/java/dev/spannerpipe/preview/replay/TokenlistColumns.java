package dev.spannerpipe.preview.replay;

import dev.spannerpipe.preview.replay.DdlText.Range;
import java.util.Optional;

/// Columns of the type `spanner.tokenlist`, which only a search index reads.
final class TokenlistColumns {
  private TokenlistColumns() {}

  static boolean isAdded(DdlText statement) {
    return statement.head().is("alter", "table") && statement.find(0, "tokenlist") >= 0;
  }

  static Optional<String> without(DdlText statement) {
    for (Range element : statement.elements()) {
      int type = element.from() + 1;
      if (statement.is(type, "tokenlist") || statement.is(type, "spanner", ".", "tokenlist")) {
        return Optional.of(statement.withoutElement(element));
      }
    }
    return Optional.empty();
  }
}
