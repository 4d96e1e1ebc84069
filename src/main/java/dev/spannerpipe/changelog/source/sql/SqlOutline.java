package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import dev.spannerpipe.changelog.source.SourceOutline;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Finds the change sets of an SQL changelog, their line numbers, and the problems of the file.
public final class SqlOutline {
  private SqlOutline() {}

  public static SourceOutline of(String file, String text, Dialect dialect) {
    List<String> lines = text.lines().toList();
    SqlSource source = SqlScanner.scan(file, lines, dialect);
    return new SourceOutline(
        lines, entries(source), List.of(), List.of(), List.of(), problems(source, dialect));
  }

  private static List<SourceOutline.Entry> entries(SqlSource source) {
    if (!source.formatted()) {
      SourceOutline.Named sql = new SourceOutline.Named("sql", 1);
      return List.of(new SourceOutline.Entry(null, null, 1, List.of(sql)));
    }
    return source.headers().stream()
        .map(
            header ->
                new SourceOutline.Entry(
                    header.id(),
                    header.author(),
                    header.line(),
                    List.of(new SourceOutline.Named("sql", header.line()))))
        .toList();
  }

  private static List<FileProblem> problems(SqlSource source, Dialect dialect) {
    List<FileProblem> problems = new ArrayList<>();
    problems.addAll(SqlFormatCheck.problems(source));
    problems.addAll(SqlPreambleCheck.problems(source));
    problems.addAll(SqlHeaderLikeCheck.problems(source));
    problems.addAll(SqlHeaderCheck.problems(source));
    problems.addAll(SqlMisplacedCheck.problems(source));
    problems.addAll(SqlDirectiveCheck.problems(source));
    problems.addAll(SqlPreconditionCheck.problems(source));
    problems.addAll(SqlUnreadableCheck.problems(source));
    problems.addAll(SqlEmptyChangeSetCheck.problems(source));
    problems.addAll(SqlRollbackReference.problems(source));
    problems.addAll(SqlContinuationCheck.problems(source));
    problems.addAll(SqlRollbackCheck.problems(source));
    problems.addAll(SqlBlockCommentCheck.problems(source, dialect));
    problems.addAll(SqlLiteralCheck.problems(source));
    problems.addAll(SqlIgnoreCheck.problems(source));
    problems.sort(Comparator.comparingInt(each -> each.problem().location().line()));
    return isReadable(problems) ? problems : problems.stream().map(SqlOutline::reported).toList();
  }

  private static boolean isReadable(List<FileProblem> problems) {
    return problems.stream().noneMatch(FileProblem::isReportedWhereUnreadable);
  }

  /// Changes a problem with the effect `REJECTED_WHILE_PENDING` so that it is reported even if
  /// Liquibase cannot read the file. All mistakes of the file are then reported at once.
  private static FileProblem reported(FileProblem each) {
    return each.problem().effect() == ChangelogProblem.Effect.REJECTED_WHILE_PENDING
        ? each.reportedAlways()
        : each;
  }
}
