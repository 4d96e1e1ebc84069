package dev.spannerpipe.doctor.cel;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parses the subset of the [Common Expression Language](https://github.com/google/cel-spec) that
/// most attribute mappings and conditions of workload identity providers use.
public final class CelParser {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<string>'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\")|(?<number>[0-9]+)|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<sign>==|!=|&&|\\|\\||[!()\\[\\].,?:+]))");
  private static final Set<String> METHODS =
      Set.of("startsWith", "endsWith", "contains", "matches");

  /// Finds an unsupported escape sequence: any except `\\`, `\'` and `\"`. The pattern skips both
  /// characters of `\\`, because its second backslash does not start an escape sequence.
  private static final Pattern ESCAPE =
      Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*(?<escape>\\\\[^\\\\'\"])");

  private static final int DEEPEST = 50;

  private final List<Token> tokens = new ArrayList<>();
  private int position;
  private int depth;

  private record Token(String kind, String text, int from, int to) {}

  private CelParser(String text) {
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (!text.substring(at).isBlank()) {
      if (!matcher.find(at) || matcher.start() != at) {
        int blanks = text.substring(at).length() - text.substring(at).stripLeading().length();
        throw CelException.unknown("the text at character %d".formatted(at + blanks + 1));
      }
      for (String kind : List.of("string", "number", "word", "sign")) {
        if (matcher.group(kind) != null) {
          tokens.add(new Token(kind, matcher.group(kind), matcher.start(kind), matcher.end(kind)));
        }
      }
      at = matcher.end();
    }
    tokens.add(new Token("end", "", text.length(), text.length()));
  }

  /// Parses an expression. Throws a [CelException] if it is not supported.
  public static Cel parse(String text) {
    CelParser parser = new CelParser(text);
    Cel expression = parser.choice();
    if (!parser.peek().kind().equals("end")) {
      throw parser.unknown();
    }
    return expression;
  }

  private Token peek() {
    return tokens.get(position);
  }

  private Token next() {
    return tokens.get(position++);
  }

  private boolean accept(String text) {
    boolean there = peek().text().equals(text) && !peek().kind().equals("string");
    position += there ? 1 : 0;
    return there;
  }

  private Token expect(String text) {
    if (!peek().text().equals(text)) {
      throw unknown();
    }
    return next();
  }

  private CelException unknown() {
    return CelException.unknown("the text at character %d".formatted(peek().from() + 1));
  }

  private Cel choice() {
    deeper();
    Cel condition = or();
    if (accept("?")) {
      Cel yes = or();
      expect(":");
      Cel no = choice();
      condition = new Cel.Choice(condition.from(), no.to(), condition, yes, no);
    }
    depth--;
    return condition;
  }

  private void deeper() {
    depth++;
    if (depth > DEEPEST) {
      throw CelException.unknown("more than 50 levels");
    }
  }

  private Cel or() {
    Cel left = and();
    while (accept("||")) {
      left = binary("||", left, and());
    }
    return left;
  }

  private Cel and() {
    Cel left = relation();
    while (accept("&&")) {
      left = binary("&&", left, relation());
    }
    return left;
  }

  private Cel relation() {
    Cel left = sum();
    for (String operator : List.of("==", "!=", "in")) {
      if (accept(operator)) {
        return binary(operator, left, sum());
      }
    }
    return left;
  }

  private Cel sum() {
    Cel left = unary();
    while (accept("+")) {
      left = binary("+", left, unary());
    }
    return left;
  }

  private static Cel binary(String operator, Cel left, Cel right) {
    return new Cel.Binary(left.from(), right.to(), operator, left, right);
  }

  private Cel unary() {
    int from = peek().from();
    if (accept("!")) {
      deeper();
      Cel operand = unary();
      depth--;
      return new Cel.Not(from, operand.to(), operand);
    }
    return postfix();
  }

  private Cel postfix() {
    Cel value = primary();
    while (true) {
      if (accept(".")) {
        value = member(value, next());
      } else if (accept("[")) {
        Token name = next();
        if (!name.kind().equals("string")) {
          throw unknown();
        }
        value = new Cel.Member(value.from(), expect("]").to(), value, unquoted(name));
      } else {
        return value;
      }
    }
  }

  private Cel member(Cel of, Token name) {
    if (!name.kind().equals("word")) {
      throw unknown();
    }
    if (!accept("(")) {
      return new Cel.Member(of.from(), name.to(), of, name.text());
    }
    if (!METHODS.contains(name.text())) {
      throw CelException.unknown("the function " + name.text());
    }
    Cel argument = choice();
    return new Cel.Call(of.from(), expect(")").to(), of, name.text(), argument);
  }

  private Cel primary() {
    Token token = next();
    return switch (token.kind()) {
      case "string" -> literal(token, new JsonString(unquoted(token)));
      case "number" -> literal(token, number(token));
      case "word" -> word(token);
      default -> sign(token);
    };
  }

  private static Json number(Token token) {
    try {
      return new JsonNumber(Long.parseLong(token.text()));
    } catch (NumberFormatException _) {
      throw CelException.unknown("the number " + token.text());
    }
  }

  private static Cel literal(Token token, Json value) {
    return new Cel.Literal(token.from(), token.to(), value);
  }

  private Cel word(Token token) {
    return switch (token.text()) {
      case "true", "false" -> literal(token, new JsonBoolean(token.text().equals("true")));
      case "has" -> has(token);
      default -> new Cel.Name(token.from(), token.to(), token.text());
    };
  }

  private Cel has(Token token) {
    expect("(");
    if (!(choice() instanceof Cel.Member member)) {
      throw unknown();
    }
    return new Cel.Has(token.from(), expect(")").to(), member);
  }

  private Cel sign(Token token) {
    if (token.text().equals("(")) {
      Cel inner = choice();
      expect(")");
      return inner;
    }
    if (!token.text().equals("[")) {
      position--;
      throw unknown();
    }
    List<Cel> values = new ArrayList<>();
    while (!peek().text().equals("]")) {
      values.add(choice());
      if (!accept(",")) {
        break;
      }
    }
    return new Cel.Items(token.from(), expect("]").to(), values);
  }

  private static String unquoted(Token token) {
    String inner = token.text().substring(1, token.text().length() - 1);
    Matcher escape = ESCAPE.matcher(inner);
    if (escape.find()) {
      throw CelException.unknown("the escape " + escape.group());
    }
    return inner.replaceAll("\\\\(.)", "$1");
  }
}
