package dev.spannerpipe.lint;

import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.SchemaObject;
import dev.spannerpipe.sql.ObjectKind;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/// The objects of a schema that applications and operators name: everything but grants, options and
/// objects that a database has only once.
final class NamedObjects {
  private static final Set<ObjectKind> KINDS =
      EnumSet.of(
          ObjectKind.TABLE,
          ObjectKind.INDEX,
          ObjectKind.SEARCH_INDEX,
          ObjectKind.VECTOR_INDEX,
          ObjectKind.VIEW,
          ObjectKind.SEQUENCE,
          ObjectKind.CHANGE_STREAM);

  private NamedObjects() {}

  static boolean isOne(ObjectName object) {
    return KINDS.contains(object.kind());
  }

  static Stream<ObjectName> of(SchemaModel schema) {
    return schema.objects().stream().map(SchemaObject::name).filter(NamedObjects::isOne);
  }
}
