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
import java.util.function.UnaryOperator;

/// Replaces the names by which objects refer to tables, except for those in the text of views. A
/// table's own name stays.
record TableReferences(UnaryOperator<Name> names) {
  /// Returns what replaces each synonym by the name of its table. A database stores references to
  /// the table itself.
  static TableReferences withoutSynonyms(SchemaModel model) {
    return new TableReferences(
        name ->
            model.table(name).isPresent()
                ? name
                : model.tableOrSynonym(name).map(table -> table.name().name()).orElse(name));
  }

  SchemaObject in(SchemaObject object) {
    return switch (object) {
      case Table table -> in(table);
      case Index index ->
          index
              .onTable(in(index.table()))
              .withTraits(
                  index.traits().withInterleavedIn(index.traits().interleavedIn().map(names)));
      case ChangeStream stream ->
          new ChangeStream(stream.name(), in(stream.watched()), stream.options());
      case Grant grant -> grant.kind().equals("TABLE") ? grant.on(in(grant.object())) : grant;
      case View _, Sequence _, DatabaseOptions _, OtherObject _, UnknownObject _ -> object;
    };
  }

  private Name in(Name name) {
    return names.apply(name);
  }

  private Table in(Table table) {
    return table
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
                    constraints.foreignKeys().stream().map(this::in).distinct().toList()));
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
