package dev.spannerpipe.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;

/// Resolves a path like `realpath`, but rejects symbolic links inside of the directory whose
/// content comes from the checked-out Git branch. Symbolic links outside of this directory belong
/// to the machine and are followed. The path is resolved one name at a time. So the real location
/// of a link decides whether it is rejected, no matter which path leads to the link. Unlike
/// `realpath`, this class first removes each `..` from the given path, together with the name
/// before it.
final class RealPath {
  /// The limit for the symbolic links of one path; the same as in Linux.
  private static final int MOST_LINKS = 40;

  private final Path branch;
  private final Deque<Path> ahead = new ArrayDeque<>();
  private Path reached;
  private int links;

  private RealPath(Path file, Path branch) {
    this.branch = branch;
    this.reached = Objects.requireNonNull(file.getRoot());
    file.iterator().forEachRemaining(ahead::addLast);
  }

  /// Returns the real path of a file. If a part of the path does not exist, the rest of the path is
  /// added as it is. Throws a [FileRejection] for a symbolic link inside of `branch`, and for a
  /// path with more than 40 symbolic links, which probably form a loop.
  ///
  /// @param branch the real path of the directory whose content comes from the checked-out Git
  ///   branch
  static Path of(Path file, Path branch) throws IOException {
    RealPath path = new RealPath(file.toAbsolutePath().normalize(), branch);
    while (!path.ahead.isEmpty()) {
      path.step(path.ahead.removeFirst());
    }
    return path.reached;
  }

  private void step(Path name) throws IOException {
    if (name.toString().equals("..")) {
      Path parent = reached.getParent();
      reached = parent == null ? reached : parent;
      return;
    }
    Path next = reached.resolve(name).normalize();
    if (isLink(next)) {
      follow(next);
    } else {
      reached = next;
    }
  }

  private void follow(Path link) throws IOException {
    if (reached.startsWith(branch)) {
      throw new FileRejection(
          ahead.isEmpty()
              ? "it is a symbolic link"
              : "it is reached through the symbolic link " + branch.relativize(link));
    }
    links++;
    if (links > MOST_LINKS) {
      throw new FileRejection("the symbolic link " + link + " points to itself");
    }
    Path target = Files.readSymbolicLink(link);
    Path root = target.getRoot();
    reached = root == null ? reached : root;
    Deque<Path> names = new ArrayDeque<>();
    target.iterator().forEachRemaining(names::addLast);
    for (Iterator<Path> last = names.descendingIterator(); last.hasNext(); ) {
      ahead.addFirst(last.next());
    }
  }

  private static boolean isLink(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isSymbolicLink();
    } catch (NoSuchFileException _) {
      return false;
    } catch (FileSystemException problem) {
      // A path below a regular file does not exist.
      Path parent = path.getParent();
      if (parent != null && Files.exists(parent) && !Files.isDirectory(parent)) {
        return false;
      }
      throw problem;
    }
  }
}
