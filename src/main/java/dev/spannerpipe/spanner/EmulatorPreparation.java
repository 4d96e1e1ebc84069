package dev.spannerpipe.spanner;

import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.cloud.spanner.Spanner;
import com.google.cloud.spanner.admin.database.v1.DatabaseAdminClient;
import com.google.cloud.spanner.admin.instance.v1.InstanceAdminClient;
import com.google.spanner.admin.database.v1.CreateDatabaseRequest;
import com.google.spanner.admin.instance.v1.CreateInstanceRequest;
import com.google.spanner.admin.instance.v1.Instance;

/// Creates the instance and the database on an emulator if they are missing. Other processes may do
/// the same at the same time. An emulator answers only after it has created them.
final class EmulatorPreparation {
  private final Spanner spanner;
  private final Calls calls;
  private final SpannerSettings settings;

  EmulatorPreparation(Spanner spanner, Calls calls, SpannerSettings settings) {
    this.spanner = spanner;
    this.calls = calls;
    this.settings = settings;
  }

  /// Creates the instance and the database if they are missing, and returns what was created, as
  /// text.
  String prepare() {
    boolean instance = made(this::createInstance);
    boolean database = made(this::createDatabase);
    return instance
        ? "instance "
            + settings.name().instanceName()
            + " and database "
            + settings.name().database()
        : "database " + settings.databaseName() + (database ? "" : " (by another process)");
  }

  private void createInstance() {
    String project = settings.name().projectName();
    CreateInstanceRequest request =
        CreateInstanceRequest.newBuilder()
            .setParent(project)
            .setInstanceId(settings.name().instance())
            .setInstance(
                Instance.newBuilder()
                    .setName(settings.name().instanceName())
                    .setConfig(project + "/instanceConfigs/emulator-config")
                    .setDisplayName(settings.name().instance())
                    .setNodeCount(1))
            .build();
    try (InstanceAdminClient client = spanner.createInstanceAdminClient()) {
      client.createInstanceCallable().call(request, SpannerSchemaChanges.once());
    }
  }

  private void createDatabase() {
    CreateDatabaseRequest request =
        CreateDatabaseRequest.newBuilder()
            .setParent(settings.name().instanceName())
            .setCreateStatement("CREATE DATABASE `" + settings.name().database() + "`")
            .build();
    try (DatabaseAdminClient client = spanner.createDatabaseAdminClient()) {
      client.createDatabaseCallable().call(request, SpannerSchemaChanges.once());
    }
  }

  /// Returns whether this call created it; false if it already exists.
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
