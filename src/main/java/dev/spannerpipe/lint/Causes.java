package dev.spannerpipe.lint;

import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.ddl.SchemaStatements;
import dev.spannerpipe.schema.ddl.StatementFacts;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.schema.effect.Effects;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds the statement of a change set that causes an effect. The effects of a change set are
/// differences between two schemas, and do not say which statement made them. Here, each statement
/// is applied to the schema in memory, to see which one makes the same difference.
final class Causes {
  private final ChangeSetEffects changeSet;
  private final List<Cause> causes = new ArrayList<>();

  /// @param object what the effect is about, by the name at the end of the change set
  private record Cause(ObjectName object, Effect effect, SourceLocation location) {}

  Causes(ChangeSetEffects changeSet) {
    this.changeSet = changeSet;
    if (changeSet.steps().size() > 1) {
      SchemaModel model = changeSet.before();
      for (Step step : changeSet.steps()) {
        if (step instanceof Step.Sql && step.kind() == StatementKind.DDL) {
          model = after(model, step);
        }
      }
    }
  }

  private SchemaModel after(SchemaModel model, Step step) {
    SchemaModel after = SchemaStatements.apply(model, step.text());
    StatementFacts facts = StatementFacts.of(model, List.of(step.text()));
    List<Effect> effects = Effects.between(model, after, facts);
    effects.forEach(this::rename);
    effects.forEach(effect -> causes.add(new Cause(effect.object(), effect, step.location())));
    return after;
  }

  /// What was found about a table is found again by its new name.
  private void rename(Effect effect) {
    if (effect instanceof Effect.Changed changed
        && changed.property().aspect() == Property.Aspect.NAME) {
      causes.replaceAll(cause -> renamed(cause, changed));
    }
  }

  private static Cause renamed(Cause cause, Effect.Changed rename) {
    ObjectName object = cause.object();
    return object.owner().kind() == ObjectKind.TABLE && object.name().text().equals(rename.from())
        ? new Cause(
            new ObjectName(object.kind(), rename.object().name(), object.part()),
            cause.effect(),
            cause.location())
        : cause;
  }

  /// Returns the location of the last statement that has this effect, or else of the last one that
  /// is about the same object, the same kind of part, or the same table; of the change set if there
  /// is none.
  SourceLocation of(Effect effect) {
    return last(each -> isSame(each, effect)).orElseGet(() -> of(effect.object()));
  }

  /// Returns the location of the last statement that is about the object, or else about the table
  /// that the object is a part of; of the change set if there is none.
  SourceLocation of(ObjectName object) {
    if (changeSet.steps().size() == 1) {
      return changeSet.steps().getFirst().location();
    }
    return last(each -> each.object().equals(object))
        .or(() -> last(each -> isSameKindOfPart(each.object(), object)))
        .or(() -> last(each -> each.object().owner().equals(object.owner())))
        .or(() -> headed(object.name()))
        .orElse(changeSet.changeSet().location());
  }

  private Optional<SourceLocation> last(Predicate<Cause> wanted) {
    return causes.stream().filter(wanted).reduce((_, later) -> later).map(Cause::location);
  }

  private static boolean isSameKindOfPart(ObjectName one, ObjectName other) {
    return one.kind() == other.kind() && one.owner().equals(other.owner());
  }

  /// An object that is dropped before its table is renamed keeps the old name in its effect.
  private static boolean isSame(Cause cause, Effect effect) {
    return (cause.object().equals(effect.object())
            || cause.effect().object().equals(effect.object()))
        && cause.effect().getClass().equals(effect.getClass())
        && property(cause.effect()).equals(property(effect));
  }

  private static Optional<Property> property(Effect effect) {
    return switch (effect) {
      case Effect.Changed changed -> Optional.of(changed.property());
      case Effect.Lost lost -> Optional.of(lost.property());
      case Effect.Added _, Effect.Dropped _ -> Optional.empty();
    };
  }

  /// A statement that changes nothing in memory still names its object.
  private Optional<SourceLocation> headed(Name name) {
    return changeSet.steps().stream()
        .filter(step -> step.kind() == StatementKind.DDL)
        .filter(step -> head(step).equals(name))
        .reduce((_, later) -> later)
        .map(Step::location);
  }

  private Name head(Step step) {
    return Name.of(
        changeSet.before().dialect(),
        SchemaChange.of(changeSet.before().dialect(), step.text()).name());
  }
}
