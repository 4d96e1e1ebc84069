package dev.spannerpipe.plan.loss;

import dev.spannerpipe.plan.DataLoss;

/// What a statement loses by its words alone. Whether there is anything to lose only the database
/// and the statements before it tell.
///
/// @param type the kind of object, as in `change stream`
/// @param name the object's name
/// @param part the column, or the new type or period where only that is in question; else empty
/// @param alone whether the statement is about this one object and nothing else
record PossibleLoss(
    DataLoss.Kind kind, String type, String name, String part, boolean alone, String clause) {
  static PossibleLoss of(DataLoss.Kind kind, String type, String name, String clause) {
    return new PossibleLoss(kind, type, name, "", true, clause);
  }

  /// Returns what is lost, in words.
  String object() {
    String whole = (type + " " + name).strip();
    return switch (kind) {
      case DROP_COLUMN, ALTER_TYPE -> "column " + part + " of " + name;
      default -> whole;
    };
  }
}
