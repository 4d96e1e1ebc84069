package dev.spannerpipe.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.ddl.SchemaReader;
import dev.spannerpipe.schema.ddl.SchemaStatements;
import dev.spannerpipe.schema.ddl.StatementFacts;
import dev.spannerpipe.schema.effect.CreatedObjectNames;
import dev.spannerpipe.schema.effect.Effects;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SqlText;
import dev.spannerpipe.sql.StatementKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A schema and change sets that change it. The statements of the first change set are on the lines
/// 11, 12, … of `schema.sql`, those of the second on the lines 21, 22, …. Each scenario runs twice:
/// with a schema before and after each change set, and with one for all of them. The findings are
/// the same.
final class LintScenario {
  private final Dialect dialect;
  private final List<String> ddl;
  private final Map<Name, Long> sizes = new HashMap<>();
  private final List<ChangeSet> changeSets = new ArrayList<>();

  private LintScenario(Dialect dialect, List<String> ddl) {
    this.dialect = dialect;
    this.ddl = ddl;
  }

  static LintScenario of(Dialect dialect, List<String> ddl) {
    return new LintScenario(dialect, ddl);
  }

  static LintScenario googleSql(String... ddl) {
    return of(Dialect.GOOGLE_STANDARD_SQL, List.of(ddl));
  }

  static LintScenario postgreSql(String... ddl) {
    return of(Dialect.POSTGRESQL, List.of(ddl));
  }

  /// A table had so many bytes before the plan.
  LintScenario sized(String table, long bytes) {
    sizes.put(Name.of(dialect, table), bytes);
    return this;
  }

  /// One more change set with these statements.
  LintScenario then(String... statements) {
    return then(0, steps -> ChangeSets.withSteps(id(), steps), statements);
  }

  /// One more change set that runs its updates and deletes as partitioned DML.
  LintScenario thenPartitioned(String... statements) {
    return add(
        ChangeSets.withSteps(
            id(),
            steps(0, statements).stream()
                .map(
                    step ->
                        step.kind() == StatementKind.DML
                            ? new Step.Sql(
                                StatementKind.PARTITIONED_DML, step.text(), step.location())
                            : step)
                .toList()));
  }

  /// One more change set whose data changes are one transaction.
  LintScenario thenTogether(String... statements) {
    return then(1, steps -> ChangeSets.withSteps(id(), steps), statements);
  }

  LintScenario thenAlways(String... statements) {
    return add(ChangeSets.runAlways(id(), statements));
  }

  LintScenario thenOnChange(String... statements) {
    return add(ChangeSets.runOnChange(id(), "9:" + id(), statements));
  }

  LintScenario add(ChangeSet changeSet) {
    changeSets.add(changeSet);
    return this;
  }

  private LintScenario then(
      int transaction, Function<List<Step>, ChangeSet> made, String... statements) {
    return add(made.apply(steps(transaction, statements)));
  }

  private String id() {
    return Integer.toString(changeSets.size() + 1);
  }

  private List<Step> steps(int transaction, String... statements) {
    List<Step> steps = new ArrayList<>();
    for (String statement : statements) {
      SourceLocation location =
          new SourceLocation("schema.sql", 10 * (changeSets.size() + 1) + steps.size() + 1);
      StatementKind kind = SqlText.kind(dialect, statement);
      int number = kind == StatementKind.DML ? transaction : 0;
      steps.add(new Step.Sql(kind, statement, location, Optional.empty(), number));
    }
    return steps;
  }

  /// Returns what these rules find; all rules if none is given.
  List<String> findings(LintRule... rules) {
    return lint().stream()
        .filter(finding -> rules.length == 0 || List.of(rules).contains(finding.rule()))
        .map(LintScenario::text)
        .toList();
  }

  List<LintFinding> lint(LintFinding... others) {
    List<ChangeSetEffects> apart = apart();
    List<LintFinding> found = Linter.lint(apart, List.of(others));

    assertThat(Linter.lint(together(apart), List.of(others))).isEqualTo(found);
    return found;
  }

  static String text(LintFinding finding) {
    return "%s %s%s: %s. %s"
        .formatted(
            finding.rule(),
            finding.severity().name().toLowerCase(Locale.ROOT),
            finding.location().map(location -> " at " + location).orElse(""),
            finding.message(),
            finding.fix());
  }

  private List<ChangeSetEffects> apart() {
    List<ChangeSetEffects> result = new ArrayList<>();
    SchemaModel before = SchemaReader.read(dialect, ddl);
    CreatedObjectNames created = CreatedObjectNames.NONE;
    for (ChangeSet changeSet : changeSets) {
      List<String> statements =
          changeSet.steps().stream()
              .filter(step -> step.kind() == StatementKind.DDL)
              .map(Step::text)
              .toList();
      SchemaModel after = SchemaStatements.apply(before, statements);
      ChangeSetEffects effects =
          new ChangeSetEffects(
              changeSet,
              changeSet.steps(),
              before,
              after,
              Effects.between(before, after, StatementFacts.of(before, statements)),
              created,
              new TableSizes(sizes));
      result.add(effects);
      created = created.after(effects.effects());
      before = after;
    }
    return result;
  }

  private static List<ChangeSetEffects> together(List<ChangeSetEffects> apart) {
    return apart.stream()
        .map(
            each ->
                new ChangeSetEffects(
                    each.changeSet(),
                    each.steps(),
                    apart.getFirst().before(),
                    apart.getLast().after(),
                    each.effects(),
                    each.created(),
                    each.sizes()))
        .toList();
  }

  /// Returns rows for an `INSERT … VALUES`.
  static String rows(int rows, String row) {
    String[] all = new String[rows];
    Arrays.fill(all, row);
    return String.join(", ", all);
  }
}
