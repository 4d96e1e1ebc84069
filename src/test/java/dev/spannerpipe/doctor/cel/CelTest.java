package dev.spannerpipe.doctor.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.doctor.google.AttributeCondition;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonBoolean;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CelTest {
  private static final CelValues VALUES =
      new CelValues(
          Map.of(
              "assertion",
              Json.object()
                  .with("branch", "main")
                  .with("quote", "it's")
                  .with("level", 3)
                  .with("verified", new JsonBoolean(true))
                  .with("groups", Json.texts(List.of("dev", "ops"))),
              "attribute",
              Json.object().with("repository", "{r}"),
              "google",
              Json.object().with("subject", "s")));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "assertion.branch == 'main';true",
        "assertion.branch == \"main\";true",
        "assertion['branch'] == 'main';true",
        "assertion.branch != 'main';false",
        "assertion.branch == 'Main';false",
        "assertion.quote == 'it\\'s';true",
        "assertion.level == 3;true",
        "assertion.verified;true",
        "assertion.branch in ['x', 'main'];true",
        "assertion.branch in [];false",
        "'ops' in assertion.groups;true",
        "'branch' in assertion;true",
        "'tag' in assertion;false",
        "has(assertion.tag);false",
        "!has(assertion.tag) && true;true",
        "attribute.repository == '{r}' && google.subject == 's';true",
        "false && false || true;true",
        "false && (false || true);false",
        "assertion.branch.startsWith('ma') && assertion.branch.endsWith('n');true",
        "assertion.branch.contains('x');false",
        "assertion.branch.matches('ai');true",
        "assertion.branch.matches('^ai');false",
        "assertion.branch.matches('^(release|main)$');true",
        "assertion.tag == 'x' || true;true",
        "true || assertion.tag == 'x';true",
        "assertion.tag == 'x' && false;false",
        "'tag' in assertion ? assertion.tag == 'x' : assertion.branch == 'main';true",
        "assertion.branch + '/' + google.subject == 'main/s';true"
      })
  void evaluatesWhatGoogleEvaluates(String expression, boolean value) {
    assertThat(VALUES.flag(CelParser.parse(expression))).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "assertion.tag == 'x';true;there is no assertion.tag",
        "assertion.tag == 'x' && true;true;there is no assertion.tag",
        "assertion.branch;true;a part of it is not a boolean",
        "assertion.branch && false;true;a part of it is not a boolean",
        "3 + 3;false;a + between values that are not strings",
        "assertion.branch.size() == 4;false;the function size",
        "assertion.branch.matches('(?=m)');true;matches requires a regular expression of RE2: invalid or unsupported Perl syntax",
        "assertion.level.matches('3');true;matches requires strings",
        "request.time == 'x';false;the name request",
        "assertion.branch = 'main';false;the text at character 18",
        "assertion.branch ==;false;the text at character 20",
        "(true;false;the text at character 6",
        "true true;false;the text at character 6"
      })
  void saysWhyItHasNoValue(String expression, boolean understood, String reason) {
    assertThatThrownBy(() -> VALUES.flag(CelParser.parse(expression)))
        .isInstanceOfSatisfying(
            CelException.class,
            problem -> {
              assertThat(problem.reason()).isEqualTo(reason);
              assertThat(problem.isUnderstood()).isEqualTo(understood);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "assertion.branch == 'x';assertion.branch == 'main'",
        "'x' == assertion.branch;'main' == assertion.branch",
        "true && assertion.branch in ['x'] ;true && assertion.branch in ['x', 'main']",
        "assertion.branch in [];assertion.branch in ['main']",
        "assertion.quote == 'x';assertion.quote == 'it\\'s'"
      })
  void changesOnlyWhatIsWrong(String condition, String fixed) {
    AttributeCondition.Fault fault = new AttributeCondition(condition).fault(VALUES).orElseThrow();

    assertThat(fault.fixed()).contains(fixed);
    assertThat(new AttributeCondition(fixed).fault(VALUES)).isEmpty();
  }
}
