package dev.spannerpipe.schema;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Options of an object: `OPTIONS (a = 1)` in GoogleSQL, `WITH (a = 1)` in PostgreSQL.
///
/// @param values by name, in lower case; strings without quotes
public record ObjectOptions(Map<String, String> values) {
  /// No options.
  public static final ObjectOptions NONE = new ObjectOptions(Map.of());

  /// Copies the values and sorts them by name.
  public ObjectOptions {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /// Returns the value of an option.
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// Returns the options with these set. A value of `null` or `default` removes its option.
  public ObjectOptions with(Map<String, String> changes) {
    Map<String, String> changed = new TreeMap<>(values);
    changes.forEach(
        (name, value) -> {
          if (value.equalsIgnoreCase("null") || value.equalsIgnoreCase("default")) {
            changed.remove(name);
          } else {
            changed.put(name, value);
          }
        });
    return new ObjectOptions(changed);
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(option -> option.getKey() + " = " + option.getValue())
        .collect(Collectors.joining(", "));
  }
}
