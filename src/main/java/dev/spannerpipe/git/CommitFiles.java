package dev.spannerpipe.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.failure.ConfigurationFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.jspecify.annotations.Nullable;

/// The files of one commit, read from the Git objects of the clone. This class uses neither the
/// working tree nor the network. A file is copied only when it is requested, because a repository
/// may have many files that do not belong to the changelog. Not thread-safe.
public final class CommitFiles implements AutoCloseable {
  private final Repository repository;
  private final RevTree tree;
  private final String commit;
  private final Path directory;
  private final Set<String> copied = new HashSet<>();

  private CommitFiles(Repository repository, RevTree tree, String commit, Path directory) {
    this.repository = repository;
    this.tree = tree;
    this.commit = commit;
    this.directory = directory;
  }

  /// Finds a commit in a clone.
  ///
  /// @param clone the clone directory, or a directory below it
  /// @param commit the commit's hash, or a unique prefix of the hash (Bitbucket shortens the hash
  ///   of a pull request's destination commit to 12 digits)
  /// @param directory an existing directory that files of the commit are copied to
  /// @throws ConfigurationFailure if there is no clone, or if the clone does not have the commit
  public static CommitFiles open(Path clone, String commit, Path directory) {
    Repository repository = repository(clone);
    try (RevWalk walk = new RevWalk(repository)) {
      ObjectId found = find(repository, commit);
      RevTree tree = walk.parseCommit(found).getTree();
      return new CommitFiles(repository, tree, found.name(), directory);
    } catch (IOException | RevisionSyntaxException problem) {
      repository.close();
      throw missing(commit, problem);
    } catch (ConfigurationFailure failure) {
      repository.close();
      throw failure;
    }
  }

  private static Repository repository(Path clone) {
    IsolatedGit.use();
    try {
      FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(clone.toFile());
      if (builder.getGitDir() == null) {
        throw new ConfigurationFailure(
            "Could not read the destination branch: " + clone + " is not in a Git clone",
            "Let the step clone the repository, or give the preview access to the database");
      }
      return builder.setMustExist(true).build();
    } catch (IOException problem) {
      throw failure(
          "Could not read the Git clone in " + clone + ": " + problem.getMessage(),
          "Let the step clone the repository, or give the preview access to the database",
          problem);
    }
  }

  private static ObjectId find(Repository repository, String commit) throws IOException {
    if (!AbbreviatedObjectId.isId(commit)) {
      throw new ConfigurationFailure(
          "The destination commit is \"" + commit + "\", which is not a commit's hash",
          "Correct BITBUCKET_PR_DESTINATION_COMMIT");
    }
    ObjectId found = repository.resolve(commit + "^{commit}");
    if (found == null) {
      throw missing(commit, null);
    }
    return found;
  }

  private static ConfigurationFailure missing(String commit, @Nullable Exception cause) {
    String reason =
        cause instanceof AmbiguousObjectException
            ? "the hashes of several objects of the clone have this prefix"
            : "the clone does not contain it";
    return failure(
        "Could not read the commit " + commit + " of the destination branch: " + reason,
        "Set clone: {depth: full} on the step, or give the preview access to the database",
        cause);
  }

  private static ConfigurationFailure failure(
      String description, String action, @Nullable Exception cause) {
    ConfigurationFailure failure = new ConfigurationFailure(description, action);
    if (cause != null) {
      failure.causedBy(cause);
    }
    return failure;
  }

  /// Returns the full hash of the commit.
  public String commit() {
    return commit;
  }

  /// Returns whether the commit has a file or a folder at this path.
  ///
  /// @param path absolute, or relative to the directory of the copies
  /// @throws IOException if an object of the clone cannot be read
  public boolean has(Path path) throws IOException {
    Path target = directory.resolve(path).normalize();
    if (!target.startsWith(directory)) {
      return false;
    }
    String name = directory.relativize(target).toString();
    if (name.isEmpty()) {
      return true;
    }
    try (TreeWalk walk = TreeWalk.forPath(repository, name, tree)) {
      return walk != null;
    }
  }

  /// Copies a file of the commit, or a folder with everything below it, to the same path in the
  /// directory of the copies. Does nothing if the commit has no such path, or if the path is
  /// outside of the directory of the copies. A symbolic link is copied as a symbolic link. A
  /// submodule is skipped.
  ///
  /// @param path absolute, or relative to the directory of the copies
  /// @throws IOException if an object of the clone cannot be read, or a copy cannot be written
  public void copy(Path path) throws IOException {
    Path target = directory.resolve(path).normalize();
    if (!target.startsWith(directory)) {
      return;
    }
    String name = directory.relativize(target).toString();
    if (!copied.add(name)) {
      return;
    }
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(tree);
      walk.setRecursive(true);
      if (!name.isEmpty()) {
        walk.setFilter(PathFilter.create(name));
      }
      while (walk.next()) {
        copy(walk);
      }
    }
  }

  private void copy(TreeWalk walk) throws IOException {
    Path target = directory.resolve(walk.getPathString()).normalize();
    FileMode mode = walk.getFileMode(0);
    if (!target.startsWith(directory) || Files.exists(target) || mode == FileMode.GITLINK) {
      return;
    }
    Files.createDirectories(target.getParent());
    if (mode == FileMode.SYMLINK) {
      Files.createSymbolicLink(target, Path.of(text(walk)));
    } else {
      try (OutputStream output = Files.newOutputStream(target)) {
        repository.open(walk.getObjectId(0)).copyTo(output);
      }
    }
  }

  private String text(TreeWalk walk) throws IOException {
    return new String(repository.open(walk.getObjectId(0)).getBytes(), UTF_8);
  }

  @Override
  public void close() {
    repository.close();
  }
}
