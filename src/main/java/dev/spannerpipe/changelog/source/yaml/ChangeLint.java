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
import org.yaml.snakeyaml.nodes.Tag;

/// Finds keys and values that Liquibase ignores in changes. Liquibase itself rejects unknown keys
/// of columns, but not unknown keys of the constraints of columns.
final class ChangeLint {
  private static final Set<String> COLUMNS = Set.of("column", "columns");

  /// For some change types: the attribute without which Liquibase cannot read the change.
  private static final Map<String, String> NEEDED =
      Map.of("sqlFile", "path", "customChange", "class");

  private final ChangeTypes changeTypes;
  private final ChangeAttributes attributes = new ChangeAttributes();
  private final Set<String> types;
  private final Map<String, KnownKeys> known = new HashMap<>();
  private final KnownKeys rollback;
  private final KnownKeys constraints;

  ChangeLint(ChangeTypes changeTypes) {
    this.changeTypes = changeTypes;
    this.types =
        new TreeSet<>(
            Scope.getCurrentScope().getSingleton(ChangeFactory.class).getDefinedChanges());
    this.rollback = KnownKeys.ROLLBACK.and(types);
    ChangeAttributes.Known ofConstraints = attributes.ofConstraints();
    this.constraints =
        new KnownKeys(
            "constraints", Set.of(), ofConstraints.names(), Set.of(), ofConstraints.classes());
  }

  /// Returns the names of all change types.
  Set<String> types() {
    return types;
  }

  /// Checks a change and returns true; returns false if the element is not a change.
  boolean check(YamlTree.Child child, UnknownKeys keys) {
    if (!changeTypes.isKnown(child.name())) {
      return false;
    }
    attributes.of(child.name()).ifPresent(reads -> change(child, reads, keys));
    String needed = NEEDED.get(child.name());
    if (needed != null) {
      keys.require(needed, child, new KnownKeys("the change " + child.name(), Set.of(), Set.of()));
    }
    return true;
  }

  void rollback(YamlTree.Child element, UnknownKeys keys) {
    Node node = element.value();
    List<YamlTree.Child> children = YamlTree.children(node);
    keys.checkTwins(children, KnownKeys.ROLLBACK);
    ofOtherChangeSet(node, children, keys);
    text(element, keys);
    for (YamlTree.Child child : children) {
      if (!check(child, keys)) {
        keys.check(child, rollback);
      }
    }
  }

  /// Reports items of a rollback that are not changes, unless the rollback is a single string.
  private static void text(YamlTree.Child rollback, UnknownKeys keys) {
    List<Node> items = YamlTree.items(rollback.value());
    boolean text = items.size() == 1 && items.getFirst().getTag().equals(Tag.STR);
    if (!text && !items.isEmpty()) {
      keys.reject(
          rollback,
          items.size() == 1
              ? "has a rollback that is not a string, which Liquibase cannot read"
              : "has a list of strings as the rollback, which Liquibase cannot read",
          items.size() == 1
              ? "Write the rollback as a string"
              : "Write one string with a semicolon after each statement, or an sql change for each",
          Reported.WHERE_UNREADABLE);
    }
  }

  /// Reports statements and keys that Liquibase ignores in a rollback. If the rollback refers to
  /// another change set with `changeSetId`, Liquibase ignores statements. If the rollback has no
  /// `changeSetId`, Liquibase ignores `changeSetAuthor` and `changeSetPath`.
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
            "Remove one of the two: a rollback has either a changeSetId or statements",
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
      keys.checkItemsEither(change.value(), ofChange.where());
    } else if (YamlTree.children(change.value()).isEmpty()) {
      keys.checkValue(change, ofChange);
    }
    List<YamlTree.Child> children = YamlTree.children(change.value());
    keys.checkTwins(children, ofChange);
    for (YamlTree.Child child : children) {
      if (keys.check(child, ofChange)) {
        switch (child.name()) {
          case "column", "columns" -> columns(child, column(change.name()), keys);
          default -> nested(child, change.name(), keys);
        }
      }
    }
  }

  /// Returns the keys of a change type. Only the names `column` and `columns` are case-sensitive.
  /// All elements may be repeated.
  private static KnownKeys known(String change, ChangeAttributes.Known reads) {
    Set<String> anyCase = new TreeSet<>(reads.names());
    Set<String> exact = new TreeSet<>(reads.names());
    Set<String> elements = new TreeSet<>(reads.elements());
    exact.retainAll(COLUMNS);
    elements.removeAll(COLUMNS);
    anyCase.removeAll(COLUMNS);
    anyCase.removeAll(elements);
    return new KnownKeys("the change " + change, exact, anyCase, elements, reads.classes());
  }

  /// The columns of a change type, with the keys that Liquibase accepts in a column.
  private record Column(String change, KnownKeys known) {}

  private Column column(String change) {
    ChangeAttributes.Known reads = attributes.ofColumn(change);
    return new Column(
        change, new KnownKeys("a column", reads.names(), Set.of(), Set.of(), reads.classes()));
  }

  private void columns(YamlTree.Child columns, Column column, UnknownKeys keys) {
    keys.checkItemsEither(columns.value(), columns.name());
    List<YamlTree.Child> children = YamlTree.children(columns.value());
    if (children.stream().anyMatch(child -> child.name().equalsIgnoreCase("column"))) {
      KnownKeys element = KnownKeys.ofElement(columns.name(), "column");
      for (YamlTree.Child child : children) {
        if (keys.check(child, element)) {
          keys.checkItemsEither(child.value(), "a column");
          column(YamlTree.children(child.value()), column, keys, "Remove one of the two");
        }
      }
    } else {
      column(children, column, keys, "Begin each column with the key column");
    }
  }

  private void column(
      List<YamlTree.Child> children, Column column, UnknownKeys keys, String twins) {
    keys.checkTwins(children, column.known().exact(), twins);
    for (YamlTree.Child child : children) {
      if (child.name().equals("constraints")) {
        keys.checkItemsEither(child.value(), constraints.where());
        List<YamlTree.Child> each = YamlTree.children(child.value());
        keys.checkTwins(each, constraints);
        each.forEach(constraint -> keys.check(constraint, constraints));
      } else if (attributes.isOfColumn(column.change(), child.name())) {
        keys.checkValue(child, column.known());
      } else {
        keys.reportUnreadable(child, column.known());
      }
    }
  }

  private void nested(YamlTree.Child child, String change, UnknownKeys keys) {
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
              parameter(each, change, keys);
            }
          }
        });
  }

  /// Reports unknown keys of a `param`. For each unknown key, Liquibase prints a stack trace and
  /// ignores the key.
  private void parameter(YamlTree.Child parameter, String change, UnknownKeys keys) {
    ChangeAttributes.Known reads = attributes.ofColumn(change);
    KnownKeys ofParameter =
        new KnownKeys("a param", reads.names(), Set.of(), Set.of(), reads.classes());
    for (YamlTree.Child child : YamlTree.children(parameter.value())) {
      if (attributes.isOfColumn(change, child.name())) {
        keys.checkValue(child, ofParameter);
      } else {
        keys.report(child, ofParameter);
      }
    }
  }
}
