package dev.spannerpipe.record;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.OutputFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/// A directory that a run leaves files in, readable for whoever comes after: directories have mode
/// 0755 and files 0644, whatever the process's mask is, as later steps may run as another user.
///
/// What was there before keeps its mode, and no symbolic link of the branch is followed: a branch
/// must not choose what the pipe overwrites. What cannot be written is a [ConfigurationFailure].
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

  /// Returns the same directory, into which everything is written without what must not be seen.
  ///
  /// @param newRedaction takes that out of a text
  public OutputDirectory redacting(UnaryOperator<String> newRedaction) {
    return new OutputDirectory(folder, action, newRedaction);
  }

  /// Returns the directory, which is made where it is missing.
  public static OutputDirectory open(Path path, CloneDirectory checkout) {
    return open(path, checkout, ACTION);
  }

  /// Returns the directory, which is made where it is missing.
  ///
  /// @param action what to do where something cannot be written there
  public static OutputDirectory open(Path path, CloneDirectory checkout, String action) {
    OutputFolder folder = new OutputFolder(path, checkout);
    try {
      folder.make();
      return new OutputDirectory(folder, action, UnaryOperator.identity());
    } catch (IOException problem) {
      throw failure("create the directory " + path, problem, action);
    }
  }

  /// Throws where something is in the place of a file that could not be replaced by it, such as a
  /// directory or a link.
  public void refuseObstacle(String name) {
    try {
      folder.requireFree(name);
    } catch (IOException problem) {
      throw failure("write the file " + file(name), problem, action);
    }
  }

  /// Returns where it is.
  public Path path() {
    return folder.path();
  }

  /// Returns the clone directory, whose links are not followed.
  public CloneDirectory checkout() {
    return folder.checkout();
  }

  private Path file(String name) {
    return folder.path().resolve(name);
  }

  /// Writes a file, or replaces it as a whole, and returns where it is: a reader never sees half of
  /// it.
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

  /// Returns the failure of a step that a user can fix, in words that do not hold a stack's worth
  /// of classes.
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
