package dev.spannerpipe.record;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.OutputFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/// A directory for the files that a run writes. Later pipeline steps may run as another user, so
/// new directories get mode 0755 and new files get mode 0644, whatever the umask of the process is.
///
/// Existing files and directories keep their mode. Symbolic links in the clone directory are not
/// followed, because a Git branch must not determine which files the pipe overwrites. Throws a
/// [ConfigurationFailure] if a file cannot be written.
public final class OutputDirectory {
  private static final String ACTION =
      "Make room for it, or set OUTPUT_DIR to a directory that this step may write to";

  private final OutputFolder folder;
  private final String action;
  private final UnaryOperator<String> redaction;

  private OutputDirectory(OutputFolder folder, String action, UnaryOperator<String> redaction) {
    this.folder = folder;
    this.action = action;
    this.redaction = redaction;
  }

  /// Returns the same directory, but with a redaction that is applied to the content of each file.
  ///
  /// @param newRedaction removes secrets from the content of a file
  public OutputDirectory redacting(UnaryOperator<String> newRedaction) {
    return new OutputDirectory(folder, action, newRedaction);
  }

  /// Opens the directory and creates it if it is missing.
  public static OutputDirectory open(Path path, CloneDirectory cloneDirectory) {
    return open(path, cloneDirectory, ACTION);
  }

  /// Opens the directory and creates it if it is missing.
  ///
  /// @param action what the user should do if a file cannot be written to the directory
  public static OutputDirectory open(Path path, CloneDirectory cloneDirectory, String action) {
    OutputFolder folder = new OutputFolder(path, cloneDirectory);
    try {
      folder.make();
      return new OutputDirectory(folder, action, UnaryOperator.identity());
    } catch (IOException problem) {
      throw failure("create the directory " + path, problem, action);
    }
  }

  /// Throws a [ConfigurationFailure] if the file cannot be written because its path already belongs
  /// to something that a file cannot replace, such as a directory or a symbolic link.
  public void refuseObstacle(String name) {
    try {
      folder.requireFree(name);
    } catch (IOException problem) {
      throw failure("write the file " + file(name), problem, action);
    }
  }

  /// Returns the path of the directory.
  public Path path() {
    return folder.path();
  }

  /// Returns the clone directory, in which symbolic links are not followed.
  public CloneDirectory cloneDirectory() {
    return folder.checkout();
  }

  /// Returns whether a file with this content would be written without a part of it, because the
  /// part is a secret.
  public boolean redacts(String content) {
    return !redaction.apply(content).equals(content);
  }

  private Path file(String name) {
    return folder.path().resolve(name);
  }

  /// Writes or replaces a file and returns its path. The replacement is atomic, so a reader never
  /// sees half a file.
  public Path write(String name, String content) {
    try {
      folder.write(name, redaction.apply(content));
      return file(name);
    } catch (IOException problem) {
      throw failure("write the file " + file(name), problem, action);
    }
  }

  /// Opens a file to append lines to it.
  OutputStream append(String name) throws IOException {
    return folder.append(name);
  }

  /// Returns a failure that the user can fix. Its message contains the reason, but no class name of
  /// an exception.
  static ConfigurationFailure failure(String what, IOException problem) {
    return failure(what, problem, ACTION);
  }

  private static ConfigurationFailure failure(String what, IOException problem, String action) {
    ConfigurationFailure failure =
        new ConfigurationFailure(
            "Could not " + what + ": " + CloneDirectory.reason(problem), action);
    failure.causedBy(problem);
    return failure;
  }
}
