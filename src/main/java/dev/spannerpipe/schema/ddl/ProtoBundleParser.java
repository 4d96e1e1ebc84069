package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.OtherObject;
import dev.spannerpipe.sql.SqlFragment;
import java.util.Set;
import java.util.TreeSet;

/// Reads the list of types of a proto bundle. The order means nothing.
final class ProtoBundleParser {
  private ProtoBundleParser() {}

  /// Returns the text of a bundle after `INSERT (…)`, `UPDATE (…)` and `DELETE (…)`.
  static SqlFragment changed(TokenReader reader, OtherObject bundle) {
    Set<String> types = types(TokenReader.of(reader.dialect(), "(" + bundle.text().text() + ")"));
    while (!reader.atEnd()) {
      if (reader.take("insert")) {
        types.addAll(types(reader));
      } else if (reader.take("delete")) {
        types.removeAll(types(reader));
      } else {
        reader.skip();
      }
    }
    return text(reader, types);
  }

  /// Returns the text of a new bundle.
  static SqlFragment created(TokenReader reader) {
    return text(reader, types(reader));
  }

  private static Set<String> types(TokenReader reader) {
    Set<String> types = new TreeSet<>();
    reader.names().forEach(type -> types.add(type.text()));
    return types;
  }

  private static SqlFragment text(TokenReader reader, Set<String> types) {
    return SqlFragment.of(reader.dialect(), String.join(", ", types));
  }
}
