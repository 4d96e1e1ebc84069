package dev.spannerpipe.config;

import dev.spannerpipe.files.CloneDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Determines the clone directory: `BITBUCKET_CLONE_DIR`, or else the working directory.
///
/// Files of the repository must be inside the clone directory, and symbolic links inside this
/// directory are not followed. If the clone directory were the root directory, every file of the
/// machine would be inside it. So `BITBUCKET_CLONE_DIR` must not be the root directory, and must be
/// the working directory or a directory above it.
///
/// @param checkout the clone directory
/// @param problem why no clone directory could be determined; empty if there is no problem
record CloneRule(CloneDirectory checkout, Optional<Problem> problem) {
  private static final String VARIABLE = "BITBUCKET_CLONE_DIR";

  static CloneRule of(RawValues raw, Path workingDirectory) {
    Optional<String> given = raw.plain(VARIABLE);
    if (given.isPresent()) {
      Path clone = workingDirectory.resolve(given.get()).normalize();
      return new CloneRule(
          new CloneDirectory(clone), problem(given.get(), real(clone), real(workingDirectory)));
    }
    if (!isRoot(real(workingDirectory))) {
      return new CloneRule(new CloneDirectory(workingDirectory.normalize()), Optional.empty());
    }
    return inRoot(raw, workingDirectory.normalize());
  }

  private static Optional<Problem> problem(String given, Path clone, Path workingDirectory) {
    if (isRoot(clone)) {
      return Optional.of(
          Problem.ofValue(
              VARIABLE,
              given,
              "is the root directory",
              "Set it to the directory that holds the repository"));
    }
    return workingDirectory.startsWith(clone)
        ? Optional.empty()
        : Optional.of(
            Problem.ofValue(
                VARIABLE,
                given,
                "is neither the working directory " + workingDirectory + " nor above it",
                "Set it to the directory that holds the repository, and start the pipe in that"
                    + " directory"));
  }

  /// Determines the clone directory if the working directory is the root directory, in which some
  /// platforms start a container. The repository is then expected in the top-level directory that
  /// contains the changelog.
  private static CloneRule inRoot(RawValues raw, Path root) {
    String named =
        text(raw, Variables.CHANGELOG_FILE)
            .or(() -> Variables.CHANGELOG_FILE.defaultValue())
            .orElse("");
    Path start = text(raw, Variables.SEARCH_PATH).map(root::resolve).orElse(root).normalize();
    Path absolute = root.resolve(named).normalize();
    Path file =
        absolute.startsWith(start)
            ? absolute
            : start.resolve(named.replaceFirst("^/+", "")).normalize();
    if (file.getNameCount() < 2) {
      return new CloneRule(
          new CloneDirectory(root),
          Optional.of(
              Problem.ofValue(
                  Variables.CHANGELOG_FILE.name(),
                  named,
                  "is directly in the root directory, which is the working directory",
                  "Put the changelog into a folder, or start the pipe in the repository's"
                      + " directory")));
    }
    return new CloneRule(new CloneDirectory(root, root.resolve(file.getName(0))), Optional.empty());
  }

  private static Optional<String> text(RawValues raw, Variable<?> variable) {
    try {
      return raw.find(variable).map(given -> given.items().getFirst());
    } catch (InvalidValueException _) {
      // `ParsedValues` reports this problem.
      return Optional.empty();
    }
  }

  private static boolean isRoot(Path path) {
    return path.getNameCount() == 0;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException _) {
      return path.toAbsolutePath().normalize();
    }
  }
}
