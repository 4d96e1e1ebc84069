package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.ProtoDescriptors;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.ClientStatement;
import dev.spannerpipe.sql.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state that Spanner's JDBC driver would have at the current statement of a change set. The
/// state consists of the open transaction and batch, the mode of data changes, and the proto
/// descriptors. It starts with the driver's defaults. An instance serves one change set and is not
/// thread-safe.
final class DriverSession {
  /// A transaction or batch that the changelog opened and must close.
  ///
  /// @param name the word for messages: `transaction` or `batch`
  /// @param kind the only kind of statement that the transaction or batch may contain
  /// @param from the index of the first step that belongs to the transaction or batch
  private record Open(String name, StatementKind kind, int from, SourceLocation location) {}

  private final List<Step> steps;
  private @Nullable Open transaction;
  private @Nullable Open batch;
  private int transactions;
  private boolean partitioned;
  private Optional<ProtoDescriptors> descriptors = Optional.empty();
  private @Nullable SourceLocation unusedDescriptors;

  /// @param steps the list of the steps so far; `ROLLBACK` and `ABORT BATCH` remove steps from this
  ///   list
  DriverSession(List<Step> steps) {
    this.steps = steps;
  }

  /// Throws [UnsupportedChangeException] if the driver rejects a statement of this kind in the
  /// current state.
  void requireAllowed(StatementKind kind) {
    Open inner = innermost();
    if (inner != null && inner.kind() != kind) {
      String what =
          switch (kind) {
            case DDL -> "a schema change";
            case DML, PARTITIONED_DML -> "a data change";
            case QUERY -> "a query";
          };
      throw new UnsupportedChangeException(
          "%s cannot be in the %s of line %d"
              .formatted(what, inner.name(), inner.location().line()),
          "Put it before that line, or after the end of the " + inner.name());
    }
  }

  private @Nullable Open innermost() {
    return batch == null ? transaction : batch;
  }

  /// Returns the number of the transaction to which a data change would now belong; 0 if it would
  /// belong to none.
  int transaction() {
    return innermost() == null ? 0 : transactions;
  }

  /// Returns whether data changes now run as partitioned DML.
  boolean isPartitioned() {
    return partitioned;
  }

  /// Returns the proto descriptors for the next schema change. Outside of a batch, the descriptors
  /// are for only one schema change, so a second call returns empty.
  Optional<ProtoDescriptors> descriptorsForSchemaChange() {
    Optional<ProtoDescriptors> found = descriptors;
    if (batch == null) {
      descriptors = Optional.empty();
    }
    unusedDescriptors = null;
    return found;
  }

  /// Applies a statement that the driver itself executes, such as `BEGIN`, to this state. Throws
  /// [UnsupportedChangeException] if the driver or the pipe cannot execute the statement.
  void obey(ClientStatement statement, SourceLocation location) {
    switch (statement) {
      case ClientStatement.ProtoDescriptors(String base64) ->
          set(base64.isEmpty() ? null : ProtoDescriptorFiles.ofText(base64), location);
      case ClientStatement.ProtoDescriptorsFile(String path) ->
          set(path.isEmpty() ? null : ProtoDescriptorFiles.ofFile(path), location);
      case ClientStatement.DmlMode(boolean on) -> set(on);
      case ClientStatement.Begin() -> begin(location);
      case ClientStatement.Commit() -> {
        requireOpen(transaction, "COMMIT", "BEGIN");
        transaction = null;
      }
      case ClientStatement.Rollback() -> {
        drop(requireOpen(transaction, "ROLLBACK", "BEGIN"));
        transaction = null;
        batch = null;
      }
      case ClientStatement.StartBatch(StatementKind kind) -> startBatch(kind, location);
      case ClientStatement.RunBatch() -> {
        requireOpen(batch, "RUN BATCH", "START BATCH");
        descriptors = Optional.empty();
        batch = null;
      }
      case ClientStatement.AbortBatch() -> {
        drop(requireOpen(batch, "ABORT BATCH", "START BATCH"));
        batch = null;
      }
      case ClientStatement.ResetAll() -> {
        partitioned = false;
        set(null, location);
      }
      case ClientStatement.WithoutEffect(boolean onlyInTransaction) ->
          requireTransaction(onlyInTransaction);
      case ClientStatement.Rejected(String reason, String action) ->
          throw new UnsupportedChangeException(reason, action);
    }
  }

  private void requireTransaction(boolean needed) {
    if (needed && transaction == null) {
      throw new UnsupportedChangeException(
          "it applies to a transaction, and none is open", "Remove the statement");
    }
  }

  private void set(@Nullable ProtoDescriptors given, SourceLocation location) {
    requireNothingOpen("descriptors cannot be set within a batch or a transaction");
    descriptors = Optional.ofNullable(given);
    unusedDescriptors = given == null ? null : location;
  }

  private void set(boolean newPartitioned) {
    requireNothingOpen("the mode cannot be changed within a transaction or a batch");
    partitioned = newPartitioned;
  }

  private void requireNothingOpen(String otherwise) {
    if (innermost() != null) {
      throw new UnsupportedChangeException(
          otherwise, "Put the statement before the batch or transaction");
    }
  }

  private void begin(SourceLocation location) {
    requireNone(innermost());
    if (partitioned) {
      throw new UnsupportedChangeException(
          "no transaction can begin while AUTOCOMMIT_DML_MODE = 'PARTITIONED_NON_ATOMIC'",
          "Write SET AUTOCOMMIT_DML_MODE = 'TRANSACTIONAL' before the statement");
    }
    transactions++;
    transaction = new Open("transaction", StatementKind.DML, steps.size(), location);
  }

  private void startBatch(StatementKind kind, SourceLocation location) {
    requireNone(kind == StatementKind.DDL ? innermost() : batch);
    if (transaction == null && kind == StatementKind.DML) {
      transactions++;
    }
    batch = new Open("batch", kind, steps.size(), location);
  }

  private static void requireNone(@Nullable Open open) {
    if (open != null) {
      throw new UnsupportedChangeException(
          "a transaction or a batch has been open since line " + open.location().line(),
          "End it first");
    }
  }

  private static Open requireOpen(@Nullable Open open, String end, String begin) {
    if (open == null) {
      throw new UnsupportedChangeException(
          "there is no %s before this %s".formatted(begin, end),
          "Add one, or remove the statement");
    }
    return open;
  }

  private void drop(Open open) {
    steps.subList(open.from(), steps.size()).clear();
  }

  /// Returns a problem for each transaction or batch that is still open, and for descriptors that
  /// no schema change used. Called at the end of the change set.
  List<ChangelogProblem> unfinished() {
    List<ChangelogProblem> problems = new ArrayList<>();
    if (batch != null) {
      problems.add(unfinished(batch, "RUN BATCH", "would fail"));
    }
    if (transaction != null) {
      problems.add(unfinished(transaction, "COMMIT", "would silently discard the transaction"));
    }
    SourceLocation unused = unusedDescriptors;
    if (unused != null) {
      problems.add(
          problem(
              unused,
              "the proto descriptors that are set there: no schema change follows in the change"
                  + " set",
              "Put the statement before the CREATE or ALTER PROTO BUNDLE, into the same change"
                  + " set"));
    }
    return problems;
  }

  private static ChangelogProblem unfinished(Open open, String end, String otherwise) {
    return problem(
        open.location(),
        "the %s that begins there: the change set has no %s after it; plain Liquibase %s"
            .formatted(open.name(), end, otherwise),
        "Add " + end + " at the end of the change set");
  }

  private static ChangelogProblem problem(SourceLocation location, String what, String action) {
    return ChangelogProblem.of(
        location, new ConfigurationFailure(location + ": Could not plan " + what, action));
  }
}
