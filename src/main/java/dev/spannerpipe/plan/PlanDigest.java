package dev.spannerpipe.plan;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.text.Sha256;
import java.util.List;
import java.util.Optional;

/// The digest that identifies a reviewed plan. It covers the statements and the text of the
/// preconditions, but not whether the preconditions hold. So the same changelog and the same
/// pending change sets give the same digest on every machine.
final class PlanDigest {
  private PlanDigest() {}

  static String of(Dialect dialect, List<ChangeSet> pending, Optional<Precondition> precondition) {
    JsonObject content =
        Json.object()
            .with("dialect", dialect.name())
            .with("precondition", precondition.map(Precondition::text).orElse(null))
            .with(
                "changeSets", new JsonArray(pending.stream().map(PlanDigest::changeSet).toList()));
    return Sha256.of(content.canonical());
  }

  private static Json changeSet(ChangeSet changeSet) {
    return Json.object()
        .with("path", changeSet.identity().path())
        .with("id", changeSet.identity().id())
        .with("author", changeSet.identity().author())
        .with("checksum", changeSet.checksum())
        .with("precondition", changeSet.precondition().map(Precondition::text).orElse(null))
        .with("steps", new JsonArray(changeSet.steps().stream().map(PlanDigest::step).toList()));
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
