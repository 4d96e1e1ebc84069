package dev.spannerpipe.report.preview;

import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property;
import dev.spannerpipe.sql.ObjectKind;

/// The words for the objects of a schema and for their properties.
public final class SchemaWords {
  private SchemaWords() {}

  /// Returns an object with its article: `the table orders`.
  public static String of(ObjectName object) {
    return object.kind() == ObjectKind.UNKNOWN ? object.toString() : "the " + object;
  }

  /// Returns a property, with its article unless it is a keyword: `the type`, `NOT NULL`.
  public static String of(Property property) {
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
  public static boolean isFlag(Property property) {
    return switch (property.aspect()) {
      case NOT_NULL, HIDDEN, NOT_ENFORCED, UNIQUE, NULL_FILTERED, DEFINER, CLAUSE -> true;
      default -> false;
    };
  }
}
