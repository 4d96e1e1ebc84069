package dev.spannerpipe.changelog.source.yaml;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import liquibase.precondition.Precondition;
import liquibase.precondition.PreconditionFactory;
import liquibase.serializer.LiquibaseSerializable.SerializationType;
import liquibase.sql.visitor.SqlVisitor;
import liquibase.sql.visitor.SqlVisitorFactory;
import liquibase.util.ObjectUtil;
import org.yaml.snakeyaml.nodes.Node;

/// Finds keys and values that Liquibase ignores in preconditions and in `modifySql`.
final class PreconditionLint {
  private static final Set<String> OF_EACH_VISITOR =
      Set.of("dbms", "applyToRollback", "contextFilter", "context", "contexts");
  private static final Set<String> CAST = Set.of("dbms", "contextFilter", "context", "contexts");
  private static final Set<String> VISITORS =
      Set.of("append", "appendSqlIfNotPresent", "prepend", "replace", "regExpReplace");

  private final Set<String> conditions =
      new TreeSet<>(PreconditionFactory.getInstance().getPreconditions().keySet());

  void check(Node node, UnknownKeys keys) {
    keys.checkItemsUnreadable(node, KnownKeys.PRECONDITIONS.where());
    List<YamlTree.Child> children = YamlTree.children(node);
    keys.checkTwins(children, KnownKeys.PRECONDITIONS);
    conditions(children, KnownKeys.PRECONDITIONS.and(conditions), keys);
  }

  private void conditions(List<YamlTree.Child> children, KnownKeys known, UnknownKeys keys) {
    for (YamlTree.Child child : children) {
      if (keys.check(child, known)) {
        condition(child, keys);
      }
    }
  }

  private void condition(YamlTree.Child child, UnknownKeys keys) {
    List<YamlTree.Child> children = YamlTree.children(child.value());
    switch (child.name()) {
      case "preConditions" -> check(child.value(), keys);
      case "and", "or", "not", "nestedPreconditions" -> {
        keys.checkItemsEither(child.value(), child.name());
        conditions(
            children,
            new KnownKeys(child.name(), Set.of("nestedPreconditions"), Set.of()).and(conditions),
            keys);
      }
      case "customPrecondition" -> {
        // The parameters are not checked. They depend on the class that the precondition names, and
        // that class is never loaded.
      }
      default -> attributes(child, children, keys);
    }
  }

  /// Checks the attributes of a condition. The names of these attributes are case-sensitive.
  private static void attributes(
      YamlTree.Child condition, List<YamlTree.Child> children, UnknownKeys keys) {
    Precondition known = PreconditionFactory.getInstance().create(condition.name());
    if (known != null) {
      KnownKeys attributes =
          new KnownKeys(
              "the condition " + condition.name(), known.getSerializableFields(), Set.of());
      if (!readsText(known)) {
        keys.checkItemsEither(condition.value(), attributes.where());
      }
      for (YamlTree.Child child : children) {
        if (keys.check(child, attributes)) {
          keys.checkValue(child, attributes);
        }
      }
    }
  }

  private static boolean readsText(Precondition condition) {
    return condition.getSerializableFields().stream()
        .map(condition::getSerializableFieldType)
        .anyMatch(SerializationType.DIRECT_VALUE::equals);
  }

  void modifySql(Node node, UnknownKeys keys) {
    keys.checkItems(node, KnownKeys.MODIFY_SQL.where());
    List<YamlTree.Child> children = YamlTree.children(node);
    keys.checkTwins(children, KnownKeys.MODIFY_SQL);
    OneOfTwo.checkContexts(children, keys);
    for (YamlTree.Child child : children) {
      SqlVisitor visitor = SqlVisitorFactory.getInstance().create(child.name());
      if (visitor == null) {
        keys.check(child, KnownKeys.MODIFY_SQL.and(VISITORS));
      } else {
        visitor(child, visitor, keys);
      }
    }
  }

  private static void visitor(YamlTree.Child child, SqlVisitor visitor, UnknownKeys keys) {
    Set<String> names = new HashSet<>(visitor.getSerializableFields());
    names.addAll(OF_EACH_VISITOR);
    KnownKeys known = new KnownKeys(child.name(), names, Set.of());
    List<YamlTree.Child> attributes = YamlTree.children(child.value());
    OneOfTwo.checkContexts(attributes, keys);
    for (YamlTree.Child attribute : attributes) {
      if (ObjectUtil.hasWriteProperty(visitor, attribute.name()) || keys.check(attribute, known)) {
        keys.checkValue(attribute, known);
        if (CAST.contains(attribute.name())) {
          keys.requireText(attribute, child.name());
        }
      }
    }
  }
}
