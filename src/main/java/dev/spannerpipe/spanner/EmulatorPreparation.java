package dev.spannerpipe.spanner;

import com.google.cloud.spanner.ErrorCode;
import com.google.cloud.spanner.InstanceConfigId;
import com.google.cloud.spanner.InstanceId;
import com.google.cloud.spanner.InstanceInfo;
import com.google.cloud.spanner.Spanner;
import com.google.cloud.spanner.SpannerException;
import com.google.cloud.spanner.SpannerExceptionFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Makes what is missing on an emulator: the instance and the database. Others may do the same at
/// the same time.
final class EmulatorPreparation {
  private static final Duration LIMIT = Duration.ofSeconds(30);

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
    boolean instance = calls.attempt(LIMIT, this::createInstance);
    boolean database = calls.attempt(LIMIT, this::createDatabase);
    return instance
        ? "instance " + settings.instanceName() + " and database " + settings.database()
        : "database " + settings.databaseName() + (database ? "" : " (by another process)");
  }

  private boolean createInstance() {
    InstanceInfo instance =
        InstanceInfo.newBuilder(InstanceId.of(settings.project(), settings.instance()))
            .setInstanceConfigId(InstanceConfigId.of(settings.project(), "emulator-config"))
            .setDisplayName(settings.instance())
            .setNodeCount(1)
            .build();
    return made(() -> spanner.getInstanceAdminClient().createInstance(instance));
  }

  private boolean createDatabase() {
    return made(
        () ->
            spanner
                .getDatabaseAdminClient()
                .createDatabase(settings.instance(), settings.database(), List.of()));
  }

  /// Returns whether it was made; false where it exists already.
  private static boolean made(Supplier<? extends Future<?>> operation) {
    try {
      operation.get().get();
      return true;
    } catch (SpannerException failure) {
      return falseWhereItExists(failure);
    } catch (ExecutionException failure) {
      return falseWhereItExists(SpannerExceptionFactory.asSpannerException(failure.getCause()));
    } catch (InterruptedException failure) {
      throw SpannerExceptionFactory.propagateInterrupt(failure);
    }
  }

  private static boolean falseWhereItExists(SpannerException failure) {
    if (failure.getErrorCode() == ErrorCode.ALREADY_EXISTS) {
      return false;
    }
    throw failure;
  }
}
