package dev.spannerpipe.endtoend;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/// The same in a database of the PostgreSQL dialect.
@Concurrent
class AdoptPostgresqlIT extends AdoptIT {
  @Override
  TestDatabase newDatabase() {
    return EmulatorServer.running().newDatabase(Dialect.POSTGRESQL);
  }

  /// Columns have no options in this dialect.
  @Override
  @Test
  void namesTheOptionThatDiffers() {
    String table =
        "CREATE TABLE logs (id bigint PRIMARY KEY, seen timestamptz) TTL INTERVAL '%d days' ON seen";
    database.execute(table.formatted(3));
    workspace.withSql(changeSet("logs", table.formatted(5) + ";"));

    assertFails(
        adopt.run(),
        5,
        "Could not adopt: no prefix of changelog.sql makes the schema of <database>. The nearest is"
            + " the first 1 of 1 change set (up to changelog.sql::logs::ann): the table logs: the"
            + " row deletion policy is INTERVAL '3 DAYS' ON seen in the database, and"
            + " INTERVAL '5 DAYS' ON seen in the changelog."
            + " Correct the changelog or the database until both have the same schema, and run"
            + " again.");
  }
}
