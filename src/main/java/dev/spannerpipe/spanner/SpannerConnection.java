package dev.spannerpipe.spanner;

import com.google.cloud.spanner.DatabaseClient;
import com.google.cloud.spanner.DatabaseId;
import com.google.cloud.spanner.Spanner;
import com.google.cloud.spanner.admin.database.v1.DatabaseAdminClient;
import com.google.iam.v1.TestIamPermissionsRequest;
import com.google.spanner.admin.database.v1.GetDatabaseRequest;
import dev.spannerpipe.apply.port.Database;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.DatabaseException.Kind;
import dev.spannerpipe.apply.port.Lease.DatabaseIdentity;
import dev.spannerpipe.apply.port.OperationListener;
import dev.spannerpipe.apply.port.SchemaChanges;
import dev.spannerpipe.credentials.google.GoogleAccess;
import dev.spannerpipe.record.RecordReader;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.RetryPolicy;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.sql.Dialect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A connection to one database. Opening a connection sends no request; [#describe] sends the first
/// request. Not thread-safe, because only one thread of a run uses the connection.
public final class SpannerConnection implements AutoCloseable {
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final SpannerSettings settings;
  private final Time time;
  private final Retry retry;
  private final Spanner spanner;
  private final Calls calls;
  private final ChannelEventLoop loop;

  /// How long the creation of a session may take, 15 s except in tests. The first request is
  /// retried for the same time. So the run knows after about 30 s whether it can reach the
  /// database.
  private final Duration session;

  private @Nullable DatabaseAdminClient admin;

  private SpannerConnection(
      SpannerSettings settings,
      Time time,
      Retry retry,
      Spanner spanner,
      Calls calls,
      ChannelEventLoop loop,
      Duration session) {
    this.settings = settings;
    this.time = time;
    this.retry = retry;
    this.spanner = spanner;
    this.calls = calls;
    this.loop = loop;
    this.session = session;
  }

  /// Opens a connection that adds an access token to each call, if `access` is present. Calls to an
  /// emulator carry no token.
  ///
  /// If `access` throws an `AccessFailure` or an `UnfinishedFailure`, the call that needs the token
  /// throws the same failure.
  public static SpannerConnection open(
      SpannerSettings settings, Optional<GoogleAccess> access, Time time, Retry retry) {
    return open(settings, access, time, retry, new Stop(time, _ -> {}));
  }

  /// Opens a connection that also makes no further calls after a request to `stop`.
  public static SpannerConnection open(
      SpannerSettings settings, Optional<GoogleAccess> access, Time time, Retry retry, Stop stop) {
    return open(settings, access, time, retry, stop, ClientOptions.SESSION);
  }

  /// Opens a connection with a limit other than 15 s for the creation of a session, for tests. The
  /// limit is measured with the machine's clock, even if `time` is a test's clock.
  static SpannerConnection open(
      SpannerSettings settings,
      Optional<GoogleAccess> access,
      Time time,
      Retry retry,
      Stop stop,
      Duration session) {
    ChannelEventLoop loop = ChannelEventLoop.create(stop);
    return new SpannerConnection(
        settings,
        time,
        retry,
        ClientOptions.of(settings, access, session, loop).getService(),
        new Calls(retry, settings.remote(), access.isPresent(), stop),
        loop,
        session);
  }

  /// Reads the dialect of the database and the columns of its book-keeping tables in one request.
  /// Creates nothing. Book-keeping is what the pipe stores in the database about its own work.
  ///
  /// Throws a `ConfigurationFailure` if the instance or the database does not exist. Throws an
  /// `AccessFailure` if the identity may not read the database, or if Spanner cannot be reached
  /// within about 30 s. Throws an `UnfinishedFailure` if `TIMEOUT` expires earlier.
  public DatabaseDescription describe() {
    return find(false).orElseThrow();
  }

  /// Does the same as [#describe], but on an emulator first creates a missing instance or database.
  /// The description then names what was created.
  public DatabaseDescription describeOrCreate() {
    return findOnEmulator().orElseGet(this::createAndAsk);
  }

  /// Does the same as [#describe], but returns empty if the instance or the database is missing on
  /// an emulator.
  public Optional<DatabaseDescription> findOnEmulator() {
    return find(settings.emulator());
  }

  private Optional<DatabaseDescription> find(boolean mayBeMissing) {
    try {
      return Optional.of(query());
    } catch (DatabaseException failure) {
      if (failure.kind() == Kind.MISSING && mayBeMissing) {
        return Optional.empty();
      }
      throw retry.deadline().isOver()
          ? new ConnectionFailures(settings).connectingInTime(failure)
          : new ConnectionFailures(settings).connecting(failure);
    }
  }

  /// Creates the missing book-keeping tables in one schema operation. The caller need not have the
  /// lease, the lock that lets only one run change the database, because any number of processes
  /// may create these tables at the same time. Returns the description of the database with the new
  /// tables.
  ///
  /// Throws an `AccessFailure` if the identity may not change the schema, and a `MigrationFailure`
  /// if the service rejects the statements. Throws an `UnfinishedFailure` if the operation did not
  /// finish.
  ///
  /// @param listener receives the operation and its progress if Spanner does not finish the
  ///   operation at once
  public DatabaseDescription createTables(
      DatabaseDescription description, OperationListener listener) {
    if (description.missingTables().isEmpty()) {
      return description;
    }
    try {
      Optional<DatabaseException> unclear = created(description, listener);
      DatabaseDescription after = query().with(description.created());
      if (!after.missingTables().isEmpty() && unclear.isPresent()) {
        throw unclear.get();
      }
      if (!after.missingTables().isEmpty()) {
        throw new ConnectionFailures(settings).tablesStillMissing(after.missingTables());
      }
      return after;
    } catch (DatabaseException failure) {
      throw new ConnectionFailures(settings).creatingTables(failure);
    }
  }

  /// Creates the tables. If it is unclear whether Spanner created the tables, returns the failure,
  /// and the caller checks which tables exist.
  private Optional<DatabaseException> created(
      DatabaseDescription description, OperationListener listener) {
    try {
      new TableCreation(schema(), time, retry, listener).create(description);
      return Optional.empty();
    } catch (DatabaseException failure) {
      if (failure.kind() != DatabaseException.Kind.UNCLEAR) {
        throw failure;
      }
      return Optional.of(failure);
    }
  }

  /// Returns the interface to the data of the database.
  ///
  /// @param tag the tag that Spanner's statistics show for each query outside of a transaction; at
  ///   most 50 characters
  public Database database(DatabaseDescription description, String tag) {
    return new SpannerDatabase(
        client(), calls, description, settings.databaseRole().isEmpty(), tag);
  }

  /// Returns the interface to the schema operations of the database.
  public SchemaChanges schemaChanges() {
    return schema();
  }

  /// Returns the reader of the record, that is, of the runs and their events.
  ///
  /// @param tag the tag that Spanner's statistics show for each query; at most 50 characters
  public RecordReader recordReader(DatabaseDescription description, String tag) {
    return new SpannerRecordReader(client(), calls, description, time::now, tag);
  }

  /// Returns the values by which this database can be distinguished from a restored copy of it.
  /// Sends one request, or none to an emulator. The creation time is null in an emulator, or if the
  /// identity lacks the permission `spanner.databases.get`.
  public DatabaseIdentity identity() {
    return new DatabaseIdentity(
        settings.databaseName(), settings.emulator() ? null : creationTime());
  }

  /// Returns those of the given permissions that the identity has on the database. Returns empty if
  /// the service does not support this request, as may be the case in an emulator.
  ///
  /// Throws an `AccessFailure` if Spanner denies the request.
  public Optional<Set<String>> permissions(List<String> asked) {
    TestIamPermissionsRequest request =
        TestIamPermissionsRequest.newBuilder()
            .setResource(settings.databaseName())
            .addAllPermissions(asked)
            .build();
    try {
      return calls.attempt(
          Calls.CALL,
          () ->
              Optional.of(
                  Set.copyOf(
                      admin()
                          .testIamPermissionsCallable()
                          .call(request, SpannerSchemaChanges.once())
                          .getPermissionsList())));
    } catch (DatabaseException failure) {
      if (failure.kind() == Kind.REFUSED) {
        return Optional.empty();
      }
      throw new ConnectionFailures(settings).connecting(failure);
    }
  }

  /// Closes the connection. Schema operations that continue in Spanner are not affected. A
  /// background thread closes the clients, and this method waits for that thread for at most 2 s.
  @Override
  public void close() {
    Thread closing = Thread.ofPlatform().daemon().name("spanner-close").start(this::closeClients);
    try {
      closing.join(retry.limit(CLOSING));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    loop.close();
    calls.close();
  }

  private void closeClients() {
    try {
      if (admin != null) {
        admin.close();
      }
      spanner.close();
    } catch (RuntimeException _) {
      // Nothing more can be done about a client that fails to close.
    }
  }

  private DatabaseDescription query() {
    return retry.call(
        RetryPolicy.CALLS.within(session),
        failure -> failure instanceof DatabaseException known && known.kind() == Kind.TRANSIENT,
        () -> calls.attempt(session, () -> DescriptionQuery.execute(client(), settings)));
  }

  private DatabaseDescription createAndAsk() {
    try {
      String created =
          new DatabaseCreation(spanner, calls)
              .createMissing(settings.name(), Dialect.GOOGLE_STANDARD_SQL);
      return query().with(Optional.of(created));
    } catch (DatabaseException failure) {
      throw new ConnectionFailures(settings).preparingEmulator(failure);
    }
  }

  /// Returns the client for the data of the database. The Spanner library caches one client for
  /// each database, and replaces a cached client whose database did not exist.
  private DatabaseClient client() {
    return spanner.getDatabaseClient(
        DatabaseId.of(
            settings.name().project(), settings.name().instance(), settings.name().database()));
  }

  private SpannerSchemaChanges schema() {
    return new SpannerSchemaChanges(admin(), calls, settings);
  }

  private DatabaseAdminClient admin() {
    DatabaseAdminClient open = admin;
    if (open == null) {
      open = spanner.createDatabaseAdminClient();
      admin = open;
    }
    return open;
  }

  private @Nullable Instant creationTime() {
    GetDatabaseRequest request =
        GetDatabaseRequest.newBuilder().setName(settings.databaseName()).build();
    try {
      return calls.attempt(
          Calls.CALL,
          () ->
              Times.instant(
                  admin()
                      .getDatabaseCallable()
                      .call(request, SpannerSchemaChanges.once())
                      .getCreateTime()));
    } catch (DatabaseException failure) {
      if (failure.kind() == Kind.DENIED) {
        return null;
      }
      throw failure;
    }
  }
}
