package dev.spannerpipe.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// Writes tokens in one way, whatever white space was between them. Numbers and operators consist
/// of several tokens, and are put together again.
final class FragmentText {
  private static final Set<String> OPERATORS =
      Set.of("!=", "<>", "<=", ">=", "||", "=>", "::", "->", "->>", "@>", "<@", "?|", "?&");

  /// Words that are followed by an expression in parentheses, and not by arguments.
  private static final Set<String> BEFORE_EXPRESSION =
      Set.of(
          "and",
          "or",
          "not",
          "in",
          "as",
          "on",
          "from",
          "where",
          "select",
          "by",
          "having",
          "is",
          "like",
          "between",
          "case",
          "when",
          "then",
          "else",
          "union",
          "all",
          "distinct",
          "values",
          "using",
          "with",
          "check",
          "default",
          "key",
          "options",
          "interval");

  private final Dialect dialect;
  private final List<SourceToken> tokens;

  FragmentText(Dialect dialect, List<SourceToken> tokens) {
    this.dialect = dialect;
    this.tokens = withoutOuterParentheses(withoutEnd(tokens));
  }

  /// A number, an operator, or a single token.
  private record Part(String text, String key, boolean word, boolean operator) {
    static Part symbol(String text) {
      return new Part(text, text, false, isOperator(text));
    }

    private static boolean isOperator(String text) {
      return text.length() > 1 || "=<>+-*/|&^~%!?".contains(text);
    }

    boolean is(String symbol) {
      return !word && text.equals(symbol);
    }
  }

  SqlFragment fragment() {
    List<Part> parts = parts();
    return SqlFragment.of(joined(parts, Part::text), joined(parts, Part::key));
  }

  private static List<SourceToken> withoutEnd(List<SourceToken> tokens) {
    int end = tokens.size();
    while (end > 0 && tokens.get(end - 1).isSymbol(';')) {
      end--;
    }
    return tokens.subList(0, end);
  }

  private static List<SourceToken> withoutOuterParentheses(List<SourceToken> tokens) {
    List<SourceToken> inner = tokens;
    while (inner.size() > 2
        && inner.getFirst().isSymbol('(')
        && closing(inner) == inner.size() - 1) {
      inner = inner.subList(1, inner.size() - 1);
    }
    return inner;
  }

  /// Returns the place of the parenthesis that closes the first one; -1 if there is none.
  private static int closing(List<SourceToken> tokens) {
    int depth = 0;
    for (int at = 0; at < tokens.size(); at++) {
      depth += tokens.get(at).isSymbol('(') ? 1 : tokens.get(at).isSymbol(')') ? -1 : 0;
      if (depth == 0) {
        return at;
      }
    }
    return -1;
  }

  private List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < tokens.size()) {
      int end = end(at);
      boolean trailing =
          tokens.get(at).isSymbol(',') && end < tokens.size() && tokens.get(end).isSymbol(')');
      if (trailing) {
        at = end;
        continue;
      }
      parts.add(end == at + 1 ? part(tokens.get(at)) : merged(at, end));
      at = end;
    }
    return parts;
  }

  private Part merged(int from, int to) {
    StringBuilder text = new StringBuilder();
    tokens.subList(from, to).forEach(token -> text.append(token.source()));
    boolean number = tokens.get(from).isDigit();
    return number
        ? new Part(text.toString(), text.toString().toLowerCase(Locale.ROOT), true, false)
        : Part.symbol(text.toString());
  }

  /// Returns the end of the part that begins here.
  private int end(int from) {
    int end = from + 1;
    if (tokens.get(from).isDigit()) {
      while (end < tokens.size() && !tokens.get(end).spaced() && isOfNumber(tokens.get(end))) {
        end++;
      }
      return end;
    }
    StringBuilder operator = new StringBuilder(tokens.get(from).source());
    while (end < tokens.size()
        && tokens.get(end).token().kind() == SqlToken.Kind.SYMBOL
        && !tokens.get(end).spaced()
        && OPERATORS.contains(operator + tokens.get(end).source())) {
      operator.append(tokens.get(end++).source());
    }
    return end;
  }

  private static boolean isOfNumber(SourceToken token) {
    return token.isDigit() || token.isSymbol('.') || token.token().kind() == SqlToken.Kind.WORD;
  }

  private Part part(SourceToken token) {
    return switch (token.token().kind()) {
      case WORD -> new Part(token.source(), token.token().folded(), true, false);
      case QUOTED -> new Part(token.source(), quotedKey(token), true, false);
      case STRING -> new Part(token.source(), stringKey(token), true, false);
      case SYMBOL ->
          token.isDigit()
              ? new Part(token.source(), token.source(), true, false)
              : Part.symbol(token.source());
    };
  }

  /// A quoted name is equal to the same name without quotes, if that means the same.
  private String quotedKey(SourceToken token) {
    String name = token.token().text();
    return switch (dialect) {
      case GOOGLE_STANDARD_SQL -> name.toLowerCase(Locale.ROOT);
      case POSTGRESQL ->
          name.equals(name.toLowerCase(Locale.ROOT)) && isPlain(name) ? name : token.source();
    };
  }

  private static boolean isPlain(String name) {
    return name.chars()
        .allMatch(letter -> letter == '_' || (letter < 128 && Character.isLetterOrDigit(letter)));
  }

  /// GoogleSQL has two kinds of quotes for the same string.
  private String stringKey(SourceToken token) {
    String text = token.token().text();
    boolean plain =
        dialect == Dialect.GOOGLE_STANDARD_SQL
            && token.source().length() == text.length() + 2
            && text.chars().noneMatch(letter -> letter == '\\' || letter == '\'' || letter == '"');
    return plain ? "'" + text + "'" : token.source();
  }

  private static String joined(List<Part> parts, Function<Part, String> written) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < parts.size(); at++) {
      if (at > 0 && isSpace(parts, at)) {
        text.append(' ');
      }
      text.append(written.apply(parts.get(at)));
    }
    return text.toString();
  }

  private static boolean isSpace(List<Part> parts, int at) {
    Part before = parts.get(at - 1);
    Part part = parts.get(at);
    if (before.is("(") || before.is("[") || before.is(".") || before.is("::") || before.is("@")) {
      return false;
    }
    if (part.is(")") || part.is("]") || part.is(",") || part.is(".") || part.is("::")) {
      return false;
    }
    if (part.is("(") || part.is("[")) {
      return before.operator() || BEFORE_EXPRESSION.contains(before.key()) || before.is(",");
    }
    return !isSign(parts, at - 1);
  }

  /// Returns whether this is the sign of what follows, and not an operator between two values.
  private static boolean isSign(List<Part> parts, int at) {
    boolean sign = parts.get(at).is("-") || parts.get(at).is("+");
    if (!sign || at == 0) {
      return sign;
    }
    Part before = parts.get(at - 1);
    return before.operator()
        || before.is("(")
        || before.is("[")
        || before.is(",")
        || BEFORE_EXPRESSION.contains(before.key());
  }
}
