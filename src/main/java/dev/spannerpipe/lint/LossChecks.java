package dev.spannerpipe.lint;

import dev.spannerpipe.schema.CheckConstraint;
import dev.spannerpipe.schema.Column;
import dev.spannerpipe.schema.ForeignKey;
import dev.spannerpipe.schema.Index;
import dev.spannerpipe.schema.KeyPart;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.schema.effect.EffectLoss;
import dev.spannerpipe.schema.effect.EffectLosses;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.sql.SqlToken;
import dev.spannerpipe.sql.SqlTokenizer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Data, definitions and constraints that a change set loses.
final class LossChecks {
  private LossChecks() {}

  /// Reports data that is lost. These are the losses for which the gate of `apply` requires a
  /// permission.
  static List<LintFinding> data(LintedChangeSet changeSet) {
    EffectLosses losses = new EffectLosses(changeSet.dialect(), changeSet.created());
    return changeSet.effects().stream()
        .flatMap(
            effect ->
                losses.of(effect, changeSet.effects()).stream()
                    .map(loss -> finding(changeSet, effect, loss)))
        .toList();
  }

  private static LintFinding finding(LintedChangeSet changeSet, Effect effect, EffectLoss loss) {
    return changeSet.finding(
        rule(loss.kind()),
        effect,
        sentence(loss, effect),
        "Check that nobody needs the data, and permit the loss when you apply (ALLOW_DESTRUCTIVE,"
            + " or a rule of the policy)");
  }

  private static LintRule rule(EffectLoss.Kind kind) {
    return switch (kind) {
      case DROP_TABLE -> LintRule.SP101;
      case DROP_COLUMN -> LintRule.SP102;
      case ALTER_TYPE -> LintRule.SP103;
      case DROP_SEQUENCE, DROP_CHANGE_STREAM, DROP_SCHEMA, DROP_OTHER, ALTER_OTHER ->
          LintRule.SP105;
      case EXPIRE_ROWS, SHORTEN_RETENTION -> LintRule.SP106;
    };
  }

  private static String sentence(EffectLoss loss, Effect effect) {
    String object = "The " + loss.object();
    return switch (loss.kind()) {
      case DROP_TABLE -> object + " is dropped, with its rows";
      case DROP_COLUMN -> object + " is dropped, with its values";
      case DROP_SEQUENCE -> object + " is dropped, with its count";
      case DROP_CHANGE_STREAM -> object + " is dropped, with the records that nobody has read yet";
      case DROP_SCHEMA, DROP_OTHER -> object + " is dropped";
      case ALTER_TYPE -> "The type of the " + loss.object() + " becomes narrower" + change(effect);
      case ALTER_OTHER -> object + " is altered, and may lose data";
      case EXPIRE_ROWS ->
          "Rows of the " + loss.object() + " expire from now on, or sooner" + change(effect);
      case SHORTEN_RETENTION -> object + " keeps old data for a shorter time" + change(effect);
    };
  }

  private static String change(Effect effect) {
    if (!(effect instanceof Effect.Changed changed)) {
      return "";
    }
    return changed.from().isEmpty()
        ? ": " + changed.to()
        : ": %s instead of %s"
            .formatted(changed.to().isEmpty() ? "the default" : changed.to(), changed.from());
  }

  /// Reports parts of a column's definition that no statement names and that are gone.
  static List<LintFinding> definitions(LintedChangeSet changeSet) {
    return changeSet.effects().stream()
        .filter(Effect.Lost.class::isInstance)
        .map(Effect.Lost.class::cast)
        .filter(lost -> lost.object().kind() == ObjectKind.COLUMN)
        .flatMap(
            lost ->
                part(lost).stream()
                    .map(
                        part ->
                            changeSet.finding(
                                LintRule.SP104,
                                lost,
                                "The %s loses %s, which the statement does not repeat"
                                    .formatted(lost.object(), part),
                                "Repeat in the statement every part of the definition that the"
                                    + " column has to keep")))
        .toList();
  }

  /// Returns a lost part of a column's definition; empty if it is none that matters.
  private static Optional<String> part(Effect.Lost lost) {
    return switch (lost.property().aspect()) {
      case NOT_NULL -> Optional.of("NOT NULL");
      case DEFAULT -> Optional.of("DEFAULT (%s)".formatted(lost.from()));
      case ON_UPDATE -> Optional.of("ON UPDATE (%s)".formatted(lost.from()));
      case GENERATED -> Optional.of("the expression %s that generates it".formatted(lost.from()));
      case IDENTITY -> Optional.of("its identity (%s)".formatted(lost.from()));
      case OPTION ->
          Optional.of("the option %s = %s".formatted(lost.property().option(), lost.from()));
      default -> Optional.empty();
    };
  }

  /// Reports constraints and unique indexes that are dropped, and that the plan neither created nor
  /// replaces.
  static List<LintFinding> constraints(LintedChangeSet changeSet) {
    return changeSet
        .dropped(ObjectKind.FOREIGN_KEY, ObjectKind.CHECK, ObjectKind.INDEX)
        .filter(effect -> !changeSet.created().has(effect.object()))
        .filter(effect -> isMissed(changeSet, effect.object()))
        .map(
            effect ->
                changeSet.finding(
                    LintRule.SP109,
                    effect,
                    "The %s is dropped: Spanner no longer rejects rows that violate it"
                        .formatted(name(effect.object())),
                    "Check that the application enforces the rule itself, or keep it"))
        .toList();
  }

  private static String name(ObjectName object) {
    return object.kind() == ObjectKind.INDEX ? "unique " + object : object.toString();
  }

  private static boolean isMissed(LintedChangeSet changeSet, ObjectName object) {
    if (object.kind() == ObjectKind.INDEX) {
      return changeSet.before().index(object.name()).stream()
          .anyMatch(index -> index.traits().unique() && isMissed(changeSet, index));
    }
    return changeSet.isOld(object.name())
        && changeSet
            .last()
            .table(object.name())
            .filter(last -> !isMoot(changeSet, object, last))
            .isPresent();
  }

  /// An index is not missed if its table or a column of it is gone, or if another unique index
  /// rejects the same rows.
  private static boolean isMissed(LintedChangeSet changeSet, Index index) {
    Set<Name> columns = columns(index);
    return changeSet.last().table(index.table()).stream()
            .anyMatch(table -> columns.stream().allMatch(each -> table.column(each).isPresent()))
        && changeSet.last().indexesOf(index.table()).stream()
            .noneMatch(other -> other.traits().unique() && columns.containsAll(columns(other)));
  }

  private static Set<Name> columns(Index index) {
    Set<Name> columns = new HashSet<>();
    index.columns().stream().map(KeyPart::column).forEach(columns::add);
    return columns;
  }

  /// A constraint is moot if one of its columns is gone. A foreign key is replaced if the same
  /// columns refer to the same table.
  private static boolean isMoot(LintedChangeSet changeSet, ObjectName object, Table last) {
    return object.kind() == ObjectKind.FOREIGN_KEY
        ? NamedConstraints.foreignKeys(changeSet.before(), object)
            .anyMatch(
                key ->
                    key.columns().stream().anyMatch(each -> last.column(each).isEmpty())
                        || last.constraints().foreignKeys().stream()
                            .anyMatch(other -> isSame(key, other)))
        : NamedConstraints.checks(changeSet.before(), object)
            .anyMatch(check -> namesGoneColumn(changeSet, check, object.name(), last));
  }

  private static boolean isSame(ForeignKey key, ForeignKey other) {
    return key.columns().equals(other.columns())
        && key.reference().table().equals(other.reference().table());
  }

  private static boolean namesGoneColumn(
      LintedChangeSet changeSet, CheckConstraint check, Name table, Table last) {
    Set<Name> words = new HashSet<>();
    SqlTokenizer.tokens(changeSet.dialect(), check.expression().text()).stream()
        .filter(SqlToken::isName)
        .forEach(token -> words.add(changeSet.name(token.text())));
    return changeSet.before().table(table).stream()
        .flatMap(before -> before.columns().stream())
        .map(Column::name)
        .anyMatch(column -> words.contains(column) && last.column(column).isEmpty());
  }
}
