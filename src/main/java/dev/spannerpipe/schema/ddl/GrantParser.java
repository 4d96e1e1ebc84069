package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.Grant;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.sql.SourceToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads `GRANT` and `REVOKE` into single privileges: one for each column, object and role.
final class GrantParser {
  /// What a privilege can be on, as the words before the name.
  private static final List<List<String>> KINDS =
      List.of(
          List.of("all", "tables", "in", "schema"),
          List.of("all", "sequences", "in", "schema"),
          List.of("all", "views", "in", "schema"),
          List.of("all", "change", "streams", "in", "schema"),
          List.of("all", "table", "functions", "in", "schema"),
          List.of("change", "stream"),
          List.of("table", "function"),
          List.of("table"),
          List.of("view"),
          List.of("sequence"),
          List.of("schema"),
          List.of("model"),
          List.of("function"));

  private final TokenReader reader;
  private final List<String> privileges = new ArrayList<>();

  private GrantParser(TokenReader reader) {
    this.reader = reader;
  }

  /// Returns the privileges of a statement, after its first word; none if it is not understood.
  static List<Grant> read(TokenReader reader) {
    return new GrantParser(reader).read();
  }

  private List<Grant> read() {
    if (reader.take("role")) {
      return grants("ROLE", list(), roles());
    }
    for (List<SourceToken> privilege :
        reader.split(reader.until(() -> reader.isAny("on", "to", "from")))) {
      privilege(reader.over(privilege));
    }
    if (!reader.take("on")) {
      // PostgreSQL has membership in a role without the word ROLE.
      List<Name> members = privileges.stream().map(this::roleName).toList();
      privileges.clear();
      return grants("ROLE", members, roles());
    }
    String kind = kind();
    return grants(kind, list(), roles());
  }

  private Name roleName(String privilege) {
    return Name.of(reader.dialect(), privilege.toLowerCase(Locale.ROOT));
  }

  private void privilege(TokenReader privilege) {
    List<SourceToken> words = privilege.until(() -> privilege.isSymbol('('));
    String text = privilege.fragment(words).text().toUpperCase(Locale.ROOT);
    List<Name> columns = privilege.names();
    if (columns.isEmpty()) {
      privileges.add(text);
    }
    columns.forEach(column -> privileges.add("%s (%s)".formatted(text, column.key())));
  }

  private String kind() {
    for (List<String> kind : KINDS) {
      if (reader.take(kind.toArray(String[]::new))) {
        return String.join(" ", kind).toUpperCase(Locale.ROOT);
      }
    }
    return "TABLE";
  }

  private List<Name> roles() {
    if (!reader.take("to")) {
      reader.take("from");
    }
    reader.take("role");
    return list();
  }

  private List<Name> list() {
    List<Name> names = new ArrayList<>();
    do {
      Name name = reader.name();
      if (!name.isEmpty()) {
        names.add(name);
      }
    } while (reader.takeSymbol(','));
    return names;
  }

  private List<Grant> grants(String kind, List<Name> objects, List<Name> roles) {
    List<Grant> grants = new ArrayList<>();
    for (String privilege : kind.equals("ROLE") ? List.of("ROLE") : privileges) {
      for (Name object : objects) {
        for (Name role : roles) {
          grants.add(new Grant(privilege, kind, object, role));
        }
      }
    }
    return reader.atEnd() ? grants : List.of();
  }
}
