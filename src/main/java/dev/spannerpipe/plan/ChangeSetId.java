package dev.spannerpipe.plan;

import java.util.Optional;

/// What names a change set in a changelog and in `DATABASECHANGELOG`: path, id and author together.
///
/// @param path the changelog file's path as plain Liquibase would store it
public record ChangeSetId(String path, String id, String author) {
  /// Returns whether it names a file of raw SQL, which is one change set and has no place for
  /// attributes.
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

  /// Reads what [#toString] wrote: the path is what stands before the first `::`, the author what
  /// follows the last. Empty where there are no two.
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
