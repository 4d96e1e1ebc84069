package dev.spannerpipe.lint;

import dev.spannerpipe.schema.CheckConstraint;
import dev.spannerpipe.schema.Constraints;
import dev.spannerpipe.schema.ForeignKey;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.SchemaModel;
import java.util.stream.Stream;

/// Finds the constraints that effects are about. The name of a constraint without a name is its
/// definition.
final class NamedConstraints {
  private NamedConstraints() {}

  static Stream<ForeignKey> foreignKeys(SchemaModel model, ObjectName object) {
    return constraints(model, object)
        .flatMap(constraints -> constraints.foreignKeys().stream())
        .filter(
            key ->
                key.name().isEmpty()
                    ? hasDefinition(key, object.part().text())
                    : key.name().equals(object.part()));
  }

  static Stream<CheckConstraint> checks(SchemaModel model, ObjectName object) {
    return constraints(model, object)
        .flatMap(constraints -> constraints.checks().stream())
        .filter(
            check ->
                check.name().isEmpty()
                    ? check.expression().text().equals(object.part().text())
                    : check.name().equals(object.part()));
  }

  private static Stream<Constraints> constraints(SchemaModel model, ObjectName object) {
    return model.table(object.name()).stream().map(table -> table.constraints());
  }

  /// A reference without columns is one to the primary key, whose columns the definition has.
  private static boolean hasDefinition(ForeignKey key, String definition) {
    return key.reference().columns().isEmpty()
        ? definition.startsWith(key.definition().substring(0, key.definition().indexOf("()")))
        : definition.equals(key.definition());
  }
}
