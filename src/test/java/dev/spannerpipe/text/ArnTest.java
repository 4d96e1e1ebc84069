package dev.spannerpipe.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArnTest {
  @Test
  void readsItsParts() {
    assertThat(Arn.parse("arn:aws:states:eu-west-1:123456789012:execution:deploy:shop-1"))
        .contains(new Arn("aws", "states", "eu-west-1", "123456789012", "execution:deploy:shop-1"));
    assertThat(Arn.of("arn:aws-cn:iam::123456789012:role/path/deploy"))
        .isEqualTo(new Arn("aws-cn", "iam", "", "123456789012", "role/path/deploy"));
    assertThat(Arn.of("arn:aws:s3:::bucket/key"))
        .isEqualTo(new Arn("aws", "s3", "", "", "bucket/key"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:states:eu-west-1:123456789012:stateMachine:deploy:1",
        "arn:aws:iam::123456789012:role/deploy",
        "arn:aws:states:*:*:stateMachine:*"
      })
  void isWrittenAsItWas(String text) {
    assertThat(Arn.of(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "deploy", "arn:aws:iam", "arn:aws:iam::1:", "arn::iam::1:x", "ARN:aws:a::1:x"})
  void rejectsAnythingElse(String text) {
    assertThat(Arn.parse(text)).isEmpty();
    assertThatThrownBy(() -> Arn.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(text + " is not an ARN");
  }

  @Test
  void namesAnotherResourceOfTheSameAccount() {
    assertThat(
            Arn.of("arn:aws:states:eu-west-1:123456789012:stateMachine:deploy").with("execution:*"))
        .hasToString("arn:aws:states:eu-west-1:123456789012:execution:*");
  }

  @Test
  void knowsWhetherAnAccountIsNamed() {
    assertThat(Arn.of("arn:aws-us-gov:iam::123456789012:role/deploy").hasAccount()).isTrue();
    assertThat(Arn.of("arn:aws:iam::aws:policy/ReadOnly").hasAccount()).isFalse();
    assertThat(Arn.of("arn:azure:iam::123456789012:role/deploy").hasAccount()).isFalse();
  }

  @Test
  void hasTheLastPartAsItsName() {
    assertThat(Arn.name("arn:aws:states:eu-west-1:123456789012:execution:deploy:shop-1"))
        .isEqualTo("shop-1");
    assertThat(Arn.name("shop-1")).isEqualTo("shop-1");
  }
}
