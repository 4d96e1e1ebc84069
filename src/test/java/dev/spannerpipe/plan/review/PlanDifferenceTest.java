package dev.spannerpipe.plan.review;

import static dev.spannerpipe.sql.Dialect.GOOGLE_STANDARD_SQL;
import static dev.spannerpipe.sql.Dialect.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.PlanContent;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.plan.ProtoDescriptors;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.StatementKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanDifferenceTest {
  private static final ChangeSet A =
      ChangeSets.of("a", "CREATE TABLE a", "CREATE INDEX a_i ON a (x)");
  private static final ChangeSet B = ChangeSets.of("b", "CREATE TABLE b");
  private static final ChangeSet C = ChangeSets.of("c", "CREATE TABLE c");

  private static PlanContent plan(ChangeSet... changeSets) {
    return plan(GOOGLE_STANDARD_SQL, Optional.empty(), changeSets);
  }

  private static PlanContent plan(
      Dialect dialect, Optional<Precondition> precondition, ChangeSet... changeSets) {
    return PlanContent.of(dialect, precondition, List.of(changeSets));
  }

  private static List<String> differences(PlanContent reviewed, PlanContent actual) {
    return PlanDifference.clauses(
        DigestedPlan.of(reviewed.json()),
        Map.of(new ChangeSetId("schema.sql", "b", "ann"), "schema.sql:7"),
        actual);
  }

  private static ChangeSet one(Step... steps) {
    return ChangeSets.withSteps("a", List.of(steps));
  }

  private static Step step(StatementKind kind, int transaction, ProtoDescriptors... descriptors) {
    return new Step.Sql(
        kind,
        "UPDATE t SET x = 1 WHERE true",
        new SourceLocation("schema.sql", 9),
        List.of(descriptors).stream().findFirst(),
        transaction);
  }

  @Test
  void findsNoneBetweenEqualPlans() {
    assertThat(differences(plan(A, B), plan(A, B))).isEmpty();
  }

  @Test
  void namesAChangeSetThatWasMergedOver() {
    assertThat(differences(plan(A), plan(A, B)))
        .containsExactly(
            "change set schema.sql::b::ann at schema.sql:1 is not in the reviewed plan");
  }

  @Test
  void namesAChangeSetThatIsGone() {
    assertThat(differences(plan(A, B, C), plan(A)))
        .containsExactly(
            "change set schema.sql::b::ann at schema.sql:7 is in the reviewed plan, but not in this"
                + " one: it was applied in the meantime, or is no longer in the changelog",
            "change set schema.sql::c::ann is in the reviewed plan, but not in this one: it was"
                + " applied in the meantime, or is no longer in the changelog");
  }

  @Test
  void showsAChangedStatementWithBothTexts() {
    assertThat(
            differences(
                plan(B, A),
                plan(B, ChangeSets.of("a", "CREATE TABLE a", "CREATE INDEX a_i ON a (y)"))))
        .containsExactly(
            "statement 2 of 2 of change set schema.sql::a::ann at schema.sql:3 is `CREATE INDEX a_i"
                + " ON a (y)`, but the reviewed plan has `CREATE INDEX a_i ON a (x)`");
  }

  @Test
  void showsANewStatementAndNotThoseThatItMoves() {
    assertThat(
            differences(
                plan(A),
                plan(
                    ChangeSets.of(
                        "a", "CREATE TABLE a0", "CREATE TABLE a", "CREATE INDEX a_i ON a (x)"))))
        .containsExactly(
            "statement 1 of 3 of change set schema.sql::a::ann at schema.sql:2, `CREATE TABLE a0`,"
                + " is not in the reviewed plan");
  }

  @Test
  void showsAStatementThatIsGone() {
    assertThat(differences(plan(A), plan(ChangeSets.of("a", "CREATE INDEX a_i ON a (x)"))))
        .containsExactly(
            "change set schema.sql::a::ann at schema.sql:1 lacks statement 1 of 2 of the reviewed"
                + " plan, `CREATE TABLE a`");
  }

  @Test
  void showsHowAStatementIsSent() {
    assertThat(
            differences(
                plan(one(step(StatementKind.DML, 0))),
                plan(one(step(StatementKind.PARTITIONED_DML, 0)))))
        .containsExactly(
            "statement 1 of 1 of change set schema.sql::a::ann at schema.sql:9 is sent as"
                + " PARTITIONED_DML, but the reviewed plan has DML");
    assertThat(
            differences(
                plan(one(step(StatementKind.DML, 0))), plan(one(step(StatementKind.DML, 2)))))
        .containsExactly(
            "statement 1 of 1 of change set schema.sql::a::ann at schema.sql:9 is in transaction 2"
                + " of the change set, but in the reviewed plan it is in no transaction of the"
                + " changelog");
  }

  @Test
  void showsOtherProtoDescriptors() {
    ProtoDescriptors one = new ProtoDescriptors(new byte[] {1});
    ProtoDescriptors two = new ProtoDescriptors(new byte[] {2});

    assertThat(
            differences(
                plan(one(step(StatementKind.DDL, 0, one))),
                plan(one(step(StatementKind.DDL, 0, two)))))
        .containsExactly(
            "statement 1 of 1 of change set schema.sql::a::ann at schema.sql:9 is sent with the"
                + " proto descriptors with SHA-256 "
                + two.sha256()
                + ", but in the reviewed plan with the proto descriptors with SHA-256 "
                + one.sha256());
    assertThat(
            differences(
                plan(one(step(StatementKind.DDL, 0, one))), plan(one(step(StatementKind.DDL, 0)))))
        .containsExactly(
            "statement 1 of 1 of change set schema.sql::a::ann at schema.sql:9 is sent with no"
                + " proto descriptors, but in the reviewed plan with the proto descriptors with"
                + " SHA-256 "
                + one.sha256());
  }

  @Test
  void showsAnotherPrecondition() {
    ChangeSet plain = ChangeSets.of("a", "CREATE TABLE a");
    ChangeSet guarded = ChangeSets.guarded("a", condition("tableExists a"), "CREATE TABLE a");
    ChangeSet other = ChangeSets.guarded("a", condition("tableExists b"), "CREATE TABLE a");
    String name = "the precondition of change set schema.sql::a::ann at schema.sql:1";

    assertThat(differences(plan(guarded), plan(other)))
        .containsExactly(name + " is `tableExists b`, but the reviewed plan has `tableExists a`");
    assertThat(differences(plan(plain), plan(other)))
        .containsExactly(name + " is not in the reviewed plan");
    assertThat(differences(plan(guarded), plan(plain)))
        .containsExactly(name + " is in the reviewed plan, but not in this one");
  }

  @Test
  void showsAnotherPreconditionOfTheChangelog() {
    assertThat(differences(plan(A), plan(GOOGLE_STANDARD_SQL, Optional.of(condition("dbms x")), A)))
        .containsExactly("the precondition of the changelog is not in the reviewed plan");
    assertThat(
            differences(
                plan(GOOGLE_STANDARD_SQL, Optional.of(condition("dbms x")), A),
                plan(GOOGLE_STANDARD_SQL, Optional.of(condition("dbms y")), A)))
        .containsExactly(
            "the precondition of the changelog is `dbms y`, but the reviewed plan has `dbms x`");
  }

  @Test
  void showsAChecksumIfNothingElseDiffers() {
    assertThat(
            differences(
                plan(ChangeSets.runOnChange("a", "9:1", "CREATE TABLE a")),
                plan(ChangeSets.runOnChange("a", "9:2", "CREATE TABLE a"))))
        .containsExactly(
            "the checksum of change set schema.sql::a::ann at schema.sql:1 is 9:2, but the reviewed"
                + " plan has 9:1; the statements and the precondition are the same");
  }

  @Test
  void showsAnotherOrderOnce() {
    assertThat(differences(plan(A, B, C), plan(C, A, B)))
        .containsExactly(
            "change set schema.sql::c::ann at schema.sql:1 runs before change set"
                + " schema.sql::a::ann, but in the reviewed plan after it");
  }

  @Test
  void seesTheOrderAlsoBetweenNewAndMissingOnes() {
    assertThat(differences(plan(B, A), plan(A, C)))
        .containsExactly(
            "change set schema.sql::c::ann at schema.sql:1 is not in the reviewed plan",
            "change set schema.sql::b::ann at schema.sql:7 is in the reviewed plan, but not in this"
                + " one: it was applied in the meantime, or is no longer in the changelog");
  }

  @Test
  void showsAnotherDialectFirst() {
    assertThat(differences(plan(A), plan(POSTGRESQL, Optional.empty(), A, B)))
        .containsExactly(
            "the dialect is POSTGRESQL, but the reviewed plan is for GOOGLE_STANDARD_SQL",
            "change set schema.sql::b::ann at schema.sql:1 is not in the reviewed plan");
  }

  @Test
  void showsWhatWasChangedBeforeWhatIsNewAndWhatIsMissing() {
    assertThat(
            differences(plan(A, B), plan(C, ChangeSets.of("a", "CREATE TABLE a", "DROP TABLE a"))))
        .extracting(clause -> clause.substring(0, clause.indexOf("::ann")))
        .containsExactly(
            "statement 2 of 2 of change set schema.sql::a",
            "change set schema.sql::c",
            "change set schema.sql::b");
  }

  private static Precondition condition(String text) {
    return new Precondition() {
      @Override
      public boolean needsDatabase() {
        return false;
      }

      @Override
      public boolean needsRows() {
        return false;
      }

      @Override
      public String text() {
        return text;
      }

      @Override
      public String words() {
        return text;
      }

      @Override
      public Outcome check(LiveDatabase database) {
        return new Outcome.Run("");
      }
    };
  }
}
