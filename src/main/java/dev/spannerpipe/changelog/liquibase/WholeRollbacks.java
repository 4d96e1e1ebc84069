package dev.spannerpipe.changelog.liquibase;

import liquibase.change.core.RawSQLChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changeset.ChangeSetServiceFactory;
import liquibase.changeset.StandardChangeSetService;
import liquibase.parser.core.ParsedNode;
import liquibase.parser.core.ParsedNodeException;
import liquibase.resource.ResourceAccessor;

/// Creates change sets that keep the SQL text of an XML, YAML or JSON rollback as written.
/// Liquibase's own change sets split that text into statements during parsing, with a grammar that
/// cuts inside of literals.
///
/// Liquibase uses this class only if a setting in Liquibase's scope names it.
final class WholeRollbacks extends StandardChangeSetService {
  private static boolean registered;

  /// Registers the service with Liquibase if necessary, and returns its class for the scope.
  static synchronized Class<WholeRollbacks> registered() {
    if (!registered) {
      ChangeSetServiceFactory.getInstance().register(new WholeRollbacks());
      registered = true;
    }
    return WholeRollbacks.class;
  }

  /// Keeps Liquibase from selecting this service by priority.
  @Override
  public int getPriority() {
    return PRIORITY_NOT_APPLICABLE;
  }

  @Override
  public ChangeSet createChangeSet(DatabaseChangeLog changeLog) {
    return new WithWholeRollback(changeLog);
  }

  private static final class WithWholeRollback extends ChangeSet {
    WithWholeRollback(DatabaseChangeLog changeLog) {
      super(changeLog);
    }

    @Override
    protected void handleRollbackNode(ParsedNode node, ResourceAccessor files)
        throws ParsedNodeException {
      boolean other = node.getChildValue(null, "changeSetId", String.class) != null;
      if (other || !(node.getValue() instanceof String text) || text.isBlank()) {
        super.handleRollbackNode(node, files);
        return;
      }
      for (ParsedNode child : node.getChildren()) {
        addRollbackChange(toChange(child, files));
      }
      addRollbackChange(sql(text));
    }

    /// Returns the change that Liquibase would create if it did not split the text. Setting the
    /// flags here changes no checksum, because no checksum depends on a rollback.
    private static RawSQLChange sql(String text) {
      RawSQLChange sql = new RawSQLChange(text);
      sql.setSplitStatements(true);
      sql.setStripComments(true);
      sql.setEndDelimiter(";");
      return sql;
    }
  }
}
