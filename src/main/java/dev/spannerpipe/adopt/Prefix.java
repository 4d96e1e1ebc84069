package dev.spannerpipe.adopt;

import dev.spannerpipe.schema.ObjectName;
import java.util.List;

/// The first change sets of a changelog, and how the schema that they make differs from that of the
/// database.
///
/// @param count how many change sets they are
/// @param notReplayed what was compared only by its text, sorted
public record Prefix(int count, Differences differences, List<ObjectName> notReplayed) {
  /// Copies the list.
  public Prefix {
    notReplayed = List.copyOf(notReplayed);
  }

  Prefix of(int newCount) {
    return new Prefix(newCount, differences, notReplayed);
  }
}
