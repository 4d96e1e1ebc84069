package dev.spannerpipe.changelog;

import static dev.spannerpipe.plan.ChangeSets.applied;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.sql.Dialect;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A changelog in SQL, `changelog.sql`, and what is said of it before and after it was applied.
public record SqlChangelog(Repository repository) {
  private static final String FILE = "changelog.sql";

  public void write(String text) {
    repository.with(FILE, text);
  }

  public Changelog read() {
    return repository.read(FILE);
  }

  /// Returns the plan for a database with this history.
  public Plan plan(List<HistoryRow> history) {
    return repository.plan(FILE, Dialect.GOOGLE_STANDARD_SQL, history.toArray(HistoryRow[]::new));
  }

  /// Returns the history that plain Liquibase leaves behind.
  public List<HistoryRow> history() {
    return rows(false);
  }

  /// Returns that history, and the change sets with it that Liquibase drops.
  List<HistoryRow> wholeHistory() {
    return rows(true);
  }

  private List<HistoryRow> rows(boolean dropped) {
    Changelog changelog = read();
    Map<ChangeSetId, HistoryRow> rows = new LinkedHashMap<>();
    for (ChangeSet each : changelog.changeSets()) {
      rows.put(each.identity(), applied(each.identity(), rows.size() + 1, each.checksum(), null));
    }
    changelog
        .others()
        .forEach(each -> rows.putIfAbsent(each, applied(each, rows.size() + 1, "9:other", null)));
    if (dropped) {
      changelog.problems().stream()
          .flatMap(problem -> problem.changeSets().stream())
          .forEach(each -> rows.putIfAbsent(each, applied(each, rows.size() + 1, "9:gone", null)));
    }
    return List.copyOf(rows.values());
  }

  /// Nothing runs, until plain Liquibase has applied the file: then it is a warning.
  public void isRejectedUntilApplied(String... messages) {
    assertThat(texts(plan(List.of()).problems())).containsExactly(messages);
    assertThat(texts(plan(history()).problems())).isEmpty();
    assertThat(texts(plan(history()).warnings())).containsExactly(messages);
  }

  /// Nothing runs, until the change sets that Liquibase drops were applied, too.
  public void isRejectedUntilWhatIsDroppedWasApplied(String... messages) {
    assertThat(texts(plan(List.of()).problems())).containsExactly(messages);
    assertThat(texts(plan(history()).problems())).containsExactly(messages);
    assertThat(texts(plan(wholeHistory()).problems())).isEmpty();
    assertThat(texts(plan(wholeHistory()).warnings())).containsExactly(messages);
  }

  public void warnsUntilApplied(String... messages) {
    assertThat(texts(plan(List.of()).problems())).isEmpty();
    assertThat(texts(plan(List.of()).warnings())).containsExactly(messages);
    assertThat(texts(plan(history()).warnings())).isEmpty();
  }

  public void hasNoProblem() {
    assertThat(texts(read().problems())).isEmpty();
  }

  /// A line that is taken for SQL by mistake may be no statement either.
  private static List<String> texts(List<ChangelogProblem> problems) {
    return problems.stream()
        .map(ChangelogProblem::text)
        .filter(text -> !text.contains(": Could not plan the statement `"))
        .filter(text -> !text.contains(": the change sql cannot be done: "))
        .toList();
  }
}
