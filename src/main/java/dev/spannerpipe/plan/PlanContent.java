package dev.spannerpipe.plan;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.text.Sha256;
import java.util.List;
import java.util.Optional;

/// What the digest of a plan covers: the statements and the text of the preconditions, but not
/// whether the preconditions hold. So the same changelog and the same pending change sets give the
/// same digest on every machine.
///
/// @param precondition the precondition of the whole changelog
/// @param changeSets the change sets of the plan, in order; if the plan continues another one,
///   those of the whole plan that the earlier run began
/// @param sha256 the digest: SHA-256 of the canonical form of [#json], in lowercase hexadecimal
public record PlanContent(
    Dialect dialect,
    Optional<Precondition> precondition,
    List<ChangeSet> changeSets,
    String sha256) {
  /// Copies the list.
  public PlanContent {
    changeSets = List.copyOf(changeSets);
  }

  /// Returns the content with its digest.
  public static PlanContent of(
      Dialect dialect, Optional<Precondition> precondition, List<ChangeSet> changeSets) {
    return new PlanContent(
        dialect,
        precondition,
        changeSets,
        Sha256.of(json(dialect, precondition, changeSets).canonical()));
  }

  /// Returns the content as JSON. Anyone can compute the digest from it. Proto descriptors are in
  /// it as their SHA-256.
  public JsonObject json() {
    return json(dialect, precondition, changeSets);
  }

  private static JsonObject json(
      Dialect dialect, Optional<Precondition> precondition, List<ChangeSet> changeSets) {
    return Json.object()
        .with("dialect", dialect.name())
        .with("precondition", precondition.map(Precondition::text).orElse(null))
        .with("changeSets", PlanDocument.list(changeSets, PlanContent::changeSet));
  }

  private static Json changeSet(ChangeSet changeSet) {
    return PlanDocument.identity(changeSet.identity())
        .with("checksum", changeSet.checksum())
        .with("precondition", changeSet.precondition().map(Precondition::text).orElse(null))
        .with("steps", PlanDocument.list(changeSet.steps(), PlanContent::step));
  }

  private static Json step(Step step) {
    JsonObject json = Json.object().with("kind", step.kind().name()).with("text", step.text());
    if (step.transaction() > 0) {
      json = json.with("transaction", step.transaction());
    }
    return step.protoDescriptors().isEmpty()
        ? json
        : json.with("protoDescriptors", step.protoDescriptors().get().sha256());
  }
}
