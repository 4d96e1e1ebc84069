package dev.spannerpipe.adopt;

import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.SchemaObject;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.effect.Effects;
import dev.spannerpipe.sql.ObjectKind;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The names of tables, columns and other objects that only one of two schemas has: that of a
/// database, and one that grows change set by change set. Counting them costs no more than a change
/// set changes, where comparing the schemas costs as much as they have. Not thread-safe.
final class NameDifference {
  private final LeftOutTables leftOut;
  private final Set<ObjectName> live = new HashSet<>();
  private final Set<ObjectName> different;

  /// Begins with an empty schema.
  NameDifference(SchemaModel database, LeftOutTables leftOut) {
    this.leftOut = leftOut;
    database.objects().forEach(object -> addNames(object, live));
    this.different = new HashSet<>(live);
  }

  /// Returns how many names only one of the schemas has.
  int size() {
    return different.size();
  }

  /// Updates the difference after a change of the growing schema. Returns whether the schema
  /// changed at all.
  boolean update(SchemaModel before, SchemaModel after) {
    Set<ObjectName> touched = new HashSet<>();
    boolean changed = false;
    for (SchemaObject object : after.objects()) {
      Optional<SchemaObject> old = before.find(object.name());
      if (!old.equals(Optional.of(object))) {
        changed = true;
        addNames(object, touched);
        old.ifPresent(known -> addNames(known, touched));
      }
    }
    for (SchemaObject object : before.objects()) {
      if (!after.has(object.name())) {
        changed = true;
        addNames(object, touched);
      }
    }
    touched.forEach(name -> update(name, has(after, name)));
    return changed;
  }

  private void update(ObjectName name, boolean here) {
    if (here == live.contains(name)) {
      different.remove(name);
    } else {
      different.add(name);
    }
  }

  private static boolean has(SchemaModel model, ObjectName name) {
    return switch (name.kind()) {
      case COLUMN ->
          model.table(name.name()).flatMap(table -> table.column(name.part())).isPresent();
      case INDEX -> model.index(name.name()).isPresent();
      default -> model.has(name);
    };
  }

  /// Adds the names by which an object is looked for. An emulator writes all indexes as plain ones.
  private void addNames(SchemaObject object, Set<ObjectName> names) {
    ObjectName name = object.name();
    if (leftOut.has(object) || Effects.isMadeByDatabase(name)) {
      return;
    }
    switch (name.kind()) {
      case TABLE, VIEW, SEQUENCE, CHANGE_STREAM -> names.add(name);
      case INDEX, SEARCH_INDEX -> names.add(new ObjectName(ObjectKind.INDEX, name.name()));
      default -> {}
    }
    if (object instanceof Table table) {
      table.columns().forEach(each -> names.add(table.part(ObjectKind.COLUMN, each.name())));
    }
  }
}
