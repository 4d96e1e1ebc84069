package dev.spannerpipe.preview.replay;

import dev.spannerpipe.plan.ProtoDescriptors;
import dev.spannerpipe.plan.StatusCode;
import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The schema of a replay's database: executes statements in the form in which the emulator can
/// execute them, and knows what is missing in it. Not thread-safe.
final class ReplaySchema {
  private static final int GROUP = 25;

  /// The name of the replay's database in statements; the emulator does not compare it.
  private static final String DATABASE = "sp_preview_database";

  private final Dialect dialect;
  private final Gaps gaps;
  private final LeftOut leftOut = new LeftOut();
  private final Map<String, List<String>> incomplete = new LinkedHashMap<>();
  private final List<ReplayedStatement> baseline = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private ReplayDatabase database;

  ReplaySchema(Dialect dialect, ReplayDatabase database, Gaps gaps) {
    this.dialect = dialect;
    this.database = database;
    this.gaps = gaps;
  }

  /// What became of one statement.
  ///
  /// @param held the form in which it was executed
  /// @param rejection why the emulator rejected it; empty if it was executed or left out
  record Executed(HeldStatement held, Optional<Rejection> rejection) {}

  /// Creates the baseline in the empty database. A statement that the emulator rejects is left out,
  /// with what depends on it, because the live database has accepted it.
  ///
  /// @param descriptors what the proto bundle needs
  void create(BaselineScript script, Optional<ProtoDescriptors> descriptors) {
    createAll(script.before(), descriptors).forEach(this::noteLeftOut);
    createViews(script.views(), descriptors);
    createAll(script.after(), descriptors).forEach(this::noteLeftOut);
  }

  /// Makes the same schema again in an empty database: the baseline, and what was executed after
  /// it. It takes fewer schema operations than before. What rows made possible may be missing.
  void moveTo(ReplayDatabase empty, BaselineScript script, Optional<ProtoDescriptors> descriptors) {
    database = empty;
    baseline.clear();
    create(script, descriptors);
    for (int i = 0; i < log.size(); i += GROUP) {
      List<String> group = log.subList(i, Math.min(i + GROUP, log.size()));
      if (!database.changeSchema(group, descriptors).isComplete()) {
        group.forEach(statement -> database.changeSchema(List.of(statement), descriptors));
      }
    }
  }

  /// Returns the statements of the baseline that the emulator does not have, or not in whole, each
  /// with what was taken out, or with the emulator's words.
  Map<String, List<String>> incomplete() {
    return new LinkedHashMap<>(incomplete);
  }

  /// Returns the statements of the baseline in the order in which they were executed.
  List<ReplayedStatement> baseline() {
    return List.copyOf(baseline);
  }

  /// A view may read a view that is created later.
  private void createViews(List<String> views, Optional<ProtoDescriptors> descriptors) {
    List<String> waiting = views;
    boolean moved = true;
    while (moved && !waiting.isEmpty()) {
      List<Executed> rejected = createAll(waiting, descriptors);
      moved = rejected.size() < waiting.size();
      waiting = rejected.stream().map(view -> view.held().original()).toList();
      if (!moved) {
        rejected.forEach(this::noteLeftOut);
      }
    }
  }

  /// Returns the statements that the emulator rejected.
  private List<Executed> createAll(
      List<String> statements, Optional<ProtoDescriptors> descriptors) {
    List<Executed> rejected = new ArrayList<>();
    List<HeldStatement> group = new ArrayList<>();
    for (String statement : statements) {
      HeldStatement held = hold(statement, descriptors);
      if (held.isLeftOut()) {
        noteLeftOut(new Executed(held, Optional.empty()));
      } else {
        group.add(held);
      }
      if (group.size() == GROUP) {
        rejected.addAll(createGroup(group, descriptors));
        group.clear();
      }
    }
    rejected.addAll(createGroup(group, descriptors));
    return rejected;
  }

  private List<Executed> createGroup(
      List<HeldStatement> group, Optional<ProtoDescriptors> descriptors) {
    List<String> statements = group.stream().flatMap(held -> held.executed().stream()).toList();
    if (statements.isEmpty() || database.changeSchema(statements, descriptors).isComplete()) {
      group.forEach(this::noteIncomplete);
      return List.of();
    }
    return group.stream()
        .map(held -> executeOrLeaveOut(held, descriptors))
        .filter(each -> each.rejection().isPresent())
        .toList();
  }

  private Executed executeOrLeaveOut(HeldStatement held, Optional<ProtoDescriptors> descriptors) {
    if (leftOut.isNeededBy(new DdlText(dialect, held.original()))) {
      Executed dependent = new Executed(withoutDependency(held), Optional.empty());
      noteLeftOut(dependent);
      return dependent;
    }
    Executed executed =
        new Executed(held, database.changeSchema(held.executed(), descriptors).rejection());
    if (executed.rejection().isEmpty()) {
      noteIncomplete(held);
    } else if (!new DdlText(dialect, held.original()).head().type().equals("view")) {
      leftOut.add(new DdlText(dialect, held.original()));
    }
    return executed;
  }

  private void noteIncomplete(HeldStatement held) {
    baseline.add(new ReplayedStatement(held.original(), false));
    if (!held.isWhole()) {
      incomplete.put(held.original(), held.without());
    }
  }

  private void noteLeftOut(Executed executed) {
    baseline.add(new ReplayedStatement(executed.held().original(), true));
    leftOut.add(new DdlText(dialect, executed.held().original()));
    incomplete.put(
        executed.held().original(),
        executed
            .rejection()
            .map(rejection -> List.of(rejection.message()))
            .orElse(executed.held().without()));
  }

  /// Returns the statement in the form in which the emulator can execute it now.
  HeldStatement hold(String statement, Optional<ProtoDescriptors> descriptors) {
    return held(new DdlText(dialect, statement), descriptors, leftOut);
  }

  /// Returns the statements of one request, each in the form in which the emulator can execute it
  /// if it accepts those before it.
  List<HeldStatement> hold(List<String> statements, Optional<ProtoDescriptors> descriptors) {
    LeftOut before = leftOut.copy();
    List<HeldStatement> all = new ArrayList<>();
    for (String statement : statements) {
      DdlText text = new DdlText(dialect, statement);
      HeldStatement held = held(text, descriptors, before);
      before.handled(text, held.isLeftOut());
      all.add(held);
    }
    return all;
  }

  private HeldStatement held(DdlText text, Optional<ProtoDescriptors> descriptors, LeftOut before) {
    if (text.head().type().equals("proto bundle") && descriptors.isEmpty()) {
      return new HeldStatement(text.text(), List.of(), List.of("proto bundle without descriptors"));
    }
    HeldStatement held = survivable(ofReplay(gaps.hold(text.text()), text), text);
    return !held.isLeftOut() && before.isNeededBy(text) ? withoutDependency(held) : held;
  }

  private HeldStatement survivable(HeldStatement held, DdlText text) {
    return held.isLeftOut() || !StreamAlteration.is(text)
        ? held
        : StreamAlteration.instead(text, database.definition())
            .map(executed -> new HeldStatement(held.original(), executed, held.without()))
            .orElse(held);
  }

  /// For the emulator, a database and a table cannot have the same name.
  private HeldStatement ofReplay(HeldStatement held, DdlText text) {
    return text.head().is("alter", "database")
        ? new HeldStatement(
            held.original(),
            held.executed().stream().map(each -> text.of(each).renamed(DATABASE)).toList(),
            held.without())
        : held;
  }

  private static HeldStatement withoutDependency(HeldStatement held) {
    return new HeldStatement(held.original(), List.of(), List.of("depends on what is left out"));
  }

  /// Executes statements as one request. If the emulator rejects one, nothing or only a prefix of
  /// them took effect; the outcome says how many of these statements did. What depends on one of
  /// those that is left out is left out from now on.
  ReplayOutcome execute(List<HeldStatement> statements, Optional<ProtoDescriptors> descriptors) {
    for (int i = 0; i < statements.size(); i++) {
      Optional<Rejection> rejection = rejectedBefore(statements.get(i));
      if (rejection.isPresent()) {
        ReplayOutcome before = send(statements.subList(0, i), descriptors);
        return before.isComplete() ? new ReplayOutcome(i, rejection) : before;
      }
    }
    return send(statements, descriptors);
  }

  private Optional<Rejection> rejectedBefore(HeldStatement held) {
    return held.isLeftOut()
        ? Optional.empty()
        : DuplicateColumn.in(new DdlText(dialect, held.original()));
  }

  private ReplayOutcome send(
      List<HeldStatement> statements, Optional<ProtoDescriptors> descriptors) {
    List<String> executed = statements.stream().flatMap(held -> held.executed().stream()).toList();
    ReplayOutcome outcome =
        executed.isEmpty()
            ? new ReplayOutcome(0, Optional.empty())
            : database.changeSchema(executed, descriptors);
    int accepted = 0;
    int parts = 0;
    for (HeldStatement held : statements) {
      parts += held.executed().size();
      if (!outcome.isComplete() && parts > outcome.accepted()) {
        break;
      }
      accepted++;
      register(held, held.executed());
    }
    return new ReplayOutcome(accepted, outcome.rejection());
  }

  private void register(HeldStatement held, List<String> executed) {
    log.addAll(executed);
    leftOut.handled(new DdlText(dialect, held.original()), held.isLeftOut());
  }

  /// Executes one statement.
  Optional<Rejection> execute(HeldStatement held, Optional<ProtoDescriptors> descriptors) {
    Optional<Rejection> rejection = execute(List.of(held), descriptors).rejection();
    if (rejection.isEmpty() || rejection.get().code() != StatusCode.FAILED_PRECONDITION) {
      return rejection;
    }
    Optional<List<String>> around = WatchedDrop.around(dialect, held, database);
    if (around.isPresent() && database.changeSchema(around.get()).isComplete()) {
      register(held, around.get());
      return Optional.empty();
    }
    return rejection;
  }

  /// Registers a statement that was rejected, so that what depends on it is left out.
  void leaveOut(HeldStatement held) {
    Set<String> existing =
        database.definition().stream()
            .map(statement -> new DdlText(dialect, statement).head().name())
            .collect(Collectors.toSet());
    leftOut.addRejected(new DdlText(dialect, held.original()), existing);
  }
}
