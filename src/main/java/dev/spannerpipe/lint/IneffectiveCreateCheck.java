package dev.spannerpipe.lint;

import dev.spannerpipe.plan.Step;
import dev.spannerpipe.schema.Column;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property;
import dev.spannerpipe.schema.Property.Aspect;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.SchemaObject;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.ddl.SchemaStatements;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.schema.effect.Effects;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.SqlToken;
import dev.spannerpipe.text.English;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds `CREATE … IF NOT EXISTS` and `ADD COLUMN IF NOT EXISTS` over something of another shape.
/// Then the statement changes nothing, but its author expects the shape that it describes.
final class IneffectiveCreateCheck {
  private static final int NAMED = 3;

  /// What is compared whatever its value. Expressions are compared only by whether they are there,
  /// because a server may write them anew.
  private static final Set<Aspect> SHAPE =
      EnumSet.of(
          Aspect.TYPE,
          Aspect.NOT_NULL,
          Aspect.PRIMARY_KEY,
          Aspect.INTERLEAVING,
          Aspect.TABLE,
          Aspect.COLUMNS,
          Aspect.STORING,
          Aspect.UNIQUE,
          Aspect.NULL_FILTERED,
          Aspect.WATCHED);

  private static final Set<Aspect> EXPRESSIONS =
      EnumSet.of(Aspect.DEFAULT, Aspect.GENERATED, Aspect.WHERE, Aspect.ROW_DELETION);

  private final LintedChangeSet changeSet;

  private IneffectiveCreateCheck(LintedChangeSet changeSet) {
    this.changeSet = changeSet;
  }

  static List<LintFinding> check(LintedChangeSet changeSet) {
    return new IneffectiveCreateCheck(changeSet).found();
  }

  private List<LintFinding> found() {
    List<LintFinding> found = new ArrayList<>();
    if (changeSet.schemaChanges().stream().anyMatch(this::isConditional)) {
      SchemaModel model = changeSet.before();
      for (Step step : changeSet.schemaChanges()) {
        if (isConditional(step)) {
          finding(model, step).ifPresent(found::add);
        }
        model = SchemaStatements.apply(model, step.text());
      }
    }
    return found;
  }

  private boolean isConditional(Step step) {
    SchemaChange head = changeSet.head(step);
    return (head.verb().equals("create") && head.conditional())
        || (head.is("alter", "table") && head.has("if", "not", "exists"));
  }

  private Optional<LintFinding> finding(SchemaModel model, Step step) {
    SchemaChange head = changeSet.head(step);
    return head.verb().equals("create") ? created(model, step) : added(model, step, head);
  }

  /// A view is replaced, so only objects that stay as they are matter.
  private Optional<LintFinding> created(SchemaModel model, Step step) {
    return SchemaStatements.declared(changeSet.dialect(), step.text())
        .filter(declared -> declared.name().kind() != ObjectKind.VIEW)
        .flatMap(
            declared ->
                model
                    .find(declared.name())
                    .flatMap(existing -> finding(step, existing, declared, declared.name())));
  }

  /// The column is taken out of the table, so that the statement adds it.
  private Optional<LintFinding> added(SchemaModel model, Step step, SchemaChange head) {
    Optional<Table> table = SchemaStatements.alteredTable(model, step.text());
    Name name = changeSet.name(column(head));
    if (table.isEmpty() || table.get().column(name).isEmpty()) {
      return Optional.empty();
    }
    Table without = table.get().withoutColumn(name);
    Optional<Column> declared =
        SchemaStatements.apply(model.with(without), step.text())
            .table(table.get().name().name())
            .flatMap(after -> after.column(name));
    return declared.flatMap(
        column ->
            finding(
                step,
                table.get(),
                table.get().withColumn(column),
                table.get().part(ObjectKind.COLUMN, name)));
  }

  private String column(SchemaChange head) {
    List<SqlToken> rest = head.rest();
    for (int i = 0; i + 1 < rest.size(); i++) {
      if (rest.get(i).is("exists")) {
        return SchemaChange.name(changeSet.dialect(), rest.subList(i + 1, i + 2));
      }
    }
    return "";
  }

  private Optional<LintFinding> finding(
      Step step, SchemaObject existing, SchemaObject declared, ObjectName object) {
    SchemaModel empty = SchemaModel.empty(changeSet.dialect());
    List<String> differences =
        Effects.between(empty.with(existing), empty.with(declared)).stream()
            .flatMap(effect -> difference(effect).stream())
            .distinct()
            .toList();
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            changeSet.finding(
                LintRule.SP606,
                step,
                "The %s exists with another definition (%s), so the statement changes nothing"
                    .formatted(object, text(differences)),
                "Write ALTER statements for the difference, or choose another name"));
  }

  private static String text(List<String> differences) {
    List<String> named = new ArrayList<>(differences.stream().limit(NAMED).toList());
    if (differences.size() > NAMED) {
      named.add((differences.size() - NAMED) + " more");
    }
    return English.list(named);
  }

  private static Optional<String> difference(Effect effect) {
    return switch (effect) {
      case Effect.Added added -> column(added);
      case Effect.Dropped dropped -> column(dropped);
      case Effect.Changed changed ->
          property(changed.object(), changed.property(), changed.from(), changed.to());
      case Effect.Lost lost -> property(lost.object(), lost.property(), lost.from(), "");
    };
  }

  private static Optional<String> column(Effect effect) {
    return effect.object().kind() == ObjectKind.COLUMN
        ? Optional.of("column " + effect.object().part())
        : Optional.empty();
  }

  private static Optional<String> property(
      ObjectName object, Property property, String from, String to) {
    boolean different =
        SHAPE.contains(property.aspect())
            || (EXPRESSIONS.contains(property.aspect()) && from.isEmpty() != to.isEmpty());
    if (!different) {
      return Optional.empty();
    }
    return Optional.of(
        object.part().isEmpty() ? property.toString() : property + " of column " + object.part());
  }
}
