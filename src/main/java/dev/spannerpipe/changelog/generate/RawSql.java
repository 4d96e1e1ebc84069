package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SqlRejection;
import dev.spannerpipe.sql.SqlSplitter;
import java.util.List;
import java.util.Optional;
import liquibase.change.AbstractSQLChange;
import liquibase.change.core.RawSQLChange;
import liquibase.changelog.ChangeSet;
import org.jspecify.annotations.Nullable;

/// Splits SQL text into statements. Liquibase's own splitter supports neither of Spanner's
/// dialects: it cuts inside of literals and reads comments as SQL. This class never changes the
/// flags `splitStatements` and `stripComments` of Liquibase's change objects, because Liquibase's
/// older checksums depend on these flags.
final class RawSql {
  private final Dialect dialect;

  RawSql(Dialect dialect) {
    this.dialect = dialect;
  }

  List<GeneratedStatement> write(AbstractSQLChange change) {
    String sql = change.getSql();
    if (sql == null) {
      return List.of();
    }
    try {
      return SqlSplitter.split(dialect, sql, rules(change)).stream()
          .<GeneratedStatement>map(
              statement -> new GeneratedStatement.Sql(statement.text(), statement.source()))
          .toList();
    } catch (SqlRejection rejection) {
      throw new UnsupportedChangeException(rejection);
    }
  }

  private static SqlSplitter.Rules rules(AbstractSQLChange change) {
    boolean strip = Boolean.TRUE.equals(change.isStripComments());
    boolean whole = change instanceof RawSQLChange raw && raw.isRerunnable();
    boolean split = !whole && Boolean.TRUE.equals(change.isSplitStatements());
    return !split && isRawFile(change.getChangeSet())
        ? new SqlSplitter.Rules(true, strip, Optional.of(";"))
        : new SqlSplitter.Rules(split, strip, Optional.ofNullable(change.getEndDelimiter()));
  }

  /// Returns whether a change set is a whole SQL file without the first line of formatted SQL.
  /// Liquibase does not split such a file. The pipe splits it, because Spanner accepts only one
  /// statement at a time.
  private static boolean isRawFile(@Nullable ChangeSet changeSet) {
    return changeSet != null
        && "includeAll".equals(changeSet.getAuthor())
        && changeSet.getId().startsWith("raw");
  }
}
