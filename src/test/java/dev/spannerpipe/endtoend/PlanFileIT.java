package dev.spannerpipe.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What was reviewed is what is applied: an earlier step leaves `plan.json`, and `apply` rejects
/// anything else.
@Concurrent
class PlanFileIT extends WholeTool {
  private static final String REVIEWED = "reviewed/plan.json";
  private static final String AGAIN =
      ". Review the plan that COMMAND=status shows now, and set PLAN_FILE to the plan.json that it"
          + " writes.";

  private PipeRun guarded;

  @BeforeEach
  void guard() {
    guarded = pipe.with("PLAN_FILE", REVIEWED);
  }

  private String create(String name) {
    return database.either(
        "CREATE TABLE %s (Id INT64 NOT NULL) PRIMARY KEY (Id)".formatted(name),
        "CREATE TABLE %s (Id bigint PRIMARY KEY)".formatted(name));
  }

  private String own() {
    return ".spanner-pipe/" + database.name() + "/plan.json";
  }

  private String output(String name) {
    String variable = "SPANNER_PIPE_" + name + "=";
    return workspace
        .text(".spanner-pipe/" + database.name() + "/outputs.env")
        .lines()
        .filter(line -> line.startsWith(variable))
        .findFirst()
        .orElseThrow()
        .substring(variable.length());
  }

  private static String sha256(String json) {
    return Json.parseObject(json).text("sha256").orElseThrow();
  }

  /// Makes the plan of the changelog, and keeps it as a reviewer would: as the artifact of a step.
  private void review(String changeSets) {
    workspace.withSql(changeSets);
    assertThat(pipe.run("status").exitCode()).isZero();
    workspace.with(REVIEWED, workspace.text(own()));
  }

  private void edit(String from, String to) {
    String text = workspace.text(REVIEWED);
    assertThat(text).contains(from);
    workspace.with(REVIEWED, text.replace(from, to));
  }

  private void assertRefused(Result result, String message) {
    assertThat(result.exitCode()).as(result.err()).isEqualTo(4);
    assertThat(result.lastLine()).isEqualTo("✖ Could not apply the plan: " + message + AGAIN);
    assertThat(output("OUTCOME")).isEqualTo("blocked");
    assertInOrder(result);
  }

  /// Computes the digest as anyone can, with nothing but the text of the file.
  private static String digestOf(String file) throws NoSuchAlgorithmException {
    int start = file.indexOf("\"digested\":") + "\"digested\":".length();
    int end = start;
    int depth = 0;
    boolean quoted = false;
    do {
      char next = file.charAt(end++);
      if (quoted && next == '\\') {
        end++;
      } else if (next == '"') {
        quoted = !quoted;
      } else if (!quoted) {
        depth += next == '{' ? 1 : next == '}' ? -1 : 0;
      }
    } while (depth > 0);
    byte[] covered = file.substring(start, end).getBytes(UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(covered));
  }

  @Test
  void previewStatusAndApplyGiveTheSameDigestWhichAnyoneCanCompute()
      throws NoSuchAlgorithmException {
    workspace.withSql(changeSet("1", create("T1") + ";"));
    apply();
    workspace.withSql(
        changeSet("1", create("T1") + ";")
            + changeSet("2", create("T2") + ";", "INSERT INTO T2 (Id) VALUES (1);")
            + changeSet("3 \"ä\" {", create("T3") + ";"));

    Result preview =
        pipe.with("SPANNER_ENDPOINT", "http://" + EmulatorServer.running().host())
            .with("SPANNER_DIALECT", database.either("googlesql", "postgresql"))
            .run("preview");
    String previewed = workspace.text(own());
    String digest = sha256(previewed);
    String ofPreview = output("PLAN_SHA256");
    Result status = pipe.run("status");
    String shown = workspace.text(own());
    String ofStatus = output("PLAN_SHA256");
    Result applied = pipe.run();
    String run = workspace.text(own());

    assertThat(preview.exitCode()).as(preview.err()).isZero();
    assertThat(status.exitCode()).as(status.err()).isZero();
    assertThat(applied.exitCode()).as(applied.err()).isZero();
    assertThat(preview.out()).contains(digest);
    assertThat(status.out()).contains(digest);
    assertThat(applied.err()).contains(digest);
    for (String file : new String[] {previewed, shown, run}) {
      assertThat(digestOf(file)).isEqualTo(sha256(file)).isEqualTo(digest);
      assertThat(Json.parseObject(file).text("database")).contains(database.resourceName());
    }
    assertThat(new String[] {ofPreview, ofStatus, output("PLAN_SHA256")}).containsOnly(digest);
  }

  @Test
  void aPreviewWithoutADatabaseNamesNone() throws NoSuchAlgorithmException {
    workspace.withSql(changeSet("1", create("T1") + ";"));

    Result preview =
        PipeRun.in(workspace)
            .with("CHANGELOG_FILE", "changelog.sql")
            .with("SPANNER_EMULATOR_HOST", EmulatorServer.running().host())
            .with("SPANNER_DIALECT", database.either("googlesql", "postgresql"))
            .run("preview");
    String written = workspace.text(".spanner-pipe/preview/plan.json");
    workspace.with(REVIEWED, written);

    assertThat(preview.exitCode()).as(preview.err()).isZero();
    assertThat(written).contains("\"database\":null,");
    assertThat(digestOf(written)).isEqualTo(sha256(written));
    Result result = guarded.run();
    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(history()).containsExactly("1");
  }

  @Test
  void appliesTheReviewedPlan() {
    review(changeSet("1", create("T1") + ";"));

    Result result = guarded.with("PLAN_SHA256", sha256(workspace.text(REVIEWED))).run();

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.warnings()).isEmpty();
    assertThat(history()).containsExactly("1");
    assertInOrder(result);
  }

  @Test
  void namesTheStatementInWhichOneCharacterWasChanged() {
    review(
        changeSet("1", create("T1") + ";")
            + changeSet("2", create("T2") + ";", create("T3") + ";"));
    workspace.withSql(
        changeSet("1", create("T1") + ";")
            + changeSet("2", create("T2") + ";", create("T4") + ";"));

    Result result = guarded.run();

    assertRefused(
        result,
        "it is not the reviewed plan reviewed/plan.json (PLAN_FILE): statement 2 of 2 of change set"
            + " changelog.sql::2::ann at changelog.sql:6 is `"
            + shortened("T4")
            + "`, but the reviewed plan has `"
            + shortened("T3")
            + "`");
    assertThat(result.warnings()).isEmpty();
    assertThat(history()).isEmpty();
  }

  /// Returns the statement as a message shows it, shortened around the name.
  private String shortened(String name) {
    return database.either(
        "CREATE TABLE %s (Id INT64 NOT NULL) PRIM…".formatted(name), create(name));
  }

  @Test
  void listsWhatWasMergedOverAndWhatElseIsDifferent() {
    review(changeSet("1", create("T1") + ";") + changeSet("2", create("T2") + ";"));
    workspace.withSql(changeSet("1", create("T1") + ";"));
    apply();
    workspace.withSql(
        changeSet("1", create("T1") + ";")
            + changeSet("2", create("T3") + ";")
            + changeSet("4", create("T4") + ";"));

    Result result = guarded.run();

    String change =
        "tatement 1 of 1 of change set changelog.sql::2::ann at changelog.sql:5 is `"
            + shortened("T3")
            + "`, but the reviewed plan has `"
            + shortened("T2")
            + "`";
    assertThat(result.warnings())
        .containsExactly(
            "S" + change + ".",
            "Change set changelog.sql::4::ann at changelog.sql:6 is not in the reviewed plan.",
            "Change set changelog.sql::1::ann at changelog.sql:2 is in the reviewed plan, but not in"
                + " this one: it was applied in the meantime, or is no longer in the changelog.");
    assertRefused(
        result,
        "it is not the reviewed plan reviewed/plan.json (PLAN_FILE): s"
            + change
            + " (and 2 more differences, listed above)");
    assertThat(history()).containsExactly("1");
  }

  @Test
  void refusesAFileInWhichAStatementWasEdited() {
    review(changeSet("1", create("T1") + ";"));
    String reviewed = sha256(workspace.text(REVIEWED));
    edit("TABLE T1", "TABLE T2");

    for (PipeRun run : new PipeRun[] {guarded, guarded.with("PLAN_SHA256", reviewed)}) {
      Result result = run.run();

      assertRefused(
          result,
          "the reviewed plan reviewed/plan.json (PLAN_FILE) was edited after it was written, and"
              + " this plan differs from it: statement 1 of 1 of change set changelog.sql::1::ann at"
              + " changelog.sql:3 is `"
              + shortened("T1")
              + "`, but the reviewed plan has `"
              + shortened("T2")
              + "`");
      assertThat(result.warnings())
          .hasSize(1)
          .first()
          .asString()
          .startsWith(
              "The reviewed plan reviewed/plan.json (PLAN_FILE) was edited: the SHA-256 of its"
                  + " member digested is ")
          .endsWith(", but its member sha256 is " + reviewed + ".");
    }
    assertThat(history()).isEmpty();
  }

  @Test
  void refusesAFileWhoseDigestWasEditedAlsoIfNothingIsPending() {
    review(changeSet("1", create("T1") + ";"));
    String reviewed = sha256(workspace.text(REVIEWED));
    edit(reviewed, "0".repeat(64));
    String message =
        "the reviewed plan reviewed/plan.json (PLAN_FILE) was edited after it was written";

    assertRefused(guarded.run(), message);
    assertThat(history()).isEmpty();
    apply();
    Result nothingPending = guarded.run();

    assertThat(nothingPending.lastLine())
        .startsWith("✖ Could not apply the plan: " + message + ", and this plan differs from it: ");
    assertThat(nothingPending.exitCode()).isEqualTo(4);
  }

  @Test
  void refusesThePlanOfAnotherDatabase() {
    review(changeSet("1", create("T1") + ";"));
    edit(database.resourceName(), database.resourceName() + "-dev");

    Result result = guarded.run();

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply the plan: the reviewed plan reviewed/plan.json (PLAN_FILE) is for the"
                + " database %1$s-dev, but this run is for %1$s. Set PLAN_FILE to the plan.json that"
                    .formatted(database.resourceName())
                + " was made for this database.");
    assertThat(database.ddl()).isEmpty();
  }

  @Test
  void doesNotAcceptItsOwnPlanAfterItWasRefused() {
    workspace.withSql(changeSet("1", create("T1") + ";"));
    assertThat(pipe.run("status").exitCode()).isZero();
    String reviewed = workspace.text(own());
    PipeRun same = pipe.with("PLAN_FILE", own());
    workspace.withSql(changeSet("1", create("T1") + ";") + changeSet("2", create("T2") + ";"));

    for (int attempt = 1; attempt <= 2; attempt++) {
      assertRefused(
          same.run(),
          "it is not the reviewed plan "
              + own()
              + " (PLAN_FILE): change set changelog.sql::2::ann at changelog.sql:4 is not in the"
              + " reviewed plan");
      assertThat(workspace.text(own())).isEqualTo(reviewed);
    }
    assertThat(history()).isEmpty();
    workspace.withSql(changeSet("1", create("T1") + ";"));
    assertThat(same.run().exitCode()).isZero();
    assertThat(history()).containsExactly("1");
  }

  @Test
  void warnsIfNothingIsLeftOfTheReviewedPlan() {
    review(changeSet("1", create("T1") + ";"));
    apply();

    Result result = guarded.run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.warnings())
        .containsExactly(
            "PLAN_FILE belongs to another plan, and nothing is pending in this one: the reviewed"
                + " change sets were applied before, or are not in this changelog.");
  }

  @Test
  void continuesADeploymentThatStoppedInTheMiddle() {
    String changeSets =
        changeSet("1", create("T1") + ";")
            + changeSet("2", create("door") + ";")
            + "--changeset ann:3\n"
            + "--preconditions onFail:HALT\n"
            + "--precondition-sql-check expectedResult:1 SELECT COUNT(*) FROM door\n"
            + create("T3")
            + ";\n";
    review(changeSets);
    PipeRun same = pipe.with("PLAN_FILE", own());

    Result stopped = same.run();
    JsonObject rest = Json.parseObject(workspace.text(own()));
    Result again = same.run();
    database.update("INSERT INTO door (Id) VALUES (1)");
    Result finished = guarded.run();

    assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(5);
    assertThat(again.exitCode()).as(again.err()).isEqualTo(5);
    assertThat(finished.exitCode()).as(finished.err()).isZero();
    assertThat(history()).containsExactly("1", "2", "3");
    JsonObject last = Json.parseObject(workspace.text(own()));
    JsonObject reviewed = Json.parseObject(workspace.text(REVIEWED));
    assertThat(rest.find("digested")).isEqualTo(reviewed.find("digested"));
    assertThat(last.find("digested")).isEqualTo(reviewed.find("digested"));
    assertThat(last.items("pending")).hasSize(1);
    assertInOrder(finished);
  }

  @Test
  void keepsADigestOutOfAFileFromWhichASecretIsRemoved() {
    String key = "AKIA" + "ABCDEFGHIJKLMNOP";
    review(
        changeSet(
            "1",
            database.either(
                    "CREATE TABLE T1 (K STRING(99)) PRIMARY KEY (K)",
                    "CREATE TABLE T1 (K varchar PRIMARY KEY)")
                + ";",
            "INSERT INTO T1 (K) VALUES ('" + key + "');"));

    assertThat(workspace.text(REVIEWED)).contains("\"digested\":null,").doesNotContain(key);
    Result result = guarded.run();
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not read the reviewed plan reviewed/plan.json (PLAN_FILE): its member digested"
                + " is null, because a secret had to be removed from it. Review the plan, and set"
                + " PLAN_SHA256 to its digest instead of PLAN_FILE.");
    assertThat(pipe.with("PLAN_SHA256", sha256(workspace.text(REVIEWED))).run().exitCode())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          missing | there is no such file
          directory | it is a directory
          link | it is a symbolic link
          folder/plan.json | it is reached through the symbolic link folder
          large | it has more than 50,000,000 bytes
          text | it is not JSON
          """)
  void readsOnlyAPlanFile(String name, String why) throws IOException {
    workspace.withSql(changeSet("1", create("T1") + ";"));
    Path clone = workspace.directory();
    Files.createDirectory(clone.resolve("directory"));
    Files.createSymbolicLink(clone.resolve("link"), clone.resolve("text"));
    Files.createSymbolicLink(clone.resolve("folder"), clone.resolve("directory"));
    Files.writeString(clone.resolve("text"), "plan");
    try (RandomAccessFile file = new RandomAccessFile(clone.resolve("large").toFile(), "rw")) {
      file.setLength(50_000_001);
    }

    Result result = pipe.with("PLAN_FILE", name).run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not read the reviewed plan %s (PLAN_FILE): %s. Set PLAN_FILE to a plan.json that"
                    .formatted(name, why)
                + " COMMAND=preview or COMMAND=status wrote.");
    assertThat(output("OUTCOME")).isEqualTo("invalid");
    assertThat(database.ddl()).isEmpty();
  }

  @Test
  void rejectsWhatAnotherVersionWroteAndTwoDifferentPlans() {
    review(changeSet("1", create("T1") + ";"));
    String reviewed = workspace.text(REVIEWED);

    Result two = guarded.with("PLAN_SHA256", "0".repeat(64)).run();
    edit("\"format\":1", "\"format\":2");
    Result format = guarded.run();
    workspace.with(REVIEWED, reviewed.replace("\"digested\":", "\"was\":"));
    Result older = guarded.run();

    String sameVersion =
        ". Make the plan with the version of the pipe that applies it, and set PLAN_FILE to its"
            + " plan.json.";
    assertThat(new Result[] {two, format, older})
        .allSatisfy(result -> assertThat(result.exitCode()).isEqualTo(2));
    assertThat(two.lastLine())
        .isEqualTo(
            "✖ PLAN_FILE and PLAN_SHA256 name two plans: the digest of reviewed/plan.json is "
                + sha256(reviewed)
                + ", and PLAN_SHA256 is "
                + "0".repeat(64)
                + ". Remove one of them, or take both from the same review.");
    assertThat(format.lastLine())
        .isEqualTo(
            "✖ Could not read the reviewed plan reviewed/plan.json (PLAN_FILE): its format is 2, but"
                + " this version reads only format 1"
                + sameVersion);
    assertThat(older.lastLine())
        .isEqualTo(
            "✖ Could not read the reviewed plan reviewed/plan.json (PLAN_FILE): it has no member"
                + " digested, so another version of the pipe wrote it"
                + sameVersion);
    assertThat(database.ddl()).isEmpty();
  }
}
