package dev.spannerpipe.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.failure.ConfigurationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEditor.PathEdit;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitFilesTest {
  private static final PersonIdent ANN = new PersonIdent("ann", "ann@example.com");

  @TempDir Path directory;
  private Path clone;
  private Path copies;
  private Git git;
  private RevCommit destination;

  @BeforeEach
  void cloneRepository() throws IOException, GitAPIException {
    IsolatedGit.use();
    clone = Files.createDirectories(directory.resolve("clone"));
    copies = Files.createDirectories(directory.resolve("copies"));
    git = Git.init().setDirectory(clone.toFile()).call();
    write("schema/changelog.yaml", "old");
    write("schema/tables/1.sql", "one");
    write("schema/tables/deep/2.sql", "two");
    write("README.md", "read me");
    Files.createSymbolicLink(clone.resolve("schema/link.sql"), Path.of("../secret.sql"));
    destination = commit();
    write("schema/changelog.yaml", "new");
    write("schema/tables/3.sql", "three");
    Files.delete(clone.resolve("README.md"));
    commit();
  }

  @AfterEach
  void close() {
    git.close();
  }

  private void write(String path, String text) throws IOException {
    Path file = clone.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private RevCommit commit() throws GitAPIException {
    git.add().addFilepattern(".").call();
    return git.commit().setMessage("change").setAuthor(ANN).setCommitter(ANN).setSign(false).call();
  }

  private List<String> copied() throws IOException {
    try (Stream<Path> files = Files.walk(copies)) {
      return files
          .filter(file -> !Files.isDirectory(file))
          .map(file -> copies.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void copiesAFileAsTheCommitHasIt() throws IOException {
    try (CommitFiles files = CommitFiles.open(clone, destination.name(), copies)) {
      files.copy(Path.of("schema/changelog.yaml"));
    }

    assertThat(copies.resolve("schema/changelog.yaml")).hasContent("old");
    assertThat(copied()).containsExactly("schema/changelog.yaml");
  }

  @Test
  void copiesAFolderWithAllThatIsBelowIt() throws IOException {
    try (CommitFiles files = CommitFiles.open(clone, destination.name(), copies)) {
      files.copy(copies.resolve("schema/tables"));
    }

    assertThat(copied()).containsExactly("schema/tables/1.sql", "schema/tables/deep/2.sql");
  }

  @Test
  void copiesEverythingForTheDirectoryItself() throws IOException {
    try (CommitFiles files = CommitFiles.open(clone, destination.name(), copies)) {
      files.copy(copies);
    }

    assertThat(copied())
        .containsExactly(
            "README.md",
            "schema/changelog.yaml",
            "schema/link.sql",
            "schema/tables/1.sql",
            "schema/tables/deep/2.sql");
  }

  @Test
  void leavesALinkALink() throws IOException {
    try (CommitFiles files = CommitFiles.open(clone, destination.name(), copies)) {
      files.copy(Path.of("schema/link.sql"));
    }

    assertThat(copies.resolve("schema/link.sql")).isSymbolicLink();
  }

  @Test
  void leavesOutASubmodule() throws IOException, GitAPIException {
    DirCache index = git.getRepository().lockDirCache();
    DirCacheEditor editor = index.editor();
    editor.add(
        new PathEdit("module") {
          @Override
          public void apply(DirCacheEntry entry) {
            entry.setFileMode(FileMode.GITLINK);
            entry.setObjectId(destination);
          }
        });
    editor.commit();
    RevCommit withModule =
        git.commit().setMessage("module").setAuthor(ANN).setCommitter(ANN).setSign(false).call();

    try (CommitFiles files = CommitFiles.open(clone, withModule.name(), copies)) {
      files.copy(copies);
    }

    assertThat(copied()).contains("schema/tables/3.sql").doesNotContain("module");
  }

  @Test
  void copiesNothingForAPathThatTheCommitDoesNotHave() throws IOException {
    try (CommitFiles files = CommitFiles.open(clone, destination.name(), copies)) {
      files.copy(Path.of("schema/tables/3.sql"));
      files.copy(Path.of("schema/tab"));
      files.copy(Path.of("../clone/README.md"));
    }

    assertThat(copied()).isEmpty();
  }

  @Test
  void findsACommitByTheTwelveDigitsThatBitbucketGives() {
    try (CommitFiles files = CommitFiles.open(clone, destination.name().substring(0, 12), copies)) {
      assertThat(files.commit()).isEqualTo(destination.name());
    }
  }

  @Test
  void findsTheCloneFromAFolderBelowIt() throws IOException {
    try (CommitFiles files =
        CommitFiles.open(clone.resolve("schema"), destination.name(), copies)) {
      files.copy(Path.of("README.md"));
    }

    assertThat(copied()).containsExactly("README.md");
  }

  @Test
  void saysThatTheCloneDoesNotHaveTheCommit() {
    assertThatThrownBy(() -> CommitFiles.open(clone, "0123456789ab", copies))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessage(
            "Could not read the commit 0123456789ab of the destination branch: the clone does not"
                + " contain it. Set clone: {depth: full} on the step, or give the preview access"
                + " to the database.");
  }

  @Test
  void saysThatSomethingElseIsNoCommit() {
    assertThatThrownBy(() -> CommitFiles.open(clone, "main", copies))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessage(
            "The destination commit is \"main\", which is not a commit's hash. Correct"
                + " BITBUCKET_PR_DESTINATION_COMMIT.");
  }

  @Test
  void saysThatThereIsNoClone() {
    assertThatThrownBy(() -> CommitFiles.open(copies, destination.name(), copies))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessage(
            "Could not read the destination branch: "
                + copies
                + " is not in a Git clone. Let the step clone the repository, or give the preview"
                + " access to the database.");
  }

  @Test
  void writesNothingIntoTheClone() throws IOException {
    List<Path> before = filesOfClone();

    try (CommitFiles files = CommitFiles.open(clone, destination.name(), copies)) {
      files.copy(copies);
    }

    assertThat(filesOfClone()).isEqualTo(before);
  }

  private List<Path> filesOfClone() throws IOException {
    try (Stream<Path> files = Files.walk(clone)) {
      return files.sorted().toList();
    }
  }
}
