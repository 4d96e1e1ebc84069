package dev.spannerpipe.plan.review;

import static dev.spannerpipe.plan.review.DigestedPlan.text;

import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.PlanDocument;
import dev.spannerpipe.plan.PlannedChangeSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The member `pending` of a `plan.json`, which people read. The digest does not cover it. So a
/// file in which it was edited shows them other statements than those that will run.
final class ShownChangeSets {
  private ShownChangeSets() {}

  /// Returns the first change set that `pending` shows differently from what the digest covers;
  /// empty if there is none.
  static Optional<ChangeSetId> firstContradiction(JsonObject json, JsonObject digested) {
    Map<ChangeSetId, DigestedPlan.Entry> covered =
        DigestedPlan.of(digested).changeSets().stream()
            .collect(
                Collectors.toMap(
                    DigestedPlan.Entry::identity, Function.identity(), (first, _) -> first));
    return DigestedPlan.list(json, "pending", Function.identity()).stream()
        .filter(shown -> !isCovered(shown, covered.get(DigestedPlan.identity(shown))))
        .map(DigestedPlan::identity)
        .findFirst();
  }

  private static boolean isCovered(JsonObject shown, DigestedPlan.@Nullable Entry entry) {
    return entry != null
        && text(shown, "checksum").equals(entry.checksum())
        && text(shown, "precondition").equals(entry.precondition())
        && statements(shown).equals(covered(shown, entry));
  }

  private static List<String> statements(JsonObject shown) {
    return DigestedPlan.list(shown, "steps", step -> text(step, "text"));
  }

  /// A change set that is only marked as run is shown without statements.
  private static List<String> covered(JsonObject shown, DigestedPlan.Entry entry) {
    return text(shown, "reason").equals(PlanDocument.word(PlannedChangeSet.Reason.MARK_RAN))
        ? List.of()
        : entry.statements().stream().map(DigestedPlan.Statement::text).toList();
  }
}
