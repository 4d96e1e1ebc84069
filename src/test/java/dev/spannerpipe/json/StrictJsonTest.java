package dev.spannerpipe.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictJsonTest {
  @Test
  void readsWhatEverybodyReadsAlike() {
    assertThat(
            Json.parseStrictObject(
                    " {\"b\":[1,-2,true,null,\"\\ud83d\\ude80\"],\"a\":{\"c\":\"\\u00e9\"}} ")
                .canonical())
        .isEqualTo("{\"a\":{\"c\":\"é\"},\"b\":[1,-2,true,null,\"🚀\"]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"a":1,"a":1}                 | it has an object with a duplicate member
          {"a":{"b":1,"b":2}}           | it has an object with a duplicate member
          {"a":1,"\\u0061":2}           | it has an object with a duplicate member
          {"a":1.0}                     | it has a number that is too large or not an integer
          {"a":1e3}                     | it has a number that is too large or not an integer
          {"a":9999999999999999999}     | it has a number that is too large or not an integer
          {"a":"\\udc00"}               | it has an unpaired surrogate
          {"a":"\\ud800x"}              | it has an unpaired surrogate
          {"\\ud800":1}                 | it has an unpaired surrogate
          {"a":1} x                     | it is not JSON
          {"a":1}{"a":1}                | it is not JSON
          {a:1}                         | it is not JSON
          {"a":'x'}                     | it is not JSON
          {"a":1,}                      | it is not JSON
          {"a":01}                      | it is not JSON
          {"a":NaN}                     | it is not JSON
          {"a":TRUE}                    | it is not JSON
          {"a":1;"b":2}                 | it is not JSON
          {"a":1 // c                   | it is not JSON
          )]}'{"a":1}                   | it is not JSON
          {"a":"                        | it is not JSON
          {                             | it is not JSON
          "a"                           | it is not a JSON object
          [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]] | it is not JSON
          """)
  void refusesTheRest(String text, String reason) {
    assertThatThrownBy(() -> Json.parseStrictObject(text))
        .isInstanceOf(JsonException.class)
        .hasMessage(reason);
  }

  @Test
  void refusesAByteOrderMark() {
    assertThatThrownBy(() -> Json.parseStrictObject("\uFEFF{}"))
        .hasMessage("it begins with a byte order mark");
  }

  @Test
  void refusesControlCharactersInTexts() {
    assertThatThrownBy(() -> Json.parseStrictObject("{\"a\":\"x\ny\"}"))
        .hasMessage("it is not JSON");
  }
}
