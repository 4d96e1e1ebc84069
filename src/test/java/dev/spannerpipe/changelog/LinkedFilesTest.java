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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Links in a changelog's files, and where its files are said to be.
class LinkedFilesTest {
  private static final String REPLACE =
      ". Replace the link with its target; the pipe follows no links in the repository.";
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

  /// The line is the one of the `includeAll` in each format.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          all.yaml | 2 | databaseChangeLog:⏎  - includeAll: {path: db}⏎
          all.yml  | 3 | databaseChangeLog:⏎- includeAll:⏎    path: db/sub/..⏎
          all.json | 2 | {"databaseChangeLog": [⏎{"includeAll": {"path": "db/"}}]}⏎
          all.xml  | 2 | <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">⏎<includeAll path="db"/>⏎</databaseChangeLog>
          """)
  void rejectsLinksThatAnIncludeAllFindsInEveryFormat(String file, int line, String text)
      throws IOException {
    repository.with(file, text.replace('⏎', '\n'));
    repository.with("db/sub/deep/real.sql", SQL);
    Files.createDirectory(home.resolve("elsewhere"));
    Files.writeString(home.resolve("elsewhere/a.sql"), SQL);
    for (String[] link :
        new String[][] {
          {"db/out.sql", "../../outside.sql"},
          {"db/sub/deep/out", "../../../../elsewhere"},
          {"db/sub/deep/absolute", home.resolve("elsewhere").toString()},
          {"db/sub/self", "self"},
          {"db/sub/deep/up", "../.."},
          {"db/sub/one.sql", "deep/two.sql"},
          {"db/gone.sql", "nowhere.sql"},
        }) {
      link(link[0], link[1]);

      assertThat(repository.failure(file))
          .isEqualTo(
              file
                  + ":"
                  + line
                  + " names the file "
                  + link[0]
                  + ", which is a symbolic link"
                  + REPLACE);
      Files.delete(clone.resolve(link[0]));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"linked", "linked/sub", "linked/../db"})
  void rejectsAnIncludeAllOfALinkedDirectory(String path) throws IOException {
    repository.with("db/sub/real.sql", SQL);
    repository.with("all.yaml", "databaseChangeLog:\n  - includeAll: {path: " + path + "}\n");
    link("linked", "db");

    if (path.contains("..")) {
      // Liquibase takes the path apart before it asks for files.
      assertThat(repository.plan("all.yaml", Dialect.GOOGLE_STANDARD_SQL).pending()).hasSize(2);
    } else {
      assertThat(repository.failure("all.yaml"))
          .startsWith("all.yaml:2 names the file " + path + ", which is ")
          .endsWith(REPLACE);
    }
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
