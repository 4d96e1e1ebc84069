package dev.spannerpipe.targets;

import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Collects what is found in one parameters file.
final class TargetCollector {
  private static final int LONGEST_VALUE = 100;

  private final Map<TargetVariable, TargetValue> values = new EnumMap<>(TargetVariable.class);
  private final List<String> otherKeys = new ArrayList<>();
  private final List<TargetProblem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /// Adds a value. Two places may set the same variable if they agree.
  void add(TargetVariable variable, List<String> items, String origin) {
    TargetValue value = new TargetValue(variable, items, origin);
    TargetValue earlier = values.putIfAbsent(variable, value);
    if (earlier != null && !earlier.items().equals(value.items())) {
      problem(
          "gives %s two values: %s and %s".formatted(variable, shown(earlier), shown(value)),
          "Leave one of them in the file");
    }
  }

  /// Adds a value that is one string.
  void add(TargetVariable variable, String value, String origin) {
    add(variable, List.of(value), origin);
  }

  void otherKey(String name) {
    otherKeys.add(name);
  }

  void problem(String what, String action) {
    problems.add(new TargetProblem(what, action));
  }

  void warning(String what) {
    warnings.add(what);
  }

  boolean isEmpty() {
    return values.isEmpty() && problems.isEmpty();
  }

  Targets targets() {
    return new Targets(List.copyOf(values.values()), otherKeys, problems, warnings);
  }

  private static String shown(TargetValue value) {
    return "\"%s\" (%s)"
        .formatted(SafeText.line(String.join(",", value.items()), LONGEST_VALUE), value.origin());
  }
}
