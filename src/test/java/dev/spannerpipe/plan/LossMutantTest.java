package dev.spannerpipe.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.mutation.FailingTests;
import dev.spannerpipe.testing.mutation.MutatedCode;
import dev.spannerpipe.testing.mutation.Source;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keeps the tests of data losses honest: a rule that vanishes would be noticed by nobody else.
@Concurrent
class LossMutantTest {
  private static final Set<String> LOADED_ANEW =
      Set.of("dev.spannerpipe.plan.", "dev.spannerpipe.sql.");

  private static final List<String> TESTS =
      List.of(
          "dev.spannerpipe.plan.loss.StatementLossesTest",
          "dev.spannerpipe.plan.loss.DataLossDetectorTest");

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
        "plan/loss/StatementLosses.java§if (holdsNone(change)) {§if (!HOLDS_DATA.containsKey(change.type())) {",
        "plan/loss/StatementLosses.java§return !further && §return ",
        "plan/loss/StatementLosses.java§case String verb when HARMLESS§case String verb when !verb.isEmpty() || HARMLESS",
        "plan/loss/StatementLosses.java§change.rest().isEmpty(),§true,",
        "plan/loss/StatementLosses.java§if (places.size() != 1) {§if (places.isEmpty()) {",
        "plan/loss/AlterationLosses.java§default -> other(table);§default -> Optional.empty();",
        "plan/loss/AlterationLosses.java§clauses(change.rest()).stream()§clauses(change.rest()).stream().limit(1)",
        "plan/loss/AlterationLosses.java§: unknown(change);§: List.of();",
        "plan/loss/ColumnAlteration.java§return known ? new Keeps() : new Unknown();§return new Keeps();",
        "plan/loss/LossJudgment.java§loss.alone() && isCreated(loss)§isCreated(loss)",
        "plan/loss/LossJudgment.java§&& !created.mayDeleteFromOldTables()§",
        "plan/loss/LossJudgment.java§return types.isEmpty()§return types.isEmpty() ? Optional.empty() : types.isEmpty()",
        "plan/loss/CreatedObjects.java§certainty == Certainty.WILL_RUN && !change.conditional()§certainty == Certainty.WILL_RUN",
        "plan/loss/CreatedObjects.java§certainty == Certainty.WILL_RUN && !conditional§certainty == Certainty.WILL_RUN",
        "plan/loss/CreatedObjects.java§tables.remove(change.name());§",
        "plan/loss/CreatedObjects.java§tables.put(to, table(from));§tables.put(to, old());",
        "plan/loss/CreatedObjects.java§tables.remove(from);§",
        "plan/loss/CreatedObjects.java§tables.put(from, old());§",
        "plan/loss/CreatedObjects.java§if (column < change.rest().size() && isFolded(change.rest().get(column))) {§if (column < change.rest().size()) {",
        "plan/loss/DataLossDetector.java§if (plan.continued()) {§if (true) {",
        "plan/loss/DataLossDetector.java§copy.resolveOrigins();§",
        "plan/loss/DataLossDetector.java§planned.changeSet().failOnError() && !planned.queriesDatabaseFirst()§true",
        "plan/Planner.java§ && !isMarked(changeSet)§",
        "plan/loss/Retention.java§.orElse(Duration.ZERO)§.orElse(Duration.ofDays(99))",
        "plan/loss/Retention.java§known.isEmpty() && live.mayHide()§false",
        "plan/loss/LiveObjects.java§return mayHide()§return false",
        "plan/loss/CreatedObjects.java§&& !live.mayHide()§",
        "plan/loss/LossJudgment.java§|| !now.get().column().equals(then.get().column())§",
        "plan/loss/LossJudgment.java§then.get().days() >= now.get().days()§true",
        "plan/loss/AlterationLosses.java§isAny(first, \"replace\", \"alter\") ? RowDeletion§isAny(first, \"replace\", \"alter\", \"add\") ? RowDeletion",
        "plan/loss/Retention.java§loss.part().isEmpty() ? least§loss.part().isEmpty() ? Duration.ofDays(99)"
      })
  void isFoundByATest(String file, String rule, String other) {
    Source source = Source.read(file);
    assertThat(source.text()).contains(rule);
    String changed = source.text().replace(rule, other == null ? "" : other);

    MutatedCode code = MutatedCode.of(List.of(new Source(file, changed)), LOADED_ANEW);

    assertThat(TESTS).anyMatch(test -> FailingTests.notice(code, test));
  }
}
