package dev.spannerpipe.plan.review;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextDifferenceTest {
  private static String clause(String reviewed, String actual) {
    return new TextDifference(reviewed, actual).clause();
  }

  @Test
  void showsShortTextsWhole() {
    assertThat(clause("DROP TABLE a", "DROP TABLE b"))
        .isEqualTo("is `DROP TABLE b`, but the reviewed plan has `DROP TABLE a`");
    assertThat(clause("", "x")).isEqualTo("is `x`, but the reviewed plan has ``");
    assertThat(clause("aba", "ababa")).isEqualTo("is `ababa`, but the reviewed plan has `aba`");
  }

  @Test
  void shortensLongTextsAroundTheDifference() {
    String before = "CREATE TABLE customers (id INT64 NOT NULL, ";
    String after = ", created TIMESTAMP, changed TIMESTAMP) PRIMARY KEY (id)";

    assertThat(clause(before + "name STRING(100)" + after, before + "name STRING(10)" + after))
        .isEqualTo(
            "is `… NOT NULL, name STRING(10), created TIMESTAMP, cha…`, but the reviewed plan has"
                + " `… NOT NULL, name STRING(100), created TIMESTAMP, cha…`");
  }

  @Test
  void shortensAlsoALongDifference() {
    assertThat(clause("SELECT 1", "SELECT " + "2".repeat(500)))
        .isEqualTo("is `SELECT " + "2".repeat(73) + "…`, but the reviewed plan has `SELECT 1`");
    assertThat(clause("x".repeat(1_000) + "a", "x".repeat(1_000) + "b"))
        .isEqualTo("is `…%1$sb`, but the reviewed plan has `…%1$sa`".formatted("x".repeat(25)));
  }

  @Test
  void escapesWhatLooksTheSame() {
    assertThat(clause("DROP TABLE a", "DROP  TABLE a"))
        .isEqualTo("is \"DROP  TABLE a\", but the reviewed plan has \"DROP TABLE a\"");
    assertThat(clause("DROP TABLE a", "DROP\tTABLE a"))
        .isEqualTo("is \"DROP\\u0009TABLE a\", but the reviewed plan has \"DROP TABLE a\"");
    assertThat(clause("DROP TABLE a", "DROP TABLE \u0430"))
        .isEqualTo("is …\"ROP TABLE \\u0430\", but the reviewed plan has …\"ROP TABLE a\"");
  }

  @Test
  void cutsNoCharacterInTwo() {
    String face = "\ud83d\ude00";
    String wink = "\ud83d\ude09";

    assertThat(clause(face, wink))
        .isEqualTo("is \"\\ud83d\\ude09\", but the reviewed plan has \"\\ud83d\\ude00\"");
    assertThat(clause(face.repeat(40) + "a", face.repeat(40) + "b"))
        .isEqualTo("is `…%1$sb`, but the reviewed plan has `…%1$sa`".formatted(face.repeat(25)));
    assertThat(clause("a" + face, "a\ud840\ude00"))
        .isEqualTo("is \"a\\ud840\\ude00\", but the reviewed plan has \"a\\ud83d\\ude00\"");
  }

  @Test
  void printsNothingThatATerminalObeys() {
    assertThat(clause("a\u001b[31m", "b\u001b[31m"))
        .isEqualTo("is `b\ufffd[31m`, but the reviewed plan has `a\ufffd[31m`");
  }
}
