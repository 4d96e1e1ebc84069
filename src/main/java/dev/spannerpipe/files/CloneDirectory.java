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

/// The directory of the branch that is being built. Whoever can push can put files, and links, into
/// it: what the branch supplies must be in it, and no link in it is followed.
///
/// @param path where relative paths start; absolute
/// @param branch what the branch may have filled; usually the same
public record CloneDirectory(Path path, Path branch) {
  /// The reason for which a file of the branch is rejected that is somewhere else.
  public static final String OUTSIDE = "it is outside of the clone directory";

  /// Makes both absolute.
  public CloneDirectory {
    path = path.toAbsolutePath().normalize();
    branch = branch.toAbsolutePath().normalize();
  }

  /// Returns a clone directory that the branch may have filled as a whole.
  public CloneDirectory(Path path) {
    this(path, path);
  }

  /// Returns where the branch's files really are.
  Path realBranch() throws IOException {
    return Files.exists(branch) ? branch.toRealPath() : branch;
  }

  /// Returns where a file or directory of the branch really is; empty where there is none. Throws a
  /// [FileRejection] where it is outside of the branch's files, or a link leads to it.
  public Optional<Path> find(Path file) throws IOException {
    Path real = realBranch();
    Path found = RealPath.of(path.resolve(file), real);
    if (!found.startsWith(real)) {
      throw new FileRejection(OUTSIDE);
    }
    return Files.exists(found) ? Optional.of(found) : Optional.empty();
  }

  /// Opens a regular file of the branch for reading. Reading more bytes than `most` is a
  /// [FileRejection].
  public InputStream open(Path file, long most) throws IOException {
    Path real = realBranch();
    return InputFile.open(find(file).orElseThrow(() -> missing(file)), real, most);
  }

  /// Returns a file's path from where relative paths start; outside of that, the file's path.
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
  /// exceptions' own texts are often nothing but the path once more.
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
