package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.Name;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.sql.SchemaChange;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The head of a statement: the verb, the kind of object and its name.
///
/// @param words the words between the verb and the kind, in lower case
/// @param conditional whether it has `IF EXISTS` or `IF NOT EXISTS`
record StatementHead(
    String verb, ObjectKind kind, Name name, Set<String> words, boolean conditional) {
  /// Takes the head of a statement; empty if the kind of object is not known.
  static Optional<StatementHead> take(TokenReader reader, SchemaChange change) {
    return change.kind().map(kind -> read(reader, change.verb(), kind));
  }

  private static StatementHead read(TokenReader reader, String verb, ObjectKind kind) {
    while (!reader.atEnd() && !reader.is(verb)) {
      reader.skip();
    }
    reader.take(verb);
    Set<String> words = new HashSet<>();
    while (!reader.atEnd() && !reader.take(kind.words().split(" ", -1))) {
      reader.one().forEach(word -> words.add(word.token().folded()));
    }
    boolean conditional = reader.takeCondition();
    boolean nameless = kind == ObjectKind.PROTO_BUNDLE || (kind.isIndex() && reader.is("on"));
    return new StatementHead(verb, kind, nameless ? Name.NONE : reader.name(), words, conditional);
  }

  /// Returns whether this word is between the verb and the kind.
  boolean has(String word) {
    return words.contains(word);
  }

  boolean replaces() {
    return has("replace");
  }
}
