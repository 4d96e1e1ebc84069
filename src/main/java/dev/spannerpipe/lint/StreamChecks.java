package dev.spannerpipe.lint;

import dev.spannerpipe.schema.ChangeStream;
import dev.spannerpipe.schema.ChangeStream.Watched;
import dev.spannerpipe.schema.ChangeStream.WatchedTable;
import dev.spannerpipe.schema.Column;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property.Aspect;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.sql.ObjectKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What change streams no longer watch, or do not watch of what is new.
final class StreamChecks {
  private StreamChecks() {}

  static List<LintFinding> changeStreams(LintedChangeSet changeSet) {
    return Stream.of(
            changeSet
                .changed(ObjectKind.CHANGE_STREAM, Aspect.WATCHED)
                .flatMap(changed -> unwatched(changeSet, changed).stream()),
            changeSet
                .added(ObjectKind.COLUMN)
                .filter(added -> changeSet.isOld(added.object().name()))
                .flatMap(added -> unwatchedColumn(changeSet, added)),
            changeSet
                .added(ObjectKind.TABLE)
                .flatMap(added -> unwatchedTable(changeSet, added).stream()))
        .flatMap(found -> found)
        .toList();
  }

  /// Reports a stream that watches less, unless a later change set restores that.
  private static Optional<LintFinding> unwatched(
      LintedChangeSet changeSet, Effect.Changed changed) {
    Optional<Watched> last = stream(changeSet.last(), changed.object()).map(ChangeStream::watched);
    return stream(changeSet.before(), changed.object())
        .map(ChangeStream::watched)
        .filter(before -> last.isPresent() && watchesLess(before, last.get(), changeSet.last()))
        .map(
            _ ->
                changeSet.finding(
                    LintRule.SP107,
                    changed,
                    "The %s watches %s instead of %s"
                        .formatted(changed.object(), changed.to(), changed.from()),
                    "Check that no reader of the stream needs what it no longer watches"));
  }

  private static Optional<ChangeStream> stream(SchemaModel model, ObjectName name) {
    return model.find(name).map(ChangeStream.class::cast);
  }

  /// @param last what is gone from this schema need not be watched
  private static boolean watchesLess(Watched before, Watched now, SchemaModel last) {
    if (now.everything()) {
      return false;
    }
    return before.everything()
        ? last.objects(Table.class).stream()
            .anyMatch(
                table -> now.table(table.name().name()).filter(WatchedTable::allColumns).isEmpty())
        : before.tables().stream()
            .anyMatch(
                watched ->
                    last.table(watched.table())
                        .filter(table -> !watches(now, watched, table))
                        .isPresent());
  }

  private static boolean watches(Watched now, WatchedTable watched, Table table) {
    return now.table(watched.table())
        .filter(
            kept ->
                kept.allColumns()
                    || (!watched.allColumns()
                        && watched.columns().stream()
                            .filter(column -> table.column(column).isPresent())
                            .allMatch(kept::names)))
        .isPresent();
  }

  /// A stream that names columns of a table does not watch new ones. One that names none watches
  /// the key only, and is meant like that.
  private static Stream<LintFinding> unwatchedColumn(LintedChangeSet changeSet, Effect added) {
    ObjectName name = added.object();
    boolean generated =
        changeSet
            .last()
            .table(name.name())
            .flatMap(table -> table.column(name.part()))
            .map(Column::value)
            .filter(value -> value.generated().isEmpty())
            .isEmpty();
    return generated
        ? Stream.empty()
        : changeSet.last().objects(ChangeStream.class).stream()
            .filter(
                stream ->
                    stream.watched().table(name.name()).stream()
                        .anyMatch(
                            table ->
                                !table.allColumns()
                                    && !table.columns().isEmpty()
                                    && !table.names(name.part())))
            .map(
                stream ->
                    changeSet.finding(
                        LintRule.SP107,
                        added,
                        "The new %s is not watched by the %s, which names the columns of the table"
                            .formatted(name, stream.name()),
                        "Add the column with ALTER CHANGE STREAM if readers of the stream need it"));
  }

  /// A new table often needs no stream, so this is only good to know.
  private static Optional<LintFinding> unwatchedTable(LintedChangeSet changeSet, Effect added) {
    List<ChangeStream> streams =
        changeSet.last().objects(ChangeStream.class).stream()
            .filter(stream -> stream.watched().everything() || !stream.watched().tables().isEmpty())
            .toList();
    boolean watched =
        streams.stream()
            .map(ChangeStream::watched)
            .anyMatch(each -> each.everything() || each.table(added.object().name()).isPresent());
    return streams.isEmpty() || watched || !changeSet.last().has(added.object())
        ? Optional.empty()
        : Optional.of(
            changeSet
                .finding(
                    LintRule.SP107,
                    added,
                    "No change stream watches the new %s, but change streams watch other tables"
                        .formatted(added.object()),
                    "Add the table with ALTER CHANGE STREAM if readers of a stream need it")
                .with(Severity.INFO));
  }
}
