package dev.spannerpipe.changelog;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liquibase.parser.core.yaml.YamlParser;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Finds the lines of a YAML or JSON changelog.
final class YamlOutline {
  private final List<FileOutline.Entry> changeSets = new ArrayList<>();
  private final List<FileOutline.Reference> references = new ArrayList<>();

  private YamlOutline() {}

  static FileOutline of(String file, String text) {
    YamlOutline outline = new YamlOutline();
    Node root = compose(file, text);
    if (root instanceof MappingNode mapping) {
      value(mapping, "databaseChangeLog").ifPresent(outline::entries);
    }
    return new FileOutline(
        text.lines().toList(), outline.changeSets, outline.references, List.of());
  }

  private static @Nullable Node compose(String file, String text) {
    LoaderOptions options = YamlParser.createLoaderOptions();
    try {
      return new Yaml(options).compose(new StringReader(text));
    } catch (MarkedYAMLException problem) {
      Mark mark = problem.getProblemMark();
      throw Problems.unreadable(
          file,
          mark == null ? 0 : mark.getLine() + 1,
          mark == null ? 0 : mark.getColumn() + 1,
          problem.getProblem());
    } catch (YAMLException problem) {
      throw Problems.unreadable(file, 0, 0, Problems.text(problem));
    }
  }

  private void entries(Node list) {
    if (!(list instanceof SequenceNode sequence)) {
      return;
    }
    for (Node item : sequence.getValue()) {
      if (item instanceof MappingNode mapping) {
        mapping.getValue().forEach(this::entry);
      }
    }
  }

  private void entry(NodeTuple tuple) {
    if (tuple.getValueNode() instanceof MappingNode mapping) {
      switch (key(tuple)) {
        case "changeSet" -> changeSet(line(tuple.getKeyNode()), mapping);
        case "include", "property" -> reference(mapping, "file");
        case "includeAll" -> reference(mapping, "path");
        default -> {
          // Nothing in there has a line that anybody asks for.
        }
      }
    }
  }

  private void reference(MappingNode mapping, String key) {
    value(mapping, key)
        .ifPresent(node -> references.add(new FileOutline.Reference(scalar(node, ""), line(node))));
  }

  private void changeSet(int line, MappingNode mapping) {
    List<FileOutline.Named> changes = new ArrayList<>();
    value(mapping, "changes").ifPresent(node -> changes(node, changes));
    changeSets.add(
        new FileOutline.Entry(
            value(mapping, "id").map(node -> scalar(node, "")).orElse(null),
            value(mapping, "author").map(node -> scalar(node, "")).orElse(null),
            line,
            changes));
  }

  private void changes(Node list, List<FileOutline.Named> changes) {
    if (!(list instanceof SequenceNode sequence)) {
      return;
    }
    for (Node item : sequence.getValue()) {
      if (item instanceof MappingNode mapping) {
        for (NodeTuple tuple : mapping.getValue()) {
          changes.add(new FileOutline.Named(key(tuple), line(tuple.getKeyNode())));
          if (tuple.getValueNode() instanceof MappingNode attributes) {
            reference(attributes, "path");
            reference(attributes, "file");
          }
        }
      }
    }
  }

  private static Optional<Node> value(MappingNode mapping, String key) {
    return mapping.getValue().stream()
        .filter(tuple -> key(tuple).equals(key))
        .map(NodeTuple::getValueNode)
        .reduce((_, last) -> last);
  }

  private static String key(NodeTuple tuple) {
    return scalar(tuple.getKeyNode(), "");
  }

  private static String scalar(Node node, String otherwise) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : otherwise;
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
