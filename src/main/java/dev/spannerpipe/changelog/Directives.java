package dev.spannerpipe.changelog;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Waiver;
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

/// The instructions for the pipe in the comments of a change set, for example `spanner-pipe:
/// partitioned-dml idempotent`.
///
/// @param lines the instructions, without the leading `spanner-pipe:`
/// @param location the location of the change set
record Directives(List<String> lines, SourceLocation location) {
  private static final Pattern IN_COMMENT =
      Pattern.compile("\\s*(?:--)?\\s*spanner-pipe:\\s*((?:partitioned-dml|allow\\b).*)");
  private static final Pattern IN_SQL =
      Pattern.compile("\\s*spanner-pipe:\\s*((?:partitioned-dml|allow\\b).*)");
  private static final Pattern COMPLETE = Pattern.compile("partitioned-dml\\s+idempotent\\s*");
  private static final Pattern WAIVER = Pattern.compile("allow\\s+(\\S+)\\s+(\\S.*)");

  /// @param changes the changes of the change set that are for this database
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
    return new Directives(found, location);
  }

  private static void collect(Pattern pattern, Stream<String> lines, List<String> found) {
    lines
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1).strip())
        .forEach(found::add);
  }

  /// Returns whether the change set requests that its updates and deletes run as partitioned DML.
  boolean partitionedDml() {
    List<String> found = startingWith("partitioned-dml");
    for (String directive : found) {
      if (!COMPLETE.matcher(directive).matches()) {
        throw new ConfigurationFailure(
            location
                + ": the change set asks for \""
                + directive
                + "\", but partitioned DML may run a statement more than once",
            "Write \"spanner-pipe: partitioned-dml idempotent\" if running the statements again"
                + " does no harm");
      }
    }
    return !found.isEmpty();
  }

  /// Returns the waivers of the change set. A waiver suppresses the findings of one rule of the
  /// preview.
  List<Waiver> waivers() {
    return startingWith("allow").stream().map(this::waiver).toList();
  }

  private Waiver waiver(String directive) {
    Matcher matcher = WAIVER.matcher(directive);
    if (!matcher.matches()) {
      throw new ConfigurationFailure(
          location + ": the change set has \"" + directive + "\", which gives no reason",
          "Write \"spanner-pipe: allow <rule> <reason>\", for example \"spanner-pipe: allow SP203"
              + " the table is small\"");
    }
    return new Waiver(matcher.group(1), matcher.group(2), location);
  }

  private List<String> startingWith(String word) {
    return lines.stream().filter(line -> line.startsWith(word)).toList();
  }
}
