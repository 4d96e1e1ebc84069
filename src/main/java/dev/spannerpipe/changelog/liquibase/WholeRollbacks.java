package dev.spannerpipe.changelog.liquibase;

import liquibase.change.core.RawSQLChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changeset.ChangeSetServiceFactory;
import liquibase.changeset.StandardChangeSetService;
import liquibase.parser.core.ParsedNode;
import liquibase.parser.core.ParsedNodeException;
import liquibase.resource.ResourceAccessor;

/// Makes change sets that keep the text of a rollback in XML, YAML or JSON as it is written.
/// Liquibase's own split it while they are parsed, by a grammar that cuts within literals.
///
/// It is used only where the scope names it.
final class WholeRollbacks extends StandardChangeSetService {
  private static boolean registered;

  /// Returns the class for the scope, once Liquibase knows it.
  static synchronized Class<WholeRollbacks> registered() {
    if (!registered) {
      ChangeSetServiceFactory.getInstance().register(new WholeRollbacks());
      registered = true;
    }
    return WholeRollbacks.class;
  }

  /// Nobody gets it who does not name it.
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

    /// How Liquibase itself splits such a text. No checksum depends on a rollback.
    private static RawSQLChange sql(String text) {
      RawSQLChange sql = new RawSQLChange(text);
      sql.setSplitStatements(true);
      sql.setStripComments(true);
      sql.setEndDelimiter(";");
      return sql;
    }
  }
}
