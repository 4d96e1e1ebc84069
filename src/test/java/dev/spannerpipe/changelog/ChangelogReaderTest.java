package dev.spannerpipe.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSet.Rollback;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.plan.Waiver;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.StatementKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What of a changelog's files arrives in change sets.
class ChangelogReaderTest {
  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory);
  }

  private static List<String> ids(Changelog changelog) {
    return changelog.changeSets().stream().map(set -> set.identity().toString()).toList();
  }

  @Test
  void readsFormattedSqlWithLinesAndKinds() {
    repository.with(
        "changelog.sql",
        """
        --liquibase formatted sql

        --changeset ann:1 context:prod labels:"a, b" runOnChange:true failOnError:false
        --comment: makes it
        CREATE TABLE a (x INT64) PRIMARY KEY (x);
        -- why
        INSERT INTO a (x) VALUES (1);
        --rollback DELETE FROM a WHERE true;
        --rollback DROP TABLE a;

        --changeset ann:2
        CREATE INDEX i
          ON a (x);
        SELECT 1;
        """);

    List<ChangeSet> changeSets = repository.read("changelog.sql").changeSets();
    List<Rollback> rollbacks = repository.rollbacks("changelog.sql");
    ChangeSet first = changeSets.getFirst();

    assertThat(first.identity()).isEqualTo(new ChangeSetId("changelog.sql", "1", "ann"));
    assertThat(first.location()).isEqualTo(new SourceLocation("changelog.sql", 3));
    assertThat(first.description()).isEqualTo("sql");
    assertThat(first.comments()).isEqualTo("makes it");
    assertThat(first.contexts()).isEqualTo("prod");
    assertThat(first.labels()).isEqualTo("a,b");
    assertThat(first.runOnChange()).isTrue();
    assertThat(first.failOnError()).isFalse();
    assertThat(first.steps())
        .containsExactly(
            new Step.Sql(
                StatementKind.DDL,
                "CREATE TABLE a (x INT64) PRIMARY KEY (x)",
                new SourceLocation("changelog.sql", 5)),
            new Step.Sql(
                StatementKind.DML,
                "INSERT INTO a (x) VALUES (1)",
                new SourceLocation("changelog.sql", 7)));
    assertThat(((Rollback.Steps) rollbacks.getFirst()).steps())
        .containsExactly(
            new Step.Sql(
                StatementKind.DML,
                "DELETE FROM a WHERE true",
                new SourceLocation("changelog.sql", 8)),
            new Step.Sql(
                StatementKind.DDL, "DROP TABLE a", new SourceLocation("changelog.sql", 9)));
    assertThat(changeSets.get(1).steps().stream().map(Step::location))
        .containsExactly(
            new SourceLocation("changelog.sql", 12), new SourceLocation("changelog.sql", 14));
    assertThat(rollbacks.get(1))
        .isEqualTo(new Rollback.Impossible("Liquibase cannot undo sql automatically"));
  }

  @Test
  void readsTheSameFromYamlXmlAndJson() {
    repository
        .with(
            "a.yaml",
            """
            databaseChangeLog:
              - changeSet:
                  id: 1
                  author: ann
                  comment: makes it
                  changes:
                    - createTable:
                        tableName: a
                        columns:
                          - column: {name: x, type: int, constraints: {primaryKey: true, nullable: false}}
              - changeSet: {id: 2, author: ann, changes: [{tagDatabase: {tag: v1}}]}
            """)
        .with(
            "a.json",
            """
            {"databaseChangeLog": [
              {"changeSet": {
                "id": "1",
                "author": "ann",
                "comment": "makes it",
                "changes": [
                  {"createTable": {"tableName": "a", "columns": [
                    {"column": {"name": "x", "type": "int", "constraints": {"primaryKey": true, "nullable": false}}}]}}]}},
              {"changeSet": {"id": "2", "author": "ann", "changes": [{"tagDatabase": {"tag": "v1"}}]}}]}
            """)
        .with(
            "a.xml",
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-4.33.xsd">
              <changeSet id="1" author="ann">
                <comment>makes it</comment>
                <createTable tableName="a">
                  <column name="x" type="int">
                    <constraints primaryKey="true" nullable="false"/>
                  </column>
                </createTable>
              </changeSet>
              <changeSet id="2" author="ann">
                <tagDatabase tag="v1"/>
              </changeSet>
            </databaseChangeLog>
            """);

    ChangeSet yaml = repository.read("a.yaml").changeSets().getFirst();
    ChangeSet json = repository.read("a.json").changeSets().getFirst();
    ChangeSet xml = repository.read("a.xml").changeSets().getFirst();

    assertThat(yaml.checksum()).isEqualTo(json.checksum()).isEqualTo(xml.checksum());
    assertThat(yaml.description()).isEqualTo("createTable tableName=a");
    assertThat(yaml.comments()).isEqualTo(json.comments()).isEqualTo(xml.comments());
    assertThat(List.of("a.yaml", "a.json", "a.xml"))
        .allSatisfy(
            file -> assertThat(repository.read(file).changeSets().get(1).tag()).contains("v1"));
    assertThat(yaml.steps().getFirst().location()).isEqualTo(new SourceLocation("a.yaml", 7));
    assertThat(json.steps().getFirst().location()).isEqualTo(new SourceLocation("a.json", 7));
    assertThat(xml.steps().getFirst().location()).isEqualTo(new SourceLocation("a.xml", 7));
    assertThat(Repository.texts(yaml.steps()))
        .isEqualTo(Repository.texts(json.steps()))
        .isEqualTo(Repository.texts(xml.steps()))
        .containsExactly("CREATE TABLE a (x INT64 NOT NULL) PRIMARY KEY (x)");
    assertThat(
            Repository.texts(((Rollback.Steps) repository.rollbacks("a.yaml").getFirst()).steps()))
        .containsExactly("DROP TABLE a");
  }

  @Test
  void namesPathsAsLiquibaseStoresThem() {
    repository
        .with(
            "db/changelog.yaml",
            """
            databaseChangeLog:
              - include: {file: ./one.sql, relativeToChangelogFile: true}
              - include: {file: "classpath:db/two.sql"}
              - includeAll: {path: more, relativeToChangelogFile: true}
            """)
        .with("db/one.sql", "--liquibase formatted sql\n--changeset ann:1\nSELECT 1;\n")
        .with("db/two.sql", "--liquibase formatted sql\n--changeset ann:2\nSELECT 1;\n")
        .with(
            "db/more/b.sql",
            "--liquibase formatted sql logicalFilePath:logical.sql\n--changeset ann:3\nSELECT 1;\n")
        .with("db/more/a.sql", "--liquibase formatted sql\n--changeset ann:4\nSELECT 1;\n");

    assertThat(ids(repository.read("db/changelog.yaml")))
        .containsExactly(
            "db/one.sql::1::ann",
            "db/two.sql::2::ann",
            "db/more/a.sql::4::ann",
            "logical.sql::3::ann");
  }

  @Test
  void startsPathsAtTheSearchPath() {
    repository
        .with("schema/changelog.yaml", "databaseChangeLog:\n  - include: {file: one.sql}\n")
        .with("schema/one.sql", "--liquibase formatted sql\n--changeset ann:1\nSELECT 1;\n");
    ChangelogSettings settings =
        new ChangelogSettings(
            directory,
            "changelog.yaml",
            List.of(directory.resolve("schema")),
            Optional.empty(),
            Optional.empty(),
            Map.of());

    Changelog changelog = new ChangelogReader(settings).read(Dialect.GOOGLE_STANDARD_SQL);

    assertThat(ids(changelog)).containsExactly("one.sql::1::ann");
  }

  @Test
  void leavesOutWhatIsNotMeantForHere() {
    repository.with(
        "changelog.sql",
        """
        --liquibase formatted sql
        --changeset ann:spanner dbms:cloudspanner
        SELECT 1;
        --changeset ann:oracle dbms:oracle
        SELECT 2;
        --changeset ann:test context:test
        SELECT 3;
        --changeset ann:prod context:"prod or test"
        SELECT 4;
        --changeset ann:old labels:v1
        SELECT 5;
        --changeset ann:never ignore:true
        SELECT 6;
        """);
    ChangelogSettings settings =
        new ChangelogSettings(
            directory,
            "changelog.sql",
            List.of(),
            Optional.of("prod"),
            Optional.of("!v1"),
            Map.of());

    Changelog changelog = new ChangelogReader(settings).read(Dialect.POSTGRESQL);

    assertThat(ids(changelog))
        .containsExactly("changelog.sql::spanner::ann", "changelog.sql::prod::ann");
    assertThat(changelog.others().stream().map(ChangeSetId::id))
        .containsExactlyInAnyOrder("oracle", "test", "old", "never");
  }

  @Test
  void allowsOneIdForTwoDatabases() {
    repository.with(
        "changelog.sql",
        """
        --liquibase formatted sql
        --changeset ann:1 dbms:oracle
        SELECT 1;
        --changeset ann:1 dbms:cloudspanner
        SELECT 2;
        """);

    Changelog changelog = repository.read("changelog.sql");

    assertThat(ids(changelog)).containsExactly("changelog.sql::1::ann");
    assertThat(changelog.others()).isEmpty();
    assertThat(changelog.changeSets().getFirst().location().line()).isEqualTo(4);
  }

  @Test
  void knowsNoParametersButThoseOfSettingsAndChangelog() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - property: {name: given, value: changelog}
          - property: {name: own, value: "o ${given}"}
          - changeSet:
              id: 1
              author: ann
              changes:
                - sql: {sql: "SELECT '${given} ${own} ${HOME} ${PATH} ${java.version} ${user.dir}'"}
        """);
    ChangelogSettings settings =
        new ChangelogSettings(
            directory,
            "changelog.yaml",
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of("given", "settings"));

    ChangeSet changeSet =
        new ChangelogReader(settings).read(Dialect.GOOGLE_STANDARD_SQL).changeSets().getFirst();

    assertThat(Repository.texts(changeSet.steps()))
        .containsExactly(
            "SELECT 'settings o settings ${HOME} ${PATH} ${java.version} ${user.dir}'");
  }

  @Test
  void keepsLocalParametersInTheirFile() {
    repository
        .with(
            "changelog.yaml",
            """
            databaseChangeLog:
              - include: {file: one.yaml}
              - include: {file: two.sql}
            """)
        .with(
            "one.yaml",
            """
            databaseChangeLog:
              - property: {name: a, value: local, global: false}
              - changeSet: {id: 1, author: ann, changes: [{sql: {sql: "SELECT '${a}'"}}]}
            """)
        .with("two.sql", "--liquibase formatted sql\n--changeset ann:2\nSELECT '${a}';\n");

    assertThat(
            repository.read("changelog.yaml").changeSets().stream()
                .flatMap(set -> set.steps().stream())
                .map(Step::text))
        .containsExactly("SELECT 'local'", "SELECT '${a}'");
  }

  @Test
  void takesValidChecksumsAndOlderOnes() {
    repository.with(
        "changelog.sql",
        """
        --liquibase formatted sql
        --changeset ann:1
        --validCheckSum: 9:00000000000000000000000000000000
        SELECT 1;
        --changeset ann:2
        --validCheckSum: any
        SELECT 2;
        --changeset ann:3
        SELECT 3;
        """);

    List<ChangeSet> changeSets = repository.read("changelog.sql").changeSets();

    assertThat(changeSets.get(0).accepts("9:00000000000000000000000000000000")).isTrue();
    assertThat(changeSets.get(0).accepts("9:10000000000000000000000000000000")).isFalse();
    assertThat(changeSets.get(1).accepts("9:10000000000000000000000000000000")).isTrue();
    assertThat(changeSets.get(2).accepts(changeSets.get(2).checksum())).isTrue();
    assertThat(changeSets.get(2).acceptedChecksums()).singleElement().asString().startsWith("8:");
  }

  @Test
  void shortensWhatTheHistoryHasNoRoomFor() {
    repository.with(
        "changelog.sql",
        "--liquibase formatted sql\n--changeset ann:1\n--comment: "
            + "x".repeat(300)
            + "\nSELECT 1;\n");

    assertThat(repository.read("changelog.sql").changeSets().getFirst().comments())
        .isEqualTo("x".repeat(247) + "...");
  }

  @Test
  void runsAMarkedChangeSetAsPartitionedDml() {
    repository.with(
        "changelog.sql",
        """
        --liquibase formatted sql
        --changeset ann:1
        -- spanner-pipe: partitioned-dml idempotent
        UPDATE a SET x = 1 WHERE true;
        INSERT INTO a (x) VALUES (1);
        DELETE FROM a WHERE x = 2;
        --changeset ann:2
        --comment: spanner-pipe: partitioned-dml idempotent
        UPDATE a SET x = 1 WHERE true;
        --changeset ann:3
        UPDATE a SET x = 1 WHERE true;
        """);

    assertThat(
            repository.read("changelog.sql").changeSets().stream()
                .flatMap(set -> set.steps().stream())
                .map(Step::kind))
        .containsExactly(
            StatementKind.PARTITIONED_DML,
            StatementKind.DML,
            StatementKind.PARTITIONED_DML,
            StatementKind.PARTITIONED_DML,
            StatementKind.DML);
  }

  /// Partitioned DML may run twice, so that nothing but a comment may ask for it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT '''\n-- spanner-pipe: partitioned-dml idempotent\n'''",
        "SELECT r\"\"\"\n# spanner-pipe: partitioned-dml idempotent\n\"\"\"",
        "/*\n-- spanner-pipe: partitioned-dml idempotent\n*/ SELECT 1",
        "SELECT 1 -- spanner-pipe: partitioned-dml idempotent\n"
      })
  void runsNoPartitionedDmlForWhatIsNoCommentLine(String text) {
    assertThat(kindOfUpdate(Dialect.GOOGLE_STANDARD_SQL, text)).isEqualTo(StatementKind.DML);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT '\n-- spanner-pipe: partitioned-dml idempotent\n'",
        "SELECT $a$\n-- spanner-pipe: partitioned-dml idempotent\n$a$",
        "/* /*\n*/\n-- spanner-pipe: partitioned-dml idempotent\n*/ SELECT 1",
        "SELECT 1\n# spanner-pipe: partitioned-dml idempotent\n"
      })
  void runsNoPartitionedDmlForWhatIsNoCommentLineInPostgres(String text) {
    assertThat(kindOfUpdate(Dialect.POSTGRESQL, text)).isEqualTo(StatementKind.DML);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void runsPartitionedDmlForACommentLineOfASqlFile(Dialect dialect) {
    assertThat(
            kindOfUpdate(dialect, "SELECT 1;\r\n  -- spanner-pipe: partitioned-dml idempotent\r\n"))
        .isEqualTo(StatementKind.PARTITIONED_DML);
  }

  @Test
  void runsNoPartitionedDmlForACommentThatIsMeantForAnotherDatabase() {
    assertThat(
            repository
                .changeSet(
                    Dialect.GOOGLE_STANDARD_SQL,
                    """
                    - sql: {dbms: oracle, sql: "-- spanner-pipe: partitioned-dml idempotent"}
                    - sql: {sql: UPDATE a SET x = x + 1 WHERE true}
                    """)
                .steps())
        .extracting(Step::kind)
        .containsExactly(StatementKind.DML);
  }

  /// Returns how the update behind this text in a `sqlFile` is run.
  private StatementKind kindOfUpdate(Dialect dialect, String text) {
    repository.with("update.sql", text + ";\nUPDATE a SET x = x + 1 WHERE true;\n");
    return repository
        .changeSet(dialect, "- sqlFile: {path: update.sql}\n")
        .steps()
        .getLast()
        .kind();
  }

  @Test
  void readsFilesWhateverTheCaseOfTheirExtension() {
    repository.with("d/1.SQL", "SELECT 1;\n");
    repository.with("d/2.Sql", "--liquibase formatted sql\n--changeset ann:2\nSELECT 2;\n");
    repository.with(
        "d/3.YAML",
        "databaseChangeLog: [{changeSet: {id: 3, author: ann, changes: [{sql: SELECT 3}]}}]\n");
    repository.with(
        "d/4.JSON",
        """
        {"databaseChangeLog": [{"changeSet": {"id": "4", "author": "ann", "changes": [{"sql": "SELECT 4"}]}}]}
        """);
    repository.with(
        "d/5.XML",
        """
        <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
          <changeSet id="5" author="ann"><sql>SELECT 5</sql></changeSet>
        </databaseChangeLog>
        """);
    repository.with("d/6.Yml", "databaseChangeLog: [{include: {file: d/e/6.SQL}}]\n");
    repository.with("d/e/6.SQL", "SELECT 6;\n");
    repository.with(
        "changelog.yaml", "databaseChangeLog: [{includeAll: {path: d, maxDepth: 1}}]\n");

    assertThat(
            repository.read("changelog.yaml").changeSets().stream()
                .flatMap(set -> set.steps().stream())
                .map(Step::text))
        .containsExactly("SELECT 1", "SELECT 2", "SELECT 3", "SELECT 4", "SELECT 5", "SELECT 6");
  }

  @Test
  void dropsTheDriversBatchMarkers() {
    assertThat(
            repository.statements(
                Dialect.GOOGLE_STANDARD_SQL,
                """
                - sql: {sql: START BATCH DDL}
                - sql: {sql: "DROP TABLE a; DROP TABLE b;"}
                - sql: {sql: RUN BATCH}
                """))
        .containsExactly("DROP TABLE a", "DROP TABLE b");
  }

  @Test
  void splitsAsTheChangeSays() {
    assertThat(
            repository.statements(
                Dialect.GOOGLE_STANDARD_SQL,
                """
                - sql: {splitStatements: false, sql: "SELECT '1; 2';"}
                - sql: {endDelimiter: "@@", sql: "SELECT 3\\n@@\\nSELECT 4"}
                - sql: {stripComments: true, sql: "-- hi\\nSELECT 5"}
                - sql: {dbms: oracle, sql: SELECT 6}
                """))
        .containsExactly("SELECT '1; 2'", "SELECT 3", "SELECT 4", "SELECT 5");
  }

  @Test
  void findsTheStatementsOfASqlFile() {
    repository.with("sql/a.sql", "SELECT 1;\n\nSELECT\n  '${x}';\n");

    ChangeSet changeSet =
        repository.changeSet(
            Dialect.GOOGLE_STANDARD_SQL, "- sqlFile: {path: sql/a.sql, splitStatements: true}");

    assertThat(changeSet.steps())
        .containsExactly(
            new Step.Sql(StatementKind.QUERY, "SELECT 1", new SourceLocation("sql/a.sql", 1)),
            new Step.Sql(
                StatementKind.QUERY, "SELECT\n  '${x}'", new SourceLocation("sql/a.sql", 3)));
  }

  @Test
  void takesTheRollbackOfAnotherChangeSet() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              changes:
                - sql: {sql: CREATE VIEW v SQL SECURITY INVOKER AS SELECT 1 AS a}
          - changeSet:
              id: 2
              author: ann
              changes:
                - dropView: {viewName: v}
              rollback: {changeSetId: 1, changeSetAuthor: ann}
          - changeSet:
              id: 3
              author: ann
              changes:
                - sql: {sql: SELECT 1}
              rollback: empty
        """);

    List<Rollback> rollbacks = repository.rollbacks("changelog.yaml");

    assertThat(Repository.texts(((Rollback.Steps) rollbacks.get(1)).steps()))
        .containsExactly("CREATE VIEW v SQL SECURITY INVOKER AS SELECT 1 AS a");
    assertThat(((Rollback.Steps) rollbacks.get(2)).steps()).isEmpty();
  }

  /// The rollback is written as late as somebody asks, with the types of its place in the
  /// changelog.
  @Test
  void undoesWithTheTypesThatColumnsHadThere() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              changes:
                - sql: {sql: "CREATE TABLE t (a INT64) PRIMARY KEY (a)"}
          - changeSet:
              id: 2
              author: ann
              changes: [{sql: SELECT 1}]
              rollback:
                - loadData: {tableName: t, file: t.csv}
          - changeSet:
              id: 3
              author: ann
              changes:
                - sql: {sql: "DROP TABLE t"}
                - sql: {sql: "CREATE TABLE t (a STRING(MAX)) PRIMARY KEY (a)"}
        """);
    repository.with("t.csv", "a\n1\n");

    assertThat(
            Repository.texts(
                ((Rollback.Steps) repository.rollbacks("changelog.yaml").get(1)).steps()))
        .containsExactly("INSERT INTO t (a) VALUES (1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlFile: {path: no.sql}", "createView: {viewName: v, path: no.sql}"})
  void rejectsAFileOfARollbackThatIsNotThereAlthoughNobodyRollsBack(String change) {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              changes: [{sql: SELECT 1}]
              rollback: [{%s}]
        """
            .formatted(change));

    assertThat(repository.failure("changelog.yaml"))
        .isEqualTo(
            "Could not read the changelog changelog.yaml: The file no.sql was not found in the configured search path:"
                + " - %s More locations can be added with the 'searchPath' parameter. Correct the changelog."
                    .formatted(repository.directory()));
  }

  /// What its rollback says is no business of a run that does not undo it.
  @Test
  void writesNoRollbackWhereNobodyAsks() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              changes: [{sql: SELECT 1}]
              rollback: [{customChange: {class: a.B}}]
        """);

    assertThat(repository.read("changelog.yaml").problems()).isEmpty();
    assertThat(repository.rollbacks("changelog.yaml"))
        .containsExactly(new Rollback.Impossible("the pipe does not load its class a.B"));
  }

  @Test
  void undoesByItselfWhatLiquibaseUndoes() {
    repository.changeSet(
        Dialect.GOOGLE_STANDARD_SQL,
        """
            - createSequence: {sequenceName: s}
            - addColumn: {tableName: t, columns: [{column: {name: a, type: int}}, {column: {name: b, type: int}}]}
            - createIndex: {indexName: i, tableName: t, columns: [{column: {name: a}}]}
            - addForeignKeyConstraint: {baseTableName: t, baseColumnNames: a, referencedTableName: u, referencedColumnNames: x, constraintName: k}
            - createView: {viewName: v, selectQuery: SELECT 1 AS a}
            - addDefaultValue: {tableName: t, columnName: a, defaultValueNumeric: 1}
            - addNotNullConstraint: {tableName: t, columnName: a}
            - tagDatabase: {tag: v1}
            """);

    assertThat(
            Repository.texts(
                ((Rollback.Steps) repository.rollbacks("changelog.yaml").getFirst()).steps()))
        .containsExactly(
            "dropNotNullConstraint t.a",
            "ALTER TABLE t ALTER COLUMN a DROP DEFAULT",
            "DROP VIEW v",
            "ALTER TABLE t DROP CONSTRAINT k",
            "DROP INDEX i",
            "ALTER TABLE t DROP COLUMN b",
            "ALTER TABLE t DROP COLUMN a",
            "DROP SEQUENCE s");
  }

  @Test
  void readsTheWaiversOfAChangeSet() {
    repository.with(
        "changelog.sql",
        """
        --liquibase formatted sql
        --changeset ann:1
        --comment: spanner-pipe: allow SP101 nobody reads it since May
        -- spanner-pipe: allow SP203  the table is small
        DROP TABLE a;
        --changeset ann:2
        SELECT '''
        -- spanner-pipe: allow SP203 this is data
        ''';
        SELECT 1; -- spanner-pipe: allowed
        """);

    assertThat(repository.read("changelog.sql").changeSets())
        .extracting(ChangeSet::waivers)
        .containsExactly(
            List.of(
                new Waiver(
                    "SP101", "nobody reads it since May", new SourceLocation("changelog.sql", 2)),
                new Waiver("SP203", "the table is small", new SourceLocation("changelog.sql", 2))),
            List.of());
  }
}
