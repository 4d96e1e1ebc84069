package dev.spannerpipe.changelog;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which changelog is read, and how.
///
/// @param cloneDirectory where the repository lies; absolute
/// @param changelogFile the changelog's path from one of the search path's folders
/// @param searchPath where the paths inside the changelog start; absolute
/// @param contexts Liquibase's context expression; empty = all
/// @param labels Liquibase's label expression; empty = all
/// @param parameters the only values that `${name}` in a changelog may stand for
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
}
