package dev.spannerpipe.spanner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TableShapeTest {
  private static final TableShape SHAPE =
      new TableShape("DatabaseChangeLog", Map.of())
          .with("Id", "STRING(3)")
          .with("author", "STRING(MAX)")
          .with("filename", "character varying(3)")
          .with("md5sum", "character varying")
          .with("tag", "STRING(0x10)");

  @Test
  void findsColumnsWhateverTheirCase() {
    assertThat(SHAPE.column("ID")).isEqualTo("Id");
    assertThat(SHAPE.column("AUTHOR")).isEqualTo("author");
    assertThat(SHAPE.column("LABELS")).isEqualTo("LABELS");
  }

  @Test
  void cutsWhatDoesNotFit() {
    assertThat(SHAPE.fitted("ID", "abcd")).isEqualTo("abc");
    assertThat(SHAPE.fitted("ID", "abc")).isEqualTo("abc");
    assertThat(SHAPE.fitted("FILENAME", "abcd")).isEqualTo("abc");
    assertThat(SHAPE.fitted("ID", null)).isNull();
  }

  @Test
  void leavesWhatHasNoLimit() {
    assertThat(SHAPE.fitted("AUTHOR", "abcd")).isEqualTo("abcd");
    assertThat(SHAPE.fitted("MD5SUM", "abcd")).isEqualTo("abcd");
    assertThat(SHAPE.fitted("TAG", "abcd")).isEqualTo("abcd");
    assertThat(SHAPE.fitted("LABELS", "abcd")).isEqualTo("abcd");
  }

  @Test
  void neverCutsACharacterInTwo() {
    assertThat(SHAPE.fitted("ID", "😀😀😀😀")).isEqualTo("😀😀😀");
  }
}
