package dev.spannerpipe.preview.replay;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.LocatedToken;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.SqlToken;
import dev.spannerpipe.sql.SqlTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A statement's text with its tokens, in which clauses are found and from which they are cut.
/// Positions are indexes of tokens. Immutable.
final class DdlText {
  private static final SqlToken END = new SqlToken(SqlToken.Kind.SYMBOL, "\0");

  private final Dialect dialect;
  private final String text;
  private final List<LocatedToken> tokens;
  private final SchemaChange head;

  DdlText(Dialect dialect, String text) {
    this.dialect = dialect;
    this.text = text;
    this.tokens = SqlTokenizer.located(dialect, text);
    this.head = SchemaChange.of(dialect, tokens.stream().map(LocatedToken::token).toList());
  }

  /// Tokens from one position up to another one that is excluded.
  record Range(int from, int to) {}

  Dialect dialect() {
    return dialect;
  }

  String text() {
    return text;
  }

  SchemaChange head() {
    return head;
  }

  int size() {
    return tokens.size();
  }

  /// Returns the token at this position, or a symbol that no statement has after the last one.
  SqlToken at(int position) {
    return position >= 0 && position < tokens.size() ? tokens.get(position).token() : END;
  }

  /// Returns whether these keywords and symbols follow one another from this position. A word of
  /// one character that is not a letter is a symbol.
  boolean is(int position, String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!matches(at(position + i), words[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(SqlToken token, String word) {
    boolean symbol = word.length() == 1 && !Character.isLetter(word.charAt(0));
    return symbol ? token.isSymbol(word.charAt(0)) : token.is(word);
  }

  /// Returns the first position from this one where these keywords follow one another; -1 if there
  /// is none.
  int find(int from, String... words) {
    for (int i = from; i < tokens.size(); i++) {
      if (is(i, words)) {
        return i;
      }
    }
    return -1;
  }

  /// Returns the position after the parenthesis that closes the one at this position.
  int afterClosing(int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      depth += at(i).isSymbol('(') ? 1 : at(i).isSymbol(')') ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return tokens.size();
  }

  /// Returns the position after the name at this position: `a` or `a.b`.
  int afterName(int position) {
    int end = position + 1;
    while (at(end).isSymbol('.') && at(end + 1).isName()) {
      end += 2;
    }
    return end;
  }

  /// Returns the position of the first token after the names of the head.
  int afterHead() {
    return tokens.size() - head.rest().size();
  }

  /// Returns the position of the parenthesis that opens the columns of `CREATE TABLE`; -1 if this
  /// is another statement.
  int columns() {
    return head.is("create", "table") && is(afterHead(), "(") ? afterHead() : -1;
  }

  /// Returns the columns and constraints of `CREATE TABLE`, without the commas between them.
  List<Range> elements() {
    return columns() < 0 ? List.of() : list(columns());
  }

  /// Returns the elements of the list in parentheses at this position.
  List<Range> list(int open) {
    List<Range> elements = new ArrayList<>();
    int end = afterClosing(open) - 1;
    int start = open + 1;
    int depth = 0;
    for (int i = start; i <= end; i++) {
      SqlToken token = at(i);
      if (i == end || (depth == 0 && token.isSymbol(','))) {
        if (i > start) {
          elements.add(new Range(start, i));
        }
        start = i + 1;
      }
      depth += opens(i) ? 1 : closes(i) ? -1 : 0;
    }
    return List.copyOf(elements);
  }

  /// `ARRAY<STRUCT<a INT64, b INT64>>` has commas that separate nothing here.
  private boolean opens(int i) {
    return at(i).isSymbol('(') || at(i).isSymbol('[') || (at(i).isSymbol('<') && isType(i - 1));
  }

  private boolean closes(int i) {
    return at(i).isSymbol(')') || at(i).isSymbol(']') || (at(i).isSymbol('>') && closesType(i));
  }

  private boolean isType(int i) {
    return at(i).is("array") || at(i).is("struct");
  }

  /// Whether a bracket closes a type: it has a partner before it.
  private boolean closesType(int close) {
    int depth = 0;
    for (int i = close; i > 0; i--) {
      depth += at(i).isSymbol('>') ? 1 : at(i).isSymbol('<') ? -1 : 0;
      if (depth == 0) {
        return isType(i - 1);
      }
    }
    return false;
  }

  /// Returns the text of these tokens as written.
  String text(Range range) {
    return range.from() >= range.to()
        ? ""
        : text.substring(tokens.get(range.from()).start(), tokens.get(range.to() - 1).end());
  }

  /// Returns the name of the head's object as written, such as `` `a`.b ``.
  String nameAsWritten() {
    return text(name());
  }

  /// Returns the statement with another name of the head's object.
  String renamed(String other) {
    return replaced(name(), other);
  }

  private Range name() {
    int end = afterHead();
    int start = end;
    while (start > 0 && at(start - 1).isName() && (start == end || at(start).isSymbol('.'))) {
      start--;
      if (at(start - 1).isSymbol('.')) {
        start--;
      }
    }
    return new Range(start, end);
  }

  /// Returns the statement without these tokens.
  String without(Range range) {
    return replaced(range, "");
  }

  /// Returns the statement with another text in the place of these tokens.
  String replaced(Range range, String other) {
    int start = range.from() < tokens.size() ? tokens.get(range.from()).start() : end();
    int end = range.to() > range.from() ? tokens.get(range.to() - 1).end() : start;
    String before = text.substring(0, start);
    String after = text.substring(end);
    return other.isEmpty()
        ? joined(before.stripTrailing(), after.stripLeading())
        : before + other + after;
  }

  private static String joined(String before, String after) {
    boolean apart =
        !before.isEmpty()
            && !before.endsWith("(")
            && !after.isEmpty()
            && ",)".indexOf(after.charAt(0)) < 0;
    return before + (apart ? " " : "") + after;
  }

  /// A comment may follow the last token.
  private int end() {
    return tokens.isEmpty() ? 0 : tokens.getLast().end();
  }

  /// Returns the statement without this element of a list, and without the comma beside it.
  String withoutElement(Range element) {
    boolean commaBefore = at(element.from() - 1).isSymbol(',');
    boolean commaAfter = at(element.to()).isSymbol(',');
    return without(
        new Range(
            commaBefore ? element.from() - 1 : element.from(),
            !commaBefore && commaAfter ? element.to() + 1 : element.to()));
  }

  /// Returns the statement with a text inserted before this token, or at the end.
  String inserted(int position, String addition) {
    return replaced(new Range(position, position), addition);
  }

  /// Returns whether the statement names this object, or something in it, anywhere.
  ///
  /// @param name the name with a dot between its parts, in any case
  boolean mentions(String name) {
    String folded = name.toLowerCase(Locale.ROOT);
    for (int i = 0; i < tokens.size(); i++) {
      if (at(i).isName() && !at(i - 1).isSymbol('.')) {
        String path = path(i);
        if (path.equals(folded) || path.startsWith(folded + ".")) {
          return true;
        }
      }
    }
    return false;
  }

  /// A path may be quoted in parts or as a whole.
  private String path(int position) {
    StringBuilder path = new StringBuilder(at(position).text());
    for (int i = position + 1; i < afterName(position); i += 2) {
      path.append('.').append(at(i + 1).text());
    }
    return path.toString().toLowerCase(Locale.ROOT);
  }

  /// Returns the same kind of object for another text.
  DdlText of(String other) {
    return new DdlText(dialect, other);
  }
}
