package dev.spannerpipe.changelog;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the changelog is and how it is to be read.
///
/// @param cloneDirectory the repository's checkout; no file outside of it is ever read
/// @param changelogFile the changelog's path from a directory of the search path
/// @param searchPath where the changelog's paths start; none means the clone directory
/// @param contexts Liquibase's contexts, comma separated; none means all
/// @param labels a Liquibase label expression; none means all
/// @param parameters the changelog parameters; besides those of the changelog there are no others
public record ChangelogSettings(
    Path cloneDirectory,
    String changelogFile,
    List<Path> searchPath,
    Optional<String> contexts,
    Optional<String> labels,
    Map<String, String> parameters) {
  /// Copies the collections.
  public ChangelogSettings {
    searchPath = List.copyOf(searchPath);
    parameters = Map.copyOf(parameters);
  }

  /// Returns the directories of the search path, absolute.
  List<Path> roots() {
    Path clone = cloneDirectory.toAbsolutePath().normalize();
    return searchPath.isEmpty()
        ? List.of(clone)
        : searchPath.stream().map(path -> clone.resolve(path).normalize()).toList();
  }
}
