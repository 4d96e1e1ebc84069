package dev.spannerpipe.schema.overlay;

import dev.spannerpipe.schema.ChangeStream;
import dev.spannerpipe.schema.DatabaseOptions;
import dev.spannerpipe.schema.Index;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.SchemaObject;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.View;
import dev.spannerpipe.sql.ObjectKind;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Puts what is declared over what the emulator prints.
///
/// @param printed the schema as the emulator prints it
/// @param declared the schema by the statements
/// @param unseen what the emulator did not execute. For a table, this means its constraints and
///   clauses
record OverlayMerge(SchemaModel printed, SchemaModel declared, Set<ObjectName> unseen) {
  /// Kinds of objects that the emulator does not hold, or does not print.
  private static final Set<ObjectKind> NOT_PRINTED =
      EnumSet.of(
          ObjectKind.SCHEMA,
          ObjectKind.SEARCH_INDEX,
          ObjectKind.VECTOR_INDEX,
          ObjectKind.ROLE,
          ObjectKind.GRANT,
          ObjectKind.MODEL,
          ObjectKind.PROPERTY_GRAPH,
          ObjectKind.FUNCTION,
          ObjectKind.PROTO_BUNDLE,
          ObjectKind.LOCALITY_GROUP,
          ObjectKind.PLACEMENT,
          ObjectKind.QUEUE,
          ObjectKind.STATISTICS,
          ObjectKind.DATABASE,
          ObjectKind.UNKNOWN);

  SchemaModel merged() {
    Map<ObjectName, SchemaObject> merged = new LinkedHashMap<>();
    for (SchemaObject object : printed.objects()) {
      merged(object).ifPresent(here -> merged.put(here.name(), here));
    }
    for (SchemaObject object : declared.objects()) {
      ObjectName name = object.name();
      if (NOT_PRINTED.contains(name.kind()) || unseen.contains(name)) {
        merged.putIfAbsent(name, object);
      }
    }
    return SchemaModel.empty(printed.dialect()).with(merged.values());
  }

  private Optional<SchemaObject> merged(SchemaObject object) {
    Optional<SchemaObject> known = declared(object);
    boolean table = object instanceof Table && known.isPresent();
    if (unseen.contains(object.name()) && !table) {
      return known;
    }
    return Optional.of(known.map(found -> merged(object, found)).orElse(object));
  }

  /// The emulator prints search indexes as plain ones.
  private Optional<SchemaObject> declared(SchemaObject object) {
    return object instanceof Index index
        ? declared.index(index.name().name()).map(SchemaObject.class::cast)
        : declared.find(object.name());
  }

  private SchemaObject merged(SchemaObject object, SchemaObject known) {
    if (object instanceof Table from && known instanceof Table to) {
      return new TableMerge(from, to, unseen, printed.dialect()).merged();
    }
    if (object instanceof Index from && known instanceof Index to) {
      // Columns that are stored later are held and printed.
      return new Index(to.name(), from.table(), to.columns(), from.storing(), to.traits());
    }
    if (object instanceof View from && known instanceof View to) {
      return new View(from.name(), to.definer(), from.query());
    }
    if (object instanceof ChangeStream from && known instanceof ChangeStream to) {
      // The emulator prints the names that tables had when the stream was made or altered, and
      // watches the same tables after they got other names. Spanner changes the names in streams.
      return new ChangeStream(from.name(), to.watched(), from.options());
    }
    return object instanceof DatabaseOptions ? known : object;
  }
}
