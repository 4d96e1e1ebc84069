package dev.spannerpipe.preview.replay;

import java.util.Set;
import java.util.stream.Stream;

/// Recognizes statements by their head.
final class Heads {
  private static final Set<String> VERBS = Set.of("create", "alter", "drop");

  private Heads() {}

  /// Returns a finder of the statements that create, alter or drop this kind of object.
  static Gap.Finder of(String type) {
    return statement ->
        VERBS.contains(statement.head().verb()) && statement.head().type().equals(type);
  }

  static boolean isRole(DdlText statement) {
    return of("role").isIn(statement);
  }

  static boolean isPrivilege(DdlText statement) {
    return statement.head().isAccessControl() && !isRole(statement);
  }

  /// Returns whether the statement is an `ALTER TABLE` whose first action begins with these words.
  static boolean isAlterTable(DdlText statement, String... words) {
    return isAlterTable(statement) && statement.is(statement.afterHead(), words);
  }

  /// Returns whether the statement is an `ALTER TABLE` that sets or drops something.
  ///
  /// @param words what is set or dropped, such as `on update`
  static boolean setsOrDrops(DdlText statement, String... words) {
    return isAlterTable(statement)
        && (has(statement, "set", words) || has(statement, "drop", words));
  }

  private static boolean isAlterTable(DdlText statement) {
    return statement.head().is("alter", "table");
  }

  private static boolean has(DdlText statement, String verb, String... words) {
    String[] all = Stream.concat(Stream.of(verb), Stream.of(words)).toArray(String[]::new);
    return statement.find(0, all) >= 0;
  }
}
