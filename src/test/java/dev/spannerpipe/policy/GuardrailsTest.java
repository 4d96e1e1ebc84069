package dev.spannerpipe.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.plan.loss.DataLossDetector;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.text.DatabaseName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardrailsTest {
  private static final LiveDatabase LIVE =
      new LiveDatabase() {
        @Override
        public List<List<@Nullable String>> query(String sql) {
          return sql.contains("is_nullable") ? List.of() : List.of(List.of("STRING(100)"));
        }

        @Override
        public List<HistoryRow> history() {
          return List.of();
        }
      };

  private static Guardrails guardrails(Optional<String> reviewed) {
    Policy policy =
        Policies.withRules(
            """
            - id: deploy
              when: {issuer: bitbucket, repositoryUuid: "%s"}
              allow: {do: [spanner.plan, spanner.ddl], on: "%s"}
              guard: {destructive: [DROP_COLUMN, ALTER_TYPE]}
            """
                .formatted(Policies.REPOSITORY, Policies.ORDERS));
    return new Guardrails(
        policy,
        Optional.of(Policies.claims()),
        Guardrails.target(new DatabaseName("acme", "prod", "orders")),
        false,
        reviewed,
        true,
        InstantSource.fixed(Instant.parse("2026-01-07T12:00:00Z")));
  }

  private static Decision decide(Guardrails guardrails, Plan plan) {
    return guardrails.decide(new DataLossDetector(plan.dialect(), LIVE).assess(plan));
  }

  private static Plan plan(ChangeSet... changeSets) {
    return plan(Dialect.GOOGLE_STANDARD_SQL, changeSets);
  }

  private static Plan plan(Dialect dialect, ChangeSet... changeSets) {
    List<PlannedChangeSet> pending =
        List.of(changeSets).stream()
            .map(each -> new PlannedChangeSet(each, PlannedChangeSet.Reason.NEW, 0))
            .toList();
    return new Plan(dialect, pending, List.of(), List.of(), List.of(), List.of(), 0, "the digest");
  }

  @Test
  void asksForWhatThePlanDoes() {
    Plan plan =
        plan(
            ChangeSets.of("1", "CREATE TABLE t (id INT64) PRIMARY KEY (id)"),
            ChangeSets.of("2", "INSERT INTO t (id) VALUES (1)", "SELECT 1"));

    assertThat(Guardrails.actions(plan))
        .containsExactly(
            Action.SPANNER_READ, Action.SPANNER_PLAN, Action.SPANNER_DDL, Action.SPANNER_DML);
    assertThat(Guardrails.actions(plan())).containsExactly(Action.SPANNER_PLAN);
  }

  @Test
  void asksForTheHistoryRowOfAChangeSetThatExecutesNothing() {
    assertThat(Guardrails.actions(plan(ChangeSets.of("1"))))
        .containsExactly(Action.SPANNER_PLAN, Action.SPANNER_DML);
    assertThat(Guardrails.actions(plan(ChangeSets.of("1", "SELECT 1"))))
        .containsExactly(Action.SPANNER_READ, Action.SPANNER_PLAN, Action.SPANNER_DML);
  }

  @Test
  void letsAPlanThroughThatLosesNothing() {
    Plan plan = plan(ChangeSets.of("1", "CREATE TABLE t (id INT64) PRIMARY KEY (id)"));

    Decision decision = decide(guardrails(Optional.empty()), plan);

    assertThat(decision.allowed()).isTrue();
    assertThat(decision.reason())
        .isEqualTo(
            "rule deploy (line 9) allows spanner.plan on"
                + " spanner:projects/acme/instances/prod/databases/orders; rule deploy (line 9)"
                + " allows spanner.ddl on spanner:projects/acme/instances/prod/databases/orders");
  }

  @Test
  void stopsALossThatTheRuleDoesNotName() {
    Decision decision =
        decide(guardrails(Optional.of("the digest")), plan(ChangeSets.of("1", "DROP TABLE t")));

    assertThat(decision.reason())
        .isEqualTo(
            "rule deploy (line 9) does not allow DROP_TABLE: change set schema.sql::1::ann at"
                + " schema.sql:2 drops the table t");
    assertThat(decision.action())
        .isEqualTo(
            "If the data loss is intended, ask the policy owner to add it to guard.destructive");
  }

  @Test
  void wantsTheReviewedPlanForALoss() {
    Plan plan = plan(ChangeSets.of("1", "ALTER TABLE t ALTER COLUMN c STRING(10)"));

    assertThat(decide(guardrails(Optional.of("the digest")), plan).allowed()).isTrue();
    assertThat(decide(guardrails(Optional.empty()), plan).reason())
        .isEqualTo(
            "rule deploy (line 9) requires a reviewed plan because change set schema.sql::1::ann at"
                + " schema.sql:2 narrows column c of t from STRING(100) to string(10), but"
                + " neither PLAN_FILE nor PLAN_SHA256 is set");
  }

  @Test
  void asksAgainForStatementsFromTheLiveSchema() {
    ChangeSet changeSet = ChangeSets.of("1");
    List<String> made = List.of("ALTER TABLE t DROP COLUMN c");
    Step.Live step =
        new Step.Live("dropColumn t.c", new SourceLocation("schema.sql", 1), _ -> made);
    List<DataLoss> losses =
        new DataLossDetector(Dialect.GOOGLE_STANDARD_SQL, LIVE).of(changeSet, step, made);

    Decision decision =
        guardrails(Optional.empty()).decideMade(Dialect.GOOGLE_STANDARD_SQL, made, losses);

    assertThat(decision.reason())
        .isEqualTo(
            "rule deploy (line 9) requires a reviewed plan because change set schema.sql::1::ann at"
                + " schema.sql:1 drops the column c of t, but neither PLAN_FILE nor PLAN_SHA256 is set");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GRANT SELECT ON TABLE t TO ROLE reader",
        "REVOKE SELECT ON TABLE t FROM ROLE reader",
        "CREATE ROLE reader",
        "/* */ drop\u00a0role reader",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader"
      })
  void decidesWhoMayDoWhatAsAChangeOfPermissions(String sql) {
    for (Dialect dialect : Dialect.values()) {
      Plan plan = plan(dialect, ChangeSets.of("1", sql));

      assertThat(Guardrails.actions(plan))
          .containsExactly(Action.SPANNER_PLAN, Action.SPANNER_IAM_SET);
      assertThat(decide(guardrails(Optional.of("the digest")), plan).reason())
          .isEqualTo(
              "no rule of the policy allows spanner.iam.set on"
                  + " spanner:projects/acme/instances/prod/databases/orders");
    }
  }

  @Test
  void decidesEachStatementOfAText() {
    assertThat(
            Guardrails.actions(plan(ChangeSets.of("1", "DROP INDEX i; GRANT SELECT ON TABLE t"))))
        .containsExactly(Action.SPANNER_PLAN, Action.SPANNER_DDL, Action.SPANNER_IAM_SET);
  }

  @Test
  void decidesBeforeThereIsAPlan() {
    assertThat(
            guardrails(Optional.empty())
                .decide(List.of(Action.SPANNER_DDL), Policies.ORDERS)
                .allowed())
        .isTrue();
  }
}
