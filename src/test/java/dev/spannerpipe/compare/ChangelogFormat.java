package dev.spannerpipe.compare;

import dev.spannerpipe.compare.GeneratedChangeSet.Change;
import dev.spannerpipe.compare.GeneratedChangeSet.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/// Writes change sets down in one of Liquibase's formats.
enum ChangelogFormat {
  SQL,
  YAML,
  JSON,
  XML;

  String extension() {
    return switch (this) {
      case SQL -> "sql";
      case YAML -> "yaml";
      case JSON -> "json";
      case XML -> "xml";
    };
  }

  String write(List<GeneratedChangeSet> changeSets) {
    return switch (this) {
      case SQL ->
          changeSets.stream()
              .map(ChangelogFormat::sql)
              .collect(Collectors.joining("\n", "--liquibase formatted sql\n\n", ""));
      case YAML -> new Yaml().dump(tree(changeSets));
      case JSON -> json(tree(changeSets));
      case XML ->
          changeSets.stream()
              .map(XmlText::of)
              .collect(Collectors.joining("\n", XmlText.START, XmlText.END));
    };
  }

  private static String sql(GeneratedChangeSet changeSet) {
    StringBuilder text = new StringBuilder("--changeset ");
    text.append(changeSet.author()).append(':').append(changeSet.id());
    changeSet
        .attributes()
        .forEach((name, value) -> text.append(' ').append(name).append(':').append(word(value)));
    text.append('\n');
    changeSet
        .question()
        .ifPresent(
            question ->
                text.append("--preconditions onFail:%s\n".formatted(question.onFail()))
                    .append(
                        "--precondition-sql-check expectedResult:%d %s\n"
                            .formatted(question.expected(), question.sql())));
    changeSet.changes().forEach(change -> text.append(change.text()).append(";\n"));
    changeSet.rollback().ifPresent(rollback -> text.append("--rollback " + rollback + "\n"));
    return text.toString();
  }

  /// Liquibase reads an attribute to the first blank, unless its value is in quotation marks.
  private static String word(Object value) {
    String text = String.valueOf(value);
    return text.contains(" ") ? '"' + text + '"' : text;
  }

  private static Map<String, Object> tree(List<GeneratedChangeSet> changeSets) {
    return Map.of("databaseChangeLog", changeSets.stream().map(ChangelogFormat::tree).toList());
  }

  private static Map<String, Object> tree(GeneratedChangeSet changeSet) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", changeSet.id());
    tree.put("author", changeSet.author());
    tree.putAll(changeSet.attributes());
    changeSet.question().ifPresent(question -> tree.put("preConditions", tree(question)));
    tree.put("changes", changeSet.changes().stream().map(ChangelogFormat::tree).toList());
    changeSet.rollback().ifPresent(rollback -> tree.put("rollback", rollback));
    return Map.of("changeSet", tree);
  }

  private static List<Object> tree(Question question) {
    return List.of(
        Map.of("onFail", question.onFail()),
        Map.of("sqlCheck", Map.of("expectedResult", question.expected(), "sql", question.sql())));
  }

  private static Map<String, Object> tree(Change change) {
    Map<String, Object> attributes = new LinkedHashMap<>(change.attributes());
    if (attributes.get("columns") instanceof List<?> columns) {
      List<Object> wrapped = new ArrayList<>();
      columns.forEach(column -> wrapped.add(Map.of("column", column)));
      attributes.put("columns", wrapped);
    }
    return Map.of(change.type(), attributes);
  }

  private static String json(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> json(String.valueOf(entry.getKey())) + ": " + json(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case List<?> list ->
          list.stream().map(ChangelogFormat::json).collect(Collectors.joining(",\n ", "[", "]"));
      case String text ->
          '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
      default -> String.valueOf(value);
    };
  }
}
