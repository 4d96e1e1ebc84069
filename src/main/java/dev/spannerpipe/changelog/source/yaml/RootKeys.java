package dev.spannerpipe.changelog.source.yaml;

import dev.spannerpipe.changelog.source.FileProblem.Reported;
import dev.spannerpipe.changelog.source.yaml.YamlProblems.Scope;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.SourceLocation;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Finds keys that are beside `databaseChangeLog` instead of inside of it, most often because of
/// missing indentation. At the root, Liquibase reads only `databaseChangeLog`. Any other key is
/// legal if it contains an anchor that is used elsewhere.
///
/// @param problems receives the problems
/// @param scopes returns which change sets are affected by a problem with an entry of the root
record RootKeys(YamlProblems problems, Function<YamlTree.Child, Scope> scopes) {
  private static final KnownKeys CHANGELOG =
      new KnownKeys("", Set.of(DuplicateKeys.CHANGELOG), Set.of());

  void check(MappingNode root) {
    List<YamlTree.Child> entries = YamlTree.entries(root);
    boolean read = entries.stream().anyMatch(RootKeys::isChangelog);
    for (YamlTree.Child entry : entries) {
      if (isChangelog(entry)) {
        checkList(entry);
      } else if (!holdsAnchor(entry, entries)) {
        check(entry, root, read ? Reported.WHERE_READ : Reported.WHERE_UNREADABLE);
      }
    }
  }

  private static boolean isChangelog(YamlTree.Child entry) {
    return entry.name().equals(DuplicateKeys.CHANGELOG);
  }

  private void check(YamlTree.Child entry, MappingNode root, Reported reported) {
    if (CHANGELOG.nearest(entry.name()).isPresent()) {
      reject(
          entry,
          "has the key %s, which Liquibase does not know".formatted(entry.name()),
          reported == Reported.WHERE_READ
              ? "Move its content below databaseChangeLog"
              : "Write databaseChangeLog",
          reported);
    } else if (item(entry.name()).isPresent()) {
      reject(
          entry,
          "has the key %s beside databaseChangeLog, where Liquibase ignores it"
              .formatted(entry.name()),
          root.getFlowStyle() == FlowStyle.FLOW
              ? "Move it into the list of databaseChangeLog"
              : "Indent it below databaseChangeLog",
          reported);
    }
  }

  private void checkList(YamlTree.Child changelog) {
    Node value = changelog.value();
    if (!(value instanceof SequenceNode) && !value.getTag().equals(Tag.NULL)) {
      boolean mapping = value instanceof MappingNode;
      problems.reject(
          YamlTree.line(value),
          "has a %s as databaseChangeLog, where Liquibase requires a list"
              .formatted(mapping ? "mapping" : "string"),
          mapping && ((MappingNode) value).getFlowStyle() == FlowStyle.FLOW
              ? "Write brackets around it"
              : "Begin each item with a dash",
          Scope.WHOLE_FILE,
          false,
          Reported.WHERE_UNREADABLE);
    }
  }

  /// Returns the failure for a file whose root is not a mapping.
  static ConfigurationFailure failure(String file, @Nullable Node root) {
    if (root == null) {
      return new ConfigurationFailure(
              "Could not read the changelog " + file + ": the file is empty",
              "Write a changelog into it, or remove it")
          .at(file, 0);
    }
    boolean list = root instanceof SequenceNode;
    return new ConfigurationFailure(
            "%s has a %s at the root, where Liquibase requires the key databaseChangeLog"
                .formatted(new SourceLocation(file, YamlTree.line(root)), list ? "list" : "string"),
            list && ((SequenceNode) root).getFlowStyle() == FlowStyle.FLOW
                ? "Write {\"databaseChangeLog\": and } around it"
                : list
                    ? "Write databaseChangeLog: above the list, and indent the list"
                    : "Write databaseChangeLog: with a list below it")
        .at(file, YamlTree.line(root));
  }

  private static Optional<String> item(String name) {
    KnownKeys known = KnownKeys.ROOT;
    return known.exact().stream()
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .or(() -> known.anyCase().stream().filter(name::equalsIgnoreCase).findFirst());
  }

  private void reject(YamlTree.Child entry, String description, String action, Reported reported) {
    problems.reject(entry.line(), description, action, scopes.apply(entry), false, reported);
  }

  /// Returns whether this entry contains an anchor that another entry uses.
  private static boolean holdsAnchor(YamlTree.Child entry, List<YamlTree.Child> entries) {
    Set<Node> used = Collections.newSetFromMap(new IdentityHashMap<>());
    entries.stream()
        .filter(other -> !other.equals(entry))
        .forEach(other -> collect(other.value(), used));
    Set<Node> own = Collections.newSetFromMap(new IdentityHashMap<>());
    collect(entry.value(), own);
    int begin = entry.key().getStartMark().getIndex();
    // If the node begins before the key, the entry contains only an alias of the node.
    return own.stream().anyMatch(node -> used.contains(node) && index(node) >= begin);
  }

  private static int index(Node node) {
    return node.getStartMark().getIndex();
  }

  private static void collect(Node node, Set<Node> into) {
    if (into.add(node)) {
      switch (node) {
        case MappingNode mapping ->
            mapping
                .getValue()
                .forEach(
                    tuple -> {
                      collect(tuple.getKeyNode(), into);
                      collect(tuple.getValueNode(), into);
                    });
        case SequenceNode sequence -> sequence.getValue().forEach(item -> collect(item, into));
        default -> {
          // A scalar has no children.
        }
      }
    }
  }
}
