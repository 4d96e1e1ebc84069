package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.ChangeStream;
import dev.spannerpipe.schema.ChangeStream.Watched;
import dev.spannerpipe.schema.ChangeStream.WatchedTable;
import dev.spannerpipe.schema.DatabaseOptions;
import dev.spannerpipe.schema.ForeignKey;
import dev.spannerpipe.schema.Grant;
import dev.spannerpipe.schema.Index;
import dev.spannerpipe.schema.Interleaving;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.OtherObject;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.SchemaObject;
import dev.spannerpipe.schema.Sequence;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.UnknownObject;
import dev.spannerpipe.schema.View;
import java.util.ArrayList;
import java.util.List;

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
    if (model.table(from).isEmpty() || to.isEmpty()) {
      return model;
    }
    Renames rename = new Renames(from, to);
    SchemaModel changed = model.without(model.table(from).get().name());
    for (SchemaObject object : model.objects()) {
      SchemaObject renamed = rename.in(object);
      if (object instanceof Grant && !renamed.equals(object)) {
        changed = changed.without(object.name());
      }
      changed = changed.with(renamed);
    }
    return changed;
  }

  private Name in(Name name) {
    return name.equals(from) ? to : name;
  }

  private SchemaObject in(SchemaObject object) {
    return switch (object) {
      case Table table -> in(table);
      case Index index ->
          index
              .onTable(in(index.table()))
              .withTraits(
                  index.traits().withInterleavedIn(index.traits().interleavedIn().map(this::in)));
      case ChangeStream stream ->
          new ChangeStream(stream.name(), in(stream.watched()), stream.options());
      case Grant grant -> grant.kind().equals("TABLE") ? grant.on(in(grant.object())) : grant;
      case View _, Sequence _, DatabaseOptions _, OtherObject _, UnknownObject _ -> object;
    };
  }

  private Table in(Table table) {
    return table
        .withName(in(table.name().name()))
        .withTraits(
            traits ->
                traits.withInterleaving(
                    traits
                        .interleaving()
                        .map(
                            each ->
                                new Interleaving(
                                    in(each.parent()), each.enforced(), each.onDelete()))))
        .withConstraints(
            constraints ->
                constraints.withForeignKeys(
                    constraints.foreignKeys().stream().map(this::in).toList()));
  }

  private ForeignKey in(ForeignKey key) {
    return key.withReference(
        new ForeignKey.Reference(in(key.reference().table()), key.reference().columns()));
  }

  private Watched in(Watched watched) {
    return new Watched(
        watched.everything(),
        watched.tables().stream()
            .map(each -> new WatchedTable(in(each.table()), each.allColumns(), each.columns()))
            .toList());
  }
}
