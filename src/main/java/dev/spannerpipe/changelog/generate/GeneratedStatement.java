package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.StatementKind;
import java.util.Optional;

/// A step that has no place in the files yet.
public sealed interface GeneratedStatement {
  /// A statement.
  ///
  /// @param kind how it must be sent, where that does not follow from its text
  /// @param place where it stands, if not where its change stands
  /// @param source as it is written in the file
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

  /// A change that needs the live schema.
  record Live(String text, Step.Resolver resolver) implements GeneratedStatement {}

  /// A place outside of the changelog file.
  ///
  /// @param line from 1
  /// @param lastLine the last of several lines; otherwise the same
  record Place(String file, int line, int lastLine) {}
}
