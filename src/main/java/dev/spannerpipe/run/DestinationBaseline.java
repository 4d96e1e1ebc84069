package dev.spannerpipe.run;

import dev.spannerpipe.changelog.ChangelogReader;
import dev.spannerpipe.changelog.ChangelogSettings;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.git.CommitFiles;
import dev.spannerpipe.preview.Baseline;
import dev.spannerpipe.preview.PreviewBasis;
import dev.spannerpipe.sql.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Reads the changelog that a preview without a database compares the changelog with: that of the
/// commit that the pull request is merged into.
final class DestinationBaseline {
  private final ChangelogSettings settings;
  private final String commit;
  private final Dialect dialect;
  private final DestinationCopies copies;

  private DestinationBaseline(
      ChangelogSettings settings, String commit, Dialect dialect, DestinationCopies copies) {
    this.settings = settings;
    this.commit = commit;
    this.dialect = dialect;
    this.copies = copies;
  }

  /// Throws a [ConfigurationFailure] if the clone does not have the commit. If the commit has no
  /// changelog, or one that cannot be read, everything is pending, and a note says so.
  ///
  /// @param commit the hash of the commit, or a unique prefix of it
  /// @param copies where the files of the commit are copied to
  static PreviewBasis read(
      ChangelogSettings settings, String commit, Dialect dialect, DestinationCopies copies) {
    return new DestinationBaseline(settings, commit, dialect, copies).read();
  }

  private PreviewBasis read() {
    try {
      try (CommitFiles files =
          CommitFiles.open(settings.checkout().path(), commit, copies.directory())) {
        return read(files);
      } finally {
        copies.delete();
      }
    } catch (IOException problem) {
      throw new ConfigurationFailure(
          "Could not read the changelog of the destination commit " + commit + ": " + problem,
          "Check that the temporary directory can be written, and run again");
    }
  }

  private PreviewBasis read(CommitFiles files) throws IOException {
    ChangelogSettings there =
        settings.in(new CloneDirectory(copies.directory(), copies.guarded(files::copy)));
    if (!hasChangelog(files, there)) {
      return PreviewBasis.empty(
          dialect,
          List.of(
              "The destination commit %s does not have %s, so all of it is pending"
                  .formatted(files.commit(), settings.changelogFile())));
    }
    // Liquibase looks for the directories of the search path before it asks for a file.
    for (Path root : there.roots()) {
      if (root.startsWith(copies.directory())) {
        copies.guarded(path -> Files.createDirectories(path)).provide(root);
      }
    }
    try {
      return PreviewBasis.applied(
          new Baseline.Destination(files.commit()),
          dialect,
          new ChangelogReader(there).read(dialect),
          List.of());
    } catch (ConfigurationFailure unreadable) {
      return PreviewBasis.empty(
          dialect,
          List.of(
              "The changelog of the destination commit %s cannot be read, so all of this one is pending: %s"
                  .formatted(files.commit(), unreadable.description())));
    }
  }

  private static boolean hasChangelog(CommitFiles files, ChangelogSettings there)
      throws IOException {
    String relative = there.changelogFile().replaceFirst("^/+", "");
    for (Path root : there.roots()) {
      if (files.has(root.resolve(relative))) {
        return true;
      }
    }
    return false;
  }
}
