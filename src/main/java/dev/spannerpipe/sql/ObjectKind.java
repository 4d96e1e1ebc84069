package dev.spannerpipe.sql;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The kinds of objects of a Spanner schema, in both dialects: those that a DDL statement creates,
/// alters or drops, and then the parts of a table and the rest.
///
/// Sources: [GoogleSQL
/// DDL](https://cloud.google.com/spanner/docs/reference/standard-sql/data-definition-language),
/// [PostgreSQL
/// DDL](https://cloud.google.com/spanner/docs/reference/postgresql/data-definition-language).
public enum ObjectKind {
  /// The database itself.
  DATABASE,
  /// A named schema.
  SCHEMA,
  /// A table.
  TABLE,
  /// A secondary index.
  INDEX,
  /// A full-text index.
  SEARCH_INDEX,
  /// An index of nearest neighbors.
  VECTOR_INDEX,
  /// A view.
  VIEW,
  /// A sequence.
  SEQUENCE,
  /// A change stream.
  CHANGE_STREAM,
  /// A database role of fine-grained access control.
  ROLE,
  /// A machine learning model.
  MODEL,
  /// A property graph.
  PROPERTY_GRAPH,
  /// A function.
  FUNCTION,
  /// The protocol buffer types of the database. It has no name.
  PROTO_BUNDLE,
  /// A locality group.
  LOCALITY_GROUP,
  /// A placement.
  PLACEMENT,
  /// A queue.
  QUEUE,
  /// A package of optimizer statistics.
  STATISTICS,
  /// A constraint of a table.
  CONSTRAINT,
  /// A second name of a table.
  SYNONYM,
  /// A column of a table.
  COLUMN,
  /// A foreign key of a table.
  FOREIGN_KEY,
  /// A check constraint of a table.
  CHECK,
  /// A privilege that a role has.
  GRANT,
  /// Something else, of which only the text is known.
  UNKNOWN;

  private static final Map<String, ObjectKind> BY_WORDS =
      Arrays.stream(values())
          .filter(kind -> kind.compareTo(SYNONYM) <= 0)
          .collect(Collectors.toMap(ObjectKind::words, Function.identity()));

  /// Returns the kind that follows `CREATE`, `ALTER` or `DROP` with this name; empty if Spanner has
  /// no such kind, as far as is known.
  ///
  /// @param words the words, in lower case, separated by single spaces
  public static Optional<ObjectKind> of(String words) {
    return Optional.ofNullable(BY_WORDS.get(words));
  }

  /// Returns the kind's name in SQL, in lower case: `change stream`.
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// Returns whether it is one of the three kinds of indexes.
  public boolean isIndex() {
    return this == INDEX || this == SEARCH_INDEX || this == VECTOR_INDEX;
  }
}
