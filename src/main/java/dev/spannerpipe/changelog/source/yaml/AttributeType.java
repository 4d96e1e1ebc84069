package dev.spannerpipe.changelog.source.yaml;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import liquibase.changelog.ChangeSet;
import liquibase.database.ObjectQuotingStrategy;
import liquibase.precondition.core.PreconditionContainer;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/// The type of an attribute whose value Liquibase does not read as a plain string.
///
/// @param words the only valid values of the kind `WORD`, case-sensitive; empty for the other kinds
record AttributeType(Kind kind, List<String> words) {
  /// The kinds of types.
  enum Kind {
    /// Liquibase silently reads every value except `true` as false.
    BOOLEAN,
    WHOLE_NUMBER,
    WORD
  }

  private static final AttributeType BOOLEAN = new AttributeType(Kind.BOOLEAN, List.of());
  private static final AttributeType NUMBER = new AttributeType(Kind.WHOLE_NUMBER, List.of());

  /// Only uppercase values are valid. Lowercase values are rejected, because Liquibase's treatment
  /// of them depends on the order in which Java lists the methods of a class.
  private static final AttributeType FAIL_OPTION = words(PreconditionContainer.FailOption.values());

  private static final AttributeType QUOTING = words(ObjectQuotingStrategy.values());

  /// Values that Liquibase reads as false, and that clearly mean false.
  private static final Set<String> FALSE = Set.of("", "false", "no", "n", "off", "f", "0");

  /// The types of the attributes of elements that belong to the changelog itself, such as
  /// `changeSet`, and not to a change. The keys are the names of the attributes in lowercase.
  private static final Map<String, AttributeType> NAMED =
      Map.ofEntries(
          Map.entry("runalways", BOOLEAN),
          Map.entry("alwaysrun", BOOLEAN),
          Map.entry("runonchange", BOOLEAN),
          Map.entry("runintransaction", BOOLEAN),
          Map.entry("failonerror", BOOLEAN),
          Map.entry("ignore", BOOLEAN),
          Map.entry("relativetochangelogfile", BOOLEAN),
          Map.entry("errorifmissing", BOOLEAN),
          Map.entry("errorifmissingorempty", BOOLEAN),
          Map.entry("applytorollback", BOOLEAN),
          Map.entry("mindepth", NUMBER),
          Map.entry("maxdepth", NUMBER),
          Map.entry("expectedrows", NUMBER),
          Map.entry("objectquotingstrategy", QUOTING),
          Map.entry("strategy", QUOTING),
          Map.entry("onvalidationfail", words(ChangeSet.ValidationFailOption.values())),
          Map.entry("runorder", new AttributeType(Kind.WORD, List.of("first", "last"))),
          Map.entry("onfail", FAIL_OPTION),
          Map.entry("onerror", FAIL_OPTION),
          Map.entry("onsqloutput", words(PreconditionContainer.OnSqlOutputOption.values())));

  AttributeType {
    words = List.copyOf(words);
  }

  private static AttributeType words(Enum<?>[] values) {
    return new AttributeType(Kind.WORD, Arrays.stream(values).map(Enum::name).toList());
  }

  /// Returns the type of an attribute of an element that belongs to the changelog itself, such as
  /// `changeSet`; empty if the attribute is a plain string.
  static Optional<AttributeType> of(String attribute) {
    return Optional.ofNullable(NAMED.get(attribute.toLowerCase(Locale.ROOT)));
  }

  /// Returns the type of an attribute whose value Liquibase converts to this class; empty if the
  /// attribute is a plain string.
  static Optional<AttributeType> of(Class<?> type) {
    if (type == Boolean.class || type == boolean.class) {
      return Optional.of(BOOLEAN);
    }
    boolean whole = Set.of(Integer.class, int.class, Long.class, BigInteger.class).contains(type);
    return whole ? Optional.of(NUMBER) : Optional.empty();
  }

  boolean accepts(ScalarNode value) {
    String text = value.getValue().strip();
    return switch (kind) {
      case BOOLEAN ->
          value.getTag().equals(Tag.BOOL)
              || text.equalsIgnoreCase("true")
              || FALSE.contains(text.toLowerCase(Locale.ROOT));
      case WHOLE_NUMBER -> value.getTag().equals(Tag.INT) || text.matches("[+-]?[0-9]+");
      case WORD -> words.contains(text) || text.isEmpty();
    };
  }

  /// Returns whether Liquibase silently misreads a value that does not have this type.
  boolean isMisread() {
    return kind == Kind.BOOLEAN;
  }

  /// Returns what Liquibase does with a value that does not have this type, as a relative clause.
  String consequence() {
    return switch (kind) {
      case BOOLEAN -> "which Liquibase reads as false";
      case WHOLE_NUMBER -> "which is not a whole number";
      case WORD -> "which Liquibase does not know";
    };
  }

  /// Returns what to write instead, as an imperative sentence without a period.
  String action() {
    return switch (kind) {
      case BOOLEAN -> "Write true or false";
      case WHOLE_NUMBER -> "Write a whole number";
      case WORD ->
          "Write "
              + words.stream().limit(words.size() - 1L).collect(Collectors.joining(", "))
              + " or "
              + words.getLast();
    };
  }
}
