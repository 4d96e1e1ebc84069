package dev.spannerpipe.plan.loss;

import dev.spannerpipe.plan.DataLoss;

/// What a statement may lose, judged by its text alone. Whether there is anything to lose depends
/// on the database and on the statements before it.
///
/// @param type the kind of object, as in `change stream`
/// @param name the object's name
/// @param part the affected column, the new retention period, or the new row deletion policy;
///   otherwise empty
/// @param alone whether the statement is about this one object and nothing else
/// @param clause what the statement does, as in `drops the table t`; for a change of type, the new
///   type
record PossibleLoss(
    DataLoss.Kind kind, String type, String name, String part, boolean alone, String clause) {
  static PossibleLoss of(DataLoss.Kind kind, String type, String name, String clause) {
    return new PossibleLoss(kind, type, name, "", true, clause);
  }

  /// Returns the lost object, as in `table singers`.
  String object() {
    String whole = (type + " " + name).strip();
    return switch (kind) {
      case DROP_COLUMN, ALTER_TYPE -> "column " + part + " of " + name;
      default -> whole;
    };
  }
}
