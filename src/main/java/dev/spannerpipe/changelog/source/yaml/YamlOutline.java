package dev.spannerpipe.changelog.source.yaml;

import dev.spannerpipe.changelog.source.ChangeTypes;
import dev.spannerpipe.changelog.source.FileProblem;
import dev.spannerpipe.changelog.source.NamedClasses;
import dev.spannerpipe.changelog.source.SourceOutline;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/// Finds the lines of change sets, of changes and of references to files in a YAML or JSON
/// changelog.
public final class YamlOutline {
  /// Keys that may be listed among the changes of a change set but are not changes.
  static final Set<String> NOT_CHANGES =
      Set.of(
          "modifySql",
          "validCheckSum",
          "validCheckSums",
          "preConditions",
          "preconditions",
          "rollback",
          "changes");

  private final ChangeTypes changeTypes = new ChangeTypes();
  private final YamlValues values = new YamlValues();
  private final List<SourceOutline.Entry> changeSets = new ArrayList<>();
  private final List<SourceOutline.Reference> references = new ArrayList<>();

  private YamlOutline() {}

  public static SourceOutline of(String file, String text) {
    YamlOutline outline = new YamlOutline();
    Node root = YamlNodes.compose(file, text);
    if (!(root instanceof MappingNode mapping)) {
      throw RootKeys.failure(file, root);
    }
    List<FileProblem> problems =
        YamlLint.problems(file, mapping, outline.changeTypes, outline.values);
    YamlTree.entries(mapping).stream()
        .filter(entry -> entry.name().equals("databaseChangeLog"))
        .forEach(entry -> outline.items(entry.value()));
    return new SourceOutline(
        text.lines().toList(),
        outline.changeSets,
        outline.references,
        List.of(),
        NamedClasses.in(root),
        problems);
  }

  private void items(Node list) {
    for (YamlTree.Child item : YamlTree.children(list)) {
      switch (item.name()) {
        case "changeSet" -> changeSet(item);
        case "include", "property" -> reference(item.value(), "file");
        case "includeAll" -> reference(item.value(), "path");
        case "modifyChangeSets" -> items(item.value());
        default -> {
          // The outline does not need the lines of other items.
        }
      }
    }
  }

  private void reference(Node node, String key) {
    YamlTree.attribute(node, key)
        .ifPresent(
            path ->
                references.add(
                    new SourceOutline.Reference(YamlTree.scalar(path), YamlTree.line(path))));
  }

  private void changeSet(YamlTree.Child item) {
    List<SourceOutline.Named> changes = new ArrayList<>();
    changes(item.value(), changes);
    changeSets.add(
        new SourceOutline.Entry(
            text(item.value(), "id"), text(item.value(), "author"), item.line(), changes));
  }

  private @Nullable String text(Node changeSet, String key) {
    return YamlTree.attribute(changeSet, key).map(values::text).orElse(null);
  }

  private void changes(Node list, List<SourceOutline.Named> changes) {
    for (YamlTree.Child child : YamlTree.children(list)) {
      if (child.name().equals("changes")) {
        changes(child.value(), changes);
      } else {
        change(child, changes);
      }
    }
  }

  private void change(YamlTree.Child child, List<SourceOutline.Named> changes) {
    if (changeTypes.isKnown(child.name())) {
      changes.add(new SourceOutline.Named(child.name(), child.line()));
      reference(child.value(), "path");
      reference(child.value(), "file");
    }
  }
}
