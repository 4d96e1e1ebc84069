package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Fault.Moment;
import dev.spannerpipe.testing.Result;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A database that was restored from a backup that was taken in the middle of a run: the server
/// knows none of the operations on record, and says another time of creation.
@Concurrent
class RestoredDatabaseIT extends Staged {
  private static final String STOPPED =
      "✖ Could not take the lease of <database> (created at <time>): the database was"
          + " restored or copied from <database> (created at <time>) while operation sp_2_1"
          + " was running, so it is not known which of its statements are in this copy. Compare the schema with the"
          + " operation's statements (COMMAND=status shows them), then run COMMAND=resolve with"
          + " RESOLVE_INTENT=2.1 and RESOLVE_AS=applied, applied:<number of the first statements that"
          + " are applied> or not-applied.";

  @BeforeEach
  void applyOnce() {
    spanner.createdAt(Instant.parse("2026-01-01T00:00:00Z"));
    changeSets(table(1));
    assertThat(run().exitCode()).isZero();
    changeSets(table(1), table(2), table(3));
  }

  private void restoreInTheMiddle() {
    kill("UpdateDatabaseDdl", "sp_2_1", Moment.BEFORE);
    restore();
  }

  private void restore() {
    spanner.createdAt(Instant.parse("2026-02-02T00:00:00Z"));
    site.letLeaseExpire();
  }

  private void assertRight() {
    assertThat(history()).containsExactly("1", "2", "3");
    assertThat(site.database().ddl())
        .filteredOn(ddl -> ddl.startsWith("CREATE TABLE T"))
        .hasSize(3);
    assertTidy();
    assertThat(run("history", "--verify").exitCode()).isZero();
    succeed(
        "✔ Nothing to do: all 3 change sets of this changelog are applied to <name> (<duration>).");
  }

  @Test
  void asksWhatOfTheOpenOperationIsInIt() {
    restoreInTheMiddle();

    end(5, STOPPED);

    Result status = end(5, STOPPED, "status");
    assertThat(site.told(status))
        .startsWith(
            """
            INFO: Endpoint override: SPANNER_ENDPOINT=<spanner>.
            2 change sets pending: 2 statements in 1 schema operation; 1 applied; plan <digest>.
            1. changelog.sql:4 2 (ann)
                 CREATE TABLE T2 (Id INT64 NOT NULL) PRIMARY KEY (Id)
            2. changelog.sql:6 3 (ann)
                 CREATE TABLE T3 (Id INT64 NOT NULL) PRIMARY KEY (Id)
            The lease is held by run <run 1> since <time> (epoch 2); it expired at <time>, so the next \
            run may take it.
            Intent 2.1 of run <run 1> is open since <time>: schema operation sp_2_1, which Spanner \
            does not know.
              1. CREATE TABLE T2 (Id INT64 NOT NULL) PRIMARY KEY (Id)
              2. CREATE TABLE T3 (Id INT64 NOT NULL) PRIMARY KEY (Id)
            The current schema, to compare with these statements.
              CREATE TABLE T1 ( Id INT64 NOT NULL, ) PRIMARY KEY(Id)
            Liquibase's lock is held by spanner-pipe <run 1> since <time>.
            Nothing can be applied in this state.
            ✖ Could not take the lease of <database> \
            """);

    succeed(
        "✔ Intent 2.1 is recorded as not-applied; COMMAND=apply continues from there.",
        "resolve",
        "--resolve-intent=2.1",
        "--resolve-as=not-applied");
    succeed(
        "✔ Applied 2 change sets to <name> in <duration>; last change set: changelog.sql::3::ann.");
    assertRight();
  }

  @Test
  void goesOnAfterThePartThatIsInIt() {
    restoreInTheMiddle();
    site.database().execute("CREATE TABLE T2 (Id INT64 NOT NULL) PRIMARY KEY (Id)");

    end(5, STOPPED);
    succeed(
        "✔ Intent 2.1 is recorded as applied:1; COMMAND=apply continues from there.",
        "resolve",
        "--resolve-intent=2.1",
        "--resolve-as=applied:1");

    succeed(
        "✔ Applied 1 change set to <name> in <duration>; last change set: changelog.sql::3::ann.");
    assertRight();
  }

  @Test
  void recordsAllOfItWhereAllIsInIt() {
    restoreInTheMiddle();
    site.database()
        .execute(
            "CREATE TABLE T2 (Id INT64 NOT NULL) PRIMARY KEY (Id)",
            "CREATE TABLE T3 (Id INT64 NOT NULL) PRIMARY KEY (Id)");

    end(5, STOPPED);
    succeed(
        "✔ Intent 2.1 is recorded as applied; COMMAND=apply continues from there.",
        "resolve",
        "--resolve-intent=2.1",
        "--resolve-as=applied");

    assertRight();
  }

  @Test
  void goesOnByItselfWhereNoOperationWasGoingOn() {
    changeSets(
        table(1),
        changeSet(
            "2",
            "CREATE TABLE T2 (Id INT64 NOT NULL) PRIMARY KEY (Id);",
            "INSERT INTO T2 (Id) VALUES (1);"),
        table(3));
    kill("Commit", "data", Moment.BEFORE);
    restore();

    Result ended =
        succeed(
            "✔ Applied 2 change sets to <name> in <duration>; last change set: changelog.sql::3::ann.");

    assertThat(site.told(ended))
        .startsWith(
            """
            INFO: spanner-pipe <version>: apply on <database>, run <run 1>.
            INFO: Endpoint override: SPANNER_ENDPOINT=<spanner>.
            INFO: Lease taken (epoch 1000002, from run <run 2>).
            WARNING: This database was restored or copied from <database> (created at <time>); it does not contain what was applied to the original database afterwards.
            INFO: Plan <digest>: 2 change sets, 1 schema operation.
            INFO: Data loss check: the plan causes no data loss.
            INFO: [1/2] changelog.sql:6 change set 2 (ann): INSERT INTO T2, 1 row.
            INFO: Schema operation sp_1000002_2 submitted: 1 statement.
            INFO: [2/2] changelog.sql:8 change set 3 (ann): CREATE TABLE T3.
            """);
    assertRight();
  }
}
