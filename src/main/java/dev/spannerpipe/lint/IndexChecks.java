package dev.spannerpipe.lint;

import dev.spannerpipe.schema.ColumnType;
import dev.spannerpipe.schema.Index;
import dev.spannerpipe.schema.KeyPart;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.text.ByteSize;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Indexes that a change set adds.
final class IndexChecks {
  private IndexChecks() {}

  /// An index that is added.
  private record AddedIndex(Effect effect, Index index) {}

  /// Reports indexes on tables that may have rows, because Spanner fills such an index from all
  /// rows.
  static List<LintFinding> backfills(LintedChangeSet changeSet) {
    return added(changeSet, index -> changeSet.isOld(index.table()))
        .map(added -> backfill(changeSet, added))
        .toList();
  }

  private static LintFinding backfill(LintedChangeSet changeSet, AddedIndex added) {
    Name table = added.index().table();
    OptionalLong size = changeSet.size(table);
    LintFinding finding =
        changeSet.finding(
            LintRule.SP203,
            added.effect(),
            "The %s is filled from all rows of the table %s%s"
                .formatted(
                    added.index().name(),
                    table,
                    size.isPresent() ? ", which has " + ByteSize.words(size.getAsLong()) : ""),
            "Apply when the load is low, and create at most three such indexes a day");
    boolean small = size.isPresent() && size.getAsLong() < TableSizes.GIBIBYTE;
    return small ? finding.with(Severity.INFO) : finding;
  }

  /// Reports unique indexes on tables that may have rows, because two rows may violate the index.
  /// No two rows do if the index has all columns of the primary key.
  static List<LintFinding> unique(LintedChangeSet changeSet) {
    return added(
            changeSet,
            index ->
                index.traits().unique()
                    && changeSet.isOld(index.table())
                    && !hasPrimaryKey(changeSet, index))
        .map(
            added ->
                changeSet.finding(
                    LintRule.SP204,
                    added.effect(),
                    "The unique %s fails if two rows of the table %s have the same values"
                        .formatted(added.index().name(), added.index().table()),
                    "Query for duplicates first"))
        .toList();
  }

  private static boolean hasPrimaryKey(LintedChangeSet changeSet, Index index) {
    return changeSet
        .after()
        .table(index.table())
        .filter(
            table ->
                table.primaryKey().stream()
                    .allMatch(
                        part ->
                            index.columns().stream()
                                .anyMatch(each -> each.column().equals(part.column()))))
        .isPresent();
  }

  /// Reports indexes that receive all new rows in one place, or have only two values to sort by.
  static List<LintFinding> hotspots(LintedChangeSet changeSet) {
    return added(changeSet, index -> isPlain(index) && index.traits().interleavedIn().isEmpty())
        .flatMap(added -> hotspot(changeSet, added).stream())
        .toList();
  }

  private static Optional<LintFinding> hotspot(LintedChangeSet changeSet, AddedIndex added) {
    Index index = added.index();
    if (index.columns().isEmpty()) {
      return Optional.empty();
    }
    Name first = index.columns().getFirst().column();
    return changeSet
        .after()
        .table(index.table())
        .flatMap(table -> table.column(first))
        .flatMap(column -> trouble(column.type(), index))
        .map(
            trouble ->
                changeSet.finding(
                    LintRule.SP302,
                    added.effect(),
                    "The %s begins with the column %s, which %s"
                        .formatted(index.name(), first, trouble),
                    "Begin the index with another column, or with a shard number"));
  }

  /// Returns what is wrong with the type of the first column, as the end of a sentence that begins
  /// with "which"; empty if nothing is. A sparse index on a flag is small.
  private static Optional<String> trouble(ColumnType type, Index index) {
    if (KeyTypes.grows(type)) {
      return Optional.of("grows with time: all new rows go to the same place");
    }
    return KeyTypes.isBoolean(type) && isComplete(index)
        ? Optional.of("has only two values: new rows go to the same two places")
        : Optional.empty();
  }

  /// Reports indexes whose columns another index or the primary key begins with.
  static List<LintFinding> prefixes(LintedChangeSet changeSet) {
    return added(changeSet, IndexChecks::mayBeUnnecessary)
        .flatMap(added -> prefix(changeSet, added).stream())
        .toList();
  }

  private static boolean mayBeUnnecessary(Index index) {
    return isPlain(index)
        && isComplete(index)
        && !index.traits().unique()
        && index.storing().isEmpty();
  }

  /// What matters is whether both are there in the end, because a later change set may drop one.
  private static Optional<LintFinding> prefix(LintedChangeSet changeSet, AddedIndex added) {
    return changeSet
        .last()
        .index(added.index().name().name())
        .filter(IndexChecks::mayBeUnnecessary)
        .flatMap(index -> longer(changeSet, index))
        .map(
            longer ->
                changeSet.finding(
                    LintRule.SP304,
                    added.effect(),
                    "The %s has the same first columns as the %s, which serves the same queries"
                        .formatted(added.index().name(), longer),
                    "Leave out the shorter index, unless queries need it to be small"));
  }

  private static Optional<String> longer(LintedChangeSet changeSet, Index index) {
    return changeSet.last().indexesOf(index.table()).stream()
        .filter(other -> isPlain(other) && isComplete(other))
        .filter(other -> isLonger(changeSet, other, index))
        .map(other -> other.name().toString())
        .sorted()
        .findFirst()
        .or(
            () ->
                changeSet
                    .last()
                    .table(index.table())
                    .map(Table::primaryKey)
                    .filter(key -> begins(key, index.columns()))
                    .map(_ -> "primary key of the table " + index.table()));
  }

  /// Of two indexes with the same columns, the one that came first is kept, unless the other has
  /// more to offer.
  private static boolean isLonger(LintedChangeSet changeSet, Index other, Index index) {
    return !other.name().equals(index.name())
        && begins(other.columns(), index.columns())
        && (other.columns().size() > index.columns().size()
            || other.traits().unique()
            || !other.storing().isEmpty()
            || changeSet.before().has(other.name())
            || (changeSet.adds(other.name()) && other.name().compareTo(index.name()) < 0));
  }

  private static boolean begins(List<KeyPart> longer, List<KeyPart> shorter) {
    return shorter.size() <= longer.size() && longer.subList(0, shorter.size()).equals(shorter);
  }

  private static boolean isPlain(Index index) {
    return index.kind() == ObjectKind.INDEX;
  }

  /// Returns whether the index has all rows.
  private static boolean isComplete(Index index) {
    return !index.traits().nullFiltered() && index.traits().where().isEmpty();
  }

  private static Stream<AddedIndex> added(LintedChangeSet changeSet, Predicate<Index> wanted) {
    return changeSet
        .added(ObjectKind.INDEX, ObjectKind.SEARCH_INDEX, ObjectKind.VECTOR_INDEX)
        .flatMap(
            effect ->
                changeSet.after().index(effect.object().name()).stream()
                    .filter(wanted)
                    .map(index -> new AddedIndex(effect, index)));
  }
}
