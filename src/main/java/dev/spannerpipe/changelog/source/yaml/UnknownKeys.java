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

/// Reports keys, values and list items in one element of a changelog that Liquibase ignores or
/// cannot read.
///
/// @param problems receives the problems
/// @param scope the change sets that the problems affect
/// @param harmlessElsewhere whether the problems matter only if the change set runs
record UnknownKeys(YamlProblems problems, YamlProblems.Scope scope, boolean harmlessElsewhere) {

  /// Returns whether a key is known, and reports the key if it is not. Also checks the value if the
  /// key is an attribute.
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

  /// Reports the value of an attribute if the value is not a single string, or does not have the
  /// required type.
  void checkValue(YamlTree.Child attribute, KnownKeys known) {
    boolean harmless = harmlessElsewhere && !known.decidesWhereToRun(attribute.name());
    AttributeValues values = new AttributeValues(problems, scope, harmless);
    values.checkShape(attribute, known.rejectsMappings() ? Reported.ALWAYS : Reported.WHERE_READ);
    known.type(attribute.name()).ifPresent(type -> values.checkType(attribute, type));
  }

  /// Reports a value that Liquibase casts to a string although the value is not a string, for
  /// example a number.
  void requireText(YamlTree.Child attribute, String element) {
    Tag tag = attribute.value().getTag();
    if (!tag.equals(Tag.STR) && !tag.equals(Tag.NULL)) {
      reject(
          attribute,
          "has a value that is not a string for the key %s of %s; Liquibase cannot read the value"
              .formatted(attribute.name(), element),
          "Write the value as a string in quotation marks",
          Reported.WHERE_UNREADABLE);
    }
  }

  /// Reports an element that lacks an attribute without which Liquibase cannot read the file.
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

  /// Reports an unknown key.
  void report(YamlTree.Child child, KnownKeys known) {
    // Liquibase may fail on an unknown element or on a key that is not a string. Its message then
    // has neither file nor line, so the key is always reported.
    boolean rejected =
        !YamlTree.children(child.value()).isEmpty() || !child.key().getTag().equals(Tag.STR);
    reject(child, known, rejected ? Reported.ALWAYS : Reported.WHERE_READ);
  }

  /// Reports an unknown key that makes Liquibase fail.
  void reportUnreadable(YamlTree.Child child, KnownKeys known) {
    reject(child, known, Reported.WHERE_UNREADABLE);
  }

  /// Reports a change of an unknown type. Liquibase itself rejects the change, unless the change
  /// set is for another database.
  void reportType(YamlTree.Child child, KnownKeys known) {
    problems.rejectHere(
        child.line(),
        "has a change of the unknown type " + child.name(),
        known.nearest(child.name()).map("Write "::concat).orElse("Correct its spelling")
            + ", or write the change as sql",
        scope);
  }

  /// Reports a problem with a key.
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

  /// Reports attributes that occur twice, because Liquibase cannot read the file then. Two
  /// attributes count as the same attribute even if their names differ in case, or if they are in
  /// different mappings of a list, which Liquibase reads as one mapping.
  void checkTwins(List<YamlTree.Child> children, KnownKeys known) {
    checkTwins(children, known.anyCase(), "Remove one of the two");
  }

  /// Reports attributes that occur twice.
  ///
  /// @param names the names of the attributes to check
  /// @param action what the message advises
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
        ? "has the key %s, which line %d already has: Liquibase reads a list of mappings as one mapping, in which each key may occur once"
            .formatted(second.name(), first.line())
        : "has the key %s, but line %d has %s, and Liquibase ignores the case of their letters"
            .formatted(second.name(), first.line(), first.name());
  }

  /// Reports list items that are not mappings, in a list from which Liquibase reads only the
  /// mappings and ignores all other items.
  void checkItems(Node list, String where) {
    YamlTree.items(list).forEach(item -> reject(item, where, true, Reported.WHERE_READ));
  }

  /// Reports list items that are not mappings, in a list where they make Liquibase fail.
  void checkItemsUnreadable(Node list, String where) {
    YamlTree.items(list).forEach(item -> reject(item, where, false, Reported.ALWAYS));
  }

  /// Reports list items that are not mappings. Liquibase ignores these items, but may then fail
  /// because a value is missing.
  void checkItemsEither(Node list, String where) {
    YamlTree.items(list).forEach(item -> reject(item, where, true, Reported.ALWAYS));
  }

  private void reject(Node item, String where, boolean ignored, Reported reported) {
    boolean list = item instanceof SequenceNode;
    String what =
        list
            ? "has a list inside of the list of " + where
            : "has the value \"%s\" without a key in %s".formatted(YamlTree.scalar(item), where);
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
