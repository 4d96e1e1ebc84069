package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import dev.spannerpipe.plan.ChangeSetId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds lines that are meant as the header of a change set, but that Liquibase rejects or reads as
/// a comment. The statements below a line that Liquibase reads as a comment run as a part of the
/// previous change set. If there is no previous change set, these statements never run.
final class SqlHeaderLikeCheck {
  private static final Pattern BEGINS =
      Pattern.compile("\\s*--\\s*changeset(?<rest>.*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern ONE_DASH =
      Pattern.compile("-\\s*changeset\\s.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern SPACE_BEFORE_ID =
      Pattern.compile(
          "\\s*--\\s*changeset\\s+(\"[^\"]+\"|[^:]+):\\s+(\\S+).*", Pattern.CASE_INSENSITIVE);

  private final SqlSource source;
  private final List<FileProblem> problems = new ArrayList<>();

  private SqlHeaderLikeCheck(SqlSource source) {
    this.source = source;
  }

  static List<FileProblem> problems(SqlSource source) {
    SqlHeaderLikeCheck check = new SqlHeaderLikeCheck(source);
    if (source.formatted()) {
      source.lines().forEach(check::line);
    }
    return check.problems;
  }

  /// Returns whether a line is, or is meant as, the header of a change set.
  static boolean isMeantAsHeader(SqlLine line) {
    return isUnreadable(line.text()) || HeaderLike.of(line).isPresent();
  }

  /// Returns whether Liquibase rejects a line as a malformed header. Callers must not pass a valid
  /// header.
  static boolean isUnreadable(String line) {
    return BEGINS.matcher(line).matches() || ONE_DASH.matcher(line).matches();
  }

  private void line(SqlLine line) {
    if (line.is(SqlLine.Role.HEADER)) {
      Matcher blank = SPACE_BEFORE_ID.matcher(line.text());
      if (blank.matches()) {
        rejectedByLiquibase(
            line,
            "has a space between author and id",
            "Write \"--changeset %s:%s\"".formatted(blank.group(1), blank.group(2)));
      }
    } else if (line.isFreeText()) {
      text(line);
    }
  }

  private void text(SqlLine line) {
    Matcher begins = BEGINS.matcher(line.text());
    if (begins.matches()) {
      boolean word = begins.group("rest").matches("(?s)\\W.*|");
      rejectedByLiquibase(
          line,
          word
              ? "begins a change set without an author and an id"
              : "is a comment that Liquibase reads as the header of a change set",
          word ? "Write \"--changeset author:id\"" : "Begin the comment with another word");
    } else if (ONE_DASH.matcher(line.text()).matches()) {
      rejectedByLiquibase(line, "begins a change set with one dash", "Write two dashes");
    } else if (!line.inComment()) {
      HeaderLike.of(line)
          .filter(like -> !isMention(like))
          .ifPresent(like -> overlooked(line, like));
    }
  }

  private void rejectedByLiquibase(SqlLine line, String description, String action) {
    problems.add(source.impossible(line.number(), description, action));
  }

  private void overlooked(SqlLine line, HeaderLike like) {
    String has =
        "%s has \"%s\", which Liquibase does not recognize as the header of a change set%s: "
            .formatted(
                source.at(line.number()),
                SqlComment.shown(line.text()),
                like.odd().map(" because of the character "::concat).orElse(""));
    String action =
        "Begin the line with \"--changeset %s\""
            .formatted(like.name().map(SqlHeader::written).orElse("author:id"));
    if (line.changeSet() < 0) {
      problems.add(
          source.rejected(line.number(), has + "what follows would never run", action, lost(like)));
      return;
    }
    SqlHeader around = source.headers().get(line.changeSet());
    problems.add(
        source.rejected(
            line.number(),
            has + "what follows would run as a part of change set " + around.name(),
            action + ", unless it has been applied in this form",
            source.changeSets(line)));
  }

  private Set<ChangeSetId> lost(HeaderLike like) {
    return like.name()
        .map(header -> Set.of(header.in(source.file())))
        .orElseGet(source::changeSets);
  }

  private boolean isMention(HeaderLike like) {
    return !like.certain() && like.name().filter(header -> source.has(header.name())).isPresent();
  }
}
