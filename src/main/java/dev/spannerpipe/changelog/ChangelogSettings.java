package dev.spannerpipe.changelog;

import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.InputFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the changelog is and how it is to be read.
///
/// @param checkout the repository's checkout; no file outside of it is ever read
/// @param changelogFile the changelog's path from a directory of the search path; an absolute one
///   becomes that
/// @param searchPath where the changelog's paths start; none means the clone directory
/// @param contexts Liquibase's contexts, comma separated; none means all
/// @param labels a Liquibase label expression; none means all
/// @param parameters the changelog parameters; besides those of the changelog there are no others
/// @param protoDescriptorsFile the descriptor set for changes of proto bundles that the changelog
///   gives none
public record ChangelogSettings(
    CloneDirectory checkout,
    String changelogFile,
    List<Path> searchPath,
    Optional<String> contexts,
    Optional<String> labels,
    Map<String, String> parameters,
    Optional<InputFile> protoDescriptorsFile) {
  /// Copies the collections.
  public ChangelogSettings {
    searchPath = List.copyOf(searchPath);
    parameters = Map.copyOf(parameters);
    changelogFile = relative(changelogFile, roots(checkout, searchPath));
  }

  /// Takes a clone directory that the branch fills as a whole.
  public ChangelogSettings(
      Path cloneDirectory,
      String changelogFile,
      List<Path> searchPath,
      Optional<String> contexts,
      Optional<String> labels,
      Map<String, String> parameters) {
    this(
        new CloneDirectory(cloneDirectory),
        changelogFile,
        searchPath,
        contexts,
        labels,
        parameters,
        Optional.empty());
  }

  /// An absolute path in a directory of the search path is what a script has at hand. Any other
  /// leading slash means the search path, as for Liquibase.
  private static String relative(String file, List<Path> roots) {
    try {
      Path path = Path.of(file).normalize();
      return roots.stream()
          .filter(root -> path.isAbsolute() && path.startsWith(root) && !path.equals(root))
          .findFirst()
          .map(root -> root.relativize(path).toString())
          .orElse(file);
    } catch (InvalidPathException _) {
      return file;
    }
  }

  private static List<Path> roots(CloneDirectory checkout, List<Path> searchPath) {
    return searchPath.isEmpty()
        ? List.of(checkout.path())
        : searchPath.stream().map(path -> checkout.path().resolve(path).normalize()).toList();
  }

  /// Returns the directories of the search path, absolute.
  public List<Path> roots() {
    return roots(checkout, searchPath);
  }
}
