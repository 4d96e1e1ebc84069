package dev.spannerpipe.adopt;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.DatabaseDefinition;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Precondition.Outcome;
import dev.spannerpipe.preview.ReplayedSchemas;
import dev.spannerpipe.preview.replay.Replay;
import dev.spannerpipe.preview.replay.ReplayEmulator;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.ddl.SchemaReader;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.StatementKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Replays a changelog in an emulator, and compares the schema after each of its change sets with
/// that of a database. Not thread-safe.
public final class AdoptionSearch {
  private final Input input;
  private final LiveSchema live;
  private final LeftOutTables leftOut;
  private final List<PlannedChangeSet> replayed;
  private final Optional<ShardedReplay> sharded;

  private AdoptionSearch(ReplayEmulator emulator, Input input, Optional<Integer> only) {
    this.input = input;
    this.leftOut = input.leftOut();
    this.replayed =
        input.changeSets().subList(0, only.orElse(input.changeSets().size())).stream()
            .map(AdoptionSearch::withoutData)
            .toList();
    this.sharded =
        shards().map(shards -> new ShardedReplay(emulator, input.dialect(), shards, this::setup));
    this.live = live(emulator);
  }

  /// What is compared.
  ///
  /// @param definition the schema of the database
  /// @param printedByEmulator whether the database is one of an emulator
  /// @param bookkeeping the names of the book-keeping tables, in upper case
  /// @param changeSets the change sets of the changelog, in order
  public record Input(
      Dialect dialect,
      DatabaseDefinition definition,
      boolean printedByEmulator,
      Set<String> bookkeeping,
      List<PlannedChangeSet> changeSets) {
    public Input {
      bookkeeping = Set.copyOf(bookkeeping);
      changeSets = List.copyOf(changeSets);
    }

    /// Returns the schema of the database as it is written.
    SchemaModel written() {
      return SchemaReader.read(dialect, definition.statements());
    }

    /// Returns the schema of the database without the tables that belong to no changelog.
    SchemaModel own() {
      return leftOut().without(written());
    }

    /// Returns whether the database has the same schema as when it was read for another input.
    public boolean hasSchemaOf(Input other) {
      return own().equals(other.own());
    }

    /// Returns the statements of the definition that do not make the tables of the pipe.
    List<String> ownStatements() {
      return definition.statements().stream().filter(each -> !isBookkeeping(each)).toList();
    }

    private boolean isBookkeeping(String statement) {
      String table = SchemaChange.of(dialect, statement).table();
      return bookkeeping.contains(table.toUpperCase(Locale.ROOT));
    }

    LeftOutTables leftOut() {
      return LeftOutTables.of(written(), bookkeeping);
    }

    /// Returns whether the database has nothing that a changelog could have made.
    public boolean isEmpty() {
      return own().equals(SchemaModel.empty(dialect));
    }
  }

  /// What was found.
  ///
  /// @param changeSets the change sets as the replay left them; fewer than there are if a
  ///   precondition ends the replay
  /// @param candidates the prefixes that fit, shortest first
  /// @param nearest the prefix with the fewest differences; empty if there is no change set
  public record Result(
      List<AdoptedChangeSet> changeSets, List<Prefix> candidates, Optional<Prefix> nearest) {
    public Result {
      changeSets = List.copyOf(changeSets);
      candidates = List.copyOf(candidates);
    }
  }

  /// Throws a `Failure` if the emulator does not answer.
  ///
  /// @param only the number of change sets that is asked for; then no other prefix is a candidate,
  ///   and none is nearer
  public static Result search(ReplayEmulator emulator, Input input, Optional<Integer> only) {
    AdoptionSearch search = new AdoptionSearch(emulator, input, only);
    return only.map(count -> search.only(emulator, count)).orElseGet(() -> search.all(emulator));
  }

  private Result only(ReplayEmulator emulator, int count) {
    Run run = replayed(emulator, new TreeSet<>(Set.of(count)));
    return run.result(run.search.only(count));
  }

  /// Replays what the forecast says that matters. If the forecast was wrong, because a precondition
  /// did not hold or the emulator rejected something, each change set is replayed by itself.
  private Result all(ReplayEmulator emulator) {
    Forecast forecast =
        Forecast.of(input.dialect(), replayed, live.without(leftOut).model(), leftOut);
    Run run = replayed(emulator, new TreeSet<>(forecast.edges()));
    if (!run.isAsForecast(forecast)) {
      run = new Run();
      run.replay(emulator, Portion.oneByOne(replayed));
    }
    return run.result(run.search.found());
  }

  /// Replays the changelog in parts if it has some, otherwise as a whole.
  ///
  /// @param edges the numbers of change sets after which the schema matters
  private Run replayed(ReplayEmulator emulator, SortedSet<Integer> edges) {
    if (sharded.filter(ShardedReplay::isComplete).isPresent()) {
      Run run = new Run();
      run.replay(sharded.get(), edges);
      if (sharded.get().isComplete()) {
        return run;
      }
    }
    Run run = new Run();
    run.replay(emulator, Portion.of(replayed, edges));
    return run;
  }

  /// Returns the parts of a large schema; empty if it has only one, or if a change set does not say
  /// what it does.
  private Optional<Shards> shards() {
    if (!replayed.stream().allMatch(Portion::isPlain)
        || input.definition().descriptors().isPresent()) {
      return Optional.empty();
    }
    Set<String> statements = new HashSet<>(input.ownStatements());
    replayed.forEach(planned -> planned.rest().forEach(step -> statements.add(step.text())));
    return Shards.of(input.dialect(), statements);
  }

  /// Returns the schema of the database. An emulator's is taken as it is written. That of Spanner
  /// goes through an emulator as the changelog's does, so that both are written in the same way.
  private LiveSchema live(ReplayEmulator emulator) {
    if (input.printedByEmulator()) {
      return new LiveSchema(input.written(), Set.of(), true);
    }
    DatabaseDefinition definition =
        new DatabaseDefinition(input.ownStatements(), input.definition().descriptors());
    if (sharded.isPresent()) {
      LiveSchema whole = sharded.get().live(definition);
      if (sharded.get().isComplete()) {
        return whole;
      }
    }
    Replay.Created created = Replay.create(emulator, setup(definition));
    ReplayedSchemas schemas = new ReplayedSchemas(input.dialect());
    schemas.begin(created.statements(), created.definition());
    return new LiveSchema(schemas.model(), schemas.notReplayed(created.definition()), false);
  }

  private Replay.Setup setup(DatabaseDefinition definition) {
    return new Replay.Setup(
        input.dialect(),
        definition.statements(),
        input.bookkeeping(),
        definition.descriptors(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  /// Rows do not change a schema, and the emulator has none of the rows that were there.
  private static PlannedChangeSet withoutData(PlannedChangeSet planned) {
    ChangeSet changeSet = planned.changeSet();
    return new PlannedChangeSet(
        changeSet.withSteps(
            changeSet.steps().stream().filter(step -> step.kind() == StatementKind.DDL).toList()),
        planned.reason(),
        planned.firstStep());
  }

  /// One replay of the changelog.
  private final class Run {
    private final PrefixSearch search = new PrefixSearch(live, leftOut);
    private final List<AdoptedChangeSet> changeSets = new ArrayList<>();
    private final Map<Integer, Integer> distances = new HashMap<>();
    private boolean halted;

    void replay(ShardedReplay parts, SortedSet<Integer> edges) {
      distances.putAll(parts.search(search, replayed, edges));
      input.changeSets().subList(0, replayed.size()).stream()
          .map(planned -> adopted(planned, Optional.empty()))
          .forEach(changeSets::add);
    }

    void replay(ReplayEmulator emulator, List<Portion> portions) {
      ReplayedSchemas schemas = new ReplayedSchemas(input.dialect());
      schemas.begin(List.of(), List.of());
      Iterator<Portion> next = portions.iterator();
      Replay.follow(
          emulator,
          setup(DatabaseDefinition.NONE),
          portions.stream().map(Portion::whole).toList(),
          group -> schemas.after(group).forEach(step -> add(step, next.next().end())));
    }

    private void add(ReplayedSchemas.Step step, int end) {
      Optional<Outcome> outcome = step.changeSet().outcome();
      halted |= outcome.filter(Outcome.Halt.class::isInstance).isPresent();
      if (!halted) {
        input.changeSets().subList(changeSets.size(), end).stream()
            .map(planned -> adopted(planned, outcome))
            .forEach(changeSets::add);
        distances.put(end, search.add(end, step.before(), ReplayedSchema.after(step)));
      }
    }

    boolean isAsForecast(Forecast forecast) {
      return !halted
          && distances.entrySet().stream()
              .allMatch(entry -> entry.getValue() == forecast.after(entry.getKey()));
    }

    Result result(PrefixSearch.Found found) {
      return new Result(changeSets, found.candidates(), found.nearest());
    }
  }

  private static AdoptedChangeSet adopted(PlannedChangeSet planned, Optional<Outcome> outcome) {
    return outcome.filter(Outcome.MarkRan.class::isInstance).isPresent()
        ? new AdoptedChangeSet(planned.marked(), true)
        : new AdoptedChangeSet(planned, outcome.filter(Outcome.Skip.class::isInstance).isEmpty());
  }
}
