package dev.spannerpipe.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What can be allowed or denied. The texts are part of the policy's format.
public enum Action {
  /// Reading schema and rows.
  SPANNER_READ("spanner.read", false),
  /// Reading what a plan needs, and making it.
  SPANNER_PLAN("spanner.plan", false),
  /// Changing the schema.
  SPANNER_DDL("spanner.ddl", true),
  /// Changing rows.
  SPANNER_DML("spanner.dml", true),
  /// Making a backup.
  SPANNER_BACKUP("spanner.backup", true),
  /// Creating a database for a preview.
  SPANNER_PREVIEW_CREATE("spanner.preview.create", true),
  /// Dropping a preview's database.
  SPANNER_PREVIEW_DROP("spanner.preview.drop", true),
  /// Dropping a database.
  SPANNER_DATABASE_DROP("spanner.database.drop", true),
  /// Changing who may do what.
  SPANNER_IAM_SET("spanner.iam.set", true),
  /// Starting a workflow.
  SFN_START("sfn.start", true),
  /// Following a workflow.
  SFN_DESCRIBE("sfn.describe", false),
  /// Letting a failed workflow go on.
  SFN_REDRIVE("sfn.redrive", true);

  private final String text;
  private final boolean effect;

  Action(String text, boolean effect) {
    this.text = text;
    this.effect = effect;
  }

  /// Returns the name as it stands in a policy.
  public String text() {
    return text;
  }

  /// Returns whether it changes anything.
  public boolean isEffect() {
    return effect;
  }

  /// Returns how the targets of this action begin.
  String targetPrefix() {
    return text.startsWith("spanner.") ? "spanner:" : "arn:";
  }

  static Optional<Action> of(String text) {
    return Arrays.stream(values()).filter(action -> action.text.equals(text)).findFirst();
  }

  static List<String> texts() {
    return Arrays.stream(values()).map(Action::text).toList();
  }
}
