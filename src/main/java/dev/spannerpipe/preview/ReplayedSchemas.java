package dev.spannerpipe.preview;

import dev.spannerpipe.preview.replay.ReplayedChangeSet;
import dev.spannerpipe.preview.replay.ReplayedGroup;
import dev.spannerpipe.preview.replay.ReplayedStatement;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.ddl.SchemaReader;
import dev.spannerpipe.schema.overlay.Overlay;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.ObjectKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Follows the schema of a replay: the schema before and after each change set. Change sets that
/// were replayed together touch different objects, so each difference belongs to the change set
/// whose statements are about the object. Not thread-safe.
public final class ReplayedSchemas {
  private final SchemaReader reader;
  private Overlay overlay;

  /// Begins with an empty database.
  public ReplayedSchemas(Dialect dialect) {
    this.reader = new SchemaReader(dialect);
    this.overlay = Overlay.empty(dialect);
  }

  /// A replayed change set, with the schemas between which it stands.
  ///
  /// @param printed the schema after the group of change sets, as the emulator writes it
  /// @param declared what is known from statements alone, up to the end of the change set
  /// @param notReplayed what the emulator did not execute, so that it is known only from its
  ///   statements. For a table, this means its constraints and clauses; its columns are listed one
  ///   by one
  public record Step(
      ReplayedChangeSet changeSet,
      SchemaModel before,
      SchemaModel after,
      SchemaModel printed,
      Overlay declared,
      Set<ObjectName> notReplayed) {
    public Step {
      notReplayed = Set.copyOf(notReplayed);
    }
  }

  /// Sets the schema with which the replay began.
  ///
  /// @param statements the statements that made it, in the order of their execution
  /// @param definition the schema as the emulator writes it
  public void begin(List<ReplayedStatement> statements, List<String> definition) {
    statements.forEach(this::add);
    overlay = overlay.with(reader.read(definition));
  }

  /// Returns the schema as it is now.
  public SchemaModel model() {
    return overlay.model();
  }

  /// Returns what the emulator did not execute, as [Step#notReplayed] has it.
  ///
  /// @param definition the schema as the emulator writes it
  public Set<ObjectName> notReplayed(List<String> definition) {
    return notReplayed(overlay, reader.read(definition));
  }

  /// Returns the steps of a group of change sets, which follows what was there before.
  public List<Step> after(ReplayedGroup group) {
    SchemaModel before = overlay.model();
    List<Overlay> declared = new ArrayList<>();
    for (ReplayedChangeSet changeSet : group.changeSets()) {
      changeSet.statements().forEach(this::add);
      declared.add(overlay);
    }
    SchemaModel printed = reader.read(group.after());
    overlay = overlay.with(printed);
    List<SchemaModel> expected = declared.stream().map(Overlay::model).toList();
    List<SchemaModel> models = divided(before, expected, overlay.model());
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      SchemaModel from = i == 0 ? before : models.get(i - 1);
      Set<ObjectName> notReplayed = notReplayed(declared.get(i), printed);
      steps.add(
          new Step(
              group.changeSets().get(i),
              from,
              models.get(i),
              printed,
              declared.get(i),
              notReplayed));
    }
    return steps;
  }

  private void add(ReplayedStatement statement) {
    overlay =
        statement.leftOut() ? overlay.leftOut(statement.text()) : overlay.held(statement.text());
  }

  private static Set<ObjectName> notReplayed(Overlay overlay, SchemaModel printed) {
    Set<ObjectName> names = new HashSet<>(overlay.unseen());
    for (ObjectName name : overlay.unseen()) {
      boolean whole = name.kind() == ObjectKind.TABLE && !printed.has(name);
      overlay
          .model()
          .table(name.name())
          .filter(_ -> whole)
          .ifPresent(table -> names.addAll(columns(table)));
    }
    return names;
  }

  private static List<ObjectName> columns(Table table) {
    return table.columns().stream()
        .map(column -> table.part(ObjectKind.COLUMN, column.name()))
        .toList();
  }

  /// Returns the schema after each change set.
  ///
  /// @param expected the schemas after the change sets, as their statements describe them
  /// @param after the schema after all of them, as it really is
  private static List<SchemaModel> divided(
      SchemaModel before, List<SchemaModel> expected, SchemaModel after) {
    Map<ObjectName, Integer> owners = owners(before, expected);
    int last = expected.size() - 1;
    List<SchemaModel> models = new ArrayList<>();
    SchemaModel model = before;
    for (int i = 0; i < last; i++) {
      for (Map.Entry<ObjectName, Integer> owner : owners.entrySet()) {
        if (owner.getValue() == i) {
          model = replaced(model, owner.getKey(), after);
        }
      }
      models.add(model);
    }
    models.add(after);
    return models;
  }

  private static SchemaModel replaced(SchemaModel model, ObjectName name, SchemaModel after) {
    return after.find(name).map(model::with).orElseGet(() -> model.without(name));
  }

  /// Returns for each object that the statements change the last change set that changes it.
  private static Map<ObjectName, Integer> owners(SchemaModel before, List<SchemaModel> expected) {
    Map<ObjectName, Integer> owners = new HashMap<>();
    SchemaModel from = before;
    for (int i = 0; i < expected.size() - 1; i++) {
      SchemaModel to = expected.get(i);
      for (ObjectName name : changed(from, to)) {
        owners.put(name, i);
      }
      from = to;
    }
    changed(from, expected.getLast()).forEach(owners::remove);
    return owners;
  }

  private static Set<ObjectName> changed(SchemaModel from, SchemaModel to) {
    Set<ObjectName> names = new HashSet<>();
    from.objects().forEach(object -> names.add(object.name()));
    to.objects().forEach(object -> names.add(object.name()));
    names.removeIf(name -> from.find(name).equals(to.find(name)));
    return names;
  }
}
