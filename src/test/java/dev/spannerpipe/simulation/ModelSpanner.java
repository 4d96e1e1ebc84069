package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.DatabaseException.Kind;
import dev.spannerpipe.apply.port.DatabaseSnapshot;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.SchemaChanges.Answer;
import dev.spannerpipe.apply.port.SchemaChanges.Operation;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.plan.RequestLimits;
import dev.spannerpipe.plan.StatusCode;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.record.WorkflowIntent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A model of a Spanner database, the server's side: rows, schema, data, transactions that
/// serialise, and schema operations that take their time. It knows nothing of who calls, and makes
/// no mistakes; those are the network's, see [Client].
final class ModelSpanner {
  private static final Duration REMEMBERED = Duration.ofDays(7);

  /// Hears of everything that takes effect, just before it does.
  interface Observer {
    /// A schema operation is accepted.
    void begins(ModelOperation operation);

    /// The next statement of a schema operation takes effect.
    void committed(ModelOperation operation, String statement, Instant at);

    /// A transaction commits.
    void commits(String run, List<String> statements, List<Write> writes, Instant at);

    /// A partitioned update takes effect.
    void partitioned(String run, String statement);
  }

  /// How this server is.
  ///
  /// @param refusesAtCall whether a mistake in any statement of a batch makes the whole call fail
  ///   (as the emulator does), or the statement when its turn comes
  /// @param unclearAtCall whether such a call fails with an error that does not say so (as the
  ///   emulator's does at some mistakes), and so do calls with data changes
  /// @param failsAsWhole whether a mistake that is found later lets the operation fail before its
  ///   first statement
  /// @param mutationLimit how many rows one transaction may touch
  /// @param limits how much goes into one chunk, and how soon a cursor folds its lines
  record Manner(
      boolean refusesAtCall,
      boolean unclearAtCall,
      boolean failsAsWhole,
      long mutationLimit,
      RequestLimits limits) {
    static final Manner EMULATOR = new Manner(true, false, false, 80_000, RequestLimits.SPANNER);
  }

  /// How long the next statement of a schema operation takes, in nanoseconds; 0 for at once.
  interface Pace {
    long next();
  }

  /// How the server contradicts itself about the next operation.
  interface Doubts {
    Doubt next();
  }

  private final Timeline timeline;
  private final Manner manner;
  private final Pace pace;
  private final Doubts doubts;
  private final Observer observer;
  private ModelRows rows;
  private ToyTables tables;
  private final Map<String, ModelOperation> operations = new LinkedHashMap<>();
  private long rowsVersion;
  private long dataVersion;
  private long schemaVersion;
  private int partitionedActive;
  private Instant lastCommit = Instant.EPOCH;

  ModelSpanner(Timeline timeline, Manner manner, Pace pace, Doubts doubts, Observer observer) {
    this.timeline = timeline;
    this.manner = manner;
    this.pace = pace;
    this.doubts = doubts;
    this.observer = observer;
    this.rows = new ModelRows();
    this.tables = new ToyTables();
  }

  ModelRows rows() {
    return rows;
  }

  ToyTables tables() {
    return tables;
  }

  Map<String, ModelOperation> operations() {
    return operations;
  }

  /// Becomes a new database with the content of a backup: the operations are gone.
  void restore(ModelRows savedRows, ToyTables savedTables) {
    rows = savedRows.copy();
    tables = savedTables.copy();
    operations.clear();
    partitionedActive = 0;
    rowsVersion++;
    dataVersion++;
    schemaVersion++;
  }

  /// Commit timestamps never repeat.
  private Instant nextCommit() {
    Instant now = timeline.now();
    lastCommit = now.isAfter(lastCommit) ? now : lastCommit.plusNanos(1_000);
    return lastCommit;
  }

  DatabaseSnapshot view() {
    return new DatabaseSnapshot(
        rows.standing(timeline.now(), Optional.empty()), rows.historyInOrder());
  }

  /// How the pipe finds out whether a table is there before it is created.
  private static final Pattern EXISTENCE =
      Pattern.compile(
          "select 1 from information_schema\\.tables where .* and lower\\(table_name\\) = '(\\w+)'");

  List<List<@Nullable String>> query(String sql) {
    Matcher existence = EXISTENCE.matcher(sql);
    if (existence.matches()) {
      return tables.execute(new ToyStatement.CountTables(existence.group(1))) > 0
          ? List.of(List.of("1"))
          : List.of();
    }
    ToyStatement statement = ToyStatement.parse(sql);
    boolean query =
        statement instanceof ToyStatement.CountRows
            || statement instanceof ToyStatement.CountTables
            || statement instanceof ToyStatement.CountColumns;
    if (!query) {
      throw new DatabaseException(Kind.REFUSED, "Not a query: " + sql);
    }
    try {
      List<List<@Nullable String>> result = new ArrayList<>();
      List<@Nullable String> row = new ArrayList<>();
      row.add(Long.toString(tables.execute(statement)));
      result.add(row);
      return result;
    } catch (ToyTables.Refusal refusal) {
      throw new DatabaseException(Kind.REFUSED, refusal.getMessage(), refusal);
    }
  }

  /// A transaction that is going on.
  final class Work {
    private final String run;
    private final List<Write> writes = new ArrayList<>();
    private final List<String> statements = new ArrayList<>();
    private final long seenSchema = schemaVersion;
    private long seenRows = -1;
    private long seenData = -1;
    private @Nullable ToyTables changed;
    private long touched;

    private Work(String run) {
      this.run = run;
    }

    /// What was read is locked or was changed by another: a later request of this one hears of it.
    private void refuseConflict() {
      boolean conflict =
          seenSchema != schemaVersion
              || (seenRows >= 0 && seenRows != rowsVersion)
              || (seenData >= 0 && seenData != dataVersion);
      if (conflict) {
        throw new DatabaseException(Kind.TRANSIENT, "Transaction was aborted.");
      }
    }

    BookkeepingState read(Optional<AttemptId> own) {
      refuseConflict();
      seenRows = seenRows < 0 ? rowsVersion : seenRows;
      return rows.standing(timeline.now(), own);
    }

    BookkeepingState readWithoutIntents() {
      refuseConflict();
      seenRows = seenRows < 0 ? rowsVersion : seenRows;
      return rows.standingWithoutIntents(timeline.now());
    }

    BookkeepingState readIntent(AttemptId own) {
      refuseConflict();
      seenRows = seenRows < 0 ? rowsVersion : seenRows;
      return rows.standingWith(timeline.now(), own);
    }

    Optional<RunRow> run(String runId) {
      refuseConflict();
      seenRows = seenRows < 0 ? rowsVersion : seenRows;
      return Optional.ofNullable(rows.runs.get(runId));
    }

    List<Intent.Summary> firstIntents(int limit) {
      refuseConflict();
      seenRows = seenRows < 0 ? rowsVersion : seenRows;
      return rows.firstIntents(limit);
    }

    Optional<WorkflowIntent> latestExecution(String deployment) {
      refuseConflict();
      seenRows = seenRows < 0 ? rowsVersion : seenRows;
      return rows.latestExecution(deployment);
    }

    List<Long> update(List<String> more) {
      refuseConflict();
      ToyTables copy = changed == null ? tables.copy() : changed;
      seenData = changed == null ? dataVersion : seenData;
      changed = copy;
      List<Long> counts = new ArrayList<>();
      for (String sql : more) {
        counts.add(update(copy, sql, counts.size()));
      }
      return counts;
    }

    private long update(ToyTables copy, String sql, int index) {
      ToyStatement statement = ToyStatement.parse(sql);
      try {
        if (statement.isSchemaChange()) {
          throw new ToyTables.Refusal("Not a data change: " + sql, false);
        }
        long count = copy.execute(statement);
        touched += count;
        if (touched > manner.mutationLimit()) {
          throw new DatabaseException(
              Kind.TOO_MANY_MUTATIONS, "The transaction contains too many mutations.");
        }
        statements.add(sql);
        return count;
      } catch (ToyTables.Refusal refusal) {
        throw rejected(refusal, index);
      }
    }

    void write(Write write) {
      writes.add(write);
    }

    /// Commits, or throws and leaves everything as it was.
    void commit() {
      refuseConflict();
      for (Write write : writes) {
        rows.refusal(write)
            .ifPresent(
                reason -> {
                  throw new DatabaseException(Kind.REFUSED, reason);
                });
      }
      observer.commits(run, statements, writes, nextCommit());
      if (changed != null && !statements.isEmpty()) {
        tables = changed;
        dataVersion++;
      }
      boolean seen = false;
      for (Write write : writes) {
        seen |= rows.isReadByAll(write);
        rows.apply(write);
      }
      rowsVersion += seen ? 1 : 0;
    }
  }

  Work begin(String run) {
    return new Work(run);
  }

  /// Returns whether the service has forgotten what began at this time and has ended.
  static boolean isForgotten(Instant begun, Instant now) {
    return begun.plus(REMEMBERED).isBefore(now);
  }

  /// Returns whether the service may still know this operation.
  boolean mayRemember(ModelOperation operation) {
    return !operation.done || !isForgotten(operation.startedAt, timeline.now());
  }

  Answer submit(String run, String id, List<String> statements) {
    operations.values().removeIf(old -> !mayRemember(old));
    if (operations.containsKey(id)) {
      return new Answer.AlreadyExists();
    }
    Optional<String> mistake = mistake(statements);
    if (mistake.isPresent()) {
      if (manner.unclearAtCall()) {
        throw new DatabaseException(Kind.UNCLEAR, mistake.get());
      }
      return new Answer.Refused(StatusCode.FAILED_PRECONDITION, mistake.get());
    }
    long first = pace.next();
    ModelOperation operation =
        new ModelOperation(
            run, id, statements, timeline.now(), first > 60_000_000_000L, doubts.next());
    observer.begins(operation);
    operations.put(id, operation);
    if (first == 0) {
      while (!operation.done) {
        step(operation);
      }
    } else {
      timeline.after(first, () -> go(operation));
    }
    return new Answer.Started(operation.report());
  }

  private Optional<String> mistake(List<String> statements) {
    ToyTables copy = tables.copy();
    try {
      for (String sql : statements) {
        ToyStatement statement = ToyStatement.parse(sql);
        if (!statement.isSchemaChange()) {
          return Optional.of("Syntax error: " + sql);
        }
        if (manner.refusesAtCall()) {
          copy.execute(statement);
        }
      }
      return Optional.empty();
    } catch (ToyTables.Refusal refusal) {
      return refusal.byData()
          ? Optional.empty()
          : Optional.of(String.valueOf(refusal.getMessage()));
    }
  }

  private void go(ModelOperation operation) {
    if (operations.get(operation.id) == operation) {
      step(operation);
      if (!operation.done) {
        timeline.after(Math.max(1, pace.next()), () -> go(operation));
      }
    }
  }

  private void step(ModelOperation operation) {
    String sql = operation.statements.get(operation.committed.size());
    ToyTables copy = tables.copy();
    try {
      if (manner.failsAsWhole() && operation.committed.isEmpty()) {
        ToyTables whole = tables.copy();
        operation.statements.forEach(each -> whole.execute(ToyStatement.parse(each)));
      }
      copy.execute(ToyStatement.parse(sql));
      Instant at = nextCommit();
      observer.committed(operation, sql, at);
      tables = copy;
      schemaVersion++;
      dataVersion++;
      operation.committed.add(at);
      operation.endedAt = at;
      operation.done = operation.committed.size() == operation.statements.size();
    } catch (ToyTables.Refusal refusal) {
      operation.error = refusal.getMessage();
      operation.endedAt = nextCommit();
      operation.done = true;
    }
  }

  Optional<Operation> find(String id) {
    return Optional.ofNullable(operations.get(id)).map(ModelOperation::report);
  }

  /// Returns whether this statement would fail at this moment.
  boolean refuses(String sql) {
    try {
      long _ = tables.copy().execute(ToyStatement.parse(sql));
      return false;
    } catch (ToyTables.Refusal refusal) {
      return true;
    }
  }

  /// A mistake in a statement of a transaction, by its number, or of its own.
  private DatabaseException rejected(ToyTables.Refusal refusal, int index) {
    return manner.unclearAtCall()
        ? new DatabaseException(Kind.UNCLEAR, String.valueOf(refusal.getMessage()), refusal)
        : new DatabaseException(Kind.REFUSED, String.valueOf(refusal.getMessage()), index, refusal);
  }

  /// Executes a partitioned update at this moment.
  long partitioned(String run, String sql) {
    ToyTables copy = tables.copy();
    try {
      long count = copy.execute(ToyStatement.parse(sql));
      observer.partitioned(run, sql);
      tables = copy;
      dataVersion++;
      return count;
    } catch (ToyTables.Refusal refusal) {
      throw rejected(refusal, -1);
    }
  }

  void partitionedBegins() {
    partitionedActive++;
  }

  void partitionedEnds() {
    partitionedActive = Math.max(0, partitionedActive - 1);
  }

  boolean partitionedActive() {
    return partitionedActive > 0;
  }
}
