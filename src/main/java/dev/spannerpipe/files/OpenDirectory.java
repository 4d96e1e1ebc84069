package dev.spannerpipe.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An open directory. Files in it are opened relative to the open directory, and never through a
/// symbolic link. So on Linux, a call reaches the right file even if somebody replaces a directory
/// of the path in the meantime. On a system that cannot open files relative to a directory, each
/// call uses the path instead.
final class OpenDirectory implements Closeable {
  private static final LinkOption NO_LINKS = LinkOption.NOFOLLOW_LINKS;

  private final Path path;
  private final DirectoryStream<Path> stream;
  private final @Nullable SecureDirectoryStream<Path> secure;

  private OpenDirectory(Path path, DirectoryStream<Path> stream) {
    this.path = path;
    this.stream = stream;
    this.secure = stream instanceof SecureDirectoryStream<Path> relative ? relative : null;
  }

  /// Opens a directory. The caller must have checked that the path goes through no symbolic link
  /// that comes from the checked-out Git branch.
  @SuppressWarnings("StreamResourceLeak") // Closed with the returned object.
  static OpenDirectory at(Path path) throws IOException {
    return new OpenDirectory(path, Files.newDirectoryStream(path));
  }

  /// Opens the directory `end`. Starts at the directory `start`, which contains `end` or is `end`
  /// itself, and opens each directory between the two. Each of them must be a real directory and
  /// not a symbolic link.
  static OpenDirectory below(Path start, Path end) throws IOException {
    OpenDirectory directory = at(start);
    for (Path name : start.relativize(end)) {
      if (!name.toString().isEmpty()) {
        try (OpenDirectory parent = directory) {
          directory = parent.child(name.toString());
        }
      }
    }
    return directory;
  }

  /// Opens a directory that is an entry of this directory. Throws a [FileRejection] if the entry is
  /// a symbolic link.
  @SuppressWarnings("StreamResourceLeak") // Closed with the returned object.
  OpenDirectory child(String name) throws IOException {
    BasicFileAttributes attributes =
        attributes(name).orElseThrow(() -> new NoSuchFileException(path.resolve(name).toString()));
    if (!attributes.isDirectory()) {
      throw attributes.isSymbolicLink()
          ? new FileRejection("it is reached through the symbolic link " + name)
          : new NotDirectoryException(path.resolve(name).toString());
    }
    Path child = path.resolve(name);
    return new OpenDirectory(
        child,
        secure == null
            ? Files.newDirectoryStream(child)
            : secure.newDirectoryStream(Path.of(name), NO_LINKS));
  }

  /// Returns the attributes of the entry with this name, without following a symbolic link; empty
  /// if there is no such entry.
  Optional<BasicFileAttributes> attributes(String name) throws IOException {
    try {
      return Optional.of(
          secure == null
              ? Files.readAttributes(path.resolve(name), BasicFileAttributes.class, NO_LINKS)
              : secure
                  .getFileAttributeView(Path.of(name), BasicFileAttributeView.class, NO_LINKS)
                  .readAttributes());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Returns whether this directory has a regular file with this name. Throws a [FileRejection] if
  /// the entry with this name is something else, so that a device or a named pipe is never opened.
  boolean requireFile(String name) throws IOException {
    Optional<BasicFileAttributes> found = attributes(name);
    if (found.isPresent() && !found.get().isRegularFile()) {
      throw new FileRejection(
          found.get().isSymbolicLink()
              ? "it is a symbolic link"
              : found.get().isDirectory() ? "it is a directory" : "it is not a regular file");
    }
    return found.isPresent();
  }

  /// Opens a file without following a symbolic link.
  SeekableByteChannel open(String name, OpenOption... options) throws IOException {
    Set<OpenOption> all = new HashSet<>(List.of(options));
    all.add(NO_LINKS);
    return secure == null
        ? Files.newByteChannel(path.resolve(name), all)
        : secure.newByteChannel(Path.of(name), all);
  }

  /// Deletes a file if it exists.
  void deleteFile(String name) throws IOException {
    try {
      if (secure == null) {
        Files.delete(path.resolve(name));
      } else {
        secure.deleteFile(Path.of(name));
      }
    } catch (NoSuchFileException _) {
      // The file is gone already.
    }
  }

  /// Renames a file atomically, and replaces an existing file with the new name.
  void rename(String from, String to) throws IOException {
    if (secure == null) {
      Files.move(
          path.resolve(from),
          path.resolve(to),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } else {
      secure.move(Path.of(from), secure, Path.of(to));
    }
  }

  /// Sets the mode of a file that this process has just created to 0644.
  void makeReadable(String name) throws IOException {
    setMode(
        secure == null
            ? Files.getFileAttributeView(path.resolve(name), PosixFileAttributeView.class, NO_LINKS)
            : secure.getFileAttributeView(Path.of(name), PosixFileAttributeView.class, NO_LINKS),
        "rw-r--r--");
  }

  /// Sets the mode of this directory, which this process has just created, to 0755.
  void makeReadable() throws IOException {
    setMode(
        secure == null
            ? Files.getFileAttributeView(path, PosixFileAttributeView.class, NO_LINKS)
            : secure.getFileAttributeView(PosixFileAttributeView.class),
        "rwxr-xr-x");
  }

  private static void setMode(@Nullable PosixFileAttributeView view, String mode)
      throws IOException {
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString(mode));
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
