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

/// A connection to one database, and the clients that use it. Opening it sends no request;
/// [#describe] sends the first one. Not thread-safe: a run has one thread.
public final class SpannerConnection implements AutoCloseable {
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final SpannerSettings settings;
  private final Time time;
  private final Retry retry;
  private final Spanner spanner;
  private final Calls calls;

  /// How long creating a session may take. It also limits the retries of the first request, so the
  /// last answer comes within twice that, about 30 s.
  private final Duration session;

  private @Nullable DatabaseAdminClient admin;

  private SpannerConnection(
      SpannerSettings settings,
      Time time,
      Retry retry,
      Spanner spanner,
      Calls calls,
      Duration session) {
    this.settings = settings;
    this.time = time;
    this.retry = retry;
    this.spanner = spanner;
    this.calls = calls;
    this.session = session;
  }

  /// Opens a connection without credentials, as to an emulator.
  ///
  /// @param retry retries the first request, and schema changes that a busy emulator rejects
  public static SpannerConnection open(SpannerSettings settings, Time time, Retry retry) {
    return open(settings, Optional.empty(), time, retry);
  }

  /// Opens a connection that adds a token of the access to each call. An emulator gets no token.
  ///
  /// If the access throws an `AccessFailure` or an `UnfinishedFailure`, the call that needed the
  /// token throws it.
  public static SpannerConnection open(
      SpannerSettings settings, Optional<GoogleAccess> access, Time time, Retry retry) {
    return open(settings, access, time, retry, new Stop(time, _ -> {}));
  }

  /// Opens a connection that makes no further call after a request to stop.
  public static SpannerConnection open(
      SpannerSettings settings, Optional<GoogleAccess> access, Time time, Retry retry, Stop stop) {
    return open(settings, access, time, retry, stop, ClientOptions.SESSION);
  }

  /// Opens a connection with a limit other than 15 s for creating a session. The limit is real
  /// time, whatever the clock is. It may be short if no service answers.
  static SpannerConnection open(
      SpannerSettings settings,
      Optional<GoogleAccess> access,
      Time time,
      Retry retry,
      Stop stop,
      Duration session) {
    return new SpannerConnection(
        settings,
        time,
        retry,
        ClientOptions.of(settings, access, session).getService(),
        new Calls(retry, settings.remote(), access.isPresent(), stop),
        session);
  }

  /// Queries the dialect and the book-keeping tables in one request, and creates nothing.
  ///
  /// Throws a `ConfigurationFailure` if the instance or the database does not exist. Throws an
  /// `AccessFailure` if the identity may not read, or if the service cannot be reached within about
  /// 30 s. Throws an `UnfinishedFailure` if the run's time expires before that.
  public DatabaseDescription describe() {
    return describe(false);
  }

  /// Does the same as [#describe]. On an emulator, a missing instance or database is created first,
  /// and the description mentions it.
  public DatabaseDescription describeOrCreate() {
    return describe(settings.emulator());
  }

  private DatabaseDescription describe(boolean create) {
    try {
      return query();
    } catch (DatabaseException failure) {
      if (failure.kind() == Kind.MISSING && create) {
        return createAndAsk();
      }
      throw retry.deadline().isOver()
          ? new ConnectionFailures(settings).connectingInTime(failure)
          : new ConnectionFailures(settings).connecting(failure);
    }
  }

  /// Creates the missing book-keeping tables in one schema operation. It needs no lease, because
  /// any number of processes may do this at the same time. Returns the description of the database
  /// after that.
  ///
  /// Throws an `AccessFailure` if the identity may not change the schema, and a `MigrationFailure`
  /// if the service rejects the statements. Throws an `UnfinishedFailure` if the operation did not
  /// finish.
  ///
  /// @param listener receives the operation if it is not done with its first answer
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

  /// Creates the tables. Returns the failure if it is unclear whether they were created; the tables
  /// themselves show that.
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

  /// Returns the data side of the database.
  ///
  /// @param tag the tag of each single query in the service's statistics; at most 50 characters
  public Database database(DatabaseDescription description, String tag) {
    return new SpannerDatabase(
        client(), calls, description, settings.databaseRole().isEmpty(), tag);
  }

  /// Returns the database's schema operations.
  public SchemaChanges schemaChanges() {
    return schema();
  }

  /// Returns the reader of the record.
  ///
  /// @param tag the tag of each query in the service's statistics; at most 50 characters
  public RecordReader recordReader(DatabaseDescription description, String tag) {
    return new SpannerRecordReader(client(), calls, description, tag);
  }

  /// Returns the values that distinguish this database from a restored or copied one. Sends one
  /// request, or none on an emulator. The creation time is null on an emulator, and if the identity
  /// may not read it (`spanner.databases.get`).
  public DatabaseIdentity identity() {
    return new DatabaseIdentity(
        settings.databaseName(), settings.emulator() ? null : creationTime());
  }

  /// Returns which of these permissions the identity has on the database. Returns empty if the
  /// service does not support the request, as an emulator.
  ///
  /// Throws an `AccessFailure` if the service denies the request.
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

  /// Closes the connection; work that continues in the service is not affected. The client closes
  /// its sessions and channels in a background thread, which is abandoned after a time limit.
  @Override
  public void close() {
    Thread closing = Thread.ofPlatform().daemon().name("spanner-close").start(this::closeClients);
    try {
      closing.join(retry.limit(CLOSING));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
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

  /// The client caches it by name, and replaces one whose database was missing.
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
