package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds attributes of change sets in lines where Liquibase does not read them: in the first line
/// of the file, and in comment lines of their own. An attribute is rejected if it decides whether a
/// change set runs and if the line is certainly not an ordinary comment. Any other attribute causes
/// a warning, unless it has its default value.
final class SqlMisplacedCheck {
  private static final Set<String> FILTERS =
      Set.of("context", "contextfilter", "labels", "dbms", "ignore");

  /// Liquibase's default values. The keys are the names of the attributes in lowercase.
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "ignore", "false",
          "runonchange", "false",
          "runalways", "false",
          "runintransaction", "true",
          "failonerror", "true",
          "stripcomments", "true",
          "splitstatements", "true",
          "rollbacksplitstatements", "true",
          "runwith", "jdbc");

  private static final Pattern DASHES = Pattern.compile("[-\u2010-\u2015\u2212#]+");

  /// The text after the name of the first attribute, in a line that consists only of attributes.
  /// Spaces are allowed only in quoted values.
  private static final Pattern ONLY_ATTRIBUTES =
      Pattern.compile("[:=](\"[^\"]*\"|\\S+)(\\s+\\w+[:=](\"[^\"]*\"|\\S+))*\\s*");

  private static final Pattern VALUE_AFTER_SPACE = Pattern.compile("\\s*[:=]\\s+\\S+\\s*");

  private final SqlSource source;
  private final List<FileProblem> problems = new ArrayList<>();

  private SqlMisplacedCheck(SqlSource source) {
    this.source = source;
  }

  static List<FileProblem> problems(SqlSource source) {
    SqlMisplacedCheck check = new SqlMisplacedCheck(source);
    if (source.formatted()) {
      source.lines().stream()
          .filter(line -> SqlScanner.isFormat(line.text()))
          .findFirst()
          .ifPresent(check::firstLine);
      source.lines().stream()
          .filter(line -> line.isFreeText() && !line.inComment())
          .forEach(check::ownLine);
    }
    return check.problems;
  }

  private void firstLine(SqlLine line) {
    for (SqlWord word : SqlWord.of(line.text())) {
      SqlWord.Attribute attribute = word.attribute();
      boolean exact = attribute.separator().equals(":") && !attribute.value().isEmpty();
      SqlAttribute.named(attribute.name(), SqlAttribute.OF_CHANGE_SETS)
          .filter(
              known -> exact && isOnlyOfChangeSets(known) && hasEffect(known, attribute.value()))
          .ifPresent(known -> firstLine(line, word, isFilter(known)));
    }
  }

  private void firstLine(SqlLine line, SqlWord word, boolean reject) {
    String description =
        "%s has \"%s\", which Liquibase reads only in the header of a change set"
            .formatted(source.at(line.number()), word.text());
    String action =
        "Write it in the \"--changeset\" line of each change set to which it should apply";
    problems.add(
        reject
            ? source.rejected(line.number(), description, action, source.changeSets())
            : source.warning(line.number(), description, action, source.changeSets()));
  }

  private static boolean isOnlyOfChangeSets(SqlAttribute known) {
    return SqlAttribute.named(known.name(), SqlAttribute.OF_FILES).isEmpty();
  }

  private void ownLine(SqlLine line) {
    Optional<SqlComment> written =
        SqlComment.of(line.text())
            .filter(comment -> DASHES.matcher(comment.marks()).matches())
            .filter(_ -> UnreadableLine.of(line.text(), line.changeSet() >= 0).isEmpty());
    written.ifPresent(
        comment ->
            known(comment)
                .filter(known -> hasEffect(known, value(comment).split("\\s", 2)[0]))
                .filter(known -> !isInHeader(line, known))
                .ifPresent(known -> ownLine(line, comment, known)));
  }

  private void ownLine(SqlLine line, SqlComment comment, SqlAttribute known) {
    boolean strict = ONLY_ATTRIBUTES.matcher(comment.tail()).matches();
    boolean close = comment.gap().isEmpty();
    boolean meant = strict || (close && VALUE_AFTER_SPACE.matcher(comment.tail()).matches());
    if (!meant) {
      return;
    }
    boolean reject = strict && close && isFilter(known);
    String description =
        "%s has \"%s\", which Liquibase reads as a comment: %s"
            .formatted(source.at(line.number()), SqlComment.shown(line.text()), known.lost());
    String action =
        "Write \"%s:%s\" in the \"--changeset\" line%s"
            .formatted(known.name(), value(comment), reject ? "" : " if that is meant");
    problems.add(
        reject
            ? source.rejectedWhereTheyRun(
                line.number(), description, action, source.changeSets(line))
            : source.warning(line.number(), description, action, source.changeSets(line)));
  }

  /// Returns whether the header of the change set also has the attribute. If so, the comment only
  /// repeats the attribute, which is harmless.
  private boolean isInHeader(SqlLine line, SqlAttribute known) {
    return line.changeSet() >= 0
        && SqlWord.of(source.headers().get(line.changeSet()).rest()).stream()
            .anyMatch(word -> word.attribute().name().equalsIgnoreCase(known.name()));
  }

  private static Optional<SqlAttribute> known(SqlComment comment) {
    return SqlAttribute.OF_CHANGE_SETS.stream()
        .filter(each -> SqlComment.letters(each.name()).equals(comment.letters()))
        .findFirst();
  }

  private static String value(SqlComment comment) {
    return comment.tail().replaceFirst("^\\s*[:=]\\s*", "").strip();
  }

  private static boolean isFilter(SqlAttribute known) {
    return FILTERS.contains(known.name().toLowerCase(Locale.ROOT));
  }

  private static boolean hasEffect(SqlAttribute known, String value) {
    String usual = DEFAULTS.get(known.name().toLowerCase(Locale.ROOT));
    return !value.equalsIgnoreCase(usual)
        && (known.kind() != SqlAttribute.Kind.BOOLEAN || SqlValue.isLikeBoolean(value));
  }
}
