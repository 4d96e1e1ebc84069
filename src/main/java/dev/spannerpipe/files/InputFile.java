package dev.spannerpipe.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;

/// A file that the pipe reads, usually because a variable contains the path of the file.
///
/// @param path the path of the file; absolute
/// @param checkout the clone directory
/// @param origin who supplies the file
public record InputFile(Path path, CloneDirectory checkout, Origin origin) {
  /// Who supplies a file.
  public enum Origin {
    /// The file comes from the checked-out Git branch, so it must be in the clone directory.
    BRANCH,
    /// The pipeline step supplies the file, which may be anywhere. A file outside of the clone
    /// directory is even safer, because nobody can change it by pushing to a branch.
    STEP
  }

  /// Returns a file that comes from the checked-out Git branch.
  public static InputFile ofBranch(Path path, CloneDirectory checkout) {
    return new InputFile(path, checkout, Origin.BRANCH);
  }

  /// Returns a file that the pipeline step supplies, and that may be anywhere.
  public static InputFile ofStep(Path path, CloneDirectory checkout) {
    return new InputFile(path, checkout, Origin.STEP);
  }

  /// Returns the content of the file. Throws a [FileRejection] if the file is not a regular file,
  /// has more than `most` bytes, or is reached through a symbolic link that comes from the branch.
  public byte[] read(int most) throws IOException {
    try (InputStream in = open(most)) {
      return in.readAllBytes();
    }
  }

  private InputStream open(int most) throws IOException {
    if (origin == Origin.BRANCH) {
      return checkout.open(path, most);
    }
    Path branch = checkout.realBranch();
    Path real = RealPath.of(path, branch);
    if (!Files.exists(real)) {
      throw CloneDirectory.missing(path);
    }
    return open(real, branch, most);
  }

  /// Opens a file whose path contains no symbolic links.
  ///
  /// @param real the real path of the file
  /// @param branch the real path of the directory whose content comes from the checked-out Git
  ///   branch
  /// @param most the number of bytes after which the stream throws a [FileRejection]
  static InputStream open(Path real, Path branch, long most) throws IOException {
    Path parent = real.getParent();
    if (parent == null) {
      throw new FileRejection("it is a directory");
    }
    boolean inside = real.startsWith(branch) && !real.equals(branch);
    try (OpenDirectory directory = OpenDirectory.below(inside ? branch : parent, parent)) {
      String name = Objects.requireNonNull(real.getFileName()).toString();
      if (!directory.requireFile(name)) {
        throw CloneDirectory.missing(real);
      }
      return new Bounded(
          Channels.newInputStream(directory.open(name, StandardOpenOption.READ)), most);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }

  /// Limits the number of bytes that can be read. The size that the file system reports is not
  /// trusted, because `/proc` has long files with a reported size of 0.
  private static final class Bounded extends FilterInputStream {
    private final long most;
    private long count;

    Bounded(InputStream in, long most) {
      super(in);
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      add(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      add(Math.max(0, read));
      return read;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    private void add(int more) throws FileRejection {
      count += more;
      if (count > most) {
        throw new FileRejection(String.format(Locale.ROOT, "it has more than %,d bytes", most));
      }
    }
  }
}
