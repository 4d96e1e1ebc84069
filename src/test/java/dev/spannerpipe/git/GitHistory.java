package dev.spannerpipe.git;

import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;

/// Makes the commits of a test's repository.
public final class GitHistory {
  private static final PersonIdent ANN = new PersonIdent("ann", "ann@example.com");

  private GitHistory() {}

  /// Commits everything in a directory, which becomes a clone, and returns the commit's hash.
  public static String commitAll(Path clone) {
    IsolatedGit.use();
    try (Git git = Git.init().setDirectory(clone.toFile()).call()) {
      git.add().addFilepattern(".").call();
      return git.commit()
          .setMessage("m")
          .setAuthor(ANN)
          .setCommitter(ANN)
          .setSign(false)
          .call()
          .name();
    } catch (GitAPIException problem) {
      throw new IllegalStateException(problem);
    }
  }
}
