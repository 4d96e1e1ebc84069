package dev.spannerpipe.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.lint.ChangeSetEffects;
import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.lint.TableSizes;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.StatusCode;
import dev.spannerpipe.preview.replay.PartialStatement;
import dev.spannerpipe.preview.replay.RejectedStatement;
import dev.spannerpipe.preview.replay.Rejection;
import dev.spannerpipe.preview.replay.RejectionKind;
import dev.spannerpipe.preview.replay.ReplayedChangeSet;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.effect.CreatedObjectNames;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.ObjectKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a preview says about statements that were rejected, or that it could not replay.
class ReplayFindingsTest {
  private static final SourceLocation PLACE = new SourceLocation("a.sql", 7);
  private static final String DDL = "ALTER TABLE T ADD COLUMN C INT65";
  private static final String DML = "INSERT INTO T (Id) VALUES (1)";

  @Test
  void aCertainRejectionIsAnError() {
    assertThat(texts(rejected(DDL, StatusCode.NOT_FOUND, RejectionKind.CERTAIN), false))
        .containsExactly(
            "ERROR SP001 a.sql:7 Spanner rejects `ALTER TABLE T ADD COLUMN C INT65`: the words | Correct the statement");
  }

  @Test
  void wordsThatAnEmulatorMayNotKnowAreAWarning() {
    assertThat(texts(rejected(DDL, StatusCode.INVALID_ARGUMENT, RejectionKind.UNCERTAIN), false))
        .containsExactly(
            "WARNING SP002 a.sql:7 The emulator rejects `ALTER TABLE T ADD COLUMN C INT65`, and Spanner may accept it: the words | Compare the statement with Spanner's documentation");
  }

  @Test
  void aGapIsANote() {
    assertThat(texts(rejected(DDL, StatusCode.UNIMPLEMENTED, RejectionKind.GAP), false))
        .containsExactly(
            "INFO SP002 a.sql:7 The emulator cannot execute `ALTER TABLE T ADD COLUMN C INT65`, so what it does is known only from its text: the words | ");
  }

  @Test
  void aDataChangeThatOtherRowsCouldAllowIsANote() {
    assertThat(texts(rejected(DML, StatusCode.NOT_FOUND, RejectionKind.UNCERTAIN), false))
        .containsExactly(
            "INFO SP002 a.sql:7 Whether `INSERT INTO T (Id) VALUES (1)` succeeds is not known: it fails in the emulator, which has only the rows of the pending change sets: the words | ");
    assertThat(texts(rejected(DML, StatusCode.NOT_FOUND, RejectionKind.UNCERTAIN), true))
        .containsExactly(
            "INFO SP002 a.sql:7 Whether `INSERT INTO T (Id) VALUES (1)` succeeds is not known: it fails in the emulator, which has only the rows of the last change sets: the words | ");
  }

  @Test
  void aChangeThatDoesNotFitTheSchemaIsReportedWithoutAStatement() {
    assertThat(texts(rejected("addNotNull", StatusCode.UNKNOWN, RejectionKind.UNCERTAIN), false))
        .containsExactly("INFO SP002 a.sql:7 The change could not be previewed: the words | ");
  }

  @Test
  void whatTheEmulatorLeavesOutIsANote() {
    assertThat(
            texts(
                replayed(
                    List.of(),
                    List.of(
                        new PartialStatement(PLACE, DDL, List.of("roles"), true),
                        new PartialStatement(PLACE, DDL, List.of("ON UPDATE", "options"), false)),
                    Optional.empty(),
                    false),
                false))
        .containsExactly(
            "INFO SP002 a.sql:7 The emulator cannot execute `ALTER TABLE T ADD COLUMN C INT65` (roles): what it does is known only from its text | ",
            "INFO SP002 a.sql:7 The emulator executes `ALTER TABLE T ADD COLUMN C INT65` only without ON UPDATE, options | ");
  }

  @Test
  void aPreconditionThatHaltsIsAnErrorAndOneThatNeedsRowsIsANote() {
    assertThat(
            texts(
                replayed(
                    List.of(),
                    List.of(),
                    Optional.of(new Precondition.Outcome.Halt("the table T does not exist")),
                    false),
                false))
        .containsExactly(
            "ERROR SP610 schema.sql:1 The precondition does not hold, and apply stops here: the table T does not exist | Make the precondition hold, or set onFail to what should happen if it does not hold");
    assertThat(texts(replayed(List.of(), List.of(), Optional.empty(), true), false))
        .containsExactly(
            "INFO SP608 schema.sql:1 The precondition needs rows that the preview cannot read: the change set is shown as if the precondition held | Give the preview access to the database, or read the rest with this in mind");
  }

  @Test
  void aColumnWhoseTypeChangesInPostgresqlMayOrMayNotKeepTheRest() {
    Name table = Name.of(Dialect.POSTGRESQL, "t");
    Name column = Name.of(Dialect.POSTGRESQL, "c");
    SchemaEffects.Result result =
        result(
            replayed(List.of(), List.of(), Optional.empty(), false),
            Set.of(new ObjectName(ObjectKind.COLUMN, table, column)),
            false);

    assertThat(texts(result))
        .containsExactly(
            "INFO SP002 schema.sql:1 Whether the column c of t keeps its default and NOT NULL is not known: the emulator loses them when the type changes | Test the change in a copy of the database, or state both in statements of their own");
  }

  @Test
  void aFindingNamesItsStatement() {
    for (RejectionKind kind : RejectionKind.values()) {
      assertThat(subjects(rejected(DDL, StatusCode.NOT_FOUND, kind))).containsExactly(DDL);
    }
    assertThat(subjects(rejected("addNotNull", StatusCode.UNKNOWN, RejectionKind.UNCERTAIN)))
        .containsExactly("addNotNull");
    assertThat(
            subjects(
                replayed(
                    List.of(),
                    List.of(new PartialStatement(PLACE, DML, List.of("roles"), true)),
                    Optional.empty(),
                    false)))
        .containsExactly(DML);
  }

  private static List<String> subjects(ReplayedChangeSet replayed) {
    return ReplayFindings.of(result(replayed, Set.of(), false)).stream()
        .map(LintFinding::subject)
        .toList();
  }

  private static ReplayedChangeSet rejected(String statement, StatusCode code, RejectionKind kind) {
    return replayed(
        List.of(new RejectedStatement(PLACE, statement, new Rejection(code, "the words"), kind)),
        List.of(),
        Optional.empty(),
        false);
  }

  private static ReplayedChangeSet replayed(
      List<RejectedStatement> rejected,
      List<PartialStatement> partial,
      Optional<Precondition.Outcome> outcome,
      boolean unknown) {
    ChangeSet changeSet = ChangeSets.of("1", DDL, DML);
    return new ReplayedChangeSet(
        new PlannedChangeSet(changeSet, PlannedChangeSet.Reason.NEW, 0),
        List.of(),
        rejected,
        partial,
        outcome,
        unknown);
  }

  private static SchemaEffects.Result result(
      ReplayedChangeSet replayed, Set<ObjectName> unknown, boolean rowsLost) {
    SchemaModel none = SchemaModel.empty(Dialect.GOOGLE_STANDARD_SQL);
    return new SchemaEffects.Result(
        replayed,
        new ChangeSetEffects(
            replayed.planned().changeSet(),
            List.of(),
            none,
            none,
            List.of(),
            CreatedObjectNames.NONE,
            TableSizes.UNKNOWN),
        unknown,
        rowsLost);
  }

  private static List<String> texts(ReplayedChangeSet replayed, boolean rowsLost) {
    return texts(result(replayed, Set.of(), rowsLost));
  }

  private static List<String> texts(SchemaEffects.Result result) {
    return ReplayFindings.of(result).stream().map(ReplayFindingsTest::text).toList();
  }

  private static String text(LintFinding finding) {
    return "%s %s %s %s | %s"
        .formatted(
            finding.severity(),
            finding.rule(),
            finding.location().orElseThrow(),
            finding.message(),
            finding.fix());
  }
}
