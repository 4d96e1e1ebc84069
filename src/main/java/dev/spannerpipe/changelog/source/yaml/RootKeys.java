package dev.spannerpipe.changelog.source.yaml;

import dev.spannerpipe.changelog.source.FileProblem.Reported;
import dev.spannerpipe.changelog.source.yaml.YamlProblems.Scope;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Finds what was meant to be in the changelog but is beside it, most often for want of
/// indentation. Liquibase reads `databaseChangeLog` and nothing else; other keys are legal as homes
/// of anchors.
///
/// @param problems takes them
/// @param scopes tells what an entry of the root is about
record RootKeys(YamlProblems problems, Function<YamlTree.Child, Scope> scopes) {
  private static final KnownKeys CHANGELOG =
      new KnownKeys("", Set.of(DuplicateKeys.CHANGELOG), Set.of());

  void check(MappingNode root) {
    List<YamlTree.Child> entries = YamlTree.entries(root);
    boolean read = entries.stream().anyMatch(RootKeys::isChangelog);
    for (YamlTree.Child entry : entries) {
      if (!isChangelog(entry) && !holdsAnchor(entry, entries)) {
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
              ? "Move what it holds below databaseChangeLog"
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

  /// Returns whether another entry uses something that is written in this one.
  private static boolean holdsAnchor(YamlTree.Child entry, List<YamlTree.Child> entries) {
    Set<Node> used = Collections.newSetFromMap(new IdentityHashMap<>());
    entries.stream().filter(other -> !other.equals(entry)).forEach(other -> collect(other.value(), used));
    Set<Node> own = Collections.newSetFromMap(new IdentityHashMap<>());
    collect(entry.value(), own);
    int begin = entry.key().getStartMark().getIndex();
    // What begins before its key is an alias.
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
          // A scalar holds nothing.
        }
      }
    }
  }
}
