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

/// The directory of the branch that is being built. Anyone who can push can put files, and links,
/// into it. So files that the branch supplies must be in it, and no link in it is followed.
///
/// @param path where relative paths start; absolute
/// @param branch the directory that the branch controls; usually the same
/// @param source what puts the files there; called with the absolute path of each file or directory
///   before the pipe looks for it
public record CloneDirectory(Path path, Path branch, FileSource source) {
  /// The rejection reason for a file of the branch outside of the clone directory.
  public static final String OUTSIDE = "it is outside of the clone directory";

  /// Makes both paths absolute.
  public CloneDirectory {
    path = path.toAbsolutePath().normalize();
    branch = branch.toAbsolutePath().normalize();
  }

  /// Creates the directory of a clone, whose files are all there.
  public CloneDirectory(Path path, Path branch) {
    this(path, branch, _ -> {});
  }

  /// Creates a clone directory that the branch controls as a whole.
  public CloneDirectory(Path path) {
    this(path, path);
  }

  /// Creates a directory that gets its files from this source as they are needed.
  public CloneDirectory(Path path, FileSource source) {
    this(path, path, source);
  }

  /// Returns the real path of the branch's files.
  Path realBranch() throws IOException {
    return Files.exists(branch) ? branch.toRealPath() : branch;
  }

  /// Returns the real path of a file or directory of the branch. Returns empty if there is none.
  /// Throws a [FileRejection] if it is outside of the branch's files, or is reached through a link.
  public Optional<Path> find(Path file) throws IOException {
    source.provide(path.resolve(file).normalize());
    Path real = realBranch();
    Path found = RealPath.of(path.resolve(file), real);
    if (!found.startsWith(real)) {
      throw new FileRejection(OUTSIDE);
    }
    return Files.exists(found) ? Optional.of(found) : Optional.empty();
  }

  /// Opens a regular file of the branch for reading. Reading more bytes than `most` throws a
  /// [FileRejection].
  public InputStream open(Path file, long most) throws IOException {
    Path real = realBranch();
    return InputFile.open(find(file).orElseThrow(() -> missing(file)), real, most);
  }

  /// Returns a file's path relative to `path`. For a file outside of that directory, returns the
  /// path itself.
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

  /// Returns why a file could not be read or written, in words that can follow a colon. The
  /// exceptions' own messages often only repeat the path.
  public static String reason(IOException problem) {
    return switch (problem) {
      case FileRejection rejection -> rejection.reason();
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "it does not exist";
      case FileAlreadyExistsException _ -> "something that is not a directory is there already";
      case FileSystemException file when file.getReason() != null -> file.getReason();
      default -> String.valueOf(problem.getMessage());
    };
  }
}
