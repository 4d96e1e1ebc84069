package dev.spannerpipe.report.preview;

import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property;
import dev.spannerpipe.schema.Property.Aspect;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.text.SafeText;

/// An effect in words that can follow the name of a change set: `adds the table orders`, `changes
/// the type of the column name of singers from STRING(20) to STRING(10)`.
public final class EffectText {
  private final int longest;

  private EffectText(int longest) {
    this.longest = longest;
  }

  /// Returns the effect in words.
  static String of(Effect effect) {
    return of(effect, Integer.MAX_VALUE);
  }

  /// Returns the effect in words.
  ///
  /// @param longest the maximum number of characters of a value before or after the change
  public static String of(Effect effect, int longest) {
    return SafeText.line(new EffectText(longest).words(effect));
  }

  private String words(Effect effect) {
    return switch (effect) {
      case Effect.Added(ObjectName object) -> "adds " + the(object);
      case Effect.Dropped(ObjectName object) -> "drops " + the(object);
      case Effect.Lost lost ->
          "loses %s of %s, %swhich no statement names"
              .formatted(
                  the(lost.property()),
                  the(lost.object()),
                  isFlag(lost.property()) ? "" : "which was " + cut(lost.from()) + " and ");
      case Effect.Changed changed -> words(changed);
    };
  }

  private String words(Effect.Changed changed) {
    String object = the(changed.object());
    String property = the(changed.property());
    String from = cut(changed.from());
    String to = cut(changed.to());
    if (changed.property().aspect() == Aspect.NAME) {
      return "renames the table " + from + " to " + to;
    }
    if (isFlag(changed.property())) {
      return to.isEmpty()
          ? "removes " + property + " from " + object
          : "adds " + property + " to " + object;
    }
    if (from.isEmpty()) {
      return "sets " + property + " of " + object + " to " + to;
    }
    return to.isEmpty()
        ? "removes " + property + " of " + object + ", which was " + from
        : "changes " + property + " of " + object + " from " + from + " to " + to;
  }

  private static String the(ObjectName object) {
    return object.kind() == ObjectKind.UNKNOWN ? object.toString() : "the " + object;
  }

  private static String the(Property property) {
    return switch (property.aspect()) {
      case NAME -> "the name";
      case TYPE -> "the type";
      case VECTOR_LENGTH -> "the vector length";
      case NOT_NULL -> "NOT NULL";
      case DEFAULT -> "DEFAULT";
      case ON_UPDATE -> "ON UPDATE";
      case GENERATED -> "the generation expression";
      case IDENTITY -> "the identity";
      case HIDDEN -> "HIDDEN";
      case PRIMARY_KEY -> "the primary key";
      case INTERLEAVING -> "the interleaving";
      case ROW_DELETION -> "the row deletion policy";
      case REFERENCE -> "the reference";
      case ON_DELETE -> "ON DELETE";
      case NOT_ENFORCED -> "NOT ENFORCED";
      case EXPRESSION -> "the expression";
      case TABLE -> "the table";
      case COLUMNS -> "the columns";
      case STORING -> "the stored columns";
      case UNIQUE -> "UNIQUE";
      case NULL_FILTERED -> "NULL_FILTERED";
      case WHERE -> "the condition";
      case PARTITION_BY -> "PARTITION BY";
      case ORDER_BY -> "ORDER BY";
      case QUERY -> "the query";
      case DEFINER -> "SQL SECURITY DEFINER";
      case COUNTER -> "the counter";
      case WATCHED -> "the watched tables";
      case OPTION -> "the option " + property.option();
      case CLAUSE -> "the clause " + property.option();
      case TEXT -> "the definition";
    };
  }

  /// Returns whether the property is there or not, and has no other value.
  private static boolean isFlag(Property property) {
    return switch (property.aspect()) {
      case NOT_NULL, HIDDEN, NOT_ENFORCED, UNIQUE, NULL_FILTERED, DEFINER, CLAUSE -> true;
      default -> false;
    };
  }

  private String cut(String value) {
    return SafeText.line(value, longest);
  }
}
