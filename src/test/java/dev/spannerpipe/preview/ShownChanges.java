package dev.spannerpipe.preview;

import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.preview.replay.Replay;
import dev.spannerpipe.preview.replay.ReplayEmulator;
import dev.spannerpipe.preview.replay.Replays;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// All that a preview shows of a changelog.
///
/// @param after the schema after the last change set
/// @param changeSets for each change set what it does, and what was found in it
public record ShownChanges(SchemaModel after, List<String> changeSets) {
  /// Returns what is shown if the change sets are replayed one by one.
  public static ShownChanges oneByOne(
      PreviewBasis basis, Changelog changelog, ReplayEmulator emulator) {
    return show(basis, changelog, (setup, plan) -> Replays.oneByOne(emulator, setup, plan));
  }

  /// Returns what is shown if the change sets are replayed in groups.
  public static ShownChanges inGroups(
      PreviewBasis basis, Changelog changelog, ReplayEmulator emulator) {
    return show(basis, changelog, (setup, plan) -> Replays.inGroups(emulator, setup, plan));
  }

  /// Returns the schema of a database, without the book-keeping tables.
  public static SchemaModel schema(
      Dialect dialect, List<String> definition, Set<String> bookkeeping) {
    return SchemaEffects.none(dialect, definition, bookkeeping).baseline();
  }

  /// Replays a plan.
  private interface Replaying {
    Replay.Result replay(Replay.Setup setup, Plan plan);
  }

  private static ShownChanges show(PreviewBasis basis, Changelog changelog, Replaying replaying) {
    Previewer previewer = new Previewer(basis, changelog, Map.of());
    Plan plan = previewer.plan();
    Replay.Result replay = replaying.replay(previewer.setup(), plan);
    SchemaEffects.All effects = SchemaEffects.of(basis.dialect(), replay, basis.sizes());
    Preview preview = previewer.preview(plan, replay, "changelog", Optional.of(false));
    return new ShownChanges(
        effects.results().getLast().effects().after(),
        preview.changeSets().stream().map(each -> text(preview, each)).toList());
  }

  private static String text(Preview preview, PreviewedChangeSet changeSet) {
    Stream<String> findings =
        preview.findings(changeSet.planned().changeSet().identity()).stream()
            .map(LintFinding::toString);
    return Stream.concat(
            Stream.of(changeSet.planned().changeSet().identity().toString()),
            Stream.concat(changeSet.effects().stream().map(Object::toString), findings))
        .reduce((first, second) -> first + "\n  " + second)
        .orElseThrow();
  }
}
