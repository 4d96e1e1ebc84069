package dev.spannerpipe.changelog.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.FakeDatabase;
import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.sql.Dialect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import liquibase.ChecksumVersion;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.changelog.filter.DbmsChangeSetFilter;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.resource.DirectoryResourceAccessor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `dbms: cloudspanner` means the database in both dialects, and `dbms: postgresql` does so in the
/// PostgreSQL dialect, wherever a changelog may say it.
class DatabaseNamesTest {
  private static final String DEFINITIONS =
      """
      # definition,                GoogleSQL, PostgreSQL
      cloudspanner,                true,      true
      postgresql,                  false,     true
      'h2, postgresql',            false,     true
      'postgresql, cloudspanner',  true,      true
      h2,                          false,     false
      !postgresql,                 true,      false
      !cloudspanner,               false,     false
      '!cloudspanner, postgresql', false,     false
      !h2,                         true,      true
      all,                         true,      true
      none,                        false,     false
      """;

  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory.resolve("clone"));
    repository.with("one.sql", "SELECT 'file';\n");
  }

  @ParameterizedTest
  @CsvSource(textBlock = DEFINITIONS)
  void decideWhereverAChangelogNamesThem(String dbms, boolean googleSql, boolean postgreSql) {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - property: {name: word, value: meant, dbms: "DBMS"}
          - property: {name: word, value: other}
          - changeSet:
              id: 1
              author: ann
              changes:
                - sql: {sql: "SELECT 'sql'", dbms: "DBMS"}
                - sqlFile: {path: one.sql, dbms: "DBMS"}
                - sql: "SELECT '${word}'"
                - modifySql:
                    dbms: "DBMS"
                    append: {value: " LIMIT 1"}
          - changeSet:
              id: 2
              author: ann
              dbms: "DBMS"
              changes:
                - sql: SELECT 2
          - changeSet:
              id: 3
              author: ann
              preConditions:
                - dbms: {type: "DBMS"}
              changes:
                - sql: SELECT 3
        """
            .replace("DBMS", dbms));
    repository.with(
        "changelog.sql",
        """
        --liquibase formatted sql
        --property name:word value:meant dbms:DBMS
        --property name:word value:other
        --changeset ann:1 dbms:DBMS
        SELECT 1;
        --changeset ann:2
        SELECT '${word}';
        """
            .replace("DBMS", dbms.replace(" ", "")));

    for (Dialect dialect : Dialect.values()) {
      boolean meant = dialect == Dialect.POSTGRESQL ? postgreSql : googleSql;

      assertThat(inYaml(dialect))
          .isEqualTo(
              meant
                  ? "SELECT 'sql' LIMIT 1; SELECT 'file' LIMIT 1; SELECT 'meant' LIMIT 1; SELECT 2; holds; SELECT 3"
                  : "SELECT 'other'; DBMS Precondition failed: expected %s, got cloudspanner; SELECT 3"
                      .formatted(dbms));
      assertThat(statements(repository.read("changelog.sql", dialect)))
          .isEqualTo(meant ? "SELECT 1; SELECT 'meant'" : "SELECT 'other'");
    }
  }

  private static String statements(Changelog changelog) {
    return String.join(
        "; ",
        changelog.changeSets().stream()
            .flatMap(changeSet -> Repository.texts(changeSet.steps()).stream())
            .toList());
  }

  private String inYaml(Dialect dialect) {
    Changelog changelog = repository.read("changelog.yaml", dialect);
    ChangeSet last = changelog.changeSets().getLast();
    String outcome =
        switch (last.precondition().orElseThrow().check(new FakeDatabase())) {
          case Precondition.Outcome.Halt(String reason) -> reason;
          case Precondition.Outcome other ->
              other instanceof Precondition.Outcome.Run ? "holds" : "";
        };
    return statements(changelog).replace("SELECT 3", outcome + "; SELECT 3");
  }

  @Test
  void leaveTheChangeSetsOfOtherDatabasesUnread() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              dbms: nosuchdatabase
              context: "prod and"
              changes:
                - sqlFile: {path: missing.sql}
          - changeSet:
              id: 1
              author: ann
              changes:
                - sql: SELECT '${database.typeName}'
        """);

    for (Dialect dialect : Dialect.values()) {
      assertThat(statements(repository.read("changelog.yaml", dialect)))
          .isEqualTo("SELECT 'cloudspanner'");
    }
  }

  @Test
  void doNotMakeTheTypeNameUnknownToPreconditions() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - preConditions:
              - changeLogPropertyDefined: {property: database.typeName, value: cloudspanner}
        """);

    assertThat(
            repository
                .read("changelog.yaml", Dialect.POSTGRESQL)
                .precondition()
                .orElseThrow()
                .check(new FakeDatabase()))
        .isEqualTo(new Precondition.Outcome.Run(""));
  }

  /// PGAdapter shows Liquibase a database that it calls `postgresql`.
  @ParameterizedTest
  @CsvSource({"postgresql, V8", "postgresql, V9", "cloudspanner, V9"})
  void acceptTheChecksumsOfLiquibaseUnderEitherName(String name, ChecksumVersion version)
      throws Exception {
    String changelog =
        """
        databaseChangeLog:
          - changeSet:
              id: both
              author: ann
              changes:
                - sql: {sql: SELECT 1, dbms: postgresql}
                - sql: {sql: SELECT 2, dbms: cloudspanner}
                - sql: {sql: SELECT 3, dbms: h2}
                - insert:
                    tableName: t
                    dbms: postgresql
                    columns:
                      - column: {name: id, value: 1}
                - modifySql:
                    dbms: postgresql
                    append: {value: " LIMIT 1"}
          - changeSet:
              id: one
              author: ann
              dbms: postgresql,cloudspanner
              changes:
                - sqlFile: {path: one.sql, dbms: postgresql}
                - sql: {sql: SELECT 4, dbms: h2}
        """;
    repository.with("changelog.yaml", changelog);
    Map<ChangeSetId, String> theirs = liquibase(name, version);

    Changelog ours = repository.read("changelog.yaml", Dialect.POSTGRESQL);

    assertThat(theirs).hasSize(2);
    for (ChangeSet changeSet : ours.changeSets()) {
      String stored = theirs.get(changeSet.identity());
      assertThat(changeSet.accepts(stored)).as("%s %s", changeSet.identity(), stored).isTrue();
    }
    assertThat(
            repository
                .plan(
                    "changelog.yaml",
                    Dialect.POSTGRESQL,
                    theirs.entrySet().stream()
                        .map(row -> ChangeSets.applied(row.getKey(), 1, row.getValue(), null))
                        .toArray(dev.spannerpipe.plan.HistoryRow[]::new))
                .withoutProblems()
                .pending())
        .isEmpty();
    repository.with("changelog.yaml", changelog.replace("SELECT 2", "SELECT 22"));
    ChangeSet edited =
        repository.read("changelog.yaml", Dialect.POSTGRESQL).changeSets().getFirst();
    assertThat(edited.accepts(ours.changeSets().getFirst().checksum())).isFalse();
  }

  private Map<ChangeSetId, String> liquibase(String name, ChecksumVersion version)
      throws Exception {
    String url = "offline:%s?changeLogFile=%s".formatted(name, directory.resolve("history.csv"));
    DirectoryResourceAccessor files = new DirectoryResourceAccessor(repository.directory());
    Database database = DatabaseFactory.getInstance().openDatabase(url, null, null, null, files);
    Map<ChangeSetId, String> sums = new TreeMap<>(java.util.Comparator.comparing(ChangeSetId::id));
    try (Liquibase liquibase = new Liquibase("changelog.yaml", files, database)) {
      return Scope.child(
          Map.of(Scope.Attr.resourceAccessor.name(), files, Scope.Attr.database.name(), database),
          () -> {
            List<liquibase.changelog.ChangeSet> all =
                liquibase.getDatabaseChangeLog().getChangeSets();
            for (liquibase.changelog.ChangeSet each : all) {
              assertThat(new DbmsChangeSetFilter(database).accepts(each).isAccepted()).isTrue();
              sums.put(
                  new ChangeSetId(each.getFilePath(), each.getId(), each.getAuthor()),
                  each.generateCheckSum(version).toString());
            }
            return sums;
          });
    }
  }
}
