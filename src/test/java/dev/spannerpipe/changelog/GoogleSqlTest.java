package dev.spannerpipe.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What structured changes become in GoogleSQL. The statements were run on the emulator.
class GoogleSqlTest {
  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory);
  }

  private List<String> statements(String changes) {
    return repository.statements(Dialect.GOOGLE_STANDARD_SQL, changes);
  }

  private String refusal(String changes) {
    return repository.refusal(Dialect.GOOGLE_STANDARD_SQL, changes);
  }

  @Test
  void createsTablesWithDefaultsInParentheses() {
    assertThat(
            statements(
                """
                - createTable:
                    tableName: Singers
                    columns:
                      - column: {name: id, type: bigint, constraints: {primaryKey: true, nullable: false}}
                      - column: {name: name, type: varchar(100), defaultValue: "it's", constraints: {nullable: false}}
                      - column: {name: at, type: timestamp, defaultValueComputed: CURRENT_TIMESTAMP}
                      - column: {name: flag, type: boolean, defaultValueBoolean: true}
                      - column: {name: n, type: int, defaultValueNumeric: 5}
                      - column: {name: price, type: numeric, defaultValue: "1.5"}
                      - column: {name: born, type: date, defaultValueDate: "2020-01-01"}
                      - column: {name: tags, type: ARRAY<STRING(10)>}
                """))
        .containsExactly(
            "CREATE TABLE Singers (id INT64 NOT NULL, name STRING(100) NOT NULL DEFAULT ('it\\'s'),"
                + " `at` timestamp DEFAULT (CURRENT_TIMESTAMP()), flag BOOL DEFAULT (TRUE), n INT64"
                + " DEFAULT (5), price NUMERIC DEFAULT (NUMERIC '1.5'), born date DEFAULT (DATE"
                + " '2020-01-01'), tags ARRAY<STRING(10)>) PRIMARY KEY (id)");
  }

  @Test
  void keepsOnDeleteOfForeignKeys() {
    assertThat(
            statements(
                """
                - addForeignKeyConstraint: {baseTableName: a, baseColumnNames: "x, y", referencedTableName: b, referencedColumnNames: "u,v", constraintName: fk, onDelete: CASCADE}
                - createTable:
                    tableName: c
                    columns:
                      - column: {name: id, type: int, constraints: {primaryKey: true}}
                      - column: {name: a, type: int, constraints: {foreignKeyName: fk2, referencedTableName: a, referencedColumnNames: id, deleteCascade: true}}
                """))
        .containsExactly(
            "ALTER TABLE a ADD CONSTRAINT fk FOREIGN KEY (x, y) REFERENCES b (u, v) ON DELETE"
                + " CASCADE",
            "CREATE TABLE c (id INT64, a INT64, CONSTRAINT fk2 FOREIGN KEY (a) REFERENCES a (id) ON"
                + " DELETE CASCADE) PRIMARY KEY (id)");
  }

  @Test
  void quotesStringsForGoogleSql() {
    assertThat(
            statements(
                """
                - insert: {tableName: t, columns: [{column: {name: a, value: "a\\nb\\\\c'd\\u0001"}}]}
                """))
        .containsExactly("INSERT INTO t (a) VALUES ('a\\nb\\\\c\\'d\\x01')");
  }

  @Test
  void takesTimesWithoutAZoneForUtc() {
    assertThat(
            statements(
                """
                - insert: {tableName: t, columns: [{column: {name: a, valueDate: "2020-01-01T10:00:00"}}, {column: {name: b, valueDate: "2020-01-01"}}]}
                """))
        .containsExactly(
            "INSERT INTO t (a, b) VALUES (TIMESTAMP '2020-01-01T10:00:00Z', DATE '2020-01-01')");
  }

  @Test
  void fillsANewColumnBeforeItIsRequired() {
    assertThat(
            statements(
                """
                - addColumn:
                    tableName: t
                    columns:
                      - column: {name: a, type: bigint, valueNumeric: 7, constraints: {nullable: false}}
                      - column: {name: b, type: varchar(5), defaultValue: x, constraints: {nullable: false}}
                """))
        .containsExactly(
            "ALTER TABLE t ADD COLUMN a INT64",
            "ALTER TABLE t ADD COLUMN b STRING(5) NOT NULL DEFAULT ('x')",
            "UPDATE t SET a = 7 WHERE true",
            "addNotNullConstraint t.a");
  }

  @Test
  void writesOneStatementPerDroppedColumn() {
    assertThat(
            statements(
                "- dropColumn: {tableName: t, columns: [{column: {name: a}}, {column: {name:"
                    + " order}}]}"))
        .containsExactly("ALTER TABLE t DROP COLUMN a", "ALTER TABLE t DROP COLUMN `order`");
  }

  @Test
  void writesIndexesViewsSequencesAndDrops() {
    assertThat(
            statements(
                """
                - createIndex: {indexName: i, tableName: t, unique: true, columns: [{column: {name: a, descending: true}}, {column: {name: b}}]}
                - createView: {viewName: v, replaceIfExists: true, selectQuery: SELECT t.a FROM t}
                - createSequence: {sequenceName: s, minValue: 1, maxValue: 10, startValue: 5}
                - addDefaultValue: {tableName: t, columnName: a, defaultValueNumeric: 2}
                - dropDefaultValue: {tableName: t, columnName: a}
                - dropForeignKeyConstraint: {baseTableName: t, constraintName: fk}
                - dropIndex: {indexName: i, tableName: t}
                - dropView: {viewName: v}
                - dropSequence: {sequenceName: s}
                - dropTable: {tableName: t}
                """))
        .containsExactly(
            "CREATE UNIQUE INDEX i ON t(a DESC, b)",
            "CREATE OR REPLACE VIEW v SQL SECURITY INVOKER AS SELECT t.a FROM t",
            "CREATE SEQUENCE s OPTIONS (sequence_kind='bit_reversed_positive', skip_range_min = 1,"
                + " skip_range_max = 10, start_with_counter = 5)",
            "ALTER TABLE t ALTER COLUMN a SET DEFAULT (2)",
            "ALTER TABLE t ALTER COLUMN a DROP DEFAULT",
            "ALTER TABLE t DROP CONSTRAINT fk",
            "DROP INDEX i",
            "DROP VIEW v",
            "DROP SEQUENCE s",
            "DROP TABLE t");
  }

  @Test
  void changesDataWithAConditionAlways() {
    assertThat(
            statements(
                """
                - update: {tableName: t, columns: [{column: {name: a, valueBoolean: true}}]}
                - delete: {tableName: t, where: ":name = :value", whereParams: [{param: {name: order, valueNumeric: 7}}]}
                - delete: {tableName: t}
                """))
        .containsExactly(
            "UPDATE t SET a = TRUE WHERE true",
            "DELETE FROM t WHERE `order` = 7",
            "DELETE FROM t WHERE true");
  }

  @Test
  void mergesColumnsWithAPartitionedUpdate() {
    assertThat(
            statements(
                "- mergeColumns: {tableName: t, column1Name: a, column2Name: b, joinString: \" \","
                    + " finalColumnName: c, finalColumnType: varchar(9)}"))
        .containsExactly(
            "ALTER TABLE t ADD COLUMN c STRING(9)",
            "UPDATE t SET c = a || ' ' || b WHERE true",
            "ALTER TABLE t DROP COLUMN a",
            "ALTER TABLE t DROP COLUMN b");
  }

  @Test
  void modifiesTheSqlThatItMakes() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: one
              author: ann
              changes:
                - createTable: {tableName: t, columns: [{column: {name: a, type: int, constraints: {primaryKey: true}}}]}
              modifySql:
                - append: {value: ", INTERLEAVE IN PARENT p"}
        """);

    assertThat(Repository.texts(repository.read("changelog.yaml").changeSets().getFirst().steps()))
        .containsExactly("CREATE TABLE t (a INT64) PRIMARY KEY (a), INTERLEAVE IN PARENT p");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          addPrimaryKey: {tableName: t, columnNames: a} | addPrimaryKey cannot be done: Spanner cannot add a primary key to a table. Define the key in createTable.
          dropPrimaryKey: {tableName: t} | dropPrimaryKey cannot be done: Spanner cannot drop a primary key. Create a new table.
          addUniqueConstraint: {tableName: t, columnNames: a} | addUniqueConstraint cannot be done: Spanner has no UNIQUE constraints. Create a unique index with createIndex.
          dropUniqueConstraint: {tableName: t, constraintName: a} | dropUniqueConstraint cannot be done: Spanner has no UNIQUE constraints. Drop the unique index with dropIndex.
          renameTable: {oldTableName: t, newTableName: u} | renameTable cannot be done: the pipe cannot decide what should happen to the views and indexes of the table. Write the change as sql.
          renameColumn: {tableName: t, oldColumnName: a, newColumnName: b} | renameColumn cannot be done: Spanner cannot rename a column. Add a new column, copy the values and drop the old one.
          renameView: {oldViewName: t, newViewName: u} | renameView cannot be done: Spanner cannot rename a view. Drop and create it.
          renameSequence: {oldSequenceName: t, newSequenceName: u} | renameSequence cannot be done: Spanner cannot rename a sequence. Create a new one.
          alterSequence: {sequenceName: t, incrementBy: 2} | alterSequence cannot be done: Spanner alters sequences only with its own options. Write the change as sql.
          setTableRemarks: {tableName: t, remarks: u} | setTableRemarks cannot be done: Spanner has no remarks. Remove the change.
          createProcedure: {procedureText: x} | createProcedure cannot be done: Spanner has no procedures. Remove the change.
          addAutoIncrement: {tableName: t, columnName: a} | addAutoIncrement cannot be done: Spanner has no auto-increment. Use a bit-reversed sequence or an identity column in sql.
          executeCommand: {executable: rm} | executeCommand cannot be done: the pipe runs no commands. Run it as a step of the pipeline.
          stop: {message: x} | stop cannot be done: it would stop every run. Remove the change.
          dropTable: {tableName: t, cascadeConstraints: true} | dropTable cannot be done: Spanner's DROP TABLE has no CASCADE. Drop what depends on the table first.
          addForeignKeyConstraint: {baseTableName: a, baseColumnNames: x, referencedTableName: b, referencedColumnNames: y, constraintName: k, onDelete: SET NULL} | addForeignKeyConstraint cannot be done: Spanner's foreign keys have no ON DELETE SET NULL. Use CASCADE or NO ACTION.
          addForeignKeyConstraint: {baseTableName: a, baseColumnNames: x, referencedTableName: b, referencedColumnNames: y, constraintName: k, onUpdate: CASCADE} | addForeignKeyConstraint cannot be done: Spanner's foreign keys have no ON UPDATE action. Remove onUpdate.
          createTable: {tableName: t, columns: [{column: {name: a, type: int}}]} | createTable cannot be done: its table has no primary key. Add the constraint primaryKey to the columns of the key, or write the change as sql.
          createTable: {tableName: t, columns: [{column: {name: a, type: int, autoIncrement: true, constraints: {primaryKey: true}}}]} | createTable cannot be done: Spanner has no auto-increment. Use a bit-reversed sequence or an identity column in sql.
          createTable: {tableName: t, columns: [{column: {name: a, type: int, constraints: {primaryKey: true, unique: true}}}]} | createTable cannot be done: Spanner has no UNIQUE constraints. Create a unique index with createIndex.
          createSequence: {sequenceName: s, cycle: true} | createSequence cannot be done: Spanner's sequences have no incrementBy, cacheSize, ordered, cycle or dataType. Remove them.
          createIndex: {indexName: i, columns: [{column: {name: a}}]} | createIndex cannot be done: its tableName is missing. Add it.
          """)
  void refusesWhatSpannerCannotDo(String change, String message) {
    assertThat(refusal("- " + change)).isEqualTo("changelog.yaml:6: the change " + message);
  }

  @Test
  void throwsTheRefusalAlsoFromTheStep() {
    var changeSet =
        repository.changeSet(Dialect.GOOGLE_STANDARD_SQL, "- dropPrimaryKey: {tableName: t}");

    assertThat(changeSet.steps())
        .singleElement()
        .isInstanceOf(dev.spannerpipe.plan.Step.Live.class);
  }
}
