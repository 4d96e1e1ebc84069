package dev.spannerpipe.compare;

import dev.spannerpipe.compare.GeneratedChangeSet.Change;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes change sets as XML.
final class XmlText {
  static final String START =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
          xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
          xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
      """;
  static final String END = "\n</databaseChangeLog>\n";

  /// Attributes that XML writes as the text of the element.
  private static final Set<String> TEXTS = Set.of("sql", "selectQuery", "message");

  private XmlText() {}

  static String of(GeneratedChangeSet changeSet) {
    StringBuilder text = new StringBuilder("  <changeSet");
    attribute(text, "id", changeSet.id());
    attribute(text, "author", changeSet.author());
    changeSet.attributes().forEach((name, value) -> attribute(text, name, value));
    text.append(">\n");
    changeSet
        .question()
        .ifPresent(
            question ->
                text.append(
                    "    <preConditions onFail=\"%s\"><sqlCheck expectedResult=\"%d\">%s</sqlCheck></preConditions>\n"
                        .formatted(
                            question.onFail(), question.expected(), escaped(question.sql()))));
    changeSet.changes().forEach(change -> change(text, change));
    changeSet
        .rollback()
        .ifPresent(sql -> text.append("    <rollback>" + escaped(sql) + "</rollback>\n"));
    return text.append("  </changeSet>\n").toString();
  }

  private static void change(StringBuilder text, Change change) {
    if (change.isSql()) {
      text.append("    <sql>" + escaped(change.text()) + "</sql>\n");
      return;
    }
    text.append("    <" + change.type());
    change.attributes().forEach((name, value) -> simple(text, name, value));
    text.append(">");
    if (change.attributes().get("columns") instanceof List<?> columns) {
      columns.forEach(column -> column(text, (Map<?, ?>) column));
    }
    TEXTS.stream()
        .filter(change.attributes()::containsKey)
        .forEach(name -> text.append(escaped(String.valueOf(change.attributes().get(name)))));
    if (change.attributes().get("where") instanceof String where) {
      text.append("<where>" + escaped(where) + "</where>");
    }
    text.append("</" + change.type() + ">\n");
  }

  private static void simple(StringBuilder text, String name, Object value) {
    if (!(value instanceof List<?>) && !name.equals("where") && !TEXTS.contains(name)) {
      attribute(text, name, value);
    }
  }

  private static void column(StringBuilder text, Map<?, ?> column) {
    text.append("<column");
    column.forEach(
        (name, value) -> {
          if (!(value instanceof Map<?, ?>)) {
            attribute(text, String.valueOf(name), value);
          }
        });
    text.append(">");
    if (column.get("constraints") instanceof Map<?, ?> constraints) {
      text.append("<constraints");
      constraints.forEach((name, value) -> attribute(text, String.valueOf(name), value));
      text.append("/>");
    }
    text.append("</column>");
  }

  private static void attribute(StringBuilder text, String name, Object value) {
    text.append(' ').append(name).append("=\"").append(escaped(String.valueOf(value))).append('"');
  }

  private static String escaped(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
