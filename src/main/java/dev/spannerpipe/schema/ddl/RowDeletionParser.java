package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.RowDeletionPolicy;
import dev.spannerpipe.sql.SourceToken;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `ROW DELETION POLICY (OLDER_THAN(column, INTERVAL 30 DAY))` and PostgreSQL's `TTL INTERVAL
/// '30 days' ON column`.
final class RowDeletionParser {
  private static final Pattern AGE = Pattern.compile("(?i)(\\d{1,9})\\s+days?");

  private RowDeletionParser() {}

  static boolean isNext(TokenReader reader) {
    return reader.is("row", "deletion", "policy")
        || (reader.postgresql() && reader.is("ttl", "interval"));
  }

  /// Takes a policy, with the words that begin it.
  static Optional<RowDeletionPolicy> read(TokenReader reader) {
    if (reader.take("row", "deletion", "policy")) {
      return Optional.of(googleSql(reader, reader.parentheses()));
    }
    reader.take("ttl");
    return Optional.of(postgresql(reader, reader.until(() -> reader.isSymbol(','))));
  }

  /// Takes a policy, without the words that begin it.
  static RowDeletionPolicy policy(TokenReader reader) {
    return reader.postgresql()
        ? postgresql(reader, reader.rest())
        : googleSql(reader, reader.rest());
  }

  private static RowDeletionPolicy googleSql(TokenReader reader, List<SourceToken> tokens) {
    TokenReader policy = reader.over(tokens);
    policy.take("older_than");
    TokenReader inner = policy.over(policy.parentheses());
    Name column = inner.name();
    inner.takeSymbol(',');
    inner.take("interval");
    String days = inner.value();
    boolean known = inner.take("day") && inner.atEnd() && policy.atEnd();
    return policy(reader, tokens, column, known ? days : "");
  }

  private static RowDeletionPolicy postgresql(TokenReader reader, List<SourceToken> tokens) {
    TokenReader policy = reader.over(tokens);
    policy.take("interval");
    Matcher age = AGE.matcher(policy.value().strip());
    policy.take("on");
    Name column = policy.name();
    boolean known = age.matches() && policy.atEnd();
    return policy(reader, tokens, column, known ? age.group(1) : "");
  }

  private static RowDeletionPolicy policy(
      TokenReader reader, List<SourceToken> tokens, Name column, String days) {
    boolean known = days.matches("\\d{1,9}");
    return new RowDeletionPolicy(
        reader.fragment(tokens),
        known ? column : Name.NONE,
        known ? OptionalLong.of(Long.parseLong(days)) : OptionalLong.empty());
  }
}
