package dev.spannerpipe.changelog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks context and label expressions. This check is needed because Liquibase silently skips a
/// change set with an invalid expression: it reads the expression as a name that never matches.
final class FilterExpressionSyntax {
  private static final Pattern TOKEN = Pattern.compile("[()!,@]|[^\\s()!,@]+");

  private final List<String> tokens;
  private int at;

  private FilterExpressionSyntax(List<String> tokens) {
    this.tokens = tokens;
  }

  /// Returns what is wrong with an expression; empty if the expression is valid.
  static Optional<String> problem(String expression) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(expression);
    while (matcher.find()) {
      tokens.add(matcher.group().toLowerCase(Locale.ROOT));
    }
    if (tokens.isEmpty()) {
      return Optional.empty();
    }
    FilterExpressionSyntax syntax = new FilterExpressionSyntax(tokens);
    Optional<String> problem = syntax.alternatives();
    if (problem.isEmpty() && syntax.at < tokens.size()) {
      return Optional.of("\"" + tokens.get(syntax.at) + "\" is not expected");
    }
    return problem;
  }

  private boolean isNext(String token) {
    return at < tokens.size() && tokens.get(at).equals(token);
  }

  private Optional<String> alternatives() {
    Optional<String> problem = operand();
    while (problem.isEmpty() && (isNext("and") || isNext("or") || isNext(","))) {
      at++;
      problem = operand();
    }
    return problem;
  }

  private Optional<String> operand() {
    while (isNext("!") || isNext("not") || isNext("@")) {
      at++;
    }
    if (at == tokens.size()) {
      return Optional.of("a name is missing at its end");
    }
    if (isNext("(")) {
      at++;
      Optional<String> problem = alternatives();
      if (problem.isEmpty() && !isNext(")")) {
        return Optional.of("a parenthesis is not closed");
      }
      at++;
      return problem;
    }
    return name();
  }

  private Optional<String> name() {
    String token = tokens.get(at);
    if (token.equals(")") || token.equals(",") || token.equals("and") || token.equals("or")) {
      return Optional.of("a name is missing before \"" + token + "\"");
    }
    at++;
    // A name may contain spaces.
    while (at < tokens.size() && !isSeparator(tokens.get(at))) {
      at++;
    }
    return Optional.empty();
  }

  private static boolean isSeparator(String token) {
    return List.of("(", ")", ",", "and", "or", "!").contains(token);
  }
}
