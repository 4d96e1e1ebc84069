package dev.spannerpipe.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Segment;
import dev.spannerpipe.plan.Slice;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.StatementKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanReportTest {
  @Test
  void tellsTheWholePlan() {
    assertThat(PlanReport.text(SamplePlan.plan()))
        .isEqualTo(
            """
            3 change sets pending: 3 statements in 2 schema operations and 1 transaction; \
            7 applied; plan %s.
            1. schema/001.sql:12 create-singers (alice), half-finished: 1 of 2 statements done
                 CREATE INDEX ByName ON Singers (Name)
            2. schema/002.sql:3 fill-singers (alice)
                 only if the table Singers exists
                 and it is Monday
                 INSERT INTO Singers (Id) VALUES (1)
            3. schema/003.yaml require-name (alice), changed since it ran
                 generated from the live schema: addNotNullConstraint Singers.Name
            WARNING: Change set schema/000.sql::old::bob is applied, but the changelog does not \
            have it.
            WARNING: schema/002.sql:3: change set fill-singers is out of order: a later one is already applied.
            WARNING: one is left out: no such table.
            """
                .formatted(SamplePlan.DIGEST));
  }

  @Test
  void saysThatNothingIsPending() {
    assertThat(PlanReport.text(SamplePlan.nothing()))
        .isEqualTo("Nothing is pending; 7 applied; plan " + SamplePlan.DIGEST + ".\n");
  }

  @Test
  void cutsLongStatementsAndHidesControlCharacters() {
    String beginning = "x".repeat(159);
    Plan plan = plan("SELECT '\u001b[2J'\r\n" + beginning + "yy\n" + "z\n".repeat(21));

    assertThat(PlanReport.text(plan))
        .isEqualTo(
            "1 change set pending: 1 statement in 1 query; 0 applied; plan d.\n"
                + "1. a.sql:1 one (alice)\n"
                + "     SELECT '\uFFFD[2J'\n"
                + ("     " + beginning + "…\n")
                + "     z\n".repeat(18)
                + "     … 3 more lines\n");
  }

  @Test
  void saysThatOnlyHistoryIsWritten() {
    ChangeSet empty = SamplePlan.changeSet("a.sql", 1, "tag");
    PlannedChangeSet planned = new PlannedChangeSet(empty, PlannedChangeSet.Reason.NEW, 0);

    assertThat(PlanReport.summary(plan(planned, Segment.Kind.HISTORY)))
        .isEqualTo(
            "1 change set pending: only rows to write in DATABASECHANGELOG; 0 applied; plan d");
  }

  private static Plan plan(String sql) {
    ChangeSet changeSet =
        SamplePlan.changeSet(
            "a.sql",
            1,
            "one",
            new Step.Sql(StatementKind.QUERY, sql, new SourceLocation("a.sql", 2)));
    return plan(
        new PlannedChangeSet(changeSet, PlannedChangeSet.Reason.NEW, 0), Segment.Kind.QUERY);
  }

  private static Plan plan(PlannedChangeSet planned, Segment.Kind kind) {
    int steps = planned.changeSet().steps().size();
    return new Plan(
        Dialect.GOOGLE_STANDARD_SQL,
        List.of(planned),
        List.of(new Segment(kind, List.of(new Slice(planned, 0, steps)))),
        List.of(),
        List.of(),
        List.of(),
        0,
        "d");
  }
}
