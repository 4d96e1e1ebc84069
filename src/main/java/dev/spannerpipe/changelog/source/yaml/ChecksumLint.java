package dev.spannerpipe.changelog.source.yaml;

import dev.spannerpipe.changelog.source.FileProblem.Reported;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/// Finds values of `validCheckSum` that Liquibase ignores or cannot read.
final class ChecksumLint {
  private static final String ACTION = "Write the checksums as a list of strings";

  private ChecksumLint() {}

  static void check(YamlTree.Child checksums, UnknownKeys keys) {
    List<Node> items = YamlTree.items(checksums.value());
    if (!YamlTree.children(checksums.value()).isEmpty()) {
      keys.reject(
          checksums,
          "has a mapping as the value of %s, which Liquibase ignores".formatted(checksums.name()),
          ACTION,
          Reported.WHERE_READ);
    } else if (items.size() > 1 && items.stream().anyMatch(item -> !isText(item))) {
      keys.reject(
          checksums,
          "has a list as the value of %s, but an item of the list is not a string, so Liquibase cannot read it"
              .formatted(checksums.name()),
          ACTION,
          Reported.WHERE_UNREADABLE);
    }
  }

  private static boolean isText(Node item) {
    return item.getTag().equals(Tag.STR) || item.getTag().equals(Tag.NULL);
  }
}
