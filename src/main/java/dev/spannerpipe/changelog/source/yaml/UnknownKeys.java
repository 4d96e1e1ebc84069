package dev.spannerpipe.changelog.source.yaml;

import dev.spannerpipe.changelog.source.FileProblem.Reported;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Reports the keys and list items that Liquibase ignores in one place of a changelog.
///
/// @param problems takes them
/// @param scope what they are about
/// @param harmlessElsewhere whether they matter only where the change set runs
record UnknownKeys(YamlProblems problems, YamlProblems.Scope scope, boolean harmlessElsewhere) {

  /// Reports a key unless it is known, and returns whether it is. Of an attribute its value is
  /// checked, too.
  boolean check(YamlTree.Child child, KnownKeys known) {
    if (known.contains(child.name())) {
      if (known.isAttribute(child.name())) {
        checkValue(child, known);
      }
      return true;
    }
    report(child, known);
    return false;
  }

  /// Reports the value of an attribute where it is no single text, or not of its type.
  void checkValue(YamlTree.Child attribute, KnownKeys known) {
    boolean harmless = harmlessElsewhere && !known.decidesWhereToRun(attribute.name());
    AttributeValues values = new AttributeValues(problems, scope, harmless);
    values.checkShape(attribute, known.rejectsMappings() ? Reported.ALWAYS : Reported.WHERE_READ);
    known.type(attribute.name()).ifPresent(type -> values.checkType(attribute, type));
  }

  /// Reports a value that Liquibase casts to a text although it is none, a number for one.
  void requireText(YamlTree.Child attribute, String element) {
    Tag tag = attribute.value().getTag();
    if (!tag.equals(Tag.STR) && !tag.equals(Tag.NULL)) {
      reject(
          attribute,
          "has a value for %s of %s that is not a text, which Liquibase cannot read"
              .formatted(attribute.name(), element),
          "Write the value as a text in quotation marks",
          Reported.WHERE_UNREADABLE);
    }
  }

  /// Reports that an attribute is missing without which Liquibase cannot read the file.
  void require(String attribute, YamlTree.Child element, KnownKeys known) {
    Optional<Node> value = YamlTree.attribute(element.value(), attribute);
    boolean given =
        value
            .filter(node -> !YamlTree.scalar(node).isEmpty() || node instanceof SequenceNode)
            .isPresent();
    if (!given) {
      List<Node> items = YamlTree.items(element.value());
      String text = items.size() == 1 ? YamlTree.scalar(items.getFirst()) : "";
      reject(
          element,
          "has %s without the key %s".formatted(known.where(), attribute),
          text.isEmpty()
              ? "Add the key %s below %s".formatted(attribute, element.name())
              : "Write %s: %s below %s".formatted(attribute, text, element.name()),
          Reported.WHERE_UNREADABLE);
    }
  }

  /// Reports a key that is not known.
  void report(YamlTree.Child child, KnownKeys known) {
    // Of an element that it does not know, and of a key that is a number, Liquibase says neither
    // file nor line.
    boolean rejected =
        !YamlTree.children(child.value()).isEmpty() || !child.key().getTag().equals(Tag.STR);
    reject(child, known, rejected ? Reported.ALWAYS : Reported.WHERE_READ);
  }

  /// Reports a key that is not known and that Liquibase does not ignore either.
  void reportUnreadable(YamlTree.Child child, KnownKeys known) {
    reject(child, known, Reported.WHERE_UNREADABLE);
  }

  /// Reports a change of a type that there is not. Liquibase rejects it too, unless the change set
  /// is for another database.
  void reportType(YamlTree.Child child, KnownKeys known) {
    problems.rejectHere(
        child.line(),
        "has a change of the unknown type " + child.name(),
        known.nearest(child.name()).map("Write "::concat).orElse("Correct its spelling")
            + ", or write the change as sql",
        scope);
  }

  /// Reports something about a key.
  void reject(YamlTree.Child child, String description, String action, Reported reported) {
    problems.reject(child.line(), description, action, scope, harmlessElsewhere, reported);
  }

  private void reject(YamlTree.Child child, KnownKeys known, Reported reported) {
    problems.reject(
        child.line(),
        "has the key %s, which Liquibase does not know in %s%s"
            .formatted(
                child.name(), known.where(), reported == Reported.WHERE_READ ? " and ignores" : ""),
        action(child.name(), known),
        scope,
        harmlessElsewhere,
        reported);
  }

  private static String action(String name, KnownKeys known) {
    Optional<String> nearest = known.nearest(name);
    if (nearest.isPresent()) {
      return "Write " + nearest.get() + ", or remove the key";
    }
    boolean ofChangeSet =
        !known.where().equals(KnownKeys.CHANGE_SET.where())
            && KnownKeys.CHANGE_SET.anyCase().stream().anyMatch(name::equalsIgnoreCase);
    return ofChangeSet
        ? "Move it to the change set, beside its id and author"
        : "Correct the key or remove it";
  }

  /// Reports attributes that are there twice, which Liquibase cannot read: it ignores case, and
  /// takes a list of mappings for one mapping.
  void checkTwins(List<YamlTree.Child> children, KnownKeys known) {
    checkTwins(children, known.anyCase(), "Remove one of the two");
  }

  /// The same with other advice.
  void checkTwins(List<YamlTree.Child> children, Set<String> names, String action) {
    Map<String, YamlTree.Child> seen = new HashMap<>();
    for (YamlTree.Child child : children) {
      String name = child.name();
      if (!name.equals("comment") && names.stream().anyMatch(name::equalsIgnoreCase)) {
        YamlTree.Child first = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), child);
        if (first != null) {
          problems.reject(
              child.line(),
              twins(first, child),
              action,
              scope,
              harmlessElsewhere,
              Reported.WHERE_UNREADABLE);
        }
      }
    }
  }

  private static String twins(YamlTree.Child first, YamlTree.Child second) {
    return first.name().equals(second.name())
        ? "has the key %s, which line %d has already: Liquibase reads a list of mappings as one mapping"
            .formatted(second.name(), first.line())
        : "has the key %s, but line %d has %s, and Liquibase ignores the case of their letters"
            .formatted(second.name(), first.line(), first.name());
  }

  /// Reports what is in a list but is no mapping, where Liquibase reads keys only and ignores it.
  void checkItems(Node list, String where) {
    YamlTree.items(list).forEach(item -> reject(item, where, true, Reported.WHERE_READ));
  }

  /// The same where Liquibase fails because of it.
  void checkItemsUnreadable(Node list, String where) {
    YamlTree.items(list).forEach(item -> reject(item, where, false, Reported.ALWAYS));
  }

  /// The same where Liquibase ignores it, but may fail because something else is missing then.
  void checkItemsEither(Node list, String where) {
    YamlTree.items(list).forEach(item -> reject(item, where, true, Reported.ALWAYS));
  }

  private void reject(Node item, String where, boolean ignored, Reported reported) {
    boolean list = item instanceof SequenceNode;
    String what =
        list
            ? "has a list inside of the list of " + where
            : "has the text \"%s\" without a key in %s".formatted(YamlTree.scalar(item), where);
    problems.reject(
        YamlTree.line(item),
        ignored ? what + ", and Liquibase ignores it" : what,
        list
            ? "Remove one of the two dashes or brackets"
            : "Write a key with a value, or remove it",
        scope,
        harmlessElsewhere,
        reported);
  }
}
