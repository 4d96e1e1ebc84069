package dev.spannerpipe.adopt;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlanDocument;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.StatementKind;
import dev.spannerpipe.text.Sha256;
import java.util.List;

/// Which change sets are adopted.
///
/// @param changeSets the change sets that get a history row, in order
/// @param left the change sets that stay pending, in order
/// @param prefix the prefix that was chosen, with what differs and what was not replayed
public record AdoptionPlan(
    List<PlannedChangeSet> changeSets, List<PlannedChangeSet> left, Prefix prefix) {
  /// The maximum number of change sets of one adoption. A history row has 14 columns, and a
  /// transaction of Spanner may have 80,000 mutations, some of which are for the record.
  ///
  /// Source: [quotas](https://cloud.google.com/spanner/quotas#limits-for).
  public static final int MOST = 5_000;

  /// Copies the lists.
  public AdoptionPlan {
    changeSets = List.copyOf(changeSets);
    left = List.copyOf(left);
  }

  /// Returns the plan that adopts a prefix.
  ///
  /// @param replayed the change sets of the changelog as the replay left them
  /// @param all all change sets of the changelog, in order
  static AdoptionPlan of(
      Prefix prefix, List<AdoptedChangeSet> replayed, List<PlannedChangeSet> all) {
    return new AdoptionPlan(
        replayed.subList(0, prefix.count()).stream()
            .filter(AdoptedChangeSet::recorded)
            .map(AdoptedChangeSet::planned)
            .toList(),
        all.subList(prefix.count(), all.size()),
        prefix);
  }

  /// Returns what the digest covers. It is no content of a plan of `apply`, so the digest of an
  /// adoption never lets an apply run.
  public JsonObject digested() {
    return Json.object()
        .with("adopts", PlanDocument.list(changeSets, AdoptionPlan::adopted))
        .with(
            "unchecked",
            PlanDocument.list(prefix.differences().unchecked(), AdoptionPlan::difference));
  }

  private static Json adopted(PlannedChangeSet planned) {
    return PlanDocument.identity(planned.changeSet().identity())
        .with("checksum", planned.changeSet().checksum())
        .with("execType", planned.execType().name());
  }

  /// Returns a difference as data.
  public static JsonObject difference(Effect effect) {
    JsonObject json = Json.object().with("object", effect.object().toString());
    return switch (effect) {
      case Effect.Added _ -> json.with("in", "database");
      case Effect.Dropped _ -> json.with("in", "changelog");
      case Effect.Changed changed ->
          json.with("property", changed.property().toString())
              .with("changelog", changed.from())
              .with("database", changed.to());
      case Effect.Lost lost ->
          json.with("property", lost.property().toString())
              .with("changelog", lost.from())
              .with("database", "");
    };
  }

  /// Returns the digest: SHA-256 of the canonical form of [#digested], in lowercase hexadecimal.
  public String sha256() {
    return Sha256.of(digested().canonical());
  }

  /// Returns the adoption as a plan in which every change set is only marked as run.
  public Plan marked(Dialect dialect) {
    return new Plan(
        dialect,
        changeSets.stream().map(PlannedChangeSet::marked).toList(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        0,
        sha256());
  }

  /// Returns the adopted change sets whose data changes do not run.
  public List<ChangeSet> withDataChanges() {
    return changeSets.stream()
        .filter(planned -> planned.reason() != PlannedChangeSet.Reason.MARK_RAN)
        .map(PlannedChangeSet::changeSet)
        .filter(changeSet -> dataChanges(changeSet) > 0)
        .toList();
  }

  /// Returns how many data changes a change set has.
  public static long dataChanges(ChangeSet changeSet) {
    return changeSet.steps().stream()
        .filter(
            step ->
                step.kind() == StatementKind.DML || step.kind() == StatementKind.PARTITIONED_DML)
        .count();
  }
}
