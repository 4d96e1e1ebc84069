package dev.spannerpipe.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.mutation.FailingTests;
import dev.spannerpipe.testing.mutation.MutatedCode;
import dev.spannerpipe.testing.mutation.Source;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keeps the tests of data losses honest: a rule that vanishes would be noticed by nobody else.
class LossMutantTest {
  private static final Set<String> LOADED_ANEW =
      Set.of("dev.spannerpipe.plan.", "dev.spannerpipe.sql.");

  private static final List<String> TESTS =
      List.of(
          "dev.spannerpipe.plan.StatementLossesTest", "dev.spannerpipe.plan.DataLossDetectorTest");

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "sql/SqlLexer.java§|| Character.isSpaceChar(character)§",
        "sql/SqlLexer.java§|| Character.isISOControl(character)§",
        "sql/SqlLexer.java§|| Character.getType(character) == Character.FORMAT§",
        "sql/SqlLexer.java§character == '\\n' || character == '\\r'§character == '\\n'",
        "sql/SqlTokenizer.java§} else if (!statement.isEmpty()) {§} else if (false) {",
        "sql/SchemaChange.java§dialect == Dialect.POSTGRESQL && token.kind()§false && token.kind()",
        "plan/StatementLosses.java§if (holdsNone(change.type())) {§if (!HOLDS_DATA.containsKey(change.type())) {",
        "plan/StatementLosses.java§case String verb when HARMLESS§case String verb when !verb.isEmpty() || HARMLESS",
        "plan/StatementLosses.java§change.rest().isEmpty(),§true,",
        "plan/StatementLosses.java§if (places.size() != 1) {§if (places.isEmpty()) {",
        "plan/AlterationLosses.java§default -> other(table);§default -> Optional.empty();",
        "plan/AlterationLosses.java§clauses(change.rest()).stream()§clauses(change.rest()).stream().limit(1)",
        "plan/AlterationLosses.java§: unknown(change);§: List.of();",
        "plan/ColumnAlteration.java§return known ? new Keeps() : new Unknown();§return new Keeps();",
        "plan/LossJudgment.java§loss.alone() && isCreated(loss)§isCreated(loss)",
        "plan/LossJudgment.java§&& !created.mayDeleteFromOldTables()§",
        "plan/LossJudgment.java§return types.isEmpty()§return types.isEmpty() ? Optional.empty() : types.isEmpty()",
        "plan/CreatedObjects.java§certainty == Certainty.WILL_RUN && !change.conditional()§certainty == Certainty.WILL_RUN",
        "plan/CreatedObjects.java§certainty == Certainty.WILL_RUN && !conditional§certainty == Certainty.WILL_RUN",
        "plan/CreatedObjects.java§tables.remove(change.name());§",
        "plan/CreatedObjects.java§tables.put(to, table(from));§tables.put(to, old());",
        "plan/CreatedObjects.java§tables.remove(from);§",
        "plan/CreatedObjects.java§tables.put(from, old());§",
        "plan/CreatedObjects.java§if (column < change.rest().size() && isFolded(change.rest().get(column))) {§if (column < change.rest().size()) {",
        "plan/DataLossDetector.java§if (plan.continued()) {§if (true) {",
        "plan/DataLossDetector.java§copy.settle();§",
        "plan/DataLossDetector.java§planned.changeSet().failOnError() && !planned.asksDatabaseFirst()§true",
        "plan/Planner.java§ && !isMarked(changeSet)§",
        "plan/Retention.java§.orElse(Duration.ZERO)§.orElse(Duration.ofDays(99))",
        "plan/Retention.java§known.isEmpty() && live.mayHide()§false",
        "plan/LiveObjects.java§return mayHide()§return false",
        "plan/CreatedObjects.java§&& !live.mayHide()§",
        "plan/LossJudgment.java§|| !now.get().column().equals(then.get().column())§",
        "plan/LossJudgment.java§then.get().days() >= now.get().days()§true",
        "plan/AlterationLosses.java§isAny(first, \"replace\", \"alter\") ? RowDeletion§isAny(first, \"replace\", \"alter\", \"add\") ? RowDeletion",
        "plan/Retention.java§loss.part().isEmpty() ? least§loss.part().isEmpty() ? Duration.ofDays(99)"
      })
  void isFoundByATest(String file, String rule, String other) {
    Source source = Source.read(file);
    assertThat(source.text()).contains(rule);
    String changed = source.text().replace(rule, other == null ? "" : other);

    MutatedCode code = MutatedCode.of(List.of(new Source(file, changed)), LOADED_ANEW);

    assertThat(TESTS).anyMatch(test -> FailingTests.notice(code, test));
  }
}
