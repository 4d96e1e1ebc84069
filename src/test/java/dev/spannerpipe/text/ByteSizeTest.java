package dev.spannerpipe.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0,0 bytes",
    "1,1 byte",
    "1023,1023 bytes",
    "1024,1 KiB",
    "1100,1.1 KiB",
    "1048524,1023.9 KiB",
    "1048526,1 MiB",
    "13207024435,12.3 GiB",
    "9223372036854775807,8 EiB"
  })
  void isShownInTheLargestUnitThatFits(long bytes, String words) {
    assertThat(ByteSize.words(bytes)).isEqualTo(words);
  }
}
