package dev.spannerpipe.schema;

import dev.spannerpipe.sql.SqlFragment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a table has beside its columns and constraints.
///
/// @param rowDeletion by which its old rows are deleted
/// @param synonyms other names of the table
/// @param others clauses of which only the text is known
public record TableTraits(
    Optional<Interleaving> interleaving,
    Optional<RowDeletionPolicy> rowDeletion,
    List<Name> synonyms,
    ObjectOptions options,
    List<SqlFragment> others) {
  /// Nothing.
  public static final TableTraits NONE =
      new TableTraits(Optional.empty(), Optional.empty(), List.of(), ObjectOptions.NONE, List.of());

  /// Copies the lists.
  public TableTraits {
    synonyms = List.copyOf(synonyms);
    others = List.copyOf(others);
  }

  /// Returns them with this interleaving.
  public TableTraits withInterleaving(Optional<Interleaving> changed) {
    return new TableTraits(changed, rowDeletion, synonyms, options, others);
  }

  /// Returns them with this policy.
  public TableTraits withRowDeletion(Optional<RowDeletionPolicy> changed) {
    return new TableTraits(interleaving, changed, synonyms, options, others);
  }

  /// Returns them with one more synonym.
  public TableTraits withSynonym(Name synonym) {
    return withSynonyms(Stream.concat(synonyms.stream(), Stream.of(synonym)).distinct().toList());
  }

  /// Returns them with these synonyms.
  public TableTraits withSynonyms(List<Name> changed) {
    return new TableTraits(interleaving, rowDeletion, changed, options, others);
  }

  /// Returns them with these options.
  public TableTraits withOptions(ObjectOptions changed) {
    return new TableTraits(interleaving, rowDeletion, synonyms, changed, others);
  }

  /// Returns them with one more clause.
  public TableTraits withOther(SqlFragment clause) {
    return new TableTraits(
        interleaving,
        rowDeletion,
        synonyms,
        options,
        Stream.concat(others.stream(), Stream.of(clause)).toList());
  }
}
