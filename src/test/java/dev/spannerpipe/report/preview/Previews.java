package dev.spannerpipe.report.preview;

import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.lint.LintRule;
import dev.spannerpipe.lint.Severity;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlanContent;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.plan.Segment;
import dev.spannerpipe.plan.Slice;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.StatusCode;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.preview.Baseline;
import dev.spannerpipe.preview.Cost;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.preview.PreviewedChangeSet;
import dev.spannerpipe.preview.replay.PartialStatement;
import dev.spannerpipe.preview.replay.RejectedStatement;
import dev.spannerpipe.preview.replay.Rejection;
import dev.spannerpipe.preview.replay.RejectionKind;
import dev.spannerpipe.report.SamplePlan;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property;
import dev.spannerpipe.schema.Property.Aspect;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.sql.StatementKind;
import dev.spannerpipe.text.DatabaseName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Previews for tests.
public final class Previews {
  public static final String CHANGELOG = "schema/changelog.yaml";
  public static final Baseline LIVE =
      new Baseline.Live(
          new DatabaseName("acme", "main", "shop"), Instant.parse("2026-11-30T12:00:00Z"));
  public static final Baseline DESTINATION = new Baseline.Destination("0123456789".repeat(4));

  private Previews() {}

  /// Returns a preview with one of each.
  public static Preview rich() {
    ChangeSet orders =
        changeSet("schema/001.sql", 12, "create-orders", "CREATE TABLE Orders (Id INT64)");
    ChangeSet names =
        changeSet("schema/002.sql", 3, "shorten-names", "ALTER TABLE Singers …", "DROP TABLE Old");
    ChangeSet rows = changeSet("schema/003.sql", 1, "fill", "INSERT INTO Orders (Id) VALUES (1)");
    ChangeSet late = changeSet("schema/004.sql", 5, "late", "CREATE TABLE Late (Id INT64)");
    return new Preview(
        LIVE,
        CHANGELOG,
        List.of("The lease is held by run run-a"),
        plan(orders, names, rows, late)
            .with(
                List.of(
                    new DataLoss(
                        DataLoss.Kind.DROP_TABLE,
                        "table Old",
                        names.identity(),
                        new SourceLocation("schema/002.sql", 5),
                        "drops the table Old"))),
        List.of(orders(orders), names(names), rows(rows), late(late)),
        findings(orders, names),
        cost(orders, names),
        Optional.of(false),
        Set.of("roles", "ON UPDATE", "queues"),
        Map.of(
            "CREATE ROLE clerk",
            List.of("roles"),
            "CREATE TABLE A (\n  B TIMESTAMP ON UPDATE (CURRENT_TIMESTAMP())\n)",
            List.of("ON UPDATE")));
  }

  private static PreviewedChangeSet orders(ChangeSet changeSet) {
    return new PreviewedChangeSet(
        planned(changeSet),
        List.of(
            new Effect.Added(object(ObjectKind.TABLE, "Orders")),
            new Effect.Added(object(ObjectKind.INDEX, "OrdersByDate"))),
        0,
        List.of(),
        List.of(
            new PartialStatement(
                new SourceLocation("schema/001.sql", 20),
                "GRANT SELECT ON TABLE Orders TO ROLE clerk",
                List.of("roles"),
                true),
            new PartialStatement(
                new SourceLocation("schema/001.sql", 24),
                "ALTER TABLE Orders ADD COLUMN At TIMESTAMP ON UPDATE (CURRENT_TIMESTAMP())",
                List.of("ON UPDATE"),
                false)),
        Optional.of(new Precondition.Outcome.Run("")),
        false,
        false);
  }

  private static PreviewedChangeSet names(ChangeSet changeSet) {
    ObjectName name = column("Singers", "Name");
    return new PreviewedChangeSet(
        planned(changeSet),
        List.of(
            new Effect.Dropped(object(ObjectKind.TABLE, "Old")),
            new Effect.Changed(name, Property.of(Aspect.TYPE), "STRING(20)", "STRING(10)"),
            new Effect.Changed(name, Property.option("o"), "", "1"),
            new Effect.Lost(name, Property.of(Aspect.DEFAULT), "'x'")),
        0,
        List.of(
            new RejectedStatement(
                new SourceLocation("schema/002.sql", 9),
                "DROP INDEX Gone",
                new Rejection(StatusCode.NOT_FOUND, "Index not found: Gone"),
                RejectionKind.CERTAIN)),
        List.of(),
        Optional.empty(),
        false,
        false);
  }

  private static PreviewedChangeSet rows(ChangeSet changeSet) {
    return new PreviewedChangeSet(
        planned(changeSet), List.of(), 1, List.of(), List.of(), Optional.empty(), true, true);
  }

  private static PreviewedChangeSet late(ChangeSet changeSet) {
    return new PreviewedChangeSet(
        planned(changeSet),
        List.of(),
        0,
        List.of(),
        List.of(),
        Optional.of(new Precondition.Outcome.Skip("no table Late")),
        false,
        false);
  }

  private static List<LintFinding> findings(ChangeSet orders, ChangeSet names) {
    LintFinding backfill =
        finding(
            LintRule.SP203,
            orders,
            18,
            "The index OrdersByDate is backfilled",
            "Create the index together with its table");
    LintFinding dropped =
        finding(LintRule.SP101, names, 5, "The table Old is dropped with its rows", "Keep it");
    return List.of(
        backfill,
        finding(LintRule.SP002, orders, 20, "GRANT was not previewed", "").with(Severity.INFO),
        new LintFinding(
            LintRule.SP103,
            Severity.ERROR,
            Optional.of(new SourceLocation("schema/002.sql", 4)),
            Optional.of(names.identity()),
            "column Name of Singers: type",
            "The column Name of Singers becomes narrower",
            "Keep the type",
            Optional.of("all names are short")),
        dropped,
        finding(LintRule.SP001, names, 9, "NOT_FOUND: Index not found: Gone", "Fix the statement"),
        LintFinding.of(
            LintRule.SP601,
            new SourceLocation("schema/000.sql", 1),
            new ChangeSetId("schema/000.sql", "old", "bob"),
            "The change set was edited after it was applied",
            "Restore its text"),
        LintFinding.ofPlan(LintRule.SP604, "2 change sets cannot be undone", ""));
  }

  private static Cost cost(ChangeSet orders, ChangeSet names) {
    return new Cost(
        2,
        5,
        4,
        List.of(
            new Cost.RowWork(
                Cost.Kind.BACKFILL,
                object(ObjectKind.INDEX, "OrdersByDate"),
                name("Orders"),
                OptionalLong.of(13_207_024_435L),
                orders.identity()),
            new Cost.RowWork(
                Cost.Kind.VALIDATION,
                column("Singers", "Name"),
                name("Singers"),
                OptionalLong.empty(),
                names.identity())));
  }

  /// Returns a preview of a changelog that has nothing new.
  public static Preview nothing(Baseline baseline) {
    return new Preview(
        baseline,
        CHANGELOG,
        List.of(),
        SamplePlan.nothing(),
        List.of(),
        List.of(),
        new Cost(0, 0, 0, List.of()),
        Optional.empty(),
        Set.of("roles"),
        Map.of());
  }

  /// Returns a preview of change sets that do nothing, with these findings.
  public static Preview of(Plan plan, List<ChangeSet> changeSets, List<LintFinding> findings) {
    return new Preview(
        LIVE,
        CHANGELOG,
        List.of(),
        plan,
        changeSets.stream()
            .map(
                each ->
                    new PreviewedChangeSet(
                        planned(each),
                        List.of(),
                        0,
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        false,
                        false))
            .toList(),
        findings,
        new Cost(0, 0, 0, List.of()),
        Optional.of(true),
        Set.of(),
        Map.of());
  }

  public static LintFinding finding(
      LintRule rule, ChangeSet changeSet, int line, String message, String fix) {
    return LintFinding.of(
        rule,
        new SourceLocation(changeSet.location().file(), line),
        changeSet.identity(),
        message,
        fix);
  }

  public static ChangeSet changeSet(String file, int line, String id, String... statements) {
    List<Step> steps = new ArrayList<>();
    for (String statement : statements) {
      steps.add(
          new Step.Sql(
              StatementKind.DDL, statement, new SourceLocation(file, line + 1 + steps.size())));
    }
    return SamplePlan.changeSet(file, line, id, steps.toArray(Step[]::new));
  }

  public static Plan plan(ChangeSet... changeSets) {
    List<PlannedChangeSet> pending = new ArrayList<>();
    List<Slice> slices = new ArrayList<>();
    for (ChangeSet changeSet : changeSets) {
      pending.add(planned(changeSet));
      slices.add(new Slice(pending.getLast(), 0, changeSet.steps().size()));
    }
    return new Plan(
        Dialect.GOOGLE_STANDARD_SQL,
        pending,
        slices.isEmpty() ? List.of() : List.of(new Segment(Segment.Kind.SCHEMA, slices)),
        List.of(),
        List.of(),
        List.of("Change set x stays pending: no table x"),
        7,
        false,
        List.of(),
        List.of(),
        List.of(),
        new PlanContent(
            Dialect.GOOGLE_STANDARD_SQL, Optional.empty(), List.of(changeSets), SamplePlan.DIGEST),
        List.of(),
        List.of());
  }

  public static PlannedChangeSet planned(ChangeSet changeSet) {
    return new PlannedChangeSet(changeSet, PlannedChangeSet.Reason.NEW, 0);
  }

  public static ObjectName object(ObjectKind kind, String name) {
    return new ObjectName(kind, name(name));
  }

  public static ObjectName column(String table, String column) {
    return new ObjectName(ObjectKind.COLUMN, name(table), name(column));
  }

  public static Name name(String text) {
    return Name.of(Dialect.GOOGLE_STANDARD_SQL, text);
  }
}
