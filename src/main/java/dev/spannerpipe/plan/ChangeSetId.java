package dev.spannerpipe.plan;

/// What names a change set in a changelog and in `DATABASECHANGELOG`: path, id and author together.
///
/// @param path the changelog file's path as plain Liquibase would store it
public record ChangeSetId(String path, String id, String author) {
  /// Returns `path::id::author`, as Liquibase prints it.
  @Override
  public String toString() {
    return path + "::" + id + "::" + author;
  }
}
