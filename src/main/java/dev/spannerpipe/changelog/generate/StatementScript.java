package dev.spannerpipe.changelog.generate;

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

/// Converts the statements of one change set to steps of the plan, in order. Some statements, such
/// as `BEGIN`, are instructions to the JDBC driver and determine how later statements of the change
/// set are executed. Every change set starts with the driver's defaults. An instance serves one
/// change set and is not thread-safe.
public final class StatementScript {
  private static final Logger LOG = Logger.getLogger(StatementScript.class.getName());
  private static final int SHOWN = 100;

  private final Dialect dialect;
  private final ProtoDescriptorFiles files;
  private final boolean allPartitioned;
  private final List<ChangelogProblem> problems;
  private final List<Step> steps = new ArrayList<>();
  private final DriverSession session = new DriverSession(steps);

  /// @param allPartitioned whether the change set requires partitioned DML for all its updates and
  ///   deletes
  /// @param problems receives a problem for each statement that cannot be executed
  public StatementScript(
      Dialect dialect,
      ProtoDescriptorFiles files,
      boolean allPartitioned,
      List<ChangelogProblem> problems) {
    this.dialect = dialect;
    this.files = files;
    this.allPartitioned = allPartitioned;
    this.problems = problems;
  }

  /// Adds a change whose SQL is generated only when it runs, because it depends on the live schema.
  public void add(Step.Live step) {
    try {
      session.requireAllowed(StatementKind.DDL);
      steps.add(step);
    } catch (UnsupportedChangeException refused) {
      reject(step.text(), step.location(), refused);
    }
  }

  /// Adds a statement.
  ///
  /// @param kind the kind of the statement; empty if the text determines the kind
  public void add(String text, Optional<StatementKind> kind, SourceLocation location) {
    Optional<ClientStatement> client =
        kind.isEmpty() ? ClientStatement.of(dialect, text) : Optional.empty();
    try {
      if (client.isPresent()) {
        obey(client.get(), text, location);
      } else {
        step(text, kind.or(() -> SqlText.knownKind(dialect, text)), location);
      }
    } catch (UnsupportedChangeException refused) {
      reject(text, location, refused);
    }
  }

  private void reject(String text, SourceLocation location, UnsupportedChangeException refused) {
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
                new UnsupportedChangeException(
                    "neither Spanner nor its JDBC driver has a statement that begins like this",
                    "Correct or remove the statement"));
    session.requireAllowed(kind);
    switch (kind) {
      case DDL -> schemaChange(text, location);
      case DML, PARTITIONED_DML -> dataChange(text, location);
      case QUERY -> steps.add(new Step.Sql(kind, text, location));
    }
  }

  private void schemaChange(String text, SourceLocation location) {
    Optional<ProtoDescriptors> own = session.descriptorsForSchemaChange();
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
      if (session.transaction() > 0) {
        throw new UnsupportedChangeException(
            "the change set asks for partitioned DML, which cannot be in a transaction or batch",
            "Put the statement into a change set of its own, without BEGIN and START BATCH");
      }
      kind = StatementKind.PARTITIONED_DML;
    } else if (session.isPartitioned()) {
      requirePartitionable(text, insert);
      kind = StatementKind.PARTITIONED_DML;
    }
    steps.add(new Step.Sql(kind, text, location, Optional.empty(), session.transaction()));
  }

  private void requirePartitionable(String text, boolean insert) {
    if (insert) {
      throw new UnsupportedChangeException(
          "Spanner runs no INSERT with AUTOCOMMIT_DML_MODE = 'PARTITIONED_NON_ATOMIC'",
          "Write SET AUTOCOMMIT_DML_MODE = 'TRANSACTIONAL' before the statement");
    }
    if (!RepeatableChange.isRepeatable(dialect, text)) {
      throw new UnsupportedChangeException(
          "partitioned DML may execute a statement more than once on a row, and the form of this"
              + " statement does not show that this is harmless",
          "If it is harmless, add the line `--comment spanner-pipe: partitioned-dml idempotent` (or"
              + " that comment) to the change set; otherwise write SET AUTOCOMMIT_DML_MODE ="
              + " 'TRANSACTIONAL' before the statement");
    }
  }

  private void obey(ClientStatement statement, String text, SourceLocation location) {
    session.obey(statement, location);
    if (statement instanceof ClientStatement.WithoutEffect) {
      LOG.info(
          () ->
              "%s: skipped, without effect: %s"
                  .formatted(location, SqlText.shortened(text, SHOWN)));
    }
  }

  /// Adds a problem for each transaction or batch that the change set leaves open, and for proto
  /// descriptors that no statement of the change set uses. Then returns the steps.
  public List<Step> end() {
    problems.addAll(session.unfinished());
    return List.copyOf(steps);
  }
}
