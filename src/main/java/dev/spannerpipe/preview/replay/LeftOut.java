package dev.spannerpipe.preview.replay;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The objects that the emulator does not have, because their statements were left out. What
/// depends on one of them is left out, too. Not thread-safe.
///
/// A copy of it says what a request would leave out, before the emulator has accepted the request.
final class LeftOut {
  /// The kinds of objects that statements of other kinds can depend on. The others are only
  /// mentioned by statements that are left out themselves, and their names may be common words.
  private static final Set<String> KINDS =
      Set.of(
          "table",
          "view",
          "index",
          "search index",
          "vector index",
          "sequence",
          "function",
          "model",
          "schema",
          "property graph",
          "change stream");

  private final Set<String> names;

  LeftOut() {
    this(Set.of());
  }

  private LeftOut(Set<String> names) {
    this.names = new HashSet<>(names);
  }

  LeftOut copy() {
    return new LeftOut(names);
  }

  /// Returns whether the statement depends on an object that the emulator does not have. Creating
  /// such an object again does not.
  boolean isNeededBy(DdlText statement) {
    boolean creates = statement.head().verb().equals("create");
    return names.stream()
        .filter(name -> !(creates && name.equals(statement.head().name())))
        .anyMatch(statement::mentions);
  }

  /// Registers a statement that was executed or left out.
  void handled(DdlText statement, boolean isLeftOut) {
    if (isLeftOut) {
      add(statement);
    } else {
      executed(statement);
    }
  }

  /// Registers a statement that was left out.
  void add(DdlText statement) {
    String verb = statement.head().verb();
    String type = statement.head().type();
    if (type.equals("proto bundle")) {
      names.addAll(protoTypes(statement));
    } else if (KINDS.contains(type) && verb.equals("create")) {
      names.add(statement.head().name());
    } else if (KINDS.contains(type) && verb.equals("drop")) {
      names.remove(statement.head().name());
    }
    names.addAll(TableNames.given(statement));
  }

  /// Registers a statement that the emulator has rejected.
  ///
  /// @param existing the names of what the emulator has: if such a statement is a mistake, what it
  ///   would create or name is there nevertheless
  void addRejected(DdlText statement, Set<String> existing) {
    LeftOut added = copy();
    added.add(statement);
    if (!statement.head().conditional()) {
      added.names.removeIf(name -> existing.contains(name) && !names.contains(name));
    }
    names.addAll(added.names);
  }

  private void executed(DdlText statement) {
    if (statement.head().verb().equals("create")) {
      names.remove(statement.head().name());
    }
  }

  /// Returns the types of a proto bundle, such as `a.b.C`.
  private static List<String> protoTypes(DdlText statement) {
    int open = statement.find(0, "(");
    return open < 0
        ? List.of()
        : statement.list(open).stream()
            .map(range -> statement.text(range).replace("`", "").replaceAll("\\s", ""))
            .toList();
  }
}
