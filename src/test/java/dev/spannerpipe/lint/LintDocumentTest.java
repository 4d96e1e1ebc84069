package dev.spannerpipe.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The page of the lint rules: each rule has a section, and its example raises the rule.
class LintDocumentTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| \\[(SP\\d+)]\\(#(sp\\d+)\\) \\| (.+?) \\| (.+?) \\|$");

  /// The rules about the emulator, the history, the files and the size of a schema.
  private static final Set<LintRule> WITHOUT_EXAMPLE =
      EnumSet.of(
          LintRule.SP001,
          LintRule.SP002,
          LintRule.SP003,
          LintRule.SP004,
          LintRule.SP601,
          LintRule.SP602,
          LintRule.SP603,
          LintRule.SP604,
          LintRule.SP608,
          LintRule.SP610,
          LintRule.SP701);

  static Stream<LintRule> rulesWithExample() {
    return Arrays.stream(LintRule.values()).filter(rule -> !WITHOUT_EXAMPLE.contains(rule));
  }

  @Test
  void eachRuleHasOneSectionInOrderWithItsIdAsTheAnchor() {
    assertThat(LintExample.sections())
        .extracting(LintExample.Section::id)
        .containsExactlyElementsOf(LintRule.ids());
    assertThat(LintExample.PAGE.anchors())
        .containsAll(LintRule.ids().stream().map(id -> id.toLowerCase(Locale.ROOT)).toList());
  }

  @ParameterizedTest
  @EnumSource
  void eachSectionHasTheTitleTheSeverityAndWhatToDo(LintRule rule) {
    LintExample.Section section = LintExample.section(rule);

    assertThat(section.title()).isEqualTo(rule.title());
    assertThat(section.severity().split("\\W", -1)[0])
        .isEqualTo(rule.severity().name().toLowerCase(Locale.ROOT));
    assertThat(section.text()).contains("**Fix.** ");
    assertThat(section.text().contains("This rule cannot be waived."))
        .isEqualTo(!rule.isWaivable());
  }

  @Test
  void theTableHasTheSameRules() {
    List<MatchResult> rows = ROW.matcher(LintExample.PAGE.text()).results().toList();

    assertThat(rows).extracting(row -> row.group(1)).containsExactlyElementsOf(LintRule.ids());
    assertThat(rows)
        .allSatisfy(
            row -> {
              LintExample.Section section = LintExample.section(LintRule.valueOf(row.group(1)));
              assertThat(row.group(2)).isEqualTo(section.id().toLowerCase(Locale.ROOT));
              assertThat(row.group(3)).isEqualTo(section.title());
              assertThat(row.group(4)).isEqualTo(section.severity());
            });
  }

  @ParameterizedTest
  @MethodSource("rulesWithExample")
  void theExampleRaisesTheRuleAndTheFixDoesNot(LintRule rule) {
    List<LintExample> examples = LintExample.of(rule);

    assertThat(examples).hasSizeBetween(1, 2);
    assertThat(examples.getFirst().findings(rule)).isNotEmpty();
    for (LintExample fixed : examples.subList(1, examples.size())) {
      assertThat(fixed.findings(rule)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyRulesThatNeedMoreThanStatementsHaveNoExample(LintRule rule) {
    assertThat(LintExample.of(rule).isEmpty()).isEqualTo(WITHOUT_EXAMPLE.contains(rule));
  }
}
