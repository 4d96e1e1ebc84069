package dev.spannerpipe.lint;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.effect.CreatedObjectNames;
import dev.spannerpipe.schema.effect.Effect;
import java.util.List;

/// A change set of a plan, and what it does to the schema.
///
/// @param steps the steps that the plan executes of the change set
/// @param before the schema before the change set. Change sets that were replayed together share
///   the schemas before and after all of them
/// @param after the schema after the change set, or after those that were replayed with it
/// @param effects the differences between the two schemas that this change set causes
/// @param created what earlier change sets of the same plan created
/// @param sizes how large the tables were before the plan
public record ChangeSetEffects(
    ChangeSet changeSet,
    List<Step> steps,
    SchemaModel before,
    SchemaModel after,
    List<Effect> effects,
    CreatedObjectNames created,
    TableSizes sizes) {
  /// Copies the lists.
  public ChangeSetEffects {
    steps = List.copyOf(steps);
    effects = List.copyOf(effects);
  }
}
