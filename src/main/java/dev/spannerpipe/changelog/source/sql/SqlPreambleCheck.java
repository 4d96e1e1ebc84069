package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import java.util.List;
import java.util.regex.Pattern;

/// Finds SQL above the first change set of formatted SQL, where Liquibase drops it. Comments and
/// instructions for Liquibase are legal there.
final class SqlPreambleCheck {
  private static final Pattern LINE_COMMENT = Pattern.compile("(?s)\\s*(--|#).*");
  private static final Pattern BLOCK_COMMENTS = Pattern.compile("(?s)/\\*.*?\\*/");

  private SqlPreambleCheck() {}

  static List<FileProblem> problems(SqlSource source) {
    if (!source.formatted()) {
      return List.of();
    }
    boolean inComment = false;
    for (SqlLine line : source.lines()) {
      if (line.changeSet() >= 0 || SqlHeaderLikeCheck.isMeantAsHeader(line)) {
        return List.of();
      }
      String text = line.is(SqlLine.Role.TEXT) ? line.text() : "";
      if (inComment) {
        int end = text.indexOf("*/");
        inComment = end < 0;
        text = inComment ? "" : text.substring(end + 2);
      }
      text = BLOCK_COMMENTS.matcher(text).replaceAll("");
      if (LINE_COMMENT.matcher(text).matches()) {
        continue;
      }
      int begin = text.indexOf("/*");
      inComment |= begin >= 0;
      text = begin < 0 ? text : text.substring(0, begin);
      if (!text.isBlank() && UnreadableLine.of(text, false).isEmpty()) {
        return List.of(sql(source, line));
      }
    }
    return List.of();
  }

  private static FileProblem sql(SqlSource source, SqlLine line) {
    return source.rejected(
        line.number(),
        "%s has \"%s\" above the first change set, where Liquibase drops it"
            .formatted(source.at(line.number()), SqlComment.shown(line.text())),
        "Write a \"--changeset author:id\" line above it, or remove it",
        source.changeSets());
  }
}
