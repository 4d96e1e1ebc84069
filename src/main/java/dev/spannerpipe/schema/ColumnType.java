package dev.spannerpipe.schema;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SourceToken;
import dev.spannerpipe.sql.SqlTokenizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The type of a column, under the name that the database prints: `STRING(20)` in GoogleSQL,
/// `character varying(20)` in PostgreSQL, which has several names for most types.
///
/// @param text the type without the length of a vector
/// @param vectorLength the number of elements of a vector; empty if it is not one, or of any length
public record ColumnType(String text, OptionalLong vectorLength) {
  private static final Pattern LENGTH = Pattern.compile("\\((\\d+)\\)");

  /// Names of PostgreSQL that mean the same as another one.
  private static final Map<String, String> PRINTED =
      Map.ofEntries(
          Map.entry("varchar", "character varying"),
          Map.entry("text", "character varying"),
          Map.entry("int8", "bigint"),
          Map.entry("int", "bigint"),
          Map.entry("integer", "bigint"),
          Map.entry("int4", "bigint"),
          Map.entry("serial", "bigint"),
          Map.entry("bigserial", "bigint"),
          Map.entry("float8", "double precision"),
          Map.entry("float4", "real"),
          Map.entry("bool", "boolean"),
          Map.entry("decimal", "numeric"),
          Map.entry("timestamptz", "timestamp with time zone"));

  /// Returns the type that these tokens name.
  public static ColumnType of(Dialect dialect, List<SourceToken> tokens) {
    return of(
        switch (dialect) {
          case GOOGLE_STANDARD_SQL -> googleSql(tokens);
          case POSTGRESQL -> postgresql(tokens);
        });
  }

  /// Returns the type that this text names.
  public static ColumnType of(Dialect dialect, String sql) {
    return of(dialect, SqlTokenizer.sourceTokens(dialect, sql));
  }

  private static ColumnType of(String text) {
    return new ColumnType(text, OptionalLong.empty());
  }

  /// Returns the type with this length of a vector.
  public ColumnType withVectorLength(OptionalLong length) {
    return new ColumnType(text, length);
  }

  /// The names of protocol buffers keep their case.
  private static String googleSql(List<SourceToken> tokens) {
    boolean proto = tokens.stream().anyMatch(token -> token.source().contains("."));
    String text = joined(tokens, token -> token.isName() ? token.token().text() : token.source());
    return proto ? text : text.toUpperCase(Locale.ROOT);
  }

  private static String postgresql(List<SourceToken> tokens) {
    String whole = joined(tokens, token -> token.token().folded());
    int end = 0;
    while (end < whole.length() && "([".indexOf(whole.charAt(end)) < 0) {
      end++;
    }
    String base = whole.substring(0, end);
    return PRINTED.getOrDefault(base, base) + whole.substring(end);
  }

  private static String joined(List<SourceToken> tokens, Function<SourceToken, String> written) {
    StringBuilder text = new StringBuilder();
    boolean word = false;
    for (SourceToken token : tokens) {
      text.append(word && token.isName() ? " " : "").append(written.apply(token));
      word = token.isName();
    }
    return text.toString();
  }

  /// Returns the name without lengths: `ARRAY<STRING>`, `character varying[]`.
  public String base() {
    return text.replaceAll("\\((MAX|\\d+)\\)", "");
  }

  /// Returns whether values of it have a length that the type may limit.
  public boolean hasLength() {
    return base().matches("(ARRAY<)?(STRING|BYTES)>?|character varying(\\[])?");
  }

  /// Returns the greatest length of a value, or of each element; empty if it is not limited.
  public OptionalLong length() {
    Matcher matcher = LENGTH.matcher(text);
    return matcher.find() && matcher.group(1).length() < 19
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /// Returns whether a column of this type may hold values that do not fit the other type. Only
  /// lengths can shrink; what any other change does is not known, and counts.
  public boolean isNarrowedBy(ColumnType other) {
    return !base().equals(other.base())
        || other.length().orElse(Long.MAX_VALUE) < length().orElse(Long.MAX_VALUE);
  }

  @Override
  public String toString() {
    return text
        + (vectorLength.isPresent() ? " (vector length " + vectorLength.getAsLong() + ")" : "");
  }
}
