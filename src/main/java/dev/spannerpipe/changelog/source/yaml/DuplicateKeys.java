package dev.spannerpipe.changelog.source.yaml;

import dev.spannerpipe.changelog.source.FileProblem.Reported;
import dev.spannerpipe.changelog.source.yaml.YamlProblems.Scope;
import dev.spannerpipe.plan.ChangeSetId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Finds keys that occur more than once in a mapping. Liquibase reads only the last of several
/// equal keys, and ignores the earlier keys with their content.
final class DuplicateKeys {
  static final String CHANGELOG = "databaseChangeLog";

  private static final Set<String> INCLUDES = Set.of("include", "includeAll");

  private final YamlProblems problems;
  private final ChangeSetNames names;

  DuplicateKeys(YamlProblems problems, YamlValues values) {
    this.problems = problems;
    this.names = new ChangeSetNames(problems, values);
  }

  /// Checks a file. At the top level, only a duplicate `databaseChangeLog` is reported. The other
  /// top-level keys serve only to define anchors, and an anchor stays valid even if a later key
  /// with the same name replaces its key.
  void check(MappingNode root) {
    List<NodeTuple> changelogs =
        root.getValue().stream()
            .filter(tuple -> YamlTree.scalar(tuple.getKeyNode()).equals(CHANGELOG))
            .toList();
    repeated(changelogs, tuple -> items(tuple.getValueNode()), false);
    YamlTree.entries(root).stream()
        .filter(entry -> entry.name().equals(CHANGELOG))
        .forEach(entry -> list(entry.value()));
  }

  private void list(Node list) {
    if (list instanceof SequenceNode sequence) {
      sequence.getValue().forEach(this::list);
    } else if (list instanceof MappingNode item) {
      own(item, this::item, true);
      YamlTree.entries(item).forEach(this::below);
    }
  }

  private void below(YamlTree.Child item) {
    if (item.name().equals("modifyChangeSets")) {
      list(item.value());
    } else {
      Scope scope = item(item.name(), item.value());
      everywhere(item.value(), scope, false);
    }
  }

  private Scope item(NodeTuple tuple) {
    return item(YamlTree.scalar(tuple.getKeyNode()), tuple.getValueNode());
  }

  private Scope item(String name, Node value) {
    return switch (name) {
      case "changeSet" -> Scope.changeSet(names.of(value));
      case "include" -> include(value, "file");
      case "includeAll" -> include(value, "path");
      default -> Scope.WHOLE_FILE;
    };
  }

  private static Scope include(Node include, String key) {
    return Scope.include(YamlTree.attribute(include, key).map(YamlTree::scalar).orElse(""));
  }

  /// Returns which change sets are affected by a problem with a top-level key that belongs below
  /// `databaseChangeLog`.
  Scope besideChangelog(YamlTree.Child entry) {
    return KnownKeys.ROOT.contains(entry.name())
        ? item(entry.name(), entry.value())
        : items(entry.value());
  }

  /// Returns which change sets are affected by a problem with a list of items: all change sets of
  /// the list, or the whole file if the list has no change set. If the list has an include or a
  /// `modifyChangeSets`, the affected change sets are unknown.
  private Scope items(Node list) {
    Set<ChangeSetId> changeSets = new HashSet<>();
    for (YamlTree.Child item : YamlTree.children(list)) {
      if (INCLUDES.contains(item.name()) || item.name().equals("modifyChangeSets")) {
        return Scope.UNKNOWN;
      }
      if (item.name().equals("changeSet")) {
        changeSets.add(names.of(item.value()));
      }
    }
    return new Scope(changeSets, Set.of(), changeSets.isEmpty());
  }

  private void everywhere(Node node, Scope scope, boolean inList) {
    switch (node) {
      case SequenceNode sequence ->
          sequence.getValue().forEach(element -> everywhere(element, scope, true));
      case MappingNode mapping -> {
        own(mapping, _ -> scope, inList);
        YamlTree.entries(mapping).forEach(entry -> everywhere(entry.value(), scope, false));
      }
      default -> {
        // A scalar has no keys.
      }
    }
  }

  @FunctionalInterface
  private interface Scopes {
    Scope of(NodeTuple tuple);
  }

  /// Checks the keys of a mapping and of the mappings that are merged into it.
  private void own(MappingNode mapping, Scopes scopes, boolean inList) {
    Map<String, List<NodeTuple>> named = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (YamlTree.isMerge(tuple)) {
        YamlTree.merged(tuple).forEach(source -> own(source, scopes, inList));
      } else {
        String name = YamlTree.scalar(tuple.getKeyNode());
        named.computeIfAbsent(name, _ -> new ArrayList<>()).add(tuple);
      }
    }
    named.values().forEach(tuples -> repeated(tuples, scopes, inList));
  }

  private void repeated(List<NodeTuple> tuples, Scopes scopes, boolean inList) {
    for (int index = 1; index < tuples.size(); index++) {
      NodeTuple lost = tuples.get(index - 1);
      NodeTuple kept = tuples.get(index);
      problems.reject(
          YamlTree.line(kept.getKeyNode()),
          "repeats the key %s, so Liquibase ignores the key on line %d"
              .formatted(YamlTree.scalar(kept.getKeyNode()), YamlTree.line(lost.getKeyNode())),
          inList && kept.getValueNode() instanceof CollectionNode
              ? "Put each of the two keys in its own list item"
              : "Merge the two keys, or remove the ignored key",
          scopes.of(lost).and(scopes.of(kept)),
          false,
          Reported.WHERE_READ);
    }
  }
}
