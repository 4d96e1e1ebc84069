package dev.spannerpipe.preview.replay;

import dev.spannerpipe.plan.StatusCode;
import dev.spannerpipe.sql.SchemaChange;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Recognizes a `CREATE TABLE` that declares a column twice. Spanner rejects it. Emulator 1.5.28
/// rejects it too, but aborts if the second column has a default or is generated.
final class DuplicateColumn {
  /// An element that begins with one of these words is no column, or its name is a keyword.
  private static final Set<String> CONSTRAINTS =
      Set.of("constraint", "primary", "foreign", "check", "unique", "synonym", "like", "exclude");

  private DuplicateColumn() {}

  /// Returns the rejection of the statement in the words of Spanner; empty if no column is twice.
  static Optional<Rejection> in(DdlText statement) {
    Set<String> names = new HashSet<>();
    for (DdlText.Range element : statement.elements()) {
      boolean column =
          statement.at(element.from()).isName()
              && CONSTRAINTS.stream().noneMatch(word -> statement.is(element.from(), word));
      String name = SchemaChange.name(statement.dialect(), List.of(statement.at(element.from())));
      if (column && !names.add(name)) {
        return Optional.of(
            new Rejection(
                StatusCode.FAILED_PRECONDITION,
                "Duplicate column name %s.%s."
                    .formatted(statement.head().name(), statement.at(element.from()).text())));
      }
    }
    return Optional.empty();
  }
}
