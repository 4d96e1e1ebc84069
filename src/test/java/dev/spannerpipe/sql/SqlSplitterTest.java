package dev.spannerpipe.sql;

import static dev.spannerpipe.sql.Dialect.GOOGLE_STANDARD_SQL;
import static dev.spannerpipe.sql.Dialect.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlSplitterTest {
  private static final SqlSplitter.Rules KEPT = rules(true, false);
  private static final SqlSplitter.Rules STRIPPED = rules(true, true);

  private static SqlSplitter.Rules rules(boolean split, boolean strip) {
    return new SqlSplitter.Rules(split, strip, Optional.empty());
  }

  private static SqlSplitter.Rules delimiter(String delimiter) {
    return new SqlSplitter.Rules(true, false, Optional.of(delimiter));
  }

  private static List<String> split(Dialect dialect, SqlSplitter.Rules rules, String sql) {
    return SqlSplitter.split(dialect, sql, rules).stream()
        .map(SqlSplitter.Statement::text)
        .toList();
  }

  private static List<String> google(SqlSplitter.Rules rules, String sql) {
    return split(GOOGLE_STANDARD_SQL, rules, sql);
  }

  private static List<String> postgres(SqlSplitter.Rules rules, String sql) {
    return split(POSTGRESQL, rules, sql);
  }

  private static String rejection(Dialect dialect, SqlSplitter.Rules rules, String sql) {
    return catchThrowableOfType(SqlRejection.class, () -> split(dialect, rules, sql)).getMessage();
  }

  @Test
  void keepsEveryLiteralOfGoogleSql() {
    for (String literal :
        List.of(
            "'''it's a rule -- don't break it\n'''",
            "\"\"\"say \"\"; -- 'no'\n# /*\"\"\"",
            "'a; -- b'",
            "\"a; # b /*\"",
            "'it\\'s; --'",
            "\"\\\\\"",
            "r'\\'; --'",
            "R\"C:\\\\\"",
            "b';\\''",
            "rb''';'\\' /*'''",
            "Br\"\"\";\\\"\"\"\"",
            "''''a; '''",
            "''",
            "''''''",
            "`a;-- b\\`c`",
            "'$$;$$'")) {
      String first = "INSERT INTO t (a) VALUES (" + literal + ")";
      String text = first + ";\nSELECT " + literal + " FROM t; SELECT 2";
      List<String> statements = List.of(first, "SELECT " + literal + " FROM t", "SELECT 2");

      assertThat(google(KEPT, text)).isEqualTo(statements);
      assertThat(google(STRIPPED, text)).isEqualTo(statements);
    }
  }

  @Test
  void keepsEveryLiteralOfPostgresql() {
    for (String literal :
        List.of(
            "'C:\\'",
            "'it''s; -- '",
            "'a\n; /* b'",
            "E'it\\'s; --'",
            "e'it''s \\' ; --'",
            "E'a\\\\'",
            "E'a'\n  '\\';'",
            "E'a' -- that's it\n '\\'; /*'",
            "B'01'",
            "x'AF'",
            "$$first -- note\nsecond /* and */; it's$$",
            "$a$ $$; $b$ -- $a$",
            "$é_1$;'$é_1$",
            "\"a;--\"\"b\\\"",
            "'`'")) {
      String first = "INSERT INTO t (a) VALUES (" + literal + ")";
      String text = first + ";\nSELECT " + literal + " FROM t; SELECT 2";
      List<String> statements = List.of(first, "SELECT " + literal + " FROM t", "SELECT 2");

      assertThat(postgres(KEPT, text)).isEqualTo(statements);
      assertThat(postgres(STRIPPED, text)).isEqualTo(statements);
    }
  }

  @Test
  void knowsWhatIsNoLiteral() {
    assertThat(postgres(KEPT, "SELECT a$$; SELECT 1 AS b$$"))
        .containsExactly("SELECT a$$", "SELECT 1 AS b$$");
    assertThat(postgres(KEPT, "SELECT €$$; SELECT 1 AS €$$"))
        .containsExactly("SELECT €$$", "SELECT 1 AS €$$");
    assertThat(postgres(KEPT, "SELECT $1; SELECT $1 $"))
        .containsExactly("SELECT $1", "SELECT $1 $");
    assertThat(postgres(KEPT, "SELECT te'\\'; SELECT '\\'"))
        .containsExactly("SELECT te'\\'", "SELECT '\\'");
    assertThat(postgres(KEPT, "SELECT e'a' '\\'; SELECT '\\'"))
        .containsExactly("SELECT e'a' '\\'", "SELECT '\\'");
    assertThat(google(KEPT, "SELECT '''' ; ''', $$; SELECT $$"))
        .containsExactly("SELECT '''' ; ''', $$", "SELECT $$");
  }

  @Test
  void cutsAtNoSemicolonOfAComment() {
    assertThat(
            google(
                KEPT,
                "UPDATE t SET b = 'free' WHERE b = 'trial' # ended; see OPS-12\n"
                    + " AND region = 'eu'; -- that's; all\nSELECT 1 /* ; ' /* */; SELECT 2"))
        .containsExactly(
            "UPDATE t SET b = 'free' WHERE b = 'trial' # ended; see OPS-12\n AND region = 'eu'",
            "-- that's; all\nSELECT 1 /* ; ' /* */",
            "SELECT 2");
    assertThat(postgres(KEPT, "SELECT 1 /* a; /* b; */ ' ; */; SELECT 5 # 3; SELECT 3 -- '; \n"))
        .containsExactly("SELECT 1 /* a; /* b; */ ' ; */", "SELECT 5 # 3", "SELECT 3 -- ';");
    assertThat(google(KEPT, "SELECT 1 -- a;\rFROM t; SELECT 2"))
        .containsExactly("SELECT 1 -- a;\rFROM t", "SELECT 2");
  }

  @Test
  void leavesABlankOrALineEndForAComment() {
    assertThat(google(STRIPPED, "SELECT/**/1 # one\n, 2 -- two\r\n, 3/* three\n */ -- end"))
        .containsExactly("SELECT 1 \n, 2 \n, 3");
    assertThat(postgres(STRIPPED, "-- a\nSELECT/*/**/*/1; /* only */ ; SELECT 2--2"))
        .containsExactly("SELECT 1", "SELECT 2");
  }

  @Test
  void keepsHintsAndWhatIsInThem() {
    String hint = "SELECT * FROM t@{FORCE_INDEX=`i;`, a='-- ;#'} /* gone */;SELECT @{a=\"/*\"} 1";

    assertThat(google(STRIPPED, hint))
        .containsExactly("SELECT * FROM t@{FORCE_INDEX=`i;`, a='-- ;#'}", "SELECT @{a=\"/*\"} 1");
    assertThat(postgres(STRIPPED, "SELECT 1 /*@ a = 'b;' */ /* gone */; SELECT/*@ c=1 */2"))
        .containsExactly("SELECT 1 /*@ a = 'b;' */", "SELECT/*@ c=1 */2");
    assertThat(google(STRIPPED, "SELECT 1 /*@ a = 1 */")).containsExactly("SELECT 1");
  }

  @ParameterizedTest
  @EnumSource
  void cutsAtSemicolonsAndAtGoAndSlashesAtTheStartOfALine(Dialect dialect) {
    assertThat(
            split(
                dialect,
                KEPT,
                "SELECT 1;;SELECT 2\nGO\nSELECT 3\n go \nSELECT 4\n/\nSELECT 8\n / 2\ngo 5\nSELECT"
                    + " go\ngoing\ngo.b"))
        .containsExactly(
            "SELECT 1",
            "SELECT 2",
            "SELECT 3\n go \nSELECT 4",
            "SELECT 8\n / 2",
            "5\nSELECT go\ngoing\ngo.b");
  }

  @ParameterizedTest
  @EnumSource
  void knowsNoBlocks(Dialect dialect) {
    assertThat(split(dialect, KEPT, "SELECT begin FROM t; SELECT 2; BEGIN; SELECT 3; END"))
        .containsExactly("SELECT begin FROM t", "SELECT 2", "BEGIN", "SELECT 3", "END");
  }

  @ParameterizedTest
  @EnumSource
  void leavesOutWhatIsNoStatement(Dialect dialect) {
    assertThat(split(dialect, KEPT, "")).isEmpty();
    assertThat(split(dialect, KEPT, " ;\n/* a */ ; -- b")).isEmpty();
    assertThat(split(dialect, rules(false, false), "-- a\n;")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void cutsAtAnEndDelimiterOnly(Dialect dialect) {
    assertThat(split(dialect, delimiter("/"), "SELECT 4\n / 2;\n/\nSELECT /*\n/\n*/ 1 ;\n/"))
        .containsExactly("SELECT 4\n / 2;", "SELECT /*\n/\n*/ 1 ;");
  }

  @Test
  void cutsAtLongerDelimitersOutsideOfLiteralsAndComments() {
    for (String delimiter : List.of(";;", "@@", "//", "EOF", "~", "|", "||", "^^", "\\nGO")) {
      String written = delimiter.equals("\\nGO") ? "\ngo" : delimiter.toLowerCase(Locale.ROOT);
      String text =
          "SELECT '"
              + delimiter
              + "' -- "
              + delimiter
              + "\n, 1 "
              + written
              + " SELECT 'GO', 4 / 2 "
              + written
              + "\n";

      assertThat(postgres(delimiter(delimiter), text))
          .containsExactly(
              "SELECT '" + delimiter + "' -- " + delimiter + "\n, 1", "SELECT 'GO', 4 / 2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\n/", "\n/", "\\n/$", "\\n/\\s*$", "\\n/\\s*\\n|\\n/\\s*$"})
  void knowsTheFormsOfASlashInALineOfItsOwn(String delimiter) {
    assertThat(google(delimiter(delimiter), "SELECT 4 / 2\n/\nSELECT 4\n / 2;\n/ \n"))
        .containsExactly("SELECT 4 / 2", "SELECT 4\n / 2;");
  }

  @Test
  void takesTheSlashThatEndsAFileForOneMoreDelimiter() {
    assertThat(google(delimiter("\n/$"), "SELECT 1;\nSELECT 2;\n/"))
        .containsExactly("SELECT 1", "SELECT 2");
  }

  @Test
  void takesNoPartOfAWordOrACommentForADelimiter() {
    assertThat(google(delimiter("eof"), "SELECT eofs, the_eof, eof_ EOF SELECT 2"))
        .containsExactly("SELECT eofs, the_eof, eof_", "SELECT 2");
    assertThat(google(delimiter("//"), "SELECT 4 //* a */ 2 // SELECT 3"))
        .containsExactly("SELECT 4 //* a */ 2", "SELECT 3");
  }

  @ParameterizedTest
  @EnumSource
  void takesTheDelimiterOffTheEndOfAWholeTextOnly(Dialect dialect) {
    SqlSplitter.Rules whole = new SqlSplitter.Rules(false, false, Optional.of("/"));

    assertThat(split(dialect, whole, "SELECT 1\n/ -- end\n")).containsExactly("SELECT 1");
    assertThat(split(dialect, whole, "SELECT 4\n/ 2;")).containsExactly("SELECT 4\n/ 2;");
    assertThat(split(dialect, rules(false, true), "SELECT 1 /* a */\nGO"))
        .containsExactly("SELECT 1  \nGO");
  }

  @ParameterizedTest
  @EnumSource
  void rejectsASecondStatementThatItMayNotCutOff(Dialect dialect) {
    assertThat(rejection(dialect, rules(false, false), "SELECT 1; -- one\n\nSELECT 2"))
        .isEqualTo(
            "line 3 of its SQL begins a second statement, but splitStatements is false, and"
                + " Spanner accepts one statement at a time. Remove splitStatements.");
    assertThat(rejection(dialect, delimiter("\\nGO"), "SELECT 1;\nSELECT 2\nGO"))
        .isEqualTo(
            "line 2 of its SQL begins a second statement after a semicolon, but its endDelimiter"
                + " is \"\\nGO\". Separate the statements with the endDelimiter, or remove endDelimiter.");
    assertThat(rejection(dialect, delimiter(""), "SELECT 1; SELECT 2"))
        .isEqualTo(
            "line 1 of its SQL begins a second statement after a semicolon, but its endDelimiter"
                + " is \"\". Separate the statements with the endDelimiter, or remove endDelimiter.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\S", ";\\s*$", "^/$", "\\|", "\\n.", "..", "(?m)^go$", " ; ", "\\n"})
  void rejectsRegularExpressions(String delimiter) {
    assertThat(rejection(GOOGLE_STANDARD_SQL, delimiter(delimiter), "SELECT 1"))
        .isEqualTo(
            "its endDelimiter \""
                + delimiter
                + "\" is a regular expression, whose matches would depend on Liquibase. Use another endDelimiter, such as ;; or \\nGO.");
  }

  @Test
  void rejectsDelimitersThatBeginALiteralOrAComment() {
    for (String delimiter : List.of("#", "'", "--", "--//@", "`", "5", "\\n--")) {
      assertThat(rejection(GOOGLE_STANDARD_SQL, delimiter(delimiter), "SELECT 1"))
          .isEqualTo(
              "its endDelimiter \""
                  + delimiter
                  + "\" begins a literal or a comment. Use another endDelimiter, such as ;; or \\nGO.");
    }
    assertThat(rejection(POSTGRESQL, delimiter("$$"), "SELECT 1"))
        .isEqualTo(
            "its endDelimiter \"$$\" begins a literal or a comment. Use another endDelimiter, such as ;; or"
                + " \\nGO.");
    assertThat(google(delimiter("$$"), "SELECT 1$$")).containsExactly("SELECT 1");
    assertThat(postgres(delimiter("#"), "SELECT 1#")).containsExactly("SELECT 1");
  }

  @Test
  void rejectsWhatHasNoEnd() {
    assertThat(rejection(GOOGLE_STANDARD_SQL, KEPT, "SELECT 1;\nSELECT 'it\n's'"))
        .isEqualTo(
            "line 2 of its SQL opens a string with ' that has no end. Close it in the same line, or"
                + " begin it with '''.");
    assertThat(rejection(GOOGLE_STANDARD_SQL, KEPT, "SELECT \"a"))
        .isEqualTo(
            "line 1 of its SQL opens a string with \" that has no end. Close it in the same line,"
                + " or begin it with \"\"\".");
    assertThat(rejection(GOOGLE_STANDARD_SQL, KEPT, "SELECT r'''a\\'''"))
        .isEqualTo("line 1 of its SQL opens a string with ''' that has no end. Close it with '''.");
    assertThat(rejection(GOOGLE_STANDARD_SQL, KEPT, "\n\nSELECT `a\nb`"))
        .isEqualTo(
            "line 3 of its SQL opens a quoted identifier with ` that has no end. Close it with `.");
    assertThat(rejection(GOOGLE_STANDARD_SQL, STRIPPED, "SELECT 1 /*/ "))
        .isEqualTo("line 1 of its SQL opens a comment with /* that has no end. Close it with */.");
    assertThat(rejection(POSTGRESQL, STRIPPED, "SELECT 1\n/* a /* b */ "))
        .isEqualTo("line 2 of its SQL opens a comment with /* that has no end. Close it with */.");
    assertThat(rejection(POSTGRESQL, STRIPPED, "SELECT 1 /*@ a"))
        .isEqualTo("line 1 of its SQL opens a hint with /* that has no end. Close it with */.");
    assertThat(rejection(POSTGRESQL, KEPT, "SELECT 'it''s"))
        .isEqualTo("line 1 of its SQL opens a string with ' that has no end. Close it.");
    assertThat(rejection(POSTGRESQL, KEPT, "SELECT E'\\'"))
        .isEqualTo("line 1 of its SQL opens a string with ' that has no end. Close it.");
    assertThat(rejection(POSTGRESQL, KEPT, "SELECT $a$ $b$"))
        .isEqualTo("line 1 of its SQL opens a string with $a$ that has no end. Close it with $a$.");
    assertThat(rejection(POSTGRESQL, KEPT, "SELECT \"a\"\""))
        .isEqualTo(
            "line 1 of its SQL opens a quoted identifier with \" that has no end. Close it.");
  }

  @ParameterizedTest
  @EnumSource
  void saysWhatEachStatementLooksLikeInItsFile(Dialect dialect) {
    assertThat(
            SqlSplitter.split(
                dialect, "-- a\nSELECT 1 /* b */\r\nFROM t ; -- c\n SELECT 2", STRIPPED))
        .containsExactly(
            new SqlSplitter.Statement("SELECT 1  \nFROM t", "SELECT 1 /* b */\nFROM t"),
            new SqlSplitter.Statement("SELECT 2", "SELECT 2"));
  }
}
