package dev.spannerpipe.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The actions that a policy can allow or deny. Their names are part of the policy's format.
public enum Action {
  /// Reading schema and rows.
  SPANNER_READ("spanner.read", false),
  /// Reading the schema and the rows that a plan depends on, and making the plan.
  SPANNER_PLAN("spanner.plan", false),
  /// Changing the schema.
  SPANNER_DDL("spanner.ddl", true),
  /// Changing rows.
  SPANNER_DML("spanner.dml", true),
  /// Making a backup.
  SPANNER_BACKUP("spanner.backup", true),
  /// Creating a database for a preview.
  SPANNER_PREVIEW_CREATE("spanner.preview.create", true),
  /// Dropping the database of a preview.
  SPANNER_PREVIEW_DROP("spanner.preview.drop", true),
  /// Dropping a database.
  SPANNER_DATABASE_DROP("spanner.database.drop", true),
  /// Changing access control.
  SPANNER_IAM_SET("spanner.iam.set", true),
  /// Starting a workflow.
  SFN_START("sfn.start", true),
  /// Following a workflow.
  SFN_DESCRIBE("sfn.describe", false),
  /// Redriving a failed workflow.
  SFN_REDRIVE("sfn.redrive", true);

  private final String text;
  private final boolean effect;

  Action(String text, boolean effect) {
    this.text = text;
    this.effect = effect;
  }

  /// Returns the action's name in a policy.
  public String text() {
    return text;
  }

  /// Returns whether the action is an effect, which means that it changes something.
  public boolean isEffect() {
    return effect;
  }

  /// Returns the prefix that all targets of this action have.
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
