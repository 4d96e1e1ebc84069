package dev.spannerpipe.changelog;

import dev.spannerpipe.failure.ConfigurationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the lines of a formatted SQL changelog.
final class SqlOutline {
  /// Liquibase's own pattern for a change set's header.
  private static final Pattern HEADER =
      Pattern.compile(
          "\\s*--\\s*changeset\\s+(\"[^\"]+\"|[^:]+):\\s*(\"[^\"]+\"|\\S+).*",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern LIKE_A_HEADER =
      Pattern.compile("\\s*--\\s*changeset\\b.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern FORMAT =
      Pattern.compile("\\s*--\\s*liquibase\\s+formatted.*", Pattern.CASE_INSENSITIVE);

  private SqlOutline() {}

  static FileOutline of(String file, String text) {
    List<String> lines = text.lines().toList();
    if (!isFormatted(lines)) {
      FileOutline.Named sql = new FileOutline.Named("sql", 1);
      return new FileOutline(
          lines, List.of(new FileOutline.Entry(null, null, 1, List.of(sql))), List.of(), List.of());
    }
    List<FileOutline.Entry> changeSets = new ArrayList<>();
    for (int index = 0; index < lines.size(); index++) {
      Matcher header = HEADER.matcher(lines.get(index));
      if (header.matches()) {
        changeSets.add(entry(header, index + 1));
      } else if (LIKE_A_HEADER.matcher(lines.get(index)).matches()) {
        throw new ConfigurationFailure(
            file + ":" + (index + 1) + " begins a change set without an author and an id",
            "Write \"--changeset author:id\"");
      }
    }
    return new FileOutline(lines, changeSets, List.of(), List.of());
  }

  private static boolean isFormatted(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.isBlank())
        .findFirst()
        .filter(line -> FORMAT.matcher(line).matches())
        .isPresent();
  }

  private static FileOutline.Entry entry(Matcher header, int line) {
    return new FileOutline.Entry(
        unquoted(header.group(2)),
        unquoted(header.group(1)),
        line,
        List.of(new FileOutline.Named("sql", line)));
  }

  private static String unquoted(String text) {
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }
}
