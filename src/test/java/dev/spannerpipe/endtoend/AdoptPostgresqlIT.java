package dev.spannerpipe.endtoend;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.TestDatabase;

/// The same in a database of the PostgreSQL dialect.
@Concurrent
class AdoptPostgresqlIT extends AdoptIT {
  @Override
  TestDatabase newDatabase() {
    return EmulatorServer.running().newDatabase(Dialect.POSTGRESQL);
  }
}
