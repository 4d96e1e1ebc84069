package dev.spannerpipe.lint;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SqlText;
import dev.spannerpipe.sql.StatementKind;
import dev.spannerpipe.testing.Markdown;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// An example of the page of the lint rules: statements that are in the database already, and the
/// change sets that follow from `--changeset` on.
public record LintExample(List<String> definition, List<ChangeSet> changeSets) {
  static final Markdown PAGE = Markdown.page("src/docs/lint.md");

  private static final Pattern SECTION =
      Pattern.compile("(?ms)^### (SP\\d+)\\n\\n\\*\\*(.+?)\\*\\* · (.+?)\\n\\n(.*?)(?=^##|\\z)");

  /// The section of a rule.
  record Section(String id, String title, String severity, String text) {}

  static List<Section> sections() {
    return SECTION
        .matcher(PAGE.text())
        .results()
        .map(found -> new Section(found.group(1), found.group(2), found.group(3), found.group(4)))
        .toList();
  }

  static Section section(LintRule rule) {
    return sections().stream()
        .filter(each -> each.id().equals(rule.id()))
        .findFirst()
        .orElseThrow();
  }

  /// Returns the examples of a rule: one that raises the rule, and then one that does not.
  public static List<LintExample> of(LintRule rule) {
    return new Markdown(PAGE.file(), section(rule).text())
        .blocks("sql").stream().map(block -> of(block.text())).toList();
  }

  private static LintExample of(String example) {
    List<String> parts = List.of(example.split("(?m)^(?=--changeset)", -1));
    boolean empty = example.startsWith("--changeset");
    List<ChangeSet> changeSets = new ArrayList<>();
    for (String part : parts.subList(empty ? 0 : 1, parts.size())) {
      changeSets.add(changeSet(Integer.toString(changeSets.size() + 1), part));
    }
    return new LintExample(empty ? List.of() : statements(parts.getFirst()), changeSets);
  }

  private static ChangeSet changeSet(String id, String text) {
    List<String> statements = statements(text);
    if (text.contains("runOnChange:true")) {
      return ChangeSets.runOnChange(id, "9:" + id, statements.toArray(String[]::new));
    }
    boolean partitioned = text.contains("--comment spanner-pipe: partitioned-dml idempotent");
    List<Step> steps = new ArrayList<>();
    for (String statement : statements) {
      StatementKind kind = SqlText.kind(Dialect.GOOGLE_STANDARD_SQL, statement);
      steps.add(
          new Step.Sql(
              partitioned && kind == StatementKind.DML ? StatementKind.PARTITIONED_DML : kind,
              statement,
              new SourceLocation("schema.sql", steps.size() + 2)));
    }
    return ChangeSets.withSteps(id, steps);
  }

  private static List<String> statements(String text) {
    List<String> statements = new ArrayList<>();
    for (String statement : text.replaceAll("(?m)^--.*\\n", "").split(";\\n", -1)) {
      if (!SqlText.isBlank(Dialect.GOOGLE_STANDARD_SQL, statement)) {
        statements.add(statement.strip());
      }
    }
    return statements;
  }

  /// Returns what a rule finds in the example without an emulator.
  public List<LintFinding> findings(LintRule rule) {
    LintScenario scenario = LintScenario.of(Dialect.GOOGLE_STANDARD_SQL, definition);
    changeSets.forEach(scenario::add);
    return scenario.lint().stream().filter(finding -> finding.rule() == rule).toList();
  }
}
