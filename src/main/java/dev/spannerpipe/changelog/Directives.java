package dev.spannerpipe.changelog;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;

/// The instructions for the pipe in the comments of a change set.
///
/// @param partitionedDml whether its updates and deletes run as partitioned DML
record Directives(boolean partitionedDml) {
  private static final Pattern IN_COMMENT =
      Pattern.compile("\\s*(?:--)?\\s*spanner-pipe:\\s*(partitioned-dml.*)");
  private static final Pattern IN_SQL = Pattern.compile("\\s*spanner-pipe:\\s*(partitioned-dml.*)");
  private static final Pattern COMPLETE = Pattern.compile("partitioned-dml\\s+idempotent\\s*");

  /// @param changes the changes that are meant for this database
  static Directives of(
      Dialect dialect, ChangeSet changeSet, List<Change> changes, SourceLocation location) {
    List<String> found = new ArrayList<>();
    if (changeSet.getComments() != null) {
      collect(IN_COMMENT, changeSet.getComments().lines(), found);
    }
    for (Change change : changes) {
      if (change instanceof AbstractSQLChange sql && sql.getSql() != null) {
        collect(IN_SQL, SqlText.commentLines(dialect, sql.getSql()).stream(), found);
      }
    }
    for (String directive : found) {
      if (!COMPLETE.matcher(directive).matches()) {
        throw new ConfigurationFailure(
            location
                + ": the change set asks for \""
                + directive.strip()
                + "\", but partitioned DML may run a statement more than once",
            "Write \"spanner-pipe: partitioned-dml idempotent\" if that does no harm");
      }
    }
    return new Directives(!found.isEmpty());
  }

  private static void collect(Pattern pattern, Stream<String> lines, List<String> found) {
    lines
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .forEach(found::add);
  }
}
