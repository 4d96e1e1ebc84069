package dev.spannerpipe.lint;

import dev.spannerpipe.sql.Dialect;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Names that a database accepts and that cause trouble later.
final class ProblematicNames {
  /// 90% of the 128 characters that Spanner accepts. A suffix for a copy or an index must fit, too.
  private static final int LONG = 116;

  /// Source: [Reserved
  /// keywords](https://cloud.google.com/spanner/docs/reference/standard-sql/lexical#reserved_keywords).
  private static final Set<String> GOOGLE_SQL =
      words(
          """
          all and any array as asc assert_rows_modified at between by case cast collate contains
          create cross cube current default define desc distinct else end enum escape except exclude
          exists extract false fetch following for from full group grouping groups hash having if
          ignore in inner intersect interval into is join lateral left like limit lookup merge natural
          new no not null nulls of on or order outer over partition preceding proto range recursive
          respect right rollup rows select set some struct tablesample then to treat true unbounded
          union unnest using when where window with within
          """);

  /// Source: [SQL keywords](https://www.postgresql.org/docs/current/sql-keywords-appendix.html),
  /// those that are reserved in PostgreSQL.
  private static final Set<String> POSTGRESQL =
      words(
          """
          all analyse analyze and any array as asc asymmetric both case cast check collate column
          constraint create current_catalog current_date current_role current_time current_timestamp
          current_user default deferrable desc distinct do else end except false fetch for foreign
          from grant group having in initially intersect into lateral leading limit localtime
          localtimestamp not null offset on only or order placing primary references returning select
          session_user some symmetric table then to trailing true union unique user using variadic
          when where window with
          """);

  private ProblematicNames() {}

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }

  /// Returns what is wrong with a name, as the end of a sentence whose subject is the name; empty
  /// if nothing is.
  static Optional<String> trouble(Dialect dialect, String name) {
    if (name.length() >= LONG) {
      return Optional.of("has " + name.length() + " of at most 128 characters");
    }
    Set<String> reserved =
        switch (dialect) {
          case GOOGLE_STANDARD_SQL -> GOOGLE_SQL;
          case POSTGRESQL -> POSTGRESQL;
        };
    return reserved.contains(name.toLowerCase(Locale.ROOT))
        ? Optional.of("is a reserved word, so every query must quote it")
        : Optional.empty();
  }
}
