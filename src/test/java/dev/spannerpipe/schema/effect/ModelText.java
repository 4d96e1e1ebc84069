package dev.spannerpipe.schema.effect;

import dev.spannerpipe.schema.Column;
import dev.spannerpipe.schema.Property;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.SchemaObject;
import dev.spannerpipe.schema.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A schema as lines for people: each object with its properties, in the order of the names.
public final class ModelText {
  private ModelText() {}

  /// Returns the lines.
  public static String of(SchemaModel model) {
    List<String> lines = new ArrayList<>();
    model.objects().stream()
        .sorted(Comparator.comparing(SchemaObject::name))
        .forEach(object -> add(lines, object));
    return String.join("\n", lines) + "\n";
  }

  private static void add(List<String> lines, SchemaObject object) {
    lines.add(object.name() + properties(ObjectProperties.of(object)));
    if (object instanceof Table table) {
      for (Column column : table.columns()) {
        lines.add("  " + column.name() + properties(ObjectProperties.of(column)));
      }
      table
          .constraints()
          .foreignKeys()
          .forEach(
              key ->
                  lines.add("  foreign key " + key.name() + properties(ObjectProperties.of(key))));
      table
          .constraints()
          .checks()
          .forEach(
              check ->
                  lines.add("  check " + check.name() + properties(ObjectProperties.of(check))));
      table.traits().synonyms().forEach(synonym -> lines.add("  synonym " + synonym));
    }
  }

  private static String properties(Map<Property, Object> properties) {
    String text =
        new TreeMap<>(properties)
            .entrySet().stream()
                .map(entry -> property(entry.getKey(), ObjectProperties.text(entry.getValue())))
                .filter(written -> !written.isEmpty())
                .collect(Collectors.joining("; "));
    return text.isEmpty() ? "" : " | " + text;
  }

  private static String property(Property property, String value) {
    String name = property.toString();
    return name.equals(value) || value.isEmpty() ? value : name + ": " + value;
  }
}
