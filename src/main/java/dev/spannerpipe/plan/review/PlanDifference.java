package dev.spannerpipe.plan.review;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.PlanContent;
import dev.spannerpipe.plan.review.DigestedPlan.Entry;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// How the plan of this run differs from the reviewed plan: by change set and statement.
final class PlanDifference {
  /// The maximum number of characters of a change set's identity that are shown.
  private static final int LONGEST_IDENTITY = 300;

  private final DigestedPlan reviewed;
  private final DigestedPlan actual;
  private final Map<ChangeSetId, Entry> reviewedEntries;
  private final Map<ChangeSetId, ChangeSet> sources = new HashMap<>();
  private final Map<ChangeSetId, String> reviewedPlaces;
  private final List<String> clauses = new ArrayList<>();

  private PlanDifference(
      DigestedPlan reviewed, Map<ChangeSetId, String> reviewedPlaces, PlanContent actual) {
    this.reviewed = reviewed;
    this.actual = DigestedPlan.of(actual.json());
    this.reviewedEntries = byIdentity(reviewed);
    this.reviewedPlaces = reviewedPlaces;
    actual.changeSets().forEach(each -> sources.put(each.identity(), each));
  }

  private static Map<ChangeSetId, Entry> byIdentity(DigestedPlan plan) {
    Map<ChangeSetId, Entry> entries = new LinkedHashMap<>();
    plan.changeSets().forEach(entry -> entries.putIfAbsent(entry.identity(), entry));
    return entries;
  }

  /// Returns one clause for each difference, the most important difference first.
  ///
  /// @param reviewedPlaces where the change sets of the reviewed plan were in the repository
  static List<String> clauses(
      DigestedPlan reviewed, Map<ChangeSetId, String> reviewedPlaces, PlanContent actual) {
    PlanDifference difference = new PlanDifference(reviewed, reviewedPlaces, actual);
    difference.compareDialects();
    difference.compareContents();
    difference.addUnreviewed();
    difference.addMissing();
    difference.compareOrder();
    difference.comparePreconditions();
    return difference.clauses;
  }

  private void compareDialects() {
    if (!reviewed.dialect().equals(actual.dialect())) {
      clauses.add(
          "the dialect is %s, but the reviewed plan is for %s"
              .formatted(actual.dialect(), SafeText.line(reviewed.dialect(), 40)));
    }
  }

  private void compareContents() {
    for (Entry entry : actual.changeSets()) {
      Entry before = reviewedEntries.get(entry.identity());
      if (before != null) {
        clauses.addAll(ChangeSetDifference.clauses(before, entry, source(entry)));
      }
    }
  }

  private void addUnreviewed() {
    actual.changeSets().stream()
        .filter(entry -> !reviewedEntries.containsKey(entry.identity()))
        .forEach(entry -> clauses.add(name(entry) + " is not in the reviewed plan"));
  }

  private void addMissing() {
    reviewedEntries.keySet().stream()
        .filter(identity -> !sources.containsKey(identity))
        .forEach(
            identity ->
                clauses.add(
                    "change set %s%s is in the reviewed plan, but not in this one: it was applied in the meantime, or is no longer in the changelog"
                        .formatted(shown(identity), place(identity))));
  }

  private String place(ChangeSetId identity) {
    String place = reviewedPlaces.get(identity);
    return place == null ? "" : " at " + place;
  }

  /// Compares the order of the change sets that both plans have. Names the first change set that
  /// has another place among them.
  private void compareOrder() {
    List<ChangeSetId> before =
        reviewedEntries.keySet().stream().filter(sources::containsKey).toList();
    List<Entry> now =
        actual.changeSets().stream()
            .filter(entry -> reviewedEntries.containsKey(entry.identity()))
            .toList();
    for (int index = 0; index < now.size(); index++) {
      if (!now.get(index).identity().equals(before.get(index))) {
        clauses.add(
            "%s runs before change set %s, but in the reviewed plan after it"
                .formatted(name(now.get(index)), shown(before.get(index))));
        return;
      }
    }
  }

  private void comparePreconditions() {
    if (!reviewed.precondition().equals(actual.precondition())) {
      clauses.add(
          ChangeSetDifference.clause(
              "the precondition of the changelog", reviewed.precondition(), actual.precondition()));
    }
  }

  private String name(Entry entry) {
    return "change set %s at %s".formatted(entry.identity(), source(entry).location());
  }

  private static String shown(ChangeSetId identity) {
    return SafeText.line(identity.toString(), LONGEST_IDENTITY);
  }

  private ChangeSet source(Entry entry) {
    return Objects.requireNonNull(sources.get(entry.identity()));
  }
}
