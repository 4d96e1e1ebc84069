package dev.spannerpipe.plan.review;

import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.text.English;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The plan that a person reviewed. No other plan may run.
///
/// @param sha256 the digest of the reviewed plan, in lowercase hexadecimal
/// @param file the reviewed `plan.json`; empty if only the digest is given
public record ReviewedPlan(String sha256, Optional<File> file) {
  private static final int MOST_WARNINGS = 20;

  /// A reviewed `plan.json`.
  ///
  /// @param path the path of the file, for messages
  /// @param sha256 the digest that the file itself states
  /// @param digested what the digest covers
  /// @param places where the change sets of the plan were in the repository
  public record File(
      String path, String sha256, JsonObject digested, Map<ChangeSetId, String> places) {
    public File {
      places = Map.copyOf(places);
    }

    String name() {
      return "the reviewed plan " + path + " (PLAN_FILE)";
    }
  }

  /// Returns the reviewed plan if only its digest is given.
  public static ReviewedPlan ofDigest(String sha256) {
    return new ReviewedPlan(sha256, Optional.empty());
  }

  /// Returns the name of the variable that names the reviewed plan.
  public String variable() {
    return file.isPresent() ? "PLAN_FILE" : "PLAN_SHA256";
  }

  /// Returns whether the plan may run. A plan without pending change sets needs no review.
  public boolean accepts(Plan plan) {
    return !isEdited() && (plan.pending().isEmpty() || plan.digest().equals(sha256));
  }

  /// Returns whether somebody changed the file after it was written.
  private boolean isEdited() {
    return file.filter(written -> !written.sha256().equals(sha256)).isPresent();
  }

  /// Returns why the plan may not run; empty if it may.
  public Optional<PlanRejection> rejection(Plan plan) {
    return accepts(plan)
        ? Optional.empty()
        : Optional.of(
            file.map(written -> rejection(plan, written)).orElseGet(() -> ofDigest(plan)));
  }

  private PlanRejection ofDigest(Plan plan) {
    return new PlanRejection(
        List.of(),
        "Could not apply the plan: its SHA-256 is %s, but the reviewed one is %s (PLAN_SHA256)"
            .formatted(plan.digest(), sha256),
        "Review the plan that COMMAND=status shows now, and set PLAN_SHA256 to its digest");
  }

  private PlanRejection rejection(Plan plan, File written) {
    List<String> clauses =
        plan.digest().equals(sha256)
            ? List.of()
            : PlanDifference.clauses(
                DigestedPlan.of(written.digested()), written.places(), plan.content());
    return new PlanRejection(
        warnings(clauses, written),
        "Could not apply the plan: "
            + (isEdited() ? edited(clauses, written) : different(clauses, plan, written)),
        "Review the plan that COMMAND=status shows now, and set PLAN_FILE to the plan.json that it"
            + " writes");
  }

  private List<String> warnings(List<String> clauses, File written) {
    List<String> warnings = new ArrayList<>();
    if (isEdited()) {
      warnings.add(
          "%s was edited: the SHA-256 of its member digested is %s, but its member sha256 is %s"
              .formatted(capitalized(written.name()), sha256, SafeText.line(written.sha256(), 80)));
    }
    if (clauses.size() > 1) {
      clauses.stream().limit(MOST_WARNINGS).map(ReviewedPlan::capitalized).forEach(warnings::add);
    }
    if (clauses.size() > MOST_WARNINGS) {
      warnings.add(
          "The plans have %s"
              .formatted(English.count(clauses.size() - MOST_WARNINGS, "more difference")));
    }
    return warnings;
  }

  private static String edited(List<String> clauses, File written) {
    return clauses.isEmpty()
        ? written.name() + " was edited after it was written"
        : "%s was edited after it was written, and this plan differs from it: %s"
            .formatted(written.name(), first(clauses));
  }

  /// Returns why a plan is not that of an unedited file. Plans without a difference in what this
  /// version compares differ in what only the other version digests.
  private String different(List<String> clauses, Plan plan, File written) {
    return clauses.isEmpty()
        ? "its SHA-256 is %s, but %s has %s, and another version of the pipe wrote it"
            .formatted(plan.digest(), written.name(), sha256)
        : "it is not %s: %s".formatted(written.name(), first(clauses));
  }

  private static String first(List<String> clauses) {
    return clauses.size() == 1
        ? clauses.getFirst()
        : "%s (and %s, listed above)"
            .formatted(clauses.getFirst(), English.count(clauses.size() - 1L, "more difference"));
  }

  private static String capitalized(String clause) {
    return Character.toUpperCase(clause.charAt(0)) + clause.substring(1);
  }
}
