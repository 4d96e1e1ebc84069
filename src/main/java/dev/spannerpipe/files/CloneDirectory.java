package dev.spannerpipe.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// The clone directory, which contains the files of the checked-out Git branch. Anyone who can push
/// to the branch can put files and symbolic links into this directory. So a file that has to come
/// from the branch must be inside the directory, and the pipe follows no symbolic link inside the
/// directory.
///
/// @param path the directory that relative paths start from; absolute
/// @param branch the directory whose content comes from the checked-out Git branch; absolute, and
///   equal to `path` unless the pipe was started in the root directory
/// @param source puts files into the clone directory when they are needed; called with the absolute
///   path of each file or directory before the pipe looks for it
public record CloneDirectory(Path path, Path branch, FileSource source) {
  /// The reason for rejecting a file outside of the clone directory, as a clause that can follow a
  /// colon.
  public static final String OUTSIDE = "it is outside of the clone directory";

  /// Makes both paths absolute.
  public CloneDirectory {
    path = path.toAbsolutePath().normalize();
    branch = branch.toAbsolutePath().normalize();
  }

  /// Creates a clone directory in which all files already exist.
  public CloneDirectory(Path path, Path branch) {
    this(path, branch, _ -> {});
  }

  /// Creates a clone directory whose whole content comes from the branch.
  public CloneDirectory(Path path) {
    this(path, path);
  }

  /// Creates a clone directory whose files the source provides when the pipe needs them.
  public CloneDirectory(Path path, FileSource source) {
    this(path, path, source);
  }

  /// Returns the real path of `branch`. If there is no such directory, returns `branch` as it is.
  Path realBranch() throws IOException {
    return Files.exists(branch) ? branch.toRealPath() : branch;
  }

  /// Returns the real path of a file or directory that comes from the branch; empty if the file or
  /// directory does not exist. Throws a [FileRejection] if the path is outside of `branch`, or goes
  /// through a symbolic link inside `branch`.
  public Optional<Path> find(Path file) throws IOException {
    source.provide(path.resolve(file).normalize());
    Path real = realBranch();
    Path found = RealPath.of(path.resolve(file), real);
    if (!found.startsWith(real)) {
      throw new FileRejection(OUTSIDE);
    }
    return Files.exists(found) ? Optional.of(found) : Optional.empty();
  }

  /// Opens a regular file that comes from the branch, for reading. The stream throws a
  /// [FileRejection] if more than `most` bytes are read.
  public InputStream open(Path file, long most) throws IOException {
    Path real = realBranch();
    return InputFile.open(find(file).orElseThrow(() -> missing(file)), real, most);
  }

  /// Returns the path of a file relative to `path`. If the file is outside of `path`, returns the
  /// real path.
  ///
  /// @param real the real path of the file
  public String relative(Path real) {
    try {
      Path start = Files.exists(path) ? path.toRealPath() : path;
      return (real.startsWith(start) ? start.relativize(real) : real).toString();
    } catch (IOException _) {
      return real.toString();
    }
  }

  static NoSuchFileException missing(Path file) {
    return new NoSuchFileException(file.toString());
  }

  /// Returns why a file could not be read or written, as a clause that can follow a colon. The
  /// messages of the exceptions themselves often only repeat the path.
  public static String reason(IOException problem) {
    return switch (problem) {
      case FileRejection rejection -> rejection.reason();
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "it does not exist";
      case FileAlreadyExistsException _ -> "something that is not a directory already exists there";
      case FileSystemException file when file.getReason() != null -> file.getReason();
      default -> String.valueOf(problem.getMessage());
    };
  }
}
