package dev.spannerpipe.schema;

import java.util.Comparator;
import java.util.Locale;

/// A property of an object, or of a part of a table.
///
/// @param option the option's name for [Aspect#OPTION], or the text of a clause for
///   [Aspect#CLAUSE]; otherwise empty
public record Property(Aspect aspect, String option) implements Comparable<Property> {
  private static final Comparator<Property> ORDER =
      Comparator.comparing(Property::aspect).thenComparing(Property::option);

  /// What a property is about.
  public enum Aspect {
    /// The name of a table.
    NAME,
    /// The type of a column.
    TYPE,
    /// The number of elements of a vector.
    VECTOR_LENGTH,
    /// Whether a column rejects `NULL`.
    NOT_NULL,
    /// The default of a column.
    DEFAULT,
    /// The value of a column after a change of its row.
    ON_UPDATE,
    /// The expression that a column is generated from.
    GENERATED,
    /// How an identity column counts.
    IDENTITY,
    /// Whether a column is hidden.
    HIDDEN,
    /// The primary key of a table.
    PRIMARY_KEY,
    /// Where the rows of a table or an index are interleaved.
    INTERLEAVING,
    /// The policy by which rows expire.
    ROW_DELETION,
    /// What a foreign key refers to.
    REFERENCE,
    /// What a foreign key does if the row that it refers to is deleted.
    ON_DELETE,
    /// Whether a foreign key is not enforced.
    NOT_ENFORCED,
    /// What a check constraint checks.
    EXPRESSION,
    /// The table that an index is on.
    TABLE,
    /// The columns of an index.
    COLUMNS,
    /// The stored columns of an index.
    STORING,
    /// Whether an index is unique.
    UNIQUE,
    /// Whether an index leaves out `NULL`.
    NULL_FILTERED,
    /// The condition of an index.
    WHERE,
    /// The columns that split a search index.
    PARTITION_BY,
    /// The order of a search index.
    ORDER_BY,
    /// The query of a view.
    QUERY,
    /// Whether a view runs with its definer's rights.
    DEFINER,
    /// How a sequence counts.
    COUNTER,
    /// What a change stream watches.
    WATCHED,
    /// An option.
    OPTION,
    /// A clause of which only the text is known.
    CLAUSE,
    /// The text of an object of which nothing else is known.
    TEXT
  }

  /// Returns the property that this aspect is.
  public static Property of(Aspect aspect) {
    return new Property(aspect, "");
  }

  /// Returns an option.
  public static Property option(String name) {
    return new Property(Aspect.OPTION, name);
  }

  @Override
  public int compareTo(Property other) {
    return ORDER.compare(this, other);
  }

  /// Returns it as text: `not null`, `option retention_period`.
  @Override
  public String toString() {
    return (aspect.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + option).strip();
  }
}
