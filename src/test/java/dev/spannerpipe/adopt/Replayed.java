package dev.spannerpipe.adopt;

import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.ddl.SchemaReader;
import dev.spannerpipe.schema.overlay.Overlay;
import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Set;

/// Searches without an emulator: what the statements declare is what it would have shown.
final class Replayed {
  private final PrefixSearch search;
  private int count;
  private Overlay overlay = Overlay.empty(Dialect.GOOGLE_STANDARD_SQL);

  private Replayed(LiveSchema live, LeftOutTables leftOut) {
    this.search = new PrefixSearch(live, leftOut);
  }

  /// Begins a search in a database of Spanner.
  static Replayed against(String... live) {
    return against(false, live);
  }

  /// Begins a search in a database of an emulator, which has written these statements.
  static Replayed againstEmulator(String... live) {
    return against(true, live);
  }

  private static Replayed against(boolean emulator, String... live) {
    SchemaModel model = SchemaReader.read(Dialect.GOOGLE_STANDARD_SQL, List.of(live));
    return new Replayed(
        new LiveSchema(model, Set.of(), emulator),
        LeftOutTables.of(model, Set.of("DATABASECHANGELOG", "SPANNER_PIPE_LEASE")));
  }

  /// Adds a change set that the emulator executes.
  Replayed then(String... statements) {
    Overlay before = overlay;
    for (String statement : statements) {
      overlay = overlay.held(statement);
    }
    return added(before);
  }

  /// Adds a change set that the emulator does not execute.
  Replayed notReplayed(String statement) {
    Overlay before = overlay;
    overlay = overlay.leftOut(statement);
    return added(before);
  }

  private Replayed added(Overlay before) {
    return printed(before, overlay.model());
  }

  private Replayed printed(Overlay before, SchemaModel printed) {
    search.add(
        ++count,
        before.model(),
        new ReplayedSchema(overlay.model(), printed, overlay.unseen(), overlay.uncertain()));
    return this;
  }

  /// Adds a change set after which the emulator writes this schema.
  Replayed thenPrints(String statement, String... schema) {
    Overlay before = overlay;
    overlay = overlay.held(statement);
    return printed(before, SchemaReader.read(Dialect.GOOGLE_STANDARD_SQL, List.of(schema)));
  }

  PrefixSearch.Found found() {
    return search.found();
  }

  PrefixSearch.Found only(int count) {
    return search.only(count);
  }

  /// Returns how many change sets each candidate has.
  List<Integer> candidates() {
    return found().candidates().stream().map(Prefix::count).toList();
  }

  /// Returns how many change sets the nearest prefix has.
  int nearest() {
    return found().nearest().orElseThrow().count();
  }

  /// Returns the differences of the nearest prefix, as text.
  List<String> differences() {
    return found().nearest().orElseThrow().differences().all().stream()
        .map(effect -> effect.getClass().getSimpleName() + " " + effect.object())
        .toList();
  }
}
