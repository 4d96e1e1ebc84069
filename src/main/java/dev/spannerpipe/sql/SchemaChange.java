package dev.spannerpipe.sql;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The head of a DDL statement: what it does, and to which object. Parts that are not recognized
/// are empty.
///
/// @param verb `create`, `alter`, `drop` or another first word, in lower case
/// @param conditional whether the statement has `IF NOT EXISTS`, `IF EXISTS` or `OR REPLACE`
/// @param type `table`, `index`, `change stream`, …, in lower case; empty if there is none
/// @param name the name of the object, in the form that [#name(Dialect, List)] returns
/// @param table the name of the table that is changed, or that an index belongs to, in the same
///   form
/// @param rest the tokens after the names
public record SchemaChange(
    String verb, boolean conditional, String type, String name, String table, List<SqlToken> rest) {
  /// Words between the verb and the kind of object.
  private static final Set<String> ADJECTIVES =
      Set.of("unique", "null_filtered", "or", "replace", "if", "not", "exists", "temporary");

  /// The first words of kinds that have two words. No kind consists of one of them alone.
  private static final Set<String> TWO_WORD_TYPES =
      Set.of("change", "search", "vector", "proto", "property", "locality");

  /// Words of PostgreSQL between the kind of object and its name. In GoogleSQL they are names.
  private static final Set<String> BEFORE_POSTGRESQL_NAME = Set.of("only", "concurrently");

  /// Parses the head of a statement.
  public static SchemaChange of(Dialect dialect, String sql) {
    return of(dialect, SqlTokenizer.tokens(dialect, sql));
  }

  /// Parses the head of a statement from its tokens.
  public static SchemaChange of(Dialect dialect, List<SqlToken> tokens) {
    Reader reader = new Reader(dialect, tokens);
    String verb = reader.firstKeyword();
    reader.skip(ADJECTIVES);
    String type = reader.keyword();
    if (TWO_WORD_TYPES.contains(type)) {
      type = (type + " " + reader.keyword()).strip();
    }
    reader.skipBeforeName();
    boolean conditional = reader.conditional;
    boolean nameless =
        type.equals(ObjectKind.PROTO_BUNDLE.words())
            || (type.endsWith("index") && reader.peek("on"));
    String name = nameless ? "" : reader.name();
    boolean onTable = type.endsWith("index") && reader.peek("on");
    if (onTable) {
      reader.keyword();
      reader.skipBeforeName();
    }
    String table = onTable ? reader.name() : type.equals("table") ? name : "";
    return new SchemaChange(verb, conditional, type, name, table, reader.rest());
  }

  /// Returns the kind of object; empty if Spanner has no such kind, as far as is known.
  public Optional<ObjectKind> kind() {
    return ObjectKind.of(type);
  }

  /// Returns whether the statement has this verb and this type of object.
  public boolean is(String wantedVerb, String wantedType) {
    return verb.equals(wantedVerb) && type.equals(wantedType);
  }

  /// Returns the word at this index of `rest`, in lower case; empty if there is no word.
  public String word(int place) {
    return place < rest.size() && rest.get(place).isName() ? rest.get(place).folded() : "";
  }

  /// Returns whether these words follow one another anywhere in `rest`.
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

  /// Returns whether the statement changes privileges: `GRANT`, `REVOKE`, default privileges or a
  /// role.
  public boolean isAccessControl() {
    return switch (verb) {
      case "grant", "revoke" -> true;
      case "create", "alter", "drop" -> type.equals("role") || type.equals("default");
      default -> false;
    };
  }

  /// Returns the name of a table, a schema or the like in a form that is the same for all spellings
  /// of the name. For example, `public.t` becomes `t` in PostgreSQL.
  public static String name(Dialect dialect, List<SqlToken> tokens) {
    return new Reader(dialect, tokens).name();
  }

  /// Reads the tokens once, from left to right.
  private static final class Reader {
    private final Dialect dialect;
    private final List<SqlToken> tokens;
    private int at;
    private boolean conditional;

    Reader(Dialect dialect, List<SqlToken> tokens) {
      this.dialect = dialect;
      this.tokens = tokens;
    }

    boolean peek(String keyword) {
      return isAt(at, keyword);
    }

    /// Reads the first word. Skips symbols before it, such as a parenthesis, because they do not
    /// change what the statement does.
    String firstKeyword() {
      while (at < tokens.size() && tokens.get(at).kind() == SqlToken.Kind.SYMBOL) {
        at++;
      }
      return keyword();
    }

    /// Reads a keyword; empty if the next token is not a word. A quoted identifier is not a
    /// keyword.
    String keyword() {
      return at < tokens.size() && tokens.get(at).kind() == SqlToken.Kind.WORD
          ? tokens.get(at++).folded()
          : "";
    }

    void skip(Set<String> words) {
      while (at < tokens.size()
          && tokens.get(at).kind() == SqlToken.Kind.WORD
          && words.contains(tokens.get(at).folded())) {
        conditional |= tokens.get(at).is("exists") || tokens.get(at).is("replace");
        at++;
      }
    }

    /// Skips `IF EXISTS` and `IF NOT EXISTS`. A single one of these words is a name.
    void skipBeforeName() {
      if (dialect == Dialect.POSTGRESQL) {
        skip(BEFORE_POSTGRESQL_NAME);
      }
      int exists = peek("if") && isAt(at + 1, "not") ? at + 2 : at + 1;
      if (peek("if") && isAt(exists, "exists")) {
        conditional = true;
        at = exists + 1;
      }
      if (dialect == Dialect.POSTGRESQL) {
        skip(BEFORE_POSTGRESQL_NAME);
      }
    }

    private boolean isAt(int place, String keyword) {
      return place < tokens.size() && tokens.get(place).is(keyword);
    }

    /// Reads a name such as `a` or `a.b`, or a GoogleSQL path that is quoted as a whole.
    String name() {
      StringBuilder name = new StringBuilder(part());
      while (at + 1 < tokens.size()
          && tokens.get(at).isSymbol('.')
          && tokens.get(at + 1).isName()) {
        at++;
        name.append('.').append(part());
      }
      String whole = name.toString();
      return dialect == Dialect.POSTGRESQL && whole.startsWith("public.")
          ? whole.substring("public.".length())
          : whole;
    }

    /// Reads one part of a name. In PostgreSQL, a quoted part keeps its case, because `"T"` and `t`
    /// are different tables.
    private String part() {
      if (at >= tokens.size() || !tokens.get(at).isName()) {
        return "";
      }
      SqlToken token = tokens.get(at++);
      boolean asWritten = dialect == Dialect.POSTGRESQL && token.kind() == SqlToken.Kind.QUOTED;
      return asWritten ? token.text() : token.folded();
    }

    List<SqlToken> rest() {
      return tokens.subList(Math.min(at, tokens.size()), tokens.size());
    }
  }
}
