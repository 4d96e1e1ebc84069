package dev.spannerpipe.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The head of a DDL statement: what it does to which object. Whatever it does not understand it
/// leaves empty.
///
/// @param verb `create`, `alter`, `drop` or another first word, in lower case
/// @param type `table`, `index`, `change stream`, …, in lower case; empty where there is none
/// @param name the object's name, folded
/// @param table the table that an index or an alteration is about, folded
/// @param rest what follows the names
public record SchemaChange(
    String verb, String type, String name, String table, List<SqlToken> rest) {
  private static final Set<String> ADJECTIVES =
      Set.of(
          "unique",
          "null_filtered",
          "or",
          "replace",
          "if",
          "not",
          "exists",
          "only",
          "temporary",
          "concurrently");
  private static final Set<String> TWO_WORD_TYPES =
      Set.of("change", "search", "vector", "proto", "locality");

  /// Reads the head of a statement.
  public static SchemaChange of(Dialect dialect, String sql) {
    Reader reader = new Reader(SqlTokenizer.tokens(dialect, sql));
    String verb = reader.word().orElse("");
    reader.skip(ADJECTIVES);
    String type = reader.word().orElse("");
    if (TWO_WORD_TYPES.contains(type)) {
      type = type + " " + reader.word().orElse("");
    }
    reader.skip(ADJECTIVES);
    String name = type.endsWith("index") && reader.peek("on") ? "" : reader.name();
    boolean onTable = type.endsWith("index") && reader.peek("on");
    if (onTable) {
      reader.word();
      reader.skip(ADJECTIVES);
    }
    String table = onTable ? reader.name() : type.equals("table") ? name : "";
    return new SchemaChange(verb, type, name, table, reader.rest());
  }

  /// Returns whether it does this to an object of this kind.
  public boolean is(String wantedVerb, String wantedType) {
    return verb.equals(wantedVerb) && type.equals(wantedType);
  }

  /// Returns the word at this place after the names, in lower case; empty where there is none.
  public String word(int place) {
    return place < rest.size() && rest.get(place).isName() ? rest.get(place).folded() : "";
  }

  /// Returns whether these words follow one another somewhere in the rest.
  public boolean has(String... words) {
    for (int start = 0; start + words.length <= rest.size(); start++) {
      if (matches(start, words)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(int start, String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!rest.get(start + i).is(words[i])) {
        return false;
      }
    }
    return true;
  }

  /// Walks over the tokens once.
  private static final class Reader {
    private final List<SqlToken> tokens;
    private int at;

    Reader(List<SqlToken> tokens) {
      this.tokens = tokens;
    }

    boolean peek(String keyword) {
      return at < tokens.size() && tokens.get(at).is(keyword);
    }

    Optional<String> word() {
      return at < tokens.size() && tokens.get(at).isName()
          ? Optional.of(tokens.get(at++).folded())
          : Optional.empty();
    }

    void skip(Set<String> words) {
      while (at < tokens.size()
          && tokens.get(at).kind() == SqlToken.Kind.WORD
          && words.contains(tokens.get(at).folded())) {
        at++;
      }
    }

    /// Reads `a`, `a.b` or a GoogleSQL path quoted as a whole.
    String name() {
      StringBuilder name = new StringBuilder(word().orElse(""));
      while (at + 1 < tokens.size()
          && tokens.get(at).isSymbol('.')
          && tokens.get(at + 1).isName()) {
        at++;
        name.append('.').append(word().orElse(""));
      }
      return name.toString().toLowerCase(Locale.ROOT);
    }

    List<SqlToken> rest() {
      return tokens.subList(Math.min(at, tokens.size()), tokens.size());
    }
  }
}
