package dev.spannerpipe.lint;

import dev.spannerpipe.schema.DeleteAction;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property.Aspect;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.sql.ObjectKind;
import java.util.List;
import java.util.stream.Stream;

/// What depends on tables that a change set changes: users of an old name, and rows that a delete
/// also deletes.
final class DependentChecks {
  private static final String CASCADE = "ON DELETE CASCADE";

  private DependentChecks() {}

  /// Reports tables that lose their name, unless something else has the name in the end.
  static List<LintFinding> renames(LintedChangeSet changeSet) {
    return changeSet
        .changed(ObjectKind.TABLE, Aspect.NAME)
        .filter(changed -> changeSet.isOld(changed.object().name()))
        .filter(changed -> isUnknown(changeSet, changeSet.name(changed.from())))
        .map(
            changed ->
                changeSet.finding(
                    LintRule.SP401,
                    changed,
                    "The table %s is renamed to %s, so every statement with the old name fails"
                        .formatted(changed.from(), changed.to()),
                    "Add the old name as a synonym, and drop the synonym when nobody uses it"))
        .toList();
  }

  private static boolean isUnknown(LintedChangeSet changeSet, Name table) {
    return changeSet.last().tableOrSynonym(table).isEmpty()
        && !changeSet.last().has(new ObjectName(ObjectKind.VIEW, table));
  }

  /// Reports deletes of existing rows that now also delete other existing rows.
  static List<LintFinding> cascades(LintedChangeSet changeSet) {
    return Stream.concat(interleaved(changeSet), referring(changeSet)).toList();
  }

  private static Stream<LintFinding> interleaved(LintedChangeSet changeSet) {
    return changeSet
        .changed(ObjectKind.TABLE, Aspect.INTERLEAVING)
        .filter(changed -> changeSet.isOld(changed.object().name()))
        .filter(changed -> changed.to().contains(CASCADE) && !changed.from().contains(CASCADE))
        .flatMap(
            changed ->
                changeSet.after().table(changed.object().name()).stream()
                    .flatMap(table -> table.traits().interleaving().stream())
                    .map(interleaving -> cascade(changeSet, changed, interleaving.parent())));
  }

  private static Stream<LintFinding> referring(LintedChangeSet changeSet) {
    return changeSet
        .added(ObjectKind.FOREIGN_KEY)
        .filter(added -> changeSet.isOld(added.object().name()))
        .flatMap(
            added ->
                NamedConstraints.foreignKeys(changeSet.after(), added.object())
                    .filter(key -> key.onDelete() == DeleteAction.CASCADE)
                    .map(key -> key.reference().table())
                    .filter(parent -> !cascadedBefore(changeSet, added.object().name(), parent))
                    .map(parent -> cascade(changeSet, added, parent)));
  }

  private static boolean cascadedBefore(LintedChangeSet changeSet, Name table, Name parent) {
    return changeSet.before().table(table).stream()
        .flatMap(each -> each.constraints().foreignKeys().stream())
        .anyMatch(
            key ->
                key.onDelete() == DeleteAction.CASCADE && key.reference().table().equals(parent));
  }

  private static LintFinding cascade(LintedChangeSet changeSet, Effect effect, Name parent) {
    return changeSet.finding(
        LintRule.SP404,
        effect,
        "A delete in the table %s now also deletes rows of the table %s"
            .formatted(parent, effect.object().name()),
        "Check that each delete of the application may also delete these rows");
  }
}
