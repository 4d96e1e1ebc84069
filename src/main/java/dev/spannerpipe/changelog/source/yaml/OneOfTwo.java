package dev.spannerpipe.changelog.source.yaml;

import dev.spannerpipe.changelog.source.FileProblem.Reported;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/// Finds pairs of keys of which Liquibase reads only one: two names of the same setting, or
/// preconditions that occur twice.
final class OneOfTwo {
  private static final Set<String> PRECONDITIONS = Set.of("preConditions", "preconditions");

  private OneOfTwo() {}

  /// Reports an element whose `context` and `contextFilter` have different values.
  static void checkContexts(List<YamlTree.Child> children, UnknownKeys keys) {
    check(children, "context", "contextFilter", "Combine both into one expression", keys);
  }

  /// Reports a change set that has the same setting under two names with different values, or that
  /// has preconditions twice.
  static void checkChangeSet(List<YamlTree.Child> children, UnknownKeys keys) {
    checkContexts(children, keys);
    check(children, "runAlways", "alwaysRun", "Remove one of the two", keys);
    List<YamlTree.Child> conditions = new ArrayList<>();
    collectPreconditions(children, conditions);
    for (int index = 1; index < conditions.size(); index++) {
      keys.reject(
          conditions.get(index),
          "repeats the preconditions of the change set, so Liquibase ignores those on line "
              + conditions.get(index - 1).line(),
          "Write all conditions under a single key preConditions",
          Reported.WHERE_READ);
    }
  }

  /// Collects the preconditions of a change set. They may also be listed among its changes.
  private static void collectPreconditions(
      List<YamlTree.Child> children, List<YamlTree.Child> found) {
    for (YamlTree.Child child : children) {
      if (PRECONDITIONS.contains(child.name())) {
        found.add(child);
      } else if (child.name().equals("changes")) {
        collectPreconditions(YamlTree.children(child.value()), found);
      }
    }
  }

  private static void check(
      List<YamlTree.Child> children, String one, String other, String action, UnknownKeys keys) {
    Optional<YamlTree.Child> first = find(children, one);
    Optional<YamlTree.Child> second = find(children, other);
    if (first.isEmpty() || second.isEmpty()) {
      return;
    }
    String left = text(first.get().value());
    String right = text(second.get().value());
    // If one of the two values is empty, Liquibase reads the other value.
    if (!left.isEmpty() && !right.isEmpty() && !left.equals(right)) {
      boolean ordered = children.indexOf(first.get()) < children.indexOf(second.get());
      YamlTree.Child last = ordered ? second.get() : first.get();
      YamlTree.Child earlier = ordered ? first.get() : second.get();
      keys.reject(
          last,
          "has the key %s, but line %d has %s, and Liquibase reads only one of the two"
              .formatted(last.name(), earlier.line(), earlier.name()),
          action,
          Reported.WHERE_READ);
    }
  }

  private static Optional<YamlTree.Child> find(List<YamlTree.Child> children, String name) {
    return children.stream().filter(child -> child.name().equalsIgnoreCase(name)).findFirst();
  }

  private static String text(Node value) {
    return YamlTree.scalar(value).strip();
  }
}
