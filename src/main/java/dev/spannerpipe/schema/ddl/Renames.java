package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.Grant;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.SchemaObject;
import dev.spannerpipe.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Renames tables, and follows the names through the rest of a schema.
record Renames(Name from, Name to) {
  /// Returns what `RENAME TABLE a TO b, c TO d` renames, in this order.
  static List<Renames> of(TokenReader reader) {
    List<Renames> renames = new ArrayList<>();
    reader.take("rename", "table");
    do {
      Name from = reader.name();
      reader.take("to");
      renames.add(new Renames(from, reader.name()));
    } while (reader.takeSymbol(','));
    return renames;
  }

  static SchemaModel applied(SchemaModel model, List<Renames> renames) {
    SchemaModel changed = model;
    for (Renames rename : renames) {
      changed = applied(changed, rename.from, rename.to);
    }
    return changed;
  }

  static SchemaModel applied(SchemaModel model, Name from, Name to) {
    Optional<Table> table = model.tableOrSynonym(from);
    if (table.isEmpty() || to.isEmpty()) {
      return model;
    }
    Name old = table.get().name().name();
    TableReferences references = new TableReferences(name -> name.equals(old) ? to : name);
    SchemaModel changed = model.without(table.get().name());
    for (SchemaObject object : model.objects()) {
      SchemaObject renamed = references.in(object);
      if (renamed instanceof Table each && each.name().name().equals(old)) {
        renamed = each.withName(to);
      }
      if (object instanceof Grant && !renamed.equals(object)) {
        changed = changed.without(object.name());
      }
      changed = changed.with(renamed);
    }
    return changed;
  }
}
