package dev.spannerpipe.endtoend;

import dev.spannerpipe.testing.Pace;
import java.time.Duration;

/// A changelog that needs each of the engine's ways: batches, data changes, a change set of both,
/// preconditions that hold and that do not, a partitioned update, a failure that is tolerated, and
/// one that ends the run.
final class Scenario {
  /// Ends well.
  static final String GOOD =
      """
      --liquibase formatted sql

      --changeset test:accounts
      CREATE TABLE Accounts (Id INT64 NOT NULL, Balance INT64 NOT NULL, Note STRING(20)) PRIMARY KEY (Id);
      CREATE INDEX AccountsByBalance ON Accounts (Balance);

      --changeset test:orders
      CREATE TABLE Orders (Id INT64 NOT NULL, Sum INT64) PRIMARY KEY (Id);

      --changeset test:seed
      INSERT INTO Accounts (Id, Balance) VALUES (1, 100), (2, 200);
      UPDATE Accounts SET Balance = Balance + 1 WHERE Id = 1;

      --changeset test:interest
      UPDATE Accounts SET Balance = Balance * 2 WHERE true;

      --changeset test:guarded
      --preconditions onFail:MARK_RAN
      --precondition-sql-check expectedResult:2 SELECT COUNT(*) FROM Accounts
      ALTER TABLE Accounts ADD COLUMN Rank INT64;
      UPDATE Accounts SET Rank = IFNULL(Rank, 0) + Id WHERE true;

      --changeset test:skipped
      --preconditions onFail:MARK_RAN
      --precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM Accounts
      CREATE TABLE Skipped (Id INT64) PRIMARY KEY (Id);

      --changeset test:everywhere
      -- spanner-pipe: partitioned-dml idempotent
      UPDATE Accounts SET Note = 'seen' WHERE Note IS NULL;

      --changeset test:tolerated failOnError:false
      CREATE TABLE Orders (Id INT64) PRIMARY KEY (Id);

      --changeset test:audit
      CREATE TABLE Audit (Id INT64 NOT NULL, Entry STRING(20)) PRIMARY KEY (Id);
      CREATE INDEX AuditByEntry ON Audit (Entry);
      """;

  /// Ends with exit code 5, after two of the last change set's four statements.
  static final String FAILING =
      GOOD
          + """

          --changeset test:halfway
          CREATE TABLE Half (Id INT64 NOT NULL, Entry STRING(20)) PRIMARY KEY (Id);
          INSERT INTO Half (Id, Entry) VALUES (1, 'too long');
          ALTER TABLE Half ALTER COLUMN Entry STRING(2);
          CREATE TABLE Never (Id INT64) PRIMARY KEY (Id);
          """;

  /// Operations with an index take their time, so that runs look at them while they go on; the
  /// others are done when they are answered.
  static final Pace PACE =
      Pace.AT_ONCE.withStatements(
          statement ->
              statement.contains(" INDEX ") && !statement.contains("SPANNER_PIPE")
                  ? Duration.ofMillis(100)
                  : Duration.ZERO);

  private Scenario() {}
}
