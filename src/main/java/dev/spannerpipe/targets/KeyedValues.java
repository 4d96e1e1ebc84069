package dev.spannerpipe.targets;

import dev.spannerpipe.json.JsonDocument;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads an object whose keys are names of variables: a flat object, or the outputs of Terraform,
/// each of which is an object with the members `sensitive`, `type` and `value`.
final class KeyedValues {
  private static final int LONGEST_NAME = 100;

  private final TargetCollector found;

  KeyedValues(TargetCollector found) {
    this.found = found;
  }

  void read(JsonDocument object) {
    for (String key : object.names()) {
      Optional<TargetVariable> variable = TargetVariable.of(key);
      if (variable.isPresent()) {
        read(variable.get(), key, object.member(key).orElseThrow());
      } else {
        found.otherKey(key);
      }
    }
  }

  private void read(TargetVariable variable, String key, JsonDocument member) {
    Optional<Boolean> sensitive = member.member("sensitive").flatMap(JsonDocument::flag);
    Optional<JsonDocument> value = member.member("value");
    if (sensitive.isEmpty() || value.isEmpty()) {
      add(variable, "key " + key, member);
    } else if (sensitive.get()) {
      found.problem(
          "has the sensitive output " + key,
          "Remove sensitive = true from this output: log and record show the targets of a run");
    } else {
      add(variable, "output " + key, value.get());
    }
  }

  private void add(TargetVariable variable, String origin, JsonDocument value) {
    if (value.isNull()) {
      return;
    }
    if (variable == TargetVariable.CHANGELOG_PARAMETERS) {
      addParameters(variable, origin, value);
    } else {
      text(origin, value)
          .filter(text -> !text.isBlank())
          .ifPresent(text -> found.add(variable, List.of(text), origin));
    }
  }

  private void addParameters(TargetVariable variable, String origin, JsonDocument value) {
    if (!value.isObject()) {
      found.problem(
          "has the %s, which is %s instead of an object".formatted(origin, value.type()),
          "Write the changelog parameters as an object of strings");
      return;
    }
    List<String> items = new ArrayList<>();
    for (String name : value.names()) {
      String place = origin + " with the parameter " + SafeText.line(name, LONGEST_NAME);
      if (name.contains("=")) {
        found.problem(
            "has the %s, whose name contains an equals sign".formatted(place),
            "Rename the parameter");
      } else {
        text(place, value.member(name).orElseThrow())
            .ifPresent(text -> items.add(name + "=" + text));
      }
    }
    if (!items.isEmpty()) {
      found.add(variable, items, origin);
    }
  }

  /// Returns the characters of a string; reports any other value.
  private Optional<String> text(String origin, JsonDocument value) {
    Optional<String> text = value.string();
    if (text.isEmpty()) {
      found.problem(
          "has the %s, which is %s instead of a string".formatted(origin, value.type()),
          "Write the value in quotation marks");
    }
    return text;
  }
}
