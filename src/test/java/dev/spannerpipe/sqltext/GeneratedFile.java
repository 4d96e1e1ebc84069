package dev.spannerpipe.sqltext;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.testing.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A changelog file with one change set of statements, in one of the formats.
///
/// @param path its name
/// @param statements what its author wrote, without delimiters
record GeneratedFile(String path, List<String> statements, boolean stripComments) {
  /// The formats that hold SQL text.
  enum Format {
    /// Formatted SQL.
    FORMATTED,
    /// `sql` in YAML.
    YAML,
    /// `sql` in XML.
    XML,
    /// `sql` in JSON.
    JSON,
    /// `sqlFile`, named by a YAML file.
    SQL_FILE,
    /// A file without the header of formatted SQL.
    RAW
  }

  /// What separates statements.
  ///
  /// @param name the `endDelimiter`; empty for the usual ones
  private record Delimiter(String name, List<String> written) {}

  private static final Delimiter USUAL =
      new Delimiter("", List.of(";", ";\n", " ;\n\n", "\nGO\n", "\n/\n", "\ngo\n;", ";;"));
  private static final Delimiter SEMICOLON = new Delimiter(";", List.of(";", ";\n", " ;\n\n"));
  private static final List<Delimiter> DELIMITERS =
      List.of(
          USUAL,
          USUAL,
          SEMICOLON,
          new Delimiter(";;", List.of(";;", "\n;;\n")),
          new Delimiter("@@", List.of("@@", " @@\n")),
          new Delimiter("//", List.of(" // ", "\n//\n")),
          new Delimiter("/", List.of("\n/\n", "\n/ ")),
          new Delimiter("\\nGO", List.of("\nGO\n", "\ngo\n")),
          new Delimiter("eof", List.of(" EOF ", "\neof\n")));

  /// Writes a file.
  static GeneratedFile write(
      Workspace workspace,
      String name,
      Format format,
      boolean strip,
      RandomStatements source,
      int count) {
    RandomText random = source.random();
    Delimiter delimiter = format == Format.RAW ? SEMICOLON : random.one(DELIMITERS);
    List<String> statements = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < count; index++) {
      statements.add(source.next());
      text.append(random.chance(0.3) ? source.outerComment() : "")
          .append(index == 0 ? "\n" : "")
          .append(statements.getLast())
          .append(random.chance(0.2) ? source.outerComment() : "")
          .append(random.one(delimiter.written()));
    }
    String attributes = attributes(format, delimiter, strip);
    String path = name + ending(format);
    switch (format) {
      case FORMATTED ->
          workspace.with(
              path,
              "--liquibase formatted sql\n\n--changeset ann:" + name + attributes + "\n" + text);
      case YAML ->
          workspace.with(
              path, yaml(name, "sql", attributes, "sql: |\n" + indented("-- text\n" + text)));
      case XML -> workspace.with(path, xml(name, attributes, text.toString()));
      case JSON -> workspace.with(path, json(name, attributes, text.toString()));
      case SQL_FILE -> {
        String file = random.chance(0.5) ? text.toString().replace("\n", "\r\n") : text.toString();
        workspace
            .with(name + ".txt", file)
            .with(path, yaml(name, "sqlFile", attributes, "path: " + name + ".txt\n"));
      }
      case RAW -> workspace.with(path, text.toString());
    }
    return new GeneratedFile(path, List.copyOf(statements), strip);
  }

  private static String ending(Format format) {
    return switch (format) {
      case FORMATTED, RAW -> ".sql";
      case YAML, SQL_FILE -> ".yaml";
      case XML -> ".xml";
      case JSON -> ".json";
    };
  }

  /// Returns the attributes in the format's own way; those that are its defaults may be left out.
  private static String attributes(Format format, Delimiter delimiter, boolean strip) {
    String name = delimiter.name();
    return switch (format) {
      case FORMATTED ->
          (strip ? "" : " stripComments:false") + (name.isEmpty() ? "" : " endDelimiter:" + name);
      case XML ->
          (strip ? " stripComments=\"true\"" : "")
              + (name.isEmpty() ? "" : " endDelimiter=\"" + name + "\"");
      case JSON ->
          "\"stripComments\": "
              + strip
              + (name.isEmpty()
                  ? ""
                  : ", \"endDelimiter\": \"" + name.replace("\\", "\\\\") + "\"");
      case YAML, SQL_FILE ->
          (strip ? "stripComments: true\n" : "")
              + (name.isEmpty() ? "" : "endDelimiter: '" + name + "'\n");
      case RAW -> "";
    };
  }

  private static String yaml(String name, String change, String attributes, String last) {
    return "databaseChangeLog:\n- changeSet:\n    id: "
        + name
        + "\n    author: ann\n    changes:\n    - "
        + change
        + ":\n"
        + (attributes + last)
            .lines()
            .map(line -> "        " + line)
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  private static String indented(String text) {
    return text.lines().map(line -> "  " + line).collect(Collectors.joining("\n"));
  }

  private static String xml(String name, String attributes, String text) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
          <changeSet id="%s" author="ann"><sql%s><![CDATA[%s]]></sql></changeSet>
        </databaseChangeLog>
        """
        .formatted(name, attributes, text);
  }

  private static String json(String name, String attributes, String text) {
    return "{\"databaseChangeLog\": [{\"changeSet\": {\"id\": \"%s\", \"author\": \"ann\", \"changes\": [{\"sql\": {%s, \"sql\": %s}}]}}]}\n"
        .formatted(name, attributes, quoted(text));
  }

  private static String quoted(String text) {
    String object = Json.object().with("x", text).canonical();
    return object.substring(object.indexOf(':') + 1, object.length() - 1);
  }
}
