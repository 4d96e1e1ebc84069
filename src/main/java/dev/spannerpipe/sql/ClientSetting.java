package dev.spannerpipe.sql;

import dev.spannerpipe.sql.ClientStatement.DmlMode;
import dev.spannerpipe.sql.ClientStatement.ProtoDescriptors;
import dev.spannerpipe.sql.ClientStatement.ProtoDescriptorsFile;
import dev.spannerpipe.sql.ClientStatement.Rejected;
import dev.spannerpipe.sql.ClientStatement.WithoutEffect;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Parses `SET name = value` as Spanner's JDBC driver does.
final class ClientSetting {
  /// Settings that do not change what is stored in the database.
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "retry_aborts_internally",
          "return_commit_stats",
          "rpc_priority",
          "max_commit_delay",
          "optimizer_version",
          "optimizer_statistics_package",
          "read_only_staleness",
          "directed_read",
          "data_boost_enabled",
          "auto_partition_mode",
          "max_partitions",
          "max_partitioned_parallelism",
          "delay_transaction_start_until_first_write",
          "keep_transaction_alive",
          "savepoint_support",
          "batch_dml_update_count",
          "auto_batch_dml",
          "auto_batch_dml_update_count",
          "auto_batch_dml_update_count_verification",
          "isolation_level",
          "default_transaction_isolation",
          "read_lock_mode",
          "transaction_timeout",
          "statement_tag");

  /// The settings that need no prefix in PostgreSQL. All other settings need the prefix `spanner.`
  /// there.
  private static final Set<String> WITHOUT_PREFIX =
      Set.of(
          "autocommit",
          "statement_timeout",
          "default_transaction_isolation",
          "default_transaction_read_only");

  private static final Pattern TIMEOUT = Pattern.compile("null|default|\\d+(s|ms|us|ns)?");
  private static final String REMOVE = "Remove the statement";

  private final boolean postgresql;
  private final List<SqlToken> tokens;
  private int at = 1;

  ClientSetting(Dialect dialect, List<SqlToken> tokens) {
    this.postgresql = dialect == Dialect.POSTGRESQL;
    this.tokens = tokens;
  }

  ClientStatement read() {
    if (postgresql && (is("session") || is("local"))) {
      at++;
    }
    boolean prefixed = is("spanner") && at + 1 < tokens.size() && tokens.get(at + 1).isSymbol('.');
    at += prefixed ? 2 : 0;
    String name = at < tokens.size() ? tokens.get(at++).folded() : "";
    if (name.equals("transaction")) {
      return transaction();
    }
    boolean equals = at < tokens.size() && tokens.get(at).isSymbol('=');
    boolean known = postgresql ? prefixed || WITHOUT_PREFIX.contains(name) : !prefixed;
    if (!known || !(equals || (postgresql && is("to")))) {
      return unknown(name);
    }
    at++;
    return setting(name, value());
  }

  private boolean is(String word) {
    return at < tokens.size() && tokens.get(at).is(word);
  }

  /// Returns the value: a string, a word, or a number, which may consist of several tokens.
  private String value() {
    StringBuilder value = new StringBuilder();
    tokens.subList(Math.min(at, tokens.size()), tokens.size()).forEach(t -> value.append(t.text()));
    return value.toString();
  }

  private boolean isText() {
    return tokens.size() == at + 1 && tokens.getLast().kind() == SqlToken.Kind.STRING;
  }

  private ClientStatement setting(String name, String value) {
    String folded = value.toLowerCase(Locale.ROOT);
    return switch (name) {
      case "proto_descriptors" ->
          postgresql ? unknown(name) : isText() ? new ProtoDescriptors(value) : text(name);
      case "proto_descriptors_file_path" ->
          postgresql ? unknown(name) : isText() ? new ProtoDescriptorsFile(value) : text(name);
      case "autocommit_dml_mode" -> dmlMode(folded);
      case "statement_timeout" ->
          TIMEOUT.matcher(folded).matches()
              ? new WithoutEffect(false)
              : new Rejected(
                  "the driver does not accept the timeout '" + value + "'",
                  "Write a number with s, ms, us or ns, or remove the statement");
      case "transaction_tag" -> new WithoutEffect(true);
      case "autocommit" -> mode(folded, "true", "the driver rejects this within a change set");
      case "readonly", "default_transaction_read_only" ->
          mode(folded, "false", "the driver would then reject all later changes");
      case "exclude_txn_from_change_streams" ->
          mode(folded, "false", "the pipe cannot keep data changes out of change streams");
      default -> WITHOUT_EFFECT.contains(name) ? new WithoutEffect(false) : unknown(name);
    };
  }

  private static ClientStatement mode(String value, String usual, String reason) {
    return value.equals(usual) ? new WithoutEffect(false) : new Rejected(reason, REMOVE);
  }

  private static ClientStatement dmlMode(String value) {
    return switch (value) {
      case "partitioned_non_atomic" -> new DmlMode(true);
      case "transactional", "transactional_with_fallback_to_partitioned_non_atomic" ->
          new DmlMode(false);
      default ->
          new Rejected(
              "the driver does not know this mode",
              "Write TRANSACTIONAL or PARTITIONED_NON_ATOMIC");
    };
  }

  private ClientStatement transaction() {
    return is("read") && at + 1 < tokens.size() && tokens.get(at + 1).is("only")
        ? new Rejected("nothing could be changed in that transaction", REMOVE)
        : new WithoutEffect(true);
  }

  private static ClientStatement text(String name) {
    return new Rejected(
        "the value of " + name.toUpperCase(Locale.ROOT) + " is not a string in single quotes",
        "Put the value into single quotes");
  }

  private ClientStatement unknown(String name) {
    String hint =
        postgresql
            ? "Write SET spanner.<name> for a setting of the driver, or remove the statement"
            : REMOVE;
    return new Rejected(
        name + " is not a setting of the JDBC driver, or the pipe does not know it", hint);
  }
}
