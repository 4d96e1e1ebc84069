package dev.spannerpipe.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SqlSplitter;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import liquibase.util.StringUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Delimiters mean what they mean for plain Liquibase, wherever no literal, comment or block is
/// what it misunderstands.
class SplitAsLiquibaseTest {
  private static final String NONE = "none";
  private static final List<String> STATEMENTS =
      List.of(
          "SELECT 1",
          "SELECT a.b, 'text' FROM t",
          "SELECT\n  1 + 2\nFROM t",
          "UPDATE t SET a = 'it''s' WHERE going = 4",
          "SELECT 4 / 2",
          "SELECT a -- note\n, b",
          "/* note */ SELECT \"x\"",
          "SELECT (go)",
          "SELECT\n go\nFROM t");

  private static List<String> written(String delimiter) {
    return switch (delimiter) {
      case NONE ->
          List.of(";", " ;\n", ";\n\n", "\nGO\n", "\ngo\n", "\n/\n", "\nGo ", "\n/ ", ";;");
      case ";" -> List.of(";", ";\n", " ;\n");
      case "/" -> List.of("\n/\n", "\n/ ");
      case "\\nGO", "\\ngo" -> List.of("\nGO\n", "\n\ngo\n");
      case "\\n/", "\\n/\\s*\\n|\\n/\\s*$" -> List.of("\n/\n");
      case "@@" -> List.of("\n@@\n", " @@ ");
      case "eof" -> List.of(" EOF\n", "\neof\n");
      default -> List.of(delimiter, "\n" + delimiter + "\n", " " + delimiter + " ");
    };
  }

  private static List<String> liquibase(
      String sql, boolean strip, boolean split, @Nullable String delimiter) {
    return Stream.of(StringUtil.processMultiLineSQL(sql, strip, split, delimiter, null)).toList();
  }

  private static List<String> ours(
      Dialect dialect, String sql, boolean strip, boolean split, @Nullable String delimiter) {
    SqlSplitter.Rules rules = new SqlSplitter.Rules(split, strip, Optional.ofNullable(delimiter));
    return SqlSplitter.split(dialect, sql, rules).stream()
        .map(SqlSplitter.Statement::text)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        NONE,
        ";",
        "/",
        ";;",
        "@@",
        "//",
        "~",
        "|",
        "^",
        "eof",
        "\\nGO",
        "\\ngo",
        "\\n/",
        "\\n/\\s*\\n|\\n/\\s*$"
      })
  void cutsWhereLiquibaseCuts(String delimiter) {
    Random random = new Random(delimiter.hashCode());
    @Nullable String given = delimiter.equals(NONE) ? null : delimiter;
    for (int round = 0; round < 50; round++) {
      StringBuilder text = new StringBuilder();
      for (int left = random.nextInt(5) + 1; left > 0; left--) {
        text.append(STATEMENTS.get(random.nextInt(STATEMENTS.size())));
        text.append(written(delimiter).get(random.nextInt(written(delimiter).size())));
      }
      for (Dialect dialect : Dialect.values()) {
        assertThat(ours(dialect, text.toString(), false, true, given))
            .as(text.toString())
            .isEqualTo(liquibase(text.toString(), false, true, given));
        assertThat(ours(dialect, text.toString(), true, true, given))
            .as(text.toString())
            .isEqualTo(liquibase(text.toString(), true, true, given));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesATextWholeAsLiquibaseDoes(Dialect dialect) {
    for (String text : STATEMENTS) {
      assertThat(ours(dialect, text, false, false, null))
          .isEqualTo(liquibase(text, false, false, null));
    }
  }

  @ParameterizedTest
  @EnumSource
  void differsWhereLiquibaseGlues(Dialect dialect) {
    assertThat(liquibase("SELECT/**/1", true, true, null)).containsExactly("SELECT1");
    assertThat(ours(dialect, "SELECT/**/1", true, true, null)).containsExactly("SELECT 1");
    assertThat(liquibase("SELECT begin FROM t; SELECT 2", false, true, null))
        .containsExactly("SELECT begin FROM t; SELECT 2");
    assertThat(ours(dialect, "SELECT begin FROM t; SELECT 2", false, true, null))
        .containsExactly("SELECT begin FROM t", "SELECT 2");
    assertThat(liquibase("SELECT 1;\nSELECT 2\n/", false, true, "\n/$"))
        .containsExactly("SELECT 1;\nSELECT 2");
    assertThat(ours(dialect, "SELECT 1;\nSELECT 2\n/", false, true, "\n/$"))
        .containsExactly("SELECT 1", "SELECT 2");
  }
}
