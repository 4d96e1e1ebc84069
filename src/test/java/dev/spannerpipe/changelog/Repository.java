package dev.spannerpipe.changelog;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSet.Rollback;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.Planner;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;

/// A repository of one test, in a directory of its own.
public record Repository(Path directory) {
  private static final Pattern LINE =
      Pattern.compile("[\\w/.-]+\\.(?:yaml|yml|json|xml|sql):[0-9]+");

  public Repository with(String path, String text) {
    return with(path, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  Repository with(String path, byte[] bytes) {
    try {
      Path file = directory.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      return this;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  public ChangelogSettings settings(String file) {
    return new ChangelogSettings(
        directory, file, List.of(), Optional.empty(), Optional.empty(), Map.of());
  }

  public Changelog read(String file) {
    return read(file, Dialect.GOOGLE_STANDARD_SQL);
  }

  public Changelog read(String file, Dialect dialect) {
    return new ChangelogReader(settings(file)).read(dialect);
  }

  /// Returns how each change set is undone, in their order.
  public List<Rollback> rollbacks(String file, Dialect dialect) {
    return List.copyOf(new ChangelogReader(settings(file)).rollbacks(dialect).values());
  }

  public List<Rollback> rollbacks(String file) {
    return rollbacks(file, Dialect.GOOGLE_STANDARD_SQL);
  }

  /// Returns the message with which a first run of the changelog fails, and each of its problems
  /// where there are several.
  public String failure(String file) {
    return failure(file, Dialect.GOOGLE_STANDARD_SQL, new HistoryRow[0]);
  }

  String failure(String file, Dialect dialect) {
    return failure(file, dialect, new HistoryRow[0]);
  }

  /// Returns the message with which a run fails on a database with this history.
  public String failure(String file, HistoryRow... history) {
    return failure(file, Dialect.GOOGLE_STANDARD_SQL, history);
  }

  private String failure(String file, Dialect dialect, HistoryRow... history) {
    ConfigurationFailure failure =
        Assertions.catchThrowableOfType(
            ConfigurationFailure.class,
            () -> plan(read(file, dialect), dialect, history).withoutProblems());
    List<String> lines = new ArrayList<>(failure.details());
    lines.add(failure.getMessage());
    String message = String.join("\n", lines);
    namesTheLineAsAValue(message, failure);
    return message;
  }

  /// Holds every failure of these tests to the rule that a line in the message is also a value, so
  /// that a report can show the failure on its line.
  private static void namesTheLineAsAValue(String message, ConfigurationFailure failure) {
    List<String> named = LINE.matcher(message).results().map(MatchResult::group).toList();
    if (!named.isEmpty()) {
      List<String> values =
          failure.problems().stream()
              .filter(problem -> problem.line() > 0)
              .map(problem -> problem.file() + ":" + problem.line())
              .toList();
      Assertions.assertThat(values).isNotEmpty().isSubsetOf(named);
    }
  }

  /// Returns the plan for a database with this history.
  public Plan plan(String file, Dialect dialect, HistoryRow... history) {
    return plan(read(file, dialect), dialect, history);
  }

  private static Plan plan(Changelog changelog, Dialect dialect, HistoryRow... history) {
    return Planner.plan(dialect, changelog, List.of(history), Optional.empty(), Optional.empty());
  }

  /// Returns the history row of a change set, as it is after its checksum was cleared.
  ///
  /// @param changeSet path, id and author, with `::` between them
  public static HistoryRow applied(String changeSet) {
    return new HistoryRow(
        ChangeSetId.parse(changeSet).orElseThrow(),
        Instant.EPOCH,
        1,
        HistoryRow.ExecType.EXECUTED,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /// Returns the warnings of a plan for a database with this history.
  public List<String> warnings(String file, HistoryRow... history) {
    return plan(file, Dialect.GOOGLE_STANDARD_SQL, history).withoutProblems().warnings().stream()
        .map(ChangelogProblem::text)
        .toList();
  }

  /// Returns the statements of the only change set with these changes.
  public List<String> statements(Dialect dialect, String changes) {
    return texts(changeSet(dialect, changes).steps());
  }

  /// Returns why the only change set with these changes is refused.
  public String refusal(Dialect dialect, String changes) {
    return ChangelogProblem.failure(changeSet(dialect, changes).problems()).getMessage();
  }

  /// Returns the change set with these changes, which begin in line 6.
  public ChangeSet changeSet(Dialect dialect, String changes) {
    with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: one
              author: ann
              changes:
        """
            + changes.indent(8));
    return read("changelog.yaml", dialect).changeSets().getFirst();
  }

  public static List<String> texts(List<Step> steps) {
    return steps.stream().map(Step::text).toList();
  }
}
