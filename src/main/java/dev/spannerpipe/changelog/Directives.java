package dev.spannerpipe.changelog;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import org.jspecify.annotations.Nullable;

/// What a change set asks of the pipe in comments.
///
/// @param partitionedDml whether its updates and deletes run as partitioned DML
record Directives(boolean partitionedDml) {
  private static final Pattern IN_SQL =
      Pattern.compile("(?m)^\\s*(?:--|#)\\s*spanner-pipe:\\s*(partitioned-dml.*)$");
  private static final Pattern IN_COMMENT =
      Pattern.compile("(?m)^\\s*(?:--)?\\s*spanner-pipe:\\s*(partitioned-dml.*)$");
  private static final Pattern COMPLETE = Pattern.compile("partitioned-dml\\s+idempotent\\s*");

  static Directives of(ChangeSet changeSet, SourceLocation location) {
    List<String> found = new ArrayList<>();
    collect(IN_COMMENT, changeSet.getComments(), found);
    for (Change change : changeSet.getChanges()) {
      if (change instanceof AbstractSQLChange sql) {
        collect(IN_SQL, sql.getSql(), found);
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

  private static void collect(Pattern pattern, @Nullable String text, List<String> found) {
    if (text != null) {
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        found.add(matcher.group(1));
      }
    }
  }
}
