package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.port.Database;
import dev.spannerpipe.apply.port.OperationListener;
import dev.spannerpipe.apply.port.SchemaChanges;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.spanner.DatabaseDescription;
import dev.spannerpipe.spanner.SpannerConnection;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.TestDatabase;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The real adapter over an emulator keeps the contract of the ports.
@Concurrent
class EmulatorPortIT implements PortContract {
  private SpannerConnection connection;
  private SpannerConnection otherConnection;
  private DatabaseDescription description;

  @BeforeEach
  void connect() {
    TestDatabase fresh = EmulatorServer.running().newDatabase(Dialect.GOOGLE_STANDARD_SQL);
    SystemTime time = new SystemTime();
    Retry retry = new Retry(time, () -> 0.5);
    connection = SpannerConnection.open(fresh.settings(), Optional.empty(), time, retry);
    otherConnection = SpannerConnection.open(fresh.settings(), Optional.empty(), time, retry);
    description = connection.createTables(connection.describe(), OperationListener.NONE);
  }

  @AfterEach
  void disconnect() {
    connection.close();
    otherConnection.close();
  }

  @Override
  public Database database() {
    return connection.database(description, "test");
  }

  @Override
  public Database otherClient() {
    return otherConnection.database(description, "test");
  }

  @Override
  public SchemaChanges schema() {
    return connection.schemaChanges();
  }
}
