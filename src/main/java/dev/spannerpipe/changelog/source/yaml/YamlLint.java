package dev.spannerpipe.changelog.source.yaml;

import dev.spannerpipe.changelog.source.ChangeTypes;
import dev.spannerpipe.changelog.source.FileProblem;
import dev.spannerpipe.changelog.source.yaml.YamlProblems.Scope;
import dev.spannerpipe.plan.ChangeSetId;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/// Finds entries without effect in a YAML or JSON changelog. Liquibase ignores unknown keys, and
/// all but the last of several equal keys.
final class YamlLint {
  /// Attributes of `modifyChangeSets` that Liquibase casts to a string.
  private static final List<String> CAST = List.of("runWith", "runWithSpoolFile");

  private final YamlProblems problems;
  private final ChangeLint changes;
  private final PreconditionLint conditions = new PreconditionLint();
  private final ChangeSetNames names;
  private final DuplicateKeys duplicates;
  private final KnownKeys inChangeSet;
  private final KnownKeys inChanges;

  private YamlLint(String file, ChangeTypes changeTypes, YamlValues values) {
    this.problems = new YamlProblems(file);
    this.changes = new ChangeLint(changeTypes);
    this.names = new ChangeSetNames(problems, values);
    this.duplicates = new DuplicateKeys(problems, values);
    this.inChangeSet = KnownKeys.CHANGE_SET.and(changes.types());
    this.inChanges = KnownKeys.CHANGES.and(changes.types());
  }

  /// Returns the problems of a file.
  static List<FileProblem> problems(
      String file, MappingNode root, ChangeTypes changeTypes, YamlValues values) {
    YamlLint lint = new YamlLint(file, changeTypes, values);
    lint.duplicates.check(root);
    new RootKeys(lint.problems, lint.duplicates::besideChangelog).check(root);
    YamlTree.entries(root).stream()
        .filter(entry -> entry.name().equals(DuplicateKeys.CHANGELOG))
        .forEach(
            entry -> {
              new PropertyLint(lint.keys(Scope.WHOLE_FILE, false)).checkAll(entry.value());
              lint.items(entry.value(), KnownKeys.ROOT);
            });
    return lint.problems.all();
  }

  private UnknownKeys keys(Scope scope, boolean harmlessElsewhere) {
    return new UnknownKeys(problems, scope, harmlessElsewhere);
  }

  private void items(Node list, KnownKeys known) {
    UnknownKeys root = keys(Scope.UNKNOWN, false);
    boolean whole = known.where().equals(KnownKeys.ROOT.where());
    root.checkItems(list, whole ? DuplicateKeys.CHANGELOG : known.where());
    List<YamlTree.Child> items = YamlTree.children(list);
    root.checkTwins(items, known);
    OneOfTwo.checkContexts(items, root);
    items.forEach(item -> item(item, root, known));
  }

  private void item(YamlTree.Child item, UnknownKeys root, KnownKeys known) {
    Node value = item.value();
    switch (item.name()) {
      case "changeSet" -> changeSet(value);
      case "include" -> included(item, KnownKeys.INCLUDE, "file");
      case "includeAll" -> included(item, KnownKeys.INCLUDE_ALL, "path");
      case "property" -> attributes(value, KnownKeys.PROPERTY, Scope.WHOLE_FILE);
      case "removeChangeSetProperty" -> {
        keys(Scope.WHOLE_FILE, false).checkItems(value, item.name());
        attributes(value, KnownKeys.REMOVE_CHANGE_SET_PROPERTY, Scope.WHOLE_FILE);
      }
      case "preConditions" -> conditions.check(value, keys(Scope.WHOLE_FILE, false));
      case "modifyChangeSets" -> items(value, KnownKeys.MODIFY_CHANGE_SETS);
      default -> {
        root.check(item, known);
        if (known.where().equals(KnownKeys.MODIFY_CHANGE_SETS.where())
            && CAST.stream().anyMatch(item.name()::equalsIgnoreCase)) {
          root.requireText(item, known.where());
        }
      }
    }
  }

  private void included(YamlTree.Child item, KnownKeys known, String path) {
    Scope scope = include(item.value(), path);
    keys(scope, false).require(path, item, known);
    attributes(item.value(), known, scope);
  }

  private static Scope include(Node include, String key) {
    return Scope.include(YamlTree.attribute(include, key).map(YamlTree::scalar).orElse(""));
  }

  private void attributes(Node node, KnownKeys known, Scope scope) {
    UnknownKeys keys = keys(scope, false);
    List<YamlTree.Child> children = YamlTree.children(node);
    keys.checkTwins(children, known);
    OneOfTwo.checkContexts(children, keys);
    children.forEach(child -> keys.check(child, known));
  }

  private void changeSet(Node node) {
    ChangeSetId name = names.of(node);
    names.check(node, name);
    UnknownKeys keys = keys(Scope.changeSet(name), true);
    List<YamlTree.Child> children = YamlTree.children(node);
    keys.checkTwins(children, KnownKeys.CHANGE_SET);
    OneOfTwo.checkChangeSet(children, keys);
    children.forEach(child -> inChangeSet(child, inChangeSet, keys));
  }

  private void inChangeSet(YamlTree.Child child, KnownKeys known, UnknownKeys keys) {
    Node value = child.value();
    switch (child.name()) {
      case "changes" -> {
        keys.checkItems(value, "changes");
        YamlTree.children(value).forEach(each -> inChangeSet(each, inChanges, keys));
      }
      case "preConditions", "preconditions" -> conditions.check(value, keys);
      case "rollback" -> changes.rollback(child, keys);
      case "validCheckSum", "validCheckSums" -> ChecksumLint.check(child, keys);
      case "modifySql" -> conditions.modifySql(value, keys);
      default -> {
        if (!changes.check(child, keys)) {
          other(child, known, keys);
        }
      }
    }
  }

  private void other(YamlTree.Child child, KnownKeys known, UnknownKeys keys) {
    boolean change =
        known.where().equals(inChanges.where()) && !YamlTree.children(child.value()).isEmpty();
    if (change) {
      keys.reportType(child, known);
    } else {
      keys.check(child, known);
    }
  }
}
