package dev.spannerpipe.simulation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The few statements of GoogleSQL that the model understands.
sealed interface ToyStatement {
  record CreateTable(String table, List<String> columns) implements ToyStatement {}

  record DropTable(String table) implements ToyStatement {}

  record AddColumn(String table, String column) implements ToyStatement {}

  record DropColumn(String table, String column) implements ToyStatement {}

  record CreateIndex(String index, String table, String column, boolean unique)
      implements ToyStatement {}

  record DropIndex(String index, boolean ifExists) implements ToyStatement {}

  record Insert(String table, List<String> columns, List<Long> values) implements ToyStatement {}

  /// Adds to a column of one row.
  record Increase(String table, String column, long by, long id) implements ToyStatement {}

  /// Fills a column wherever it is empty.
  record Fill(String table, String column, long value) implements ToyStatement {}

  record Delete(String table, long id) implements ToyStatement {}

  record CountRows(String table) implements ToyStatement {}

  record CountTables(String table) implements ToyStatement {}

  record CountColumns(String table, String column) implements ToyStatement {}

  /// What the model does not understand.
  record Nonsense(String text) implements ToyStatement {}

  /// Reads a statement.
  static ToyStatement parse(String sql) {
    return Grammar.PARSED.computeIfAbsent(sql, Grammar::read);
  }

  /// Returns whether it can be part of a schema operation.
  default boolean isSchemaChange() {
    return switch (this) {
      case CreateTable _, DropTable _, AddColumn _, DropColumn _, CreateIndex _, DropIndex _ ->
          true;
      case Insert _, Increase _, Fill _, Delete _ -> false;
      case CountRows _, CountTables _, CountColumns _, Nonsense _ -> false;
    };
  }

  /// How the statements are written.
  final class Grammar {
    private static final Map<String, ToyStatement> PARSED = new ConcurrentHashMap<>();

    private record Form(Pattern pattern, Function<Matcher, ToyStatement> read) {}

    private static final List<Form> FORMS =
        List.of(
            form(
                "CREATE TABLE (\\w+) \\((.*)\\) PRIMARY KEY \\(Id\\)",
                m -> new CreateTable(m.group(1), columns(m.group(2)))),
            form("DROP TABLE (\\w+)", m -> new DropTable(m.group(1))),
            form(
                "ALTER TABLE (\\w+) ADD COLUMN (\\w+) INT64",
                m -> new AddColumn(m.group(1), m.group(2))),
            form(
                "ALTER TABLE (\\w+) DROP COLUMN (\\w+)",
                m -> new DropColumn(m.group(1), m.group(2))),
            form(
                "CREATE (UNIQUE )?INDEX (\\w+) ON (\\w+) ?\\((\\w+)\\)",
                m -> new CreateIndex(m.group(2), m.group(3), m.group(4), m.group(1) != null)),
            form(
                "DROP INDEX (IF EXISTS )?(\\w+)",
                m -> new DropIndex(m.group(2), m.group(1) != null)),
            form(
                "INSERT INTO (\\w+) \\(([\\w, ]+)\\) VALUES \\(([\\d, ]+)\\)",
                m -> new Insert(m.group(1), words(m.group(2)), numbers(m.group(3)))),
            form(
                "UPDATE (\\w+) SET (\\w+) = \\2 \\+ (\\d+) WHERE Id = (\\d+)",
                m ->
                    new Increase(
                        m.group(1),
                        m.group(2),
                        Long.parseLong(m.group(3)),
                        Long.parseLong(m.group(4)))),
            form(
                "UPDATE (\\w+) SET (\\w+) = (\\d+) WHERE \\2 IS NULL",
                m -> new Fill(m.group(1), m.group(2), Long.parseLong(m.group(3)))),
            form(
                "DELETE FROM (\\w+) WHERE Id = (\\d+)",
                m -> new Delete(m.group(1), Long.parseLong(m.group(2)))),
            form(
                "SELECT COUNT\\(\\*\\) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = '(\\w+)'",
                m -> new CountTables(m.group(1))),
            form(
                "SELECT COUNT\\(\\*\\) FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = '(\\w+)' AND COLUMN_NAME = '(\\w+)'",
                m -> new CountColumns(m.group(1), m.group(2))),
            form("SELECT COUNT\\(\\*\\) FROM (\\w+)", m -> new CountRows(m.group(1))));

    private Grammar() {}

    private static Form form(String pattern, Function<Matcher, ToyStatement> read) {
      return new Form(Pattern.compile(pattern), read);
    }

    private static ToyStatement read(String sql) {
      for (Form form : FORMS) {
        Matcher matcher = form.pattern().matcher(sql);
        if (matcher.matches()) {
          return form.read().apply(matcher);
        }
      }
      return new Nonsense(sql);
    }

    private static List<String> columns(String text) {
      return Stream.of(text.split(", ", -1)).map(column -> column.split(" ", -1)[0]).toList();
    }

    private static List<String> words(String text) {
      return List.of(text.split(", ", -1));
    }

    private static List<Long> numbers(String text) {
      return Stream.of(text.split(", ", -1)).map(Long::valueOf).toList();
    }
  }
}
