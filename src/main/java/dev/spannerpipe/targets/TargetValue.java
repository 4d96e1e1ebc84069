package dev.spannerpipe.targets;

import java.util.List;

/// A value that a parameters file gives to a variable.
///
/// @param items the value: one text, or, for `CHANGELOG_PARAMETERS`, each parameter as `name=value`
/// @param origin where in the file the value is, such as `output spanner_database` or `Database
///   shop`
public record TargetValue(TargetVariable variable, List<String> items, String origin) {
  public TargetValue {
    items = List.copyOf(items);
  }
}
