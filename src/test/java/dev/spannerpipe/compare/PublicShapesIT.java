package dev.spannerpipe.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Descriptors;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changelogs of the shapes that public repositories have. Each ends as with plain Liquibase, each
/// tool finds nothing to do in the other's database, and takes over where the other has got to.
@Concurrent
class PublicShapesIT {
  private static final String XML =
      """
      <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
        <changeSet id="4" author="dan">
          <addColumn tableName="t1"><column name="c4" type="bigint"/></addColumn>
        </changeSet>
      </databaseChangeLog>
      """;

  /// Runs the changelog of half of the files, then that of all, with both tools in turn.
  private static void endsAsWithLiquibase(Comparison both, String half, String whole) {
    both.update(half);
    both.updateInEachOthersDatabase(whole, RunOptions.NONE);
    both.expectNothingPendingForLiquibase(whole, RunOptions.NONE);
    both.expectNothingPendingForPipe(whole, RunOptions.NONE);
  }

  private static String includes(int first, int last, String pattern) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(number -> "  - include: {file: " + pattern.formatted(number) + "}\n")
        .collect(Collectors.joining("", "databaseChangeLog:\n", ""));
  }

  /// One file for each release, each with the descriptors of all messages so far.
  private static String release(int number) {
    String[] messages =
        IntStream.rangeClosed(1, number).mapToObj(each -> "M" + each).toArray(String[]::new);
    String bundle =
        number == 1
            ? "CREATE PROTO BUNDLE (shop.M1)"
            : "ALTER PROTO BUNDLE INSERT (shop.M%d)".formatted(number);
    return """
    --liquibase formatted sql

    --changeset team:r%1$d-bundle
    SET PROTO_DESCRIPTORS = '%2$s';
    START BATCH DDL;
    %3$s;
    RUN BATCH;

    --changeset team:r%1$d-table labels:release-%1$d
    --comment: release %1$d
    CREATE TABLE t%1$d (
      id INT64 NOT NULL, -- the key
      message shop.M%1$d,
      text STRING(MAX),
    ) PRIMARY KEY (id);

    --changeset team:r%1$d-index
    CREATE INDEX t%1$d_by_text ON t%1$d (text);
    --rollback DROP INDEX t%1$d_by_text;

    --changeset team:r%1$d-data context:!test
    INSERT INTO t%1$d (id, text) VALUES (1, 'release %1$d; first'), (2, '-- no comment');
    """
        .formatted(number, Descriptors.base64(messages), bundle);
  }

  @Test
  void aggregatorOfReleasesWithDescriptors(@TempDir Path directory) {
    Comparison both = Comparison.in(directory);
    for (int number = 1; number <= 9; number++) {
      both.repository().write("releases/r%d/release.sql".formatted(number), release(number));
    }
    both.repository().write("half.yaml", includes(1, 4, "releases/r%d/release.sql"));
    both.repository().write("master.yaml", includes(1, 9, "releases/r%d/release.sql"));

    endsAsWithLiquibase(both, "half.yaml", "master.yaml");

    assertThat(DatabaseState.of(both.ours()).history()).hasSize(36);
  }

  @Test
  void folderOfMixedFormats(@TempDir Path directory) {
    Comparison both = Comparison.in(directory);
    Repository repository = both.repository();
    repository.write(
        "db/half/01-table.sql",
        """
        --liquibase formatted sql
        --changeset ann:1
        CREATE TABLE t1 (id INT64, c1 STRING(10)) PRIMARY KEY (id);
        """);
    repository.write(
        "db/half/02-column.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 2
              author: bob
              changes:
                - addColumn: {tableName: t1, columns: [{column: {name: c2, type: bigint}}]}
        """);
    repository.write(
        "db/rest/03-column.json",
        """
        {"databaseChangeLog": [{"changeSet": {"id": "3", "author": "eve", "changes": [
          {"addColumn": {"tableName": "t1",
                         "columns": [{"column": {"name": "c3", "type": "boolean"}}]}}]}}]}
        """);
    repository.write("db/rest/04-column.xml", XML);
    repository.write("db/rest/deep/05-raw.sql", "INSERT INTO t1 (id, c1) VALUES (1, 'raw')");
    repository.write("half.yaml", "databaseChangeLog:\n  - includeAll: {path: db/half}\n");
    repository.write(
        "master.yaml",
        "databaseChangeLog:\n  - includeAll: {path: db/half}\n  - includeAll: {path: db/rest/}\n");

    endsAsWithLiquibase(both, "half.yaml", "master.yaml");

    assertThat(both.ours().rows("SELECT c1, c2, c3, c4 FROM t1"))
        .containsExactly(List.of("raw", "null", "null", "null"));
  }

  /// Files of wrench, each with one statement: Liquibase splits no raw file.
  @Test
  void numberedFilesOfWrenchBelowARoot(@TempDir Path directory) {
    Comparison both = Comparison.in(directory);
    Map<String, String> files =
        Map.of(
            "000001.sql", "CREATE TABLE Singers (Id INT64 NOT NULL) PRIMARY KEY (Id);\n",
            "000002_names.sql", "ALTER TABLE Singers ADD COLUMN Name STRING(MAX)\n",
            "000003.sql", "-- by name\nCREATE INDEX ByName ON Singers (Name)\n",
            "000004_fill.sql", "INSERT INTO Singers (Id, Name) VALUES (1, 'a;b')\n");
    files.forEach((name, text) -> both.repository().write("migrations/" + name, text));
    both.repository().write("half.yaml", includes(1, 1, "migrations/00000%d.sql"));
    both.repository()
        .write(
            "master.yaml",
            "databaseChangeLog:\n  - includeAll: {path: migrations, endsWithFilter: .sql}\n");

    endsAsWithLiquibase(both, "half.yaml", "master.yaml");

    assertThat(both.ours().rows("SELECT Name FROM Singers")).containsExactly(List.of("a;b"));
  }

  /// Liquibase's tables as the script of PGAdapter makes them; plain Liquibase cannot in this
  /// dialect.
  private static final String[] PGADAPTER = {
    """
    CREATE TABLE databasechangelog (
      id varchar(255) NOT NULL, author varchar(255) NOT NULL, filename varchar(255) NOT NULL,
      dateexecuted timestamptz NOT NULL, orderexecuted bigint NOT NULL,
      exectype varchar(10) NOT NULL, md5sum varchar(35), description varchar(255),
      comments varchar(255), tag varchar(255), liquibase varchar(20), contexts varchar(255),
      labels varchar(255), deployment_id varchar(10), PRIMARY KEY (id, author, filename))""",
    """
    CREATE TABLE databasechangeloglock (
      id bigint NOT NULL PRIMARY KEY, locked boolean NOT NULL, lockgranted timestamptz,
      lockedby varchar(255))""",
    "CREATE TABLE singers (id bigint NOT NULL PRIMARY KEY, name varchar(100))"
  };

  @Test
  void sampleOfPgAdapter(@TempDir Path directory) {
    TestDatabase database = EmulatorServer.running().newDatabase(Dialect.POSTGRESQL);
    PipeRun pipe = ComparedPipe.on(database, EmulatorServer.running().host(), directory);
    new Repository(directory)
        .write(
            "dbchangelog.yaml",
            """
            databaseChangeLog:
              - property: {name: text, value: varchar, dbms: postgresql}
              - changeSet:
                  id: create-singers
                  author: ann
                  dbms: postgresql
                  preConditions:
                    - onFail: MARK_RAN
                    - not: [{tableExists: {tableName: singers}}]
                  changes:
                    - sql: {sql: "CREATE TABLE singers (id bigint PRIMARY KEY)", dbms: postgresql}
                    - sql: {sql: "CREATE TABLE singers (id number)", dbms: oracle}
              - changeSet:
                  id: create-albums
                  author: ann
                  dbms: postgresql
                  changes:
                    - createTable:
                        tableName: albums
                        columns:
                          - column: {name: id, type: bigint, constraints: {primaryKey: true}}
                          - column: {name: title, type: "${text}(100)"}
              - changeSet:
                  id: not-here
                  author: ann
                  dbms: "!postgresql"
                  changes:
                    - sql: DROP TABLE singers
            """);
    database.execute(PGADAPTER);
    // The checksums, here and below, are those of Liquibase 4.33 for `offline:postgresql`.
    database.update(
        "INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype,"
            + " md5sum) VALUES ('create-singers', 'ann', 'dbchangelog.yaml', now(), 1, 'EXECUTED',"
            + " '9:e801ab1c29da7cc894c4bb5479ee1750')",
        "INSERT INTO databasechangeloglock (id, locked) VALUES (1, false)");

    pipe.apply("dbchangelog.yaml").succeeded();

    assertThat(database.rows("SELECT id, md5sum, description FROM databasechangelog ORDER BY id"))
        .containsExactly(
            List.of(
                "create-albums",
                "9:994ab4625f34920c67c73d883b4cba75",
                "createTable tableName=albums"),
            List.of("create-singers", "9:e801ab1c29da7cc894c4bb5479ee1750", "null"));
    assertThat(
            database.rows(
                "SELECT column_name FROM information_schema.columns WHERE table_name = 'albums'"
                    + " ORDER BY column_name"))
        .containsExactly(List.of("id"), List.of("title"));
    assertThat(pipe.apply("dbchangelog.yaml").succeeded().output()).contains("✔ Nothing to do");
  }
}
