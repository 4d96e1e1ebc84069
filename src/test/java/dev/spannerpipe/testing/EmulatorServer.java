package dev.spannerpipe.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import com.google.cloud.NoCredentials;
import com.google.cloud.spanner.Database;
import com.google.cloud.spanner.DatabaseId;
import com.google.cloud.spanner.InstanceConfigId;
import com.google.cloud.spanner.InstanceId;
import com.google.cloud.spanner.InstanceInfo;
import com.google.cloud.spanner.Spanner;
import com.google.cloud.spanner.SpannerOptions;
import dev.spannerpipe.sql.Dialect;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.LogManager;

/// The emulator of this JVM's tests, started with the first test that asks for it. Each JVM has
/// instances of its own on it and each test a database of its own, so that tests do not meet: the
/// emulator lets one transaction or schema change at a time through, but per database.
///
/// It is `SPANNER_EMULATOR_HOST` where that is set, else the emulator found on the machine, else a
/// container; without any of them the asking test is skipped.
public final class EmulatorServer {
  private static final String PROJECT = "test-project";

  /// An emulator refuses more than 100.
  private static final int DATABASES_PER_INSTANCE = 90;

  private final String host;
  private final Spanner spanner;
  private final AtomicInteger databases = new AtomicInteger();
  private String instance = "";
  private int room;

  private EmulatorServer(String host) {
    this.host = host;
    this.spanner =
        SpannerOptions.newBuilder()
            .setProjectId(PROJECT)
            .setEmulatorHost(host)
            .setCredentials(NoCredentials.getInstance())
            .setNumChannels(1)
            .disableGrpcGcpExtension()
            .setBuiltInMetricsEnabled(false)
            .build()
            .getService();
  }

  /// Returns the emulator; skips the asking test where there is none.
  public static EmulatorServer running() {
    return Holder.SERVER == null ? abort(Holder.REASON) : Holder.SERVER;
  }

  /// Returns an emulator in a container, which other containers reach, too: at the same port of
  /// this machine.
  public static EmulatorServer inContainer() {
    return Contained.SERVER;
  }

  /// Returns the emulator's port.
  public int port() {
    return Integer.parseInt(host.substring(host.lastIndexOf(':') + 1));
  }

  /// Returns the emulator's `host:port`.
  public String host() {
    return host;
  }

  /// Returns the project that all test databases are in.
  public String project() {
    return PROJECT;
  }

  /// Returns an instance of this JVM with room for one more database; it exists.
  public synchronized String instance() {
    if (room == 0) {
      instance = createInstance();
      room = DATABASES_PER_INSTANCE;
    }
    room--;
    return instance;
  }

  /// Returns a name that no other database has.
  public String newName() {
    return "db-" + databases.incrementAndGet() + "-" + random();
  }

  /// Makes an empty database for one test.
  public TestDatabase newDatabase(Dialect dialect) {
    DatabaseId id = DatabaseId.of(PROJECT, instance(), newName());
    Database builder =
        spanner
            .getDatabaseAdminClient()
            .newDatabaseBuilder(id)
            .setDialect(com.google.cloud.spanner.Dialect.valueOf(dialect.name()))
            .build();
    await(() -> spanner.getDatabaseAdminClient().createDatabase(builder, List.of()).get());
    return new TestDatabase(spanner, host, id, dialect);
  }

  /// Returns access to a database that a test had made by other means.
  public TestDatabase database(String instanceId, String name, Dialect dialect) {
    return new TestDatabase(spanner, host, DatabaseId.of(PROJECT, instanceId, name), dialect);
  }

  private String createInstance() {
    String name = "test-" + random();
    InstanceInfo info =
        InstanceInfo.newBuilder(InstanceId.of(PROJECT, name))
            .setInstanceConfigId(InstanceConfigId.of(PROJECT, "emulator-config"))
            .setDisplayName(name)
            .setNodeCount(1)
            .build();
    await(() -> spanner.getInstanceAdminClient().createInstance(info).get());
    return name;
  }

  private static String random() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  }

  static <T> T await(Awaited<T> operation) {
    try {
      return operation.get();
    } catch (ExecutionException failure) {
      throw new IllegalStateException(failure.getCause());
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure);
    }
  }

  /// Waits for an operation.
  @FunctionalInterface
  interface Awaited<T> {
    T get() throws ExecutionException, InterruptedException;
  }

  /// Starts it once per JVM.
  private static final class Contained {
    private static final EmulatorServer SERVER;

    static {
      LogManager.getLogManager().reset();
      SERVER = new EmulatorServer(EmulatorAddress.inContainer());
    }
  }

  /// Starts it once per JVM.
  private static final class Holder {
    private static final EmulatorServer SERVER;
    private static final String REASON;

    static {
      // The client logs its settings with each start.
      LogManager.getLogManager().reset();
      EmulatorServer server = null;
      String reason = "";
      try {
        server = new EmulatorServer(EmulatorAddress.address());
      } catch (EmulatorAddress.NoEmulatorException missing) {
        reason = missing.getMessage();
      }
      SERVER = server;
      REASON = reason;
    }
  }
}
