package dev.spannerpipe.changelog.generate;

import static dev.spannerpipe.sql.Dialect.GOOGLE_STANDARD_SQL;
import static dev.spannerpipe.sql.Dialect.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.changelog.ChangelogReader;
import dev.spannerpipe.changelog.ChangelogSettings;
import dev.spannerpipe.changelog.Repository;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ProtoDescriptors;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.Dialect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Changelogs that were written for the JDBC driver, whose own statements they use.
class StatementScriptTest {
  private static final String INSERT = "INSERT INTO t (id) VALUES (1)";

  @TempDir private Path directory;
  private Repository repository;

  @BeforeEach
  void prepare() {
    repository = new Repository(directory);
  }

  private List<String> steps(Dialect dialect, String... statements) {
    return repository(statements).read("changelog.sql", dialect).changeSets().stream()
        .map(ChangeSet::steps)
        .flatMap(List::stream)
        .map(StatementScriptTest::described)
        .toList();
  }

  private Repository repository(String... statements) {
    return repository.with(
        "changelog.sql",
        "--liquibase formatted sql\n--changeset ann:1\n" + String.join(";\n", statements) + ";\n");
  }

  /// The kind, the number of the transaction if there is one, the text, and the descriptors' bytes.
  private static String described(Step step) {
    return step.kind()
        + (step.transaction() > 0 ? " in " + step.transaction() : "")
        + ": "
        + step.text()
        + step.protoDescriptors().map(found -> " with " + List.of(texts(found))).orElse("");
  }

  private static String texts(ProtoDescriptors descriptors) {
    return new String(descriptors.bytes(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private String problems(String... statements) {
    return repository(statements).failure("changelog.sql");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void keepsATransactionTogether(Dialect dialect) {
    assertThat(
            steps(
                dialect,
                "BEGIN TRANSACTION",
                INSERT,
                "UPDATE t SET a = 1 WHERE id = 1",
                "COMMIT",
                INSERT,
                "BEGIN",
                "DELETE FROM t WHERE id = 2",
                "COMMIT"))
        .containsExactly(
            "DML in 1: " + INSERT,
            "DML in 1: UPDATE t SET a = 1 WHERE id = 1",
            "DML: " + INSERT,
            "DML in 2: DELETE FROM t WHERE id = 2");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void keepsABatchOfDataChangesTogether(Dialect dialect) {
    assertThat(steps(dialect, "START BATCH DML", INSERT, INSERT, "RUN BATCH", INSERT))
        .containsExactly("DML in 1: " + INSERT, "DML in 1: " + INSERT, "DML: " + INSERT);
    assertThat(steps(dialect, "BEGIN", "START BATCH DML", INSERT, "RUN BATCH", INSERT, "COMMIT"))
        .containsExactly("DML in 1: " + INSERT, "DML in 1: " + INSERT);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void dropsWhatIsRolledBackOrAborted(Dialect dialect) {
    assertThat(
            steps(
                dialect,
                "BEGIN",
                INSERT,
                "ROLLBACK",
                "START BATCH DDL",
                "CREATE TABLE x",
                "ABORT BATCH",
                "START BATCH DML",
                INSERT,
                "ABORT BATCH",
                "DELETE FROM t WHERE id = 1"))
        .containsExactly("DML: DELETE FROM t WHERE id = 1");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void skipsWhatHasNoEffect(Dialect dialect) {
    boolean google = dialect == GOOGLE_STANDARD_SQL;
    assertThat(
            steps(
                dialect,
                "SET STATEMENT_TIMEOUT = '60s'",
                google ? "SET RETRY_ABORTS_INTERNALLY = TRUE" : "SET spanner.rpc_priority TO 'LOW'",
                google ? "SHOW VARIABLE AUTOCOMMIT" : "SHOW spanner.autocommit",
                "RUN PARTITIONED QUERY SELECT 1",
                "RESET ALL",
                "START BATCH DDL",
                "CREATE TABLE x",
                "CREATE TABLE y",
                "RUN BATCH",
                "SELECT 1"))
        .containsExactly("DDL: CREATE TABLE x", "DDL: CREATE TABLE y", "QUERY: SELECT 1");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void runsDataChangesAsPartitionedDmlUntilItIsReset(Dialect dialect) {
    String mode =
        dialect == GOOGLE_STANDARD_SQL
            ? "SET AUTOCOMMIT_DML_MODE = "
            : "SET spanner.autocommit_dml_mode TO ";
    assertThat(
            steps(
                dialect,
                mode + "'PARTITIONED_NON_ATOMIC'",
                "UPDATE t SET a = 1 WHERE true",
                "DELETE FROM t WHERE a = 2",
                mode + "'TRANSACTIONAL'",
                "UPDATE t SET a = a + 1 WHERE true",
                mode + "'PARTITIONED_NON_ATOMIC'",
                "RESET ALL",
                INSERT))
        .containsExactly(
            "PARTITIONED_DML: UPDATE t SET a = 1 WHERE true",
            "PARTITIONED_DML: DELETE FROM t WHERE a = 2",
            "DML: UPDATE t SET a = a + 1 WHERE true",
            "DML: " + INSERT);
  }

  @Test
  void runsThemTransactionallyInTheNextChangeSet() {
    assertThat(
            steps(
                GOOGLE_STANDARD_SQL,
                "SET AUTOCOMMIT_DML_MODE = 'PARTITIONED_NON_ATOMIC'",
                "DELETE FROM t WHERE a = 2;\n--changeset ann:2\nDELETE FROM t WHERE a = 3"))
        .containsExactly(
            "PARTITIONED_DML: DELETE FROM t WHERE a = 2", "DML: DELETE FROM t WHERE a = 3");
  }

  @Test
  void runsAnUpdateThatIsSaidToBeIdempotentAsPartitionedDml() {
    assertThat(
            steps(
                GOOGLE_STANDARD_SQL,
                "--comment spanner-pipe: partitioned-dml idempotent\n"
                    + "SET AUTOCOMMIT_DML_MODE = 'PARTITIONED_NON_ATOMIC'",
                "UPDATE t SET a = LEAST(a, 5) WHERE true"))
        .containsExactly("PARTITIONED_DML: UPDATE t SET a = LEAST(a, 5) WHERE true");
  }

  @Test
  void givesDescriptorsToTheNextSchemaChangeOrBatch() {
    repository.with("protos/all.pb", "ALL");

    assertThat(
            steps(
                GOOGLE_STANDARD_SQL,
                "SET PROTO_DESCRIPTORS = 'T05F'",
                INSERT,
                "CREATE PROTO BUNDLE (a.B)",
                "ALTER PROTO BUNDLE INSERT (a.C)",
                "SET PROTO_DESCRIPTORS_FILE_PATH = 'protos/all.pb'",
                "START BATCH DDL",
                "ALTER PROTO BUNDLE INSERT (a.D)",
                "CREATE TABLE x",
                "RUN BATCH",
                "SET PROTO_DESCRIPTORS = 'T05F'",
                "SET PROTO_DESCRIPTORS = ''",
                "CREATE TABLE y"))
        .containsExactly(
            "DML: " + INSERT,
            "DDL: CREATE PROTO BUNDLE (a.B) with [ONE]",
            "DDL: ALTER PROTO BUNDLE INSERT (a.C)",
            "DDL: ALTER PROTO BUNDLE INSERT (a.D) with [ALL]",
            "DDL: CREATE TABLE x with [ALL]",
            "DDL: CREATE TABLE y");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MERGE INTO t USING u | neither Spanner nor its JDBC driver has a statement that begins like this. Correct or remove the statement.
          TRUNCATE TABLE t | neither Spanner nor its JDBC driver has a statement that begins like this. Correct or remove the statement.
          COMMENT ON TABLE t IS 'x' | neither Spanner nor its JDBC driver has a statement that begins like this. Correct or remove the statement.
          SAVEPOINT x | neither Spanner nor its JDBC driver has a statement that begins like this. Correct or remove the statement.
          RUN BATCH | there is no START BATCH before this RUN BATCH. Add one, or remove the statement.
          ABORT BATCH | there is no START BATCH before this ABORT BATCH. Add one, or remove the statement.
          COMMIT | there is no BEGIN before this COMMIT. Add one, or remove the statement.
          ROLLBACK | there is no BEGIN before this ROLLBACK. Add one, or remove the statement.
          SET x = 1 | x is not a setting of the JDBC driver, or the pipe does not know it. Remove the statement.
          SET TRANSACTION_TAG = 'a' | it applies to a transaction, and none is open. Remove the statement.
          SET PROTO_DESCRIPTORS = '?' | the value of PROTO_DESCRIPTORS is not base64. Write the output of `base64 --wrap=0` over the descriptor set.
          SET PROTO_DESCRIPTORS_FILE_PATH = '../x.pb' | it names the file ../x.pb, which is outside of the clone directory. Keep every file of the changelog inside of the repository.
          SET PROTO_DESCRIPTORS_FILE_PATH = 'x.pb' | it names the file x.pb, which does not exist. Correct the path; paths are relative to the search path.
          """)
  void rejectsWhatTheDriverRejects(String statement, String message) {
    assertThat(problems(statement))
        .isEqualTo(
            "changelog.sql:3: Could not plan the statement `%s`: %s".formatted(statement, message));
  }

  @Test
  void takesARollbackForImpossibleWhoseDescriptorsCannotBeRead() {
    repository("SELECT 1", "--rollback ALTER PROTO BUNDLE DELETE (a.B)");
    ChangelogSettings settings =
        new ChangelogSettings(
            new CloneDirectory(directory),
            "changelog.sql",
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.of(
                InputFile.ofBranch(directory.resolve("all.pb"), new CloneDirectory(directory))));

    ChangelogReader reader = new ChangelogReader(settings);

    assertThat(reader.read(GOOGLE_STANDARD_SQL).changeSets().getFirst().problems()).isEmpty();
    assertThat(reader.rollbacks(GOOGLE_STANDARD_SQL).values())
        .containsExactly(
            new ChangeSet.Rollback.Impossible(
                "Could not read the proto descriptors from %s: it does not exist"
                    .formatted(directory.resolve("all.pb"))));
  }

  @Test
  void rejectsWhatCannotBeInATransactionOrBatch() {
    assertThat(problems("BEGIN", "CREATE TABLE x", "COMMIT"))
        .isEqualTo(
            "changelog.sql:4: Could not plan the statement `CREATE TABLE x`: a schema change cannot"
                + " be in the transaction of line 3. Put it before that line, or after the end of"
                + " the transaction.");
    assertThat(problems("START BATCH DDL", INSERT, "RUN BATCH"))
        .isEqualTo(
            "changelog.sql:4: Could not plan the statement `INSERT INTO t (id) VALUES (1)`: a data"
                + " change cannot be in the batch of line 3. Put it before that line, or after the"
                + " end of the batch.");
    assertThat(problems("START BATCH DML", "SELECT 1", "RUN BATCH"))
        .isEqualTo(
            "changelog.sql:4: Could not plan the statement `SELECT 1`: a query cannot be in the"
                + " batch of line 3. Put it before that line, or after the end of the batch.");
    assertThat(problems("BEGIN", "BEGIN", "COMMIT"))
        .isEqualTo(
            "changelog.sql:4: Could not plan the statement `BEGIN`: a transaction or a batch has"
                + " been open since line 3. End it first.");
    assertThat(
            problems(
                "START BATCH DDL", "SET PROTO_DESCRIPTORS = 'T05F'", "CREATE TABLE x", "RUN BATCH"))
        .isEqualTo(
            "changelog.sql:4: Could not plan the statement `SET PROTO_DESCRIPTORS = 'T05F'`:"
                + " descriptors cannot be set within a batch or a transaction. Put the statement"
                + " before the batch or transaction.");
    assertThat(problems("BEGIN", "SET AUTOCOMMIT_DML_MODE = 'TRANSACTIONAL'", "COMMIT"))
        .isEqualTo(
            "changelog.sql:4: Could not plan the statement `SET AUTOCOMMIT_DML_MODE ="
                + " 'TRANSACTIONAL'`: the mode cannot be changed within a transaction or a batch."
                + " Put the statement before the batch or transaction.");
    assertThat(
            problems(
                "--comment spanner-pipe: partitioned-dml idempotent\nBEGIN",
                "DELETE FROM t WHERE true",
                "COMMIT"))
        .isEqualTo(
            "changelog.sql:5: Could not plan the statement `DELETE FROM t WHERE true`: the change"
                + " set asks for partitioned DML, which cannot be in a transaction or batch. Put"
                + " the statement into a change set of its own, without BEGIN and START BATCH.");
  }

  @Test
  void rejectsWhatIsNotFinished() {
    assertThat(problems("BEGIN", INSERT))
        .isEqualTo(
            "changelog.sql:3: Could not plan the transaction that begins there: the change set has"
                + " no COMMIT after it; plain Liquibase would silently discard the transaction. Add"
                + " COMMIT at the end of the change set.");
    assertThat(problems("START BATCH DDL", "CREATE TABLE x"))
        .isEqualTo(
            "changelog.sql:3: Could not plan the batch that begins there: the change set has no RUN"
                + " BATCH after it; plain Liquibase would fail. Add RUN BATCH at the end of the change set.");
    assertThat(problems("SET PROTO_DESCRIPTORS = 'T05F'", INSERT))
        .isEqualTo(
            "changelog.sql:3: Could not plan the proto descriptors that are set there: no schema"
                + " change follows in the change set. Put the statement before the CREATE or ALTER"
                + " PROTO BUNDLE, into the same change set.");
  }

  @Test
  void rejectsPartitionedDmlThatMayDoHarm() {
    String mode = "SET AUTOCOMMIT_DML_MODE = 'PARTITIONED_NON_ATOMIC'";

    assertThat(problems(mode, "UPDATE t SET a = a + 1 WHERE true"))
        .isEqualTo(
            "changelog.sql:4: Could not plan the statement `UPDATE t SET a = a + 1 WHERE true`:"
                + " partitioned DML may execute a statement more than once on a row, and the form"
                + " of this statement does not show that this is harmless. If it is harmless, add"
                + " the line `--comment spanner-pipe: partitioned-dml idempotent` (or that comment)"
                + " to the change set; otherwise write SET AUTOCOMMIT_DML_MODE = 'TRANSACTIONAL'"
                + " before the statement.");
    assertThat(problems(mode, INSERT))
        .isEqualTo(
            "changelog.sql:4: Could not plan the statement `INSERT INTO t (id) VALUES (1)`: Spanner"
                + " runs no INSERT with AUTOCOMMIT_DML_MODE = 'PARTITIONED_NON_ATOMIC'. Write"
                + " SET AUTOCOMMIT_DML_MODE = 'TRANSACTIONAL' before the statement.");
    assertThat(problems(mode, "BEGIN", "COMMIT"))
        .startsWith(
            "changelog.sql:4: Could not plan the statement `BEGIN`: no transaction can begin while"
                + " AUTOCOMMIT_DML_MODE = 'PARTITIONED_NON_ATOMIC'. Write SET AUTOCOMMIT_DML_MODE ="
                + " 'TRANSACTIONAL' before the statement.");
  }

  @Test
  void reportsAllOfAChangeSet() {
    assertThat(problems("MERGE INTO t", "SET x", "COMMIT"))
        .endsWith(
            "Could not plan the changelog: it has 3 problems. Fix each of them, and run again.");
  }

  @Test
  void rejectsATransactionThatIsTooLarge() {
    String[] statements = new String[2_003];
    java.util.Arrays.fill(statements, INSERT);
    statements[0] = "BEGIN";
    statements[2_002] = "COMMIT";

    assertThat(problems(statements))
        .isEqualTo(
            "Could not plan change set changelog.sql::1::ann: its transaction at changelog.sql:4"
                + " has 2,001 statements with 58,029 characters, and the pipe accepts 2,000"
                + " statements and 1,000,000 characters. Split it into several transactions, or remove BEGIN: then the pipe commits the statements in as few"
                + " transactions as Spanner allows.");
  }

  @Test
  void keepsItsStateOverTheChangesOfAChangeSet() {
    repository.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: 1
              author: ann
              changes:
                - sql: BEGIN
                - insert:
                    tableName: t
                    columns:
                      - column: { name: id, valueNumeric: 1 }
                - sql: DELETE FROM t WHERE id = 2
                - sql: COMMIT
        """);

    assertThat(repository.read("changelog.yaml", POSTGRESQL).changeSets().getFirst().steps())
        .extracting(StatementScriptTest::described)
        .containsExactly(
            "DML in 1: INSERT INTO t (id) VALUES (1)", "DML in 1: DELETE FROM t WHERE id = 2");
  }
}
