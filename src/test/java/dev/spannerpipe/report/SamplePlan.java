package dev.spannerpipe.report;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.plan.Segment;
import dev.spannerpipe.plan.Slice;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.StatementKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A small plan with one of each.
public final class SamplePlan {
  public static final String DIGEST = "5f".repeat(32);
  public static final ChangeSet TABLES =
      changeSet(
          "schema/001.sql",
          12,
          "create-singers",
          ddl("CREATE TABLE Singers (\n  Id INT64\n) PRIMARY KEY (Id)", 13),
          ddl("CREATE INDEX ByName ON Singers (Name)", 17));
  public static final ChangeSet ROWS =
      changeSet(
          "schema/002.sql",
          3,
          "fill-singers",
          new Step.Sql(
              StatementKind.DML,
              "INSERT INTO Singers (Id) VALUES (1)",
              new SourceLocation("schema/002.sql", 4)));
  public static final ChangeSet COLUMN =
      changeSet(
          "schema/003.yaml",
          0,
          "require-name",
          new Step.Live(
              "addNotNullConstraint Singers.Name",
              new SourceLocation("schema/003.yaml", 0),
              database -> List.of()));

  public static final DataLoss LOSS =
      new DataLoss(
          DataLoss.Kind.DROP_COLUMN,
          "column name of singers",
          new ChangeSetId("schema/002.sql", "fill-singers", "alice"),
          new SourceLocation("schema/002.sql", 4),
          "drops the column name of singers");

  private SamplePlan() {}

  public static Plan plan() {
    PlannedChangeSet tables =
        new PlannedChangeSet(TABLES, PlannedChangeSet.Reason.HALF_FINISHED, 1);
    PlannedChangeSet rows = new PlannedChangeSet(ROWS, PlannedChangeSet.Reason.NEW, 0);
    PlannedChangeSet column = new PlannedChangeSet(COLUMN, PlannedChangeSet.Reason.CHANGED, 0);
    return new Plan(
        Dialect.GOOGLE_STANDARD_SQL,
        List.of(tables, rows, column),
        List.of(
            new Segment(Segment.Kind.SCHEMA, List.of(new Slice(tables, 1, 2))),
            new Segment(Segment.Kind.DATA, List.of(new Slice(rows, 0, 1))),
            new Segment(Segment.Kind.LIVE, List.of(new Slice(column, 0, 1)))),
        List.of(row(new ChangeSetId("schema/000.sql", "old", "bob"))),
        List.of(ROWS),
        List.of("one is left out: no such table"),
        7,
        DIGEST);
  }

  public static Plan nothing() {
    return new Plan(
        Dialect.POSTGRESQL, List.of(), List.of(), List.of(), List.of(), List.of(), 7, DIGEST);
  }

  public static HistoryRow row(ChangeSetId id) {
    return new HistoryRow(
        id,
        Instant.parse("2026-11-01T10:00:00Z"),
        1,
        HistoryRow.ExecType.EXECUTED,
        "9:0",
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  public static ChangeSet changeSet(String file, int line, String id, Step... steps) {
    return new ChangeSet(
        new ChangeSetId(file, id, "alice"),
        new SourceLocation(file, line),
        "9:" + id,
        Set.of(),
        false,
        Optional.empty(),
        "sql",
        "",
        null,
        null,
        Optional.empty(),
        false,
        false,
        true,
        List.of(steps),
        id.equals("fill-singers") ? Optional.of(condition()) : Optional.empty(),
        List.of(),
        List.of());
  }

  private static Step ddl(String sql, int line) {
    return new Step.Sql(StatementKind.DDL, sql, new SourceLocation("schema/001.sql", line));
  }

  private static Precondition condition() {
    return new Precondition() {
      @Override
      public boolean needsDatabase() {
        return true;
      }

      @Override
      public boolean needsRows() {
        return false;
      }

      @Override
      public String text() {
        return "tableExists Singers";
      }

      @Override
      public String words() {
        return "only if the table Singers exists\nand it is Monday";
      }

      @Override
      public Outcome check(LiveDatabase database) {
        return new Outcome.Run("");
      }
    };
  }
}
