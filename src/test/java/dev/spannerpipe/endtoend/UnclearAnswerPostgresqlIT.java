package dev.spannerpipe.endtoend;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.TestDatabase;

/// The same in the PostgreSQL dialect.
class UnclearAnswerPostgresqlIT extends UnclearAnswerIT {
  @Override
  TestDatabase newDatabase() {
    return EmulatorServer.running().newDatabase(Dialect.POSTGRESQL);
  }
}
