package dev.spannerpipe.plan.loss;

import dev.spannerpipe.sql.SqlToken;
import java.util.List;

/// The clause `ALTER COLUMN` of an `ALTER TABLE`.
///
/// @param name the column's name, folded to lower case
/// @param rest the tokens after the name
record AlteredColumn(String name, List<SqlToken> rest) {
  /// Reads a clause whose first word is `ALTER`.
  static AlteredColumn of(List<SqlToken> clause) {
    int at = is(clause, 1, "column") ? 2 : 1;
    if (is(clause, at, "if")) {
      at += 2;
    }
    return new AlteredColumn(
        at < clause.size() ? clause.get(at).folded() : "",
        clause.subList(Math.min(at + 1, clause.size()), clause.size()));
  }

  private static boolean is(List<SqlToken> clause, int at, String word) {
    return at < clause.size() && clause.get(at).is(word);
  }

  /// Returns whether the tokens after the name contain these words in direct succession, outside of
  /// parentheses.
  boolean hasWords(String... words) {
    int depth = 0;
    for (int at = 0; at + words.length <= rest.size(); at++) {
      depth += rest.get(at).isSymbol('(') ? 1 : rest.get(at).isSymbol(')') ? -1 : 0;
      if (depth == 0 && hasWordsAt(at, words)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasWordsAt(int at, String... words) {
    for (int word = 0; word < words.length; word++) {
      if (!rest.get(at + word).is(words[word])) {
        return false;
      }
    }
    return true;
  }
}
