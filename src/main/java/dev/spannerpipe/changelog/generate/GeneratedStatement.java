package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.StatementKind;
import java.util.Optional;

/// A statement, or a change whose statements are not known yet. It becomes a step of the change set
/// as soon as its location in the files is known.
public sealed interface GeneratedStatement {
  /// A statement.
  ///
  /// @param kind the kind of the statement; empty if the text determines the kind
  /// @param place the location of the statement, if the statement comes from another file than its
  ///   change
  /// @param source the statement as written in the file
  record Sql(String text, Optional<StatementKind> kind, Optional<Place> place, String source)
      implements GeneratedStatement {
    Sql(String text) {
      this(text, text);
    }

    Sql(String text, String source) {
      this(text, Optional.empty(), Optional.empty(), source);
    }

    Sql(String text, Optional<StatementKind> kind, Optional<Place> place) {
      this(text, kind, place, text);
    }
  }

  /// A change whose statements depend on the live schema.
  ///
  /// @param text the change in words, such as `modifyDataType orders.total NUMERIC`
  /// @param resolver generates the statements from the live schema
  record Live(String text, Step.Resolver resolver) implements GeneratedStatement {}

  /// The location of a statement that is not in the changelog file.
  ///
  /// @param line the first line, counted from 1
  /// @param lastLine the last line; equal to `line` for a single line
  record Place(String file, int line, int lastLine) {}
}
