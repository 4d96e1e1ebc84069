package dev.spannerpipe.report.adoption;

import dev.spannerpipe.report.preview.SchemaWords;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.text.SafeText;

/// A difference between a changelog and a database, as a clause: `the column name of singers: the
/// type is STRING(30) in the database, and STRING(20) in the changelog`.
final class DifferenceText {
  private static final int LONGEST_VALUE = 120;

  private DifferenceText() {}

  static String of(Effect difference) {
    return SafeText.line(
        switch (difference) {
          case Effect.Added(ObjectName object) -> "only the database has " + SchemaWords.of(object);
          case Effect.Dropped(ObjectName object) ->
              "only the changelog has " + SchemaWords.of(object);
          case Effect.Changed(ObjectName object, Property property, String from, String to) ->
              changed(object, property, from, to);
          case Effect.Lost(ObjectName object, Property property, String from) ->
              changed(object, property, from, "");
        });
  }

  private static String changed(
      ObjectName object, Property property, String changelog, String database) {
    return "%s: %s is %s in the database, and %s in the changelog"
        .formatted(
            SchemaWords.of(object),
            SchemaWords.of(property),
            value(property, database),
            value(property, changelog));
  }

  private static String value(Property property, String value) {
    if (value.isEmpty()) {
      return "not set";
    }
    return SchemaWords.isFlag(property) ? "set" : SafeText.line(value, LONGEST_VALUE);
  }
}
