package dev.spannerpipe.spanner;

import dev.spannerpipe.apply.port.Database;
import dev.spannerpipe.apply.port.OperationListener;
import dev.spannerpipe.apply.port.SchemaChanges;
import dev.spannerpipe.record.RecordReader;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.TestDatabase;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// A fresh database and a connection to it, with the book-keeping tables.
record Opened(TestDatabase database, SpannerConnection connection, DatabaseDescription description)
    implements AutoCloseable {

  static Opened withTables(Dialect dialect) {
    TestDatabase database = EmulatorServer.running().newDatabase(dialect);
    SpannerConnection connection = connect(database.settings());
    return new Opened(
        database,
        connection,
        connection.createTables(connection.describe(), OperationListener.NONE));
  }

  static SpannerConnection connect(SpannerSettings settings) {
    SystemTime time = new SystemTime();
    return SpannerConnection.open(
        settings,
        Optional.empty(),
        time,
        new Retry(time, () -> ThreadLocalRandom.current().nextDouble()));
  }

  Database port() {
    return connection.database(description, "test");
  }

  SchemaChanges schema() {
    return connection.schemaChanges();
  }

  RecordReader record() {
    return connection.recordReader(description, "test");
  }

  @Override
  public void close() {
    connection.close();
  }
}
