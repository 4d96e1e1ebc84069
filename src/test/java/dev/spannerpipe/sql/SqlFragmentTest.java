package dev.spannerpipe.sql;

import static dev.spannerpipe.sql.Dialect.GOOGLE_STANDARD_SQL;
import static dev.spannerpipe.sql.Dialect.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFragmentTest {
  private static SqlFragment google(String sql) {
    return SqlFragment.of(GOOGLE_STANDARD_SQL, sql);
  }

  private static SqlFragment postgres(String sql) {
    return SqlFragment.of(POSTGRESQL, sql);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "( -1 )|-1",
        "Nu>3|Nu > 3",
        "a - -1|a - -1",
        "a-1|a - 1",
        "1.5e3+0.5|1.5e3 + 0.5",
        "((Name!=''))|Name != ''",
        "(a) AND (b)|(a) AND (b)",
        "GET_NEXT_SEQUENCE_VALUE ( SEQUENCE Seq )|GET_NEXT_SEQUENCE_VALUE(SEQUENCE Seq)",
        "a IN(1,2)|a IN (1, 2)",
        "x['y'][0].z|x['y'][0].z",
        "a /* b */ != -- c|a !=",
        "SELECT s.Id,s.Name FROM Singers AS s WHERE s.Name='x  y';|SELECT s.Id, s.Name FROM Singers AS s WHERE s.Name = 'x  y'"
      })
  void isWrittenInOneWay(String sql, String text) {
    assertThat(google(sql).text()).isEqualTo(text);
    assertThat(google(sql)).isEqualTo(google(text)).hasSameHashCodeAs(google(text));
    assertThat(google(text).text()).isEqualTo(text);
  }

  @Test
  void isEqualInEverySpellingThatMeansTheSame() {
    assertThat(google("current_timestamp ()")).isEqualTo(google("(CURRENT_TIMESTAMP())"));
    assertThat(google("`Key` = \"a\"")).isEqualTo(google("key='a'"));
    assertThat(postgres("\"key\" = 1")).isEqualTo(postgres("KEY=1"));
    assertThat(postgres("(x>'1'::bigint)")).isEqualTo(postgres("x > '1' :: bigint"));
  }

  @Test
  void differsWhereTheMeaningDiffers() {
    assertThat(google("'a'")).isNotEqualTo(google("'A'"));
    assertThat(google("r'\\d'")).isNotEqualTo(google("'\\d'"));
    assertThat(google("'a  b'")).isNotEqualTo(google("'a b'"));
    assertThat(google("(3+4)*2")).isNotEqualTo(google("3+(4*2)"));
    assertThat(google("a b")).isNotEqualTo(google("ab"));
    assertThat(google("1 2")).isNotEqualTo(google("12"));
    assertThat(postgres("\"Key\"")).isNotEqualTo(postgres("key"));
  }

  @Test
  void keepsHints() {
    assertThat(google("SELECT 1 FROM t@{FORCE_INDEX=i}").text())
        .isEqualTo("SELECT 1 FROM t @{ FORCE_INDEX = i }");
  }
}
