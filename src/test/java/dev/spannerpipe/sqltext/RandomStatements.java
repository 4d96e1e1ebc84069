package dev.spannerpipe.sqltext;

import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Makes statements about the table `T` and knows what they leave in it.
final class RandomStatements {
  private final RandomText random;
  private final RandomLiteral literals;
  private final Dialect dialect;
  private final Map<Integer, List<String>> rows = new TreeMap<>();
  private int lastId;

  RandomStatements(Dialect dialect, Random random) {
    this.random = new RandomText(random);
    this.literals = new RandomLiteral(this.random, dialect);
    this.dialect = dialect;
  }

  /// Returns the random numbers that the statements come from.
  RandomText random() {
    return random;
  }

  /// Returns the rows that the table holds after all statements: id and two columns.
  List<List<String>> rows() {
    return rows.entrySet().stream()
        .map(row -> List.of(row.getKey().toString(), row.getValue().get(0), row.getValue().get(1)))
        .toList();
  }

  /// Returns a statement with comments in it, without a delimiter. It begins and ends with a token.
  String next() {
    int kind = rows.isEmpty() ? 0 : random.below(8);
    return switch (kind) {
      case 5 -> update();
      case 6 -> rows.size() > 5 ? delete() : insert();
      case 7 -> insertSelected();
      default -> insert();
    };
  }

  private String insert() {
    List<String> values = newRow();
    return joined(
        List.of(
            "INSERT",
            "INTO",
            "T",
            "(",
            "Id",
            ",",
            "begin",
            ",",
            "go",
            ")",
            "VALUES",
            "(",
            String.valueOf(lastId),
            ",",
            literals.of(values.get(0)),
            ",",
            literals.of(values.get(1)),
            ")"));
  }

  private String insertSelected() {
    List<String> values = newRow();
    boolean postgresql = dialect == Dialect.POSTGRESQL;
    String alias = postgresql ? "\"a;--\"\"'\"" : "`a;--\\`'`";
    List<String> pieces =
        new ArrayList<>(List.of("INSERT", "INTO", "T", "(", "Id", ",", "begin", ",", "go", ")"));
    String text = postgresql ? "text" : "STRING";
    pieces.addAll(
        List.of(
            "SELECT",
            "CAST",
            "(",
            String.valueOf(lastId * 4L),
            "/",
            "4",
            "AS",
            postgresql ? "bigint" : "INT64",
            ")",
            ",",
            "x",
            ".",
            alias,
            ",",
            "CAST",
            "(",
            literals.of(values.get(1)),
            "AS",
            text,
            ")",
            "FROM",
            "(",
            "SELECT",
            "CAST",
            "(",
            literals.of(values.get(0)),
            "AS",
            text,
            ")",
            "AS",
            alias,
            ")",
            "AS",
            "x"));
    return joined(pieces);
  }

  private List<String> newRow() {
    lastId++;
    List<String> values = List.of(random.meaning(), random.meaning());
    rows.put(lastId, values);
    return values;
  }

  private String update() {
    int id = random.one(List.copyOf(rows.keySet()));
    String value = random.meaning();
    List<String> before = rows.get(id);
    rows.put(id, List.of(before.get(0), value));
    List<String> pieces =
        new ArrayList<>(
            List.of("UPDATE", "T", "SET", "go", "=", literals.of(value), "WHERE", "Id"));
    pieces.addAll(
        random.chance(0.3)
            ? List.of(
                "IN",
                "(",
                "SELECT",
                "y",
                ".",
                "Id",
                "FROM",
                "T",
                hint(),
                "AS",
                "y",
                "WHERE",
                "y",
                ".",
                "Id",
                "=",
                String.valueOf(id),
                ")")
            : List.of("=", String.valueOf(id)));
    pieces.addAll(List.of("AND", "begin", "=", literals.of(before.get(0))));
    return joined(pieces);
  }

  /// A hint with another prefix than Spanner's is for somebody else.
  private String hint() {
    return dialect == Dialect.POSTGRESQL
        ? "/*@ FORCE_INDEX=_BASE_TABLE */"
        : "@{FORCE_INDEX=_BASE_TABLE, other.note='; -- #'}";
  }

  private String delete() {
    int id = random.one(List.copyOf(rows.keySet()));
    rows.remove(id);
    return joined(List.of("DELETE", "FROM", "T", "WHERE", "Id", "=", String.valueOf(id)));
  }

  private String joined(List<String> pieces) {
    StringBuilder text = new StringBuilder(pieces.getFirst());
    for (int index = 1; index < pieces.size(); index++) {
      text.append(gap(pieces.get(index - 1), pieces.get(index))).append(pieces.get(index));
    }
    return text.toString();
  }

  private String gap(String before, String after) {
    boolean punctuation = "(),=.".contains(before) || "(),=.".contains(after);
    if (punctuation && random.chance(0.5)) {
      return "";
    }
    // The emulator takes what follows a hint of the PostgreSQL dialect without a blank for a part
    // of it.
    String gap = random.chance(0.75) || before.endsWith("*/") ? white() : comment();
    // At the start of a line, these would be delimiters.
    return after.equals("go") || after.equals("/") ? gap + " " : gap;
  }

  private String white() {
    return random.one(List.of(" ", " ", " ", "\n", "\n\n  ", "\t"));
  }

  /// Returns a comment that may stand before or behind a statement. The emulator takes a statement
  /// of the PostgreSQL dialect that begins with a nested comment for none.
  String outerComment() {
    return random.chance(0.5) ? "/*" + random.plainBlock() + "*/" : " --" + random.line() + "\n";
  }

  private String comment() {
    boolean postgresql = dialect == Dialect.POSTGRESQL;
    return switch (random.below(4)) {
      case 0 -> " --" + random.line() + "\n";
      case 1 -> (postgresql ? "--" : "#") + random.line() + "\n";
      default -> "/*" + random.block(postgresql) + "*/";
    };
  }
}
