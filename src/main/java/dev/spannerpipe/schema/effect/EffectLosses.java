package dev.spannerpipe.schema.effect;

import dev.spannerpipe.schema.ColumnType;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property;
import dev.spannerpipe.schema.RowDeletionPolicy;
import dev.spannerpipe.schema.ddl.RowDeletionPolicies;
import dev.spannerpipe.schema.effect.EffectLoss.Kind;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.ObjectKind;
import java.util.List;
import java.util.Optional;

/// Finds which effects lose data.
///
/// @param created what the plan itself created before; losing it loses nothing
public record EffectLosses(Dialect dialect, CreatedObjectNames created) {
  /// Returns the data that the effects of a change set lose, in their order.
  public List<EffectLoss> of(List<Effect> effects) {
    return effects.stream().flatMap(effect -> of(effect, effects).stream()).toList();
  }

  /// Returns the data that an effect loses.
  ///
  /// @param all the effects of the same change set. A part of a table has the name that the change
  ///   set gives to the table, also if it was lost before that
  public Optional<EffectLoss> of(Effect effect, List<Effect> all) {
    ObjectName object = effect.object();
    CreatedObjectNames known = object.part().isEmpty() ? created : created.alsoAsRenamedBy(all);
    return known.has(object)
        ? Optional.empty()
        : kind(effect).map(kind -> new EffectLoss(kind, object));
  }

  private Optional<Kind> kind(Effect effect) {
    return switch (effect) {
      case Effect.Added _ -> Optional.empty();
      case Effect.Dropped(ObjectName object) -> dropped(object.kind());
      case Effect.Lost(ObjectName object, Property property, String from) ->
          changed(object.kind(), property, from, "");
      case Effect.Changed(ObjectName object, Property property, String from, String to) ->
          changed(object.kind(), property, from, to);
    };
  }

  private static Optional<Kind> dropped(ObjectKind kind) {
    return switch (kind) {
      case TABLE -> Optional.of(Kind.DROP_TABLE);
      case SCHEMA -> Optional.of(Kind.DROP_SCHEMA);
      case SEQUENCE -> Optional.of(Kind.DROP_SEQUENCE);
      case CHANGE_STREAM -> Optional.of(Kind.DROP_CHANGE_STREAM);
      case COLUMN -> Optional.of(Kind.DROP_COLUMN);
      case PROTO_BUNDLE, QUEUE, DATABASE, UNKNOWN -> Optional.of(Kind.DROP_OTHER);
      case INDEX,
          SEARCH_INDEX,
          VECTOR_INDEX,
          VIEW,
          ROLE,
          MODEL,
          PROPERTY_GRAPH,
          FUNCTION,
          LOCALITY_GROUP,
          PLACEMENT,
          STATISTICS,
          CONSTRAINT,
          SYNONYM,
          FOREIGN_KEY,
          CHECK,
          GRANT ->
          Optional.empty();
    };
  }

  private Optional<Kind> changed(ObjectKind kind, Property property, String from, String to) {
    return switch (property.aspect()) {
      case TYPE ->
          when(
              ColumnType.of(dialect, from).isNarrowedBy(ColumnType.of(dialect, to)),
              Kind.ALTER_TYPE);
      case ROW_DELETION -> when(expiresSooner(from, to), Kind.EXPIRE_ROWS);
      case OPTION -> when(shortens(kind, property.option(), from, to), Kind.SHORTEN_RETENTION);
      case TEXT -> when(mayHoldData(kind, from, to), Kind.ALTER_OTHER);
      default -> Optional.empty();
    };
  }

  private static Optional<Kind> when(boolean lost, Kind kind) {
    return lost ? Optional.of(kind) : Optional.empty();
  }

  /// A policy that keeps rows by the same column, as long or longer, deletes nothing more.
  private boolean expiresSooner(String from, String to) {
    if (to.isEmpty()) {
      return false;
    }
    RowDeletionPolicy before = RowDeletionPolicies.parse(dialect, from);
    RowDeletionPolicy after = RowDeletionPolicies.parse(dialect, to);
    boolean comparable = before.days().isPresent() && after.days().isPresent();
    return !comparable
        || !before.column().equals(after.column())
        || after.days().getAsLong() < before.days().getAsLong();
  }

  private static boolean shortens(ObjectKind kind, String option, String from, String to) {
    return RetentionPeriod.usual(kind, option)
        .filter(
            usual ->
                new RetentionPeriod(to, usual)
                        .length()
                        .compareTo(new RetentionPeriod(from, usual).length())
                    < 0)
        .isPresent();
  }

  /// A proto bundle that only gets more types loses nothing.
  private static boolean mayHoldData(ObjectKind kind, String from, String to) {
    return kind == ObjectKind.QUEUE
        || kind == ObjectKind.UNKNOWN
        || (kind == ObjectKind.PROTO_BUNDLE
            && !List.of(to.split(", ", -1)).containsAll(List.of(from.split(", ", -1))));
  }
}
