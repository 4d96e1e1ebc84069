package dev.spannerpipe.sql;

import dev.spannerpipe.sql.ClientStatement.AbortBatch;
import dev.spannerpipe.sql.ClientStatement.Begin;
import dev.spannerpipe.sql.ClientStatement.Commit;
import dev.spannerpipe.sql.ClientStatement.Rejected;
import dev.spannerpipe.sql.ClientStatement.ResetAll;
import dev.spannerpipe.sql.ClientStatement.Rollback;
import dev.spannerpipe.sql.ClientStatement.RunBatch;
import dev.spannerpipe.sql.ClientStatement.StartBatch;
import dev.spannerpipe.sql.ClientStatement.WithoutEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Parses the statements that the JDBC driver executes itself. [ClientSetting] parses `SET`.
final class ClientStatementParser {
  private static final String READ_ONLY =
      "a read-only transaction changes nothing, and the driver rejects data changes in it";

  private static final Set<String> FIRST_WORDS =
      Set.of(
          "set",
          "begin",
          "start",
          "commit",
          "end",
          "rollback",
          "abort",
          "run",
          "show",
          "partition",
          "reset");

  private final Dialect dialect;
  private final List<SqlToken> tokens;

  ClientStatementParser(Dialect dialect, List<SqlToken> tokens) {
    this.dialect = dialect;
    this.tokens = withoutEnd(tokens);
  }

  /// Returns whether a statement with these first tokens may be a statement of the driver.
  static boolean isCandidate(List<SqlToken> head) {
    return !head.isEmpty()
        && head.getFirst().kind() == SqlToken.Kind.WORD
        && FIRST_WORDS.contains(head.getFirst().folded());
  }

  private static List<SqlToken> withoutEnd(List<SqlToken> tokens) {
    int end = tokens.size();
    while (end > 0 && tokens.get(end - 1).isSymbol(';')) {
      end--;
    }
    return tokens.subList(0, end);
  }

  Optional<ClientStatement> parse() {
    return switch (tokens.getFirst().folded()) {
      case "set" -> Optional.of(new ClientSetting(dialect, tokens).read());
      case "begin" -> Optional.of(begin(1));
      case "start" -> start();
      case "commit" -> Optional.of(end(new Commit()));
      case "end" -> postgresql().map(_ -> end(new Commit()));
      case "rollback" -> Optional.of(end(new Rollback()));
      case "abort" -> abort();
      case "run" -> run();
      case "show" -> show();
      case "partition" -> Optional.of(new WithoutEffect(false));
      case "reset" -> Optional.of(reset());
      default -> Optional.empty();
    };
  }

  private Optional<ClientStatement> postgresql() {
    return dialect == Dialect.POSTGRESQL ? Optional.of(new WithoutEffect(false)) : Optional.empty();
  }

  private Optional<ClientStatement> start() {
    if (word(1).equals("transaction")) {
      return Optional.of(begin(1));
    }
    if (are("start", "batch", "ddl")) {
      return Optional.of(new StartBatch(StatementKind.DDL));
    }
    return are("start", "batch", "dml")
        ? Optional.of(new StartBatch(StatementKind.DML))
        : Optional.empty();
  }

  private ClientStatement begin(int from) {
    List<String> modes = words(from);
    modes.removeIf(word -> word.equals("transaction") || word.equals("work"));
    return modes.contains("only") ? new Rejected(READ_ONLY, "Remove READ ONLY") : new Begin();
  }

  private ClientStatement end(ClientStatement statement) {
    List<String> words = words(1);
    return words.contains("chain") && !words.contains("no")
        ? new Rejected(
            "the driver does not support AND CHAIN",
            "Remove AND CHAIN, and write BEGIN TRANSACTION after the statement")
        : words.contains("to")
            ? new Rejected(
                "the driver does not support savepoints in this statement", "Remove the statement")
            : statement;
  }

  private Optional<ClientStatement> abort() {
    if (word(1).equals("batch")) {
      return Optional.of(new AbortBatch());
    }
    return postgresql().map(_ -> end(new Rollback()));
  }

  private Optional<ClientStatement> run() {
    if (are("run", "batch")) {
      return Optional.of(new RunBatch());
    }
    return word(1).startsWith("partition")
        ? Optional.of(new WithoutEffect(false))
        : Optional.empty();
  }

  private Optional<ClientStatement> show() {
    boolean variable =
        dialect == Dialect.POSTGRESQL || word(1).equals("variable") || word(1).equals("variables");
    return variable ? Optional.of(new WithoutEffect(false)) : Optional.empty();
  }

  private ClientStatement reset() {
    return are("reset", "all") ? new ResetAll() : new WithoutEffect(false);
  }

  private boolean are(String... wanted) {
    return words(0).equals(List.of(wanted)) && tokens.size() == wanted.length;
  }

  private String word(int place) {
    return place < tokens.size() && tokens.get(place).kind() == SqlToken.Kind.WORD
        ? tokens.get(place).folded()
        : "";
  }

  private List<String> words(int from) {
    List<String> words = new ArrayList<>();
    for (SqlToken token : tokens.subList(Math.min(from, tokens.size()), tokens.size())) {
      words.add(token.folded());
    }
    return words;
  }
}
