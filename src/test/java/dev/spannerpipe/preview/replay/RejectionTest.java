package dev.spannerpipe.preview.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.StatusCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The words of emulator 1.5.28, and what of them a preview shows.
class RejectionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ZETASQL_RET_CHECK failure (backend/schema/updater/ddl_type_conversion.cc:235) false Unrecognized ddl::ColumnDefinition: column_name: "Id" type: NONE proto_type_name: "INT65" | the type INT65 does not exist
          Error parsing Spanner DDL statement: CREATE TABLE X (Id INT64 : (Id) : Syntax error on line 1, column 38: Expecting ')' but found '(' | Syntax error on line 1, column 38: Expecting ')' but found '('
          ZETASQL_RET_CHECK failure (backend/a.cc:1) column != nullptr | column != nullptr
          [ERROR] syntax error at or near ")"; failed to parse the DDL statements | syntax error at or near ")"; failed to parse the DDL statements
          Table not found: Nope | Table not found: Nope
          """)
  void showsOnlyWhatTheAuthorCanUse(String message, String words) {
    assertThat(new Rejection(StatusCode.INTERNAL, message).words()).isEqualTo(words);
  }
}
