package dev.spannerpipe.changelog;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.ProtoDescriptors;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.ClientStatement;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.RepeatableChange;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.SqlText;
import dev.spannerpipe.sql.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Makes the steps of one change set from its statements, in order: what the JDBC driver would keep
/// for itself says here how the statements after it are executed. Every change set begins with the
/// driver's defaults. Serves one change set and is not thread-safe.
final class StatementScript {
  private static final Logger LOG = Logger.getLogger(StatementScript.class.getName());
  private static final int SHOWN = 100;

  /// Something that the changelog opened and has to close.
  ///
  /// @param name what the changelog calls it
  /// @param kind what may be in it
  /// @param from the first step in it
  private record Open(String name, StatementKind kind, int from, SourceLocation location) {}

  private final Dialect dialect;
  private final ProtoDescriptorFiles files;
  private final boolean allPartitioned;
  private final List<ChangelogProblem> problems;
  private final List<Step> steps = new ArrayList<>();
  private @Nullable Open transaction;
  private @Nullable Open batch;
  private int transactions;
  private boolean partitioned;
  private Optional<ProtoDescriptors> descriptors = Optional.empty();
  private @Nullable SourceLocation descriptorsLocation;

  /// @param allPartitioned whether a directive makes all updates and deletes partitioned DML
  /// @param problems takes why a statement cannot be executed
  StatementScript(
      Dialect dialect,
      ProtoDescriptorFiles files,
      boolean allPartitioned,
      List<ChangelogProblem> problems) {
    this.dialect = dialect;
    this.files = files;
    this.allPartitioned = allPartitioned;
    this.problems = problems;
  }

  /// Takes a change that needs the live schema.
  void add(Step.Live step) {
    try {
      requireAllowed(StatementKind.DDL);
      steps.add(step);
    } catch (Refused refused) {
      reject(step.text(), step.location(), refused);
    }
  }

  /// Takes a statement.
  ///
  /// @param kind how it must be sent, where that does not follow from its text
  void add(String text, Optional<StatementKind> kind, SourceLocation location) {
    Optional<ClientStatement> client =
        kind.isEmpty() ? ClientStatement.of(dialect, text) : Optional.empty();
    try {
      if (client.isPresent()) {
        obey(client.get(), text, location);
      } else {
        step(text, kind.or(() -> SqlText.knownKind(dialect, text)), location);
      }
    } catch (Refused refused) {
      reject(text, location, refused);
    }
  }

  private void reject(String text, SourceLocation location, Refused refused) {
    problems.add(
        ChangelogProblem.of(
            location,
            new ConfigurationFailure(
                "%s: Could not plan the statement `%s`: %s"
                    .formatted(location, SqlText.shortened(text, SHOWN), refused.reason()),
                refused.action())));
  }

  private void step(String text, Optional<StatementKind> known, SourceLocation location) {
    StatementKind kind =
        known.orElseThrow(
            () ->
                new Refused(
                    "neither Spanner nor its JDBC driver has a statement that begins so",
                    "Correct or remove the statement"));
    requireAllowed(kind);
    switch (kind) {
      case DDL -> schemaChange(text, location);
      case DML, PARTITIONED_DML -> dataChange(text, location);
      case QUERY -> steps.add(new Step.Sql(kind, text, location));
    }
  }

  private void requireAllowed(StatementKind kind) {
    Open inner = batch == null ? transaction : batch;
    if (inner != null && inner.kind() != kind) {
      String what =
          switch (kind) {
            case DDL -> "a schema change";
            case DML, PARTITIONED_DML -> "a data change";
            case QUERY -> "a query";
          };
      throw new Refused(
          "%s cannot be in the %s of line %d"
              .formatted(what, inner.name(), inner.location().line()),
          "Put it before that line, or behind the end of the "
              + (batch == null ? "transaction" : "batch"));
    }
  }

  private void schemaChange(String text, SourceLocation location) {
    Optional<ProtoDescriptors> own = descriptors;
    if (batch == null) {
      forgetDescriptors();
    }
    descriptorsLocation = null;
    steps.add(
        new Step.Sql(StatementKind.DDL, text, location, own.or(() -> usualDescriptors(text)), 0));
  }

  private Optional<ProtoDescriptors> usualDescriptors(String text) {
    SchemaChange change = SchemaChange.of(dialect, text);
    boolean needed = change.type().equals("proto bundle") && !change.verb().equals("drop");
    return needed ? files.usual() : Optional.empty();
  }

  private void dataChange(String text, SourceLocation location) {
    boolean insert = SqlText.isInsert(dialect, text);
    StatementKind kind = StatementKind.DML;
    if (allPartitioned && !insert) {
      if (transaction != null || batch != null) {
        throw new Refused(
            "partitioned DML cannot be in a transaction or batch, and the change set asks for it",
            "Put the statement into a change set of its own, without BEGIN and START BATCH");
      }
      kind = StatementKind.PARTITIONED_DML;
    } else if (partitioned) {
      requirePartitionable(text, insert);
      kind = StatementKind.PARTITIONED_DML;
    }
    boolean atomic = transaction != null || batch != null;
    steps.add(new Step.Sql(kind, text, location, Optional.empty(), atomic ? transactions : 0));
  }

  private void requirePartitionable(String text, boolean insert) {
    if (insert) {
      throw new Refused(
          "Spanner inserts nothing with AUTOCOMMIT_DML_MODE = 'PARTITIONED_NON_ATOMIC'",
          "Write SET AUTOCOMMIT_DML_MODE = 'TRANSACTIONAL' before it");
    }
    if (!RepeatableChange.isRepeatable(dialect, text)) {
      throw new Refused(
          "partitioned DML may execute it more than once on a row, and its form does not show that"
              + " this does no harm",
          "If it does none, add the line `--comment spanner-pipe: partitioned-dml idempotent` (or"
              + " that comment) to the change set; else write SET AUTOCOMMIT_DML_MODE ="
              + " 'TRANSACTIONAL' before the statement");
    }
  }

  private void obey(ClientStatement statement, String text, SourceLocation location) {
    switch (statement) {
      case ClientStatement.ProtoDescriptors(String base64) ->
          descriptors(base64.isEmpty() ? null : ProtoDescriptorFiles.ofText(base64), location);
      case ClientStatement.ProtoDescriptorsFile(String path) ->
          descriptors(path.isEmpty() ? null : ProtoDescriptorFiles.ofFile(path), location);
      case ClientStatement.DmlMode(boolean on) -> dmlMode(on);
      case ClientStatement.Begin() -> begin(location);
      case ClientStatement.Commit() -> transaction = closed(transaction, "COMMIT", "BEGIN");
      case ClientStatement.Rollback() -> rollBack();
      case ClientStatement.StartBatch(StatementKind kind) -> startBatch(kind, location);
      case ClientStatement.RunBatch() -> batch = closedBatch();
      case ClientStatement.AbortBatch() -> abortBatch();
      case ClientStatement.ResetAll() -> {
        partitioned = false;
        forgetDescriptors();
      }
      case ClientStatement.WithoutEffect(boolean onlyInTransaction) ->
          leaveOut(text, onlyInTransaction, location);
      case ClientStatement.Rejected(String reason, String action) ->
          throw new Refused(reason, action);
    }
  }

  private void leaveOut(String text, boolean onlyInTransaction, SourceLocation location) {
    if (onlyInTransaction && transaction == null) {
      throw new Refused("it is for a transaction, and there is none", "Remove the statement");
    }
    LOG.info(
        () ->
            "%s: skipped, without effect: %s".formatted(location, SqlText.shortened(text, SHOWN)));
  }

  private void descriptors(@Nullable ProtoDescriptors given, SourceLocation location) {
    if (batch != null || transaction != null) {
      throw new Refused(
          "descriptors cannot be set within a batch or a transaction",
          "Put the statement before the one that begins it");
    }
    descriptors = Optional.ofNullable(given);
    descriptorsLocation = given == null ? null : location;
  }

  private void forgetDescriptors() {
    descriptors = Optional.empty();
    descriptorsLocation = null;
  }

  private void dmlMode(boolean on) {
    if (transaction != null || batch != null) {
      throw new Refused(
          "the mode cannot be changed within a transaction or a batch",
          "Put the statement before the one that begins it");
    }
    partitioned = on;
  }

  private void begin(SourceLocation location) {
    if (transaction != null || batch != null) {
      throw new Refused(
          "a transaction or a batch is open since line " + opened().location().line(),
          "End that one first");
    }
    if (partitioned) {
      throw new Refused(
          "there is no transaction with AUTOCOMMIT_DML_MODE = 'PARTITIONED_NON_ATOMIC'",
          "Write SET AUTOCOMMIT_DML_MODE = 'TRANSACTIONAL' before it");
    }
    transactions++;
    transaction = new Open("transaction", StatementKind.DML, steps.size(), location);
  }

  private Open opened() {
    Open inner = batch == null ? transaction : batch;
    return java.util.Objects.requireNonNull(inner);
  }

  private void startBatch(StatementKind kind, SourceLocation location) {
    if (batch != null || (transaction != null && kind == StatementKind.DDL)) {
      throw new Refused(
          "a transaction or a batch is open since line " + opened().location().line(),
          "End that one first");
    }
    if (transaction == null && kind == StatementKind.DML) {
      transactions++;
    }
    batch = new Open("batch", kind, steps.size(), location);
  }

  private @Nullable Open closedBatch() {
    descriptors = Optional.empty();
    return closed(batch, "RUN BATCH", "START BATCH");
  }

  private static @Nullable Open closed(@Nullable Open open, String end, String begin) {
    requireOpen(open, end, begin);
    return null;
  }

  private static Open requireOpen(@Nullable Open open, String end, String begin) {
    if (open == null) {
      throw new Refused(
          "there is no %s before this %s".formatted(begin, end),
          "Add one, or remove the statement");
    }
    return open;
  }

  private void rollBack() {
    Open open = requireOpen(transaction, "ROLLBACK", "BEGIN");
    steps.subList(open.from(), steps.size()).clear();
    transaction = null;
    batch = null;
  }

  private void abortBatch() {
    Open open = requireOpen(batch, "ABORT BATCH", "START BATCH");
    steps.subList(open.from(), steps.size()).clear();
    batch = null;
  }

  /// Returns the steps; what is still open then is a problem.
  List<Step> end() {
    if (batch != null) {
      unfinished(batch, "RUN BATCH", "would fail");
    }
    if (transaction != null) {
      unfinished(transaction, "COMMIT", "would lose all of it without a word");
    }
    SourceLocation unused = descriptorsLocation;
    if (unused != null) {
      problems.add(
          ChangelogProblem.of(
              unused,
              new ConfigurationFailure(
                  unused
                      + ": Could not plan the proto descriptors that are set there: no schema change"
                      + " of the change set follows",
                  "Put the statement before the CREATE or ALTER PROTO BUNDLE, into the same change"
                      + " set")));
    }
    return List.copyOf(steps);
  }

  private void unfinished(Open open, String end, String otherwise) {
    problems.add(
        ChangelogProblem.of(
            open.location(),
            new ConfigurationFailure(
                "%s: Could not plan the %s that begins there: the change set has no %s behind it; plain Liquibase %s"
                    .formatted(open.location(), open.name(), end, otherwise),
                "Add " + end + " at its end")));
  }
}
