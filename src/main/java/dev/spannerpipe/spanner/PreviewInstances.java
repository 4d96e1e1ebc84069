package dev.spannerpipe.spanner;

import com.google.cloud.spanner.Spanner;
import com.google.cloud.spanner.admin.database.v1.DatabaseAdminClient;
import com.google.cloud.spanner.admin.instance.v1.InstanceAdminClient;
import com.google.spanner.admin.database.v1.Database;
import com.google.spanner.admin.database.v1.DropDatabaseRequest;
import com.google.spanner.admin.database.v1.ListDatabasesRequest;
import com.google.spanner.admin.instance.v1.DeleteInstanceRequest;
import com.google.spanner.admin.instance.v1.Instance;
import com.google.spanner.admin.instance.v1.ListInstancesRequest;
import dev.spannerpipe.apply.port.DatabaseException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The instances of previews on an emulator that others use, too. Each name holds the time at which
/// its preview began, because an emulator does not report when an instance was created.
final class PreviewInstances {
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

  private static final Pattern NAME = Pattern.compile("sp-preview-(?<time>\\d{14})-[0-9a-f]{8}");

  private final Spanner spanner;
  private final Calls calls;

  PreviewInstances(Spanner spanner, Calls calls) {
    this.spanner = spanner;
    this.calls = calls;
  }

  /// Returns a name that no other preview has.
  static String name(Instant now, RandomGenerator random) {
    return "sp-preview-"
        + TIME.format(now.atOffset(ZoneOffset.UTC))
        + "-"
        + HexFormat.of().toHexDigits(random.nextInt());
  }

  /// Returns whether this is the name of a preview that began more than a day before now.
  static boolean isOld(String name, Instant now) {
    Matcher match = NAME.matcher(name);
    if (!match.matches()) {
      return false;
    }
    try {
      Instant begun = LocalDateTime.parse(match.group("time"), TIME).toInstant(ZoneOffset.UTC);
      return begun.isBefore(now.minus(LONGEST));
    } catch (DateTimeException unusual) {
      return false;
    }
  }

  /// Deletes what previews left that were killed. Another preview may do the same at the same time.
  void deleteOlderThanADay(Instant now) {
    for (String instance : list()) {
      if (isOld(instance.substring(instance.lastIndexOf('/') + 1), now)) {
        try {
          delete(instance);
        } catch (DatabaseException _) {
          // Another preview has deleted it, or the next one does.
        }
      }
    }
  }

  /// Returns the full names of the instances in the project of previews.
  List<String> list() {
    ListInstancesRequest request =
        ListInstancesRequest.newBuilder().setParent("projects/" + EmulatorReplay.PROJECT).build();
    return calls.attempt(
        Calls.CALL,
        () -> {
          try (InstanceAdminClient client = spanner.createInstanceAdminClient()) {
            return client
                .listInstancesCallable()
                .call(request, SpannerSchemaChanges.once())
                .getInstancesList()
                .stream()
                .map(Instance::getName)
                .toList();
          }
        });
  }

  /// Deletes an instance with its databases.
  void delete(String instance) {
    calls.attempt(
        Calls.CALL,
        () -> {
          try (DatabaseAdminClient client = spanner.createDatabaseAdminClient()) {
            for (Database database : databases(client, instance)) {
              client
                  .dropDatabaseCallable()
                  .call(
                      DropDatabaseRequest.newBuilder().setDatabase(database.getName()).build(),
                      SpannerSchemaChanges.once());
            }
          }
          try (InstanceAdminClient client = spanner.createInstanceAdminClient()) {
            client
                .deleteInstanceCallable()
                .call(
                    DeleteInstanceRequest.newBuilder().setName(instance).build(),
                    SpannerSchemaChanges.once());
          }
          return true;
        });
  }

  private static List<Database> databases(DatabaseAdminClient client, String instance) {
    return client
        .listDatabasesCallable()
        .call(
            ListDatabasesRequest.newBuilder().setParent(instance).build(),
            SpannerSchemaChanges.once())
        .getDatabasesList();
  }
}
