package dev.spannerpipe.spanner;

import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.cloud.spanner.Spanner;
import com.google.cloud.spanner.admin.database.v1.DatabaseAdminClient;
import com.google.cloud.spanner.admin.instance.v1.InstanceAdminClient;
import com.google.spanner.admin.database.v1.CreateDatabaseRequest;
import com.google.spanner.admin.instance.v1.CreateInstanceRequest;
import com.google.spanner.admin.instance.v1.Instance;

/// Makes what is missing on an emulator: the instance and the database. Others may do the same at
/// the same time. An emulator has made both when it answers.
final class EmulatorPreparation {
  private final Spanner spanner;
  private final Calls calls;
  private final SpannerSettings settings;

  EmulatorPreparation(Spanner spanner, Calls calls, SpannerSettings settings) {
    this.spanner = spanner;
    this.calls = calls;
    this.settings = settings;
  }

  /// Makes both where they are missing, and returns what was made, in words.
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

  /// Returns whether it was made; false where it exists already.
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
