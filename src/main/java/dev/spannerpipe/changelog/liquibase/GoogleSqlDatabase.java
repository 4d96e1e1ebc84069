package dev.spannerpipe.changelog.liquibase;

import dev.spannerpipe.changelog.generate.Literals;
import java.util.Locale;
import java.util.Set;
import liquibase.ext.spanner.CloudSpanner;

/// Liquibase's object for a Spanner database with the GoogleSQL dialect, without a connection.
public final class GoogleSqlDatabase extends CloudSpanner {
  /// Source: [GoogleSQL reserved
  /// keywords](https://cloud.google.com/spanner/docs/reference/standard-sql/lexical#reserved_keywords).
  private static final Set<String> RESERVED =
      Set.of(
          ("ALL AND ANY ARRAY AS ASC ASSERT_ROWS_MODIFIED AT BETWEEN BY CASE CAST COLLATE CONTAINS"
                  + " CREATE CROSS CUBE CURRENT DEFAULT DEFINE DESC DISTINCT ELSE END ENUM ESCAPE"
                  + " EXCEPT EXCLUDE EXISTS EXTRACT FALSE FETCH FOLLOWING FOR FROM FULL GROUP"
                  + " GROUPING GROUPS HASH HAVING IF IGNORE IN INNER INTERSECT INTERVAL INTO IS JOIN"
                  + " LATERAL LEFT LIKE LIMIT LOOKUP MERGE NATURAL NEW NO NOT NULL NULLS OF ON OR"
                  + " ORDER OUTER OVER PARTITION PRECEDING PROTO RANGE RECURSIVE RESPECT RIGHT ROLLUP"
                  + " ROWS SELECT SET SOME STRUCT TABLESAMPLE THEN TO TREAT TRUE UNBOUNDED UNION"
                  + " UNNEST USING WHEN WHERE WINDOW WITH WITHIN")
              .split(" "));

  @Override
  public boolean isReservedWord(String word) {
    return RESERVED.contains(word.toUpperCase(Locale.ROOT));
  }

  @Override
  public String escapeStringForDatabase(String text) {
    String quoted = Literals.googleSql(text);
    return quoted.substring(1, quoted.length() - 1);
  }
}
