package dev.spannerpipe.changelog.source.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds words that are meant as attributes but that Liquibase does not read as intended. Because a
/// line may also contain free text, some findings are uncertain. An attribute that Liquibase reads
/// as intended is never reported.
final class SqlAttributes {
  /// A problem with a word.
  ///
  /// @param description a noun phrase that completes "the line has"
  /// @param action what to write instead
  /// @param mistake how certain the mistake is, and what it may cause
  record Finding(String description, String action, Mistake mistake) {}

  /// How certain it is that Liquibase does not read a word as intended, and what that may cause.
  enum Mistake {
    /// Perhaps no mistake: the word may be free text.
    PERHAPS,
    /// A certain mistake. Its only possible effect is that Liquibase runs a change set that should
    /// not run, so the mistake is harmless where Liquibase skips the change set anyway.
    HARMLESS_ELSEWHERE,
    /// A certain mistake that may also make Liquibase skip a change set that should run.
    ANYWHERE
  }

  /// Attributes that YAML, JSON or XML changelogs support, but that no line of formatted SQL
  /// supports.
  private static final Set<String> OF_OTHER_FORMATS =
      Set.of(
          "runorder",
          "objectquotingstrategy",
          "onvalidationfail",
          "validchecksum",
          "validchecksums",
          "preconditions",
          "onfail",
          "onerror",
          "rollback");

  private static final Pattern READ_DATABASES = Pattern.compile("[^,][\\w!,]+");

  private final String line;
  private final List<SqlWord> words;
  private final List<SqlAttribute> known;
  private final List<Finding> findings = new ArrayList<>();
  private final List<SqlAttribute> read = new ArrayList<>();

  private SqlAttributes(String text, List<SqlAttribute> known) {
    this.line = text;
    this.words = SqlWord.of(text);
    this.known = known;
  }

  /// Returns the problems with the attributes in this text.
  static List<Finding> in(String text, List<SqlAttribute> known) {
    SqlAttributes attributes = new SqlAttributes(text, known);
    for (int index = 0; index < attributes.words.size(); index++) {
      attributes.word(index);
    }
    ContextTwins.in(text, known).ifPresent(attributes.findings::add);
    return List.copyOf(attributes.findings);
  }

  private void word(int index) {
    SqlWord word = words.get(index);
    SqlWord.Attribute attribute = attribute(index);
    Optional<SqlAttribute> named =
        attribute.exact() ? SqlAttribute.named(attribute.name(), known) : Optional.empty();
    if (named.isPresent() && attribute.separator().equals(":")) {
      readByLiquibase(named.get(), attribute, index);
    } else if (embedded(word.text()).isPresent()) {
      insideOfAWord(word.text(), embedded(word.text()).get());
    } else if (!attribute.separator().isEmpty()) {
      SqlAttribute.named(attribute.name(), known)
          .or(() -> SqlAttribute.meant(attribute.name(), value(attribute, index), known))
          .ifPresentOrElse(
              meant -> notRead(meant, attribute, index), () -> ofAnotherFormat(attribute, word));
    } else if (named.filter(each -> isFlag(each, attribute)).isPresent()) {
      findings.add(
          new Finding(
              "\"%s\" without a value, which Liquibase ignores".formatted(word.text()),
              "Write \"%s:true\", or leave the word out".formatted(attribute.name()),
              Mistake.PERHAPS));
    }
  }

  /// Returns the word as an attribute. The separator may also be the next word or the first
  /// character of the next word.
  private SqlWord.Attribute attribute(int index) {
    SqlWord.Attribute attribute = words.get(index).attribute();
    String next = index + 1 < words.size() ? words.get(index + 1).text() : "";
    boolean follows = next.startsWith(":") || next.startsWith("=");
    return !attribute.name().isEmpty() && attribute.separator().isEmpty() && follows
        ? new SqlWord.Attribute(attribute.name(), false, next.substring(0, 1), next.substring(1))
        : attribute;
  }

  /// Returns the index of the word that has the value. A space may precede the separator and the
  /// value.
  private int valueIndex(SqlWord.Attribute attribute, int index) {
    boolean separate = words.get(index).attribute().separator().isEmpty();
    return index + (separate ? 1 : 0) + (attribute.value().isEmpty() ? 1 : 0);
  }

  private String value(SqlWord.Attribute attribute, int index) {
    int at = valueIndex(attribute, index);
    return !attribute.value().isEmpty()
        ? attribute.value()
        : at < words.size() ? words.get(at).text() : "";
  }

  private void readByLiquibase(SqlAttribute known, SqlWord.Attribute attribute, int index) {
    if (read.contains(known)) {
      findings.add(
          new Finding(
              "%s more than once, but Liquibase reads only the last one".formatted(known.name()),
              "Write it once",
              Mistake.PERHAPS));
    }
    read.add(known);
    Optional<SqlAttribute> inside = embedded(attribute.value());
    if (inside.isPresent() && known.kind() != SqlAttribute.Kind.REST) {
      findings.add(
          new Finding(
              "\"%s\", which Liquibase reads as one value of %s"
                  .formatted(words.get(index).text(), known.name()),
              "Put a space in front of \"%s:\"".formatted(inside.get().name()),
              Mistake.ANYWHERE));
      return;
    }
    switch (known.kind()) {
      case EXPRESSION -> expression(known, attribute, index);
      case DATABASES -> databases(known, attribute, index);
      case BOOLEAN -> bool(known, attribute, index);
      case TEXT -> text(known, attribute, index);
      case REST -> {
        // Spaces are part of the value.
      }
    }
  }

  private void expression(SqlAttribute known, SqlWord.Attribute attribute, int index) {
    if (attribute.value().isEmpty()) {
      valueAfterSpace(known, attribute, index);
      return;
    }
    CutValue.of(attribute.value(), words.subList(index + 1, words.size()), this.known)
        .ifPresent(cut -> cut(known, attribute, cut, cut.asExpression()));
  }

  private void cut(SqlAttribute known, SqlWord.Attribute attribute, CutValue cut, String instead) {
    findings.add(
        new Finding(
            "\"%s:%s\", but Liquibase reads only \"%s\""
                .formatted(attribute.name(), cut.written(), cut.read()),
            "Write \"%s:%s\"".formatted(known.name(), instead),
            Mistake.ANYWHERE));
  }

  private void databases(SqlAttribute known, SqlWord.Attribute attribute, int index) {
    String value = attribute.value();
    int from = index + 1;
    if (value.isEmpty()) {
      if (from == words.size() || words.get(from).start() > words.get(index).end() + 1) {
        valueAfterSpace(known, attribute, index);
        return;
      }
      // Liquibase skips one space.
      value = words.get(from++).text();
    }
    Optional<CutValue> cut = CutValue.of(value, words.subList(from, words.size()), this.known);
    if (cut.isPresent()) {
      cut(known, attribute, cut.get(), CutValue.names(cut.get().written()));
    } else if (!READ_DATABASES.matcher(value.replaceAll("[;.)]+$", "")).matches()) {
      findings.add(
          new Finding(
              "\"%s:%s\", which Liquibase does not read as it is written"
                  .formatted(attribute.name(), value),
              "Write the names of databases with commas between them, as in"
                  + " \"dbms:cloudspanner\"",
              Mistake.ANYWHERE));
    }
  }

  private void bool(SqlAttribute known, SqlWord.Attribute attribute, int index) {
    if (attribute.value().isEmpty()) {
      boolean freeText =
          known.name().equals("ignore") && !SqlValue.isLikeBoolean(value(attribute, index));
      if (!freeText) {
        valueAfterSpace(known, attribute, index);
      }
    } else if (!SqlValue.isBoolean(attribute.value())) {
      findings.add(
          new Finding(
              "\"%s:%s\", which is neither true nor false: Liquibase reads %s"
                  .formatted(
                      attribute.name(),
                      attribute.value(),
                      attribute.value().matches("\\w.*") ? "false" : "no value"),
              "Write " + booleans(known, attribute.value()),
              Mistake.HARMLESS_ELSEWHERE));
    }
  }

  private static String booleans(SqlAttribute known, String value) {
    String meant = SqlValue.meantBoolean(value);
    return meant.isEmpty()
        ? "\"%s:true\" or \"%s:false\"".formatted(known.name(), known.name())
        : "\"%s:%s\"".formatted(known.name(), meant);
  }

  private void text(SqlAttribute known, SqlWord.Attribute attribute, int index) {
    if (attribute.value().isEmpty()) {
      valueAfterSpace(known, attribute, index);
    } else if (attribute.value().startsWith("\"") && known.name().equals("logicalFilePath")) {
      CutValue.of(attribute.value(), words.subList(index + 1, words.size()), this.known)
          .map(CutValue::written)
          .or(() -> Optional.of(attribute.value()))
          .ifPresent(
              written ->
                  findings.add(
                      new Finding(
                          "\"%s:%s\", but Liquibase reads the quotes as a part of the path"
                              .formatted(attribute.name(), written),
                          "Write the path without quotes and spaces",
                          Mistake.HARMLESS_ELSEWHERE)));
    }
  }

  /// Reports an attribute whose value follows after a space, because Liquibase does not read such a
  /// value. An attribute without any value is legal.
  private void valueAfterSpace(SqlAttribute known, SqlWord.Attribute attribute, int index) {
    if (!value(attribute, index).isEmpty()) {
      notRead(known, attribute, index);
    }
  }

  private void notRead(SqlAttribute meant, SqlWord.Attribute attribute, int index) {
    String value = value(attribute, index);
    if (value.isEmpty() || (meant.name().equals("ignore") && !SqlValue.isLikeBoolean(value))) {
      return;
    }
    int first = valueIndex(attribute, index);
    String whole =
        CutValue.of(value, words.subList(first + 1, words.size()), known)
            .map(CutValue::written)
            .orElse(value);
    int last = first + (int) whole.chars().filter(character -> character == ' ').count();
    String written = line.substring(words.get(index).start(), words.get(last).end());
    boolean other = SqlAttribute.isAnotherWord(attribute.name());
    findings.add(
        new Finding(
            "\"%s\", which Liquibase ignores: %s".formatted(written, meant.lost()),
            "Write \"%s:%s\"%s"
                .formatted(meant.name(), instead(meant, whole), other ? " if that is meant" : ""),
            other ? Mistake.PERHAPS : Mistake.HARMLESS_ELSEWHERE));
  }

  private static String instead(SqlAttribute meant, String value) {
    return switch (meant.kind()) {
      case EXPRESSION -> new CutValue("", value).asExpression();
      case DATABASES -> CutValue.names(value);
      case BOOLEAN -> {
        String bool = SqlValue.meantBoolean(value);
        yield bool.isEmpty() ? "true" : bool;
      }
      case TEXT, REST -> value;
    };
  }

  /// Returns the attribute that Liquibase finds inside of a longer word; if there are several, the
  /// last one.
  private Optional<SqlAttribute> embedded(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(each -> lower.contains(each.name().toLowerCase(Locale.ROOT) + ":"))
        .filter(each -> !each.name().toLowerCase(Locale.ROOT).endsWith("enddelimiter"))
        .filter(each -> each.kind() != SqlAttribute.Kind.BOOLEAN || !each.name().equals("ignore"))
        .reduce((_, last) -> last);
  }

  private void insideOfAWord(String word, SqlAttribute found) {
    findings.add(
        new Finding(
            "\"%s\", in which Liquibase reads %s".formatted(word, found.name()),
            "Put a space in front of \"%s:\" if you mean the attribute; otherwise write the word differently"
                .formatted(found.name()),
            Mistake.PERHAPS));
  }

  private static boolean isFlag(SqlAttribute known, SqlWord.Attribute attribute) {
    return known.kind() == SqlAttribute.Kind.BOOLEAN
        && known.name().equals(attribute.name())
        && !known.name().equals(known.name().toLowerCase(Locale.ROOT));
  }

  private void ofAnotherFormat(SqlWord.Attribute attribute, SqlWord word) {
    boolean value = attribute.separator().equals(":") && !attribute.value().isEmpty();
    if (value && OF_OTHER_FORMATS.contains(attribute.name().toLowerCase(Locale.ROOT))) {
      findings.add(
          new Finding(
              "\"%s\", which Liquibase ignores in this line of formatted SQL"
                  .formatted(word.text()),
              "Remove it, or use the line that formatted SQL has for it, such as \"--rollback\"",
              Mistake.PERHAPS));
    }
  }
}
