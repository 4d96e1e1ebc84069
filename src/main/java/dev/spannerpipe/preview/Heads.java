package dev.spannerpipe.preview;

import java.util.Set;

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
}
