package dev.spannerpipe.compare;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A change set before it is written down in one of the formats.
///
/// @param attributes such as `context`, in the words that all formats share
/// @param question a precondition that asks the database, if there is one
/// @param rollback SQL, if there is any
record GeneratedChangeSet(
    String id,
    String author,
    Map<String, Object> attributes,
    Optional<Question> question,
    List<Change> changes,
    Optional<String> rollback) {

  /// A precondition.
  ///
  /// @param onFail what a wrong answer leads to
  record Question(String onFail, long expected, String sql) {}

  /// A change.
  ///
  /// @param attributes texts, numbers, truth values, and a list of maps under `columns`, each with
  ///   an optional map under `constraints`
  record Change(String type, Map<String, Object> attributes) {
    static Change sql(String text) {
      return new Change("sql", Map.of("sql", text));
    }

    boolean isSql() {
      return type.equals("sql") && attributes.size() == 1;
    }

    String text() {
      return String.valueOf(attributes.get("sql"));
    }
  }

  GeneratedChangeSet withChanges(List<Change> others) {
    return new GeneratedChangeSet(id, author, attributes, question, others, rollback);
  }

  /// Returns whether formatted SQL can say it.
  boolean isSql() {
    return changes.stream().allMatch(Change::isSql);
  }
}
