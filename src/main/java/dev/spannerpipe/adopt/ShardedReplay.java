package dev.spannerpipe.adopt;

import dev.spannerpipe.plan.DatabaseDefinition;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.preview.ReplayedSchemas;
import dev.spannerpipe.preview.replay.Replay;
import dev.spannerpipe.preview.replay.ReplayEmulator;
import dev.spannerpipe.preview.replay.ReplayedChangeSet;
import dev.spannerpipe.preview.replay.ReplayedStatement;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;

/// Replays the parts of a large schema one after the other, each in an emulator that holds nothing
/// else, and puts them together again. Not thread-safe.
final class ShardedReplay {
  private final ReplayEmulator emulator;
  private final Dialect dialect;
  private final Shards shards;
  private final Function<DatabaseDefinition, Replay.Setup> setup;
  private boolean complete = true;

  /// @param setup makes the setup of a replay that begins with a schema
  ShardedReplay(
      ReplayEmulator emulator,
      Dialect dialect,
      Shards shards,
      Function<DatabaseDefinition, Replay.Setup> setup) {
    this.emulator = emulator;
    this.dialect = dialect;
    this.shards = shards;
    this.setup = setup;
  }

  /// Returns whether the emulator has executed everything so far. If not, a statement may have
  /// needed something of another part.
  boolean isComplete() {
    return complete;
  }

  /// Returns the schema of a database of Spanner.
  LiveSchema live(DatabaseDefinition definition) {
    ReplayedSchema whole = ReplayedSchema.empty(dialect);
    for (int part = 0; part < shards.count(); part++) {
      int own = part;
      List<String> statements =
          definition.statements().stream().filter(each -> shards.has(own, each)).toList();
      emulator.restart();
      Replay.Created created =
          Replay.create(
              emulator, setup.apply(new DatabaseDefinition(statements, Optional.empty())));
      complete &= created.statements().stream().noneMatch(ReplayedStatement::leftOut);
      ReplayedSchemas schemas = new ReplayedSchemas(dialect);
      schemas.begin(created.statements(), created.definition());
      whole =
          whole.and(
              new ReplayedSchema(
                  schemas.model(),
                  SchemaModel.empty(dialect),
                  schemas.notReplayed(created.definition()),
                  Set.of()));
    }
    return new LiveSchema(whole.model(), whole.notReplayed(), false);
  }

  /// Adds the prefixes that end at the edges to a search. Returns how many names differ at each.
  Map<Integer, Integer> search(
      PrefixSearch search, List<PlannedChangeSet> changeSets, SortedSet<Integer> edges) {
    List<NavigableMap<Integer, ReplayedSchema>> parts = new ArrayList<>();
    for (int part = 0; part < shards.count(); part++) {
      parts.add(replayed(part, changeSets, edges));
    }
    Map<Integer, Integer> distances = new HashMap<>();
    ReplayedSchema before = ReplayedSchema.empty(dialect);
    for (int edge : edges) {
      ReplayedSchema after =
          parts.stream().anyMatch(part -> part.containsKey(edge)) ? at(edge, parts) : before;
      distances.put(edge, search.add(edge, before.model(), after));
      before = after;
    }
    return distances;
  }

  private ReplayedSchema at(int edge, List<NavigableMap<Integer, ReplayedSchema>> parts) {
    ReplayedSchema whole = ReplayedSchema.empty(dialect);
    for (NavigableMap<Integer, ReplayedSchema> part : parts) {
      Map.Entry<Integer, ReplayedSchema> last = part.floorEntry(edge);
      whole = last == null ? whole : whole.and(last.getValue());
    }
    return whole;
  }

  /// Returns a part after those edges before which a change set has changed it.
  private NavigableMap<Integer, ReplayedSchema> replayed(
      int part, List<PlannedChangeSet> changeSets, SortedSet<Integer> edges) {
    List<PlannedChangeSet> own = changeSets.stream().map(planned -> ofPart(part, planned)).toList();
    List<Portion> portions =
        Portion.of(own, edges).stream().filter(each -> !each.whole().rest().isEmpty()).toList();
    NavigableMap<Integer, ReplayedSchema> states = new TreeMap<>();
    ReplayedSchemas schemas = new ReplayedSchemas(dialect);
    schemas.begin(List.of(), List.of());
    Iterator<Portion> next = portions.iterator();
    emulator.restart();
    Replay.follow(
        emulator,
        setup.apply(DatabaseDefinition.NONE),
        portions.stream().map(Portion::whole).toList(),
        group -> {
          for (ReplayedSchemas.Step step : schemas.after(group)) {
            complete &= isComplete(step.changeSet());
            edgeFrom(next.next().end(), edges)
                .ifPresent(edge -> states.put(edge, ReplayedSchema.after(step)));
          }
        });
    return states;
  }

  private static boolean isComplete(ReplayedChangeSet changeSet) {
    return changeSet.rejected().isEmpty()
        && changeSet.statements().stream().noneMatch(ReplayedStatement::leftOut);
  }

  /// Returns the first edge at or after the end of a portion.
  private static Optional<Integer> edgeFrom(int end, SortedSet<Integer> edges) {
    return edges.tailSet(end).stream().findFirst();
  }

  private PlannedChangeSet ofPart(int part, PlannedChangeSet planned) {
    return new PlannedChangeSet(
        planned
            .changeSet()
            .withSteps(
                planned.changeSet().steps().stream()
                    .filter(step -> shards.has(part, step.text()))
                    .toList()),
        planned.reason(),
        planned.firstStep());
  }
}
