package dev.spannerpipe.plan;

import java.util.Optional;

/// Identifies a change set in a changelog and in `DATABASECHANGELOG`: path, id and author.
///
/// @param path the path of the changelog file, as plain Liquibase would store it
public record ChangeSetId(String path, String id, String author) {
  /// Returns whether this identity belongs to a raw SQL file. The whole file is one change set and
  /// cannot declare attributes for it.
  boolean isRawFile() {
    return author.equals("includeAll") && (id.equals("raw") || id.startsWith("raw_"));
  }

  /// Returns the same id and author with another path.
  public ChangeSetId withPath(String other) {
    return new ChangeSetId(other, id, author);
  }

  /// Returns `path::id::author`, as Liquibase prints it.
  @Override
  public String toString() {
    return path + "::" + id + "::" + author;
  }

  /// Parses the output of [#toString]. The path ends at the first `::`, and the author begins after
  /// the last `::`. Returns empty if the text does not contain `::` twice.
  public static Optional<ChangeSetId> parse(String text) {
    int first = text.indexOf("::");
    int last = text.lastIndexOf("::");
    return last < first + 2
        ? Optional.empty()
        : Optional.of(
            new ChangeSetId(
                text.substring(0, first),
                text.substring(first + 2, last),
                text.substring(last + 2)));
  }
}
