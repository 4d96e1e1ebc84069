package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/// The same promises on a database of the PostgreSQL dialect.
@Concurrent
class PostgresDialectIT extends WholeTool {
  private static final String FIRST =
      changeSet("1", "CREATE TABLE t1 (id bigint PRIMARY KEY, a bigint);");

  @Override
  TestDatabase newDatabase() {
    return EmulatorServer.running().newDatabase(Dialect.POSTGRESQL);
  }

  private static String half(String column) {
    return changeSet(
        "half",
        "CREATE TABLE h (id bigint PRIMARY KEY, a bigint);",
        "CREATE INDEX hx ON h(" + column + ");");
  }

  @Test
  void appliesStopsAndGoesOn() {
    workspace.withSql(FIRST);
    Result applied = pipe.run();
    assertThat(applied.exitCode()).isZero();
    assertInOrder(applied);
    Result nothing = pipe.run();
    assertThat(nothing.lastLine())
        .isEqualTo(
            "✔ Nothing to do: the one change set of this changelog is applied to "
                + database.name()
                + " (<duration>).");
    assertInOrder(nothing);

    workspace.withSql(FIRST + half("nope"));
    Result refused = pipe.run();
    assertThat(refused.exitCode()).isEqualTo(5);
    assertThat(refused.lastLine())
        .isEqualTo(
            "✖ Could not apply change set changelog.sql::half::ann at changelog.sql:6: Spanner"
                + " rejected statement 2 of 2, `CREATE INDEX hx ON h(nope)`: Index hx specifies key"
                + " column nope which does not exist in the index's base table. No change set of"
                + " this run was applied, but the first statement of this change set. "
                + CORRECT);
    assertInOrder(refused);

    workspace.withSql(
        FIRST
            + half("a")
            + changeSet(
                "rows",
                "INSERT INTO t1 (id, a) VALUES (1, 1);",
                "INSERT INTO t1 (id, a) VALUES (1, 2);"));
    Result data = pipe.run();
    assertThat(data.exitCode()).isEqualTo(5);
    assertThat(data.lastLine())
        .isEqualTo(
            "✖ Could not apply change set changelog.sql::rows::ann at changelog.sql:9: Spanner"
                + " rejected statement 2 of 2, `INSERT INTO t1 (id, a) VALUES (1, 2)`: Failed to"
                + " insert row with primary key ({pk#id:1}) due to previously existing row. 1"
                + " change set of this run was applied. "
                + CORRECT);
    assertThat(history()).containsExactly("1", "half");
    assertThat(database.rows("SELECT id FROM t1")).isEmpty();
    assertInOrder(data);
  }
}
