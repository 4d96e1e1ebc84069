package dev.spannerpipe.changelog;

import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.InputFile;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the changelog is and how to read it.
///
/// @param checkout the clone directory; no changelog file outside of it is ever read
/// @param changelogFile the changelog's path, relative to a directory of the search path; an
///   absolute path below such a directory is converted to a relative path
/// @param searchPath the directories that changelog paths are relative to; empty means the clone
///   directory
/// @param contexts Liquibase contexts, separated by commas; empty selects all change sets
/// @param labels a Liquibase label expression; empty selects all change sets
/// @param parameters the changelog parameters; the key is the name of the parameter. The only other
///   source of parameters is `property` in the changelog
/// @param protoDescriptorsFile the file with the descriptor set for changes of a proto bundle; used
///   only if the change set sets no descriptors itself
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

  /// Creates settings without proto descriptors, for a clone directory whose entire content comes
  /// from the checked-out Git branch.
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

  /// Returns the same settings for another copy of the repository. Each directory of the search
  /// path is replaced by the directory at the same relative path in that copy.
  public ChangelogSettings in(CloneDirectory other) {
    List<Path> moved =
        roots().stream()
            .map(root -> other.path().resolve(checkout.path().relativize(root)))
            .toList();
    return new ChangelogSettings(
        other, changelogFile, moved, contexts, labels, parameters, protoDescriptorsFile);
  }

  /// Converts an absolute path below a directory of the search path to a relative path. Scripts
  /// often pass such absolute paths. Any other path with a leading slash remains as it is: as in
  /// Liquibase, the slash then stands for a directory of the search path.
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
