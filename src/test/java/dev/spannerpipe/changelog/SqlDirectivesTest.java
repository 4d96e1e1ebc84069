package dev.spannerpipe.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.sql.Dialect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The lines of formatted SQL that are meant as instructions for Liquibase. What each form means
/// for Liquibase was measured with its parser, version 4.33.0.
class SqlDirectivesTest {
  private static final String ROLLBACK =
      "the rollback SQL would be missing. Write \"--rollback <SQL>\" without spaces before it.";
  private static final String CHECK_SUM =
      "the checksum would not be accepted. Write \"--validCheckSum: <checksum>\" without spaces"
          + " before it.";
  private static final String PRECONDITIONS =
      "a precondition that fails would end the run. Write \"--preconditions onFail:<value>"
          + " onError:<value>\" without spaces before it.";
  private static final String SQL_CHECK =
      "the change set would run without this precondition. Write \"--precondition-sql-check"
          + " expectedResult:<value> <SQL>\" without spaces before it.";
  private static final String TABLE_EXISTS =
      "the change set would run without this precondition. Write \"--precondition-table-exists"
          + " table:<name>\" without spaces before it.";
  private static final String VIEW_EXISTS =
      "the change set would run without this precondition. Write \"--precondition-view-exists"
          + " view:<name>\" without spaces before it.";
  private static final String PROPERTY =
      "the property would be missing. Write \"--property name:<name> value:<value>\" without"
          + " spaces before it.";
  private static final String IGNORE =
      "no lines would be skipped. Write \"--ignoreLines:<number>\" or \"--ignoreLines:start\""
          + " without spaces before it.";
  private static final String COMMENT =
      "the comment would be missing. Write \"--comment <text>\" without spaces before it.";

  @TempDir Path directory;
  private Repository repository;
  private SqlChangelog changelog;

  @BeforeEach
  void cloneRepository() {
    repository = new Repository(directory);
    changelog = new SqlChangelog(repository);
  }

  private void write(String line) {
    changelog.write("--liquibase formatted sql\n--changeset ann:1\nSELECT 1;\n" + line + "\n");
  }

  static List<Arguments> lost() {
    return List.of(
        Arguments.of("--rollbak DROP TABLE t", ROLLBACK),
        Arguments.of("-- rolback DROP TABLE t", ROLLBACK),
        Arguments.of("--roll-back DROP TABLE t", ROLLBACK),
        Arguments.of("--rollbak my own way", ROLLBACK),
        Arguments.of("--rollback: DROP TABLE t", ROLLBACK),
        Arguments.of("--rollback\tDROP TABLE t", ROLLBACK),
        Arguments.of("---rollback DROP TABLE t", ROLLBACK),
        Arguments.of("#rollback DROP TABLE t", ROLLBACK),
        Arguments.of("–rollback DROP TABLE t", ROLLBACK),
        Arguments.of("--rollbacks empty", ROLLBACK),
        Arguments.of("--rollback: UPDATE t SET a = 1 WHERE true", ROLLBACK),
        Arguments.of("--rollback:DELETE FROM t WHERE true", ROLLBACK),
        Arguments.of("--validCheckSum:9:00112233", CHECK_SUM),
        Arguments.of("  --validCheckSum: 9:00112233", CHECK_SUM),
        Arguments.of("--validCheckSums: 9:00112233", CHECK_SUM),
        Arguments.of("--valid-check-sum 9:00112233", CHECK_SUM),
        Arguments.of("--validChecksum=1:any", CHECK_SUM),
        Arguments.of("--validCheckSum:ANY", CHECK_SUM),
        Arguments.of("--precondition onFail:MARK_RAN", PRECONDITIONS),
        Arguments.of("--preconditons onFail:MARK_RAN", PRECONDITIONS),
        Arguments.of("--pre-conditions onError=HALT", PRECONDITIONS),
        Arguments.of("---preconditions onFail:MARK_RAN", PRECONDITIONS),
        Arguments.of("--precondition sql-check expectedResult:0 SELECT 1", SQL_CHECK),
        Arguments.of("--preconditon-sql-check expectedResult:0 SELECT 1", SQL_CHECK),
        Arguments.of("--precondition-sql-check:expectedResult:0 SELECT 1", SQL_CHECK),
        Arguments.of("--precondition-sql-check\texpectedResult:0 SELECT 1", SQL_CHECK),
        Arguments.of("--precondition_table_exists table:t", TABLE_EXISTS),
        Arguments.of("# precondition-table-exists table:t", TABLE_EXISTS),
        Arguments.of("--precondition view-exists view:v", VIEW_EXISTS),
        Arguments.of("--precondition: view exists, select it", VIEW_EXISTS),
        Arguments.of("-- precondition sql-check expectedResult:0 SELECT 1", SQL_CHECK),
        Arguments.of("-- precondition onFail:MARK_RAN", PRECONDITIONS),
        Arguments.of("-- properties name:a value:b", PROPERTY),
        Arguments.of("--proprety name:a value:b", PROPERTY),
        Arguments.of("--properties name:a value:b", PROPERTY),
        Arguments.of("--property:name:a value:b", PROPERTY),
        Arguments.of("--ignoreLines: 1", IGNORE),
        Arguments.of("  --ignoreLines:1", IGNORE),
        Arguments.of("--ignoreLine:1", IGNORE),
        Arguments.of("--ignoreLines 1", IGNORE),
        Arguments.of("--ignoreLines:1 here", IGNORE),
        Arguments.of("---ignoreLines:1", IGNORE),
        Arguments.of("--ignoreLines:start ", IGNORE),
        Arguments.of("--coment spanner-pipe: partitioned-dml idempotent", COMMENT),
        Arguments.of("  --comment spanner-pipe: partitioned-dml idempotent", COMMENT));
  }

  @ParameterizedTest
  @MethodSource("lost")
  void areRejectedWhereLiquibaseTakesThemForComments(String line, String lost) {
    write(line);

    changelog.isRejectedUntilApplied(
        "changelog.sql:4 has \"%s\", which Liquibase reads as a comment: %s"
            .formatted(line.strip(), lost));
  }

  @Test
  void areAWarningInAChangeSetThatRunsOnlyElsewhere() {
    changelog.write(
        """
        --liquibase formatted sql
        --changeset ann:1 dbms:oracle
        SELECT 1;
        --rollbak DROP TABLE t
        """);

    assertThat(changelog.plan(List.of()).problems()).isEmpty();
    assertThat(changelog.plan(List.of()).warnings())
        .extracting(ChangelogProblem::text)
        .containsExactly(
            "changelog.sql:4 has \"--rollbak DROP TABLE t\", which Liquibase reads as a comment: "
                + ROLLBACK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--coment the orders", "--comment:the orders", "  --comment the orders"})
  void areAWarningWhereOnlyACommentIsMissing(String line) {
    write(line);

    changelog.warnsUntilApplied(
        "changelog.sql:4 has \"%s\", which Liquibase reads as a comment: %s"
            .formatted(line.strip(), COMMENT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--rollback DROP TABLE t;",
        "-- rollback plan: none",
        "--ROLLBACK not required",
        "  --rollback empty",
        "--rollback",
        "-- rollback",
        "--rollback\n--rollback DROP TABLE t",
        "/* liquibase rollback\nDROP TABLE t;\n*/",
        "--comment the orders",
        "-- comment: the orders",
        "-- comment on the orders",
        "--validCheckSum: 9:00112233",
        "--validCheckSum 1:any",
        "--validchecksum: 9:00112233",
        "--preconditions onFail:MARK_RAN onError:HALT onSqlOutput:TEST",
        "--precondition-sql-check expectedResult:1 SELECT 1",
        "--precondition-table-exists table:t schema:s",
        "--precondition-view-exists view:v",
        "--property name:a value:b",
        "--property name: a value: b context:prod dbms:cloudspanner global:false",
        "--ignoreLines:1\nSELECT",
        "--IgnoreLines:start\nSELECT\n--ignoreLines:end",
        // Ordinary comments
        "-- fallback for old clients",
        "-- callback: see the wiki",
        "-- rollbacks are done by hand",
        "-- rollback: see the wiki",
        "-- rollback: delete the rows by hand",
        "-- rollback: drop the table",
        "-- roll back by hand",
        "-- commit",
        "--commit;",
        "-- common table",
        "-- valid checksums are in the wiki",
        "-- precondition: table must exist",
        "-- Precondition: the table exists",
        "-- preconditions: none",
        "-- properties of the table: many",
        "-- include the tax",
        "-- include: see file",
        "-- includes all",
        "-- Includes labels: one per row",
        "-- includes labels:one",
        "-- Include file: see legacy.sql",
        "-- Include file:legacy.sql, it is applied by hand",
        "-- Include context: rows of the user",
        "-- Properties: name: x, value: y",
        "-- Properties: name:x value:y",
        "-- properties name:x, value:y",
        "-- Precondition: table exists, we select from it below",
        "-- Precondition: view exists (view: v)",
        "-- precondition: onFail: see the wiki",
        "-- precondition sql check: SELECT 1",
        "-- ignore lines with zero",
        "-- ignore: nothing",
        "# rollback is in the next file",
        "/* liquibase is a tool */",
        "SELECT 'rollbak DROP TABLE t';",
        "-- spanner-pipe: partitioned-dml idempotent"
      })
  void areNoProblemWhereLiquibaseReadsThemOrTheyAreComments(String line) {
    write(line);

    changelog.hasNoProblem();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--preconditions onFail: MARK_RAN | onFail: MARK_RAN | a precondition that fails would end the run | onFail:MARK_RAN",
        "--preconditions onFail=MARK_RAN | onFail=MARK_RAN | a precondition that fails would end the run | onFail:MARK_RAN",
        "--preconditions onFial:MARK_RAN | onFial:MARK_RAN | a precondition that fails would end the run | onFail:MARK_RAN",
        "--preconditions onErorr:WARN | onErorr:WARN | a precondition with an error would end the run | onError:WARN",
        "--precondition-table-exists table:t shcema:s | shcema:s | the default schema would be searched | schema:s",
        "--property name:a value:b contexts:prod | contexts:prod | the property would hold in every context | context:prod",
        "--property name:a value:b labels=v1 | labels=v1 | the property would hold with any LABELS | labels:v1",
        "--property name:a value:b global: false | global: false | the property would hold in every file | global:false"
      })
  void haveAttributesThatAreRejectedWhereLiquibaseDoesNotReadThem(
      String line, String attribute, String lost, String instead) {
    write(line);

    changelog.isRejectedUntilApplied(
        "changelog.sql:4 has \"%s\", which Liquibase ignores: %s. Write \"%s\"."
            .formatted(attribute, lost, instead));
  }

  @Test
  void defineNoPropertyWithABlankInItsValue() {
    write("--property name:a value:\"b c\"");

    changelog.isRejectedUntilApplied(
        "changelog.sql:4 has a quoted value with a space, but Liquibase reads only \"\"b\": a"
            + " value ends at the first space. Define the property in a changelog in YAML, JSON or"
            + " XML, or in"
            + " CHANGELOG_PARAMETERS.");
  }

  @Test
  void defineNoPropertyWithBothNamesOfItsContext() {
    write("--property name:a value:b context:prod contextFilter:test");

    changelog.isRejectedUntilApplied(
        "changelog.sql:4 has both context and contextFilter, but Liquibase reads only"
            + " contextFilter. Write only contextFilter, with the whole expression.");
  }

  @Test
  void warnOfWordsBehindThePropertysValue() {
    write("--property name:a value:b and more");

    changelog.warnsUntilApplied(
        "changelog.sql:4 has \"value:b and more\", but Liquibase reads only \"b\" as the value."
            + " Define the property in a YAML, JSON or XML changelog if the rest belongs to the"
            + " value.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--rollback DROP TABLE t",
        "--preconditions onFail:MARK_RAN",
        "--precondition-sql-check expectedResult:0 SELECT 1",
        "--validCheckSum: 1:any"
      })
  void areRejectedAboveTheFirstChangeSet(String line) {
    changelog.write("--liquibase formatted sql\n" + line + "\n--changeset ann:1\nSELECT 1;\n");

    changelog.isRejectedUntilApplied(
        "changelog.sql:2 has \"%s\" above the first change set, where Liquibase drops it. Move it below the \"--changeset\" line of its change set."
            .formatted(line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rollback", "  -- rollback:"})
  void haveRollbackSqlInTheSameLine(String line) {
    write(line + "\n\nDROP TABLE t;");

    changelog.isRejectedUntilApplied(
        "changelog.sql:4 has \"%s\" without SQL: the line below would run as a part of the change set. Write the rollback SQL in the same line, as in \"--rollback DROP TABLE name\"."
            .formatted(line.strip()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/* liquibase rollback DROP TABLE t */",
        "/* liquibase rollback: */",
        "/* liquibase rolback"
      })
  void haveRollbackSqlBetweenLinesOfAComment(String line) {
    write(line + "\n/* */");

    changelog.isRejectedUntilApplied(
        "changelog.sql:4 has \"%s\", which Liquibase reads as a comment: the rollback SQL would be missing. Write \"/* liquibase rollback\", the SQL and \"*/\" in separate lines."
            .formatted(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--include file:orders.sql",
        "-- include file:orders.sql relativeToChangelogFile:true",
        "--includeAll path:orders",
        "--includeall path=orders",
        "--includ file:orders.sql"
      })
  void includeNoFiles(String line) {
    changelog.write("--liquibase formatted sql\n--changeset ann:1\nSELECT 1;\n" + line + "\n");
    changelog.isRejectedUntilApplied(included(4, line));

    changelog.write("--liquibase formatted sql\n" + line + "\n--changeset ann:1\nSELECT 1;\n");
    changelog.isRejectedUntilApplied(included(2, line));

    changelog.write("--liquibase formatted sql\n" + line + "\n");
    assertThat(repository.failure("changelog.sql")).isEqualTo(included(2, line));
  }

  private static String included(int number, String line) {
    return "changelog.sql:%d has \"%s\", which only Liquibase Pro reads: the files would never run. Include them in a changelog in YAML, JSON or XML."
        .formatted(number, line);
  }

  @ParameterizedTest
  @CsvSource({"${STAGE},${STAGE},STAGE", "prod or $STAGE,$STAGE,STAGE", "!${A} and ${B},${A},A"})
  void areOnlyReadForTheRightContexts(String contexts, String written, String variable) {
    changelog.write("--liquibase formatted sql\n--changeset ann:1\nSELECT 1;\n");

    assertThat(warnings(Optional.of(contexts), Optional.empty()))
        .containsExactly(
            "CONTEXTS is \"%s\": %s was not replaced by a value, so no change set has such a context. Define the variable %s for this step, or write the value into CONTEXTS."
                .formatted(contexts, written, variable));
    assertThat(warnings(Optional.empty(), Optional.of(contexts)))
        .containsExactly(
            "LABELS is \"%s\": %s was not replaced by a value, so no change set has such a label. Define the variable %s for this step, or write the value into LABELS."
                .formatted(contexts, written, variable));
    assertThat(warnings(Optional.of("prod"), Optional.of("v1 or v$2"))).isEmpty();
  }

  private List<String> warnings(Optional<String> contexts, Optional<String> labels) {
    ChangelogSettings settings =
        new ChangelogSettings(
            repository.directory(), "changelog.sql", List.of(), contexts, labels, Map.of());
    return new ChangelogReader(settings)
        .read(Dialect.GOOGLE_STANDARD_SQL).problems().stream()
            .peek(
                problem -> assertThat(problem.effect()).isEqualTo(ChangelogProblem.Effect.WARNING))
            .map(ChangelogProblem::text)
            .toList();
  }
}
