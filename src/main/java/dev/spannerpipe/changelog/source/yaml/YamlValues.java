package dev.spannerpipe.changelog.source.yaml;

import java.util.List;
import liquibase.parser.core.yaml.CustomConstructYamlTimestamp;
import liquibase.parser.core.yaml.YamlParser;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Reads scalars as Liquibase does. Liquibase parses a number or a date and then converts it to a
/// string again, so `1.10` becomes `1.1`. Not thread-safe.
final class YamlValues extends SafeConstructor {
  YamlValues() {
    super(YamlParser.createLoaderOptions());
    yamlConstructors.put(Tag.TIMESTAMP, new CustomConstructYamlTimestamp());
  }

  /// Returns the string that Liquibase reads for a scalar, or for a list of values without keys;
  /// null for any other node.
  @Nullable String text(Node node) {
    if (node instanceof SequenceNode list) {
      List<Node> items = YamlTree.items(list);
      String all = items.stream().map(this::text).toList().toString();
      return items.isEmpty() ? null : items.size() == 1 ? text(items.getFirst()) : all;
    }
    if (!(node instanceof ScalarNode scalar)) {
      return null;
    }
    try {
      Object value = constructDocument(scalar);
      return value == null ? null : value.toString();
    } catch (YAMLException | IllegalArgumentException _) {
      // Liquibase rejects the file because of this value.
      return scalar.getValue();
    }
  }

  /// Returns whether the string that Liquibase reads for a date depends on the machine's time zone.
  boolean dependsOnTimeZone(Node node) {
    if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.TIMESTAMP)) {
      return false;
    }
    // If the string begins with a letter, it is in Java's default format, which begins with the day
    // of the week and names the time zone. Liquibase's own format, for a time without an offset,
    // begins with the year.
    String text = text(node);
    return text != null && !text.isEmpty() && Character.isLetter(text.charAt(0));
  }
}
