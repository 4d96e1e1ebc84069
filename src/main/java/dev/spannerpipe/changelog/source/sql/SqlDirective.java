package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.text.EditDistance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An instruction for Liquibase on a line of formatted SQL, except for the header of a change set.
enum SqlDirective {
  ROLLBACK("\\s*--\\s*rollback (.*)", "--rollback <SQL>", "the rollback SQL would be missing"),
  COMMENT("--\\s*comment:? (.*)", "--comment <text>", "the comment would be missing"),
  VALID_CHECK_SUM(
      "--\\s*validCheckSum:? (.*)",
      "--validCheckSum: <checksum>",
      "the checksum would not be accepted"),
  PRECONDITIONS(
      "\\s*--\\s*preconditions(.*)",
      "--preconditions onFail:<value> onError:<value>",
      "a precondition that fails would end the run"),
  SQL_CHECK(
      "\\s*--\\s*precondition-sql-check (.*)",
      "--precondition-sql-check expectedResult:<value> <SQL>",
      "the change set would run without this precondition"),
  TABLE_EXISTS(
      "\\s*--\\s*precondition-table-exists (.*)",
      "--precondition-table-exists table:<name>",
      "the change set would run without this precondition"),
  VIEW_EXISTS(
      "\\s*--\\s*precondition-view-exists (.*)",
      "--precondition-view-exists view:<name>",
      "the change set would run without this precondition"),
  PROPERTY(
      "\\s*--\\s*property\\s+(.*:.*)\\s+(.*:.*).*",
      "--property name:<name> value:<value>",
      "the property would be missing"),
  IGNORE_LINES(
      "--\\s*ignoreLines:(\\w+)",
      "--ignoreLines:<number>\" or \"--ignoreLines:start",
      "no lines would be skipped");

  /// A text whose beginning looks like an SQL statement rather than an ordinary sentence.
  private static final Pattern SQL =
      Pattern.compile(
          "(?is)[\\s\\p{Z}:]*((DROP|ALTER|CREATE|RENAME|TRUNCATE)\\s+(OR\\s+REPLACE\\s+)?"
              + "(TABLE|INDEX|UNIQUE|NULL_FILTERED|SEARCH|VECTOR|VIEW|SEQUENCE|SCHEMA|DATABASE"
              + "|ROLE|CHANGE\\s+STREAM|PROPERTY\\s+GRAPH|MODEL|FUNCTION|PROTO|STATISTICS)\\b"
              + "|DELETE\\s+FROM\\b|DELETE\\s+\\S+\\s+WHERE\\b|UPDATE\\s+\\S+\\s+SET\\b"
              + "|INSERT\\s+(INTO|OR)\\b|(GRANT|REVOKE)\\s.*\\sON\\s|empty\\s*$|not required\\s*$).*");

  /// The text of a line that is probably meant as a precondition, without the comment marks.
  private static final Pattern CONDITION =
      Pattern.compile(
          "(?is)(\\p{Alpha}[\\p{Alpha}_-]*?)[\\s:_-]*(sql|table|view)[\\s_-]*(?:check|exists?)\\b"
              + ".*(?:expected|select|table\\s*[:=]|view\\s*[:=]).*");

  /// The same as `CONDITION`, but for a line with a space between the comment marks and the word.
  /// Such a line may also be an ordinary sentence, so this pattern requires hyphens or underscores
  /// and an attribute.
  private static final Pattern CONDITION_AFTER_SPACE =
      Pattern.compile(
          "(?is)(\\p{Alpha}[\\p{Alpha}_-]*?)[\\s_-](sql|table|view)[_-](?:check|exists?)\\s"
              + "(?:.*\\s)?(?:expectedResult|table|view)[:=]\\S.*");

  private static final Pattern HANDLING =
      Pattern.compile("(?is)[\\s:]+on(Fail|Error|UpdateSQL|SqlOutput)\\s*[:=].*");
  private static final Pattern HANDLING_AFTER_SPACE =
      Pattern.compile("(?is)\\s+on(Fail|Error|UpdateSQL|SqlOutput)[:=]\\S.*");
  private static final Pattern NAME_AND_VALUE =
      Pattern.compile("(?is)[\\s:]+(name|value)\\s*[:=].*");
  private static final Pattern NAME_AND_VALUE_AFTER_SPACE =
      Pattern.compile("(?is)\\s+name[:=][^\\s,;]+\\s+value[:=]\\S.*");
  private static final Pattern CHECK_SUM =
      Pattern.compile("(?is)[\\s:=]+(\\d+:\\S.*|any|all|\\*)\\s*");
  private static final Pattern NUMBER = Pattern.compile("(?is)[\\s:=]*(start|end|\\d+)\\b.*");
  private static final Pattern QUOTED_VALUE =
      Pattern.compile("(?i).*\\bvalue:\\s*(([\"'])\\S*)\\s.*");
  private static final Pattern CUT_VALUE =
      Pattern.compile("(?i).*\\b(value:\\s*([^\\s\"']\\S*)\\s+(?!\\w+[:=])\\S.*)");
  private static final Pattern OURS = Pattern.compile("(?is)[\\s:]*spanner-pipe:.*");

  /// English words that are similar to the name of an instruction but are not misspellings of it.
  private static final Set<String> OTHER_WORDS = Set.of("fallback", "callback", "properly");

  private final Pattern recognized;
  private final String form;
  private final String lost;

  SqlDirective(String regex, String form, String lost) {
    this.recognized = Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    this.form = form;
    this.lost = lost;
  }

  /// Returns the instruction that the author of a line meant; empty if the line may be an ordinary
  /// comment.
  static Optional<SqlDirective> meant(String line, SqlComment comment) {
    Optional<SqlDirective> recognized = recognizedIn(line);
    if (recognized.isPresent()) {
      return recognized;
    }
    if (comment.marks().isEmpty() || OTHER_WORDS.contains(comment.letters())) {
      return Optional.empty();
    }
    return condition(comment).or(() -> word(comment)).or(() -> LooseDirective.of(comment));
  }

  /// Returns the instruction that Liquibase recognizes in a line below the header of a change set.
  static Optional<SqlDirective> recognizedIn(String line) {
    return SqlComment.beginsWithDash(line)
        ? Arrays.stream(values()).filter(each -> each.isRecognizedIn(line)).findFirst()
        : Optional.empty();
  }

  /// Returns the precondition that a line is meant as, or `PRECONDITIONS` if the line sets
  /// `onFail`, `onError` or the like.
  static Optional<SqlDirective> condition(SqlComment comment) {
    boolean noGap = comment.gap().isEmpty();
    Matcher condition =
        (noGap ? CONDITION : CONDITION_AFTER_SPACE).matcher(comment.word() + comment.tail());
    if (condition.matches() && isLikePrecondition(condition.group(1))) {
      return Optional.of(
          switch (condition.group(2).toLowerCase(Locale.ROOT)) {
            case "sql" -> SQL_CHECK;
            case "table" -> TABLE_EXISTS;
            default -> VIEW_EXISTS;
          });
    }
    Pattern handling = noGap ? HANDLING : HANDLING_AFTER_SPACE;
    return isLikePrecondition(comment.word()) && handling.matcher(comment.tail()).matches()
        ? Optional.of(PRECONDITIONS)
        : Optional.empty();
  }

  private static boolean isLikePrecondition(String word) {
    return EditDistance.between(SqlComment.letters(word), "precondition") <= 2;
  }

  private static Optional<SqlDirective> word(SqlComment comment) {
    String tail = comment.tail();
    if (isRollback(comment)) {
      return Optional.of(ROLLBACK);
    }
    if (comment.distance("validCheckSum") <= 2 && CHECK_SUM.matcher(tail).matches()) {
      return Optional.of(VALID_CHECK_SUM);
    }
    Pattern property = comment.gap().isEmpty() ? NAME_AND_VALUE : NAME_AND_VALUE_AFTER_SPACE;
    if (comment.distance("property") <= 3 && property.matcher(tail).matches()) {
      return Optional.of(PROPERTY);
    }
    if (comment.distance("ignoreLines") <= 2 && NUMBER.matcher(tail).matches()) {
      return Optional.of(IGNORE_LINES);
    }
    boolean text = comment.gap().isEmpty() && comment.distance("comment") <= 1;
    return (text && comment.letters().startsWith("com") && !tail.isBlank())
            || (comment.distance("comment") <= 2 && OURS.matcher(tail).matches())
        ? Optional.of(COMMENT)
        : Optional.empty();
  }

  private static boolean isRollback(SqlComment comment) {
    boolean noGap = comment.gap().isEmpty();
    boolean plural = comment.letters().equals("rollbacks");
    int distance = comment.distance("rollback");
    boolean misspelt = distance > 0 && !plural && noGap && !comment.tail().isBlank();
    boolean sql = SQL.matcher(comment.tail()).matches() && (noGap || !plural);
    return distance <= 2 && (misspelt || sql);
  }

  /// Returns whether Liquibase recognizes this instruction in a line.
  boolean isRecognizedIn(String line) {
    return recognized.matcher(line).matches();
  }

  /// Returns whether Liquibase silently drops this instruction if it is above the first change set.
  boolean isDroppedBeforeFirstChangeSet() {
    return this != PROPERTY && this != IGNORE_LINES && this != COMMENT;
  }

  String form() {
    return form;
  }

  String lost() {
    return lost;
  }

  /// Returns whether it matters if Liquibase misreads a line that is meant as this instruction. A
  /// `--comment` matters only if it contains an instruction for the pipe. A line with a space after
  /// the comment marks does not matter if it only loosely resembles an instruction.
  boolean matters(SqlComment comment) {
    boolean sure = comment.gap().isEmpty() || LooseDirective.of(comment).isEmpty();
    return this == COMMENT ? OURS.matcher(comment.tail()).matches() : sure;
  }

  /// Returns whether the beginning of a text looks like an SQL statement rather than an ordinary
  /// sentence.
  static boolean isLikeSql(String text) {
    return SQL.matcher(text).matches();
  }

  /// Returns the problems with the attributes of a line in which Liquibase recognizes this
  /// instruction.
  List<SqlAttributes.Finding> attributes(String line) {
    return switch (this) {
      case PRECONDITIONS ->
          SqlAttributes.in(
              line.replaceFirst("(?i)^\\s*--\\s*preconditions", " "),
              SqlAttribute.OF_PRECONDITIONS);
      case TABLE_EXISTS, VIEW_EXISTS ->
          SqlAttributes.in(
              line.replaceFirst("(?i)^\\s*--\\s*precondition-\\w+-exists", " "),
              SqlAttribute.OF_OBJECTS);
      case PROPERTY -> property(line);
      default -> List.of();
    };
  }

  private static List<SqlAttributes.Finding> property(String line) {
    String attributes =
        line.replaceFirst("(?i)^\\s*--\\s*property", " ")
            .replaceAll("(?i)\\b(name|value):\\s*\\S+", " ");
    List<SqlAttributes.Finding> findings =
        new ArrayList<>(SqlAttributes.in(attributes, SqlAttribute.OF_PROPERTIES));
    Matcher value = QUOTED_VALUE.matcher(line);
    if (value.matches() && value.group(1).indexOf(value.group(2), 1) < 0) {
      findings.add(
          new SqlAttributes.Finding(
              "a quoted value with a space, but Liquibase reads only \"%s\": a value ends at the first space"
                  .formatted(value.group(1)),
              "Define the property in a changelog in YAML, JSON or XML, or in"
                  + " CHANGELOG_PARAMETERS",
              SqlAttributes.Mistake.ANYWHERE));
    }
    Matcher cut = CUT_VALUE.matcher(line);
    if (cut.matches()) {
      findings.add(
          new SqlAttributes.Finding(
              "\"%s\", but Liquibase reads only \"%s\" as the value"
                  .formatted(cut.group(1), cut.group(2)),
              "Define the property in a YAML, JSON or XML changelog if the rest belongs to the"
                  + " value",
              SqlAttributes.Mistake.PERHAPS));
    }
    return findings;
  }
}
