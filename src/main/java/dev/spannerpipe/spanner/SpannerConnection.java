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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A connection to one database, and what works through it. Opening asks nothing of the service;
/// [#describe] is the first question. Not thread-safe: a run has one thread.
public final class SpannerConnection implements AutoCloseable {
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final SpannerSettings settings;
  private final Time time;
  private final Retry retry;
  private final Spanner spanner;
  private final Calls calls;

  /// A first question that gets no answer is asked again for as long as making a session may take;
  /// so the last answer comes within twice that, about 30 s.
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
  /// @param retry tries the first question again, and schema changes that an emulator is too busy
  ///   for
  public static SpannerConnection open(SpannerSettings settings, Time time, Retry retry) {
    return open(settings, Optional.empty(), time, retry);
  }

  /// Opens a connection whose every call carries a token of the access. An emulator gets none.
  ///
  /// What the access throws, an `AccessFailure` or an `UnfinishedFailure`, comes out of the call
  /// that it was for.
  public static SpannerConnection open(
      SpannerSettings settings, Optional<GoogleAccess> access, Time time, Retry retry) {
    return open(settings, access, time, retry, new Stop(time, _ -> {}));
  }

  /// As the other; makes no further call where the run is to end.
  public static SpannerConnection open(
      SpannerSettings settings, Optional<GoogleAccess> access, Time time, Retry retry, Stop stop) {
    return open(settings, access, time, retry, stop, ClientOptions.SESSION);
  }

  /// Opens one with another limit than 15 s for making a session, which is true time whatever the
  /// clock, and may be short where nobody answers.
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

  /// Asks, in one request, for the dialect and for the book-keeping tables. On an emulator the
  /// instance and the database are made first where they are missing, and the description says so.
  ///
  /// Throws a `ConfigurationFailure` where instance or database do not exist, and an
  /// `AccessFailure` where the identity may not read, or the service cannot be reached within about
  /// 30 s.
  public DatabaseDescription describe() {
    try {
      return query();
    } catch (DatabaseException failure) {
      if (failure.kind() == Kind.MISSING && settings.emulator()) {
        return createAndAsk();
      }
      throw retry.deadline().isOver()
          ? new ConnectionFailures(settings).connectingInTime(failure)
          : new ConnectionFailures(settings).connecting(failure);
    }
  }

  /// Makes the book-keeping tables that are missing, in one schema operation without a lease: any
  /// number of processes may do it at once. Returns what the database has then.
  ///
  /// Throws an `AccessFailure` where the identity may not change the schema, a `MigrationFailure`
  /// where the service refuses, and an `UnfinishedFailure` where it did not come to an end.
  ///
  /// @param listener hears of the operation where it takes longer than its first answer
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

  /// Returns why it is not known whether the tables were created: the tables themselves tell.
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
  /// @param tag goes with each single query into the service's statistics; at most 50 characters
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
  /// @param tag goes with each query into the service's statistics; at most 50 characters
  public RecordReader recordReader(DatabaseDescription description, String tag) {
    return new SpannerRecordReader(client(), calls, description, tag);
  }

  /// Asks for what tells this database from a restored or copied one; one request, none on an
  /// emulator. The creation time is null on an emulator, and where the identity may not read it
  /// (`spanner.databases.get`).
  public DatabaseIdentity identity() {
    return new DatabaseIdentity(
        settings.databaseName(), settings.emulator() ? null : creationTime());
  }

  /// Returns which of these permissions the identity has on the database; empty where the service
  /// does not say, as an emulator.
  ///
  /// Throws an `AccessFailure` where the service lets nobody in.
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

  /// Closes the connection; work that goes on in the service is not disturbed. The client ends its
  /// sessions and channels, and is left alone with it where the service does not let it.
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
      // Nothing is left to be done with it.
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
      String created = new EmulatorPreparation(spanner, calls, settings).prepare();
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
