package dev.spannerpipe.changelog.liquibase;

import dev.spannerpipe.plan.ChangeSetId;
import liquibase.changelog.ChangeSet;

/// The identity of a change set that Liquibase has read.
public final class ChangeSetIdentity {
  private ChangeSetIdentity() {}

  /// Returns the path, id and author under which Liquibase records the change set.
  public static ChangeSetId of(ChangeSet source) {
    return new ChangeSetId(source.getFilePath(), source.getId(), source.getAuthor());
  }

  /// Returns the path of the file that contains the change set, not its logical path.
  public static String ownPath(ChangeSet source) {
    return source.getChangeLog().getPhysicalFilePath();
  }
}
