package dev.spannerpipe.changelog.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.Dialect;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Data files become statements of literals.
class LoadDataTest {
  private static final String TABLE =
      """
      - createTable:
          tableName: t
          columns:
            - column: {name: id, type: bigint, constraints: {primaryKey: true}}
            - column: {name: name, type: varchar(100)}
            - column: {name: at, type: timestamp}
            - column: {name: born, type: date}
            - column: {name: flag, type: boolean}
            - column: {name: price, type: numeric}
            - column: {name: data, type: blob}
            - column: {name: j, type: JSON}
      """;

  @TempDir Path directory;
  private Repository repository;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory);
  }

  @Test
  void takesTypesFromTheTableThatTheChangelogMakes() {
    repository.with(
        "rows.csv",
        """
        id,name,at,born,flag,price,data,j
        # a comment
        1,O'Brien,2020-01-01 10:00:00,2001-02-03,true,12.50,aGk=,{}
        2,"a,b",2020-01-01T10:00:00+02:00,NULL,0,,,
        """);

    List<Step> steps =
        repository
            .changeSet(
                Dialect.GOOGLE_STANDARD_SQL, TABLE + "- loadData: {tableName: t, file: rows.csv}")
            .steps();

    assertThat(steps.getLast().text())
        .isEqualTo(
            "INSERT INTO t (id, name, `at`, born, flag, price, data, j) VALUES (1, 'O\\'Brien',"
                + " TIMESTAMP '2020-01-01 10:00:00Z', DATE '2001-02-03', TRUE, NUMERIC '12.50',"
                + " FROM_BASE64('aGk='), JSON '{}'),\n"
                + "(2, 'a,b', TIMESTAMP '2020-01-01T10:00:00+02:00', NULL, FALSE, NULL, NULL,"
                + " NULL)");
    assertThat(steps.getLast().location()).isEqualTo(new SourceLocation("rows.csv", 3, 4));
  }

  @Test
  void cutsManyRowsIntoStatements() {
    String rows =
        IntStream.rangeClosed(1, 100_000)
            .mapToObj(id -> id + ",v" + id)
            .collect(Collectors.joining("\n"));
    repository.with("rows.csv", "id,name\n" + rows);

    List<Step> steps = load();

    assertThat(steps).hasSize(40);
    assertThat(steps)
        .extracting(step -> step.location().toString())
        .startsWith("rows.csv:2-2501", "rows.csv:2502-5001")
        .endsWith("rows.csv:97502-100001");
  }

  @Test
  void cutsLongRowsIntoStatementsThatSpannerAccepts() {
    String value = "ü'".repeat(1_925);
    String rows =
        IntStream.rangeClosed(1, 1_000)
            .mapToObj(id -> id + ",\"" + value + "\"")
            .collect(Collectors.joining("\n"));
    repository.with("rows.csv", "id,name\n" + rows);

    List<Step> steps = load();

    assertThat(steps)
        .hasSize(9)
        .allSatisfy(
            step -> assertThat(step.text().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(1 << 20));
    assertThat(steps.stream().mapToLong(step -> step.text().lines().count()).sum())
        .isEqualTo(1_000);
  }

  @Test
  void namesLinesAlsoBehindValuesOfSeveralLines() {
    repository.with(
        "rows.csv",
        """
        id,name
        1,"one
        and
        a half"
        # a comment
        2,"two"
        3,x,y
        """);

    assertThat(
            repository.refusal(
                Dialect.GOOGLE_STANDARD_SQL, TABLE + "- loadData: {tableName: t, file: rows.csv}"))
        .contains("line 7 of its file rows.csv has 3 values, but the first line names 2 columns");
  }

  private List<Step> load() {
    return repository
        .changeSet(
            Dialect.GOOGLE_STANDARD_SQL, TABLE + "- loadData: {tableName: t, file: rows.csv}")
        .steps()
        .stream()
        .filter(step -> step.text().startsWith("INSERT"))
        .toList();
  }

  @Test
  void takesTypesFromCreateTableInSql() {
    repository.with("rows.csv", "id,code\n1,007\n");

    assertThat(
            repository.statements(
                Dialect.GOOGLE_STANDARD_SQL,
                """
                - sql: {sql: "CREATE TABLE codes (id INT64 NOT NULL, code STRING(3), CONSTRAINT c CHECK (id > 0)) PRIMARY KEY (id)"}
                - loadData: {tableName: codes, file: rows.csv}
                """))
        .contains("INSERT INTO codes (id, code) VALUES (1, '007')");
  }

  @Test
  void takesTypesThatAreDeclared() {
    repository.with("rows.csv", "a,b,c,d,e\n1.5,007,true,2020-01-01T10:00:00,x\n");

    assertThat(
            repository.statements(
                Dialect.GOOGLE_STANDARD_SQL,
                """
                - loadData:
                    tableName: t
                    file: rows.csv
                    columns:
                      - column: {header: a, name: price, type: NUMERIC}
                      - column: {name: b, type: STRING}
                      - column: {name: c, type: BOOLEAN}
                      - column: {name: d, type: DATETIME}
                      - column: {name: e, type: SKIP}
                """))
        .containsExactly(
            "INSERT INTO t (price, b, c, d) VALUES (1.5, '007', TRUE, TIMESTAMP"
                + " '2020-01-01T10:00:00Z')");
  }

  @Test
  void refusesATypeThatLiquibaseDoesNotKnow() {
    repository.with("rows.csv", "a\n1.5\n");

    assertThat(
            repository.refusal(
                Dialect.GOOGLE_STANDARD_SQL,
                "- loadData: {tableName: t, file: rows.csv, columns: [{column: {name: a, type:"
                    + " DOUBLE}}]}"))
        .isEqualTo(
            "changelog.yaml:6: the change loadData cannot be done: rows.csv:2, column a: its"
                + " declared type DOUBLE is not a type of Liquibase. Declare STRING, NUMERIC,"
                + " BOOLEAN, DATE, BLOB, CLOB, UUID, COMPUTED or SEQUENCE.");
  }

  @Test
  void refusesAColumnWhoseTypeNobodyTells() {
    repository.with("rows.csv", "a\n1.5\n");

    assertThat(
            repository.refusal(
                Dialect.GOOGLE_STANDARD_SQL, "- loadData: {tableName: t, file: rows.csv}"))
        .isEqualTo(
            "changelog.yaml:6: the change loadData cannot be done: rows.csv:2, column a: its type"
                + " is not declared, and no createTable of the changelog defines it. Declare the"
                + " column and its type in the change.");
  }

  @Test
  void refusesAValueThatDoesNotFitItsColumn() {
    repository.with("rows.csv", "id,born\n1,2001-01-01\nx,2001-01-01\n");

    assertThat(
            repository.refusal(
                Dialect.GOOGLE_STANDARD_SQL, TABLE + "- loadData: {tableName: t, file: rows.csv}"))
        .isEqualTo(
            "changelog.yaml:17: the change loadData cannot be done: rows.csv:3, column id: the"
                + " value x is not a number. Correct the value or the type.");
  }

  @Test
  void refusesALineOfAnotherLength() {
    repository.with("rows.csv", "id,name\n1,a,b\n");

    assertThat(
            repository.refusal(
                Dialect.GOOGLE_STANDARD_SQL, TABLE + "- loadData: {tableName: t, file: rows.csv}"))
        .isEqualTo(
            "changelog.yaml:17: the change loadData cannot be done: line 2 of its file rows.csv has"
                + " 3 values, but the first line names 2 columns. Correct the line; a value"
                + " that contains a separator needs quotes.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\n\n\n"})
  void refusesRowsBehindAnEmptyLine(String empty) {
    repository.with("rows.csv", "id,name\n1,a\n" + empty + "2,b\n");

    assertThat(
            repository.refusal(
                Dialect.GOOGLE_STANDARD_SQL, TABLE + "- loadData: {tableName: t, file: rows.csv}"))
        .isEqualTo(
            "changelog.yaml:17: the change loadData cannot be done: line 3 of its file rows.csv is"
                + " empty, and Liquibase ignores all lines after it. Remove the empty line.");
  }

  @Test
  void endsAtEmptyLines() {
    repository.with("rows.csv", "id,name\n1,a\n\n\n");

    assertThat(load())
        .singleElement()
        .extracting(Step::text)
        .isEqualTo("INSERT INTO t (id, name) VALUES (1, 'a')");
  }

  @Test
  void holdsAtMostFiveThousandValuesPerStatement() {
    String rows =
        IntStream.range(0, 2_501).mapToObj(id -> id + ",x\n").collect(Collectors.joining());
    repository.with("rows.csv", "id,name\n" + rows);

    List<Step> steps =
        repository
            .changeSet(
                Dialect.GOOGLE_STANDARD_SQL, TABLE + "- loadData: {tableName: t, file: rows.csv}")
            .steps();

    assertThat(steps).hasSize(3);
    assertThat(steps.get(1).text().lines()).hasSize(2_500);
    assertThat(steps.get(2).text()).isEqualTo("INSERT INTO t (id, name) VALUES (2500, 'x')");
    assertThat(steps.get(2).location()).isEqualTo(new SourceLocation("rows.csv", 2_502));
  }

  @Test
  void updatesRowsThatExistAndInsertsTheOthers() {
    repository.with("rows.csv", "id,name,price\n1,a,2\n");
    String change =
        TABLE
            + "- loadUpdateData: {tableName: t, file: rows.csv, primaryKey: id, columns: [{column:"
            + " {name: price, allowUpdate: false, type: NUMERIC}}]}";

    assertThat(repository.statements(Dialect.GOOGLE_STANDARD_SQL, change))
        .endsWith(
            "UPDATE t SET name = 'a' WHERE id = 1",
            "INSERT OR IGNORE INTO t (id, name, price) VALUES (1, 'a', NUMERIC '2')");
    assertThat(repository.statements(Dialect.POSTGRESQL, change.replace("JSON", "jsonb")))
        .endsWith(
            "UPDATE t SET name = 'a' WHERE id = 1",
            "INSERT INTO t (id, name, price) VALUES (1, 'a', 2) ON CONFLICT (id) DO NOTHING");
  }

  @Test
  void leavesCoercionToPostgresWhereNoTypeIsKnown() {
    repository.with("rows.csv", "a,b\n1,x\n");

    assertThat(
            repository.statements(Dialect.POSTGRESQL, "- loadData: {tableName: t, file: rows.csv}"))
        .containsExactly("INSERT INTO t (a, b) VALUES ('1', 'x')");
  }
}
