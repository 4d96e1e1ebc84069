package dev.spannerpipe.report.adoption;

import dev.spannerpipe.adopt.AdoptionPlan;
import dev.spannerpipe.adopt.Assessment;
import dev.spannerpipe.adopt.Prefix;
import dev.spannerpipe.adopt.Verdict;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.PlanDocument;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.effect.Effect;
import java.util.List;
import java.util.Optional;

/// What `adopt` found as data: the content of `adopt.json`. Later versions may add members, but
/// existing members keep their name and meaning.
public final class AdoptionDocument {
  private static final long FORMAT = 1;

  private final Assessment assessment;

  private AdoptionDocument(Assessment assessment) {
    this.assessment = assessment;
  }

  /// Returns the document, with a line break at its end.
  public static String text(Assessment assessment) {
    return new AdoptionDocument(assessment).json().canonical() + "\n";
  }

  private JsonObject json() {
    Optional<AdoptionPlan> plan = assessment.plan();
    List<PlannedChangeSet> adopted = plan.map(AdoptionPlan::changeSets).orElse(List.of());
    Optional<Prefix> chosen = plan.map(AdoptionPlan::prefix);
    return Json.object()
        .with("format", FORMAT)
        .with("database", assessment.database())
        .with("changelog", assessment.changelog())
        .with("from", assessment.settings().from().word())
        .with("verdict", verdict())
        .with("sha256", plan.map(AdoptionPlan::sha256).orElse(null))
        .with("digested", plan.<Json>map(AdoptionPlan::digested).orElseGet(JsonNull::new))
        .with("adopted", PlanDocument.list(adopted, AdoptionDocument::changeSet))
        .with(
            "pending",
            PlanDocument.list(
                plan.map(AdoptionPlan::left).orElse(List.of()), AdoptionDocument::changeSet))
        .with(
            "notReplayed",
            Json.texts(
                chosen.map(Prefix::notReplayed).orElse(List.of()).stream()
                    .map(ObjectName::toString)
                    .toList()))
        .with(
            "unchecked",
            PlanDocument.list(
                chosen.map(each -> each.differences().unchecked()).orElse(List.of()),
                AdoptionDocument::difference))
        .with("candidates", PlanDocument.list(candidates(), this::prefix))
        .with("nearest", nearest().<Json>map(this::nearest).orElseGet(JsonNull::new));
  }

  private String verdict() {
    return switch (assessment.verdict()) {
      case Verdict.One _ -> "one";
      case Verdict.Several _ -> "several";
      case Verdict.OtherVersion _ -> "otherVersion";
      case Verdict.None _ -> "none";
    };
  }

  private List<Prefix> candidates() {
    return switch (assessment.verdict()) {
      case Verdict.One(Prefix prefix) -> List.of(prefix);
      case Verdict.Several(List<Prefix> prefixes) -> prefixes;
      case Verdict.OtherVersion other -> List.of(other.prefix());
      case Verdict.None _ -> List.of();
    };
  }

  private Optional<Prefix> nearest() {
    return assessment.verdict() instanceof Verdict.None(Optional<Prefix> nearest)
        ? nearest
        : Optional.empty();
  }

  private JsonObject prefix(Prefix prefix) {
    return Json.object()
        .with("count", prefix.count())
        .with("last", PlanDocument.changeSet(assessment.last(prefix)));
  }

  private JsonObject nearest(Prefix prefix) {
    return prefix(prefix)
        .with(
            "differences",
            PlanDocument.list(prefix.differences().all(), AdoptionDocument::difference));
  }

  private static JsonObject changeSet(PlannedChangeSet planned) {
    ChangeSet changeSet = planned.changeSet();
    return PlanDocument.changeSet(changeSet)
        .with("checksum", changeSet.checksum())
        .with("execType", planned.execType().name())
        .with("dataChanges", AdoptionPlan.dataChanges(changeSet));
  }

  private static JsonObject difference(Effect difference) {
    return AdoptionPlan.difference(difference).with("text", DifferenceText.of(difference));
  }
}
