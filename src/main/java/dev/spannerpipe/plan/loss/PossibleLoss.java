package dev.spannerpipe.plan.loss;

import dev.spannerpipe.plan.DataLoss;

/// What a statement may lose, judged by its text alone. Whether there is anything to lose depends
/// on the database and on the statements before it.
///
/// @param type the kind of object, such as `change stream`
/// @param name the object's name
/// @param part the affected column, the new retention period, or the new row deletion policy;
///   otherwise empty
/// @param alone whether the statement certainly affects no other object; false for `DROP …
///   CASCADE`, for example
/// @param clause what the statement does, such as `drops the table t`; for a change of a column's
///   type, the new type
record PossibleLoss(
    DataLoss.Kind kind, String type, String name, String part, boolean alone, String clause) {
  static PossibleLoss of(DataLoss.Kind kind, String type, String name, String clause) {
    return new PossibleLoss(kind, type, name, "", true, clause);
  }

  /// Returns the kind and the name of the lost object, such as `table singers`.
  String object() {
    String whole = (type + " " + name).strip();
    return switch (kind) {
      case DROP_COLUMN, ALTER_TYPE -> "column " + part + " of " + name;
      default -> whole;
    };
  }
}
