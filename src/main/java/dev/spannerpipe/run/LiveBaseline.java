package dev.spannerpipe.run;

import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Database;
import dev.spannerpipe.apply.port.DatabaseSnapshot;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.TablesVersion;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.lint.TableSizes;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.QueryException;
import dev.spannerpipe.preview.Baseline;
import dev.spannerpipe.preview.PreviewBasis;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.spanner.BookKeepingTable;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.text.DatabaseName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the database that a preview compares the changelog with. Sends three requests, each of
/// which only reads: for the book-keeping tables, the schema, and the sizes of the tables.
final class LiveBaseline {
  /// Valid in both dialects. Spanner counts the sizes once an hour.
  private static final String SIZES =
      "SELECT table_name, used_bytes FROM spanner_sys.table_sizes_stats_1hour WHERE interval_end ="
          + " (SELECT MAX(interval_end) FROM spanner_sys.table_sizes_stats_1hour)";

  private final Connection connection;
  private final Dialect dialect;
  private final Database database;

  private LiveBaseline(Connection connection) {
    this.connection = connection;
    this.dialect = connection.description().dialect();
    this.database = connection.spanner().database(connection.description(), "spanner-pipe_preview");
  }

  /// Throws a [MigrationFailure] if a newer version of the pipe has changed the book-keeping
  /// tables, or if the history is lost.
  static PreviewBasis read(Connection connection, DatabaseName name) {
    connection.refuseLostHistory();
    return new LiveBaseline(connection).read(name);
  }

  private PreviewBasis read(DatabaseName name) {
    DatabaseSnapshot view = connection.call("read the state of the database", database::view);
    refuseNewer(view.state());
    return new PreviewBasis(
        new Baseline.Live(name, view.state().databaseTime()),
        dialect,
        connection.call(
            "read the schema of the database", connection.spanner().schemaChanges()::definition),
        Stream.of(BookKeepingTable.values())
            .map(BookKeepingTable::name)
            .collect(Collectors.toUnmodifiableSet()),
        List.of(),
        view.history(),
        view.state().cursor(),
        view.state().lease().flatMap(Lease::deployment).map(Lease.Deployment::begun),
        Optional.of(rows(view.history())),
        sizes(),
        notes(view.state()));
  }

  private static void refuseNewer(BookkeepingState state) {
    try {
      TablesVersion.refuseNewer(state);
    } catch (ConfigurationFailure newer) {
      throw new MigrationFailure(newer.description(), newer.action());
    }
  }

  /// Returns the database for preconditions, which ask for the rows as they are now.
  private LiveDatabase rows(List<HistoryRow> history) {
    return new LiveDatabase() {
      @Override
      public List<List<@Nullable String>> query(String sql) {
        return connection.retried(() -> database.query(sql));
      }

      @Override
      public List<HistoryRow> history() {
        return history;
      }
    };
  }

  /// Returns the sizes; nothing if they cannot be read, because a preview is of use without them.
  private TableSizes sizes() {
    try {
      Map<Name, Long> sizes = new HashMap<>();
      for (List<@Nullable String> row : database.query(SIZES)) {
        String table = row.getFirst();
        String bytes = row.getLast();
        if (table != null && bytes != null) {
          sizes.put(Name.of(dialect, table), Long.parseLong(bytes));
        }
      }
      return new TableSizes(sizes);
    } catch (QueryException _) {
      return TableSizes.UNKNOWN;
    }
  }

  private static List<String> notes(BookkeepingState state) {
    List<String> notes = new ArrayList<>();
    state.lease().ifPresent(lease -> held(lease, state.databaseTime()).ifPresent(notes::add));
    state.open().map(LiveBaseline::open).ifPresent(notes::add);
    if (state.lock().locked()) {
      notes.add("Liquibase's lock is held" + state.lock().holder());
    }
    return notes;
  }

  private static Optional<String> held(Lease lease, Instant now) {
    return lease
        .holder()
        .filter(_ -> lease.expiresAt().isAfter(now))
        .map(
            holder ->
                "Run %s%s holds the lease and may change the database now"
                    .formatted(
                        holder.runId(), holder.url() == null ? "" : " (" + holder.url() + ")"));
  }

  private static String open(Intent intent) {
    return "Run %s left a change of the database open (intent %s): the next apply first finds out whether it took effect"
        .formatted(intent.runId(), intent.attempt());
  }
}
