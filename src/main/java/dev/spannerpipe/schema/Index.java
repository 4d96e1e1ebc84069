package dev.spannerpipe.schema;

import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.sql.SqlFragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An index of one of the three kinds.
///
/// @param table the table that it is on
/// @param columns what it is sorted by; of a search index, what it searches
/// @param storing the further columns that it has
public record Index(
    ObjectName name, Name table, List<KeyPart> columns, List<Name> storing, IndexTraits traits)
    implements SchemaObject {
  /// Copies the lists.
  public Index {
    columns = List.copyOf(columns);
    storing = List.copyOf(storing);
  }

  /// What else an index declares.
  ///
  /// @param nullFiltered whether rows with a `NULL` in the index's columns are left out
  /// @param where the condition of the rows that it has
  /// @param interleavedIn the table in which it is interleaved
  /// @param partitionBy the columns that split a search index
  /// @param orderBy what a search index is sorted by
  public record IndexTraits(
      boolean unique,
      boolean nullFiltered,
      Optional<SqlFragment> where,
      Optional<Name> interleavedIn,
      List<Name> partitionBy,
      List<KeyPart> orderBy,
      ObjectOptions options) {
    /// None.
    public static final IndexTraits NONE =
        new IndexTraits(
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            ObjectOptions.NONE);

    /// Copies the lists.
    public IndexTraits {
      partitionBy = List.copyOf(partitionBy);
      orderBy = List.copyOf(orderBy);
    }

    /// Returns them interleaved in this table.
    public IndexTraits withInterleavedIn(Optional<Name> changed) {
      return new IndexTraits(unique, nullFiltered, where, changed, partitionBy, orderBy, options);
    }

    /// Returns them with these options.
    public IndexTraits withOptions(ObjectOptions changed) {
      return new IndexTraits(
          unique, nullFiltered, where, interleavedIn, partitionBy, orderBy, changed);
    }
  }

  /// Returns the kind of index.
  public ObjectKind kind() {
    return name.kind();
  }

  /// Returns the index on this table.
  public Index onTable(Name changed) {
    return new Index(name, changed, columns, storing, traits);
  }

  /// Returns the index with these traits.
  public Index withTraits(IndexTraits changed) {
    return new Index(name, table, columns, storing, changed);
  }

  /// Returns the index with one more stored column.
  public Index withStored(Name column) {
    List<Name> changed = new ArrayList<>(storing);
    if (!changed.contains(column)) {
      changed.add(column);
    }
    return new Index(name, table, columns, changed, traits);
  }

  /// Returns the index without this stored column.
  public Index withoutStored(Name column) {
    return new Index(
        name,
        table,
        columns,
        storing.stream().filter(each -> !each.equals(column)).toList(),
        traits);
  }
}
