package dev.spannerpipe.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.ChangelogReader;
import dev.spannerpipe.changelog.ChangelogSettings;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.sql.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A changelog as a commit has it, while the working tree has another one.
class ChangelogOfCommitTest {
  @TempDir Path directory;
  private Path clone;
  private Path copies;
  private String destination;

  @BeforeEach
  void cloneRepository() throws IOException {
    clone = Files.createDirectories(directory.resolve("clone"));
    copies = Files.createDirectories(directory.resolve("copies"));
    write(
        "db/changelog.yaml",
        """
        databaseChangeLog:
          - include: {file: tables.sql}
          - includeAll: {path: all}
        """);
    write("db/tables.sql", sql("1"));
    write("db/all/a.sql", sql("2"));
    write("db/unused.sql", sql("unused"));
    destination = GitHistory.commitAll(clone);
    write("db/all/b.sql", sql("3"));
    Files.delete(clone.resolve("db/tables.sql"));
  }

  private void write(String path, String text) throws IOException {
    Path file = clone.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String sql(String id) {
    return "--liquibase formatted sql\n--changeset ann:" + id + "\nSELECT 1;\n";
  }

  @Test
  void isReadAsItWasAndCopiesOnlyWhatItNeeds() throws IOException {
    ChangelogSettings settings =
        new ChangelogSettings(
            clone,
            "changelog.yaml",
            List.of(clone.resolve("db")),
            Optional.empty(),
            Optional.empty(),
            Map.of());
    List<ChangeSet> changeSets;
    try (CommitFiles files = CommitFiles.open(clone, destination, copies)) {
      Files.createDirectories(copies.resolve("db"));
      changeSets =
          new ChangelogReader(settings.in(new CloneDirectory(copies, files::copy)))
              .read(Dialect.GOOGLE_STANDARD_SQL)
              .changeSets();
    }

    assertThat(changeSets)
        .extracting(changeSet -> changeSet.identity().toString())
        .containsExactly("tables.sql::1::ann", "all/a.sql::2::ann");
    try (Stream<Path> copied = Files.walk(copies)) {
      assertThat(copied.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("changelog.yaml", "tables.sql", "a.sql");
    }
  }
}
