package dev.spannerpipe.changelog.source.yaml;

import dev.spannerpipe.changelog.source.ChangeTypes;
import dev.spannerpipe.changelog.source.FileProblem.Reported;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import liquibase.Scope;
import liquibase.change.ChangeFactory;
import org.yaml.snakeyaml.nodes.Node;

/// Finds what Liquibase ignores in changes. Of columns it rejects what it does not know, but not of
/// their constraints.
final class ChangeLint {
  private static final Set<String> COLUMNS = Set.of("column", "columns");

  private final ChangeTypes changeTypes;
  private final ChangeAttributes attributes = new ChangeAttributes();
  private final Set<String> types;
  private final Map<String, KnownKeys> known = new HashMap<>();
  private final KnownKeys rollback;
  private final KnownKeys column;
  private final KnownKeys constraints;

  ChangeLint(ChangeTypes changeTypes) {
    this.changeTypes = changeTypes;
    this.types =
        new TreeSet<>(
            Scope.getCurrentScope().getSingleton(ChangeFactory.class).getDefinedChanges());
    this.rollback = KnownKeys.ROLLBACK.and(types);
    this.column = new KnownKeys("a column", attributes.ofColumn(), Set.of());
    this.constraints = new KnownKeys("constraints", Set.of(), attributes.ofConstraints());
  }

  /// Returns the names of all changes.
  Set<String> types() {
    return types;
  }

  /// Checks a change and returns true, or false where this is no change.
  boolean check(YamlTree.Child child, UnknownKeys keys) {
    if (!changeTypes.isKnown(child.name())) {
      return false;
    }
    attributes.of(child.name()).ifPresent(reads -> change(child, reads, keys));
    return true;
  }

  void rollback(Node node, UnknownKeys keys) {
    List<YamlTree.Child> children = YamlTree.children(node);
    keys.checkTwins(children, KnownKeys.ROLLBACK);
    ofOtherChangeSet(node, children, keys);
    for (YamlTree.Child child : children) {
      if (!check(child, keys)) {
        keys.check(child, rollback);
      }
    }
  }

  /// With the id of a change set, Liquibase reads nothing else; without it, not the rest of its
  /// name.
  private void ofOtherChangeSet(Node node, List<YamlTree.Child> children, UnknownKeys keys) {
    List<YamlTree.Child> names =
        children.stream().filter(child -> KnownKeys.ROLLBACK.isAttribute(child.name())).toList();
    Optional<YamlTree.Child> id =
        names.stream().filter(child -> child.name().equalsIgnoreCase("changeSetId")).findFirst();
    if (id.isPresent()) {
      boolean others =
          children.stream().anyMatch(child -> changeTypes.isKnown(child.name()))
              || !YamlTree.items(node).isEmpty();
      if (others) {
        keys.reject(
            id.get(),
            "has the key changeSetId in a rollback with statements of its own, and Liquibase"
                + " ignores the statements",
            "Remove one of the two: a rollback is either that of a change set or has statements",
            Reported.WHERE_READ);
      }
    } else if (!names.isEmpty()) {
      keys.reject(
          names.getFirst(),
          "has the key %s in a rollback without changeSetId, and Liquibase ignores it"
              .formatted(names.getFirst().name()),
          "Add the changeSetId, or remove the key",
          Reported.WHERE_READ);
    }
  }

  private void change(YamlTree.Child change, ChangeAttributes.Known reads, UnknownKeys keys) {
    KnownKeys ofChange = known.computeIfAbsent(change.name(), name -> known(name, reads));
    if (!reads.text()) {
      keys.checkItems(change.value(), ofChange.where());
    } else if (YamlTree.children(change.value()).isEmpty()) {
      keys.checkValue(change, ofChange);
    }
    List<YamlTree.Child> children = YamlTree.children(change.value());
    keys.checkTwins(children, ofChange);
    for (YamlTree.Child child : children) {
      if (keys.check(child, ofChange)) {
        switch (child.name()) {
          case "column", "columns" -> columns(child, keys);
          default -> nested(child, keys);
        }
      }
    }
  }

  /// The elements of a change are read only in the one spelling, and may be repeated.
  private static KnownKeys known(String change, ChangeAttributes.Known reads) {
    Set<String> anyCase = new TreeSet<>(reads.names());
    Set<String> exact = new TreeSet<>(reads.names());
    Set<String> elements = new TreeSet<>(reads.elements());
    exact.retainAll(COLUMNS);
    elements.removeAll(COLUMNS);
    anyCase.removeAll(COLUMNS);
    anyCase.removeAll(elements);
    return new KnownKeys("the change " + change, exact, anyCase, elements);
  }

  private void columns(YamlTree.Child columns, UnknownKeys keys) {
    List<YamlTree.Child> children = YamlTree.children(columns.value());
    if (children.stream().anyMatch(child -> child.name().equalsIgnoreCase("column"))) {
      KnownKeys element = KnownKeys.ofElement(columns.name(), "column");
      for (YamlTree.Child child : children) {
        if (keys.check(child, element)) {
          column(YamlTree.children(child.value()), keys, "Remove one of the two");
        }
      }
    } else {
      column(children, keys, "Begin each column with the key column");
    }
  }

  private void column(List<YamlTree.Child> children, UnknownKeys keys, String twins) {
    keys.checkTwins(children, column.exact(), twins);
    for (YamlTree.Child child : children) {
      if (child.name().equals("constraints")) {
        List<YamlTree.Child> each = YamlTree.children(child.value());
        keys.checkTwins(each, constraints);
        each.forEach(constraint -> keys.check(constraint, constraints));
      } else if (attributes.isOfColumn(child.name())) {
        keys.checkValue(child, column);
      } else {
        keys.reportUnreadable(child, column);
      }
    }
  }

  private void nested(YamlTree.Child child, UnknownKeys keys) {
    Optional<String> element =
        switch (child.name()) {
          case "whereParams" -> Optional.of("param");
          case "args" -> Optional.of("arg");
          default -> Optional.empty();
        };
    element.ifPresent(
        name -> {
          KnownKeys only = KnownKeys.ofElement(child.name(), name);
          for (YamlTree.Child each : YamlTree.children(child.value())) {
            if (keys.check(each, only) && name.equals("param")) {
              parameter(each, keys);
            }
          }
        });
  }

  /// Liquibase prints a stack trace for what it does not know of one, and goes on without it.
  private void parameter(YamlTree.Child parameter, UnknownKeys keys) {
    KnownKeys ofParameter = new KnownKeys("a param", column.exact(), Set.of());
    for (YamlTree.Child child : YamlTree.children(parameter.value())) {
      if (attributes.isOfColumn(child.name())) {
        keys.checkValue(child, ofParameter);
      } else {
        keys.report(child, ofParameter);
      }
    }
  }
}
