package dev.spannerpipe.plan.review;

import static dev.spannerpipe.sql.Dialect.GOOGLE_STANDARD_SQL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.Planner;
import dev.spannerpipe.text.Sha256;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReviewedPlanTest {
  private static final ChangeSet A = ChangeSets.of("a", "CREATE TABLE a");
  private static final ChangeSet B = ChangeSets.of("b", "CREATE TABLE b");
  private static final String AGAIN =
      "Review the plan that COMMAND=status shows now, and set PLAN_FILE to the plan.json that it"
          + " writes";

  private static Plan plan(ChangeSet... changeSets) {
    return Planner.plan(
        GOOGLE_STANDARD_SQL,
        new Changelog(List.of(changeSets), Set.of(), Optional.empty()),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static ReviewedPlan file(Plan plan) {
    return file(plan.digest(), plan.content().json());
  }

  private static ReviewedPlan file(String stated, JsonObject digested) {
    return new ReviewedPlan(
        Sha256.of(digested.canonical()),
        Optional.of(new ReviewedPlan.File("out/plan.json", stated, digested, Map.of())));
  }

  @Test
  void acceptsOnlyTheReviewedPlan() {
    for (ReviewedPlan reviewed :
        List.of(ReviewedPlan.ofDigest(plan(A, B).digest()), file(plan(A, B)))) {
      assertThat(reviewed.accepts(plan(A, B))).isTrue();
      assertThat(reviewed.rejection(plan(A, B))).isEmpty();
      assertThat(reviewed.accepts(plan(A))).isFalse();
      assertThat(reviewed.rejection(plan(A))).isPresent();
    }
  }

  @Test
  void acceptsAPlanWithoutPendingChangeSets() {
    assertThat(ReviewedPlan.ofDigest(plan(A).digest()).accepts(plan())).isTrue();
    assertThat(file(plan(A)).accepts(plan())).isTrue();
  }

  @Test
  void namesBothDigestsIfItHasNoFile() {
    assertThat(ReviewedPlan.ofDigest(plan(A).digest()).rejection(plan(B)))
        .contains(
            new PlanRejection(
                List.of(),
                "Could not apply the plan: its SHA-256 is %s, but the reviewed one is %s (PLAN_SHA256)"
                    .formatted(plan(B).digest(), plan(A).digest()),
                "Review the plan that COMMAND=status shows now, and set PLAN_SHA256 to its"
                    + " digest"));
  }

  @Test
  void saysAnOnlyDifferenceInTheLastLine() {
    assertThat(file(plan(A)).rejection(plan(A, B)))
        .contains(
            new PlanRejection(
                List.of(),
                "Could not apply the plan: it is not the reviewed plan out/plan.json (PLAN_FILE):"
                    + " change set schema.sql::b::ann at schema.sql:1 is not in the reviewed plan",
                AGAIN));
  }

  @Test
  void listsSeveralDifferencesAndSaysTheMostImportantOneAgain() {
    PlanRejection rejection =
        file(plan(A)).rejection(plan(ChangeSets.of("a", "DROP TABLE a"), B)).orElseThrow();

    String changed =
        "tatement 1 of 1 of change set schema.sql::a::ann at schema.sql:2 is `DROP TABLE a`, but the"
            + " reviewed plan has `CREATE TABLE a`";
    assertThat(rejection)
        .isEqualTo(
            new PlanRejection(
                List.of(
                    "S" + changed,
                    "Change set schema.sql::b::ann at schema.sql:1 is not in the reviewed plan"),
                "Could not apply the plan: it is not the reviewed plan out/plan.json (PLAN_FILE): s"
                    + changed
                    + " (and 1 more difference, listed above)",
                AGAIN));
  }

  @Test
  void listsAtMostTwentyDifferences() {
    ChangeSet[] many =
        IntStream.range(0, 23)
            .mapToObj(number -> ChangeSets.of("n" + number, "SELECT 1"))
            .toArray(ChangeSet[]::new);

    PlanRejection rejection = file(plan(A)).rejection(plan(many)).orElseThrow();

    assertThat(rejection.warnings())
        .hasSize(21)
        .startsWith("Change set schema.sql::n0::ann at schema.sql:1 is not in the reviewed plan")
        .endsWith("The plans have 4 more differences");
    assertThat(rejection.description())
        .endsWith(
            "schema.sql:1 is not in the reviewed plan (and 23 more differences, listed above)");
  }

  @Test
  void rejectsAnEditedFileWhateverThePlanIs() {
    ReviewedPlan edited = file(plan(B).digest(), plan(A).content().json());
    String warning =
        "The reviewed plan out/plan.json (PLAN_FILE) was edited: the SHA-256 of its member digested"
            + " is %s, but its member sha256 is %s".formatted(plan(A).digest(), plan(B).digest());

    for (Plan plan : List.of(plan(A), plan())) {
      assertThat(edited.accepts(plan)).isFalse();
    }
    assertThat(edited.rejection(plan(A)))
        .contains(
            new PlanRejection(
                List.of(warning),
                "Could not apply the plan: the reviewed plan out/plan.json (PLAN_FILE) was edited"
                    + " after it was written",
                AGAIN));
    assertThat(edited.rejection(plan(A, B)))
        .contains(
            new PlanRejection(
                List.of(warning),
                "Could not apply the plan: the reviewed plan out/plan.json (PLAN_FILE) was edited"
                    + " after it was written, and this plan differs from it: change set"
                    + " schema.sql::b::ann at schema.sql:1 is not in the reviewed plan",
                AGAIN));
  }

  @Test
  void saysThatAnotherVersionDigestsMore() {
    JsonObject later = plan(A).content().json().with("later", new JsonString("x"));
    String sha256 = Sha256.of(later.canonical());

    assertThat(file(sha256, later).rejection(plan(A)))
        .contains(
            new PlanRejection(
                List.of(),
                "Could not apply the plan: its SHA-256 is %s, but the reviewed plan out/plan.json (PLAN_FILE) has %s, and another version of the pipe wrote it"
                    .formatted(plan(A).digest(), sha256),
                AGAIN));
  }

  @Test
  void comparesAlsoWithWhatIsNoPlan() {
    for (String nonsense :
        List.of(
            "{}",
            "{\"changeSets\": 1, \"dialect\": [], \"precondition\": {}}",
            "{\"changeSets\": [null, 1, {}, {\"id\": 1, \"steps\": [[]]}]}",
            "{\"dialect\": \"GOOGLE_STANDARD_SQL\", \"changeSets\": [{\"path\": \"schema.sql\","
                + " \"id\": \"a\", \"author\": \"ann\", \"steps\": [{\"transaction\": \"1\"}]}]}")) {
      assertThat(file(plan(A).digest(), Json.parseObject(nonsense)).rejection(plan(A)))
          .as(nonsense)
          .isPresent();
    }
  }

  @Test
  void doesNotFloodTheLogWithWhatSomebodyWroteIntoTheFile() {
    String endless = "x".repeat(1_000_000);
    JsonObject digested =
        Json.parseObject(
            "{\"dialect\": \"%1$s\", \"precondition\": \"%1$s\", \"changeSets\": [{\"path\": \"%1$s\"}, {\"path\": \"schema.sql\", \"id\": \"a\", \"author\": \"ann\", \"precondition\": \"%1$s\", \"checksum\": \"%1$s\", \"steps\": [{\"kind\": \"%1$s\", \"text\": \"%1$s\", \"protoDescriptors\": \"%1$s\"}, {\"kind\": \"%1$s\", \"text\": \"CREATE TABLE a\"}, {\"kind\": \"%1$s\", \"text\": \"%1$s\"}]}]}"
                .formatted(endless));

    PlanRejection rejection = file(endless, digested).rejection(plan(A)).orElseThrow();

    assertThat(rejection.warnings())
        .hasSizeGreaterThan(5)
        .allSatisfy(warning -> assertThat(warning).hasSizeLessThan(700));
    assertThat(rejection.description()).hasSizeLessThan(700);
  }
}
