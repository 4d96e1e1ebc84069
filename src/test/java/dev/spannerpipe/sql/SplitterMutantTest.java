package dev.spannerpipe.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.mutation.FailingTests;
import dev.spannerpipe.testing.mutation.MutatedCode;
import dev.spannerpipe.testing.mutation.Source;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keeps the tests of the lexical rules honest: a rule that vanishes cuts somebody's statement.
@Concurrent
class SplitterMutantTest {
  private static final Set<String> LOADED_ANEW = Set.of("dev.spannerpipe.sql.");

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '¤',
      value = {
        "SqlLexer.java§return triple ? one.repeat(3) : one;§return one;",
        "SqlLexer.java§ || (googleSql && sql.charAt(start) == '#')§",
        "SqlLexer.java§if (!doubled || !sql.startsWith(delimiter, place + 1)) {§if (!closed || place >= 0) {",
        "SqlLexer.java§while (escapeString && closed && §while (!closed && ",
        "SqlLexer.java§return lineEnd && character == '\\'' ? place : -1;§return character == '\\'' ? place : -1;",
        "SqlLexer.java§} else if (!googleSql && sql.startsWith(\"/*\", end)) {§} else if (end < 0) {",
        "SqlLexer.java§boolean backslash = googleSql || escapeString;§boolean backslash = true;",
        "SqlLexer.java§boolean backslash = googleSql || escapeString;§boolean backslash = escapeString;",
        "SqlLexer.java§boolean backslash = googleSql || escapeString;§boolean backslash = googleSql;",
        "SqlLexer.java§if (googleSql || sql.charAt(start) != '$') {§if (start >= 0) {",
        "SqlLexer.java§if (isOneLine() && isLineEnd(character)) {§if (place < 0) {",
        "SqlLexer.java§boolean other = !googleSql && character >= 0x80§boolean other = character < 0",
        "SqlLexer.java§? Kind.HINT :§? Kind.BLOCK_COMMENT :",
        "SqlLexer.java§ || character == '$';§;",
        "SqlLexer.java§character == '\\n' || character == '\\r'§character == '\\n'",
        "SqlTokenizer.java§text.append(' ');§",
        "SqlDelimiter.java§&& isWhole(dialect, sql, start)§",
        "SqlDelimiter.java§(!atLineStart || isLineStart(sql, start))§true",
        "SqlDelimiter.java§&& !sql.startsWith(\".\", lexer.end())§",
        "SqlDelimiter.java§if (!isLineStart(sql, lexer.start())) {§if (lexer.start() < 0) {",
        "SqlDelimiters.java§if (written.equals(SET_BY_THE_PARSER)) {§if (written.isBlank()) {",
        "SqlDelimiters.java§(exempt || !META.matcher(text).find())§true",
        "SqlDelimiters.java§if (isSomethingElse(dialect, text)) {§if (text.isEmpty()) {",
        "SqlSplitter.java§if (ended >= 0) {§if (ended < -1) {",
        "SqlSplitter.java§(rules.split() || isLast(length))§rules.split()",
        "SqlSplitter.java§sql.replace(\"\\r\\n\", \"\\n\")§sql",
        "SqlSplitter.java§if (!lexer.isClosed()) {§if (lexer.end() < 0) {"
      })
  void isFoundByATest(String file, String rule, String other) {
    Source source = Source.read("sql/" + file);
    assertThat(source.text()).contains(rule);
    String changed = source.text().replace(rule, other == null ? "" : other);

    MutatedCode code = MutatedCode.of(List.of(new Source("sql/" + file, changed)), LOADED_ANEW);

    assertThat(FailingTests.notice(code, "dev.spannerpipe.sql.SqlSplitterTest")).isTrue();
  }
}
