package dev.spannerpipe.preview.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.StatusCode;
import dev.spannerpipe.sql.Dialect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which rejections of the emulator are mistakes, with the emulator's own words.
class CertaintyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DROP TABLE nope | NOT_FOUND | Table not found: nope | CERTAIN
          CREATE TABLE t (a INT64) PRIMARY KEY (a) | FAILED_PRECONDITION | Duplicate name in schema: t. | CERTAIN
          ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) | OUT_OF_RANGE | Check constraint `t`.`c` is violated | CERTAIN
          ALTER TABLE t ADD COLUMN c INT64 NOT NULL | UNIMPLEMENTED | Cannot add NOT NULL column t.c to existing table t. | CERTAIN
          CREATE TABLE t (a INT65) PRIMARY KEY (a) | INTERNAL | ZETASQL_RET_CHECK failure (x.cc:235) false Unrecognized ddl::ColumnDefinition: column_name: "a" type: NONE proto_type_name: "INT65" | CERTAIN
          CREATE INDEX i ON t (nope) | INVALID_ARGUMENT | Index i specifies key column nope which does not exist in the index's base table. | CERTAIN
          CREATE TABLE t (a INT64 NOT NULL DEFAULT (1) | INVALID_ARGUMENT | Syntax error on line 1, column 45: Expecting ')' but found 'EOF' | CERTAIN
          CREATE VIEW v SQL SECURITY INVOKER AS SELECT t.nope FROM t | INVALID_ARGUMENT | Unrecognized name: nope | CERTAIN
          ALTER TABLE t ALTER COLUMN c STRING(9) NOT NULL | INVALID_ARGUMENT | Cannot change type of column c | CERTAIN
          CREATE TABLE t (a INT64) PRIMARY KEY (a), INTERLEAVE IN PARENT p ON DELETE CASCADE, ROW DELETION POLICY (OLDER_THAN(c, INTERVAL 1 DAY)) | INVALID_ARGUMENT | no column c | CERTAIN
          CREATE TABLE t (a STRING(MAX) COLLATE 'und:ci') PRIMARY KEY (a) | INVALID_ARGUMENT | Syntax error: found 'COLLATE' | UNCERTAIN
          CREATE TABLE t (a INT64) PRIMARY KEY (a), TEMPERATURE COLD | INVALID_ARGUMENT | Syntax error: found ',' | UNCERTAIN
          CREATE FEDERATION f | INVALID_ARGUMENT | Syntax error: Encountered 'FEDERATION' | UNCERTAIN
          CREATE VIEW v SQL SECURITY INVOKER AS SELECT BRAND_NEW(t.a) FROM t | INVALID_ARGUMENT | Function not found: BRAND_NEW [at 1:50] | UNCERTAIN
          ALTER TABLE t ALTER COLUMN c SET OPTIONS (brand_new = 1) | INVALID_ARGUMENT | Option: brand_new is unknown. | UNCERTAIN
          CREATE TABLE t (a INT64) PRIMARY KEY (a) | INTERNAL | ZETASQL_RET_CHECK failure: Unsupported ddl statement: 88 | GAP
          CREATE TABLE t (a INT64) PRIMARY KEY (a) | UNIMPLEMENTED | something | GAP
          CREATE TABLE t (a money) | FAILED_PRECONDITION | Type <money> is not supported. | GAP
          DROP TABLE t | UNKNOWN | something | UNCERTAIN
          """)
  void rejectionsAreJudged(String statement, StatusCode code, String message, RejectionKind kind) {
    assertThat(
            Certainty.of(
                Dialect.GOOGLE_STANDARD_SQL,
                new HeldStatement(statement, List.of(statement), List.of()),
                new Rejection(code, message)))
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE TABLE t (a int65 primary key) | FAILED_PRECONDITION | Type <int65> does not exist. | CERTAIN
          CREATE TABLE t (a double precision NOT NULL, b timestamp with time zone DEFAULT now(), PRIMARY KEY (a)) TTL INTERVAL '1 day' ON b | INVALID_ARGUMENT | something | CERTAIN
          ALTER TABLE t ALTER COLUMN c TYPE varchar(9) USING c | INVALID_ARGUMENT | something | CERTAIN
          CREATE TABLE t (a bigint primary key, b varchar brand_new) | INVALID_ARGUMENT | syntax error at or near "brand_new" | UNCERTAIN
          CREATE VIEW v SQL SECURITY INVOKER AS SELECT nope(a) FROM t | INVALID_ARGUMENT | [ERROR] function nope(bigint) does not exist | UNCERTAIN
          """)
  void rejectionsAreJudgedInPostgreSql(
      String statement, StatusCode code, String message, RejectionKind kind) {
    assertThat(
            Certainty.of(
                Dialect.POSTGRESQL,
                new HeldStatement(statement, List.of(statement), List.of()),
                new Rejection(code, message)))
        .isEqualTo(kind);
  }

  @Test
  void aStatementThatIsNotExecutedInWholeIsNeverCalledWrong() {
    assertThat(
            Certainty.of(
                Dialect.GOOGLE_STANDARD_SQL,
                new HeldStatement("CREATE X", List.of("CREATE Y"), List.of("a gap")),
                new Rejection(StatusCode.NOT_FOUND, "Table not found: x")))
        .isEqualTo(RejectionKind.UNCERTAIN);
  }
}
