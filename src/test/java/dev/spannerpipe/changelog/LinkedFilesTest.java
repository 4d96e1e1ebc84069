package dev.spannerpipe.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.sql.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Links in a changelog's files, and where its files are said to be.
class LinkedFilesTest {
  private static final String REPLACE =
      ". Replace the link by what it points to: the pipe follows no link in the repository.";
  private static final String SQL = "--liquibase formatted sql\n--changeset ann:1\nSELECT 1;\n";

  @TempDir Path home;
  private Path clone;
  private Repository repository;

  @BeforeEach
  void cloneRepository() throws IOException {
    clone = home.toRealPath().resolve("clone");
    repository = new Repository(clone);
    repository.with("db/real.sql", SQL);
    Files.writeString(home.resolve("outside.sql"), SQL);
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(clone.resolve(name), Path.of(target));
  }

  private ChangelogSettings settings(String file, String searchPath) {
    return new ChangelogSettings(
        clone, file, List.of(Path.of(searchPath)), Optional.empty(), Optional.empty(), Map.of());
  }

  private List<ChangeSet> read(ChangelogSettings settings) {
    return new ChangelogReader(settings).read(Dialect.GOOGLE_STANDARD_SQL).changeSets();
  }

  @Test
  void rejectsAChangelogThatIsALink() throws IOException {
    link("all.sql", "../outside.sql");
    link("within.sql", "db/real.sql");
    link("loop.sql", "loop.sql");
    link("folder", "db");

    for (String name : List.of("all.sql", "within.sql", "loop.sql")) {
      assertThat(repository.failure(name))
          .isEqualTo("Could not read the changelog " + name + ": it is a symbolic link" + REPLACE);
    }
    assertThat(repository.failure("folder/real.sql"))
        .isEqualTo(
            "Could not read the changelog folder/real.sql: it is reached through the symbolic link"
                + " folder"
                + REPLACE);
  }

  @Test
  void rejectsAnIncludedLink() throws IOException {
    repository.with("all.yaml", "databaseChangeLog:\n  - include: {file: db/link.sql}\n");
    link("db/link.sql", "real.sql");

    assertThat(repository.failure("all.yaml"))
        .isEqualTo("all.yaml:2 names the file db/link.sql, which is a symbolic link" + REPLACE);
  }

  @Test
  void rejectsALinkInAnIncludedDirectory() throws IOException {
    repository.with("all.yaml", "databaseChangeLog:\n  - includeAll: {path: db}\n");
    link("db/link.sql", "real.sql");

    assertThat(repository.failure("all.yaml"))
        .isEqualTo("all.yaml:2 names the file db/link.sql, which is a symbolic link" + REPLACE);
  }

  @Test
  void rejectsALoopOfDirectories() throws IOException {
    repository.with("all.yaml", "databaseChangeLog:\n  - includeAll: {path: db}\n");
    link("db/again", "../db");

    assertThat(repository.failure("all.yaml"))
        .isEqualTo("all.yaml:2 names the file db/again, which is a symbolic link" + REPLACE);
  }

  @Test
  void rejectsLinksThatChangesName() throws IOException {
    repository
        .with(
            "sql.yaml",
            """
            databaseChangeLog:
              - changeSet:
                  id: 1
                  author: ann
                  changes:
                    - sqlFile: {path: db/link.sql}
            """)
        .with(
            "csv.yaml",
            """
            databaseChangeLog:
              - changeSet:
                  id: 1
                  author: ann
                  changes:
                    - loadData: {tableName: t, file: db/link.csv}
            """);
    link("db/link.sql", "real.sql");
    link("db/link.csv", "real.csv");

    for (String name : List.of("sql", "csv")) {
      assertThat(repository.failure(name + ".yaml"))
          .isEqualTo(
              name
                  + ".yaml:2 names the file db/link."
                  + name
                  + ", which is a symbolic link"
                  + REPLACE);
    }
  }

  @Test
  void saysWhereFilesAreInTheRepository() {
    repository
        .with(
            "db/all.yaml",
            """
            databaseChangeLog:
              - include: {file: real.sql}
              - changeSet:
                  id: 2
                  author: ann
                  changes:
                    - sqlFile: {path: two.sql}
                    - loadData:
                        tableName: t
                        file: data.csv
                        columns: [{column: {name: id, type: numeric}}]
            """)
        .with("db/two.sql", "\nSELECT 2;\n")
        .with("db/data.csv", "id\n1\n");

    List<ChangeSet> changeSets = read(settings("all.yaml", "db"));

    assertThat(changeSets.stream().map(each -> each.identity().path()))
        .containsExactly("real.sql", "all.yaml");
    assertThat(changeSets.stream().map(each -> each.location().toString()))
        .containsExactly("db/real.sql:2", "db/all.yaml:3");
    assertThat(
            changeSets.stream()
                .flatMap(each -> each.steps().stream())
                .map(step -> step.location().toString()))
        .containsExactly("db/real.sql:3", "db/two.sql:2", "db/data.csv:2");
  }

  @Test
  void takesAnAbsoluteChangelogInsideOfTheCloneDirectory() {
    for (ChangelogSettings settings :
        List.of(
            repository.settings(clone.resolve("db/real.sql").toString()),
            repository.settings("/db/real.sql"))) {
      assertThat(read(settings).getFirst().identity().path()).isEqualTo("db/real.sql");
    }
    assertThat(read(settings(clone + "/db/real.sql", "db")).getFirst().identity().path())
        .isEqualTo("real.sql");
  }
}
