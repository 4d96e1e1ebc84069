package dev.spannerpipe.spanner;

import com.google.cloud.Timestamp;
import com.google.cloud.spanner.DatabaseClient;
import com.google.cloud.spanner.Options;
import com.google.cloud.spanner.ReadOnlyTransaction;
import com.google.cloud.spanner.ResultSet;
import com.google.cloud.spanner.Statement;
import com.google.cloud.spanner.TimestampBound;
import com.google.cloud.spanner.TransactionContext;
import com.google.cloud.spanner.TransactionManager;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Database;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.DatabaseSnapshot;
import dev.spannerpipe.apply.port.Transaction;
import dev.spannerpipe.plan.HistoryRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads and changes the data of a database with the Spanner client.
final class SpannerDatabase implements Database {
  /// Counts the partitioned updates that Spanner is executing. An emulator does not have the table
  /// that this query reads.
  private static final Statement ACTIVE_PARTITIONED_UPDATES =
      Statement.of("SELECT COUNT(*) FROM SPANNER_SYS.ACTIVE_PARTITIONED_DMLS");

  private final DatabaseClient client;
  private final Calls calls;
  private final DatabaseDescription description;
  private final BookKeepingQuery query;
  private final boolean showsAll;
  private final String tag;

  /// Creates the implementation for one database.
  ///
  /// @param showsAll whether the client sees all objects, which is the case if it uses no database
  ///   role
  /// @param tag the tag that Spanner's statistics show for each query outside of a transaction
  SpannerDatabase(
      DatabaseClient client,
      Calls calls,
      DatabaseDescription description,
      boolean showsAll,
      String tag) {
    this.client = client;
    this.calls = calls;
    this.query = new BookKeepingQuery(description);
    this.description = description;
    this.showsAll = showsAll;
    this.tag = tag;
  }

  @Override
  public DatabaseSnapshot view() {
    Snapshot snapshot = snapshot(query.view());
    return new DatabaseSnapshot(state(snapshot), snapshot.rows().history());
  }

  @Override
  public BookkeepingState state() {
    return state(snapshot(query.state()));
  }

  /// The rows of a query, and the time at which they were read.
  private record Snapshot(BookKeepingRows rows, Timestamp at) {}

  private Snapshot snapshot(Statement statement) {
    return calls.attempt(
        Calls.CALL,
        () -> {
          try (ReadOnlyTransaction context = client.singleUseReadOnlyTransaction()) {
            BookKeepingRows rows = rows(context.executeQuery(statement, Options.tag(tag)));
            return new Snapshot(rows, context.getReadTimestamp());
          }
        });
  }

  /// Returns the state of a snapshot. If an intent may be open, reads it as it was at the same
  /// time.
  private BookkeepingState state(Snapshot snapshot) {
    KeyReads then =
        new KeyReads(
            calls,
            description,
            () -> client.singleUse(TimestampBound.ofReadTimestamp(snapshot.at())),
            Options.tag(tag));
    return snapshot
        .rows()
        .state(Optional.empty(), snapshot.rows().lowestOpenEpoch().flatMap(then::openIntent));
  }

  @Override
  public List<HistoryRow> history() {
    return query.historyOnly().map(statement -> read(statement).history()).orElse(List.of());
  }

  @Override
  public boolean showsAll() {
    return showsAll;
  }

  @Override
  public List<List<@Nullable String>> query(String sql) {
    return calls.attempt(Calls.CALL, () -> texts(sql));
  }

  @Override
  public <T> T transact(String transactionTag, Function<Transaction, T> body) {
    return calls.attempt(
        () -> {
          TransactionManager manager =
              calls.attempt(
                  Calls.CALL, () -> client.transactionManager(Options.tag(transactionTag)));
          try {
            TransactionContext begun = calls.attempt(Calls.CALL, manager::begin);
            T result = body.apply(new SpannerTransaction(begun, calls, description));
            commit(manager);
            return result;
          } finally {
            // This rolls back a transaction that was not committed.
            calls.cleanUp(manager::close);
          }
        });
  }

  @Override
  public long updatePartitioned(String statement, Duration limit, String requestTag) {
    return calls.attempt(
        limit,
        () -> client.executePartitionedUpdate(Statement.of(statement), Options.tag(requestTag)));
  }

  @Override
  public boolean partitionedUpdateActive() {
    try {
      return calls.attempt(
          Calls.CALL,
          () -> {
            try (ResultSet rows = open(ACTIVE_PARTITIONED_UPDATES)) {
              return rows.next() && rows.getLong(0) > 0;
            }
          });
    } catch (DatabaseException failure) {
      return switch (failure.kind()) {
        case REFUSED, DENIED -> false;
        case TRANSIENT, UNCLEAR, TOO_MANY_MUTATIONS, MISSING -> throw failure;
      };
    }
  }

  private void commit(TransactionManager manager) {
    calls.attempt(
        Calls.WORK,
        () -> {
          manager.commit();
          return true;
        });
  }

  private BookKeepingRows read(Statement statement) {
    return calls.attempt(Calls.CALL, () -> rows(open(statement)));
  }

  private ResultSet open(Statement statement) {
    return client.singleUse().executeQuery(statement, Options.tag(tag));
  }

  private List<List<@Nullable String>> texts(String sql) {
    List<List<@Nullable String>> texts = new ArrayList<>();
    try (ResultSet rows = open(Statement.of(sql))) {
      while (rows.next()) {
        texts.add(Cells.texts(rows.getCurrentRowAsStruct()));
      }
    }
    return texts;
  }

  /// Reads all rows of the result of a [BookKeepingQuery], and closes the result.
  static BookKeepingRows rows(ResultSet rows) {
    List<Branch.Row> all = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        all.add(Branch.Row.of(rows.getCurrentRowAsStruct()));
      }
    }
    return new BookKeepingRows(all);
  }
}
