package dev.spannerpipe.record;

import dev.spannerpipe.failure.ConfigurationFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.UnaryOperator;

/// A directory that a run leaves files in, readable for whoever comes after: directories have mode
/// 0755 and files 0644, whatever the process's mask is, as later steps may run as another user.
///
/// Directories that were there before keep their mode. What cannot be written is a
/// [ConfigurationFailure].
public final class OutputDirectory {
  private static final String ACTION =
      "Make room for it, or set OUTPUT_DIR to a directory that this step may write to";

  private final Path path;
  private final String action;
  private final UnaryOperator<String> redaction;

  private OutputDirectory(Path path, String action, UnaryOperator<String> redaction) {
    this.path = path;
    this.action = action;
    this.redaction = redaction;
  }

  /// Returns the same directory, into which everything is written without what must not be seen.
  ///
  /// @param newRedaction takes that out of a text
  public OutputDirectory redacting(UnaryOperator<String> newRedaction) {
    return new OutputDirectory(path, action, newRedaction);
  }

  /// Returns the directory, which is made where it is missing.
  public static OutputDirectory open(Path path) {
    return open(path, ACTION);
  }

  /// Returns the directory, which is made where it is missing.
  ///
  /// @param action what to do where something cannot be written there
  public static OutputDirectory open(Path path, String action) {
    try {
      create(path.toAbsolutePath().normalize());
      return new OutputDirectory(path, action, UnaryOperator.identity());
    } catch (IOException problem) {
      throw failure("create the directory " + path, problem, action);
    }
  }

  /// Throws where something stands in the place of a file that could not be replaced by it.
  public void refuseObstacle(String name) {
    Path file = path.resolve(name);
    if (Files.isDirectory(file)) {
      throw failure(
          "write the file " + file,
          new FileSystemException(null, null, "it is a directory"),
          action);
    }
  }

  /// Returns where it is.
  public Path path() {
    return path;
  }

  /// Writes a file, or replaces it as a whole, and returns where it is: a reader never sees half of
  /// it.
  public Path write(String name, String content) {
    Path file = path.resolve(name);
    Path unfinished = path.resolve(name + ".unfinished");
    try {
      Files.writeString(unfinished, redaction.apply(content));
      makeReadable(unfinished);
      return Files.move(
          unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException problem) {
      throw failure("write the file " + file, problem, action);
    }
  }

  /// Sets the mode of a file to 0644 where there are such modes.
  static void makeReadable(Path file) throws IOException {
    setMode(file, "rw-r--r--");
  }

  /// Returns the failure of a step that a user can mend, in words that do not hold a stack's worth
  /// of classes.
  static ConfigurationFailure failure(String what, IOException problem) {
    return failure(what, problem, ACTION);
  }

  private static ConfigurationFailure failure(String what, IOException problem, String action) {
    ConfigurationFailure failure =
        new ConfigurationFailure("Could not " + what + ": " + reason(problem), action);
    failure.causedBy(problem);
    return failure;
  }

  private static void create(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.getParent();
    if (parent != null) {
      create(parent);
    }
    // As createDirectories, it does not mind another process that makes the same one just now.
    Files.createDirectories(directory);
    setMode(directory, "rwxr-xr-x");
  }

  private static void setMode(Path path, String mode) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
  }

  /// The exceptions' own texts are often nothing but the path once more.
  private static String reason(IOException problem) {
    return switch (problem) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "it does not exist";
      case FileAlreadyExistsException _ -> "something that is not a directory is there already";
      case FileSystemException file when file.getReason() != null -> file.getReason();
      default -> String.valueOf(problem.getMessage());
    };
  }
}
