package dev.spannerpipe.plan.review;

import static dev.spannerpipe.sql.Dialect.GOOGLE_STANDARD_SQL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlanDocument;
import dev.spannerpipe.plan.Planner;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewedPlanReaderTest {
  private static final String DATABASE = "projects/acme/instances/main/databases/orders";
  private static final String WRITTEN =
      ". Set PLAN_FILE to a plan.json that COMMAND=preview or COMMAND=status wrote.";
  private static final String SAME_VERSION =
      ". Make the plan with the version of the pipe that applies it, and set PLAN_FILE to its"
          + " plan.json.";
  private static final Plan PLAN =
      Planner.plan(
          GOOGLE_STANDARD_SQL,
          new Changelog(List.of(ChangeSets.of("a", "CREATE TABLE a")), Set.of(), Optional.empty()),
          List.of(),
          Optional.empty(),
          Optional.empty());

  @TempDir private Path home;
  private Path clone;

  @BeforeEach
  void makeTheCloneDirectory() throws IOException {
    home = home.toRealPath();
    clone = Files.createDirectory(home.resolve("clone"));
  }

  private static JsonObject document() {
    return PlanDocument.of(PLAN, Optional.of(DATABASE));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(clone.resolve("plan.json"), text);
  }

  private Optional<ReviewedPlan> read(Path file, Optional<String> sha256) {
    return ReviewedPlanReader.read(
        new ReviewedPlanSettings(
            Optional.of(InputFile.ofStep(file, new CloneDirectory(clone))), sha256),
        DATABASE);
  }

  private void assertRejected(Path file, String message) {
    assertRejected(file, Optional.empty(), ExitCode.INVALID, message);
  }

  private void assertRejected(
      Path file, Optional<String> sha256, ExitCode exitCode, String message) {
    Failure failure = catchThrowableOfType(Failure.class, () -> read(file, sha256));

    assertThat(failure).as("no failure").isNotNull();
    assertThat(failure.getMessage()).isEqualTo(message);
    assertThat(failure.exitCode()).isEqualTo(exitCode);
  }

  private static String unreadable(String why) {
    return "Could not read the reviewed plan plan.json (PLAN_FILE): " + why;
  }

  @Test
  void readsWhatTheDocumentHas() throws IOException {
    Path file = write(document().canonical() + "\n");
    ReviewedPlan expected =
        new ReviewedPlan(
            PLAN.digest(),
            Optional.of(
                new ReviewedPlan.File(
                    "plan.json",
                    PLAN.digest(),
                    PLAN.content().json(),
                    Map.of(new ChangeSetId("schema.sql", "a", "ann"), "schema.sql:1"))));

    assertThat(read(file, Optional.empty())).contains(expected);
    assertThat(read(file, Optional.of(PLAN.digest()))).contains(expected);
    assertThat(expected.accepts(PLAN)).isTrue();
  }

  @Test
  void needsNeitherFileNorDigest() {
    Optional<String> none = Optional.empty();

    assertThat(ReviewedPlanReader.read(new ReviewedPlanSettings(Optional.empty(), none), DATABASE))
        .isEmpty();
    assertThat(
            ReviewedPlanReader.read(
                new ReviewedPlanSettings(Optional.empty(), Optional.of("ab")), DATABASE))
        .contains(ReviewedPlan.ofDigest("ab"));
  }

  @Test
  void acceptsAPlanThatWasMadeWithoutADatabase() throws IOException {
    assertThat(read(write(PlanDocument.of(PLAN, Optional.empty()).canonical()), Optional.empty()))
        .map(ReviewedPlan::sha256)
        .contains(PLAN.digest());
  }

  @ParameterizedTest
  @CsvSource({"CREATE TABLE a,CREATE TABLE b", "ann,bob", "schema.sql,other.sql"})
  void rejectsAFileWhosePendingChangeSetsWereEdited(String before, String after)
      throws IOException {
    JsonObject json = document();
    JsonObject edited =
        json.with(
            "pending", Json.parse(json.values().get("pending").canonical().replace(before, after)));

    assertThat(edited).isNotEqualTo(json);
    assertRejected(
        write(edited.canonical()),
        Optional.empty(),
        ExitCode.BLOCKED,
        "Could not apply the plan: the reviewed plan plan.json (PLAN_FILE) was edited after it was"
            + " written: its member pending shows change set schema.sql::a::ann differently from its"
                .replace("schema.sql::a::ann", "schema.sql::a::ann".replace(before, after))
            + " member digested. Set PLAN_FILE to a plan.json as COMMAND=preview or COMMAND=status"
            + " wrote it.");
  }

  @Test
  void rejectsAFileWithoutTheMemberOfTheDatabase() throws IOException {
    SortedMap<String, Json> values = new TreeMap<>(document().values());
    values.remove("database");

    assertRejected(
        write(new JsonObject(values).canonical()),
        unreadable("it has no member database, so it is not a plan.json" + WRITTEN));
  }

  @Test
  void rejectsAPlanOfAnotherDatabase() throws IOException {
    Path file = write(PlanDocument.of(PLAN, Optional.of(DATABASE + "-dev")).canonical());

    assertRejected(
        file,
        Optional.empty(),
        ExitCode.BLOCKED,
        "Could not apply the plan: the reviewed plan plan.json (PLAN_FILE) is for the database"
            + " projects/acme/instances/main/databases/orders-dev, but this run is for"
            + " projects/acme/instances/main/databases/orders. Set PLAN_FILE to the plan.json that"
            + " was made for this database.");
  }

  @Test
  void rejectsADigestOfAnotherPlan() throws IOException {
    assertRejected(
        write(document().canonical()),
        Optional.of("0".repeat(64)),
        ExitCode.INVALID,
        "PLAN_FILE and PLAN_SHA256 name two plans: the digest of plan.json is "
            + PLAN.digest()
            + ", and PLAN_SHA256 is "
            + "0".repeat(64)
            + ". Remove one of them, or take both from the same review.");
  }

  /// The run then shows what was edited.
  @Test
  void keepsAnEditedFileForThePlanOfTheRun() throws IOException {
    Path file = write(document().canonical().replace("CREATE TABLE a", "CREATE TABLE b"));

    ReviewedPlan reviewed = read(file, Optional.of(PLAN.digest())).orElseThrow();

    assertThat(reviewed.sha256()).isNotEqualTo(PLAN.digest());
    assertThat(reviewed.accepts(PLAN)).isFalse();
  }

  @Test
  void rejectsWhatAnotherVersionWrote() throws IOException {
    assertRejected(
        write(document().with("format", new JsonNumber(2)).canonical()),
        unreadable("its format is 2, but this version reads only format 1" + SAME_VERSION));
    assertRejected(
        write(Json.parseObject("{\"format\": 1, \"sha256\": \"00\"}").canonical()),
        unreadable(
            "it has no member digested, so another version of the pipe wrote it" + SAME_VERSION));
    assertRejected(
        write("{\"format\": 1, \"digested\": {}}"),
        unreadable("it has no member sha256, so it is not a plan.json" + WRITTEN));
  }

  @Test
  void rejectsAPlanFromWhichASecretWasRemoved() throws IOException {
    assertRejected(
        write(document().with("digested", new JsonNull()).canonical()),
        unreadable(
            "its member digested is null, because a secret had to be removed from it. Review the"
                + " plan, and set PLAN_SHA256 to its digest instead of PLAN_FILE."));
  }

  @Test
  void rejectsWhatIsNoPlan() throws IOException {
    assertRejected(write(""), unreadable("it is not JSON" + WRITTEN));
    assertRejected(write("{\"format\": 1,"), unreadable("it is not JSON" + WRITTEN));
    assertRejected(write("[]"), unreadable("it is not a JSON object" + WRITTEN));
    assertRejected(
        write("{}"), unreadable("it has no member format, so it is not a plan.json" + WRITTEN));
    assertRejected(
        write("{\"format\": 1, \"format\": 1}"),
        unreadable("it has an object with a duplicate member" + WRITTEN));
    Path latin = Files.write(clone.resolve("plan.json"), new byte[] {'"', (byte) 0xe4, '"'});
    assertRejected(latin, unreadable("it is not in UTF-8" + WRITTEN));
  }

  @Test
  void rejectsAFileThatIsNoneOrTooLarge() throws IOException {
    assertRejected(clone.resolve("plan.json"), unreadable("there is no such file" + WRITTEN));
    Files.createDirectory(clone.resolve("plan.json"));
    assertRejected(clone.resolve("plan.json"), unreadable("it is a directory" + WRITTEN));
    Files.delete(clone.resolve("plan.json"));
    Path elsewhere = Files.writeString(home.resolve("elsewhere"), document().canonical(), UTF_8);
    Files.createSymbolicLink(clone.resolve("plan.json"), elsewhere);
    assertRejected(clone.resolve("plan.json"), unreadable("it is a symbolic link" + WRITTEN));
    Files.delete(clone.resolve("plan.json"));
    try (RandomAccessFile file = new RandomAccessFile(clone.resolve("plan.json").toFile(), "rw")) {
      file.setLength(50_000_001);
    }
    assertRejected(
        clone.resolve("plan.json"), unreadable("it has more than 50,000,000 bytes" + WRITTEN));
  }

  @Test
  void readsAFileOutsideOfTheCloneDirectory() throws IOException {
    Path file = Files.writeString(home.resolve("plan.json"), document().canonical());

    assertThat(read(file, Optional.empty()).flatMap(ReviewedPlan::file))
        .map(ReviewedPlan.File::path)
        .contains(file.toString());
  }
}
