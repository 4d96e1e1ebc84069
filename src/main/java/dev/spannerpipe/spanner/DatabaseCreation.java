package dev.spannerpipe.spanner;

import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.cloud.spanner.Spanner;
import com.google.cloud.spanner.admin.database.v1.DatabaseAdminClient;
import com.google.cloud.spanner.admin.instance.v1.InstanceAdminClient;
import com.google.spanner.admin.database.v1.CreateDatabaseRequest;
import com.google.spanner.admin.database.v1.DatabaseDialect;
import com.google.spanner.admin.instance.v1.CreateInstanceRequest;
import com.google.spanner.admin.instance.v1.Instance;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.text.DatabaseName;

/// Creates instances and databases on an emulator if they are missing. Another process may create
/// the same objects at the same time. An emulator responds only after it has created the object, so
/// this class need not wait for an operation to end.
final class DatabaseCreation {
  private final Spanner spanner;
  private final Calls calls;

  DatabaseCreation(Spanner spanner, Calls calls) {
    this.spanner = spanner;
    this.calls = calls;
  }

  /// Creates the instance and the database if they are missing. Returns a text for the log that
  /// names what was created.
  String createMissing(DatabaseName name, Dialect dialect) {
    boolean instance = createInstance(name);
    boolean database = createDatabase(name, dialect);
    return instance
        ? "instance " + name.instanceName() + " and database " + name.database()
        : "database " + name + (database ? "" : " (by another process)");
  }

  /// Creates the database's instance. Returns whether this call created it; false if it already
  /// exists.
  boolean createInstance(DatabaseName name) {
    CreateInstanceRequest request =
        CreateInstanceRequest.newBuilder()
            .setParent(name.projectName())
            .setInstanceId(name.instance())
            .setInstance(
                Instance.newBuilder()
                    .setName(name.instanceName())
                    .setConfig(name.projectName() + "/instanceConfigs/emulator-config")
                    .setDisplayName(name.instance())
                    .setNodeCount(1))
            .build();
    return made(
        () -> {
          try (InstanceAdminClient client = spanner.createInstanceAdminClient()) {
            client.createInstanceCallable().call(request, SpannerSchemaChanges.once());
          }
        });
  }

  /// Creates the database, without any tables. Returns whether this call created it; false if it
  /// already exists.
  boolean createDatabase(DatabaseName name, Dialect dialect) {
    CreateDatabaseRequest request =
        CreateDatabaseRequest.newBuilder()
            .setParent(name.instanceName())
            .setCreateStatement("CREATE DATABASE " + quoted(name.database(), dialect))
            .setDatabaseDialect(DatabaseDialect.valueOf(dialect.name()))
            .build();
    return made(
        () -> {
          try (DatabaseAdminClient client = spanner.createDatabaseAdminClient()) {
            client.createDatabaseCallable().call(request, SpannerSchemaChanges.once());
          }
        });
  }

  private static String quoted(String name, Dialect dialect) {
    return switch (dialect) {
      case GOOGLE_STANDARD_SQL -> "`" + name + "`";
      case POSTGRESQL -> "\"" + name + "\"";
    };
  }

  private boolean made(Runnable creation) {
    return calls.attempt(
        Calls.CALL,
        () -> {
          try {
            creation.run();
            return true;
          } catch (AlreadyExistsException exists) {
            return false;
          }
        });
  }
}
