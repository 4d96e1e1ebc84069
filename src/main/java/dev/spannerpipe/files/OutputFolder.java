package dev.spannerpipe.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/// A directory for output files. Writing follows no symbolic link that comes from the checked-out
/// Git branch, and never changes the mode of an existing directory.
///
/// @param path the path as it was specified, which may contain symbolic links; absolute
/// @param checkout the clone directory
public record OutputFolder(Path path, CloneDirectory checkout) {
  /// Creates the directory, and the directories above it, if they are missing. A new directory has
  /// mode 0755, whatever the umask of the process is.
  public void make() throws IOException {
    Path branch = checkout.realBranch();
    Path real = RealPath.of(path, branch);
    Path start = real.startsWith(branch) && Files.exists(branch) ? branch : directoryAbove(real);
    OpenDirectory directory = OpenDirectory.at(start);
    Path reached = start;
    for (Path name : start.relativize(real)) {
      if (!name.toString().isEmpty()) {
        try (OpenDirectory parent = directory) {
          directory = child(parent, reached, name.toString());
        }
        reached = reached.resolve(name);
      }
    }
    directory.close();
  }

  /// Returns the path itself if it is a directory, or else the nearest directory above it.
  private static Path directoryAbove(Path path) {
    Path directory = path;
    while (!Files.isDirectory(directory)) {
      directory = Objects.requireNonNull(directory.getParent());
    }
    return directory;
  }

  private static OpenDirectory child(OpenDirectory parent, Path path, String name)
      throws IOException {
    boolean made = false;
    if (parent.attributes(name).isEmpty()) {
      try {
        Files.createDirectory(path.resolve(name));
        made = true;
      } catch (FileAlreadyExistsException _) {
        // Another process has just created the directory.
      }
    } else if (parent.attributes(name).filter(found -> !found.isDirectory()).isPresent()) {
      throw new FileRejection("something that is not a directory already exists there");
    }
    OpenDirectory child = parent.child(name);
    if (made) {
      child.makeReadable();
    }
    return child;
  }

  private OpenDirectory open() throws IOException {
    Path branch = checkout.realBranch();
    Path real = RealPath.of(path, branch);
    return OpenDirectory.below(real.startsWith(branch) ? branch : real, real);
  }

  /// Checks that a file with this name can be written later. Throws a [FileRejection] if there is
  /// an entry with this name that is not a regular file.
  public void requireFree(String name) throws IOException {
    try (OpenDirectory directory = open()) {
      directory.requireFile(name);
      directory.requireFile(unfinished(name));
    }
  }

  private static String unfinished(String name) {
    return name + ".unfinished";
  }

  /// Writes a file with mode 0644, and replaces an existing file. The file appears in one step, so
  /// nobody ever reads an incomplete file.
  public void write(String name, String content) throws IOException {
    try (OpenDirectory directory = open()) {
      directory.requireFile(name);
      if (directory.requireFile(unfinished(name))) {
        directory.deleteFile(unfinished(name));
      }
      try (SeekableByteChannel channel =
          directory.open(
              unfinished(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      directory.makeReadable(unfinished(name));
      directory.rename(unfinished(name), name);
    }
  }

  /// Opens a file to append lines to it, and creates a missing file with mode 0644. If the last
  /// line has no line end, for example after a power failure, adds a line end. A thread can write
  /// to the stream even after somebody interrupted the thread.
  public OutputStream append(String name) throws IOException {
    return new UninterruptedOutput(opened(name));
  }

  private OutputStream opened(String name) throws IOException {
    try (OpenDirectory directory = open()) {
      if (!directory.requireFile(name)) {
        try {
          OutputStream made =
              Channels.newOutputStream(
                  directory.open(
                      name,
                      StandardOpenOption.CREATE_NEW,
                      StandardOpenOption.WRITE,
                      StandardOpenOption.APPEND));
          directory.makeReadable(name);
          return made;
        } catch (FileAlreadyExistsException _) {
          directory.requireFile(name);
        }
      }
      boolean torn = endsInsideLine(directory, name);
      OutputStream out =
          Channels.newOutputStream(
              directory.open(name, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
      if (torn) {
        out.write('\n');
      }
      return out;
    }
  }

  private static boolean endsInsideLine(OpenDirectory directory, String name) throws IOException {
    try (SeekableByteChannel channel = directory.open(name, StandardOpenOption.READ)) {
      if (channel.size() == 0) {
        return false;
      }
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.position(channel.size() - 1).read(last);
      return last.get(0) != '\n';
    }
  }
}
