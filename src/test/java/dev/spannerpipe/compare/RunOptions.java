package dev.spannerpipe.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a user can say to both tools, in the words of each.
///
/// @param contexts the contexts of this run
/// @param labels the label expression of this run
/// @param parameters changelog parameters
record RunOptions(
    Optional<String> contexts, Optional<String> labels, Map<String, String> parameters) {
  /// Says nothing.
  static final RunOptions NONE = new RunOptions(Optional.empty(), Optional.empty(), Map.of());

  /// Says everything that can be said.
  static RunOptions of(String contexts, String labels, Map<String, String> parameters) {
    return new RunOptions(Optional.of(contexts), Optional.of(labels), parameters);
  }

  String[] forPipe() {
    List<String> options = new ArrayList<>();
    contexts.ifPresent(value -> options.add("--contexts=" + value));
    labels.ifPresent(value -> options.add("--labels=" + value));
    if (!parameters.isEmpty()) {
      List<String> pairs =
          parameters.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
      options.add("--changelog-parameters=" + String.join(",", pairs));
    }
    return options.toArray(String[]::new);
  }

  String[] forLiquibase() {
    List<String> options = new ArrayList<>();
    contexts.ifPresent(value -> options.add("--contexts=" + value));
    labels.ifPresent(value -> options.add("--label-filter=" + value));
    parameters.forEach((name, value) -> options.add("-D" + name + "=" + value));
    return options.toArray(String[]::new);
  }
}
